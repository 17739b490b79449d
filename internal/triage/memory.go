package triage

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"sync/atomic"
)

// known is all that the rules know of a word: 64 bytes, which a processor fetches
// at once.
type known struct {
	first        uint64 // see [firstOf]
	plain        string // as it stands in the text
	class        *class
	ideas        string // that it stands for, a byte each
	feature      int32  // that it is to the weights, or -1
	sets         wordSets
	said         int32 // its number among the sayings, or -1
	stop, filler bool
}

// memory holds what was found out of words: most words of a message were in
// those before. Its size is bounded, as anybody may write words of any kind, and
// nobody waits for another who uses it.
type memory struct {
	seed  maphash.Seed
	mix   uint64
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

func newMemory() *memory {
	seed := maphash.MakeSeed()
	return &memory{seed: seed, mix: maphash.String(seed, "")}
}

// firstOf returns the first eight letters of a word as a number: all of most words.
func firstOf(plain []byte) uint64 {
	var b [8]byte
	copy(b[:], plain)
	return binary.LittleEndian.Uint64(b[:])
}

// hash returns what nobody outside can foresee of a word, so that none can be
// chosen to stand in the way of others.
func (m *memory) hash(plain []byte, first uint64) uint64 {
	if len(plain) > 8 {
		return maphash.Bytes(m.seed, plain)
	}
	hi, lo := bits.Mul64(first^m.mix, golden)
	return hi ^ lo
}

// is reports whether this is the word.
func (k *known) is(plain []byte, first uint64) bool {
	return k.first == first && len(k.plain) == len(plain) && (len(plain) <= 8 || k.plain == string(plain))
}

// know returns what the rules know of a word in its plain form.
func (r *Rules) know(plain []byte) *known {
	s := r.memory.shelf.Load()
	if s == nil {
		s = &shelf{}
		r.memory.shelf.Store(s)
	}
	first := firstOf(plain)
	at := r.memory.hash(plain, first)
	for {
		k := s.places[at%uint64(len(s.places))].Load()
		if k == nil {
			break
		}
		if k.is(plain, first) {
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
		first: firstOf([]byte(word)), plain: word, sets: setsOf[word],
		class: r.vocabulary.class([]byte(plain)),
		ideas: string(r.lexicon.of([]byte(plain))), feature: r.lexicon.feature(string(stem([]byte(plain)))),
		said: r.sayings.word(word, r.lexicon.learning),
		stop: r.vocabulary.stop[plain], filler: r.vocabulary.filler[plain],
	}
}

// Forget forgets the words of the messages understood so far: names are among
// them.
func (r *Rules) Forget() { r.memory.shelf.Store(nil) }
