package triage

import (
	"cmp"
	"slices"

	"casebook/internal/casefile"
)

// How likely a kind must be to be proposed, from 0 to 1. They are low: a request
// missed costs more than one looked at in vain. They were chosen on the
// project's own messages (docs/TRIAGE.md).
const (
	likelyAny      = 0.36 // that it holds any request at all
	certainAny     = 0.8  // the same, where it looks sent to a list
	likelyKind     = 0.4  // a right or a complaint
	likelyOther    = 0.35 // another kind
	likelyPhrase   = 0.1  // a kind that a whole phrase speaks for
	likelySentence = 0.7  // a kind, by one sentence alone
	likelyBesides  = 0.8  // one kind more, by the whole message and no sentence of its own
	seenAtAll      = 0.03 // what the whole message must leave of that kind
	leastSentence  = 3    // words
	fewest         = 4    // words left beside those that count for nothing, for a message to be judged
)

// opinion is what the weights and the phrases together make of a message.
type opinion struct {
	reading
	measured
	by     []float64               // how likely each kind is by the whole message
	likely []float64               // and by that or its likeliest sentence
	best   []*vector               // which of them that is
	spoken map[casefile.Kind]claim // what the phrases say
	own    []bool                  // kinds that are the likeliest of a sentence
}

func (g reading) opinion(s *senses) opinion {
	o := opinion{reading: g, measured: g.measure(s), spoken: map[casefile.Kind]claim{}}
	w := g.rules.weights
	o.by = w.weigh(&o.whole, make([]float64, len(w.kinds)))
	o.likely = slices.Clone(o.by)
	o.best, o.own = make([]*vector, len(o.by)), make([]bool, len(o.by))
	for i := range o.best {
		o.best[i] = &o.whole
	}
	for _, c := range g.claims {
		o.spoken[c.kind] = c
	}
	if o.by[0] >= likelyAny {
		o.hearSentences()
	}
	return o
}

// hearSentences lets each sentence speak for itself: in a message with two
// requests the words of the one must not speak against the other.
func (o *opinion) hearSentences() {
	w := o.rules.weights
	sum := make([]float64, len(w.kinds))
	for n := range o.sentences {
		s := &o.sentences[n]
		if s.words < leastSentence {
			continue
		}
		likely := w.weigh(&s.vector, sum)
		o.own[o.likeliest(likely)] = true
		for i, p := range likely {
			if w.request[i] && p >= likelySentence && o.by[i] >= seenAtAll && p > o.likely[i] {
				o.likely[i], o.best[i] = p, &s.vector
			}
		}
	}
}

// likeliest returns the request that is likeliest of those numbers.
func (o *opinion) likeliest(of []float64) int {
	best := 0
	for i, request := range o.rules.weights.request {
		if request && (best == 0 || of[i] > of[best]) {
			best = i
		}
	}
	return best
}

// besides reports whether a request is one more than the likeliest: a phrase
// says so, or a sentence of which it is the likeliest. The words of one request
// are often half those of another.
func (o *opinion) besides(i, best int) bool {
	c := o.spoken[o.rules.weights.kinds[i]]
	return i == best || !isRequest(o.rules.weights.kinds[i]) || o.own[i] || o.by[i] >= likelyBesides || c.whole()
}

// proposed reports whether a kind is likely enough to be shown to a person.
func (o *opinion) proposed(i int) bool {
	kind, p := o.rules.weights.kinds[i], o.likely[i]
	if !isRequest(kind) {
		return p >= likelyOther
	}
	c := o.spoken[kind]
	return p >= likelyKind || o.by[0] >= likelyAny && p >= likelyPhrase && c.score >= enough && c.whole()
}

// guesses returns the kinds to propose, the likeliest first, and the claims
// they rest on.
func (o *opinion) choose() ([]casefile.KindGuess, []claim) {
	var chosen []int
	if o.saysNothing() {
		return nil, nil
	}
	request, best := false, o.likeliest(o.likely)
	for i, k := range o.rules.weights.kinds {
		if i > 0 && o.proposed(i) && o.besides(i, best) {
			chosen = append(chosen, i)
			request = request || isRequest(k)
		}
	}
	unsure := !request && o.by[0] >= likelyAny
	if unsure {
		chosen = append(chosen, best) // it asks for something: better a doubtful kind than none
	}
	slices.SortStableFunc(chosen, func(a, b int) int { return cmp.Compare(o.likely[b], o.likely[a]) })
	var kinds []casefile.KindGuess
	var claims []claim
	for _, i := range chosen {
		c := o.evidence(i)
		kinds = append(kinds, casefile.KindGuess{Kind: c.kind, Why: c.why, Unsure: unsure && i == best})
		claims = append(claims, c)
	}
	return kinds, claims
}

// saysNothing reports whether hardly a word is left beside those that count for
// nothing.
func (g reading) saysNothing() bool {
	out, left := 0, 0
	for _, text := range g.masked {
		for _, is := range text {
			if is {
				out++
			} else {
				left++
			}
		}
	}
	return left == 0 || out > 0 && left < fewest
}

// certain reports whether a message is a request beyond doubt, for one whose
// header says that it went to a list.
func (g reading) certain() bool {
	if g.bulk >= enough || !g.rules.weights.any || g.saysNothing() {
		return false
	}
	s := g.rules.lexicon.senses.Get().(*senses)
	defer g.rules.lexicon.senses.Put(s)
	m := g.measure(s)
	return g.rules.weights.weigh(&m.whole, make([]float64, len(g.rules.weights.kinds)))[0] >= certainAny
}

// shown is how many passages say why a kind is proposed.
const shown = 3

// evidence returns the claim of a kind with the words that speak for it: those
// of its phrases, or where they say little the words that weighed most.
func (o *opinion) evidence(i int) claim {
	kind := o.rules.weights.kinds[i]
	c := o.spoken[kind]
	c.kind = kind
	if c.whole() {
		return c
	}
	for _, s := range o.rules.weights.heaviest(o.best[i], i, shown) {
		c.add(o.reading, spot{int(s.text), match{pattern: &pattern{section: string(kind), kind: kind, weight: telling}, from: int(s.from), to: int(s.to)}})
	}
	return c
}

// heaviest returns the features that speak most for a kind, at most n that do
// not overlap, the heaviest first.
func (w *weights) heaviest(v *vector, kind, n int) []sensed {
	var out []sensed
	overlaps := func(s sensed) bool {
		return slices.ContainsFunc(out, func(o sensed) bool { return o.text == s.text && o.from < s.to && s.from < o.to })
	}
	for len(out) < n {
		best, most := -1, float32(0)
		for i, s := range v.list {
			if by := w.speaks(s.feature, kind); by > most && !overlaps(s) {
				best, most = i, by
			}
		}
		if best < 0 {
			break
		}
		out = append(out, v.list[best])
	}
	return out
}

// speaks returns how much a feature adds for a kind.
func (w *weights) speaks(feature int32, kind int) float32 {
	for _, by := range w.of(feature) {
		if int(by.kind) == kind {
			return by.by
		}
	}
	return 0
}
