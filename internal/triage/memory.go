package triage

import "sync"

// known is all that the rules know of a word.
type known struct {
	plain        string // as it stands in the text
	sets         wordSets
	class        *class
	meant        meant
	stop, filler bool
}

// memory holds what was found out of words: most words of a message were in
// those before. Its size is bounded, as anybody may write words of any kind.
type memory struct {
	sync.RWMutex
	words map[string]*known
}

const (
	mostRemembered  = 1 << 15 // words
	longestRemember = 24      // bytes of one
)

// recall returns what the rules know of a word in its plain form. The memory is
// locked for reading, so that not every word locks it anew.
func (r *Rules) recall(plain []byte) *known {
	if k := r.memory.words[string(plain)]; k != nil {
		return k
	}
	r.memory.RUnlock()
	defer r.memory.RLock()
	return r.know(plain)
}

// know finds out what the rules know of a word in its plain form.
func (r *Rules) know(plain []byte) *known {
	word := string(plain)
	if right, ok := r.vocabulary.spelling[word]; ok {
		plain = []byte(right)
	}
	k := &known{
		plain: word, sets: setsOf[word],
		class: r.vocabulary.class(plain), meant: r.lexicon.mean(plain),
		stop: r.vocabulary.stop[string(plain)], filler: r.vocabulary.filler[string(plain)],
	}
	if !r.lexicon.learning {
		r.memory.keep(word, k)
	}
	return k
}

func (m *memory) keep(word string, k *known) {
	if len(word) > longestRemember {
		return
	}
	m.Lock()
	defer m.Unlock()
	if len(m.words) >= mostRemembered {
		return
	}
	if m.words == nil {
		m.words = map[string]*known{}
	}
	m.words[word] = k
}
