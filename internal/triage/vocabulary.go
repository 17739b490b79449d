package triage

import (
	"math"
	"slices"
	"sync"
)

// minPrefix is the least that may stand before a star, in bytes.
const minPrefix = 3

// class is what the rules know of a word: the groups it belongs to, and the
// phrases it can begin.
type class struct {
	groups []uint64 // one bit a group
	list   []int32  // the same as numbers, those alone that some phrase needs
	starts []int32  // patterns, in their order
}

func (c *class) in(group int) bool {
	return group >= 0 && c.groups[group>>6]&(1<<(group&63)) != 0
}

// far is where a group stands of which no word follows.
const far = math.MaxInt32

// ahead says, of a text that is gone through backwards, where the next word of
// each group stands and where the sentence ends.
type ahead struct {
	next []int32
	end  int32
}

// begin forgets the last text; the new one has so many words.
func (a *ahead) begin(words int) {
	for g := range a.next {
		a.next[g] = far
	}
	a.end = int32(words)
}

// all reports whether after word i, and before its sentence ends, stands what a
// phrase needs that begins there.
func (a *ahead) all(i int, p *pattern) bool {
	for _, n := range p.needs {
		if at := a.next[n.group]; at >= a.end || at > int32(i)+n.within {
			return false
		}
	}
	return true
}

// pass puts word i behind.
func (a *ahead) pass(i int, w *word) {
	for _, g := range w.class.list {
		a.next[g] = int32(i)
	}
	if w.before >= sentenceBreak {
		a.end = int32(i)
	}
}

// vocabulary finds the class of a word.
type vocabulary struct {
	words    map[string]*class
	prefixes map[string]*class
	near     map[string]string // a word with one letter left out, to the word
	spelling map[string]string
	filler   map[string]bool
	stop     map[string]bool
	nothing  *class          // of a word the rules do not know
	needed   []bool          // groups that some phrase needs
	ahead    *sync.Pool      // of *ahead
}

// newVocabulary lays out the groups by word.
func newVocabulary(groups [][]string) *vocabulary {
	size := (len(groups) + 63) / 64
	v := &vocabulary{
		words: map[string]*class{}, prefixes: map[string]*class{}, near: map[string]string{},
		spelling: map[string]string{}, filler: map[string]bool{}, stop: map[string]bool{},
		nothing: &class{groups: make([]uint64, size)}, needed: make([]bool, len(groups)),
		ahead: &sync.Pool{New: func() any { return &ahead{next: make([]int32, len(groups))} }},
	}
	for g, words := range groups {
		for _, w := range words {
			table := v.words
			if w[len(w)-1] == '*' {
				table, w = v.prefixes, w[:len(w)-1]
			}
			if table[w] == nil {
				table[w] = &class{groups: make([]uint64, size)}
			}
			table[w].groups[g>>6] |= 1 << (g & 63)
		}
	}
	for w, c := range v.words {
		*c = *v.withPrefixes(w, c)
	}
	return v
}

// index notes which patterns each word can begin, and which groups they need.
func (v *vocabulary) index(patterns []pattern) {
	for _, p := range patterns {
		for _, n := range p.needs {
			v.needed[n.group] = true
		}
	}
	for _, table := range []map[string]*class{v.words, v.prefixes} {
		for _, c := range table {
			c.list = v.list(c)
			for i, p := range patterns {
				if beginsWith(p, c) {
					c.starts = append(c.starts, int32(i))
				}
			}
		}
	}
}

// list returns those groups of a class that some phrase needs.
func (v *vocabulary) list(c *class) []int32 {
	var out []int32
	for g, needed := range v.needed {
		if needed && c.in(g) {
			out = append(out, int32(g))
		}
	}
	return out
}

func beginsWith(p pattern, c *class) bool {
	for _, part := range p.parts {
		if part.kind != oneOf {
			continue
		}
		if c.in(part.group) || slices.ContainsFunc(part.phrases, func(phrase []int) bool { return c.in(phrase[0]) }) {
			return true
		}
		if !part.optional {
			return false
		}
	}
	return false
}

// class returns what the rules know of a word in its plain form.
func (v *vocabulary) class(plain []byte) *class {
	if c, ok := v.words[string(plain)]; ok {
		return c
	}
	if c := v.withPrefixes(string(plain), nil); c != nil {
		return c
	}
	if w, ok := v.misspelt(plain); ok {
		if c, ok := v.words[w]; ok {
			return c
		}
	}
	return v.nothing
}

// withPrefixes adds to c what the beginnings of w belong to. It returns c itself
// where there is nothing to add.
func (v *vocabulary) withPrefixes(w string, c *class) *class {
	for n := minPrefix; n <= len(w); n++ {
		p, ok := v.prefixes[w[:n]]
		if !ok {
			continue
		}
		if c == nil {
			c = p
			continue
		}
		c = &class{groups: slices.Clone(c.groups), starts: append(slices.Clone(c.starts), p.starts...)}
		for i := range p.groups {
			c.groups[i] |= p.groups[i]
		}
		slices.Sort(c.starts)
		c.starts = slices.Compact(c.starts)
		c.list = v.list(c)
	}
	return c
}

// minMisspelt is how long a word must be, in bytes, for one wrong letter to be
// overlooked: among shorter ones too many differ by one letter.
const minMisspelt = 6

// learnSpelling makes the words of the rules findable with one letter missing,
// too many, wrong, or exchanged with its neighbour. The words in proper are
// themselves right and mean something else ("content" is not "consent").
func (v *vocabulary) learnSpelling(proper []string) {
	for w := range v.words {
		if len(w) < minMisspelt {
			continue
		}
		for i := 1; i < len(w); i++ {
			key := w[:i] + w[i+1:]
			if old, ok := v.near[key]; !ok || w < old {
				v.near[key] = w
			}
		}
	}
	for _, w := range proper {
		if v.words[w] == nil {
			v.words[w] = v.nothing
		}
	}
}

// misspelt returns the word of the rules that differs from plain by one letter;
// the first letter is taken to be right.
func (v *vocabulary) misspelt(plain []byte) (string, bool) {
	if len(plain) < minMisspelt-1 || len(plain) > 20 {
		return "", false
	}
	if w, ok := v.near[string(plain)]; ok {
		return w, true
	}
	if len(plain) < minMisspelt {
		return "", false
	}
	var buf [24]byte
	for i := 1; i < len(plain); i++ {
		key := append(append(buf[:0], plain[:i]...), plain[i+1:]...)
		if w, ok := v.words[string(key)]; ok && w != v.nothing && len(key) >= minMisspelt {
			return string(key), true
		}
		if w, ok := v.near[string(key)]; ok && len(w) == len(plain) {
			return w, true
		}
	}
	return "", false
}
