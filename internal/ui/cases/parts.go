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

// topped sets things side by side like columns, but level with their first
// lines; the one that takes the rest may wrap.
type topped struct{ columns }

// MinSize leaves out the room around a link: its word is level with the rest.
func (t *topped) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := t.columns.MinSize(o)
	s.Height = 0
	for _, x := range o {
		if _, act := x.(*control.Link); !act {
			s.Height = max(s.Height, x.MinSize().Height)
		}
	}
	return s
}

func (t *topped) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i := range o {
		w := t.width(i)
		if t.widths[i] == 0 {
			w = size.Width
			for j := range o {
				w -= t.width(j)
			}
		}
		y := float32(0)
		if _, act := o[i].(*control.Link); act {
			y = -fynetheme.Size(fynetheme.SizeNamePadding)
		}
		for range 2 {
			place(o[i], x, y, max(w, 0), o[i].MinSize().Height)
		}
		x += w
	}
}

// pane sets a form under words that belong to it; the form takes the room
// there is and keeps its buttons in view.
func pane(f fyne.CanvasObject, above ...fyne.CanvasObject) fyne.CanvasObject {
	if len(above) == 0 {
		return f
	}
	return container.NewBorder(pad(control.NewColumn(theme.SizeGroup, above...), 0, 1.5, 0, 0), nil, nil, nil, f)
}

// inline sets words side by side on one line. What has no room is left out,
// and long words are shortened.
type inline struct{}

func (*inline) MinSize(o []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, x := range o {
		s.Height = max(s.Height, x.MinSize().Height)
	}
	s.Width = o[0].MinSize().Width
	return s
}

// longWords is from what width on, in gaps, words may be shortened: a date that
// is cut says nothing.
const longWords = 25

func (*inline) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x, gap := float32(0), fynetheme.Size(theme.SizeGap)
	for i, w := range o {
		wants := w.(*control.Words).Wants()
		wide := min(wants, max(size.Width-x, 0))
		if i > 0 && wide < min(wants, longWords*gap/2) || i > 0 && wide < wants && wants < longWords*gap {
			w.Hide()
			continue
		}
		w.Show()
		if wants == 0 {
			continue // nothing takes no gap either
		}
		h := w.MinSize().Height
		place(w, x, size.Height-h-(size.Height-h)*0.4, wide, h)
		x += wide + gap
	}
}
