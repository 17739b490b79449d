package casefile

import "fmt"

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
