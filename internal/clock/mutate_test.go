package clock_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"casebook/internal/clock"
)

// mutant is the table of rules with one thing wrong in it.
type mutant struct {
	what  string
	rules []clock.Rule
}

// mutants makes every mutant of the table: a row dropped, a clause blanked, a
// condition, a fact, a nation, a kind, a ground taken away, a set of days or a
// way to treat questions exchanged, a period or a day of commencement shifted
// by one.
func mutants() []mutant {
	var out []mutant
	for i, r := range clock.Rules() {
		name := fmt.Sprintf("row %d (%s)", i, r.ID)
		without := slices.Delete(clock.Rules(), i, i+1)
		out = append(out, mutant{name + " dropped", without})
		for _, c := range changes(r) {
			rules := clock.Rules()
			rules[i] = c.rule
			out = append(out, mutant{name + ": " + c.what, rules})
		}
	}
	return out
}

type change struct {
	what string
	rule clock.Rule
}

// changes returns each wrong version of one row.
func changes(r clock.Rule) []change {
	var out []change
	add := func(what string, alter func(*clock.Rule)) {
		c := r
		c.Limits = slices.Clone(r.Limits)
		alter(&c)
		out = append(out, change{what, c})
	}
	scalarChanges(r, add)
	listChanges(r, add)
	periodChanges(r, add)
	setChanges(r, add)
	law := reflect.TypeOf(r.Law)
	for i := range law.NumField() {
		if reflect.ValueOf(r.Law).Field(i).String() == "" {
			continue
		}
		add("clause "+law.Field(i).Name+" blank", func(c *clock.Rule) { reflect.ValueOf(&c.Law).Elem().Field(i).SetString("") })
	}
	return out
}

func scalarChanges(r clock.Rule, add func(string, func(*clock.Rule))) {
	add("name blank", func(c *clock.Rule) { c.Name = "" })
	for _, b := range []clock.Basis{clock.Statute, clock.Guidance, clock.Policy} {
		if b != r.Basis {
			add("rests on "+string(b), func(c *clock.Rule) { c.Basis = b })
		}
		if !r.InForce.IsZero() && b != r.Before {
			add("earlier receipts rest on "+string(b), func(c *clock.Rule) { c.Before = b })
		}
	}
	if !r.InForce.IsZero() {
		add("in force a day later", func(c *clock.Rule) { c.InForce = c.InForce.AddDays(1) })
		add("in force a day earlier", func(c *clock.Rule) { c.InForce = c.InForce.AddDays(-1) })
	}
	if r.When != clock.Always {
		add("condition dropped", func(c *clock.Rule) { c.When = clock.Always })
	}
	if r.Only != clock.Always {
		add("limit of the rule dropped", func(c *clock.Rule) { c.Only = clock.Always })
		add("other rule dropped", func(c *clock.Rule) { c.Otherwise = "" })
	}
	if r.Until != "" {
		add("end dropped", func(c *clock.Rule) { c.Until = "" })
	}
	if r.FeeDays {
		add("fee days count", func(c *clock.Rule) { c.FeeDays = false })
	}
	if r.Held {
		add("hold ignored", func(c *clock.Rule) { c.Held = false })
	}
	for q := clock.Unstopped; q <= clock.Restarts; q++ {
		// Where the law says nothing of questions the count ignores them all.
		if q != r.Questions && r.Law.Question != "" {
			add(fmt.Sprintf("questions treated as %d", q), func(c *clock.Rule) { c.Questions = q })
		}
	}
}

