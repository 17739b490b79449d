package clock

import "slices"

// decide says whether the period is extended: only by a notice that gave a
// ground the rule knows, by the last day for it. While a question is open that
// day is not known and any notice is in time.
//
// law: UK GDPR Art 12A(3)-(4), Art 12A(5)(b)(ii); EIR reg 7
func (w *worker) decide() {
	switch {
	case w.r.Extended.N == 0:
	case w.f.ExtendedInTime:
		w.o.Extension = Granted
		w.say(Step{Form: FormExtended, Date: w.o.NoticeBy, Law: w.r.Law.Extended})
	case len(w.f.Extensions) == 1:
		w.notice(w.f.Extensions[0])
	}
}

// notice says whether a notice of extension took effect.
func (w *worker) notice(e Extension) {
	s := Step{Form: FormGranted, Date: e.Noticed, To: w.o.NoticeBy, Word: string(e.Ground), Law: w.r.Law.Extended}
	w.o.Extension = Granted
	switch {
	case !slices.Contains(w.r.Grounds, e.Ground):
		s.Form, s.Law, w.o.Extension = FormGroundless, w.r.Law.Notice, Refused
	case !w.o.NoticeBy.IsZero() && e.Noticed.After(w.o.NoticeBy):
		s.Form, s.Law, w.o.Extension = FormTooLate, w.r.Law.Notice, Refused
	}
	w.say(s)
}
