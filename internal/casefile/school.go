package casefile

import (
	"fmt"
	"maps"
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// School is one school of a client. Several may keep the same calendar, each
// with exceptions of its own.
type School struct {
	Name     string       `toml:"name" json:"name"`
	Calendar string       `toml:"calendar" json:"calendar,omitempty"` // id or name, as loaded; "": not known
	Type     string       `toml:"type" json:"type,omitempty"`         // one of SchoolTypes; "": any
	Closed   []civil.Date `toml:"closed" json:"closed,omitempty"`     // closed although the calendar has a session
	Open     []civil.Date `toml:"open" json:"open,omitempty"`         // open although it has none
}

// SchoolTypes are the types that the education record regulations tell apart.
var SchoolTypes = []string{string(clock.Maintained), string(clock.Special), string(clock.Academy), string(clock.Independent)}

// SchoolNames returns the names of the client's schools, each once, by which
// people may call it.
func (c Client) SchoolNames() []string {
	names := slices.Clone(c.Schools)
	for _, s := range c.School {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// SchoolNamed returns the client's school of that name, if it is described.
func (c Client) SchoolNamed(name string) (School, bool) {
	i := slices.IndexFunc(c.School, func(s School) bool { return s.Name == name })
	if i < 0 {
		return School{}, false
	}
	return c.School[i], true
}

// checkSchools returns the first thing in the schools that cannot be right.
func checkSchools(schools []School) error {
	seen := map[string]bool{}
	for i, s := range schools {
		at := func(key string) string { return fmt.Sprintf("school %d %s", i+1, key) }
		switch {
		case s.Name == "":
			return fieldError(at("name"), "A school has no name.", "Give the name by which people know it.")
		case seen[s.Name]:
			return fieldError(at("name"), "Two schools have the same name.", "Tell them apart by their names: a case is about one of them.")
		case s.Type != "" && !slices.Contains(SchoolTypes, s.Type):
			return fieldError(at("type"), "A school is of a type that the regulations do not know.",
				"Use one of: maintained, non-maintained-special, academy, independent.")
		}
		for _, d := range s.Open {
			if slices.Contains(s.Closed, d) {
				return fieldError(at("open"), "A school is both open and closed on "+d.Letter()+".", "Keep one of the two.")
			}
		}
		seen[s.Name] = true
	}
	return nil
}

// schoolDays returns the school days of a school, or nil where its calendar is
// not loaded.
func schoolDays(calendars map[string]clock.Calendar, s School) *clock.School {
	calendar, found := calendars[s.Calendar]
	for _, id := range slices.Sorted(maps.Keys(calendars)) {
		if c := calendars[id]; !found && c.Name == s.Calendar {
			calendar, found = c, true
		}
	}
	if !found || s.Calendar == "" {
		return nil
	}
	plain, err := clock.NewSchool(calendar, clock.Except{Closed: s.Closed})
	if err != nil || len(s.Open) == 0 {
		return plain
	}
	// What the school did in a year that the calendar does not hold any more
	// has no bearing on this one.
	covered := slices.DeleteFunc(slices.Clone(s.Open), func(d civil.Date) bool { return !plain.Covers().Has(d) })
	school, err := clock.NewSchool(calendar, clock.Except{Closed: s.Closed, Open: covered})
	if err != nil {
		return nil // the same calendar was read a moment ago: this cannot be
	}
	return school
}

// schoolsOf returns the school days of the schools, by name, where their
// calendars are loaded.
func schoolsOf(base clock.Law, schools ...School) map[string]*clock.School {
	out := make(map[string]*clock.School, len(schools))
	for _, s := range schools {
		if days := schoolDays(base.Calendars, s); days != nil {
			out[s.Name] = days
		}
	}
	return out
}
