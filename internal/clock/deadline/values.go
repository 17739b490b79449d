package deadline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		at, err := time.ParseInLocation(layout, s, civil.London())
		if err == nil {
			return local(at, s, layout, to)
		}
	}
	return err
}

func local(at time.Time, s, layout string, to *civil.Moment) error {
	if at.Format(layout) != s {
		return errors.New("there is no such hour in London: the clocks go forward over it")
	}
	if before := at.Add(-time.Hour); before.Format(layout) == s {
		at = before
	}
	*to = civil.At(at)
	return nil
}

// strict reads JSON and refuses fields it does not know.
func strict(b json.RawMessage, to any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
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
