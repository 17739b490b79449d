package triage

import "slices"

// minPrefix is the least that may stand before a star, in bytes.
const minPrefix = 3

// class is what the rules know of a word: the groups it belongs to, and the
// phrases it can begin.
type class struct {
	groups []uint64 // one bit a group
	starts []int32  // patterns, in their order
}

func (c *class) in(group int) bool {
	return group >= 0 && c.groups[group>>6]&(1<<(group&63)) != 0
}

// groupSet is a set of groups.
type groupSet []uint64

func (s groupSet) add(o groupSet) {
	for n, g := range o {
		s[n] |= g
	}
}

// all reports whether each of these groups is in the set.
func (s groupSet) all(groups []int) bool {
	for _, g := range groups {
		if g < 0 || s[g>>6]&(1<<(g&63)) == 0 {
			return false
		}
	}
	return true
}

// blockLength is how many words are taken together where phrases are ruled out.
const blockLength = 16

// nearby holds the groups that the words of each block belong to, with those of
// the two blocks after it: what a phrase that begins there can come upon.
type nearby []groupSet

// nearby returns what stands near each word.
func (v *vocabulary) nearby(words []word) nearby {
	blocks, size := (len(words)+blockLength-1)/blockLength, len(v.nothing.groups)
	all := make(groupSet, blocks*size)
	out := make(nearby, blocks)
	for b := range out {
		out[b] = all[b*size : (b+1)*size]
	}
	for i := range words {
		if c := words[i].class; c != v.nothing {
			out[i/blockLength].add(c.groups)
		}
	}
	for b := range out { // each from the next ones, which are still their own alone
		for n := b + 1; n <= b+2 && n < blocks; n++ {
			out[b].add(out[n])
		}
	}
	return out
}

// all reports whether near word i stands what a phrase needs that begins there.
func (n nearby) all(i int, p *pattern) bool {
	return p.reach > 2*blockLength || n[i/blockLength].all(p.needs)
}

// vocabulary finds the class of a word.
type vocabulary struct {
	words    map[string]*class
	prefixes map[string]*class
	near     map[string]string // a word with one letter left out, to the word
	spelling map[string]string
	filler   map[string]bool
	stop     map[string]bool
	nothing  *class // of a word the rules do not know
}

// newVocabulary lays out the groups by word.
func newVocabulary(groups [][]string) *vocabulary {
	size := (len(groups) + 63) / 64
	v := &vocabulary{
		words: map[string]*class{}, prefixes: map[string]*class{}, near: map[string]string{},
		spelling: map[string]string{}, filler: map[string]bool{}, stop: map[string]bool{},
		nothing: &class{groups: make([]uint64, size)},
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

// index notes which patterns each word can begin.
func (v *vocabulary) index(patterns []pattern) {
	for _, table := range []map[string]*class{v.words, v.prefixes} {
		for _, c := range table {
			for i, p := range patterns {
				if beginsWith(p, c) {
					c.starts = append(c.starts, int32(i))
				}
			}
		}
	}
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
