package triage

import (
	"fmt"
	"math"
	"strings"

	"casebook/internal/casefile"
)

// asksAnything is what is weighed besides the kinds: whether the message holds
// any right or complaint at all.
const asksAnything casefile.Kind = "any"

// weighed are what the weights speak for, in their order.
func weighed() []casefile.Kind {
	out := []casefile.Kind{asksAnything}
	for _, k := range casefile.Kinds() {
		if k.Kind != casefile.NoKind {
			out = append(out, k.Kind)
		}
	}
	return out
}

// weight is what one feature adds for one kind.
type weight struct {
	kind uint8 // in weighed
	by   float32
}

// weights say how much each feature of a message speaks for each kind.
type weights struct {
	kinds []casefile.Kind
	base  []float64  // of a message without features
	of    [][]weight // of each feature
	any   bool       // there are weights
}

func newWeights() *weights {
	kinds := weighed()
	return &weights{kinds: kinds, base: make([]float64, len(kinds))}
}

// weight reads a line of the weights: "0.53 @delete @data".
func (p *parser) weight(kind string, by float64, name string) error {
	w := p.rules.weights
	n := -1
	for i, k := range w.kinds {
		if string(k) == kind {
			n = i
		}
	}
	fields := strings.Fields(name)
	if n < 0 || len(fields) == 0 || math.IsNaN(by) || math.Abs(by) > 100 {
		return fmt.Errorf("a weight is a number and a word, an idea, or two of them")
	}
	w.any = true
	if name == baseFeature {
		w.base[n] = by
		return nil
	}
	f := p.rules.lexicon.teach(fields, name)
	for len(w.of) <= int(f) {
		w.of = append(w.of, nil)
	}
	w.of[f] = append(w.of[f], weight{uint8(n), float32(by)})
	return nil
}

// baseFeature stands for a message without features.
const baseFeature = "(base)"

// teach makes a feature known.
func (l *lexicon) teach(fields []string, name string) int32 {
	l.learning = true
	defer func() { l.learning = false }()
	if len(fields) == 2 && !strings.HasPrefix(name, "(") {
		if fields[0][0] == '@' {
			a, b := l.ideaNumber(fields[0]), l.ideaNumber(fields[1])
			if a >= 0 && b >= 0 {
				return l.pair(uint8(a), uint8(b))
			}
		}
		return l.bigram(l.feature(fields[0]), l.feature(fields[1]))
	}
	return l.feature(name)
}

func (l *lexicon) ideaNumber(name string) int {
	for i, n := range l.names {
		if n == name {
			return i
		}
	}
	return -1
}

// vector is a message as the weights see it.
type vector struct {
	senses
	kinds   []casefile.Kind
	phrases []float64 // what the phrases say of each kind, and of being sent to many
}

// measure turns a reading into what is weighed.
func (g reading) measure() vector {
	seen := g.rules.lexicon.marks.Get().(*marks)
	defer g.rules.lexicon.marks.Put(seen)
	words := 0
	for _, t := range g.texts {
		words += len(t.words)
	}
	v := g.vector(seen, words)
	for n, t := range g.texts {
		v.text(n, t, 0, len(t.words), g.masked[n])
	}
	for _, c := range g.claims() {
		v.claim(c.kind, c.score)
	}
	v.phrases[len(v.phrases)-1] = math.Min(2, float64(g.bulk)/enough)
	return v
}

// featuresPerWord is how many different features a message has for each of its
// words, or a little more.
const featuresPerWord = 3

// vector returns an empty one for so many words.
func (g reading) vector(seen *marks, words int) vector {
	seen.empty()
	return vector{
		senses:  senses{lex: g.rules.lexicon, seen: seen, list: make([]sensed, 0, featuresPerWord*words)},
		kinds:   g.rules.weights.kinds,
		phrases: make([]float64, len(g.rules.weights.kinds)+1),
	}
}

// claim notes what the phrases say of a kind.
func (v *vector) claim(kind casefile.Kind, score int) {
	for i, k := range v.kinds {
		if k == kind {
			v.phrases[i] = math.Min(2, math.Max(0, v.phrases[i]+float64(score)/enough))
		}
	}
}

// sentence is one sentence of a message, weighed by itself.
type sentence struct {
	vector
	words int
}

// sentences measures each sentence by itself: in a message with two requests
// the words of the one must not speak against the other.
func (g reading) sentences() []sentence {
	seen := g.rules.lexicon.marks.Get().(*marks)
	defer g.rules.lexicon.marks.Put(seen)
	var out []sentence
	for n, t := range g.texts {
		for from := 0; from < len(t.words); {
			to := from + 1
			for to < len(t.words) && t.words[to].before < sentenceBreak {
				to++
			}
			s := sentence{vector: g.vector(seen, to-from), words: to - from}
			s.vector.text(n, t, from, to, g.masked[n])
			for _, m := range g.strong[n] {
				if m.from >= from && m.from < to {
					s.claim(m.pattern.kind, m.pattern.weight)
				}
			}
			out = append(out, s)
			from = to
		}
	}
	return out
}

// phraseFeatures name what the phrases say of each kind, and of being sent to
// many.
var phraseFeatures = func() []string {
	var names []string
	for _, k := range append(weighed(), "bulk") {
		names = append(names, "(phrases "+string(k)+")")
	}
	return names
}()

// scale is what one feature of a message counts: in a long one each counts less.
func (v *vector) scale() float64 {
	return math.Min(1, 4/math.Sqrt(float64(max(1, len(v.list)))))
}

// weigh returns how likely each kind is, from 0 to 1.
func (w *weights) weigh(v *vector) []float64 {
	sum := append([]float64{}, w.base...)
	scale := v.scale()
	add := func(f int32, x float64) {
		if f < 0 || int(f) >= len(w.of) {
			return
		}
		for _, by := range w.of[f] {
			sum[by.kind] += x * float64(by.by)
		}
	}
	for _, s := range v.list {
		add(s.feature, scale)
	}
	for i, x := range v.phrases {
		if x != 0 {
			add(v.lex.feature(phraseFeatures[i]), x)
		}
	}
	for i := range sum {
		sum[i] = 1 / (1 + math.Exp(-sum[i]))
	}
	return sum
}
