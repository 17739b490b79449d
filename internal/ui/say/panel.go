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

	"casebook/internal/ui/control"
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
	first    *control.Prose
	second   *control.Prose
	text     *fyne.Container
}

// NewPanel returns a panel that says nothing yet.
func NewPanel(tone Tone) *Panel {
	p := &Panel{tone: tone, first: control.NewProse("").Bold(), second: control.NewProse("")}
	p.text = control.NewColumn(fynetheme.SizeNamePadding, p.first, p.second)
	p.ExtendBaseWidget(p)
	return p
}

// Say shows what happened and what to do; either may be empty.
func (p *Panel) Say(what, do string) {
	p.what, p.do = what, do
	p.first.SetText(what)
	p.second.SetText(do)
	p.first.Hidden, p.second.Hidden = what == "", do == ""
	p.text.Refresh()
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
	r.bar.CornerRadius = theme.Length(r.of, theme.SizeBar) / 2
}

// inset is the room around the sentences.
func (r *panelRenderer) inset() fyne.Size {
	gap := theme.Length(r.of, theme.SizeGap)
	return fyne.NewSize(gap+theme.Length(r.of, theme.SizeBar)+gap, gap)
}

// MinSize is the height of the wrapped sentences at the width of the moment.
func (r *panelRenderer) MinSize() fyne.Size {
	if r.silent() {
		return fyne.Size{}
	}
	in := r.inset()
	return fyne.NewSize(in.Width*2, r.of.text.MinSize().Height+2*in.Height)
}

func (r *panelRenderer) Layout(size fyne.Size) {
	in := r.inset()
	r.ground.Resize(size)
	r.bar.Resize(fyne.NewSize(theme.Length(r.of, theme.SizeBar), size.Height))
	r.of.text.Move(fyne.NewPos(in.Width, in.Height))
	r.of.text.Resize(size.SubtractWidthHeight(in.Width+in.Height, 2*in.Height))
}

func (r *panelRenderer) Refresh() {
	r.paint()
	r.of.text.Refresh()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

// silent panels draw nothing, but are not hidden: Fyne does not repaint for a
// widget that it has not drawn before.
func (r *panelRenderer) silent() bool { return r.of.what == "" && r.of.do == "" }

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	if r.silent() {
		return nil
	}
	return []fyne.CanvasObject{r.ground, r.bar, r.of.text}
}

func (r *panelRenderer) Destroy() {}
