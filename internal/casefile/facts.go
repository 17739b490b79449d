package casefile

import (
	"cmp"
	"errors"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// Facts returns what the clock may know of the case: what happened and when.
// The nation is that of the controller, never of the person who asks
// (law/rules.md A22).
func (c Case) Facts(client Client) clock.Facts {
	f := clock.Facts{
		Kind:          string(c.Kind),
		Nation:        clock.Nation(client.Nation),
		Received:      c.Received,
		ReceivedByDPO: c.ReceivedByDPO,
		Identity:      c.Identity.wait(),
		Authority:     c.Authority.wait(),
		Fee:           clock.Fee{Wait: c.Fee.wait(), Copies: c.Fee.Copies},
		Sent:          c.FirstSent(Reply),
		Acknowledged:  c.FirstSent(Acknowledgement),
	}
	for _, p := range c.Pauses {
		f.Pauses = append(f.Pauses, clock.Pause{Asked: p.Asked, Answered: p.Answered})
	}
	if e := c.Extension; e != nil {
		f.Extensions = []clock.Extension{{Noticed: e.Noticed, Ground: clock.Ground(e.Ground)}}
	}
	if c.Closed != nil {
		f.Closed, f.Withdrawn = c.Closed.On, c.Closed.Withdrawn
	}
	if c.Kind == Complaint {
		f.Outcome, f.Sent = f.Sent, civil.Date{}
	}
	for _, l := range c.Letters {
		if l.Sent != nil {
			f.Progress = append(f.Progress, l.Sent.On)
		}
	}
	c.special(&f, client)
	return f
}

func (a Awaited) wait() clock.Wait { return clock.Wait{Asked: a.Asked, Received: a.Received} }

// LawFor returns the law as it stands for a client: the rules and tables of
// base with the periods that the client promises and the days of its schools,
// by their names.
func LawFor(base clock.Law, client Client) clock.Law { return lawFor(base, client, client.School...) }

// lawFor is [LawFor] with the days of these schools alone.
func lawFor(base clock.Law, client Client, schools ...School) clock.Law {
	periods, err := client.Policy.periods()
	if err != nil {
		periods = nil // a client is checked before it is recorded: this cannot be
	}
	keep, err := client.Policy.keeps()
	if err != nil {
		keep = nil
	}
	base.Settings = clock.Settings{Periods: periods, Keep: keep}
	base.Schools = schoolsOf(base, schools...)
	return base
}

// clockProblem puts what the clock says in words for people.
func clockProblem(err error) error {
	wrong, ok := errors.AsType[*clock.Error](err)
	if !ok {
		return err
	}
	return &Error{
		Kind: Invalid, Field: wrong.Field, What: "A date of this case cannot be worked out: " + wrong.Message + ".",
		Do: cmp.Or(undatedHelp[wrong.Field], "Take back the entry that holds it."), Err: err,
	}
}

// undatedHelp is what to do where a date cannot be worked out, by the field at
// fault; for the others an entry of the case is wrong.
var undatedHelp = map[string]string{
	"holidays": "Load a newer table with casebook law load, or take back the entry that holds the day.",
	"received": "Record when it was received.",
	"school":   "Name the school's calendar in the client file and load it with casebook law load.",
}

// OnlyLacks reports whether the dates of the case cannot be worked out only
// because the calendar of its school ends too soon for a case just opened.
// Nothing that was entered is wrong.
func (c Case) OnlyLacks(err error) bool {
	wrong, ok := errors.AsType[*clock.Error](err)
	return ok && wrong.Field == "school" && c.Untouched()
}

// Headline is what a list says of a case's dates.
type Headline struct {
	// Due and WorkTo are those of the duty the case is about: the reply to a
	// request; the acknowledgement of a complaint and then its outcome. They
	// are no day while the clock stands still.
	Due, WorkTo civil.Date
	// Next is the duty to see to first, in words, and NextDue its day: while
	// the clock stands still one beside the main duty, such as to ask again.
	// There is none when everything has been done.
	Next    string
	NextDue civil.Date
}

// Undated is the headline of a case of which no date can be worked out: what is
// wrong or missing comes before anything else.
var Undated = Headline{Next: "See why it has no dates"}

// HeadlineOf chooses from the duties of a case what a list says of it.
func HeadlineOf(c Case, obligations []clock.Obligation) Headline {
	main := MainDuty(obligations)
	h := Headline{Due: main.Due, WorkTo: main.WorkTo}
	for _, o := range obligations {
		open := c.Closed == nil && o.MetOn.IsZero() && !o.Due.IsZero()
		if open && (h.NextDue.IsZero() || o.Due.Before(h.NextDue)) {
			h.Next, h.NextDue = o.Name, o.Due
		}
	}
	if words, waiting := waitingFor[c.State()]; waiting && h.Next == "" && main.Due.IsZero() {
		h.Next = words
	}
	if h.Next == "" && c.Closed == nil {
		h.Next = undatedStep(c, obligations)
	}
	return h
}

// undatedStep is what comes next on an open case on which nothing is due by a
// day: the answer, where no law or policy dates it, and then the end.
func undatedStep(c Case, obligations []clock.Obligation) string {
	if len(obligations) == 0 && c.FirstSent(Reply).IsZero() {
		return "Send the reply"
	}
	return "Close the case"
}

// mainRules are the duties that a case is about: to answer, and to acknowledge a
// complaint.
var mainRules = func() map[clock.RuleID]bool {
	m := map[clock.RuleID]bool{clock.Rights: true, clock.ComplaintAck: true}
	for _, rules := range answerRules {
		for _, id := range rules {
			m[id] = true
		}
	}
	return m
}()

// MainDuty is the first duty the case is about that is not met, else the last;
// without one, its rule is empty.
func MainDuty(obligations []clock.Obligation) clock.Obligation {
	var main clock.Obligation
	for _, o := range obligations {
		if !mainRules[o.Rule] {
			continue
		}
		main = o
		if o.MetOn.IsZero() {
			break
		}
	}
	return main
}

// waitingFor is what comes next while the clock stands still.
var waitingFor = map[State]string{
	StateIdentity:  "Wait for proof of identity",
	StateAuthority: "Wait for proof of authority",
	StateFee:       "Wait for the fee",
	StatePaused:    "Wait for the answer",
}
