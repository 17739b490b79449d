package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Button is a push button that Return and Enter press as well as Space.
type Button struct {
	widget.Button
	OnKey   Hook // may be nil
	focused bool
}

// NewButton returns a quiet button.
func NewButton(label string, tapped func()) *Button {
	b := &Button{}
	b.Text, b.OnTapped = label, tapped
	b.ExtendBaseWidget(b)
	return b
}

// NewMain returns the one button of a screen that does the main thing.
func NewMain(label string, tapped func()) *Button {
	b := NewButton(label, tapped)
	b.Importance = widget.HighImportance
	return b
}

// NewDanger returns a button whose act cannot be undone.
func NewDanger(label string, tapped func()) *Button {
	b := NewButton(label, tapped)
	b.Importance = widget.DangerImportance
	return b
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := newRinged(b, b.Button.CreateRenderer(), func() bool { return b.focused })
	r.outset, r.wider = 3, 2
	r.rest = func() fyne.ThemeColorName {
		if b.Importance == widget.MediumImportance {
			return theme.Edge
		}
		return ""
	}
	r.paint()
	return r
}

// FocusGained shows the ring.
func (b *Button) FocusGained() {
	b.focused = true
	b.Button.FocusGained()
}

// FocusLost hides it.
func (b *Button) FocusLost() {
	b.focused = false
	b.Button.FocusLost()
}

// TypedKey presses the button on Return, Enter and Space.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if b.OnKey != nil && b.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.press()
	default:
		Pass(b, ev)
	}
}

// press runs the button without the loss of focus that a tap brings: who works
// by keyboard stays where they are.
func (b *Button) press() {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}
