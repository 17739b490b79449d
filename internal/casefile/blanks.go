package casefile

import (
	"slices"
	"strings"
	"unicode"
)

// A blank that is missing from a name, or stands inside a word of it, is easily
// overlooked, and a character that nobody sees may stand for either. A hold must
// not miss a person for that.

// unseen reports whether a character leaves no mark on paper: zero-width spaces
// and joiners, soft hyphens, byte order marks, fillers.
func unseen(r rune) bool {
	return r > unicode.MaxASCII && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func withoutUnseen(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, s)
}

// lineOf writes words with a blank before each and at the end.
func lineOf(words []string) string { return " " + strings.Join(words, " ") + " " }

// wholes returns what a name may be without its blanks: all of it, and without
// initials. A name of which no word tells has none.
func wholes(words []string) []string {
	if !slices.ContainsFunc(words, telling) {
		return nil
	}
	full := slices.DeleteFunc(slices.Clone(words), initial)
	return bothWays([]string{strings.Join(words, ""), strings.Join(full, "")})
}

// pairs returns two telling words of a name as one, for every two.
func pairs(words []string) []string {
	var out []string
	for i, a := range words {
		for j, b := range words {
			if i != j && telling(a) && telling(b) {
				out = append(out, a+b)
			}
		}
	}
	return bothWays(out)
}

// bothWays adds to words that were made of several what [wordsOf] would have
// made of them: two letters that have met may be a digraph.
func bothWays(words []string) []string {
	for _, w := range slices.Clone(words) {
		words = append(words, digraphs.Replace(w))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// glued reports whether a line of words holds a name but for its blanks.
func glued(name, words []string) bool {
	line := lineOf(words)
	return slices.ContainsFunc(wholes(name), func(w string) bool { return spelt(line, w) }) ||
		slices.ContainsFunc(pairs(name), func(w string) bool { return slices.Contains(words, w) })
}

// glues reports the same of a text.
func (t Text) glues(name []string) bool {
	for _, w := range wholes(name) {
		if spelt(t.lines[0], w) || spelt(t.lines[1], w) {
			return true
		}
	}
	return slices.ContainsFunc(pairs(name), func(w string) bool { return t.words[w] })
}

// spelt reports whether words that follow each other in a line are a whole but
// for their blanks.
func spelt(line, whole string) bool {
	begin := " " + whole[:1]
	for {
		at := strings.Index(line, begin)
		if at < 0 {
			return false
		}
		line = line[at+1:]
		if begins(line, whole) {
			return true
		}
	}
}

func begins(line, whole string) bool {
	for whole != "" {
		word, rest, _ := strings.Cut(line, " ")
		left, ok := strings.CutPrefix(whole, word)
		if !ok || word == "" {
			return false
		}
		line, whole = rest, left
	}
	return true
}
