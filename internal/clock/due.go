package clock

import (
	"slices"

	"casebook/internal/civil"
)

// Due returns every dated duty of a case, in the order of the table. A kind of
// case without one gives none. An error is an [*Error] and names the field: no
// date is given where one cannot be worked out.
func Due(f Facts, law Law) ([]Obligation, error) {
	var out []Obligation
	for i := range law.Rules {
		r := &law.Rules[i]
		if !slices.Contains(r.Kinds, f.Kind) {
			continue
		}
		o, applies, err := work(r, &f, &law)
		if err != nil {
			return nil, err
		}
		if applies {
			out = append(out, o)
		}
	}
	return out, nil
}

// One returns the duty of one rule alone, whatever others the kind of case has.
// The kind is looked at only where the rule differs by kind.
func One(id RuleID, f Facts, law Law) (Obligation, error) {
	r, err := law.rule(id, f.Kind)
	if err != nil {
		return Obligation{}, err
	}
	o, _, err := work(r, &f, &law)
	return o, err
}

func (l *Law) rule(id RuleID, kind string) (*Rule, error) {
	var found *Rule
	rows := 0
	for i := range l.Rules {
		r := &l.Rules[i]
		if r.ID != id {
			continue
		}
		if slices.Contains(r.Kinds, kind) {
			return r, nil
		}
		found = r
		rows++
	}
	switch {
	case rows == 0:
		return nil, fail("rule", "%q is not a rule", string(id))
	case rows > 1:
		return nil, fail("kind", "%q is not a kind of case to which the rule %s applies", kind, string(id))
	}
	return found, nil
}

// worker works out one rule for one case.
type worker struct {
	r   *Rule
	f   *Facts
	law *Law
	o   Obligation

	received civil.Date // the earlier receipt
	start    civil.Date // from which the time runs
	careful  civil.Date // from which it runs in the cautious reading
	pauses   []pause    // by the day of asking
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
	limits := r.Limits
	if p, set := law.Settings.Periods[r.ID]; set && r.Basis == Policy {
		if p.N <= 0 {
			return Obligation{}, false, nil
		}
		limits = []Limit{{Period: p, Law: limits[0].Law}}
	}
	if err := w.check(); err != nil {
		return Obligation{}, false, err
	}
	w.o.Working = make([]Step, 0, 8)
	w.facts()
	if w.o.State == Waiting && w.careful.IsZero() {
		w.waitingExtension()
		return w.o, true, nil
	}
	if err := w.date(limits); err != nil {
		return Obligation{}, false, err
	}
	w.o.MetOn = w.met()
	return w.o, true, nil
}

func (w *worker) met() civil.Date {
	var d civil.Date
	for _, m := range w.r.Met {
		switch m {
		case MetSent:
			d = civil.Earlier(d, w.f.Sent)
		case MetAcknowledged:
			d = civil.Earlier(d, w.f.Acknowledged)
		case MetOutcome:
			d = civil.Earlier(d, w.f.Outcome)
		}
	}
	return d
}

func (w *worker) say(s Step) { w.o.Working = append(w.o.Working, s) }
