package rowlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// CreateRenderer is for Fyne: its own list between our ground and the words of
// an empty list.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	v := &listRenderer{
		WidgetRenderer: l.List.CreateRenderer(), of: l,
		ground: canvas.NewRectangle(color.Transparent),
		ring:   canvas.NewRectangle(color.Transparent),
		empty:  widget.NewLabel(""),
	}
	v.empty.Wrapping = fyne.TextWrapWord
	v.empty.Alignment = fyne.TextAlignCenter
	v.paint()
	return v
}

type listRenderer struct {
	fyne.WidgetRenderer
	of           *List
	ground, ring *canvas.Rectangle
	empty        *widget.Label
}

func (v *listRenderer) Objects() []fyne.CanvasObject {
	all := append([]fyne.CanvasObject{v.ground}, v.WidgetRenderer.Objects()...)
	return append(all, v.empty, v.ring)
}

// MinSize lets a pane be as narrow as a person likes: rows shorten their words.
func (v *listRenderer) MinSize() fyne.Size {
	return fyne.NewSize(v.of.rowHeight()*3, v.of.rowHeight()*2)
}

func (v *listRenderer) Layout(size fyne.Size) {
	v.ground.Resize(size)
	v.ring.Resize(size)
	v.WidgetRenderer.Layout(size)
	edge := theme.Length(v.of, theme.SizeEdge)
	width := max(size.Width-2*edge, 0)
	v.empty.Resize(fyne.NewSize(width, v.empty.MinSize().Height))
	v.empty.Move(fyne.NewPos(edge, size.Height/3))
}

func (v *listRenderer) Refresh() {
	v.paint()
	v.WidgetRenderer.Refresh()
	v.Layout(v.of.Size())
}

func (v *listRenderer) paint() {
	v.ground.FillColor = theme.Paint(v.of, v.of.Ground)
	v.ground.Refresh()
	v.empty.Hidden = len(v.of.rows) > 0
	if v.empty.Text != v.of.empty {
		v.empty.SetText(v.of.empty)
	}
	// An empty list that has the keyboard has no row to show it.
	v.ring.StrokeColor, v.ring.StrokeWidth = color.Transparent, 0
	if v.of.focused && len(v.of.rows) == 0 {
		v.ring.StrokeColor = theme.Paint(v.of, theme.Ring)
		v.ring.StrokeWidth = theme.Length(v.of, theme.SizeRing)
	}
	v.ring.CornerRadius = theme.Length(v.of, fynetheme.SizeNameSelectionRadius)
	v.ring.Refresh()
}
