package cases

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// fill is a plain area in one of the theme's colours, which follows a change of
// theme.
type fill struct {
	widget.BaseWidget
	name fyne.ThemeColorName
}

func newFill(name fyne.ThemeColorName) *fill {
	f := &fill{name: name}
	f.ExtendBaseWidget(f)
	return f
}

func (f *fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillRenderer{of: f, back: canvas.NewRectangle(color.Transparent)}
	r.back.FillColor = theme.Paint(f, f.name)
	return r
}

type fillRenderer struct {
	of   *fill
	back *canvas.Rectangle
}

func (r *fillRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *fillRenderer) Layout(size fyne.Size)        { r.back.Resize(size) }
func (r *fillRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.back} }
func (r *fillRenderer) Destroy()                     {}

func (r *fillRenderer) Refresh() {
	r.back.FillColor = theme.Paint(r.of, r.of.name)
	r.back.Refresh()
}
