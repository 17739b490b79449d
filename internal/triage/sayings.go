package triage

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// sayings are the words of a message just as they stand, and each two side by
// side, with what they speak for: a second opinion beside that of the [weights],
// which looks at stems and ideas and so cannot tell "deleted" from "delete". A
// rare saying counts more than a common one, and a long message no more than a
// short one.
type sayings struct {
	words map[string]int32
	pairs pairs // by the numbers of two words
	names []string
	// By number: what each speaks for, in tenths, and the square of what it counts.
	rows   []strip
	counts []float64
	base   []float64 // of a message without any, by kind
	any    bool
}

func newSayings(kinds int) *sayings {
	return &sayings{words: map[string]int32{}, base: make([]float64, kinds)}
}

// word returns the number of a word, or -1 where it says nothing.
func (y *sayings) word(plain string, learning bool) int32 {
	if n, ok := y.words[plain]; ok {
		return n
	}
	if !learning {
		return -1
	}
	y.words[plain] = y.name(plain)
	return y.words[plain]
}

// pair returns the number of two words side by side, or -1.
func (y *sayings) pair(a, b int32, learning bool) int32 {
	n := y.pairs.number(a, b)
	if n >= 0 || !learning {
		return n
	}
	n = y.name(y.names[a] + " " + y.names[b])
	y.pairs.add(a, b, n)
	return n
}

func (y *sayings) name(name string) int32 {
	y.names = append(y.names, name)
	return int32(len(y.names)) - 1
}

// perSaying is how many parts of one a number in the file counts.
const perSaying = 10

// read reads a line: what a saying counts, in hundredths, what it speaks for, in
// tenths and the order of the kinds, and the saying.
func (y *sayings) read(line string) error {
	var room [wide + 1]int
	numbers := room[:len(y.base)+1]
	words := strings.Count(line, " ") + 1 - len(numbers)
	if words != 1 && words != 2 {
		return fmt.Errorf("a saying is %d numbers and one word or two", len(numbers))
	}
	for i := range numbers {
		var field string
		field, line, _ = strings.Cut(line, " ")
		by, err := strconv.Atoi(field)
		if err != nil || i > 0 && max(by, -by) >= raised {
			return fmt.Errorf("%q is no number, or too large", field)
		}
		numbers[i] = by
	}
	first, second, _ := strings.Cut(line, " ")
	y.any = true
	if first == baseFeature {
		for i, by := range numbers[1:] {
			y.base[i] = float64(by) / perSaying
		}
		return nil
	}
	s := y.word(first, true)
	if words == 2 {
		s = y.pair(s, y.word(second, true), true)
	}
	for len(y.rows) < len(y.names) {
		y.rows, y.counts = append(y.rows, nothing[0]), append(y.counts, 0)
	}
	y.counts[s] = float64(numbers[0]*numbers[0]) / 10_000
	for kind, by := range numbers[1:] {
		y.rows[s].set(kind, by)
	}
	return nil
}

// said is a word of a text, by its number among the sayings.
type said struct {
	number, lo int32
	before     uint8 // the break before it
}

// say lists the sayings of a message, each once, without those of words that are
// masked. The list holds until the next message.
func (g reading) say() []int32 {
	y, s := g.rules.sayings, g.scratch
	s.voiced.begin()
	list := s.voices[:0]
	add := func(n int32) {
		if n < 0 {
			return
		}
		if _, fresh := s.voiced.add(n); fresh {
			list = append(list, n)
		}
	}
	for n, t := range g.texts {
		last, next, masked := int32(-1), 0, false
		for _, w := range t.said {
			if next < len(t.words) && t.words[next].lo == w.lo {
				masked = g.masked[n][next]
				next++
			}
			if w.before >= sentenceBreak {
				last = -1
			}
			if masked || w.number < 0 {
				last = -1
				continue
			}
			add(w.number)
			if last >= 0 {
				add(y.pair(last, w.number, g.rules.lexicon.learning))
			}
			last = w.number
		}
	}
	s.voices = list
	return list
}

// fewSayings is what a message of hardly a word counts at least, of the squares
// of its sayings, as many as some thirty rare ones: two words alone must not say
// as much as a page.
const fewSayings = 1000

// weigh adds what sayings speak for to the logarithm of the odds of each kind.
func (y *sayings) weigh(list []int32, odds []float64) {
	var total sums
	total.addSayings(y.rows, list)
	square := 0.0
	for _, n := range list {
		square += y.counts[n]
	}
	scale := 1 / (perSaying * math.Sqrt(math.Max(fewSayings, square)))
	for i := range odds {
		odds[i] = y.base[i] + float64(total[i])*scale
	}
}

// How the sayings are learned: see [rounds] for the others.
const (
	sayingRounds = 100
	sayingStep   = 1
	sayingSmooth = 0.0125
	rarestSaying = 3 // messages it must be in
)

// countSayings turns the sayings of each message into numbers, without those
// that are rare, and returns how much each saying counts: the rarer, the more.
func (l *learner) countSayings() []float64 {
	in := make([]int, len(l.rules.sayings.names))
	for _, x := range l.rows {
		for _, s := range x.said.features {
			in[s]++
		}
	}
	counts := make([]float64, len(in))
	for s, n := range in {
		if n >= rarestSaying {
			counts[s] = math.Round(100*(1+math.Log(float64(1+len(l.rows))/float64(1+n)))) / 100
		}
	}
	for i := range l.rows {
		x := &l.rows[i].said
		x.features = slices.DeleteFunc(x.features, func(s int32) bool { return counts[s] == 0 })
		square := 0.0
		for _, s := range x.features {
			square += counts[s] * counts[s]
		}
		x.values = make([]float64, len(x.features))
		for j, s := range x.features {
			x.values[j] = counts[s] / math.Sqrt(math.Max(fewSayings, square))
		}
	}
	return counts
}

// sayings writes the sayings as lines for the rules.
func (l *learner) sayings(counts, base []float64, by [][]float64) []byte {
	var out bytes.Buffer
	names := l.rules.sayings.names
	var order []int
	for s, c := range counts {
		if c > 0 {
			order = append(order, s)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(names[a], names[b]) })
	line := func(count float64, of func(kind int) float64, name string) {
		fmt.Fprintf(&out, "%.0f", 100*count)
		for kind := range by {
			const most = float64(raised-1) / perSaying
			fmt.Fprintf(&out, " %d", int(math.Round(perSaying*math.Max(-most, math.Min(most, of(kind))))))
		}
		fmt.Fprintf(&out, " %s\n", name)
	}
	fmt.Fprintf(&out, "\n[%s]\n", sectionSay)
	line(0, func(kind int) float64 { return base[kind] }, baseFeature)
	for _, s := range order {
		line(counts[s], func(kind int) float64 { return by[kind][s] * counts[s] }, names[s])
	}
	return out.Bytes()
}
