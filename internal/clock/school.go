package clock

import (
	"cmp"

	"casebook/internal/civil"
)

// Calendar is a named school calendar, shared by the schools that keep it.
type Calendar struct {
	Name     string        `json:"name"`
	Version  string        `json:"version,omitempty"` // shown with every date that it moved; "" where it has none
	Sessions []civil.Range `json:"sessions"`          // the terms and half terms, first and last day
	Closed   []civil.Date  `json:"closed"`            // days within them without a session: INSET, bank holidays
}

// Except is what one school does otherwise than its calendar says.
type Except struct {
	Closed []civil.Date `json:"closed"` // days without a session
	Open   []civil.Date `json:"open"`   // days with one
}

// School says which days are school days at one school: days with a session
// (B09). It is immutable and may be shared.
type School struct{ set *daySet }

// NewSchool makes the school days of a calendar with one school's exceptions.
// Saturdays and Sundays are school days only where Open names them. What the
// calendar does not cover, before its first session and after its last, is
// unknown: a date there is an error when it is asked about.
//
// law: Education Act 1996 s.579; SI 2004/3364 reg 3(3)
func NewSchool(c Calendar, except Except) (*School, error) {
	if len(c.Sessions) == 0 {
		return nil, fail("school.sessions", "the school calendar has no sessions")
	}
	first, last := c.Sessions[0].From, c.Sessions[0].To
	for _, r := range c.Sessions {
		if r.From.IsZero() || r.To.IsZero() || r.To.Before(r.From) {
			return nil, fail("school.sessions", "a session has to begin before it ends")
		}
		first, last = civil.Earlier(first, r.From), civil.Later(last, r.To)
	}
	if last.Sub(first) > 20*366 {
		return nil, fail("school.sessions", "the school calendar covers more than 20 years")
	}
	s := newDaySet(first, last)
	s.field, s.kind, s.place, s.version = "school", "school day", cmp.Or(c.Name, "the school"), c.Version
	s.what, s.mend = "the school calendar", "add the next year"
	if c.Name != "" {
		s.what = "the calendar of " + c.Name
	}
	s.fillSchool(c.Sessions)
	for _, days := range [][]civil.Date{c.Closed, except.Closed} {
		for _, d := range days {
			if (civil.Range{From: first, To: last}).Has(d) {
				s.close(d, "")
			}
		}
	}
	for _, d := range except.Open {
		if d.Before(first) || d.After(last) {
			return nil, fail("school.open", "%s is outside the calendar's sessions", d.Letter())
		}
		s.open(d)
	}
	return &School{set: s}, nil
}

// fillSchool closes every day that is in no session, and the weekends.
func (s *daySet) fillSchool(sessions []civil.Range) {
	for i := range s.skip {
		s.skip[i] = ^uint64(0)
	}
	for _, r := range sessions {
		for d := r.From; !d.After(r.To); d = d.AddDays(1) {
			s.open(d)
		}
	}
	s.closeWeekends()
}

// Covers returns the days about which the calendar knows.
func (s *School) Covers() civil.Range { return civil.Range{From: s.set.first, To: s.set.last} }

// Open reports whether d is a school day; days outside the calendar are not.
func (s *School) Open(d civil.Date) bool { return s.Covers().Has(d) && s.set.counts(d) }
