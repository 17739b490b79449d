package clock

import (
	"time"

	"casebook/internal/civil"
)

// hours works out a period of elapsed hours: on the instant, so that a change
// to or from summer time moves the hour in London; weekends and holidays count,
// and nothing rolls (B31).
//
// law: UK GDPR Art 33(1)
func (w *worker) hours(limits []Limit) error {
	from := w.f.Received
	at, known := from.Time()
	if dpo := w.f.ReceivedByDPO; !dpo.IsZero() && (from.IsZero() || dpo.Compare(from) < 0) {
		at, known = dpo.Time()
	}
	if !known {
		return fail("received", "the time is counted in hours: the hour is needed, not only the day")
	}
	l := limits[0]
	w.o.DueAt = at.Add(time.Duration(l.Period.N) * time.Hour)
	end := civil.At(w.o.DueAt)
	w.o.Due, w.o.WorkTo = end.Date(), end.Date()
	w.say(Step{Form: FormHours, Date: w.o.Due, moment: end, period: l.Period, Law: l.Law})
	return nil
}

// window says whether an opinion may be relied on: it must have been given in
// the months that end with the day of reliance. These months are no period of
// Reg 1182/71: nothing rolls.
//
// law: DPA 2018 Sch 3 paras 5(4), 6(4), s.205(2)
func (w *worker) window(limits []Limit) error {
	l := limits[0]
	opinion, relied := w.f.Opinion, w.f.Relied
	if opinion.IsZero() {
		return fail("opinion", "the date of the opinion is needed")
	}
	w.o.State = None
	if !relied.IsZero() {
		if opinion.After(relied) {
			return failBefore("relied", "the day of reliance", relied, "the opinion", opinion)
		}
		first := windowStart(relied, l.Period.N)
		valid := !opinion.Before(first)
		w.o.Valid = &valid
		w.say(Step{Form: FormWindow, Date: first, From: first, To: relied, period: Period{l.Period.N, Months}, Law: l.Law})
	}
	last := opinion.AddMonths(l.Period.N)
	for !windowStart(last.AddDays(1), l.Period.N).After(opinion) {
		last = last.AddDays(1)
	}
	for windowStart(last, l.Period.N).After(opinion) {
		last = last.AddDays(-1)
	}
	w.o.Due, w.o.WorkTo = last, last
	w.say(Step{Form: FormLastReliance, Date: last, Law: l.Law})
	return nil
}

// windowStart returns the first day of the n months that end with d.
func windowStart(d civil.Date, n int) civil.Date { return d.AddMonths(-n).AddDays(1) }
