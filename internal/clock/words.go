package clock

import (
	"strconv"
	"strings"
)

// String returns the period in words: "one month", "30 days".
func (p Period) String() string {
	unit := [...]string{"", "month", "day", "working day", "hour"}[p.Unit]
	if p.N != 1 {
		unit += "s"
	}
	return number(p.N) + " " + unit
}

func number(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

func verb(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// and joins names: "a, b and c".
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
