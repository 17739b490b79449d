package clock

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"casebook/internal/civil"
)

// Holidays is a dated table of the bank holidays of the four nations. It is
// immutable and may be shared.
type Holidays struct {
	version string
	sets    [5]*daySet // by Nation.index; the last is every part of the UK together
}

const unitedKingdom = 4

// Version returns the version the table gives itself.
func (h *Holidays) Version() string { return h.version }

// Equal reports whether two tables know the same days and say the same of them.
func (h *Holidays) Equal(o *Holidays) bool {
	if h == nil || o == nil {
		return h == o
	}
	return slices.EqualFunc(h.sets[:], o.sets[:], func(a, b *daySet) bool {
		return a.first == b.first && a.last == b.last && maps.Equal(a.names, b.names)
	})
}

// Covers returns the days about which the table knows for that nation.
func (h *Holidays) Covers(n Nation) civil.Range {
	if n.index() < 0 {
		return civil.Range{}
	}
	s := h.sets[n.index()]
	return civil.Range{From: s.first, To: s.last}
}

// Holiday returns the name of the bank holiday that d is in that nation, or "".
func (h *Holidays) Holiday(n Nation, d civil.Date) string {
	if n.index() < 0 {
		return ""
	}
	return h.sets[n.index()].names[d]
}

// HolidayFile is the form of a holiday table in a file.
type HolidayFile struct {
	Version string                   `json:"version"` // shown with every date: usually the day it was made
	Source  string                   `json:"source"`  // where it comes from
	Nations map[Nation]NationHoliday `json:"nations"` // all four
}

// NationHoliday is one nation's part of a [HolidayFile].
type NationHoliday struct {
	From civil.Date   `json:"from"` // first day covered
	To   civil.Date   `json:"to"`   // last day covered
	Days []HolidayDay `json:"days"`
}

// HolidayDay is one bank holiday, the day on which it is observed.
type HolidayDay struct {
	Date civil.Date `json:"date"`
	Name string     `json:"name"`
}

// ParseHolidays reads a holiday table (JSON, the form of [HolidayFile]). All
// four nations must be there; a day outside what the table says it covers, a
// day given twice and an unknown field are errors.
func ParseHolidays(b []byte) (*Holidays, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var f HolidayFile
	if err := dec.Decode(&f); err != nil {
		return nil, fail("holidays", "the holiday table cannot be read: %v", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fail("holidays", "the holiday table goes on after its end")
	}
	return NewHolidays(f)
}

// NewHolidays checks a table and makes it ready for use.
func NewHolidays(f HolidayFile) (*Holidays, error) {
	if f.Version == "" {
		return nil, fail("version", "the holiday table does not say which version it is")
	}
	for n := range f.Nations {
		if n.index() < 0 {
			return nil, fail("nations", "%q is not one of england, wales, scotland, northern-ireland", string(n))
		}
	}
	h := &Holidays{version: f.Version}
	for i, n := range Nations {
		part, ok := f.Nations[n]
		if !ok {
			return nil, fail("nations", "the holidays of %s are missing", n.Name())
		}
		set, err := nationSet(n, part)
		if err != nil {
			return nil, err
		}
		set.version = f.Version
		h.sets[i] = set
	}
	h.sets[unitedKingdom] = unite(h.sets[:unitedKingdom], f.Version)
	return h, nil
}

func nationSet(n Nation, part NationHoliday) (*daySet, error) {
	field := "nations." + string(n)
	if part.From.IsZero() || part.To.Before(part.From) || part.To.Sub(part.From) > 100*366 {
		return nil, fail(field, "the table must say from which to which day it covers %s", n.Name())
	}
	s := newDaySet(part.From, part.To)
	s.field, s.kind, s.place = "holidays", "working day", n.Name()
	s.what = "the table of bank holidays of " + n.Name()
	s.mend = "load a newer one"
	s.closeWeekends()
	for i, d := range part.Days {
		at := fmt.Sprintf("%s.days[%d]", field, i)
		switch {
		case d.Date.Before(s.first) || d.Date.After(s.last):
			return nil, fail(at, "%s is outside what the table covers", d.Date.Letter())
		case d.Name == "":
			return nil, fail(at, "%s has no name", d.Date.Letter())
		case s.names[d.Date] != "":
			return nil, fail(at, "%s is there twice", d.Date.Letter())
		}
		s.close(d.Date, d.Name)
	}
	return s, nil
}

// unite makes the set of days that are bank holidays in any part of the UK.
//
// law: FOIA s.10(6)
func unite(parts []*daySet, version string) *daySet {
	first, last := parts[0].first, parts[0].last
	for _, p := range parts[1:] {
		first, last = civil.Later(first, p.first), civil.Earlier(last, p.last)
	}
	if last.Before(first) {
		last = first
	}
	u := newDaySet(first, last)
	u.field, u.kind, u.place, u.version = "holidays", "working day", "every part of the UK", version
	u.what, u.mend = "the table of bank holidays of the UK", parts[0].mend
	u.closeWeekends()
	for _, p := range parts {
		for d := range p.names {
			if !d.Before(first) && !d.After(last) {
				u.close(d, nameIn(parts, d))
			}
		}
	}
	return u
}

// nameIn returns the plain name of a holiday that all four nations have, and
// else says where it is one.
func nameIn(parts []*daySet, d civil.Date) string {
	var name string
	var where []string
	for i, p := range parts {
		if n := p.names[d]; n != "" {
			name = cmp.Or(name, n)
			where = append(where, Nations[i].Name())
		}
	}
	if len(where) == len(parts) {
		return name
	}
	return name + " in " + and(where)
}
