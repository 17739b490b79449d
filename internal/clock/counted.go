package clock

import (
	"errors"
	"fmt"

	"casebook/internal/civil"
)

// counted works out the last day where days are counted one by one, and where
// the earliest of several limits holds.
func (w *worker) counted(limits []Limit) error {
	if stop, err := w.restarts(limits); stop || err != nil {
		return err
	}
	if stop, err := w.feeDays(limits); stop || err != nil {
		return err
	}
	due, err := w.earliest(limits, true)
	if err != nil {
		return err
	}
	if w.r.Extended.N > 0 {
		w.o.NoticeBy = due
	}
	if w.decide(); w.o.Extension == Granted {
		extended := Limit{Period: w.r.Extended, Set: limits[0].Set, Law: w.r.Law.Extended}
		if due, err = w.last(extended, true); err != nil {
			return err
		}
	}
	w.o.Due, w.o.WorkTo = due, due
	return nil
}

// restarts moves the start on to the last answer: the request is complete only
// then. While a question is open no time runs.
//
// law: FOIA s.1(3); EIR reg 9(4)
func (w *worker) restarts(limits []Limit) (stop bool, err error) {
	w.unstopped()
	if w.r.Questions != Restarts {
		return false, nil
	}
	for _, p := range w.pauses {
		due, err := w.earliest(limits, false)
		if err != nil {
			return true, err
		}
		switch {
		case p.Asked.After(due):
			return true, fail(fmt.Sprintf("pauses[%d].asked", p.at), "the question (%s) came after the day on which the reply was due (%s)",
				p.Asked.Letter(), due.Letter())
		case p.Answered.IsZero():
			w.pause(p, limits[0].Period.N)
			return true, nil
		}
		w.say(Step{Form: FormRestart, Date: p.Answered, From: p.Asked, Law: w.r.Law.Question})
		w.start = civil.Later(w.start, p.Answered)
	}
	return false, nil
}

// feeDays takes out the days from a fee notice to the payment.
//
// law: FOIA s.10; EIR reg 8(6) (B23, B24)
func (w *worker) feeDays(limits []Limit) (stop bool, err error) {
	fee := w.f.Fee
	if !w.r.FeeDays || (!fee.Pending() && fee.Received.IsZero()) {
		return false, nil
	}
	if fee.Asked.IsZero() {
		return true, fail("fee_asked", "the day of the fee notice is needed: the days from it to the payment do not count")
	}
	due, err := w.earliest(limits, false)
	switch {
	case err != nil:
		return true, err
	case fee.Asked.Before(w.received):
		return true, failBefore("fee_asked", "the fee notice", fee.Asked, "the receipt", w.received)
	case fee.Asked.After(due):
		return true, fail("fee_asked", "the fee notice (%s) came after the day on which the reply was due (%s)", fee.Asked.Letter(), due.Letter())
	case fee.Pending():
		return true, w.feeOpen(limits[0], fee.Asked)
	}
	w.off = civil.Range{From: fee.Asked, To: fee.Received}
	w.say(Step{Form: FormFeeDays, Date: fee.Received, From: fee.Asked, To: fee.Received, Law: w.r.Law.Fee})
	return false, nil
}

// feeOpen makes the obligation stand still with the days that were not used
// before the fee notice.
func (w *worker) feeOpen(l Limit, asked civil.Date) error {
	set, err := w.set(l.Set)
	if err != nil {
		return err
	}
	left := l.Period.N
	for d := w.start.AddDays(1); d.Before(asked); d = d.AddDays(1) {
		if set.counts(d) {
			left--
		}
	}
	w.o.State, w.o.Left = Paused, left
	w.say(Step{Form: FormFeeOpen, Date: asked, N: left, Law: w.r.Law.Fee})
	return nil
}

// earliest returns the earliest last day of the limits. A limit whose calendar
// ends too early is passed over where another is known to come first.
func (w *worker) earliest(limits []Limit, say bool) (civil.Date, error) {
	var due civil.Date
	var short error
	var known civil.Date // the last day a limit's calendar knows
	n := 0
	for _, l := range limits {
		if l.From != 0 && plainFacts[l.From].day(w.f).IsZero() {
			continue
		}
		d, err := w.last(l, say)
		var e *Error
		if errors.As(err, &e) && e.Field == "school" && w.law.Schools[w.f.School] != nil {
			short, known = err, w.law.Schools[w.f.School].set.last
			continue
		}
		if err != nil {
			return due, err
		}
		due = civil.Earlier(due, d)
		n++
	}
	if short != nil && (due.IsZero() || due.After(known)) {
		return due, short
	}
	if say && n > 1 {
		w.say(Step{Form: FormEarlier, Date: due, Law: w.r.Limits[0].Law})
	}
	return due, nil
}

// last returns the last day of one limit.
func (w *worker) last(l Limit, say bool) (civil.Date, error) {
	start := w.start
	if l.From != 0 {
		start = plainFacts[l.From].day(w.f)
		if say {
			w.say(Step{Form: FormFact, Date: start, Word: plainFacts[l.From].words, Law: l.Law})
		}
	}
	if l.Period.Unit != WorkingDays {
		end := l.Period.from(start)
		if say {
			w.say(Step{Form: FormEnds, Date: end, From: start, period: l.Period, Law: l.Law})
		}
		return w.roll(end, say)
	}
	set, err := w.set(l.Set)
	if err != nil {
		return civil.Date{}, err
	}
	d, err := set.count(start, l.Period.N, w.off)
	if err == nil && say {
		w.say(Step{Form: FormCount, Date: d, From: start.AddDays(1), To: d, N: l.Period.N, set: set, Law: l.Law})
	}
	return d, err
}

// count returns the n-th day after start that counts and is not off.
func (s *daySet) count(start civil.Date, n int, off civil.Range) (civil.Date, error) {
	last := s.last
	if s.and != nil {
		last = civil.Earlier(last, s.and.last)
	}
	d := start
	if err := s.known(d.AddDays(1)); err != nil {
		return civil.Date{}, err
	}
	for n > 0 {
		if d = d.AddDays(1); d.After(last) {
			return civil.Date{}, s.known(d)
		}
		if s.counts(d) && !off.Has(d) {
			n--
		}
	}
	return d, nil
}
