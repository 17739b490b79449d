package triage

import (
	"slices"
	"strings"
)

// maxAsked is how much of a message is shown as what it asks, in bytes.
const maxAsked = 700

// telling is the weight of a phrase that by itself says something of what is
// asked; lighter ones only support it.
const telling = 2

// asked returns the paragraphs in which the claims stand, in the order of the
// message; long ones are cut to the sentences around the words.
func (g reading) asked(claims []claim) string {
	type place struct{ text, lo, hi int }
	var places []place
	for _, c := range claims {
		for _, s := range c.spots {
			if s.text == 0 || s.pattern.weight < telling { // the subject is shown anyway
				continue
			}
			t := g.texts[s.text]
			lo, hi := paragraph(t.raw, int(t.words[s.from].lo), int(t.words[s.to-1].hi))
			places = append(places, place{s.text, lo, hi})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.text != b.text {
			return a.text - b.text
		}
		return a.lo - b.lo
	})
	places = slices.CompactFunc(places, func(a, b place) bool { return a.text == b.text && b.lo < a.hi })
	var out []string
	size := 0
	for _, p := range places {
		passage := strings.TrimSpace(g.texts[p.text].raw[p.lo:p.hi])
		if size += len(passage); size > maxAsked && len(out) > 0 {
			break
		}
		out = append(out, passage)
	}
	return strings.Join(out, "\n\n")
}

// paragraph returns the paragraph around a passage, or where it is long the
// sentences around it.
func paragraph(raw string, lo, hi int) (int, int) {
	from, to := 0, len(raw)
	if i := strings.LastIndex(raw[:lo], "\n\n"); i >= 0 {
		from = i + 2
	}
	if i := strings.Index(raw[hi:], "\n\n"); i >= 0 {
		to = hi + i
	}
	if to-from <= maxAsked {
		return from, to
	}
	if i := lastSentenceEnd(raw[from:lo]); i >= 0 {
		from += i
	}
	if i := strings.IndexAny(raw[hi:to], ".!?\n"); i >= 0 {
		to = hi + i + 1
	}
	return from, to
}

// lastSentenceEnd returns where the last sentence of s begins, or -1.
func lastSentenceEnd(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '\n' || s[i] == ' ' && i > 0 && strings.IndexByte(".!?", s[i-1]) >= 0 {
			return i + 1
		}
	}
	return -1
}
