package clock

import (
	"fmt"

	"casebook/internal/civil"
)

// calendar works out the last day, and the cautious one, of a period in months
// or days.
func (w *worker) calendar(limits []Limit) error {
	if len(limits) > 1 {
		return w.counted(limits)
	}
	limit := limits[0]
	if w.o.State == Waiting {
		return w.cautious(limit.Period)
	}
	base := limit.Period.from(w.start)
	w.say(Step{Form: FormEnds, Date: base, From: w.start, period: limit.Period, Law: limit.Law})
	w.unstopped()
	end, open, err := w.stretch(base, false)
	if err != nil {
		return err
	}
	if w.r.Extended.N > 0 && !open {
		if w.o.NoticeBy, err = w.roll(end, false); err != nil {
			return err
		}
	}
	period, nominal := limit.Period, base
	if w.decide(); w.o.Extension == Granted {
		period = w.r.Extended
		nominal = period.from(w.start)
		w.say(Step{Form: FormEnds, Date: nominal, From: w.start, period: period, Law: w.r.Law.Extended})
	}
	if end, open, err = w.stretch(nominal, true); err != nil || open {
		return err
	}
	if end != nominal {
		w.say(Step{Form: FormStretched, Date: end, N: end.Sub(nominal), Law: w.r.Law.Question})
	}
	if w.o.Due, err = w.roll(end, true); err != nil {
		return err
	}
	return w.cautious(period)
}

// unstopped says of each question that it does not stop this time.
func (w *worker) unstopped() {
	if w.r.Questions != Unstopped || w.r.Law.Question == "" {
		return
	}
	for _, p := range w.pauses {
		w.say(Step{Form: FormUnstopped, Date: p.Asked, From: p.Asked, To: p.Answered, Law: w.r.Law.Question})
	}
}

// from returns the last day of the period, without any roll. The day of the
// event is not counted; a month ends on the same date, or on the last day of a
// shorter month.
//
// law: Reg 1182/71 Art 3(1), Art 3(2)(c), through UK GDPR Art 4A
func (p Period) from(start civil.Date) civil.Date {
	if p.Unit == Months {
		return start.AddMonths(p.N)
	}
	return start.AddDays(p.N)
}

// stretch walks on from the start until as many days have counted as lie
// between it and nominal: days from a question to its answer, both included, do
// not count. Days on or before the start never did. With say it puts down the
// steps, checks that no question came after the last day, and stops at an open
// one.
//
// law: UK GDPR Art 12A(5)(b)(i)
func (w *worker) stretch(nominal civil.Date, say bool) (end civil.Date, open bool, err error) {
	end = nominal
	if w.r.Questions != Stops {
		return end, false, nil
	}
	spent := w.start // the last day that has been looked at
	for _, p := range w.pauses {
		if p.Asked.After(end) {
			if err := w.tooLate(p, end, say); err != nil {
				return end, false, err
			}
			continue
		}
		if p.Answered.IsZero() {
			if say {
				w.pause(p, end.Sub(civil.Later(p.Asked.AddDays(-1), spent)))
			}
			return end, true, nil
		}
		n := max(0, p.Answered.Sub(civil.Later(p.Asked.AddDays(-1), spent)))
		if say {
			w.say(Step{Form: FormPause, Date: p.Answered, From: p.Asked, To: p.Answered, N: n, Law: w.r.Law.Question})
		}
		end, spent = end.AddDays(n), civil.Later(spent, p.Answered)
	}
	return end, false, nil
}

// tooLate refuses a question asked after the due date (A47). One asked between
// the last day of the period and the working day it rolls to stops nothing: all
// days have been counted.
func (w *worker) tooLate(p pause, end civil.Date, say bool) error {
	if !say {
		return nil
	}
	due, err := w.roll(end, false)
	if err != nil {
		return err
	}
	if p.Asked.After(due) {
		return fail(fmt.Sprintf("pauses[%d].asked", p.at), "the question (%s) came after the day on which the reply was due (%s)",
			p.Asked.Letter(), due.Letter())
	}
	w.say(Step{Form: FormPause, Date: p.Asked, From: p.Asked, To: p.Answered, Law: w.r.Law.Question})
	return nil
}

// pause makes the obligation stand still.
func (w *worker) pause(p pause, left int) {
	w.o.State, w.o.Left = Paused, left
	w.say(Step{Form: FormPaused, Date: p.Asked, From: p.Asked, N: left, Law: w.r.Law.Question})
}

// roll moves the last day on to the next day that counts.
//
// law: Reg 1182/71 Art 3(4), through UK GDPR Art 4A and DPA 2018 s.205(2)
func (w *worker) roll(end civil.Date, say bool) (civil.Date, error) {
	set, err := w.set(w.r.Roll)
	if set == nil || err != nil {
		return end, err
	}
	due, err := set.next(end)
	if err == nil && say {
		w.say(Step{Form: FormRoll, Date: due, From: end, To: due.AddDays(-1), set: set, Law: w.r.Law.Roll})
	}
	return due, err
}

// cautious works out WorkTo: the days of a question count from the day after
// it, and a fee for further copies starts nothing.
func (w *worker) cautious(period Period) error {
	end := period.from(w.careful)
	if w.r.Questions == Stops {
		spent := w.careful
		for _, p := range w.pauses {
			if !p.Asked.Before(end) || p.Answered.IsZero() {
				continue
			}
			n := max(0, p.Answered.Sub(civil.Later(p.Asked, spent)))
			end, spent = end.AddDays(n), civil.Later(spent, p.Answered)
		}
	}
	due, err := w.roll(end, false)
	if err != nil {
		return err
	}
	w.o.WorkTo = due
	if due != w.o.Due {
		w.say(Step{Form: FormCautious, Date: due, From: end, Law: w.r.Law.Cautious})
	}
	return nil
}
