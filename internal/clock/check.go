package clock

import (
	"cmp"
	"fmt"
	"slices"

	"casebook/internal/civil"
)

// check refuses facts that contradict each other, and sorts the pauses.
func (w *worker) check() error {
	f := w.f
	if w.r.Roll == NationSet || f.Nation != "" {
		if err := f.Nation.check(); err != nil {
			return err
		}
	}
	w.received = civil.Earlier(f.Received.Date(), f.ReceivedByDPO.Date())
	if w.received.IsZero() && slices.ContainsFunc(w.r.Start, needsReceipt) {
		return fail("received", "the day of receipt is needed")
	}
	for _, c := range []struct {
		field string
		civil.Date
	}{{"received", w.received}, {"opinion", f.Opinion}, {"relied", f.Relied}, {"results_announced", f.Results}} {
		if y, _, _ := c.Split(); !c.IsZero() && (y < 1900 || y > 2999) {
			return fail(c.field, "the year %d cannot be meant", y)
		}
	}
	for _, c := range []struct {
		field, what string
		Wait
	}{
		{"identity_received", "the answer about identity", f.Identity},
		{"authority_received", "the authority", f.Authority},
		{"fee_paid", "the payment", f.Fee.Wait},
		{"review_answered", "the result of the review", f.Review},
	} {
		if !c.Received.IsZero() && c.Received.Before(c.Asked) {
			return failBefore(c.field, c.what, c.Received, "its question", c.Asked)
		}
	}
	if err := w.checkPauses(); err != nil {
		return err
	}
	return w.checkExtension()
}

// needsReceipt reports whether a fact is nothing without a day of receipt.
func needsReceipt(f Fact) bool {
	return f == Received || f == LastProgress || f == Aware || f == ReporterArose
}

func (w *worker) checkPauses() error {
	if len(w.f.Pauses) == 0 {
		return nil
	}
	w.pauses = make([]pause, len(w.f.Pauses))
	for i, p := range w.f.Pauses {
		switch {
		case p.Asked.IsZero():
			return fail(fmt.Sprintf("pauses[%d].asked", i), "the day of the question is needed")
		case !p.Answered.IsZero() && p.Answered.Before(p.Asked):
			return failBefore(fmt.Sprintf("pauses[%d].answered", i), "the answer", p.Answered, "its question", p.Asked)
		case p.Asked.Before(w.received):
			return failBefore(fmt.Sprintf("pauses[%d].asked", i), "the question", p.Asked, "the receipt", w.received)
		}
		w.pauses[i] = pause{p, i}
	}
	slices.SortStableFunc(w.pauses, func(a, b pause) int {
		return cmp.Or(a.Asked.Compare(b.Asked), a.Answered.Compare(b.Answered))
	})
	return nil
}

// law: UK GDPR Art 12A(3), one extension at most (A52)
func (w *worker) checkExtension() error {
	n := len(w.f.Extensions)
	if n > 1 || (n == 1 && w.f.ExtendedInTime) {
		return fail("extension", "the period can be extended only once")
	}
	if n == 0 {
		return nil
	}
	switch e := w.f.Extensions[0]; {
	case e.Noticed.IsZero():
		return fail("extension.noticed", "the day on which the person was told is needed")
	case e.Noticed.Before(w.received):
		return failBefore("extension.noticed", "the notice", e.Noticed, "the receipt", w.received)
	}
	return nil
}
