package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/theme"
)

// Split is two panes side by side with a plain line between them that can be
// dragged. Fyne draws a short dark grip on its divider, which at the edge of a
// list looks like a mistake.
type Split struct{ container.Split }

// NewSplit returns the panes side by side, each with half of the width.
func NewSplit(leading, trailing fyne.CanvasObject) *Split {
	s := &Split{container.Split{Offset: 0.5, Horizontal: true, Leading: leading, Trailing: trailing}}
	s.BaseWidget.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is for Fyne.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	r := &splitRenderer{WidgetRenderer: s.Split.CreateRenderer(), of: s, line: &canvas.Rectangle{}}
	r.cover()
	return r
}

// splitRenderer covers the grip. A rectangle takes no drag and no pointer, so
// the divider below it goes on working.
type splitRenderer struct {
	fyne.WidgetRenderer
	of   *Split
	line *canvas.Rectangle
}

// divider is the second thing that Fyne's renderer draws.
const divider = 1

func (r *splitRenderer) cover() {
	d := r.WidgetRenderer.Objects()[divider]
	r.line.FillColor = theme.Paint(r.of, fynetheme.ColorNameSeparator)
	r.line.Hidden = !d.Visible()
	r.line.Move(d.Position())
	r.line.Resize(d.Size())
}

func (r *splitRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.cover()
}

func (r *splitRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.cover()
	canvas.Refresh(r.line)
}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return append(r.WidgetRenderer.Objects()[:divider+2:divider+2], r.line)
}
