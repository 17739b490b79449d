package casefile

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/clock"
)

// units are how a client file writes what a period counts.
var units = map[string]clock.Unit{
	"day": clock.Days, "days": clock.Days, "month": clock.Months, "months": clock.Months,
	"working day": clock.WorkingDays, "working days": clock.WorkingDays,
}

// policyRules are the duties whose period a client may set, because they rest
// on policy and not on law. How long a case is kept is not among them: it
// differs by kind of case.
var policyRules = func() []string {
	policy, law := map[string]bool{}, map[string]bool{string(clock.Disposal): true}
	for _, r := range clock.Rules() {
		if r.Basis == clock.Policy {
			policy[string(r.ID)] = true
		} else {
			law[string(r.ID)] = true // for some kinds of case, and so for all
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(policy)), func(id string) bool { return law[id] })
}()

// periods returns what the client promises, by rule.
func (p Policy) periods() (map[clock.RuleID]clock.Period, error) {
	periods := map[clock.RuleID]clock.Period{}
	for rule, days := range map[clock.RuleID]int{
		clock.ComplaintOutcome:  p.OutcomeDays,
		clock.ComplaintProgress: p.ProgressDays,
		clock.ReplyProgress:     p.ProgressDays,
	} {
		if days > 0 {
			periods[rule] = clock.Period{N: days, Unit: clock.Days}
		}
	}
	for rule, words := range p.Periods {
		if !slices.Contains(policyRules, rule) {
			return nil, fieldError("policy.periods."+rule, rule+" is not a duty whose period a client can set.",
				"Use one of: "+strings.Join(policyRules, ", ")+".")
		}
		period, ok := parsePeriod(words)
		if !ok {
			return nil, fieldError("policy.periods."+rule, "The period of "+rule+" is not one.", `Write it like "14 days", "20 working days" or "1 month".`)
		}
		periods[clock.RuleID(rule)] = period
	}
	return periods, nil
}

// mostPeriod is the longest period a client can set, of any unit.
const mostPeriod = 1000

func parsePeriod(words string) (clock.Period, bool) {
	number, unit, _ := strings.Cut(strings.TrimSpace(words), " ")
	n, err := strconv.Atoi(number)
	u, known := units[strings.TrimSpace(unit)]
	return clock.Period{N: n, Unit: u}, err == nil && known && n > 0 && n <= mostPeriod
}
