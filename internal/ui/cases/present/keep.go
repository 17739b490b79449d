package present

import (
	"slices"
	"strings"

	"casebook/internal/clock"
	"casebook/internal/desk"
)

// keptUntil adds to the facts of a closed case until when it is kept, by which
// rule, and what holds it. To dispose of it is nobody's lateness.
func (p Page) keptUntil(k desk.CaseDue) Page {
	p.Kept = &k
	for i, d := range p.Duties {
		switch {
		case d.Rule != clock.Disposal:
		case len(k.Holds) > 0:
			p.Duties[i].Days, p.Duties[i].State = "held", Waiting
		case !k.Due.After(p.Today):
			p.Duties[i].Days, p.Duties[i].State = "may go now", Today
		}
	}
	until := "Not worked out"
	if !k.Due.IsZero() {
		until = k.Due.Long()
	}
	facts := []Fact{{Label: "Kept until", Value: until + "\n" + k.Rule.Words}}
	var holds []string
	for _, h := range k.Holds {
		holds = append(holds, h.Why+" "+h.Until+" ("+h.Law+")")
	}
	if len(holds) > 0 {
		facts = append(facts, Fact{Label: "Held", Value: strings.Join(holds, "\n")})
	}
	at := slices.IndexFunc(p.Facts, func(f Fact) bool { return f.Label == askedLabel })
	if at < 0 {
		at = len(p.Facts)
	}
	p.Facts = slices.Insert(p.Facts, at, facts...)
	return p
}
