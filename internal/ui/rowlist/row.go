package rowlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// look is how a state is drawn: its colour, and the pieces of the bar as shares
// of its height, so that it can be told without colour.
type look struct {
	color  fyne.ThemeColorName
	pieces [][2]float32
}

var looks = map[State]look{
	Late:    {theme.Late, [][2]float32{{0, 1}}},
	Today:   {theme.Today, [][2]float32{{0, 0.44}, {0.56, 1}}},
	Soon:    {theme.Soon, [][2]float32{{0.28, 0.72}}},
	Waiting: {theme.Waiting, [][2]float32{{0, 0.2}, {0.4, 0.6}, {0.8, 1}}},
	Done:    {theme.Done, [][2]float32{{0.7, 1}}},
	Info:    {theme.Info, [][2]float32{{0, 0.3}}},
}

// mostPieces is how many parts a bar has at most.
const mostPieces = 3

// row draws one Row. Fyne's list keeps a few of them and fills them again.
type row struct {
	widget.BaseWidget
	list     *List
	at       int
	data     Row
	selected bool
	focused  bool
}

func newRow(l *List) *row {
	r := &row{list: l}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) show(at int, data Row, selected, focused bool) {
	r.at, r.data, r.selected, r.focused = at, data, selected, focused
	r.Refresh()
}

// Tapped selects the row, and presses its box where that was meant; a heading
// does nothing.
func (r *row) Tapped(ev *fyne.PointEvent) {
	data := r.data
	r.list.tapped(r.at)
	if data.Box.ticks() && ev.Position.X < r.textAt() {
		r.list.tick(data)
	}
}

// ticks reports whether there is a box to tick.
func (b Box) ticks() bool { return b == Empty || b == Ticked }

// textAt is where the words of the row begin.
func (r *row) textAt() float32 {
	gap := theme.Length(r, theme.SizeGap)
	at := gap + theme.Length(r, theme.SizeBar) + gap
	if r.data.Box != NoBox {
		at += theme.Length(r, theme.SizeLetter) + gap
	}
	return at
}

// TappedSecondary selects the row and asks for its menu.
func (r *row) TappedSecondary(ev *fyne.PointEvent) {
	r.list.tapped(r.at)
	if r.list.OnMenu != nil && !r.data.Heading {
		r.list.OnMenu(r.data, ev.AbsolutePosition)
	}
}

// AccessibilityLabel reads the row out.
func (r *row) AccessibilityLabel() string {
	text := map[Box]string{Ticked: "ticked, ", Empty: "not ticked, "}[r.data.Box] + r.data.Title
	for _, more := range []string{r.data.Right, r.data.Sub} {
		if more != "" {
			text += ", " + more
		}
	}
	return text
}

// AccessibilityRole says that this is text.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	v := &rowRenderer{
		of: r, frame: canvas.NewRectangle(color.Transparent),
		title: &canvas.Text{}, right: &canvas.Text{}, sub: &canvas.Text{},
		rule: canvas.NewRectangle(color.Transparent), strike: canvas.NewRectangle(color.Transparent),
		box: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	v.right.Alignment = fyne.TextAlignTrailing
	v.objects = []fyne.CanvasObject{v.rule, v.frame}
	for i := range v.bar {
		v.bar[i] = canvas.NewRectangle(color.Transparent)
		v.objects = append(v.objects, v.bar[i])
	}
	v.objects = append(v.objects, v.title, v.right, v.sub)
	v.paint()
	return v
}

type rowRenderer struct {
	of                *row
	rule, frame       *canvas.Rectangle
	strike            *canvas.Rectangle
	bar               [mostPieces]*canvas.Rectangle
	title, right, sub *canvas.Text
	box               *canvas.Image
	objects           []fyne.CanvasObject
}

func (v *rowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Length(v.of, theme.SizeRow), v.of.list.rowHeight())
}

func (v *rowRenderer) Destroy() {}

// Objects has the line through the title and the box only where there is one.
func (v *rowRenderer) Objects() []fyne.CanvasObject {
	shown := v.objects[:len(v.objects):len(v.objects)]
	if v.of.data.Struck {
		shown = append(shown, v.strike)
	}
	if v.of.data.Box.ticks() {
		shown = append(shown, v.box)
	}
	return shown
}

func (v *rowRenderer) Refresh() {
	v.paint()
	v.Layout(v.of.Size())
	canvas.Refresh(v.of)
}

// paint sets colours, sizes and styles from the theme of the moment.
func (v *rowRenderer) paint() {
	d := v.of.data
	v.title.TextSize = theme.Length(v.of, fynetheme.SizeNameText)
	v.sub.TextSize = theme.Length(v.of, theme.SizeSmall)
	v.right.TextSize = v.sub.TextSize
	v.title.Color = theme.Paint(v.of, fynetheme.ColorNameForeground)
	v.sub.Color = theme.Paint(v.of, theme.Muted)
	v.right.Color = v.sub.Color
	v.title.TextStyle.Bold = !v.of.list.Compact && !v.of.list.Plain || d.Heading || v.of.selected
	v.right.TextStyle.Bold = d.State == Late || d.State == Today
	if l, ok := looks[d.State]; ok && !d.Heading && !d.Past {
		v.right.Color = theme.Paint(v.of, l.color)
	}
	if d.Heading {
		v.title.TextSize = theme.Length(v.of, theme.SizeSmall)
		v.title.Color = v.sub.Color
	}
	v.strike.FillColor = color.Transparent
	if d.Struck {
		v.title.Color, v.strike.FillColor = v.sub.Color, v.sub.Color
	}
	v.paintBox()
	v.paintFrame()
}

