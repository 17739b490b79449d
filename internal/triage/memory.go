package triage

import (
	"hash/maphash"
	"sync/atomic"
)

// known is all that the rules know of a word.
type known struct {
	plain        string // as it stands in the text
	class        *class
	meant        meant
	sets         wordSets
	said         int32 // its number among the sayings, or -1
	stop, filler bool
}

// memory holds what was found out of words: most words of a message were in
// those before. Its size is bounded, as anybody may write words of any kind, and
// nobody waits for another who uses it.
type memory struct {
	seed  maphash.Seed
	shelf atomic.Pointer[shelf]
}

// shelf holds each word at the place that its hash says, or at the next free one.
type shelf struct {
	places [2 * mostRemembered]atomic.Pointer[known]
	words  atomic.Int32
}

const (
	mostRemembered  = 1 << 15 // words, after which it begins anew
	longestRemember = 24      // bytes of one
)

func newMemory() *memory { return &memory{seed: maphash.MakeSeed()} }

// know returns what the rules know of a word in its plain form.
func (r *Rules) know(plain []byte) *known {
	s := r.memory.shelf.Load()
	if s == nil {
		s = &shelf{}
		r.memory.shelf.Store(s)
	}
	at := maphash.Bytes(r.memory.seed, plain)
	for {
		k := s.places[at%uint64(len(s.places))].Load()
		if k == nil {
			break
		}
		if k.plain == string(plain) {
			return k
		}
		at++
	}
	k := r.learn(string(plain))
	if len(plain) <= longestRemember && !r.lexicon.learning {
		r.memory.keep(s, k, at)
	}
	return k
}

// keep puts a word on the shelf, at that place or the next free one.
func (m *memory) keep(s *shelf, k *known, at uint64) {
	if s.words.Add(1) > mostRemembered {
		m.shelf.CompareAndSwap(s, nil)
		return
	}
	for !s.places[at%uint64(len(s.places))].CompareAndSwap(nil, k) {
		at++
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
func (r *Rules) Forget() { r.memory.shelf.Store(nil) }
