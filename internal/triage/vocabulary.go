package triage

import (
	"cmp"
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
	starts []start  // patterns, in their order
}

// start is a phrase that a word can begin, and what is rarest of what it needs.
type start struct {
	need
	pattern int32
	pair    uint8 // 1 for a word that begins it only with a second, which is what it needs
}

func (c *class) in(group int) bool {
	return group >= 0 && c.groups[group>>6]&(1<<(group&63)) != 0
}

// ahead says, of a text that is gone through backwards, where the next word of
// each group stands and where the sentence ends.
type ahead struct {
	next  []int32 // how far before the end of the text, 0 for none; the last is always there
	words int32
	end   int32
}

// begin forgets the last text; the new one has so many words.
func (a *ahead) begin(words int) {
	clear(a.next)
	a.next[len(a.next)-1] = math.MaxInt32
	a.words, a.end = int32(words), int32(words)
}

// has reports whether what is needed stands after word i before its sentence ends.
func (a *ahead) has(i int, n need) bool {
	return a.next[n.group] > a.words-min(a.end, int32(i)+n.within+1)
}

// all reports the same of each of them.
func (a *ahead) all(i int, needs []need) bool {
	for _, n := range needs {
		if a.next[n.group] <= a.words-min(a.end, int32(i)+n.within+1) {
			return false
		}
	}
	return true
}

// pass puts word i behind.
func (a *ahead) pass(i int, w *word) {
	for _, g := range w.class.list {
		a.next[g] = a.words - int32(i)
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
	nothing  *class     // of a word the rules do not know
	size     []int      // of each group, in words
	needed   []bool     // groups that some phrase needs
	ahead    *sync.Pool // of *ahead
}

// newVocabulary lays out the groups by word.
func newVocabulary(groups [][]string) *vocabulary {
	size := (len(groups) + 63) / 64
	v := &vocabulary{
		words: map[string]*class{}, prefixes: map[string]*class{}, near: map[string]string{},
		spelling: map[string]string{}, filler: map[string]bool{}, stop: map[string]bool{},
		nothing: &class{groups: make([]uint64, size)}, needed: make([]bool, len(groups)),
		ahead: &sync.Pool{New: func() any { return &ahead{next: make([]int32, len(groups)+1)} }},
	}
	for g, words := range groups {
		v.size = append(v.size, len(words))
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
	begun := make([][]start, len(v.size)) // by words of each group
	for i, p := range patterns {
		slices.SortStableFunc(p.needs, func(a, b need) int { return cmp.Compare(v.size[a.group], v.size[b.group]) })
		for _, n := range p.needs {
			v.needed[n.group] = true
		}
		if part, ok := first(p); ok {
			begun[part.group] = append(begun[part.group], start{v.rarest(p), int32(i), 0})
			begun[part.begin] = append(begun[part.begin], start{need{int32(part.second), 1}, int32(i), 1})
			v.needed[part.second] = true
			continue
		}
		for _, g := range begins(p) {
			begun[g] = append(begun[g], start{v.rarest(p), int32(i), 0})
		}
	}
	for _, table := range []map[string]*class{v.words, v.prefixes} {
		for _, c := range table {
			for g := range begun {
				if c.in(g) {
					c.starts = append(c.starts, begun[g]...)
				}
			}
			c.sort()
			c.list = v.list(c)
		}
	}
}

// begins returns the groups of the words a phrase can begin with.
func begins(p pattern) []int {
	var groups []int
	for _, part := range p.parts {
		if part.kind != oneOf {
			continue
		}
		groups = append(groups, part.any)
		if !part.optional {
			break
		}
	}
	return groups
}

// first returns the part that a phrase always begins with, if that is either a
// word by itself or one of several words.
func first(p pattern) (part, bool) {
	first := p.parts[0]
	if first.kind == opens {
		first = p.parts[1]
	}
	return first, first.kind == oneOf && !first.optional && first.group >= 0 && first.begin >= 0
}

// sort puts the patterns that a word can begin into their order, each once: a
// word that can begin one by itself needs nothing beside it.
func (c *class) sort() {
	slices.SortFunc(c.starts, func(a, b start) int {
		return cmp.Or(cmp.Compare(a.pattern, b.pattern), cmp.Compare(a.pair, b.pair))
	})
	c.starts = slices.CompactFunc(c.starts, func(a, b start) bool { return a.pattern == b.pattern })
}

// rarest returns what is rarest of what a phrase needs, or where it needs nothing
// more, the group that is always there.
func (v *vocabulary) rarest(p pattern) need {
	if len(p.needs) == 0 {
		return need{group: int32(len(v.size))}
	}
	return p.needs[0]
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
		c.sort()
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
