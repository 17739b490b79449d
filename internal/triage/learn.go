package triage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"casebook/internal/casefile"
)

// Example is a message and the kinds a person gave it.
type Example struct {
	Message casefile.Message
	Kinds   []casefile.Kind
}

// How the weights are learned. The numbers were chosen by what generalises from
// four fifths of the project's own messages to the fifth left out.
const (
	rounds   = 100  // of gradient descent
	step     = 0.5  // of each, before it is divided by what was stepped so far
	sparse   = 0.02 // what takes small weights to nothing (L1)
	smooth   = 0.5  // what holds all weights small (L2)
	rarest   = 2    // messages a feature must be in
	smallest = 0.04 // weight that is written down
	rare     = 4    // how much more a message of a rare kind may count
)

// Learn works out the weights from labelled messages: for each kind a logistic
// regression, with a penalty that leaves most weights at nothing so that the
// rest can be read. It returns them as lines for the rules. The rules must hold
// no weights yet, and are not to be used afterwards.
func (r *Rules) Learn(examples []Example) []byte {
	l := learner{rules: r}
	r.lexicon.learning = true
	for _, e := range examples {
		l.take(e)
	}
	r.lexicon.learning = false
	l.dropRare()
	var out strings.Builder
	for k, kind := range r.weights.kinds {
		base, by := l.descend(k)
		fmt.Fprintf(&out, "\n[weigh %s]\n%.3f %s\n", kind, base, baseFeature)
		l.write(&out, by)
	}
	return []byte(out.String())
}

// row is an example as numbers.
type row struct {
	features []int32
	values   []float64
	is       []bool // of each kind
}

type learner struct {
	rules *Rules
	rows  []row
}

func (l *learner) take(e Example) {
	r := l.rules
	env := r.open(e.Message, NewContext(nil, nil, Cases{}))
	v := r.understand(env.subject, env.passages).measure(&senses{lex: r.lexicon}).whole
	kinds := r.weights.kinds
	var x row
	scale := v.scale()
	for _, s := range v.list {
		x.features, x.values = append(x.features, s.feature), append(x.values, scale)
	}
	for i, p := range v.phrases {
		if p != 0 {
			x.features, x.values = append(x.features, r.lexicon.feature(phraseFeatures[i])), append(x.values, p)
		}
	}
	for _, k := range kinds {
		is := slices.Contains(e.Kinds, k)
		if k == asksAnything {
			is = slices.ContainsFunc(e.Kinds, isRequest)
		}
		x.is = append(x.is, is)
	}
	l.rows = append(l.rows, x)
}

// isRequest reports whether a kind is a right or a complaint.
func isRequest(k casefile.Kind) bool { return requests[k] }

var requests = func() map[casefile.Kind]bool {
	set := map[casefile.Kind]bool{casefile.Complaint: true}
	for _, k := range casefile.Kinds() {
		set[k.Kind] = set[k.Kind] || k.Right
	}
	return set
}()

func (l *learner) dropRare() {
	count := make([]int, len(l.rules.lexicon.list))
	for _, x := range l.rows {
		for _, f := range x.features {
			count[f]++
		}
	}
	for i := range l.rows {
		x := &l.rows[i]
		n := 0
		for j, f := range x.features {
			if count[f] >= rarest {
				x.features[n], x.values[n] = f, x.values[j]
				n++
			}
		}
		x.features, x.values = x.features[:n], x.values[:n]
	}
}

// descend finds the weights of one kind.
func (l *learner) descend(kind int) (base float64, by []float64) {
	n, more := len(l.rules.lexicon.list), l.rarity(kind)
	by = make([]float64, n)
	gradient, stepped := make([]float64, n), make([]float64, n)
	baseStepped := 1e-6
	for range rounds {
		clear(gradient)
		g0 := 0.0
		for _, x := range l.rows {
			sum := base
			for j, f := range x.features {
				sum += x.values[j] * by[f]
			}
			miss := 1 / (1 + math.Exp(-sum))
			if x.is[kind] {
				miss = (miss - 1) * more
			}
			g0 += miss
			for j, f := range x.features {
				gradient[f] += miss * x.values[j]
			}
		}
		baseStepped += g0 * g0
		base -= step * g0 / math.Sqrt(baseStepped)
		for f, g := range gradient {
			if g == 0 && by[f] == 0 {
				continue
			}
			g += smooth * by[f]
			stepped[f] += g * g
			rate := step / math.Sqrt(stepped[f]+1e-3)
			by[f] = shrink(by[f]-rate*g, rate*sparse)
		}
	}
	return base, by
}

// rarity returns how much more a message of that kind counts than one of none:
// a kind of which there are few would otherwise never be proposed.
func (l *learner) rarity(kind int) float64 {
	n := 1.0
	for _, x := range l.rows {
		if x.is[kind] {
			n++
		}
	}
	return math.Max(1, math.Min(rare, math.Sqrt((float64(len(l.rows))-n)/n)))
}

// shrink moves a weight towards nothing.
func shrink(x, by float64) float64 {
	switch {
	case x > by:
		return x - by
	case x < -by:
		return x + by
	}
	return 0
}

func (l *learner) write(out *strings.Builder, by []float64) {
	var features []int
	for f, w := range by {
		if math.Abs(w) >= smallest {
			features = append(features, f)
		}
	}
	list := l.rules.lexicon.list
	slices.SortFunc(features, func(a, b int) int {
		if by[a] != by[b] {
			if by[a] > by[b] {
				return -1
			}
			return 1
		}
		return strings.Compare(list[a], list[b])
	})
	for _, f := range features {
		fmt.Fprintf(out, "%.2f %s\n", by[f], list[f])
	}
}
