package civil

import (
	"errors"
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // the London rules travel with the program
)

// London returns the zone in which every day is read: Europe/London, from the
// data built into the program, whatever the machine's zone is.
var London = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("civil: the built-in time zones do not hold Europe/London: " + err.Error())
	}
	return loc
})

// Moment is when something happened: a day, and the instant where it is known.
// Post has only a day; a message has both. The zero value is no moment.
type Moment struct {
	day Date
	at  time.Time // UTC; zero where only the day is known
}

// On returns the moment of which only the day is known.
func On(d Date) Moment { return Moment{day: d} }

// At returns the moment of an instant, whose day is the one in London. The
// instant is kept to the millisecond, so that what is stored is what was meant.
func At(t time.Time) Moment {
	t = t.UTC().Truncate(time.Millisecond)
	return Moment{day: Of(t), at: t}
}

// ParseMoment reads a day (2026-10-09) or an instant (RFC 3339).
func ParseMoment(s string) (Moment, error) {
	if d, err := Parse(s); err == nil {
		return On(d), nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return Moment{}, fmt.Errorf("a moment is written like 2026-10-09 or 2026-10-09T17:30:00Z")
	}
	return At(t), nil
}

// ParseLocal reads an hour by the clock in London: 2026-10-09T17:30, with seconds
// or without. Of an hour that comes twice when the clocks go back it is the
// first, so that what is counted from it is never too late; one over which the
// clocks go forward is an error.
func ParseLocal(s string) (Moment, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		at, err := time.ParseInLocation(layout, s, London())
		switch {
		case err != nil:
			continue
		case at.Format(layout) != s:
			return Moment{}, errors.New("there is no such hour in London: the clocks go forward over it")
		}
		if before := at.Add(-time.Hour); before.Format(layout) == s {
			at = before
		}
		return At(at), nil
	}
	return Moment{}, errors.New("an hour is written like 2026-10-09T17:30")
}

// Date returns the day of the moment, in London.
func (m Moment) Date() Date { return m.day }

// Time returns the instant, in UTC, and whether it is known.
func (m Moment) Time() (time.Time, bool) { return m.at, !m.at.IsZero() }

// IsZero reports whether m is no moment.
func (m Moment) IsZero() bool { return m.day.IsZero() }

// Compare orders moments by day, then by instant; a moment without an instant
// comes before those of its day that have one.
func (m Moment) Compare(o Moment) int {
	if c := m.day.Compare(o.day); c != 0 {
		return c
	}
	return m.at.Compare(o.at)
}

// String returns the day, or the instant in RFC 3339 in UTC.
func (m Moment) String() string {
	if m.at.IsZero() {
		return m.day.String()
	}
	return m.at.Format(time.RFC3339Nano)
}

// MarshalText writes what [ParseMoment] reads; no moment is written as nothing.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Moment) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*m = Moment{}
		return nil
	}
	v, err := ParseMoment(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}

// Range is the days from From to To, both included.
type Range struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Days returns how many days the range holds; a range that ends before it
// begins holds none.
func (r Range) Days() int { return max(0, r.To.Sub(r.From)+1) }

// Has reports whether d is one of the days.
func (r Range) Has(d Date) bool { return !d.Before(r.From) && !d.After(r.To) }
