package casefile

import (
	"slices"
	"strings"

	"casebook/internal/civil"
)

// Held is something that forbids to dispose of a case or a message. It names
// no person.
type Held struct {
	By    Reference // the case that it comes from
	Since civil.Date
	Why   string
	Until string // what ends it
	Law   string
}

// Err returns the hold as the refusal of a disposal.
func (h Held) Err() error {
	return &Error{Kind: Refused, What: h.Why, Do: h.Until, Law: h.Law}
}

// offence is the clause that makes it an offence to destroy what a person has
// asked for.
const offence = "DPA 2018 s.173"

// disclosing are the kinds of case that place a hold while they are open.
//
// law: DPA 2018 s.173 (law/rules.md A71): access and portability
var disclosing = []Kind{Access, Portability}

// Holds returns what forbids to dispose of the case by itself: a person held
// it, the regulator has a case about it, or it is not closed.
func (c Case) Holds() []Held {
	var out []Held
	if c.Closed == nil {
		out = append(out, Held{
			By: c.Reference, Why: "The case is not closed.", Until: "Close it first; it is kept for a while after that.", Law: "UK GDPR Art 5(2)",
		})
	}
	if h := c.Hold; h != nil {
		out = append(out, Held{
			By: c.Reference, Since: h.On, Why: "The case has been held since " + h.On.Long() + ".", Until: "Lift the hold first: casebook hold CASE --lift, or Lift the hold in the window.", Law: offence,
		})
	}
	if r := c.Regulator; r.Open() {
		out = append(out, Held{
			By: c.Reference, Since: r.Opened, Why: "The regulator has had a case about it since " + r.Opened.Long() + ".",
			Until: "Wait until the regulator has closed it, and record that.", Law: "DPA 2018 s.165",
		})
	}
	return out
}

// HoldsOthers returns the hold that the case places, by what it is, on all else
// that its controller keeps about the same people; nil: it places none.
// Nothing records it: it comes and goes with the case.
//
// law: DPA 2018 s.173 (law/rules.md A71); E06 of a case with the regulator
func (c Case) HoldsOthers() *Held {
	ref := string(c.Reference)
	switch {
	case c.Disposed != nil:
	case c.Regulator.Open():
		return &Held{
			By: c.Reference, Since: c.Regulator.Opened, Why: "The regulator has a case about " + ref + ", which concerns the same person.",
			Until: "Wait until the regulator has closed it, and record that.", Law: "DPA 2018 s.165",
		}
	case c.Closed == nil && slices.Contains(disclosing, c.Kind):
		return &Held{
			By: c.Reference, Since: c.ReceivedOn(), Why: "The same person's " + strings.ToLower(c.Kind.Label()) + " case " + ref + " is open.",
			Until: "Wait until it is answered and closed.", Law: offence,
		}
	}
	return nil
}

// HeldOthers is HoldsOthers also of a case that does so no more: what it was
// about may have been needed since.
func (c Case) HeldOthers() *Held {
	if h := c.HoldsOthers(); h != nil || c.Disposed != nil {
		return h
	}
	if !slices.Contains(disclosing, c.Kind) && c.Regulator.Opened.IsZero() {
		return nil
	}
	return &Held{
		By: c.Reference, Since: c.ReceivedOn(), Why: "The same person's " + strings.ToLower(c.Kind.Label()) + " case " + string(c.Reference) + " has come in or gone on since.",
		Until: "See that nothing of it is needed there any more.", Law: offence,
	}
}
