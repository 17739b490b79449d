package triage

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"
)

// window is how many words apart two ideas may stand to count as one thought.
const window = 7

// lexicon knows the ideas of the rules, and the features of a message that have
// a weight: words, words side by side, ideas, and ideas near one another.
type lexicon struct {
	ideas    map[string][]uint8 // of a word
	prefixes map[string][]uint8 // of all words that begin so
	names    []string           // of the ideas
	features map[string]int32   // by name
	bigrams  pairs              // by the features of two words
	pairs    map[[2]uint8]int32 // by two ideas
	near     []int32            // the same, laid out for looking up: first idea times ideas, second
	alone    []int32            // the features of single ideas
	scratch  *sync.Pool         // of *scratch
	learning bool               // features not known are added
	list     []string           // the names of the features
}

func newLexicon() *lexicon {
	return &lexicon{
		ideas: map[string][]uint8{}, prefixes: map[string][]uint8{}, features: map[string]int32{},
		pairs: map[[2]uint8]int32{},
	}
}

// idea adds an idea and the words that stand for it.
func (l *lexicon) idea(name string, words []string) error {
	const most = math.MaxUint8 + 1
	if len(l.names) == most {
		return fmt.Errorf("there are more than %d ideas", most)
	}
	n := uint8(len(l.names))
	l.names = append(l.names, "@"+name)
	for _, w := range words {
		plain, err := splitMember(w)
		if err != nil {
			return err
		}
		if len(plain) != 1 {
			return fmt.Errorf("%q is more than one word", w)
		}
		table, word := l.ideas, plain[0]
		if stem, star := strings.CutSuffix(word, "*"); star {
			table, word = l.prefixes, stem
		}
		table[word] = append(table[word], n)
	}
	return nil
}

// of returns the ideas that a word stands for.
func (l *lexicon) of(plain []byte) []uint8 {
	if ideas, ok := l.ideas[string(plain)]; ok {
		return ideas
	}
	for n := len(plain); n >= minPrefix; n-- {
		if ideas, ok := l.prefixes[string(plain[:n])]; ok {
			return ideas
		}
	}
	return nil
}

// feature returns the number of a feature, or -1 where it has no weight.
func (l *lexicon) feature(name string) int32 {
	if n, ok := l.features[name]; ok {
		return n
	}
	if !l.learning {
		return -1
	}
	n := int32(len(l.list))
	l.features[name] = n
	l.list = append(l.list, name)
	return n
}

func (l *lexicon) bigram(a, b int32) int32 {
	n := l.bigrams.number(a, b)
	if n >= 0 || !l.learning {
		return n
	}
	n = l.feature(l.list[a] + " " + l.list[b])
	l.bigrams.add(a, b, n)
	return n
}

// layOut makes looking up fast, once all is known.
func (l *lexicon) layOut() {
	n := len(l.names)
	l.near, l.alone = make([]int32, n*n), make([]int32, n)
	for a := range n {
		l.alone[a] = l.feature(l.names[a])
		for b := range n {
			l.near[a*n+b] = l.pair(uint8(a), uint8(b))
		}
	}
	size := len(l.list)
	l.scratch = &sync.Pool{New: func() any {
		return &scratch{senses: senses{lex: l, had: marks{when: make([]uint32, size)}}}
	}}
}

// marks are a set of features for a sentence and one for the message, which are
// emptied by counting on.
type marks struct {
	when       []uint32 // each was last met
	since, now uint32   // the message began, and the sentence
}

// add puts a feature into the sets and reports whether it is new to the sentence
// and to the message.
func (m *marks) add(f int32) (here, there bool) {
	for int(f) >= len(m.when) {
		m.when = append(m.when, make([]uint32, len(m.when)+64)...)
	}
	was := m.when[f]
	m.when[f] = m.now
	return was != m.now, was < m.since
}

// begin begins a message, and its first sentence.
func (m *marks) begin() {
	if m.now > math.MaxUint32/2 { // no message is that long
		clear(m.when)
		m.now = 0
	}
	m.now++
	m.since = m.now
}

// next begins another sentence.
func (m *marks) next() { m.now++ }

// ideaPair is the feature of two ideas near one another.
func (l *lexicon) ideaPair(a, b uint8) int32 {
	if l.learning {
		return l.pair(a, b)
	}
	return l.near[int(a)*len(l.names)+int(b)]
}

func (l *lexicon) ideaAlone(a uint8) int32 {
	if l.learning {
		return l.feature(l.names[a])
	}
	return l.alone[a]
}

func (l *lexicon) pair(a, b uint8) int32 {
	key := [2]uint8{a, b}
	if n, ok := l.pairs[key]; ok {
		return n
	}
	if !l.learning {
		return -1
	}
	n := l.feature(l.names[a] + " " + l.names[b])
	l.pairs[key] = n
	return n
}

// sensed is a feature of a message and where it was first seen.
type sensed struct {
	feature        int32
	text, from, to int32 // words of that text
}

// senses collects the features of a message: each once in the whole, and once
// in each sentence.
type senses struct {
	lex         *lexicon
	had         marks    // what the whole and the sentence have
	whole, list []sensed // of the whole, and of one sentence after another
}

// begin forgets the last message.
func (s *senses) begin() {
	s.had.begin()
	s.whole, s.list = s.whole[:0], s.list[:0]
}

func (s *senses) add(f int32, text, from, to int) {
	if f < 0 {
		return
	}
	here, there := s.had.add(f)
	if !here {
		return
	}
	at := sensed{f, int32(text), int32(from), int32(to)}
	s.list = append(s.list, at)
	if there {
		s.whole = append(s.whole, at)
	}
}

// sentence adds the features of the words of a sentence, without those that are
// masked.
func (s *senses) sentence(n int, t text, from, to int, masked []bool) {
	s.had.next()
	for i := from; i < to; i++ {
		if masked[i] {
			continue
		}
		w := t.words[i].known
		s.add(w.feature, n, i, i+1)
		if i > from && !masked[i-1] {
			if a, b := t.words[i-1].feature, w.feature; a >= 0 && b >= 0 {
				s.add(s.lex.bigram(a, b), n, i-1, i+1)
			}
		}
		for _, b := range []byte(w.ideas) {
			s.add(s.lex.ideaAlone(b), n, i, i+1)
			for j := max(from, i-window); j < i; j++ {
				if masked[j] {
					continue
				}
				for _, a := range []byte(t.words[j].ideas) {
					s.add(s.lex.ideaPair(a, b), n, j, i+1)
				}
			}
		}
	}
}

// stem returns a word without the endings of number and tense: crude, but the
// same for all forms of a word is all that is asked.
func stem(w []byte) []byte {
	for _, ending := range [][]byte{[]byte("ies"), []byte("ing"), []byte("ed"), []byte("es"), []byte("s"), []byte("ly")} {
		if rest, ok := bytes.CutSuffix(w, ending); ok && len(rest) >= 4 {
			w = rest
			break
		}
	}
	if n := len(w); n > 4 && (w[n-1] == 'e' || w[n-1] == 'y' || w[n-1] == 'i') {
		w = w[:n-1]
	}
	if n := len(w); n > 4 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	return w
}
