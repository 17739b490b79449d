package casefile

import (
	"errors"
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// A date that rests on something not known yet is given all the same, the
// earliest that it can be: a case without a date is one that is forgotten. The
// working says so, and the case says what to record.

// dating is a case as the clock sees it, and what the clock says.
type dating struct {
	facts  clock.Facts
	law    clock.Law
	duties []clock.Obligation
	lacks  *Error // what has yet to be recorded for the dates to be exact; nil as a rule
}

// Dated returns every dated duty of the case with its working, and where one
// is no more than cautious what has yet to be recorded; nil as a rule.
//
// law: clock.Due has the clauses
func (c Case) Dated(client Client, base clock.Law) ([]clock.Obligation, *Error, error) {
	d, err := c.date(client, base)
	return d.duties, d.lacks, err
}

// Obligations is [Case.Dated] without what the case lacks.
func (c Case) Obligations(client Client, base clock.Law) ([]clock.Obligation, error) {
	d, err := c.date(client, base)
	return d.duties, err
}

func (c Case) date(client Client, base clock.Law) (dating, error) {
	d := dating{facts: c.Facts(client)}
	var schools []School
	if s, known := client.SchoolNamed(d.facts.School); known {
		schools = []School{s}
	}
	d.law = lawFor(base, client, schools...)
	if c.Kind == Breach {
		d.firstHour()
	}
	var err error
	d.duties, err = clock.Due(d.facts, d.law)
	if wrong, ok := errors.AsType[*clock.Error](err); ok && wrong.Field == "school" && d.weekdays() {
		d.duties, err = clock.Due(d.facts, d.law)
	}
	if err != nil {
		return dating{}, clockProblem(err)
	}
	d.sayAssumed()
	if c.Closed == nil {
		d.duties = append(d.duties, c.askedLate(d)...)
	} else {
		d.lacks = nil
	}
	return d, nil
}

// firstHour takes the first hour of the day for one that is not known: 72
// hours from then end no later than they do.
//
// law: UK GDPR Art 33(1) (law/rules.md B30, B31)
func (d *dating) firstHour() {
	first := d.facts.Received
	if dpo := d.facts.ReceivedByDPO; !dpo.IsZero() && (first.IsZero() || dpo.Compare(first) < 0) {
		first = dpo
	}
	if _, known := first.Time(); known || first.IsZero() {
		return
	}
	d.facts.Received, d.facts.ReceivedByDPO = civil.At(first.Date().Midnight()), civil.Moment{}
	d.lacks = &Error{
		Kind: Invalid, Field: "received", Law: "UK GDPR Art 33(1)",
		What: "The hour in which the client became aware is not known: the 72 hours are counted from the first hour of that day, so that the date is not too late.",
		Do:   "Find out the hour and record it with the action aware.",
	}
}

// weekdays counts every Monday to Friday where the school's calendar is not
// known: the days that school days are taken from, so that the date is not too
// late. It reports whether it could, which it cannot on days of which nothing is
// known: there a year was mistyped.
//
// law: SI 2005/1437 reg 5; SI 2004/3364 reg 3 (law/rules.md B09, B21)
func (d *dating) weekdays() bool {
	first := d.facts.Received.Date()
	if dpo := d.facts.ReceivedByDPO.Date(); !dpo.IsZero() {
		first = civil.Earlier(first, dpo)
	}
	if d.law.Schools[d.facts.School] != nil || d.law.Holidays == nil || !d.law.Holidays.Covers(d.facts.Nation).Has(first) {
		return false
	}
	const years = 5 // for questions that are answered late
	days := civil.Range{From: first.AddMonths(-1), To: first.AddMonths(12 * years)}
	school, err := clock.NewSchool(clock.Calendar{Name: "the school, not known yet", Sessions: []civil.Range{days}}, clock.Except{})
	if err != nil {
		return false
	}
	d.law.Schools = map[string]*clock.School{d.facts.School: school}
	d.lacks = &Error{
		Kind: Invalid, Field: "school",
		What: "The calendar of the school is not known: every Monday to Friday is counted as a school day, so that the date is not too late.",
		Do:   "Name the school's calendar in the client file and load it with casebook law load; if the client has several schools, say which with the action school.",
	}
	return true
}

// cautiousRules are the duties whose dates rest on what is not known.
var cautiousRules = map[string][]clock.RuleID{
	"received": {clock.Breach}, "school": {clock.EducationRecord, clock.FOISchool},
}

// sayAssumed says in the working of each duty that rests on it what is not
// known; where nothing open does, the case lacks nothing.
func (d *dating) sayAssumed() {
	if d.lacks == nil {
		return
	}
	open := false
	for i := range d.duties {
		o := &d.duties[i]
		if slices.Contains(cautiousRules[d.lacks.Field], o.Rule) {
			step := clock.Step{Form: clock.FormAssumed, Date: d.facts.Received.Date(), Word: d.lacks.What[:len(d.lacks.What)-1]}
			o.Working = append([]clock.Step{step}, o.Working...)
			open = open || o.MetOn.IsZero()
		}
	}
	if !open {
		d.lacks = nil
	}
}

// AskedLate is the duty of a case in which proof or a fee was asked for only
// after the answer was due. A question that comes too late is refused.
const AskedLate clock.RuleID = "asked-late"

// askedLate returns the answer that was late before something was asked for
// that starts the time: nothing was found that undoes the delay, so it stays in
// sight.
//
// law: UK GDPR Art 12(6), Art 12A(2); the reading is ours (law/rules.md A30)
func (c Case) askedLate(d dating) []clock.Obligation {
	f := d.facts
	var asked civil.Date
	for _, w := range []*clock.Wait{&f.Identity, &f.Authority, &f.Fee.Wait} {
		if w.Pending() {
			if asked.IsZero() || w.Asked.Before(asked) {
				asked = w.Asked
			}
			*w = clock.Wait{}
		}
	}
	main := MainDuty(d.duties)
	if asked.IsZero() || main.State != clock.Waiting || !main.MetOn.IsZero() {
		return nil
	}
	was, err := clock.One(main.Rule, f, d.law)
	if err != nil || was.Due.IsZero() || !was.Due.Before(asked) {
		return nil
	}
	late := clock.Obligation{
		Rule: AskedLate, Name: "Answer at once: late already when more was asked for", Basis: clock.Policy, State: clock.Running,
		Due: was.Due, WorkTo: was.WorkTo, Working: was.Working,
	}
	late.Working = append(late.Working, clock.Step{
		Form: clock.FormAssumed, Date: asked, Law: "UK GDPR Art 12(6)",
		Word: "More was asked for only on " + asked.Long() + ", after that day: take it that this does not undo the delay",
	})
	return []clock.Obligation{late}
}
