package triage

import "sync"

// known is all that the rules know of a word.
type known struct {
	plain        string // as it stands in the text
	sets         wordSets
	class        *class
	meant        meant
	said         int32 // its number among the sayings, or -1
	stop, filler bool
}

// memory holds what was found out of words: most words of a message were in
// those before. Its size is bounded, as anybody may write words of any kind.
type memory struct {
	sync.RWMutex
	words map[string]*known
}

const (
	mostRemembered  = 1 << 15 // words, after which it begins anew
	longestRemember = 24      // bytes of one
)

// recollection is the memory while a text is read, and the new words of that.
// The memory is locked for reading until done.
type recollection struct {
	rules *Rules
	met   map[string]*known
}

func (r *Rules) recollect() recollection {
	r.memory.RLock()
	return recollection{rules: r}
}

// know returns what the rules know of a word in its plain form.
func (c *recollection) know(plain []byte) *known {
	if k := c.rules.memory.words[string(plain)]; k != nil {
		return k
	}
	if k := c.met[string(plain)]; k != nil {
		return k
	}
	if c.met == nil {
		c.met = map[string]*known{}
	}
	k := c.rules.learn(string(plain))
	c.met[k.plain] = k
	return k
}

// done unlocks the memory and adds the new words, unless another is using it:
// nobody need wait for that.
func (c *recollection) done() {
	m := c.rules.memory
	m.RUnlock()
	if len(c.met) == 0 || c.rules.lexicon.learning || !m.TryLock() {
		return
	}
	defer m.Unlock()
	if m.words == nil || len(m.words) >= mostRemembered {
		m.words = map[string]*known{}
	}
	for word, k := range c.met {
		if len(word) <= longestRemember {
			m.words[word] = k
		}
	}
}

// learn finds out what the rules know of a word in its plain form.
func (r *Rules) learn(word string) *known {
	plain := word
	if right, ok := r.vocabulary.spelling[word]; ok {
		plain = right
	}
	return &known{
		plain: word, sets: setsOf[word],
		class: r.vocabulary.class([]byte(plain)), meant: r.lexicon.mean([]byte(plain)),
		said: r.sayings.word(word, r.lexicon.learning),
		stop: r.vocabulary.stop[plain], filler: r.vocabulary.filler[plain],
	}
}

// Forget forgets the words of the messages understood so far: names are among
// them.
func (r *Rules) Forget() {
	r.memory.Lock()
	defer r.memory.Unlock()
	r.memory.words = nil
}
