package present

import (
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

// Duty is a dated duty in one line, with how its date was worked out.
type Duty struct {
	Rule   clock.RuleID
	Name   string // "Send the reply"
	Date   string // "Thu 9 Oct 2026"
	Days   string // "2 days late", "done 2 Oct"
	WorkTo string // "work to Wed 8 Oct 2026", where that is another day
	Basis  string // where no statute asks for it
	State  State
	Steps  []Step
}

// Step is one fact or conclusion of a working.
type Step struct{ Date, Text, Law string }

// bases say what a date rests on where that is not statute.
var bases = map[clock.Basis]string{clock.Guidance: "regulator's guidance", clock.Policy: "own target"}

func duties(all []clock.Obligation, c casefile.Case, today civil.Date) []Duty {
	var out []Duty
	for _, o := range all {
		if d, shown := duty(o, c, today); shown {
			out = append(out, d)
		}
	}
	return out
}

// duty leaves out what has no date and waits for nothing.
func duty(o clock.Obligation, c casefile.Case, today civil.Date) (Duty, bool) {
	d := Duty{Rule: o.Rule, Name: o.Name, Date: long(o.Due), Basis: bases[o.Basis], Steps: steps(o.Working)}
	switch {
	case !o.MetOn.IsZero():
		d.Days, d.State = "done "+o.MetOn.Format("2 Jan"), Done
		if !o.Due.IsZero() && o.MetOn.After(o.Due) {
			d.Days = fmt.Sprintf("done %d d late", o.MetOn.Sub(o.Due))
		}
	case o.State == clock.Paused:
		d.Date, d.Days, d.State = "Clock paused", days(o.Left)+" left", Waiting
	case o.State == clock.Waiting:
		d.Date, d.Days, d.State = "Not started", "waiting", Waiting
	case o.Due.IsZero():
		return Duty{}, false
	case c.Closed != nil && o.Rule != clock.Disposal:
		d.Days = "not met"
	default:
		d.Days, d.State = Days(o.Due, today), StateOf(o.Due, today)
		if !o.WorkTo.IsZero() && o.WorkTo != o.Due {
			d.WorkTo = "work to " + o.WorkTo.Long()
		}
	}
	return d, true
}

func steps(working []clock.Step) []Step {
	out := make([]Step, 0, len(working))
	for _, s := range working {
		out = append(out, Step{Date: long(s.Date), Text: sentence(s.Text()), Law: s.Law})
	}
	return out
}
