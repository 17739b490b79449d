package clock

import (
	"math/bits"
	"time"

	"casebook/internal/civil"
)

// daySet says of every day from first to last whether it counts. A day outside
// is not known: asking about it is an error, never a guess.
type daySet struct {
	field   string // what an error names
	what    string // "the bank holidays of England"
	kind    string // what a day that counts is called: "working day", "school day"
	place   string // "England", or the school
	version string // of the table
	mend    string // what to do when the table ends too early
	first   civil.Date
	last    civil.Date
	skip    []uint64 // bit i: day first+i does not count
	names   map[civil.Date]string
	and     *daySet // a day counts only if it counts here too
}

// both returns the set of days that count in s and in o.
func (s *daySet) both(o *daySet) *daySet {
	c := *s
	c.and = o
	return &c
}

func newDaySet(first, last civil.Date) *daySet {
	return &daySet{first: first, last: last, skip: make([]uint64, last.Sub(first)/64+1), names: map[civil.Date]string{}}
}

func (s *daySet) bit(d civil.Date) (word *uint64, mask uint64) {
	i := d.Sub(s.first)
	return &s.skip[i/64], 1 << (i % 64)
}

func (s *daySet) close(d civil.Date, name string) {
	w, m := s.bit(d)
	*w |= m
	if name != "" {
		s.names[d] = name
	}
}

func (s *daySet) open(d civil.Date) {
	w, m := s.bit(d)
	*w &^= m
	delete(s.names, d)
}

// closeWeekends closes every Saturday and Sunday.
func (s *daySet) closeWeekends() {
	for d := s.first; !d.After(s.last); d = d.AddDays(1) {
		if weekend(d) {
			s.close(d, "")
		}
	}
}

func weekend(d civil.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

func (s *daySet) known(d civil.Date) error {
	switch {
	case d.After(s.last):
		return fail(s.field, "%s on %s: %s", s.what+" ends", s.last.Letter(), s.mend)
	case d.Before(s.first):
		return fail(s.field, "%s on %s, after %s: add what came before", s.what+" begins", s.first.Letter(), d.Letter())
	case s.and != nil:
		return s.and.known(d)
	}
	return nil
}

// counts reports whether d counts; d must be known.
func (s *daySet) counts(d civil.Date) bool {
	w, m := s.bit(d)
	return *w&m == 0 && (s.and == nil || s.and.counts(d))
}

// name returns the name of the holiday that d is, or "".
func (s *daySet) name(d civil.Date) string {
	if n := s.names[d]; n != "" || s.and == nil {
		return n
	}
	return s.and.name(d)
}

// next returns the first day from d on that counts.
func (s *daySet) next(d civil.Date) (civil.Date, error) {
	if err := s.known(d); err != nil {
		return civil.Date{}, err
	}
	i := d.Sub(s.first)
	w := ^s.skip[i/64] >> (i % 64)
	if w == 0 {
		return s.nextSlow(d)
	}
	d = d.AddDays(bits.TrailingZeros64(w))
	return d, s.known(d)
}

func (s *daySet) nextSlow(d civil.Date) (civil.Date, error) {
	for {
		if err := s.known(d); err != nil {
			return civil.Date{}, err
		}
		if s.counts(d) {
			return d, nil
		}
		d = d.AddDays(1)
	}
}
