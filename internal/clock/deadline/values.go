package deadline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// object reads the fields of one JSON object; a field given twice is an error,
// because one of the two would be lost in silence.
func object(line []byte) (map[string]json.RawMessage, error) {
	bad := &clock.Error{Message: "a question is one JSON object on a line"}
	dec := json.NewDecoder(bytes.NewReader(line))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, bad
	}
	in := map[string]json.RawMessage{}
	for dec.More() {
		t, err := dec.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, bad
		}
		if _, there := in[name]; there {
			return nil, &clock.Error{Field: name, Message: "this is there twice"}
		}
		var v json.RawMessage
		if err := dec.Decode(&v); err != nil {
			return nil, bad
		}
		in[name] = v
	}
	if _, err := dec.Token(); err != nil {
		return nil, bad
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, bad
	}
	return in, nil
}

func null(b json.RawMessage) bool { return string(b) == "null" }

func text[T ~string](b json.RawMessage, to *T) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return errors.New("this is a text")
	}
	if s != nil {
		*to = T(*s)
	}
	return nil
}

func truth(b json.RawMessage, to *bool) error {
	if err := json.Unmarshal(b, to); err != nil {
		return errors.New("this is true or false")
	}
	return nil
}

func day(b json.RawMessage, to *civil.Date) error {
	var s string
	if err := text(b, &s); err != nil || null(b) {
		return err
	}
	d, err := civil.Parse(s)
	if err == nil {
		*to = d
	}
	return err
}

// wait reads what was asked for: a day, or null for what has not come.
func wait(b json.RawMessage, to *clock.Wait) error {
	to.Open = null(b)
	return day(b, &to.Received)
}

// moment reads a day or an hour. An hour without a zone is one in London; in
// the hour that comes twice when the clocks go back it is the first, so that
// the answer is never too late.
func moment(b json.RawMessage, to *civil.Moment) error {
	var s string
	if err := text(b, &s); err != nil || null(b) {
		return err
	}
	m, err := civil.ParseMoment(s)
	if err == nil {
		*to = m
		return nil
	}
	if _, bad := civil.Parse(s); len(s) <= len("2006-01-02") {
		return bad
	}
	if at, err := time.Parse("2006-01-02T15:04Z07:00", s); err == nil {
		*to = civil.At(at)
		return nil
	}
	if m, bad := civil.ParseLocal(s); bad == nil || localHour.MatchString(s) {
		*to = m
		return bad
	}
	return err
}

// localHour is an hour without a zone.
var localHour = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$`)

// strict reads a field that is of that form, and refuses names inside it that
// it does not know or that are there twice.
func strict(b json.RawMessage, form string, to any) error {
	if name := twice(json.NewDecoder(bytes.NewReader(b))); name != "" {
		return fmt.Errorf("this is %s: %q is there twice", form, name)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(to)
	if name, unknown := strings.CutPrefix(fmt.Sprint(err), "json: unknown field "); unknown {
		return fmt.Errorf("this is %s: there is no field %s", form, name)
	}
	if err != nil {
		return errors.New("this is " + form)
	}
	return nil
}

// twice returns a name that the next value, or an object inside it, has twice;
// "" where there is none. Capitals make no difference, as to the decoder.
func twice(dec *json.Decoder) string {
	open, _ := dec.Token()
	if open != json.Delim('{') && open != json.Delim('[') {
		return ""
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == json.Delim('{') {
			t, _ := dec.Token()
			name, _ := t.(string)
			if seen[strings.ToLower(name)] {
				return name
			}
			seen[strings.ToLower(name)] = true
		}
		if name := twice(dec); name != "" {
			return name
		}
	}
	_, _ = dec.Token() // its end: the value was read whole before
	return ""
}

// inner reads a day inside another field; left out is null.
func inner(field string, b json.RawMessage, to *civil.Date) error {
	if b == nil {
		return nil
	}
	if err := day(b, to); err != nil {
		return &clock.Error{Field: field, Message: err.Error()}
	}
	return nil
}

func list(field string, in []json.RawMessage, to *[]civil.Date) error {
	for i, b := range in {
		var d civil.Date
		at := fmt.Sprintf("%s[%d]", field, i)
		if err := inner(at, b, &d); err != nil {
			return err
		}
		if d.IsZero() {
			return &clock.Error{Field: at, Message: "a day is needed"}
		}
		*to = append(*to, d)
	}
	return nil
}
