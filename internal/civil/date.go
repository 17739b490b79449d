// Package civil holds days and moments as the law counts them.
//
// A [Date] is a calendar day without a clock or a zone: the day a request was
// received, the day a reply is due. It is the only form in which a day crosses
// a package border. Where the law counts hours, a [Moment] also carries the
// instant. Days are read off instants in Europe/London and nowhere else.
package civil

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar. The zero value is no day at all
// ([Date.IsZero]); dates compare with == and order with [Date.Compare].
type Date struct {
	// n counts days from 1 January 0001, which is 1, so that 0 means no day.
	n int32
}

// The years a Date can hold: what a case file needs, with room.
const (
	minYear = 1
	maxYear = 9999
)

// New returns the day of that year, month and day of the month, or an error if
// there is no such day: 30 February is refused, never moved.
func New(year int, month time.Month, day int) (Date, error) {
	if year < minYear || year > maxYear || month < time.January || month > time.December ||
		day < 1 || day > DaysIn(year, month) {
		return Date{}, fmt.Errorf("there is no day %04d-%02d-%02d", year, int(month), day)
	}
	return fromParts(year, month, day), nil
}

// Must is [New] for days known to exist, in tables and tests; it panics otherwise.
func Must(year int, month time.Month, day int) Date {
	d, err := New(year, month, day)
	if err != nil {
		panic(err)
	}
	return d
}

// Parse reads a day written as 2026-10-09 (ISO 8601). Nothing else is accepted.
func Parse(s string) (Date, error) {
	var y, m, d int
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' ||
		!digits(s[:4], &y) || !digits(s[5:7], &m) || !digits(s[8:], &d) {
		return Date{}, fmt.Errorf("a date is written like 2026-10-09")
	}
	return New(y, time.Month(m), d)
}

// MustParse is [Parse] for days known to exist, in tables and tests; it panics
// otherwise.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func digits(s string, n *int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		*n = *n*10 + int(s[i]-'0')
	}
	return true
}

// Of returns the day it is in London at the instant t.
//
// A message stamped 23:30 UTC on 30 June arrives on 1 July: the local day
// counts (law/rules.md A07).
func Of(t time.Time) Date {
	y, m, d := t.In(London()).Date()
	return fromParts(y, m, d)
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d.n == 0 }

// Split returns the year, the month and the day of the month. The zero Date
// gives zeros.
func (d Date) Split() (year int, month time.Month, day int) {
	if d.n == 0 {
		return 0, 0, 0
	}
	return split(d.n)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	// 1 January 0001 was a Monday.
	return time.Weekday(d.n % 7)
}

// AddDays returns the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return Date{d.n + int32(n)} }

// AddMonths returns the day with the same number n months later, and the last
// day of that month if it is shorter: 31 January and one month is 28 or 29
// February.
//
// law: Reg 1182/71 Art 3(2)(c), through UK GDPR Art 4A
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Split()
	months := y*12 + int(m) - 1 + n
	y, m = months/12, time.Month(months%12+1)
	return fromParts(y, m, min(day, DaysIn(y, m)))
}

// Sub returns the number of days from o to d: positive if d is later.
func (d Date) Sub(o Date) int { return int(d.n - o.n) }

// Compare returns -1, 0 or +1 as d is earlier than, the same as, or later than o.
func (d Date) Compare(o Date) int {
	switch {
	case d.n < o.n:
		return -1
	case d.n > o.n:
		return +1
	}
	return 0
}

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.n < o.n }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.n > o.n }

// Earlier returns the earlier of two days; a zero Date does not take part.
func Earlier(a, b Date) Date {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// Later returns the later of two days; a zero Date does not take part.
func Later(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// String returns the day as 2026-10-09, or "" for no day.
func (d Date) String() string {
	if d.n == 0 {
		return ""
	}
	return string(d.AppendText(make([]byte, 0, 10)))
}

// AppendText appends the day as 2026-10-09.
func (d Date) AppendText(b []byte) []byte {
	y, m, day := d.Split()
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// Long returns the day as people read a duty: "Fri 9 Oct 2026".
func (d Date) Long() string { return d.Format("Mon 2 Jan 2006") }

// Letter returns the day as a letter prints it: "9 October 2026".
func (d Date) Letter() string { return d.Format("2 January 2006") }

// Format writes the day in a layout of package time. No day gives "".
func (d Date) Format(layout string) string {
	if d.n == 0 {
		return ""
	}
	y, m, day := d.Split()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Format(layout)
}

// Midnight returns the instant at which the day begins in London.
func (d Date) Midnight() time.Time {
	y, m, day := d.Split()
	return time.Date(y, m, day, 0, 0, 0, 0, London())
}

// MarshalText writes the day as 2026-10-09 and no day as nothing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// DaysIn returns the number of days of that month in that year.
func DaysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// fromParts and split count days in years that begin in March, so that the leap
// day comes last: every month then begins after a fixed number of days.
func fromParts(year int, month time.Month, day int) Date {
	y, m := year, (int(month)+9)%12 // March is 0
	if m >= 10 {
		y--
	}
	return Date{int32(365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + day - marchOffset)}
}

// marchOffset is the day number of 28 February 0001 in March-based counting,
// less what makes 1 January 0001 day 1.
const marchOffset = 306

func split(n int32) (int, time.Month, int) {
	const era = 146097 // days in 400 years
	z := int(n) + marchOffset - 1
	e := z / era
	doe := z - e*era
	yoe := (doe - doe/1460 + doe/36524 - doe/(era-1)) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	m := (5*doy + 2) / 153
	day := doy - (153*m+2)/5 + 1
	year := yoe + e*400
	if m >= 10 {
		return year + 1, time.Month(m - 9), day
	}
	return year, time.Month(m + 3), day
}
