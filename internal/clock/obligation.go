package clock

import (
	"time"

	"casebook/internal/civil"
)

// State says whether an obligation's time runs.
type State string

// The states of an obligation.
const (
	Running State = "running"
	Paused  State = "paused"  // a question is open: the time stands still
	Waiting State = "waiting" // what starts the time is not there yet
	None    State = "none"    // there is no date
)

// Answer says whether an extension took effect.
type Answer string

// What became of an extension; none asked for is "".
const (
	Granted Answer = "granted"
	Refused Answer = "refused"
)

// Obligation is one dated duty with the working that led to it.
type Obligation struct {
	Rule  RuleID
	Name  string // the duty, for people: "Send the reply"
	Basis Basis  // what the date rests on
	State State

	Due      civil.Date // the last lawful day; none while paused or waiting
	WorkTo   civil.Date // the cautious reading: never later than Due
	NoticeBy civil.Date // the last day to tell of an extension, where there can be one
	DueAt    time.Time  // the last instant (UTC), where the law counts hours
	Valid    *bool      // whether an opinion may be relied on, where that was asked

	Extension Answer
	Left      int        // while paused: the days that remain when the answer comes
	MetOn     civil.Date // the day it was discharged

	Working []Step // each fact and step, in order
}

// DaysLeft returns the days from today to the due date, negative once it has
// passed; while the time stands still, the days that remain when the answer
// comes. There is no number without a date.
func DaysLeft(o Obligation, today civil.Date) (days int, ok bool) {
	switch {
	case o.State == Paused:
		return o.Left, true
	case o.Due.IsZero():
		return 0, false
	}
	return o.Due.Sub(today), true
}

// Overdue reports whether the duty is not discharged and its last day has
// passed.
func Overdue(o Obligation, today civil.Date) bool {
	return o.MetOn.IsZero() && !o.Due.IsZero() && today.After(o.Due)
}

// OverdueAt is [Overdue] at an instant: where the law counts hours, the hour
// decides.
func OverdueAt(o Obligation, now time.Time) bool {
	if o.DueAt.IsZero() {
		return Overdue(o, civil.Of(now))
	}
	return o.MetOn.IsZero() && now.After(o.DueAt)
}

// MetLate reports whether the duty was discharged on a day after its last day.
func MetLate(o Obligation) bool {
	return !o.MetOn.IsZero() && !o.Due.IsZero() && o.MetOn.After(o.Due)
}
