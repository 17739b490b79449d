package triage

import "sync"

// known is all that the rules know of a word.
type known struct {
	class        *class
	meant        meant
	stop, filler bool
}

// memory holds what was found out of words: most words of a message were in
// those before. Its size is bounded, as anybody may write words of any kind.
type memory struct {
	sync.RWMutex
	words map[string]known
}

const (
	mostRemembered  = 1 << 15 // words
	longestRemember = 24      // bytes of one
)

// know returns what the rules know of a word in its plain form.
func (r *Rules) know(plain []byte) known {
	r.memory.RLock()
	k, ok := r.memory.words[string(plain)]
	r.memory.RUnlock()
	if ok && !r.lexicon.learning {
		return k
	}
	word := string(plain)
	if right, ok := r.vocabulary.spelling[word]; ok {
		plain = []byte(right)
	}
	k = known{
		class: r.vocabulary.class(plain), meant: r.lexicon.mean(plain),
		stop: r.vocabulary.stop[string(plain)], filler: r.vocabulary.filler[string(plain)],
	}
	if !r.lexicon.learning {
		r.memory.keep(word, k)
	}
	return k
}

func (m *memory) keep(word string, k known) {
	if len(word) > longestRemember {
		return
	}
	m.Lock()
	defer m.Unlock()
	if len(m.words) >= mostRemembered {
		return
	}
	if m.words == nil {
		m.words = map[string]known{}
	}
	m.words[word] = k
}
