package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Ground is an area in a colour of the theme, which follows a change of theme.
type Ground struct {
	widget.BaseWidget
	color   fyne.ThemeColorName
	content fyne.CanvasObject
}

// On puts content on a colour, with edges around it given as sizes of the
// theme: top and bottom, left and right. An empty name is no edge.
func On(color fyne.ThemeColorName, upright, across fyne.ThemeSizeName, content fyne.CanvasObject) *Ground {
	if upright != "" || across != "" {
		content = container.New(&edges{upright, across}, content)
	}
	g := &Ground{color: color, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is for Fyne.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{of: g, fill: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type groundRenderer struct {
	of   *Ground
	fill *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size { return r.of.content.MinSize() }

func (r *groundRenderer) Layout(size fyne.Size) {
	r.fill.Resize(size)
	r.of.content.Resize(size)
}

func (r *groundRenderer) Refresh() {
	r.fill.FillColor = theme.Paint(r.of, r.of.color)
	r.fill.Refresh()
}

func (r *groundRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.of.content}
}
func (r *groundRenderer) Destroy() {}

// edges keeps content away from the sides, by sizes that follow the zoom.
type edges struct{ upright, across fyne.ThemeSizeName }

func (e *edges) around() (float32, float32) {
	length := func(n fyne.ThemeSizeName) float32 {
		if n == "" {
			return 0
		}
		return fyne.CurrentApp().Settings().Theme().Size(n)
	}
	return length(e.upright), length(e.across)
}

func (e *edges) MinSize(o []fyne.CanvasObject) fyne.Size {
	up, across := e.around()
	return layout.NewCustomPaddedLayout(up, up, across, across).MinSize(o)
}

func (e *edges) Layout(o []fyne.CanvasObject, size fyne.Size) {
	up, across := e.around()
	layout.NewCustomPaddedLayout(up, up, across, across).Layout(o, size)
}
