package triage

import (
	"cmp"
	"math"
	"slices"

	"casebook/internal/casefile"
)

// How likely a kind must be to be proposed, from 0 to 1. They are low: a request
// missed costs more than one looked at in vain. docs/RESULTS.md says by which
// messages they were chosen.
const (
	likelyAny      = 0.36 // that it holds any request at all
	likelyTold     = 0.1  // the same, where phrases say so twice over
	certainAny     = 0.8  // the same, where it looks sent to a list
	likelyKind     = 0.4  // a right or a complaint
	likelyOther    = 0.35 // another kind
	likelyPhrase   = 0.1  // a kind that a whole phrase speaks for
	likelySentence = 0.35 // a kind, by one sentence alone
	likelyBesides  = 0.8  // one kind more, by the whole message and no sentence of its own
	certainWords   = 0.9  // a kind for which no whole phrase speaks, to be proposed without a mark
	seenAtAll      = 0.08 // what the whole message must leave of that kind
	leastSentence  = 3    // words
	asTheyStand    = 0.4  // how much the words as they stand count beside all the rest, of 1
	fewest         = 6    // words left beside those that count for nothing, for a message to be judged
)

// opinion is what the weights and the phrases together make of a message. What is
// weighed is the logarithm of the odds of each kind.
type opinion struct {
	reading
	measured
	by     []float64 // by the whole message
	heard  []float64 // by the sentence that says most, as sentences were learned
	alone  []float64 // the same, weighed as a whole message is
	said   []float64 // by its words as they stand
	likely []float64 // how likely each kind is, from 0 to 1, by all these
	best   []*vector // which of them says most
	own    []bool    // kinds that are the likeliest of a sentence
	any    bool      // a sentence was heard
}

func (g reading) opinion() opinion {
	w := g.rules.weights
	n := len(w.kinds)
	room := make([]float64, 4*n)
	o := opinion{
		reading: g, measured: g.measure(), likely: room[:n], heard: room[n : 2*n], alone: room[2*n : 3*n], said: room[3*n:],
		best: make([]*vector, n), own: make([]bool, n),
	}
	for i := range n {
		o.heard[i], o.alone[i] = math.Inf(-1), math.Inf(-1)
	}
	whole := newOdds(w)
	w.weigh(&o.whole, whole)
	o.by = whole[asWhole]
	for i := range o.best {
		o.best[i] = &o.whole
	}
	o.hearSentences()
	g.rules.sayings.weigh(g.say(), o.said)
	for i := range o.likely {
		odds := o.by[i]
		if o.any {
			odds = (odds + o.heard[i]) / 2
		}
		if g.rules.sayings.any {
			odds += asTheyStand * (o.said[i] - odds)
		}
		o.likely[i] = chance(odds)
	}
	if o.likely[0] >= likelyTold && slices.ContainsFunc(g.claims, claim.told) {
		o.likely[0] = max(o.likely[0], likelyAny)
	}
	o.raise()
	return o
}

// told reports whether the phrases of a request say twice over that it is meant.
func (c claim) told() bool { return isRequest(c.kind) && c.score >= 2*enough && c.whole() }

// chance turns the logarithm of odds into how likely something is, from 0 to 1.
func chance(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// hearSentences lets each sentence speak for itself: in a message with two
// requests the words of the one must not speak against the other, and in a long
// one not all the rest against the one that asks.
func (o *opinion) hearSentences() {
	weights := o.rules.weights
	both := newOdds(weights)
	heard, alone := both[asSentence], both[asWhole]
	for n := range o.sentences {
		s := &o.sentences[n]
		if s.words < leastSentence {
			continue
		}
		weights.weigh(&s.vector, both)
		o.any = true
		o.own[o.likeliest(heard)] = true
		for i := range heard {
			if s.taken&(1<<i) != 0 {
				continue
			}
			if o.heard[i] = max(o.heard[i], heard[i]); o.heard[i] == heard[i] && heard[i] > o.by[i] {
				o.best[i] = &s.vector
			}
			o.alone[i] = max(o.alone[i], alone[i])
		}
	}
}

// raise makes a request as likely as its sentence makes it, if the message asks
// for anything at all.
func (o *opinion) raise() {
	if o.likely[0] < likelyAny {
		return
	}
	for i, request := range o.rules.weights.request {
		if p := chance(o.alone[i]); request && p >= likelySentence && chance(o.by[i]) >= seenAtAll {
			o.likely[i] = max(o.likely[i], p)
		}
	}
}

// spoken is what the phrases say of a kind.
func (o *opinion) spoken(kind casefile.Kind) claim {
	for _, c := range o.claims {
		if c.kind == kind {
			return c
		}
	}
	return claim{}
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
	c := o.spoken(o.rules.weights.kinds[i])
	return i == best || !isRequest(o.rules.weights.kinds[i]) || o.own[i] || chance(o.by[i]) >= likelyBesides || c.whole()
}

// proposed reports whether a kind is likely enough to be shown to a person.
func (o *opinion) proposed(i int) bool {
	kind, p := o.rules.weights.kinds[i], o.likely[i]
	if !isRequest(kind) {
		return p >= likelyOther
	}
	c := o.spoken(kind)
	return p >= likelyKind || o.likely[0] >= likelyAny && p >= likelyPhrase && c.score >= enough && c.whole()
}

// choose returns the kinds to propose, the likeliest first, and the claims they
// rest on.
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
	unsure := !request && o.likely[0] >= likelyAny
	if unsure {
		chosen = append(chosen, best) // it asks for something: better a doubtful kind than none
	}
	slices.SortStableFunc(chosen, func(a, b int) int { return cmp.Compare(o.likely[b], o.likely[a]) })
	var kinds []casefile.KindGuess
	var claims []claim
	for _, i := range chosen {
		c := claim{kind: o.rules.weights.kinds[i]}
		if !o.brief {
			c = o.evidence(i)
		}
		c.faint = o.likely[i] < certainWords && !o.spoken(c.kind).whole()
		kinds = append(kinds, casefile.KindGuess{Kind: c.kind, Why: c.why, Unsure: unsure && i == best})
		claims = append(claims, c)
	}
	return kinds, claims
}

// saysNothing reports whether hardly a word is left beside those that count for
// nothing, and no phrase among them.
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
	return left == 0 || out > 0 && left < fewest && !slices.ContainsFunc(g.claims, claim.whole)
}

// certain reports whether a message is a request beyond doubt, for one whose
// header says that it went to a list.
func (g reading) certain() bool {
	if g.bulk >= enough || !g.rules.weights.any || g.saysNothing() {
		return false
	}
	m := g.measure()
	whole := newOdds(g.rules.weights)
	g.rules.weights.weigh(&m.whole, whole)
	return chance(whole[asWhole][0]) >= certainAny
}

// shown is how many passages say why a kind is proposed.
const shown = 3

// evidence returns the claim of a kind with the words that speak for it: those
// of its phrases, or where they say little the words that weighed most.
func (o *opinion) evidence(i int) claim {
	kind := o.rules.weights.kinds[i]
	c := o.spoken(kind)
	c.kind = kind
	if c.whole() {
		return c
	}
	for _, s := range o.rules.weights.heaviest(o.best[i], i, shown) {
		c.add(o.reading, spot{int(s.text), match{pattern: &pattern{section: string(kind), kind: kind, number: i, weight: telling}, from: int(s.from), to: int(s.to)}})
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
		best, most := -1, 0.0
		for i, s := range v.list {
			if by := w.rows[s.feature].of(asWhole, kind); by > most && !overlaps(s) {
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
