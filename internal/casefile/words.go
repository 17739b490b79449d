package casefile

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

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

// Counted is a number with what it counts: "1 case", "3 cases".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Inner is a sentence or a label as it stands within another: its first letter is
// small, and an abbreviation such as "ID" is left alone.
func Inner(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if n == 0 || unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// Clip cuts a text to so many bytes at most, at the border of a character.
func Clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
