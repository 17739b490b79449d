package cases

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
)

// states are the present states as lists draw them.
var states = map[present.State]rowlist.State{
	present.Late: rowlist.Late, present.Today: rowlist.Today, present.Soon: rowlist.Soon,
	present.Waiting: rowlist.Waiting, present.Done: rowlist.Done, present.Info: rowlist.Info,
}

// listRows are rows as lists take them.
func listRows(rows []present.Row) []rowlist.Row {
	out := make([]rowlist.Row, len(rows))
	for i, r := range rows {
		out[i] = rowlist.Row{
			ID: r.ID, Title: r.Title, Right: r.Right, Sub: r.Sub,
			State: states[r.State], Heading: r.Heading, Struck: r.Struck,
		}
	}
	return out
}

// words is text of the ordinary size in one line.
func words(text string, color fyne.ThemeColorName, bold bool) *control.Words {
	return control.NewWords(text, fynetheme.SizeNameText, color, fyne.TextStyle{Bold: bold})
}

// small is text of the small size in a colour.
func small(text string, color fyne.ThemeColorName, bold bool) *control.Words {
	return control.NewWords(text, theme.SizeSmall, color, fyne.TextStyle{Bold: bold})
}

// link is a button that reads like a word.
func link(label string, tapped func()) *control.Button {
	b := control.NewButton(label, tapped)
	b.Importance = widget.LowImportance
	return b
}

// card is a box on the surface colour with a bar at the left that says how what
// is in it stands.
func card(state present.State, content fyne.CanvasObject) fyne.CanvasObject {
	w := &ground{state: state, content: content}
	w.ExtendBaseWidget(w)
	return w
}

type ground struct {
	widget.BaseWidget
	state   present.State
	content fyne.CanvasObject
}

func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{of: g, back: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type groundRenderer struct {
	of        *ground
	back, bar *canvas.Rectangle
}

func (r *groundRenderer) paint() {
	tint := theme.Surface
	if r.of.state == present.Late {
		tint = theme.LateTint
	}
	r.back.FillColor = theme.Paint(r.of, tint)
	r.back.StrokeColor = theme.Paint(r.of, fynetheme.ColorNameSeparator)
	r.back.StrokeWidth = theme.Length(r.of, fynetheme.SizeNameSeparatorThickness)
	r.back.CornerRadius = theme.Length(r.of, fynetheme.SizeNameSelectionRadius)
	r.bar.FillColor = theme.Paint(r.of, colors[r.of.state])
	r.bar.CornerRadius = theme.Length(r.of, theme.SizeBar) / 2
}

func (r *groundRenderer) room() (left, around float32) {
	gap := theme.Length(r.of, theme.SizeGap)
	return gap + theme.Length(r.of, theme.SizeBar) + gap/2, gap + gap/2
}

func (r *groundRenderer) MinSize() fyne.Size {
	left, around := r.room()
	return r.of.content.MinSize().AddWidthHeight(left+around, 2*around-4)
}

func (r *groundRenderer) Layout(size fyne.Size) {
	left, around := r.room()
	r.back.Resize(size)
	place(r.bar, 0, 0, theme.Length(r.of, theme.SizeBar), size.Height)
	place(r.of.content, left, around-2, size.Width-left-around, size.Height-2*around+4)
}

func (r *groundRenderer) Refresh() {
	r.paint()
	r.of.content.Refresh()
	canvas.Refresh(r.of)
}

func (r *groundRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.bar, r.of.content}
}
func (r *groundRenderer) Destroy() {}

// pad leaves room around, as multiples of a gap: top, bottom, left, right.
func pad(o fyne.CanvasObject, top, bottom, left, right float32) *fyne.Container {
	gap := fynetheme.Size(theme.SizeGap)
	return container.New(layout.NewCustomPaddedLayout(top*gap, bottom*gap, left*gap, right*gap), o)
}

// spread sets the first thing at the left with all the room there is, and the
// rest at the right.
func spread(left fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	return container.NewBorder(nil, nil, nil, control.Row(right...), container.New(&middle{}, left))
}

// middle centres upright over the whole width.
type middle struct{}

func (*middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (*middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := min(o[0].MinSize().Height, size.Height)
	place(o[0], 0, (size.Height-h)/2, size.Width, h)
}

// columns sets things side by side in columns of fixed shares; what is left
// over goes to the one whose share is 0.
type columns struct {
	widths []float32 // pixels at ordinary zoom; 0 takes the rest
}

func (c *columns) MinSize(o []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i := range o {
		s.Height = max(s.Height, o[i].MinSize().Height)
		s.Width += c.width(i)
	}
	return s
}

func (c *columns) width(i int) float32 { return c.widths[i] * fynetheme.Size(theme.SizeGap) / 8 }

func (c *columns) Layout(o []fyne.CanvasObject, size fyne.Size) {
	rest := size.Width
	for i := range o {
		rest -= c.width(i)
	}
	x := float32(0)
	for i := range o {
		w := c.width(i)
		if c.widths[i] == 0 {
			w = max(rest, 0)
		}
		h := o[i].MinSize().Height
		place(o[i], x, (size.Height-h)/2, w, h)
		x += w
	}
}
