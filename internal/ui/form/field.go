// Package form asks for several things at once: fields under their labels, the
// errors listed on top and beside each field, and a button that is never grey.
//
// A grey button does not say what is missing. Here the button always works:
// what is wrong is said, and the first wrong field gets the keyboard.
package form

import (
	"strings"

	"fyne.io/fyne/v2"

	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/daterow"
)

// Kind is what a field takes.
type Kind string

// The kinds. The value of every one is a string: a Date's is 2026-03-31, a
// YesNo's is "yes" or "no", a Choice's is the Value of the choice.
const (
	Text      Kind = "text"
	Multiline Kind = "multiline" // at most control.MaxText bytes
	Choose    Kind = "choice"
	YesNo     Kind = "yes-no"
	Date      Kind = "date"
	File      Kind = "file"
	Secret    Kind = "secret"
)

// Choice is one of a Choose field's answers.
type Choice struct{ Value, Label string }

// Field describes one question.
type Field struct {
	Name     string // the key in Values and Problem
	Label    string
	Hint     string // one line under the label; may be empty
	Kind     Kind
	Choices  []Choice
	Required bool
	Past     bool     // a Date that has happened already: "31/3" is the last one
	Value    string   // what stands there at first
	Missing  string   // "Enter the person's name"; made of the label if empty
	Path     PathKind // what a File is
	NewName  string   // what a new file or folder is called if nobody says otherwise
}

// Problem is what is wrong with a field: what happened and what to do. A
// Problem of no field is about the whole.
type Problem struct{ Field, What, Do string }

// input is the working part of a field.
type input interface {
	object() fyne.CanvasObject
	focus() fyne.Focusable
	value() string
	set(string)
	// changed has f called whenever something else stands there.
	changed(f func())
	// wrong says what cannot be understood, as opposed to what is missing.
	wrong() (what, do string)
}

// env is what inputs need from outside.
type env struct {
	today func() civil.Date
	pick  Picker
	key   control.Hook
}

var makers = map[Kind]func(Field, env) input{
	Text:      newText,
	Multiline: newText,
	Secret:    newText,
	Choose:    newChoice,
	YesNo:     newYesNo,
	Date:      newDate,
	File:      newFile,
}

type textInput struct {
	entry *control.Entry
	cut   bool
}

func newText(f Field, e env) input {
	t := &textInput{}
	switch f.Kind {
	case Multiline:
		t.entry = control.NewMultiline(5)
		t.entry.OnKey = escapeOnly(e.key)
	case Secret:
		t.entry = control.NewSecret()
		t.entry.OnKey = e.key
	default:
		t.entry = control.NewEntry()
		t.entry.OnKey = e.key
	}
	t.entry.OnFull = func() { t.cut = true }
	return t
}

// escapeOnly leaves Return to a field of several lines.
func escapeOnly(key control.Hook) control.Hook {
	return func(ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyEscape && key(ev) }
}

func (t *textInput) object() fyne.CanvasObject { return t.entry }
func (t *textInput) focus() fyne.Focusable     { return t.entry }
func (t *textInput) value() string             { return strings.TrimSpace(t.entry.Text) }
func (t *textInput) set(v string)              { t.entry.SetText(v) }

func (t *textInput) changed(f func()) { t.entry.OnChanged = func(string) { f() } }

func (t *textInput) wrong() (string, string) {
	if !t.cut {
		return "", ""
	}
	t.cut = false
	return "is too long and was cut after 16 KB", "Look at its end, then go on."
}

type choiceInput struct {
	choices []Choice
	sel     *control.Select
}

func newChoice(f Field, e env) input {
	labels := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		labels[i] = c.Label
	}
	c := &choiceInput{choices: f.Choices, sel: control.NewSelect(labels, nil)}
	c.sel.OnKey = escapeOnly(e.key)
	return c
}

func (c *choiceInput) object() fyne.CanvasObject { return c.sel }
func (c *choiceInput) focus() fyne.Focusable     { return c.sel }
func (c *choiceInput) changed(f func())          { c.sel.OnChanged = func(string) { f() } }
func (c *choiceInput) wrong() (string, string)   { return "", "" }

func (c *choiceInput) value() string {
	if i := c.sel.SelectedIndex(); i >= 0 {
		return c.choices[i].Value
	}
	return ""
}

func (c *choiceInput) set(v string) {
	c.sel.ClearSelected()
	for i, x := range c.choices {
		if x.Value == v {
			c.sel.SetSelectedIndex(i)
		}
	}
}

type yesNoInput struct{ check *control.Check }

func newYesNo(f Field, e env) input {
	y := &yesNoInput{control.NewCheck(f.Label, nil)}
	y.check.OnKey = e.key
	return y
}

func (y *yesNoInput) object() fyne.CanvasObject { return y.check }
func (y *yesNoInput) focus() fyne.Focusable     { return y.check }
func (y *yesNoInput) changed(f func())          { y.check.OnChanged = func(bool) { f() } }
func (y *yesNoInput) wrong() (string, string)   { return "", "" }
func (y *yesNoInput) set(v string)              { y.check.SetChecked(v == "yes") }

func (y *yesNoInput) value() string {
	if y.check.Checked {
		return "yes"
	}
	return "no"
}

type dateInput struct{ row *daterow.Row }

func newDate(f Field, e env) input {
	d := &dateInput{daterow.New(e.today)}
	d.row.Past = f.Past
	d.row.Entry.OnKey = e.key
	return d
}

func (d *dateInput) object() fyne.CanvasObject { return d.row }
func (d *dateInput) focus() fyne.Focusable     { return d.row.Entry }
func (d *dateInput) set(v string)              { d.row.Entry.SetText(v) }

func (d *dateInput) changed(f func()) {
	d.row.OnChanged = func(civil.Date, bool) { f() }
}

func (d *dateInput) value() string {
	if date, ok := d.row.Date(); ok {
		return date.String()
	}
	return ""
}

func (d *dateInput) wrong() (string, string) {
	if _, ok := d.row.Date(); ok || strings.TrimSpace(d.row.Text()) == "" {
		return "", ""
	}
	return "is not a date", "Write it like 31/3, 2026-10-09, 9 Oct 2026, today or -2d."
}