func listChanges(r clock.Rule, add func(string, func(*clock.Rule))) {
	drop(r.Kinds, func(l []string) { add(fmt.Sprintf("kinds %v", l), func(c *clock.Rule) { c.Kinds = l }) })
	drop(r.Nations, func(l []clock.Nation) { add(fmt.Sprintf("nations %v", l), func(c *clock.Rule) { c.Nations = l }) })
	drop(r.Schools, func(l []clock.SchoolType) { add(fmt.Sprintf("schools %v", l), func(c *clock.Rule) { c.Schools = l }) })
	drop(r.Start, func(l []clock.Fact) { add(fmt.Sprintf("start facts %v", l), func(c *clock.Rule) { c.Start = l }) })
	drop(r.Grounds, func(l []clock.Ground) { add(fmt.Sprintf("grounds %v", l), func(c *clock.Rule) { c.Grounds = l }) })
	drop(r.Met, func(l []clock.Met) { add(fmt.Sprintf("met by %v", l), func(c *clock.Rule) { c.Met = l }) })
	if len(r.Limits) > 1 {
		drop(r.Limits, func(l []clock.Limit) { add(fmt.Sprintf("%d limits", len(l)), func(c *clock.Rule) { c.Limits = l }) })
	}
}

// drop gives the list without each of its members.
func drop[T any](list []T, with func([]T)) {
	for i := range list {
		with(slices.Delete(slices.Clone(list), i, i+1))
	}
}

func periodChanges(r clock.Rule, add func(string, func(*clock.Rule))) {
	for i, l := range r.Limits {
		for _, by := range []int{-1, 1} {
			if l.Period.N+by < 0 {
				continue // a rule that is off
			}
			add(fmt.Sprintf("limit %d by %+d", i, by), func(c *clock.Rule) { c.Limits[i].Period.N += by })
		}
		for _, u := range []clock.Unit{clock.Months, clock.Days} {
			if l.Period.Unit != u && l.Period.Unit <= clock.Days && l.Period.N > 0 {
				add(fmt.Sprintf("limit %d in unit %d", i, u), func(c *clock.Rule) { c.Limits[i].Period.Unit = u })
			}
		}
		add(fmt.Sprintf("limit %d without clause", i), func(c *clock.Rule) { c.Limits[i].Law = "" })
		if l.From != 0 {
			add(fmt.Sprintf("limit %d from the start", i), func(c *clock.Rule) { c.Limits[i].From = 0 })
		}
	}
	if r.Extended.N > 0 {
		for _, by := range []int{-1, 1, -r.Extended.N} {
			add(fmt.Sprintf("extension by %+d", by), func(c *clock.Rule) { c.Extended.N += by })
		}
	}
}

func setChanges(r clock.Rule, add func(string, func(*clock.Rule))) {
	for s := clock.NoSet; s <= clock.SchoolUKSet; s++ {
		if s != r.Roll && r.Limits[0].Period.Unit <= clock.Days && r.Limits[0].Period.N > 0 {
			add(fmt.Sprintf("rolls over set %d", s), func(c *clock.Rule) { c.Roll = s })
		}
		for i, l := range r.Limits {
			if r.When == clock.ReviewFOIScotland && s == clock.NationSet {
				continue // the same days: this row holds in Scotland alone
			}
			if l.Period.Unit == clock.WorkingDays && s != l.Set && s != clock.NoSet {
				add(fmt.Sprintf("limit %d counts in set %d", i, s), func(c *clock.Rule) { c.Limits[i].Set = s })
			}
		}
	}
}

// Whatever is wrong in the table of rules, a row of the vectors or a proof
// notices it.
func TestNoMutantSurvives(t *testing.T) {
	law := fullLaw(t)
	rows, cases := vectors(t), proofs()
	want := make([]string, 0, len(rows)+len(cases))
	check := func(i int, law clock.Law) string {
		if i < len(rows) {
			return rows[i].workings(t, law)
		}
		return cases[i-len(rows)].workings(law)
	}
	for i := range cap(want) {
		want = append(want, check(i, law))
	}
	all := mutants()
	survivors := 0
	killers := map[int]int{}
	for _, m := range all {
		law.Rules = m.rules
		by := slices.IndexFunc(order(len(want), killers), func(i int) bool { return check(i, law) != want[i] })
		if by < 0 {
			survivors++
			t.Errorf("survives: %s", m.what)
			continue
		}
		killers[order(len(want), killers)[by]]++
	}
	t.Logf("%d mutants, %d survivors", len(all), survivors)
}

// order puts first the checks that have noticed most so far.
func order(n int, killers map[int]int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int { return killers[b] - killers[a] })
	return out
}
