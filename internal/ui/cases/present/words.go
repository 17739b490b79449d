// Package present says in words what the screens of cases show: rows, pages,
// dates and what can be done. It is plain Go on values of desk, so that it is
// tested without a window.
package present

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// State says how something stands; views draw it as a bar and a colour.
type State int

// The states, most pressing first.
const (
	Plain State = iota
	Late
	Today
	Soon
	Waiting
	Done
	Info
)

// Row is one line of a list.
type Row struct {
	ID, Title, Right, Sub string
	State                 State
	Heading               bool
	Struck                bool // no longer counts
}

// week is how many days ahead count as this week: the same weekday next week
// does not.
const week = 6

// Days says how a last day stands to today: "2 days late", "due today".
func Days(due, today civil.Date) string {
	switch n := due.Sub(today); {
	case n < -1:
		return fmt.Sprintf("%d days late", -n)
	case n == -1:
		return "1 day late"
	case n == 0:
		return "due today"
	case n == 1:
		return "due tomorrow"
	case n > far:
		return fmt.Sprintf("%d months", n/30)
	default:
		return fmt.Sprintf("%d days", n)
	}
}

// far is from when on days are too many to mean anything.
const far = 120

// StateOf says how pressing a last day is.
func StateOf(due, today civil.Date) State {
	switch n := due.Sub(today); {
	case n < 0:
		return Late
	case n == 0:
		return Today
	case n <= week:
		return Soon
	}
	return Plain
}

// days is a number of days.
func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// join puts what is not empty side by side.
func join(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

// first makes the first letter of a sentence large.
func first(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// sentence ends words with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

// waits reports whether somebody else has to move first.
func waits(s casefile.State) bool {
	switch s {
	case casefile.StateIdentity, casefile.StateAuthority, casefile.StateFee, casefile.StatePaused:
		return true
	}
	return false
}
