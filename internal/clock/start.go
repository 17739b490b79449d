package clock

import (
	"slices"

	"casebook/internal/civil"
)

// facts says each fact from which the time may run and takes the latest.
//
// law: UK GDPR Art 12A(2)
func (w *worker) facts() {
	if w.r.Law.Promise != "" {
		w.say(Step{Form: FormPromise, Law: w.r.Law.Promise})
	}
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
	case Received, Aware:
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
	d := plainFacts[fact].day(w.f)
	if d.IsZero() {
		return false
	}
	w.say(Step{Form: FormFact, Date: d, Word: plainFacts[fact].words, Law: l.Start})
	w.start = civil.Later(w.start, d)
	w.careful = w.start
	return true
}

// plainFacts are the facts that are a day and no more.
var plainFacts = map[Fact]struct {
	words string
	day   func(*Facts) civil.Date
}{
	ResultsOut:     {"Results announced", func(f *Facts) civil.Date { return f.Results }},
	ReporterArose:  {"The question arose", func(f *Facts) civil.Date { return orReceived(f.Reporter, f) }},
	OpinionGiven:   {"Opinion given", func(f *Facts) civil.Date { return f.Opinion }},
	IdentityAsked:  {"Proof of identity asked for", func(f *Facts) civil.Date { return f.Identity.Asked }},
	AuthorityAsked: {"The authority to act asked for", func(f *Facts) civil.Date { return f.Authority.Asked }},
	FeeAsked:       {"The fee asked for", func(f *Facts) civil.Date { return f.Fee.Asked }},
	QuestionAsked:  {"Clarification asked for", openQuestion},
	FirstAsked:     {"Asked for, and not answered since", firstAsked},
	HolderAsked:    {"A search asked for, and not answered since", holderAsked},
	ReviewAsked:    {"An internal review asked for", func(f *Facts) civil.Date { return f.Review.Asked }},
	CaseClosed:     {"Case closed", func(f *Facts) civil.Date { return f.Closed }},
	RegulatorDone:  {"The regulator closed its case", func(f *Facts) civil.Date { return f.RegulatorClosed }},
}

func orReceived(d civil.Date, f *Facts) civil.Date {
	if d.IsZero() {
		return civil.Earlier(f.Received.Date(), f.ReceivedByDPO.Date())
	}
	return d
}

func openQuestion(f *Facts) civil.Date {
	var d civil.Date
	for _, p := range f.Pauses {
		if p.Answered.IsZero() {
			d = civil.Later(d, p.Asked)
		}
	}
	return d
}

func firstAsked(f *Facts) civil.Date {
	var d civil.Date
	for _, x := range []Wait{f.Identity, f.Authority, f.Fee.Wait} {
		if x.Pending() {
			d = civil.Earlier(d, x.Asked)
		}
	}
	for _, p := range f.Pauses {
		if p.Answered.IsZero() {
			d = civil.Earlier(d, p.Asked)
		}
	}
	return d
}

func holderAsked(f *Facts) civil.Date {
	var d civil.Date
	for _, x := range f.Holders {
		if x.Pending() {
			d = civil.Earlier(d, x.Asked)
		}
	}
	return d
}

func (w *worker) receipt() {
	f := w.f
	s := Step{Form: FormReceived, Date: w.received, moment: f.Received, Law: w.r.Law.Start}
	if dpo := f.ReceivedByDPO; !dpo.IsZero() && (f.Received.IsZero() || dpo.Compare(f.Received) < 0) {
		s.Form, s.moment, s.From = FormReceivedDPO, dpo, f.Received.Date()
	}
	if slices.Contains(w.r.Start, Aware) {
		s.Form, s.From = FormAware, civil.Date{}
	}
	w.say(s)
	w.start, w.careful = w.received, w.received
}

// progress is the receipt, and the last time since then that the person was
// told how it goes; a notice of extension tells that too.
func (w *worker) progress() bool {
	w.receipt()
	last := w.start
	for _, d := range w.f.Progress {
		last = civil.Later(last, d)
	}
	for _, e := range w.f.Extensions {
		last = civil.Later(last, e.Noticed)
	}
	if last == w.start {
		return false
	}
	w.start, w.careful = last, last
	w.say(Step{Form: FormProgress, Date: last, Law: w.r.Law.Start})
	return false
}

// wait says what was asked for and came, or did not. Where the cautious reading
// does not wait for it, careful is false.
func (w *worker) wait(x Wait, word, law string, careful bool) bool {
	switch {
	case x.Pending():
		w.say(Step{Form: FormWaiting, Date: x.Asked, From: x.Asked, Word: word, Law: law})
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
