package triage

import (
	"slices"
	"sort"

	"casebook/internal/casefile"
)

// enough is the weight of phrases that make a proposal.
const enough = 3

// reading is what the phrases make of the passages of a message.
type reading struct {
	rules   *Rules
	scratch *scratch
	brief   bool // by which words it asks is not wanted
	texts   []text
	found   [][]match // of each text, after what was ignored or negated is gone
	strong  [][]match // those of them that speak for a kind, see strongest
	claims  []claim   // what those say of each kind
	bulk    int
	// masked are the words of each text that count for nothing.
	masked [][]bool
}

// understand looks for phrases in the subject and the passages of a message. The
// reading holds until the scratch is given back.
func (r *Rules) understand(s *scratch, subject string, passages []string) reading {
	out := reading{rules: r, scratch: s}
	for _, raw := range append([]string{subject}, passages...) {
		t, found := r.look(s, raw)
		out.bulk += bulkWeight(found)
		out.texts = append(out.texts, t)
		kept := r.settle(found)
		out.masked = append(out.masked, masked(t, found, kept))
		out.found = append(out.found, kept)
		out.strong = append(out.strong, strongest(kept))
	}
	out.claims = out.collect()
	return out
}

// row is matches in the order of their first words, of which those near a place
// are found without looking at all.
type row struct {
	list    []match
	longest int // words of one
}

func inOrder(list []match) row {
	r := row{list: list}
	for _, m := range list {
		r.longest = max(r.longest, m.to-m.from)
	}
	return r
}

// near returns the matches that may reach into the words from and to, both
// included.
func (r row) near(from, to int) []match {
	lo := sort.Search(len(r.list), func(i int) bool { return r.list[i].from >= from-r.longest })
	hi := lo + sort.Search(len(r.list)-lo, func(i int) bool { return r.list[lo+i].from > to })
	return r.list[lo:hi]
}

// masked returns which words of a text count for nothing: those that an ignored
// phrase covers, and what is said not to be wanted ("I am not asking for a copy
// of my data"), unless another kind speaks there ("do not delete the footage").
func masked(t text, found, kept []match) []bool {
	out := make([]bool, len(t.words))
	mask := func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = true
		}
	}
	all, left := inOrder(found), inOrder(kept)
	for _, o := range found {
		switch o.pattern.section {
		case sectionIgnore:
			mask(o.from, o.to)
		case sectionNegation:
			for _, m := range all.near(o.from, o.to+1) {
				if m.pattern.kind != "" && m.pattern.weight >= enough && voids(o, m) && !left.spoken(m.pattern.kind, o.from, m.to) {
					mask(o.from, m.to)
				}
			}
		}
	}
	return out
}

// spoken reports whether a phrase of another kind stands within these words.
func (r row) spoken(but casefile.Kind, from, to int) bool {
	return slices.ContainsFunc(r.near(from, to), func(m match) bool {
		return m.pattern.kind != "" && m.pattern.kind != but && m.pattern.weight >= enough && m.from < to && from < m.to
	})
}

func bulkWeight(found []match) int {
	sum := 0
	seen := map[*pattern]bool{}
	for _, m := range found {
		if m.pattern.section == sectionBulk && !seen[m.pattern] {
			seen[m.pattern] = true
			sum += m.pattern.weight
		}
	}
	return sum
}

// settle leaves out the matches whose words are ignored, negated, or claimed by
// a kind that goes before.
//
// What is itself left out claims nothing.
func (r *Rules) settle(found []match) []match {
	found = without(found, func(o *pattern) bool { return o.voids() || o.section == sectionNegation }, voids)
	return without(found, func(o *pattern) bool { return o.kind != "" && o.weight >= enough }, func(o, m match) bool {
		return o.overlaps(m) && r.goesBefore(o.pattern, m.pattern)
	})
}

