package present

import (
	"sort"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
)

// Strip is the drawn line of a case's main duty: from the day it was received
// to the last day, or to today if that is later.
type Strip struct {
	Points []Point // in order
	Spans  []Span  // days that do not count
	Words  string  // the same for those who cannot see it
}

// Point is a day on the line. At is its place between 0 and 1.
type Point struct {
	At    float64
	Date  string // "9 Oct"
	Word  string // "due"
	State State
	Today bool
	// Weight says which words stay where there is no room for all.
	Weight int
}

// Span is a stretch of the line.
type Span struct {
	From, To float64
	Word     string
	Open     bool // it has not ended
}

// mark is a point before its place is known.
type mark struct {
	on     civil.Date
	word   string
	state  State
	weight int
}

// strip draws the duty that a list would show, or none where no day is known.
func strip(f desk.CaseFile, today civil.Date) Strip {
	received := f.Case.ReceivedOn()
	main := casefile.MainDuty(f.Obligations)
	if received.IsZero() || main.Rule == "" {
		return Strip{}
	}
	marks := append([]mark{{received, "received", Plain, 3}}, dueMarks(main, f, today)...)
	if aware := f.Case.Incident.Aware.Date(); !aware.IsZero() {
		marks = append(marks, mark{aware, "aware", Plain, 3})
	}
	for _, p := range f.Case.Pauses {
		marks = append(marks, mark{p.Asked, "asked", Waiting, 1})
		if !p.Open() {
			marks = append(marks, mark{p.Answered, "answered", Plain, 1})
		}
	}
	if c := f.Case.Closed; c != nil {
		marks = append(marks, mark{c.On, "closed", Done, 4})
	}
	if f.Case.Closed == nil && main.MetOn.IsZero() {
		marks = append(marks, mark{today, "today", StateOf(today, today), 4})
	}
	marks = onceADay(marks, today)
	return place(marks, f, today)
}

func dueMarks(o clock.Obligation, f desk.CaseFile, today civil.Date) []mark {
	var marks []mark
	if !o.Due.IsZero() {
		state := StateOf(o.Due, today)
		if !o.MetOn.IsZero() || f.Case.Closed != nil {
			state = Plain
		}
		marks = append(marks, mark{o.Due, "due", state, 5})
	}
	if !o.MetOn.IsZero() {
		marks = append(marks, mark{o.MetOn, "done", Done, 4})
	}
	return marks
}

// onceADay joins what falls on one day: "due today", "received, asked".
func onceADay(marks []mark, today civil.Date) []mark {
	sort.SliceStable(marks, func(i, j int) bool { return marks[i].on.Before(marks[j].on) })
	var out []mark
	for _, m := range marks {
		last := len(out) - 1
		if last < 0 || out[last].on != m.on {
			out = append(out, m)
			continue
		}
		if m.word == "today" || out[last].word == "today" {
			word := m.word
			if word == "today" {
				word = out[last].word
			}
			out[last].word = word + " today"
		} else {
			out[last].word += ", " + m.word
		}
		out[last].weight = max(out[last].weight, m.weight)
		if out[last].state == Plain || m.word == "due" {
			out[last].state = m.state
		}
	}
	return out
}

// place gives each mark its share of the line.
func place(marks []mark, f desk.CaseFile, today civil.Date) Strip {
	from, to := marks[0].on, marks[len(marks)-1].on
	length := float64(max(to.Sub(from), 1))
	at := func(d civil.Date) float64 { return min(max(float64(d.Sub(from))/length, 0), 1) }
	s := Strip{}
	for _, m := range marks {
		s.Points = append(s.Points, Point{
			At: at(m.on), Date: m.on.Format("2 Jan"), Word: m.word, State: m.state,
			Today: m.on == today, Weight: m.weight,
		})
		s.Words = join(s.Words, m.on.Long()+" "+m.word)
	}
	for _, p := range f.Case.Pauses {
		end := p.Answered
		if p.Open() {
			end = civil.Later(today, p.Asked)
		}
		s.Spans = append(s.Spans, Span{From: at(p.Asked), To: at(end), Word: "clock paused", Open: p.Open()})
	}
	return s
}
