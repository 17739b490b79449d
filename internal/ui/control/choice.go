package control

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Select is a choice of one among a few.
type Select struct {
	widget.Select
	OnKey   Hook   // may be nil
	OnFocus func() // called when the keyboard comes; may be nil
	focused bool
}

// NewSelect returns a choice. Nothing is chosen at first.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged, s.PlaceHolder = options, changed, "Choose"
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is for Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := newRinged(s, s.Select.CreateRenderer(), func() bool { return s.focused })
	r.rest = func() fyne.ThemeColorName { return fynetheme.ColorNameInputBorder }
	r.paint()
	return r
}

// FocusGained shows the ring.
func (s *Select) FocusGained() {
	s.focused = true
	s.Select.FocusGained()
	if s.OnFocus != nil {
		s.OnFocus()
	}
}

// FocusLost hides it.
func (s *Select) FocusLost() {
	s.focused = false
	s.Select.FocusLost()
}

// TypedKey opens the choices on Return as on Space.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	if s.OnKey != nil && s.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		s.Select.TypedKey(ev)
		Pass(s, ev)
	}
}

// Check is a box to tick.
type Check struct {
	widget.Check
	OnKey   Hook // may be nil
	focused bool
}

// NewCheck returns an empty box with words beside it.
func NewCheck(label string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = label, changed
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is for Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := newRinged(c, c.Check.CreateRenderer(), func() bool { return c.focused })
	r.paint()
	return r
}

// FocusGained shows the ring.
func (c *Check) FocusGained() {
	c.focused = true
	c.Check.FocusGained()
}

// FocusLost hides it.
func (c *Check) FocusLost() {
	c.focused = false
	c.Check.FocusLost()
}

// TypedKey passes on what a box has no use for.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if c.OnKey != nil && c.OnKey(ev) {
		return
	}
	c.Check.TypedKey(ev)
	Pass(c, ev)
}
