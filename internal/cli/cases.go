package cli

import (
	"fmt"
	"strconv"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type casesCmd struct {
	DueWithin string `help:"Only what is due within so many days; what is late, or has no date, is always among it." placeholder:"7d"`
	Query     string `help:"Only those in which, or in whose messages, these words or the beginnings of words are; or a reference." placeholder:"TEXT"`
	Client    string `help:"Only this client's (its id)." placeholder:"ID"`
	Handler   string `help:"Only this handler's." placeholder:"NAME"`
	AsOf      string `help:"As if today were this day." placeholder:"DATE"`
}

// caseLine is a case as a program reads it.
type caseLine struct {
	Case     string `json:"case"`
	Kind     string `json:"kind"`
	Client   string `json:"client"`
	Person   string `json:"person"`
	State    string `json:"state"`
	Received string `json:"received"`
	Due      string `json:"due"`
	WorkTo   string `json:"work_to"`
	Next     string `json:"next"`
}

func (a *casesCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		today, err := asOf(a.AsOf, d.Today())
		if err != nil {
			return err
		}
		q := desk.CaseQuery{Text: a.Query, Client: a.Client, Handler: a.Handler}
		if a.DueWithin != "" {
			days, err := strconv.Atoi(strings.TrimSuffix(a.DueWithin, "d"))
			if err != nil || days < 0 {
				return &casefile.Error{Kind: casefile.Invalid, Field: "due-within", What: "That is not a number of days.", Do: "Write it like 7d."}
			}
			q.DueBy = today.AddDays(days)
		}
		if a.Client != "" {
			if err := d.HasClient(c.ctx, a.Client); err != nil {
				return err
			}
		}
		rows, err := d.Cases(c.ctx, q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			line := caseLine{
				Case: string(r.Reference), Kind: string(r.Kind), Client: r.Client, Person: r.Person, State: string(r.State),
				Received: r.Received.String(), Due: r.Due.String(), WorkTo: r.WorkTo.String(), Next: r.Next,
			}
			text := fmt.Sprintf("%s  %-12s  %-22s  %-14s  %s", line.Case, r.Kind.Label(), line.Person, line.Client, dueWords(r, today))
			if err := c.print(line, text); err != nil {
				return err
			}
		}
		return c.notices(d)
	})
}

// asOf reads the day a reading command is to take for today.
func asOf(s string, today civil.Date) (civil.Date, error) {
	if s == "" {
		return today, nil
	}
	return day("as-of", s)
}

// dueWords says of a case what is to be done and when.
func dueWords(r desk.CaseRow, today civil.Date) string {
	if r.State == casefile.StateClosed {
		return "closed"
	}
	words := casefile.Inner(r.Next)
	if !r.NextDue.IsZero() {
		words += fmt.Sprintf(", %s (%s)", r.NextDue.Long(), casefile.DaysWords(r.NextDue.Sub(today)))
	}
	if r.State != casefile.StateOpen && !r.NextDue.IsZero() {
		words = casefile.Inner(r.State.Words()) + "; " + words
	}
	return words
}
