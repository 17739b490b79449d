package control

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// MaxText is the most a text field takes, in bytes. Fyne lays the whole text
// out at every key, so a longer one would make typing slow.
const MaxText = 16 << 10

// Entry is a text field with a focus ring and a limit.
type Entry struct {
	widget.Entry
	OnKey   Hook       // may be nil
	OnFull  func()     // called when text was cut at MaxText; may be nil
	OnFocus func(bool) // called when the keyboard comes and goes; may be nil
	focused bool
}

// NewEntry returns a one-line field.
func NewEntry() *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	return e
}

// NewMultiline returns a field of several lines that wraps at words.
func NewMultiline(lines int) *Entry {
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(lines)
	return e
}

// NewSecret returns a field whose text is shown as dots.
func NewSecret() *Entry {
	e := &Entry{}
	e.Password = true
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := newRinged(e, e.Entry.CreateRenderer(), func() bool { return e.focused })
	r.paint()
	return r
}

// FocusGained shows the ring.
func (e *Entry) FocusGained() {
	e.setFocus(true)
	e.Entry.FocusGained()
}

// FocusLost hides it.
func (e *Entry) FocusLost() {
	e.setFocus(false)
	e.Entry.FocusLost()
}

func (e *Entry) setFocus(on bool) {
	e.focused = on
	if e.OnFocus != nil {
		e.OnFocus(on)
	}
}

// TypedKey lets OnKey see the key first and passes on what a field has no use
// for.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(ev) {
		return
	}
	if travels(ev.Name) {
		Pass(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
	e.cut()
}

// AcceptsTab leaves Tab to the way through the window, in a field of several
// lines too: whoever works by keyboard must be able to leave it.
func (e *Entry) AcceptsTab() bool { return false }

// TypedRune takes a letter while there is room.
func (e *Entry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	e.cut()
}

// TypedShortcut takes what is pasted while there is room.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	e.Entry.TypedShortcut(s)
	e.cut()
}

func (e *Entry) cut() {
	if len(e.Text) <= MaxText {
		return
	}
	end := MaxText
	for !utf8.RuneStart(e.Text[end]) {
		end--
	}
	e.SetText(e.Text[:end])
	if e.OnFull != nil {
		e.OnFull()
	}
}
