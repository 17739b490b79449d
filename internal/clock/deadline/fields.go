package deadline

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// fields reads each field of a question. A field that is null has not happened;
// what was asked for and is null has not come.
var fields = map[string]func(*query, json.RawMessage) error{
	"id":                 func(q *query, b json.RawMessage) error { return q.setID(b) },
	"rule":               func(q *query, b json.RawMessage) error { return text(b, &q.rule) },
	"kind":               func(q *query, b json.RawMessage) error { return text(b, &q.facts.Kind) },
	"nation":             func(q *query, b json.RawMessage) error { return text(b, &q.facts.Nation) },
	"received":           func(q *query, b json.RawMessage) error { return moment(b, &q.facts.Received) },
	"received_by_dpo":    func(q *query, b json.RawMessage) error { return moment(b, &q.facts.ReceivedByDPO) },
	"identity_asked":     func(q *query, b json.RawMessage) error { return day(b, &q.facts.Identity.Asked) },
	"identity_received":  func(q *query, b json.RawMessage) error { return wait(b, &q.facts.Identity) },
	"authority_asked":    func(q *query, b json.RawMessage) error { return day(b, &q.facts.Authority.Asked) },
	"authority_received": func(q *query, b json.RawMessage) error { return wait(b, &q.facts.Authority) },
	"fee_asked":          func(q *query, b json.RawMessage) error { return day(b, &q.facts.Fee.Asked) },
	"fee_paid":           func(q *query, b json.RawMessage) error { return wait(b, &q.facts.Fee.Wait) },
	"fee_for_copies":     func(q *query, b json.RawMessage) error { return truth(b, &q.facts.Fee.Copies) },
	"pauses":             func(q *query, b json.RawMessage) error { return q.setPauses(b) },
	"extended":           func(q *query, b json.RawMessage) error { return truth(b, &q.facts.ExtendedInTime) },
	"extension":          func(q *query, b json.RawMessage) error { return q.setExtension(b) },
	"results_announced":  func(q *query, b json.RawMessage) error { return day(b, &q.facts.Results) },
	"school":             func(q *query, b json.RawMessage) error { return q.setSchool(b) },
	"school_type":        func(q *query, b json.RawMessage) error { return q.setSchoolType(b) },
	"opinion":            func(q *query, b json.RawMessage) error { return day(b, &q.facts.Opinion) },
	"relied":             func(q *query, b json.RawMessage) error { return day(b, &q.facts.Relied) },
	"as_of":              func(q *query, b json.RawMessage) error { return q.setAsOf(b) },
}

// read reads a question; the first field at fault, by name, is the error.
func (q *query) read(line []byte) error {
	in, err := object(line)
	if err != nil {
		return err
	}
	q.id = in["id"]
	names := make([]string, 0, len(in))
	for name := range in {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		set, known := fields[name]
		if !known {
			return &clock.Error{Field: name, Message: "there is no such field"}
		}
		if err := set(q, in[name]); err != nil {
			return within(name, err)
		}
	}
	if q.rule == "" {
		return &clock.Error{Field: "rule", Message: "say which rule"}
	}
	return nil
}

// within names the field of an error that does not say it itself.
func within(name string, err error) error {
	var e *clock.Error
	if errors.As(err, &e) {
		return err
	}
	return &clock.Error{Field: name, Message: err.Error()}
}

func (q *query) setID(b json.RawMessage) error {
	if b[0] == '{' || b[0] == '[' {
		q.id = nil
		return errors.New("this is a text or a number")
	}
	return nil
}

func (q *query) setAsOf(b json.RawMessage) error { return day(b, &q.asOf) }

func (q *query) setSchoolType(b json.RawMessage) error {
	known := []clock.SchoolType{"", clock.Maintained, clock.Special, clock.Academy, clock.Independent}
	if err := text(b, &q.facts.SchoolType); err != nil {
		return err
	}
	if !slices.Contains(known, q.facts.SchoolType) {
		return fmt.Errorf("this is one of %s, %s, %s, %s", clock.Maintained, clock.Special, clock.Academy, clock.Independent)
	}
	return nil
}

func (q *query) setPauses(b json.RawMessage) error {
	var in []struct {
		Asked    json.RawMessage `json:"asked"`
		Answered json.RawMessage `json:"answered"`
	}
	if err := strict(b, "a list of {asked, answered}", &in); err != nil {
		return err
	}
	for i, p := range in {
		var pause clock.Pause
		if err := inner(fmt.Sprintf("pauses[%d].asked", i), p.Asked, &pause.Asked); err != nil {
			return err
		}
		if err := inner(fmt.Sprintf("pauses[%d].answered", i), p.Answered, &pause.Answered); err != nil {
			return err
		}
		q.facts.Pauses = append(q.facts.Pauses, pause)
	}
	return nil
}

func (q *query) setExtension(b json.RawMessage) error {
	if null(b) {
		return nil
	}
	var in struct {
		Noticed json.RawMessage `json:"noticed"`
		Ground  json.RawMessage `json:"ground"`
	}
	if err := strict(b, "{noticed, ground}", &in); err != nil {
		return err
	}
	var e clock.Extension
	if err := inner("extension.noticed", in.Noticed, &e.Noticed); err != nil {
		return err
	}
	if in.Ground != nil {
		if err := text(in.Ground, &e.Ground); err != nil {
			return &clock.Error{Field: "extension.ground", Message: err.Error()}
		}
	}
	q.facts.Extensions = []clock.Extension{e}
	return nil
}

func (q *query) setSchool(b json.RawMessage) error {
	if null(b) {
		return nil
	}
	var in struct {
		Name     string              `json:"name"`
		Note     string              `json:"note"`
		Sessions [][]json.RawMessage `json:"sessions"`
		Closed   []json.RawMessage   `json:"closed"`
		Open     []json.RawMessage   `json:"open"`
	}
	if err := strict(b, "{sessions, closed}", &in); err != nil {
		return err
	}
	cal := clock.Calendar{Name: in.Name}
	for i, s := range in.Sessions {
		field := fmt.Sprintf("school.sessions[%d]", i)
		if len(s) != 2 {
			return &clock.Error{Field: field, Message: "a session is its first and its last day"}
		}
		var r civil.Range
		if err := errors.Join(inner(field, s[0], &r.From), inner(field, s[1], &r.To)); err != nil {
			return err
		}
		cal.Sessions = append(cal.Sessions, r)
	}
	var open []civil.Date
	if err := errors.Join(list("school.closed", in.Closed, &cal.Closed), list("school.open", in.Open, &open)); err != nil {
		return err
	}
	var err error
	q.facts.School = given
	q.days, err = clock.NewSchool(cal, clock.Except{Open: open})
	return err
}
