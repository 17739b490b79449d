package triage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"casebook/internal/casefile"
)

// Example is a message and the kinds a person gave it.
type Example struct {
	Message casefile.Message
	Kinds   []casefile.Kind
}

// How the weights are learned. The numbers were chosen by what carries over to
// those of the project's own messages that are held out.
const (
	rounds   = 100  // of gradient descent
	step     = 0.5  // of each, before it is divided by what was stepped so far
	sparse   = 0.02 // what takes small weights to nothing (L1)
	smooth   = 0.5  // what holds all weights small (L2)
	rarest   = 5    // messages a feature must be in
	smallest = 0.08 // weight that is written down
	rare     = 4    // how much more a message of a rare kind may count
)

// Learn works out the weights from labelled messages: for each kind a logistic
// regression, with a penalty that leaves most weights at nothing so that the
// rest can be read; once for whole messages, and once for sentences, where a
// message is what its likeliest sentence is. The sayings are learned as the
// weights of whole messages are, without that penalty. It returns both as lines
// for the rules. The rules must hold none yet, and are not to be used afterwards.
func (r *Rules) Learn(examples []Example) (weights, sayings []byte) {
	l := learner{rules: r}
	r.lexicon.learning = true
	for _, e := range examples {
		l.take(e)
	}
	r.lexicon.learning = false
	l.dropRare()
	counts := l.countSayings()
	lines := make([]strings.Builder, len(r.weights.kinds))
	bases, said := make([]float64, len(lines)), make([][]float64, len(lines))
	var all sync.WaitGroup
	for k, kind := range r.weights.kinds {
		all.Go(func() {
			c := course{rounds: rounds, sparse: sparse, smooth: smooth, more: l.rarity(k), step: step}
			base, by := l.descend(k, c, lesson.whole, 0, make([]float64, len(r.lexicon.list)))
			l.write(&lines[k], sectionWeigh, kind, base, by)
			base, by = l.descend(k, c, lesson.parts, base, by)
			l.write(&lines[k], sectionHear, kind, base, by)
			c = course{rounds: sayingRounds, smooth: sayingSmooth, more: l.rarity(k), step: sayingStep}
			bases[k], said[k] = l.descend(k, c, lesson.words, 0, make([]float64, len(counts)))
		})
	}
	all.Wait()
	var out strings.Builder
	for k := range lines {
		out.WriteString(lines[k].String())
	}
	return []byte(out.String()), l.sayings(counts, bases, said)
}

// lesson is an example as numbers.
type lesson struct {
	all       instance
	sentences []instance
	said      instance
	is        []bool // of each kind
}

func (x lesson) whole() []instance { return []instance{x.all} }
func (x lesson) parts() []instance { return x.sentences }
func (x lesson) words() []instance { return []instance{x.said} }

// instance is a message or a sentence as numbers.
type instance struct {
	features []int32
	values   []float64
}

type learner struct {
	rules *Rules
	rows  []lesson
}

func (l *learner) take(e Example) {
	r := l.rules
	s := &scratch{senses: senses{lex: r.lexicon}}
	env := r.open(s, e.Message, NewContext(nil, nil, Cases{}))
	g := r.understand(s, env.subject, env.passages)
	m := g.measure()
	x := lesson{all: l.instance(&m.whole), said: instance{features: slices.Clone(g.say())}}
	for i := range m.sentences {
		if s := &m.sentences[i]; s.words >= leastSentence {
			x.sentences = append(x.sentences, l.instance(&s.vector))
		}
	}
	if x.sentences == nil {
		x.sentences = []instance{x.all}
	}
	for _, k := range r.weights.kinds {
		is := slices.Contains(e.Kinds, k)
		if k == asksAnything {
			is = slices.ContainsFunc(e.Kinds, isRequest)
		}
		x.is = append(x.is, is)
	}
	l.rows = append(l.rows, x)
}

func (l *learner) instance(v *vector) instance {
	var x instance
	scale := v.scale()
	for _, s := range v.list {
		x.features, x.values = append(x.features, s.feature), append(x.values, scale)
	}
	for i, p := range v.phrases {
		if p != 0 {
			x.features, x.values = append(x.features, l.rules.lexicon.feature(phraseFeatures[i])), append(x.values, p)
		}
	}
	return x
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
		for _, f := range x.all.features {
			count[f]++
		}
	}
	for i := range l.rows {
		x := &l.rows[i]
		x.all.drop(count)
		for j := range x.sentences {
			x.sentences[j].drop(count)
		}
	}
}

func (x *instance) drop(count []int) {
	kept := instance{}
	for j, f := range x.features {
		if count[f] >= rarest {
			kept.features, kept.values = append(kept.features, f), append(kept.values, x.values[j])
		}
	}
	*x = kept
}

func (x *instance) sum(by []float64) float64 {
	sum := 0.0
	for j, f := range x.features {
		sum += x.values[j] * by[f]
	}
	return sum
}

// likeliest returns the instance of the largest sum, and that.
func likeliest(of []instance, by []float64) (*instance, float64) {
	best, most := 0, math.Inf(-1)
	for i := range of {
		if sum := of[i].sum(by); sum > most {
			best, most = i, sum
		}
	}
	return &of[best], most
}

// course is how the weights of one kind are learned.
type course struct {
	rounds         int
	step           float64
	sparse, smooth float64 // see [sparse] and [smooth]
	more           float64 // what a message of the kind counts, against one that is not
}

// descend finds the weights of one kind, beginning from those.
func (l *learner) descend(kind int, c course, of func(lesson) []instance, base float64, by []float64) (float64, []float64) {
	by = slices.Clone(by)
	gradient, stepped := make([]float64, len(by)), make([]float64, len(by))
	baseStepped := 1e-6
	for range c.rounds {
		clear(gradient)
		g0 := 0.0
		for _, r := range l.rows {
			x, sum := likeliest(of(r), by)
			miss := 1 / (1 + math.Exp(-sum-base))
			if r.is[kind] {
				miss = (miss - 1) * c.more
			}
			g0 += miss
			for j, f := range x.features {
				gradient[f] += miss * x.values[j]
			}
		}
		baseStepped += g0 * g0
		base -= c.step * g0 / math.Sqrt(baseStepped)
		for f, g := range gradient {
			if g == 0 && by[f] == 0 {
				continue
			}
			g += c.smooth * by[f]
			stepped[f] += g * g
			rate := c.step / math.Sqrt(stepped[f]+1e-3)
			by[f] = shrink(by[f]-rate*g, rate*c.sparse)
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

func (l *learner) write(out *strings.Builder, section string, kind casefile.Kind, base float64, by []float64) {
	fmt.Fprintf(out, "\n[%s%s]\n%.3f %s\n", section, kind, base, baseFeature)
	var features []int
	for f, w := range by {
		if math.Abs(w) >= smallest {
			features = append(features, f)
		}
	}
	list := l.rules.lexicon.list
	slices.SortFunc(features, func(a, b int) int {
		return cmp.Or(cmp.Compare(by[b], by[a]), strings.Compare(list[a], list[b]))
	})
	for _, f := range features {
		fmt.Fprintf(out, "%.2f %s\n", by[f], list[f])
	}
}