// without leaves out the matches of kinds from which one that can do so takes
// away what they stand on.
func without(found []match, can func(*pattern) bool, takesAway func(o, m match) bool) []match {
	var able []match
	for _, o := range found {
		if can(o.pattern) {
			able = append(able, o)
		}
	}
	if able == nil {
		return found
	}
	those := inOrder(able)
	return slices.DeleteFunc(slices.Clone(found), func(m match) bool {
		if m.pattern.kind == "" || m.pattern.weight < 0 {
			return false
		}
		return slices.ContainsFunc(those.near(m.from-1, m.to), func(o match) bool { return takesAway(o, m) })
	})
}

// voids reports whether o says that the words of m do not count.
func voids(o, m match) bool {
	switch {
	case o.pattern.section == sectionIgnore:
		return o.overlaps(m) && o.from <= m.from // "exercise my right to request" begins before "right to request"
	case o.pattern.section == sectionNegation:
		return m.from > o.from && m.from <= o.to+1 // a phrase that has its own "not" begins with it
	}
	return o.pattern.not == m.pattern.section && o.overlaps(m) && o.from <= m.from
}

// goesBefore reports whose words they are where two patterns of kinds claim the
// same.
func (r *Rules) goesBefore(o, m *pattern) bool { return r.prefer[o.number]&(1<<m.number) != 0 }

// claim is what speaks for one kind.
type claim struct {
	kind  casefile.Kind
	score int
	why   []string
	spots []spot
	faint bool // single words speak for it, and not strongly
}

// spot is where in the message a phrase stands.
type spot struct {
	text int
	match
}

// collect returns the kinds that phrases speak for, each with its words.
func (g reading) collect() []claim {
	var out []claim
	var at [wide]int // of each kind in out, and 1 more
	for t, strong := range g.strong {
		for _, m := range strong {
			n := m.pattern.number
			if at[n] == 0 {
				out = append(out, claim{kind: m.pattern.kind})
				at[n] = len(out)
			}
			out[at[n]-1].add(g, spot{t, m})
		}
	}
	return out
}

// strongest returns those of a text's matches that are of kinds, each phrase
// once, and without those whose words a whole phrase of the same kind holds
// already.
func strongest(found []match) []match {
	var kept, ordered []match
	for _, m := range found {
		if m.pattern.kind != "" {
			ordered = append(ordered, m)
		}
	}
	slices.SortStableFunc(ordered, func(a, b match) int { return b.pattern.weight - a.pattern.weight })
	for _, m := range ordered {
		if !slices.ContainsFunc(kept, func(k match) bool {
			return k.pattern.number == m.pattern.number && (k.pattern == m.pattern || k.overlaps(m) && k.pattern.weight >= enough && m.pattern.weight >= 0)
		}) {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b match) int { return a.from - b.from })
	return kept
}

func (c *claim) add(g reading, s spot) {
	for _, old := range c.spots {
		if old.pattern == s.pattern {
			return
		}
	}
	c.score += s.pattern.weight
	c.spots = append(c.spots, s)
	if words := g.texts[s.text].passage(s.match); s.pattern.weight > 0 && !slices.Contains(c.why, words) {
		c.why = append(c.why, words)
	}
}

// whole reports whether one phrase is enough to speak for the kind.
func (c claim) whole() bool {
	return slices.ContainsFunc(c.spots, func(s spot) bool { return s.pattern.weight >= enough })
}

// guesses returns the kinds to propose, the likeliest first, and the claims
// they rest on.
func (g reading) guesses() ([]casefile.KindGuess, []claim) {
	if g.rules.weights.any {
		o := g.opinion()
		return o.choose()
	}
	claims := slices.DeleteFunc(slices.Clone(g.claims), func(c claim) bool { return c.score < enough })
	slices.SortStableFunc(claims, func(a, b claim) int { return b.score - a.score })
	var kinds []casefile.KindGuess
	for _, c := range claims {
		kinds = append(kinds, casefile.KindGuess{Kind: c.kind, Why: c.why})
	}
	return kinds, claims
}
