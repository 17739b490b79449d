package casefile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/civil"
)

// Action is one thing a person can do on a case. Menus, the palette, keys,
// buttons, the next step, casebook do and docs/ACTIONS.md all come from the
// table of them.
type Action struct {
	ID     string // "clarify-ask"
	Label  string // "Ask for clarification"
	Key    string // the key on a case page, or ""
	Help   string // one sentence: what it does to the case and its dates
	Law    string // the clause behind it, if one is
	Fields []Field
	// Allowed returns why the action cannot be done now, or nil.
	Allowed func(c Case, today civil.Date) *Refusal
	// Make returns the events that doing it makes. The values have been
	// checked against Fields, and Allowed has been asked.
	Make func(c Case, v Values, env Env) ([]Event, error)
}

// Refusal says why an action cannot be done, what would allow it, and the
// clause that stands behind it.
type Refusal struct {
	Why   string
	Until string
	Law   string
}

// Err returns the refusal as an error.
func (r *Refusal) Err() error {
	return &Error{Kind: Refused, What: r.Why, Do: r.Until, Law: r.Law}
}

// FieldType says how a field is filled in.
type FieldType string

// The types of field.
const (
	TextField    FieldType = "text"     // one line
	LongField    FieldType = "longtext" // paragraphs
	DateField    FieldType = "date"     // 2026-10-09
	ChoiceField  FieldType = "choice"
	MoneyField   FieldType = "money"   // pounds and pence, "12.50"
	MinutesField FieldType = "minutes" // whole minutes
	NumberField  FieldType = "number"
)

// Field is one thing an action asks for.
type Field struct {
	Name     string
	Label    string
	Type     FieldType
	Required bool
	Choices  []string // for a choice
	Help     string
}

// Values are what was filled in, by the name of the field. "on" is the day it
// happened and is a field of every action; empty, it is today.
type Values map[string]string

// onField is a field of every action.
var onField = Field{Name: "on", Label: "When it happened", Type: DateField, Help: "Today if left empty."}

// AllFields returns the fields of the action, the day it happened included.
func (a Action) AllFields() []Field { return append(slices.Clone(a.Fields), onField) }

// FindAction returns the action of that id.
func FindAction(id string) (Action, error) {
	for _, a := range Actions() {
		if a.ID == id {
			return a, nil
		}
	}
	return Action{}, &Error{
		Kind: Invalid, Field: "action", What: "There is no action by that name.",
		Do: "List them with casebook do CASE --list.",
	}
}

// Do checks the values and the case, and returns the events that doing the
// action makes, ready to be sealed.
func (a Action) Do(c Case, v Values, env Env) ([]Event, error) {
	if r := c.Blocked(); r != nil {
		return nil, r.Err()
	}
	if err := a.check(v, env.Today()); err != nil {
		return nil, err
	}
	if r := a.Allowed(c, env.Today()); r != nil {
		return nil, r.Err()
	}
	return a.Make(c, v, env)
}

// Blocked returns why nothing at all can be done on the case here, or nil.
func (c Case) Blocked() *Refusal {
	if c.Disposed != nil {
		return c.Disposed.Gone()
	}
	return blocked(c.Newer > 0)
}

// Blocked returns why nothing at all can be done here on the stream of these
// events, or nil: it was disposed of, or what a newer version wrote may change
// what the rest means.
func Blocked(events []Event) *Refusal {
	if d, err := DisposalOf(events); err == nil && d != nil {
		return d.Gone()
	}
	return blocked(slices.ContainsFunc(events, func(e Event) bool { return !e.Known() }))
}

func blocked(newer bool) *Refusal {
	if !newer {
		return nil
	}
	return &Refusal{
		Why:   "This holds entries from a newer version of Casebook.",
		Until: "Update Casebook on this machine to work on it.",
	}
}

// check compares the values with the fields of the action.
func (a Action) check(v Values, today civil.Date) error {
	fields := a.AllFields()
	for name := range v {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			return fieldError(name, fmt.Sprintf("The action %s has no field by that name.", a.ID), "Its fields are: "+fieldNames(fields)+".")
		}
	}
	for _, f := range fields {
		value := strings.TrimSpace(v[f.Name])
		if value == "" {
			if f.Required {
				return fieldError(f.Name, f.Label+" is missing.", "Fill it in.")
			}
			continue
		}
		if err := f.check(value); err != nil {
			return err
		}
	}
	on, err := v.On(today)
	if err != nil {
		return err
	}
	if on.After(today) {
		return fieldError("on", "That day is still to come.", "Give the day on which it happened.")
	}
	return nil
}

func fieldNames(fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// What is said of a day that cannot be read.
const (
	notADay  = "That is not a day."
	writeDay = "Write it like 2026-10-09."
)

// check returns an error for a value that cannot be right for the field.
func (f Field) check(value string) error {
	switch f.Type {
	case DateField:
		if _, err := civil.Parse(value); err != nil {
			return fieldError(f.Name, notADay, writeDay)
		}
	case ChoiceField:
		if !slices.Contains(f.Choices, value) {
			return fieldError(f.Name, "That is not one of the choices.", "Use one of: "+strings.Join(f.Choices, ", ")+".")
		}
	case MoneyField:
		if _, err := parsePence(value); err != nil {
			return fieldError(f.Name, "That is not an amount of money.", "Write pounds and pence like 12.50.")
		}
	case MinutesField, NumberField:
		if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 1_000_000 {
			return fieldError(f.Name, "That is not a whole number.", "Use digits only.")
		}
	}
	return nil
}

// parsePence reads pounds and pence as pence.
func parsePence(s string) (int64, error) {
	pounds, pence, found := strings.Cut(strings.TrimPrefix(s, "£"), ".")
	if !found {
		pence = "00"
	}
	if len(pence) != 2 || len(pounds) == 0 || len(pounds) > 9 || strings.Trim(pounds+pence, "0123456789") != "" {
		return 0, fmt.Errorf("not an amount")
	}
	return strconv.ParseInt(pounds+pence, 10, 64)
}

// Text returns a value without the space around it.
func (v Values) Text(name string) string { return strings.TrimSpace(v[name]) }

// Int returns a number that has been checked, or 0.
func (v Values) Int(name string) int {
	n, _ := strconv.Atoi(v.Text(name))
	return n
}

// Pence returns an amount of money that has been checked, or 0.
func (v Values) Pence(name string) int64 {
	n, _ := parsePence(v.Text(name))
	return n
}

// Lines returns the lines of a value that are not empty.
func (v Values) Lines(name string) []string {
	var lines []string
	for line := range strings.Lines(v[name]) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// On returns the day something happened: the field "on", or today.
func (v Values) On(today civil.Date) (civil.Date, error) {
	if v.Text("on") == "" {
		return today, nil
	}
	on, err := civil.Parse(v.Text("on"))
	if err != nil {
		return civil.Date{}, fieldError("on", notADay, writeDay)
	}
	return on, nil
}
