package letter

import (
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/clock"
)

// conditions are what wording can ask; kinds and outcomes are conditions too.
var conditions = map[string]func(*view) bool{
	"quoted":       func(v *view) bool { return seen(v.Case.Asked) },
	"child":        func(v *view) bool { return v.Case.Subject.Child && v.forOther() },
	"represented":  represented,
	"running":      func(v *view) bool { return v.has && !v.duty.Due.IsZero() },
	"waiting":      func(v *view) bool { return v.has && v.duty.Due.IsZero() && v.duty.State != clock.Paused },
	"paused":       func(v *view) bool { return v.has && v.duty.State == clock.Paused },
	"law-sets-due": func(v *view) bool { return v.has && v.duty.Basis == clock.Statute },
	"fee":          func(v *view) bool { return !v.Case.Fee.Asked.IsZero() },
	"handler":      func(v *view) bool { return v.handler() != "" },
	"review":       func(v *view) bool { return v.Client.Complaint.Review && reviewer(v) != "" },
	"electronic":   func(v *view) bool { return v.Case.Channel == casefile.ByEmail },
	"complexity":   func(v *view) bool { return v.ground() == casefile.Complexity },
	"number":       func(v *view) bool { return v.ground() == casefile.Number },
	"address-verified": func(v *view) bool {
		return v.Regulator.AddressVerified && len(v.Regulator.Address) > 0
	},
	"told":             func(v *view) bool { return len(lists["told"](v)) > 0 },
	"special":          func(v *view) bool { return len(v.Client.Special) > 0 && v.Values["categories"] == "" },
	"exemptions":       func(v *view) bool { return len(v.decision().Exemptions) > 0 },
	"searches":         func(v *view) bool { return len(v.Case.Searches) > 0 },
	"companies":        func(v *view) bool { return len(companies(v)) > 0 },
	"issues":           func(v *view) bool { return len(v.Case.Issues) > 0 },
	"enclosed":         func(v *view) bool { return len(lists["enclosed"](v)) > 0 },
	"scotland":         func(v *view) bool { return v.Client.Nation == string(clock.Scotland) },
	"northern-ireland": func(v *view) bool { return v.Client.Nation == string(clock.NorthernIreland) },
	"environment":      func(v *view) bool { return v.Case.About.Environment },
	"late":             func(v *view) bool { return v.has && !v.duty.Due.IsZero() && v.On.After(v.duty.Due) },
	"reasons":          func(v *view) bool { return texts["reasons"](v) != "" },
	"note":             func(v *view) bool { return texts["note"](v) != "" },
	"backups":          func(v *view) bool { return texts["backups"](v) != "" },
	"services":         func(v *view) bool { return texts["services"](v) != "" },
	"remedy":           func(v *view) bool { return texts["remedy"](v) != "" },
}

func init() {
	for _, k := range casefile.OpenKinds() {
		conditions[string(k.Kind)] = func(v *view) bool { return v.Case.Kind == k.Kind }
	}
	for _, o := range casefile.Outcomes() {
		conditions[string(o)] = func(v *view) bool { return v.decision().Outcome == o }
	}
}

// represented reports whether somebody acts for the person who is not the
// parent or carer.
func represented(v *view) bool {
	r := v.Case.Subject.Relation
	return r == casefile.Solicitor || r == casefile.Representative
}

// ground is why the answer takes longer.
//
// law: UK GDPR Art 12A(3)
func (v *view) ground() casefile.Ground {
	return casefile.Ground(v.value("ground", string(v.extension().Ground)))
}

func knownCondition(name string) bool { return conditions[name] != nil }

func conditionNames() []string { return names(conditions) }

// holds reports whether a paragraph is printed.
func (p para) holds(v *view) bool {
	for _, any := range p.when {
		if !slices.ContainsFunc(any, func(t test) bool { return conditions[t.name](v) != t.not }) {
			return false
		}
	}
	return true
}

// knownDuty reports whether any letter has a duty of that id.
func knownDuty(id string) bool { return slices.Contains(casefile.DutyIDs(), id) }
