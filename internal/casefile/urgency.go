package casefile

import (
	"cmp"

	"casebook/internal/civil"
)

// Urgency says how soon a message that is not decided needs somebody: the lower
// the class the sooner, and within a class the earlier day.
type Urgency struct {
	Class UrgencyClass
	By    civil.Date // about when an answer would be due, or the day it came
	At    civil.Moment
	// Kind is what makes it as urgent as it is; NoKind where nothing is asked.
	Kind Kind
	// Answers reports that it seems to bring what a case waits for.
	Answers bool
}

// Asks reports whether somebody must look at the message before it is set
// aside: it seems to ask for something or to answer, or cannot be read.
func (u Urgency) Asks() bool { return u.Class < AsksNought }

// UrgencyClass is what kind of time runs.
type UrgencyClass uint8

// The classes, the most urgent first.
const (
	HoursRun   UrgencyClass = iota // a breach: 72 hours
	DaysRun                        // a request, a complaint, or what a case waits for
	NoClock                        // a question
	Unread                         // nothing could be read: a person must look
	AsksNought                     // nothing seems to be asked
	ByMachine                      // no person wrote it
)

// roughly is in how many days the answer to a kind is due, near enough to put
// messages in an order: the date itself is worked out once there is a case.
//
// law: UK GDPR Art 12A(2) one month; DPA 2018 s.164A(3) 30 days; FOIA s.10 20
// working days; SI 2005/1437 reg 5 15 school days
var roughly = map[Kind]int{EducationRecord: 21, InformationRequest: 28, Complaint: 30}

const roughMonth = 30

// Urgency returns how soon the message that came then needs somebody.
func (p Proposal) Urgency(came civil.Moment, unreadable bool) Urgency {
	if !p.Received.IsZero() {
		came = p.Received
	}
	u := Urgency{Class: AsksNought, By: came.Date(), At: came, Kind: NoKind, Answers: len(p.Actions) > 0}
	switch {
	case unreadable:
		u.Class = Unread
		return u
	case p.Automatic != ByPerson && !p.Asks():
		u.Class = ByMachine
		return u
	case len(p.Actions) > 0:
		u.Class = DaysRun // it starts a clock, or sets one going again
	}
	for _, k := range p.Kinds {
		u = u.sooner(k.Kind, came)
	}
	return u
}

// sooner returns the urgency of a message that asks this as well.
func (u Urgency) sooner(k Kind, came civil.Moment) Urgency {
	other := Urgency{Class: DaysRun, By: came.Date().AddDays(roughMonth), At: came, Kind: k}
	switch {
	case k == NoKind:
		return u
	case k == Breach:
		other.Class, other.By = HoursRun, came.Date()
	case k == Enquiry:
		other.Class = NoClock
	case roughly[k] != 0:
		other.By = came.Date().AddDays(roughly[k])
	}
	if other.Compare(u) < 0 {
		other.Answers = u.Answers
		return other
	}
	return u
}

// Compare orders the most urgent first.
func (u Urgency) Compare(o Urgency) int {
	return cmp.Or(cmp.Compare(u.Class, o.Class), u.By.Compare(o.By), u.At.Compare(o.At))
}
