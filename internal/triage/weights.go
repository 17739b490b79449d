package triage

import (
	"fmt"
	"math"
	"slices"
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

// numberOf returns the number of a kind among them, or -1.
func numberOf(k casefile.Kind) int { return slices.Index(kindOrder, k) }

var kindOrder = weighed()

// A message is weighed as a whole, and a sentence both so and as sentences were
// learned.
const (
	asWhole = iota
	asSentence
)

// odds are the logarithm of the odds of each kind, as a whole and as a sentence.
type odds [2][]float64

func newOdds(w *weights) odds {
	return odds{make([]float64, len(w.kinds)), make([]float64, len(w.kinds))}
}

// weights say how much each feature of a message speaks for each kind.
type weights struct {
	kinds []casefile.Kind
	// request says which of them are rights or complaints.
	request []bool
	base    odds    // of a message without features
	rows    []lanes // by feature
	any     bool    // there are weights
	// phrases are the features of what the phrases say, in the order of kinds.
	phrases []int32
}

func newWeights() *weights {
	w := &weights{kinds: kindOrder}
	w.base = newOdds(w)
	for _, k := range w.kinds {
		w.request = append(w.request, isRequest(k))
	}
	return w
}

// read reads a line of the weights: "0.53 @delete @data".
func (w *weights) read(l *lexicon, as int, kind string, by float64, name string) error {
	n := slices.Index(w.kinds, casefile.Kind(kind))
	fields := strings.Fields(name)
	if n < 0 || len(fields) == 0 || !(math.Abs(by) <= mostWeight) {
		return fmt.Errorf("a weight is a number and a word, an idea, or two of them")
	}
	w.any = true
	if name == baseFeature {
		w.base[as][n] = by
		return nil
	}
	f := l.teach(fields, name)
	w.room(int(f) + 1)
	w.rows[f].set(as, n, by)
	return nil
}

// room makes rows for so many features.
func (w *weights) room(features int) {
	for len(w.rows) < features {
		w.rows = append(w.rows, nothing)
	}
}

// layOut looks up what the phrases are to the weights, once all are known.
func (w *weights) layOut(l *lexicon) {
	w.room(len(l.list))
	for _, name := range phraseFeatures {
		w.phrases = append(w.phrases, l.feature(name))
	}
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

// vector is a message, or a sentence of it, as the weights see it.
type vector struct {
	list    []sensed
	phrases []float64 // what the phrases say of each kind, and of being sent to many
}

// sentence is one sentence of a message, weighed by itself: in a message with two
// requests the words of the one must not speak against the other.
type sentence struct {
	vector
	words int
	taken uint32 // kinds, by number, that another goes before in it
}

// measured is a message as a whole and sentence by sentence.
type measured struct {
	whole     vector
	sentences []sentence
}

// measure turns a reading into what is weighed. Nothing reaches across the end of
// a sentence, so the whole is the sum of its sentences. It holds until the next is
// measured.
func (g reading) measure() measured {
	s := g.scratch
	m := measured{sentences: s.sentences[:0]}
	s.begin()
	ends := s.ends[:0]
	for n, t := range g.texts {
		for from := 0; from < len(t.words); {
			to := sentenceEnd(t.words, from)
			s.senses.sentence(n, t, from, to, g.masked[n])
			m.sentences = append(m.sentences, sentence{words: to - from})
			ends = append(ends, len(s.list))
			from = to
		}
	}
	w := g.rules.weights
	width := len(w.kinds) + 1
	phrases := append(s.phrases[:0], make([]float64, (len(m.sentences)+1)*width)...)
	s.sentences, s.ends, s.phrases = m.sentences, ends, phrases
	m.whole = vector{s.whole, phrases[:width]}
	for _, c := range g.claims {
		w.claim(m.whole.phrases, numberOf(c.kind), c.score)
	}
	m.whole.phrases[width-1] = math.Min(2, float64(g.bulk)/enough)
	from := 0
	for i, to := range ends {
		m.sentences[i].vector = vector{s.list[from:to], phrases[(i+1)*width:][:width]}
		from = to
	}
	g.claimSentences(m.sentences)
	return m
}

// claimSentences notes what the phrases that begin in each sentence say.
func (g reading) claimSentences(sentences []sentence) {
	k := 0
	for n, t := range g.texts {
		strong := g.strong[n]
		for from := 0; from < len(t.words); k++ {
			to := from + sentences[k].words
			here := 0
			for here < len(strong) && strong[here].from < to { // they are in the order of the text
				g.rules.weights.claim(sentences[k].phrases, strong[here].pattern.number, strong[here].pattern.weight)
				here++
			}
			sentences[k].taken = g.rules.taken(strong[:here])
			strong, from = strong[here:], to
		}
	}
}

// taken returns, by number, the kinds that another goes before among the phrases
// of a sentence, and of which none speaks by itself: to delete all the data you
// hold about me is no wish to see it.
func (r *Rules) taken(strong []match) uint32 {
	var whole, taken uint32
	for _, m := range strong {
		if m.pattern.weight >= enough {
			whole |= 1 << m.pattern.number
			taken |= r.prefer[m.pattern.number]
		}
	}
	return taken &^ whole
}

// sentenceEnd returns the word after the sentence that begins with that word.
func sentenceEnd(words []word, from int) int {
	to := from + 1
	for to < len(words) && words[to].before < sentenceBreak {
		to++
	}
	return to
}

// claim notes what the phrases say of the kind of that number.
func (w *weights) claim(phrases []float64, number, score int) {
	phrases[number] = math.Min(2, math.Max(0, phrases[number]+float64(score)/enough))
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

// weigh writes the odds of each kind.
func (w *weights) weigh(v *vector, o odds) {
	total, scale := addUp(w.rows, v.list), v.scale()
	for as, odds := range o {
		copy(odds, w.base[as])
		for i := range odds {
			odds[i] += scale * total[as].of(i)
		}
		for i, x := range v.phrases {
			if f := w.phrases[i]; x != 0 && f >= 0 {
				for k := range odds {
					odds[k] += x * w.rows[f].of(as, k)
				}
			}
		}
	}
}
