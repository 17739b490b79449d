// Package remind counts what is due and says it in words that may be read by
// anybody who passes the screen: references and days, no names.
package remind

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/notify"
)

// Duty is a case whose next duty is late or due.
type Duty struct {
	Case casefile.Reference
	Left int // days; negative is late
}

// Duties are those of a day, the latest first.
type Duties struct {
	Day  civil.Date
	Late []Duty
	Due  []Duty // today
}

// Count chooses from the cases what is late or due on a day.
func Count(rows []desk.CaseRow, today civil.Date) Duties {
	d := Duties{Day: today}
	for _, r := range rows {
		if r.NextDue.IsZero() || r.State == casefile.StateClosed {
			continue
		}
		duty := Duty{r.Reference, r.NextDue.Sub(today)}
		switch {
		case duty.Left < 0:
			d.Late = append(d.Late, duty)
		case duty.Left == 0:
			d.Due = append(d.Due, duty)
		}
	}
	slices.SortStableFunc(d.Late, func(a, b Duty) int { return a.Left - b.Left })
	return d
}

// Any says whether there is anything to be reminded of.
func (d Duties) Any() bool { return len(d.Late)+len(d.Due) > 0 }

// Short is for the status bar: "1 due today, 2 late".
func (d Duties) Short() string {
	var parts []string
	if n := len(d.Due); n > 0 {
		parts = append(parts, fmt.Sprintf("%d due today", n))
	}
	if n := len(d.Late); n > 0 {
		parts = append(parts, fmt.Sprintf("%d late", n))
	}
	if len(parts) == 0 {
		return "Nothing due today"
	}
	return strings.Join(parts, ", ")
}

// named is how many cases the banner names.
const named = 4

// Long is for the banner, with the cases by their references.
func (d Duties) Long() string {
	all := slices.Concat(d.Late, d.Due)
	var words []string
	for _, duty := range all[:min(len(all), named)] {
		words = append(words, string(duty.Case)+" "+casefile.DaysWords(duty.Left))
	}
	if more := len(all) - named; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", ") + "."
}

// Notify sends what is due to the desktop, if that is switched on. One case
// alone is named by its reference.
func (d Duties) Notify(n *notify.Notifier) error {
	if len(d.Late) == 1 && len(d.Due) == 0 {
		return n.Case(notify.CaseLate, -d.Late[0].Left, string(d.Late[0].Case))
	}
	for _, part := range []struct {
		sentence notify.Sentence
		count    int
	}{{notify.Overdue, len(d.Late)}, {notify.DueToday, len(d.Due)}} {
		if part.count == 0 {
			continue
		}
		if err := n.Count(part.sentence, part.count); err != nil {
			return err
		}
	}
	return nil
}
