package clock

import (
	"cmp"
	"slices"

	"casebook/internal/civil"
)

// Due returns every dated duty of a case, in the order of the table. A kind of
// case without one gives none. An error is an [*Error] and names the field: no
// date is given where one cannot be worked out.
func Due(f Facts, law Law) ([]Obligation, error) {
	if err := f.Nation.check(); err != nil {
		return nil, err
	}
	var out []Obligation
	for i := range law.Rules {
		r := &law.Rules[i]
		if !r.applies(&f, &law) {
			continue
		}
		o, applies, err := work(r, &f, &law)
		if err != nil {
			return nil, err
		}
		if applies && !overtaken(r, &o, out) {
			out = append(out, o)
		}
	}
	return out, nil
}

// overtaken reports whether the duty falls away because another is due by then.
func overtaken(r *Rule, o *Obligation, all []Obligation) bool {
	return slices.ContainsFunc(all, func(other Obligation) bool {
		return other.Rule == r.Until && !other.Due.IsZero() && !o.Due.Before(other.Due)
	})
}

// One returns the duty of one rule alone, whatever others the case has. The
// kind is looked at only where the rule differs by kind.
func One(id RuleID, f Facts, law Law) (Obligation, error) {
	r, err := law.rule(id, &f)
	if err != nil {
		return Obligation{}, err
	}
	if conds[r.Only](&f, &law) {
		o, _, err := work(r, &f, &law)
		if err == nil && r.Extended.N == 0 && (f.ExtendedInTime || len(f.Extensions) > 0) {
			o.Extension = Refused
			o.Working = append(o.Working, Step{Form: FormNoExtension, Date: o.Due, Law: r.Limits[0].Law})
		}
		return o, err
	}
	if !slices.Contains(rightsKinds, f.Kind) {
		f.Kind = r.Kinds[0]
	}
	other, err := law.rule(r.Otherwise, &f)
	if err != nil {
		return Obligation{}, err
	}
	o, _, err := work(other, &f, &law)
	if err == nil {
		o.Working = append([]Step{{Form: FormOtherwise, Date: f.Results, Law: r.Law.Only}}, o.Working...)
	}
	return o, err
}

// rule returns the row of a rule for a case.
func (l *Law) rule(id RuleID, f *Facts) (*Rule, error) {
	var here []*Rule // the rows of this rule that hold where the case is
	known := false
	for i := range l.Rules {
		r := &l.Rules[i]
		if r.ID != id {
			continue
		}
		known = true
		if r.place(f) {
			here = append(here, r)
		}
	}
	match := slices.IndexFunc(here, func(r *Rule) bool {
		return slices.Contains(r.Kinds, f.Kind) && conds[r.When](f, l)
	})
	switch {
	case !known:
		return nil, fail("rule", "%q is not a rule", string(id))
	case match >= 0:
		return here[match], nil
	case len(here) == 1:
		return here[0], nil
	case len(here) == 0:
		if err := f.Nation.check(); err != nil {
			return nil, err
		}
		return nil, fail("nation", "the rule %s does not hold in %s", string(id), f.Nation.Name())
	}
	return nil, fail("kind", "%q is not a kind of case to which the rule %s applies", f.Kind, string(id))
}

// worker works out one rule for one case.
type worker struct {
	r   *Rule
	f   *Facts
	law *Law
	o   Obligation

	received civil.Date  // the earlier receipt
	start    civil.Date  // from which the time runs
	careful  civil.Date  // from which it runs in the cautious reading
	pauses   []pause     // by the day of asking
	off      civil.Range // the days from a fee notice to the payment
}

// pause is a question with its place in the facts, for the error.
type pause struct {
	Pause
	at int
}

// work returns the duty, and whether there is one: a policy rule that the
// client has switched off gives none.
func work(r *Rule, f *Facts, law *Law) (Obligation, bool, error) {
	w := worker{r: r, f: f, law: law}
	w.o = Obligation{Rule: r.ID, Name: r.Name, Basis: r.Basis, State: Running}
	limits := r.limits(law.Settings, f.Kind)
	if limits[0].Period.N <= 0 {
		return Obligation{}, false, nil
	}
	if err := w.check(); err != nil {
		return Obligation{}, false, err
	}
	w.o.Working = make([]Step, 0, 8)
	w.facts()
	var err error
	switch {
	case w.r.Held && w.f.Hold:
		w.o.State = None
		w.say(Step{Form: FormHeld, Law: r.Law.Held})
	case w.o.State == Waiting && w.careful.IsZero():
		w.decide()
	default:
		err = engines[limits[0].Period.Unit](&w, limits)
	}
	if err != nil {
		return Obligation{}, false, err
	}
	w.met()
	return w.o, true, nil
}

// limits returns the limits of the row, or the one that the client has set in
// place of a policy. Working days that a client sets where the row counts none
// are those to which its last day rolls.
func (r *Rule) limits(s Settings, kind string) []Limit {
	p, set := s.Periods[r.ID]
	if r.Keep != "" {
		p, set = r.kept(s, kind)
	}
	if !set || r.Basis != Policy {
		return r.Limits
	}
	l := Limit{Period: p, Set: r.Limits[0].Set, Law: r.Limits[0].Law}
	if p.Unit == WorkingDays && l.Set == NoSet {
		l.Set = cmp.Or(r.Roll, NationSet)
	}
	return []Limit{l}
}

// kept returns how long a client keeps a closed case of that kind. What was
// withdrawn, or went to the regulator, is a class for itself, whatever its kind.
func (r *Rule) kept(s Settings, kind string) (Period, bool) {
	if r.Keep == KeepRequest || r.Keep == KeepComplaint || r.Keep == KeepBreach {
		if p, set := s.Keep[kind]; set {
			return p, true
		}
	}
	p, set := s.Keep[r.Keep]
	return p, set
}

// engines work out the date, by what the period counts.
var engines [MonthsBack + 1]func(*worker, []Limit) error

func init() {
	engines = [...]func(*worker, []Limit) error{
		Months:      (*worker).calendar,
		Days:        (*worker).calendar,
		WorkingDays: (*worker).counted,
		Hours:       (*worker).hours,
		MonthsBack:  (*worker).window,
	}
}

// mets are the facts that discharge a duty.
var mets = [...]func(*Facts) civil.Date{
	MetSent:         func(f *Facts) civil.Date { return f.Sent },
	MetAcknowledged: func(f *Facts) civil.Date { return f.Acknowledged },
	MetOutcome:      func(f *Facts) civil.Date { return f.Outcome },
	MetReviewed:     func(f *Facts) civil.Date { return f.Review.Received },
	MetReporter:     func(f *Facts) civil.Date { return f.ReporterTold },
	MetClosed:       func(f *Facts) civil.Date { return f.Closed },
	MetWithdrawn: func(f *Facts) civil.Date {
		if !f.Withdrawn {
			return civil.Date{}
		}
		return f.Closed
	},
}

// met says by what and when the duty was discharged.
func (w *worker) met() {
	for _, m := range w.r.Met {
		d := mets[m](w.f)
		if d.IsZero() || (!w.o.MetOn.IsZero() && !d.Before(w.o.MetOn)) {
			continue
		}
		w.o.MetOn = d
		if m == MetOutcome && w.r.Law.Discharged != "" {
			w.say(Step{Form: FormDischarged, Date: d, Law: w.r.Law.Discharged})
		}
	}
}

// say puts down a step; one that tells no day of its own has that of the receipt.
func (w *worker) say(s Step) {
	if s.Date.IsZero() {
		s.Date = civil.Later(w.start, w.received)
	}
	w.o.Working = append(w.o.Working, s)
}
