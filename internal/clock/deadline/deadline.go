// Package deadline answers one question about a date, put as a line of JSON:
// the entry behind `casebook deadline`, for scripts and checks. It needs no
// vault. The fields are those of the command's description; see [Answer].
package deadline

import (
	"encoding/json"
	"errors"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// given is the key under which a school calendar of the question is known.
const given = "given"

// query is a question read.
type query struct {
	id    json.RawMessage
	rule  clock.RuleID
	facts clock.Facts
	asOf  civil.Date
	days  *clock.School
}

// reply is the answer's form. A field without a value is left out.
type reply struct {
	ID        json.RawMessage `json:"id,omitempty"`
	Error     *problem        `json:"error,omitempty"`
	State     clock.State     `json:"state,omitempty"`
	Due       string          `json:"due,omitempty"`
	WorkTo    string          `json:"work_to,omitempty"`
	NoticeBy  string          `json:"notice_by,omitempty"`
	DaysLeft  *int            `json:"days_left,omitempty"`
	Extension clock.Answer    `json:"extension,omitempty"`
	Valid     *bool           `json:"valid,omitempty"`
	Basis     clock.Basis     `json:"basis,omitempty"`
	Working   []clock.Step    `json:"working,omitempty"`
}

// problem says which field is at fault and why.
type problem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Answer works out the date that a line of JSON asks for and returns a line of
// JSON without its newline. Whatever is wrong with the line is an answer too,
// with "error": {"field", "message"}. Days left are counted from today unless
// the line says "as_of". The schools of law take no part: a calendar comes with
// the question.
func Answer(line []byte, law clock.Law, today civil.Date) []byte {
	q := query{asOf: today}
	r, err := q.answer(line, law)
	if err != nil {
		r = reply{Error: &problem{Message: err.Error()}}
		var e *clock.Error
		if errors.As(err, &e) {
			r.Error = &problem{Field: e.Field, Message: e.Message}
		}
	}
	r.ID = q.id
	b, err := json.Marshal(r)
	if err != nil { // the id is the only text that is not ours, and it was JSON
		panic("deadline: an answer cannot be written: " + err.Error())
	}
	return b
}

func (q *query) answer(line []byte, law clock.Law) (reply, error) {
	if err := q.read(line); err != nil {
		return reply{}, err
	}
	law.Schools = map[string]*clock.School{given: q.days}
	o, err := clock.One(q.rule, q.facts, law)
	if err != nil {
		return reply{}, err
	}
	if q.rule == clock.HealthOpinion && o.Valid == nil {
		return reply{}, &clock.Error{Field: "relied", Message: "the day on which the opinion is relied on is needed"}
	}
	r := reply{
		State: o.State, Due: o.Due.String(), WorkTo: o.WorkTo.String(), NoticeBy: o.NoticeBy.String(),
		Extension: o.Extension, Valid: o.Valid, Basis: o.Basis, Working: o.Working,
	}
	if !o.DueAt.IsZero() {
		r.Due = o.DueAt.In(civil.London()).Format("2006-01-02T15:04:05-07:00")
		r.WorkTo = r.Due
	}
	if n, ok := clock.DaysLeft(o, q.asOf); ok && o.Valid == nil {
		r.DaysLeft = &n
	}
	return r, nil
}