// paintBox draws the box as Fyne draws its own.
func (v *rowRenderer) paintBox() {
	switch v.of.data.Box {
	case Empty:
		v.box.Resource = fynetheme.NewThemedResource(fynetheme.CheckButtonIcon())
	case Ticked:
		v.box.Resource = fynetheme.NewPrimaryThemedResource(fynetheme.CheckButtonCheckedIcon())
	}
	v.box.Refresh()
}

// paintFrame outlines the selected row: the tint alone has too little contrast
// to be seen by everyone. While the list has the keyboard the outline is the
// focus ring.
func (v *rowRenderer) paintFrame() {
	v.frame.CornerRadius = theme.Length(v.of, fynetheme.SizeNameSelectionRadius)
	v.frame.StrokeColor, v.frame.StrokeWidth = color.Transparent, 0
	if v.of.selected && v.of.focused {
		v.frame.StrokeColor = theme.Paint(v.of, theme.Ring)
		v.frame.StrokeWidth = theme.Length(v.of, theme.SizeRing)
	} else if v.of.selected {
		v.frame.StrokeColor = theme.Paint(v.of, fynetheme.ColorNameInputBorder)
		v.frame.StrokeWidth = theme.Length(v.of, fynetheme.SizeNameInputBorder)
	}
	v.rule.FillColor = color.Transparent
	if v.of.data.Heading {
		v.rule.FillColor = theme.Paint(v.of, v.of.list.Ground)
	} else if !v.of.selected && !v.of.list.Compact {
		v.rule.FillColor = theme.Paint(v.of, fynetheme.ColorNameSeparator)
	}
}

// Layout places the parts. A heading stands at the foot of its row, close to
// what it heads and away from what went before.
func (v *rowRenderer) Layout(size fyne.Size) {
	d := v.of.data
	gap := theme.Length(v.of, theme.SizeGap)
	left, right := v.of.textAt(), gap+theme.Length(v.of, fynetheme.SizeNamePadding)
	// The outline stands in a little: a scroll clips what touches its edge.
	in := theme.Length(v.of, theme.SizeRing)
	set(v.frame, in, in/2, size.Width-2*in, size.Height-in)
	v.layoutRule(size, left)
	v.layoutBar(size, gap)
	side := theme.Length(v.of, theme.SizeLetter)
	set(v.box, left-gap-side, (size.Height-side)/2, side, side)

	titleHeight := fyne.MeasureText("Åg", v.title.TextSize, v.title.TextStyle).Height
	subHeight := fyne.MeasureText("Åg", v.sub.TextSize, fyne.TextStyle{}).Height
	if v.of.list.Compact {
		d.Sub, subHeight = "", 0
	}
	top := (size.Height - titleHeight - subHeight) / 2
	if d.Heading {
		left, top = gap, size.Height-titleHeight-theme.Length(v.of, fynetheme.SizeNamePadding)
	}
	room := size.Width - left - right
	v.right.Text = control.Fit(control.OneLine(d.Right), room*0.6, v.right.TextSize, v.right.TextStyle)
	taken := fyne.MeasureText(v.right.Text, v.right.TextSize, v.right.TextStyle).Width
	if taken > 0 {
		taken += gap
	}
	v.title.Text = control.Fit(control.OneLine(d.Title), room-taken, v.title.TextSize, v.title.TextStyle)
	v.sub.Text = ""
	if !d.Heading {
		v.sub.Text = control.Fit(control.OneLine(d.Sub), room, v.sub.TextSize, v.sub.TextStyle)
	}
	set(v.title, left, top, room-taken, titleHeight)
	struck := fyne.MeasureText(v.title.Text, v.title.TextSize, v.title.TextStyle).Width
	set(v.strike, left, top+titleHeight*0.55, struck, theme.Length(v.of, fynetheme.SizeNameSeparatorThickness))
	rightHeight := fyne.MeasureText("0", v.right.TextSize, v.right.TextStyle).Height
	set(v.right, left, top+(titleHeight-rightHeight)*0.6, room, rightHeight)
	set(v.sub, left, top+titleHeight-in/2, room, subHeight)
}

// layoutRule puts a hairline in the gap above the row, or the ground of a
// heading over the whole of it.
func (v *rowRenderer) layoutRule(size fyne.Size, left float32) {
	if v.of.data.Heading {
		set(v.rule, 0, 0, size.Width, size.Height)
		return
	}
	pad := theme.Length(v.of, fynetheme.SizeNamePadding)
	line := theme.Length(v.of, fynetheme.SizeNameSeparatorThickness)
	set(v.rule, left, size.Height+pad/2-line/2, size.Width-left, line)
}

func (v *rowRenderer) layoutBar(size fyne.Size, gap float32) {
	l, shown := looks[v.of.data.State]
	shown = shown && !v.of.data.Heading
	width := theme.Length(v.of, theme.SizeBar)
	inset := theme.Length(v.of, fynetheme.SizeNamePadding)
	height := size.Height - 2*inset
	for i, piece := range v.bar {
		if !shown || i >= len(l.pieces) {
			piece.Hide()
			continue
		}
		from, to := l.pieces[i][0], l.pieces[i][1]
		piece.FillColor = theme.Paint(v.of, l.color)
		piece.CornerRadius = width / 2
		set(piece, gap, inset+from*height, width, (to-from)*height)
		piece.Show()
	}
}

func set(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
