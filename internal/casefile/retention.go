package casefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// Keep is how long a controller keeps closed cases of one sort, and why. No
// statute fixes a period, so each is a setting with its reason.
//
// law: UK GDPR Art 5(1)(e), Art 5(2) (law/rules.md E01, E06)
type Keep struct {
	What   string `toml:"what" json:"what"`     // one of the classes of clock, or a kind of case
	Period string `toml:"period" json:"period"` // "6 years", "18 months", "90 days"
	Reason string `toml:"reason" json:"reason"`
}

// keepClasses are the sorts of closed case that have a period of their own,
// with what they are called and from when the period runs.
var keepClasses = []struct{ id, label, from string }{
	{clock.KeepRequest, "Requests", "after the case was closed"},
	{clock.KeepComplaint, "Complaints", "after the case was closed"},
	{clock.KeepBreach, "Breaches", "after the case was closed"},
	{clock.KeepWithdrawn, "Withdrawn or abandoned cases", "after the case was closed"},
	{clock.KeepRegulator, "Cases that went to the regulator", "after the regulator closed its case"},
}

// keeps returns how long the client keeps closed cases, by class or kind.
func (p Policy) keeps() (map[string]clock.Period, error) {
	var known []string
	for _, class := range keepClasses {
		known = append(known, class.id)
	}
	for _, k := range OpenKinds() {
		if !slices.Contains(known, string(k.Kind)) {
			known = append(known, string(k.Kind))
		}
	}
	keeps := map[string]clock.Period{}
	for i, k := range p.Keep {
		place := fmt.Sprintf("policy.keep %d ", i+1)
		if !slices.Contains(known, k.What) {
			return nil, fieldError(place+"what", "A period of keeping is for a sort of case that Casebook does not know.",
				"Use one of: "+strings.Join(known, ", ")+".")
		}
		if _, twice := keeps[k.What]; twice {
			return nil, fieldError(place+"what", "Two periods of keeping are for the same sort of case.", "Keep one of the two.")
		}
		period, ok := parseKeep(k.Period)
		if !ok {
			return nil, fieldError(place+"period", "A period of keeping is not one.", `Write it like "6 years", "18 months" or "90 days".`)
		}
		if strings.TrimSpace(k.Reason) == "" {
			return nil, fieldError(place+"reason", "A period of keeping has no reason.",
				"Say what it rests on, such as a schedule: no statute fixes it.")
		}
		keeps[k.What] = period
	}
	return keeps, nil
}

// parseKeep reads a period of keeping. A year is twelve months; working days
// are no measure for it.
func parseKeep(words string) (clock.Period, bool) {
	number, unit, _ := strings.Cut(strings.TrimSpace(words), " ")
	if unit = strings.TrimSpace(unit); unit == "year" || unit == "years" {
		p, ok := parsePeriod(number + " months")
		p.N *= 12
		return p, ok
	}
	p, ok := parsePeriod(words)
	return p, ok && p.Unit != clock.WorkingDays
}

// KeepRule says how long a case is kept, and what that rests on.
type KeepRule struct {
	Words string // "Requests: 3 years after the case was closed"
	Why   string // the client's reason, or that it is a default
}

// defaultKeep is what a period of keeping rests on where the client has set
// none.
const defaultKeep = "Casebook's cautious setting; no statute fixes a period (UK GDPR Art 5(1)(e))."

// KeepRule returns the rule by which the case is kept once it is closed.
func (c Case) KeepRule(client Client) KeepRule {
	class := c.keepClass()
	i := slices.IndexFunc(keepClasses, func(k struct{ id, label, from string }) bool { return k.id == class })
	row := keepClasses[i]
	keeps, _ := client.Policy.keeps() // a client is checked before it is recorded
	what, label := class, row.label
	if _, set := keeps[string(c.Kind)]; set && string(c.Kind) != class && class != clock.KeepWithdrawn && class != clock.KeepRegulator {
		what, label = string(c.Kind), c.Kind.Label()
	}
	period, set := keeps[what]
	why := defaultKeep
	if !set {
		period = keepDefault(class)
	} else {
		j := slices.IndexFunc(client.Policy.Keep, func(k Keep) bool { return k.What == what })
		why = client.Policy.Keep[j].Reason
	}
	return KeepRule{Words: label + ": " + periodWords(period) + " " + row.from, Why: why}
}

// keepClass is the sort of closed case, as the rules of clock tell them apart.
func (c Case) keepClass() string {
	switch {
	case !c.Regulator.Closed.IsZero():
		return clock.KeepRegulator
	case c.Closed != nil && c.Closed.Withdrawn:
		return clock.KeepWithdrawn
	case c.Kind == Complaint:
		return clock.KeepComplaint
	case c.Kind == Breach:
		return clock.KeepBreach
	}
	return clock.KeepRequest
}

func keepDefault(class string) clock.Period {
	for _, r := range clock.Rules() {
		if r.ID == clock.Disposal && r.Keep == class {
			return r.Limits[0].Period
		}
	}
	return clock.Period{}
}

// KeepDefaults returns the periods of Casebook, as a sentence for each class.
func KeepDefaults() []string {
	out := make([]string, len(keepClasses))
	for i, class := range keepClasses {
		out[i] = class.label + ": " + periodWords(keepDefault(class.id)) + " " + class.from
	}
	return out
}

func periodWords(p clock.Period) string {
	unit := cmp.Or(map[clock.Unit]string{clock.Days: "day", clock.Months: "month"}[p.Unit], "working day")
	if p.Unit == clock.Months && p.N%12 == 0 {
		p.N, unit = p.N/12, "year"
	}
	if p.N != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", p.N, unit)
}

// DisposeFrom returns the day from which the closed case may be disposed of,
// whatever holds it meanwhile; no day while it is open, or where none can be
// worked out.
func (c Case) DisposeFrom(client Client, base clock.Law) civil.Date {
	c.Hold = nil
	if c.Regulator.Open() {
		return civil.Date{} // the period runs from the end of the regulator's case
	}
	duties, err := c.Obligations(client, base)
	if err != nil {
		return civil.Date{}
	}
	for _, o := range duties {
		if o.Rule == clock.Disposal {
			return o.Due
		}
	}
	return civil.Date{}
}
