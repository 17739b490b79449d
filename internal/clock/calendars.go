package clock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"casebook/internal/civil"
)

// ParseCalendars reads a file of school calendars:
//
//	{"version": "2026-07-01", "source": "the council's calendar", "calendars":
//	    {"hill": {"name": "Hill School",
//	        "sessions": [["2026-09-02", "2026-10-23"]], "closed": ["2026-09-18"]}}}
//
// The version and the source may be left out; every calendar takes the version.
// An unknown field, a session that is not its first and last day, and a
// calendar of which no school days can be made are errors.
func ParseCalendars(b []byte) (map[string]Calendar, error) {
	var file struct {
		Version   string `json:"version"`
		Source    string `json:"source"`
		Calendars map[string]struct {
			Name     string         `json:"name"`
			Sessions [][]civil.Date `json:"sessions"`
			Closed   []civil.Date   `json:"closed"`
		} `json:"calendars"`
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fail("calendars", "the school calendars cannot be read: %v", err)
	}
	out := map[string]Calendar{}
	for _, id := range slices.Sorted(maps.Keys(file.Calendars)) {
		in := file.Calendars[id]
		c := Calendar{Name: in.Name, Version: file.Version, Closed: in.Closed}
		for i, s := range in.Sessions {
			if len(s) != 2 {
				return nil, fail(fmt.Sprintf("calendars.%s.sessions[%d]", id, i), "a session is its first and its last day")
			}
			c.Sessions = append(c.Sessions, civil.Range{From: s[0], To: s[1]})
		}
		if _, err := NewSchool(c, Except{}); err != nil {
			return nil, fail("calendars."+id, "%v", err)
		}
		out[id] = c
	}
	return out, nil
}
