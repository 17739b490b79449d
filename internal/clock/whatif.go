package clock

import (
	"slices"

	"casebook/internal/civil"
)

// "What if" is [Due] on changed facts. The functions here return facts as they
// would be; the facts they are given stay as they are.

// IfClarificationAsked returns the facts with a question asked on that day.
func IfClarificationAsked(f Facts, on civil.Date) Facts {
	f.Pauses = append(slices.Clip(f.Pauses), Pause{Asked: on})
	return f
}

// IfClarified returns the facts with every open question answered on that day.
func IfClarified(f Facts, on civil.Date) Facts {
	f.Pauses = slices.Clone(f.Pauses)
	for i := range f.Pauses {
		if f.Pauses[i].Answered.IsZero() {
			f.Pauses[i].Answered = on
		}
	}
	return f
}

// IfIdentityAsked returns the facts with proof of identity asked for on that
// day and not there yet.
func IfIdentityAsked(f Facts, on civil.Date) Facts {
	f.Identity = Wait{Asked: on}
	return f
}

// IfIdentified returns the facts with proof of identity arriving on that day.
func IfIdentified(f Facts, on civil.Date) Facts {
	f.Identity.Received, f.Identity.Open = on, false
	return f
}

// IfExtended returns the facts with the person told on that day that the period
// is extended, and why.
func IfExtended(f Facts, on civil.Date, ground Ground) Facts {
	f.Extensions = append(slices.Clip(f.Extensions), Extension{Noticed: on, Ground: ground})
	return f
}

// PostDays is how many working days a letter sent second class is given to
// arrive, where the client has set no other number.
const PostDays = 3

// PostBy returns the last day on which a letter can be posted so that n working
// days of the nation lie between it and its arrival on the last day or before.
func PostBy(last civil.Date, n int, nation Nation, law Law) (civil.Date, error) {
	if err := nation.check(); err != nil {
		return civil.Date{}, err
	}
	if law.Holidays == nil {
		return civil.Date{}, fail("holidays", "no table of bank holidays is loaded")
	}
	set := law.Holidays.sets[nation.index()]
	for d := last; ; d = d.AddDays(-1) {
		if err := set.known(d); err != nil {
			return civil.Date{}, err
		}
		if !set.counts(d) {
			continue // nothing is delivered or collected
		}
		if n <= 0 {
			return d, nil
		}
		n--
	}
}

// Move is a date that is another one under another law or on other facts.
type Move struct {
	Rule     RuleID
	Name     string
	From, To civil.Date // no day: there was, or is, none
}

// Moved returns what changed from one set of obligations to another: due dates
// that are others, duties that came and duties that went.
func Moved(before, after []Obligation) []Move {
	var out []Move
	left := slices.Clone(after)
	for _, o := range before {
		i := slices.IndexFunc(left, func(n Obligation) bool { return n.Rule == o.Rule })
		var now civil.Date
		if i >= 0 {
			now = left[i].Due
			left = slices.Delete(left, i, i+1)
		}
		if now != o.Due {
			out = append(out, Move{o.Rule, o.Name, o.Due, now})
		}
	}
	for _, n := range left {
		if !n.Due.IsZero() {
			out = append(out, Move{Rule: n.Rule, Name: n.Name, To: n.Due})
		}
	}
	return out
}
