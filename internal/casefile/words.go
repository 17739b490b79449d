package casefile

import (
	"fmt"

	"casebook/internal/clock"
)

// DueWords is the last day of a duty, with the hour by the clock in London
// where the law counts hours: "Mon 12 Oct 2026, 16:30".
func DueWords(o clock.Obligation) string {
	if o.DueAt.IsZero() {
		return o.Due.Long()
	}
	return o.Due.Long() + ", " + o.DueAt.In(o.Due.Midnight().Location()).Format("15:04")
}

// DaysWords says how many days are left as a colleague would: "2 days late",
// "due today", "4 days".
func DaysWords(left int) string {
	switch {
	case left < -1:
		return fmt.Sprintf("%d days late", -left)
	case left == -1:
		return "1 day late"
	case left == 0:
		return "due today"
	case left == 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", left)
}
