// Package say is how the program speaks up: a panel in the page for what went
// wrong or should be known, a passing message with Undo, and, where nothing
// else will do, a question.
//
// Its rules. Say what happened, then what to do. No dialog where a line will
// do. What can be undone is not asked about. What cannot is asked with Cancel
// in the focus. Text of a message never comes from mail.
package say

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Tone is what a panel is about.
type Tone int

// The tones.
const (
	Problem Tone = iota
	Hint
)

var tones = map[Tone]struct{ ground, bar fyne.ThemeColorName }{
	Problem: {theme.LateTint, theme.Late},
	Hint:    {theme.InfoTint, theme.Info},
}

// Panel is two sentences in the page: what happened, and what to do about it.
// It takes no room while it says nothing.
type Panel struct {
	widget.BaseWidget
	tone     Tone
	what, do string
	first    *widget.Label
	second   *widget.Label
}

// NewPanel returns a panel that says nothing yet.
func NewPanel(tone Tone) *Panel {
	p := &Panel{tone: tone, first: widget.NewLabel(""), second: widget.NewLabel("")}
	p.first.TextStyle.Bold = true
	for _, l := range []*widget.Label{p.first, p.second} {
		l.Wrapping = fyne.TextWrapWord
		l.Selectable = true
	}
	p.ExtendBaseWidget(p)
	p.Hidden = true
	return p
}

// Say shows what happened and what to do; either may be empty.
func (p *Panel) Say(what, do string) {
	p.what, p.do = what, do
	p.first.SetText(what)
	p.second.SetText(do)
	p.first.Hidden, p.second.Hidden = what == "", do == ""
	if what == "" && do == "" {
		p.Hide()
		return
	}
	p.Show()
	p.Refresh()
}

// Clear says nothing and gives the room back.
func (p *Panel) Clear() { p.Say("", "") }

// Said returns what the panel says.
func (p *Panel) Said() (what, do string) { return p.what, p.do }

// AccessibilityLabel reads the panel out.
func (p *Panel) AccessibilityLabel() string { return p.what + " " + p.do }

// AccessibilityRole says that this is text.
func (p *Panel) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{
		of:     p,
		ground: canvas.NewRectangle(color.Transparent),
		bar:    canvas.NewRectangle(color.Transparent),
	}
	r.paint()
	return r
}

type panelRenderer struct {
	of          *Panel
	ground, bar *canvas.Rectangle
}

func (r *panelRenderer) paint() {
	look := tones[r.of.tone]
	r.ground.FillColor = theme.Paint(r.of, look.ground)
	r.ground.CornerRadius = theme.Length(r.of, fynetheme.SizeNameSelectionRadius)
	r.bar.FillColor = theme.Paint(r.of, look.bar)
}

func (r *panelRenderer) inset() (left, upright float32) {
	pad := theme.Length(r.of, fynetheme.SizeNamePadding)
	return theme.Length(r.of, theme.SizeBar) + pad, pad / 2
}

// MinSize is the height of the wrapped sentences at the width of the moment.
func (r *panelRenderer) MinSize() fyne.Size {
	_, upright := r.inset()
	return fyne.NewSize(120, r.stack()+2*upright)
}

// stack is the height of the sentences, which overlap by the padding that Fyne
// gives each label.
func (r *panelRenderer) stack() float32 {
	h := float32(0)
	for _, l := range []*widget.Label{r.of.first, r.of.second} {
		if !l.Hidden {
			h += l.MinSize().Height
		}
	}
	if !r.of.first.Hidden && !r.of.second.Hidden {
		h -= theme.Length(r.of, fynetheme.SizeNameInnerPadding)
	}
	return h
}

func (r *panelRenderer) Layout(size fyne.Size) {
	left, y := r.inset()
	r.ground.Resize(size)
	r.bar.Resize(fyne.NewSize(theme.Length(r.of, theme.SizeBar), size.Height))
	for _, l := range []*widget.Label{r.of.first, r.of.second} {
		if l.Hidden {
			continue
		}
		l.Move(fyne.NewPos(left, y))
		l.Resize(fyne.NewSize(size.Width-left, l.MinSize().Height))
		l.Resize(fyne.NewSize(size.Width-left, l.MinSize().Height))
		y += l.MinSize().Height - theme.Length(r.of, fynetheme.SizeNameInnerPadding)
	}
}

func (r *panelRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.bar, r.of.first, r.of.second}
}

func (r *panelRenderer) Destroy() {}
