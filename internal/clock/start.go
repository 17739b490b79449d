package clock

import "casebook/internal/civil"

// facts says each fact from which the time may run and takes the latest.
//
// law: UK GDPR Art 12A(2)
func (w *worker) facts() {
	if !w.r.InForce.IsZero() && w.received.Before(w.r.InForce) {
		w.o.Basis = w.r.Before
		w.say(Step{Form: FormBefore, Date: w.r.InForce, Word: string(w.r.Before), Law: w.r.Law.InForce})
	}
	said := 0
	for _, fact := range w.r.Start {
		if w.fact(fact) {
			said++
		}
	}
	if w.o.State == Waiting {
		w.start = civil.Date{}
		return
	}
	if said > 1 {
		w.say(Step{Form: FormStart, Date: w.start, Law: w.r.Law.FirstDay})
	}
}

// fact says one fact, if there is one, and moves the start on to it.
func (w *worker) fact(fact Fact) bool {
	l := &w.r.Law
	switch fact {
	case Received:
		w.receipt()
		return true
	case LastProgress:
		return w.progress()
	case Identity:
		return w.wait(w.f.Identity, "proof of identity", l.Identity, true)
	case Authority:
		return w.wait(w.f.Authority, "the authority to act", l.Authority, true)
	case FeePaid:
		if w.f.Fee.Copies {
			return w.wait(w.f.Fee.Wait, "the fee for further copies", l.FeeCopies, false)
		}
		return w.wait(w.f.Fee.Wait, "the fee", l.Fee, true)
	}
	return false
}

func (w *worker) receipt() {
	f := w.f
	s := Step{Form: FormReceived, Date: w.received, moment: f.Received, Law: w.r.Law.Start}
	if dpo := f.ReceivedByDPO; !dpo.IsZero() && (f.Received.IsZero() || dpo.Compare(f.Received) < 0) {
		s.Form, s.moment, s.From = FormReceivedDPO, dpo, f.Received.Date()
	}
	w.say(s)
	w.start, w.careful = w.received, w.received
}

func (w *worker) progress() bool {
	w.receipt()
	last := w.start
	for _, d := range w.f.Progress {
		last = civil.Later(last, d)
	}
	if last == w.start {
		return false
	}
	w.start, w.careful = last, last
	w.say(Step{Form: FormProgress, Date: last, Law: w.r.Law.Start})
	return true
}

// wait says what was asked for and came, or did not. Where the cautious reading
// does not wait for it, careful is false.
func (w *worker) wait(x Wait, word, law string, careful bool) bool {
	switch {
	case x.Pending():
		w.say(Step{Form: FormWaiting, Date: x.Asked, Word: word, Law: law})
		w.o.State = Waiting
		if careful {
			w.careful = civil.Date{}
		}
		return true
	case x.Received.IsZero():
		return false
	}
	w.say(Step{Form: FormArrived, Date: x.Received, Word: word, Law: law})
	w.start = civil.Later(w.start, x.Received)
	if careful && !w.careful.IsZero() {
		w.careful = civil.Later(w.careful, x.Received)
	}
	return true
}
