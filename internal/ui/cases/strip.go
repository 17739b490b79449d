package cases

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/theme"
)

// strip draws the days of a case on a line: received, paused, due, today.
type strip struct {
	widget.BaseWidget
	data present.Strip
}

func newStrip(s present.Strip) *strip {
	w := &strip{data: s}
	w.ExtendBaseWidget(w)
	return w
}

// AccessibilityLabel reads the line out.
func (s *strip) AccessibilityLabel() string { return s.data.Words }

// AccessibilityRole says that this stands for text.
func (s *strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// colors are those of a state; an ordinary point is as quiet as small text.
var colors = map[present.State]fyne.ThemeColorName{
	present.Plain: theme.Muted, present.Late: theme.Late, present.Today: theme.Today, present.Soon: theme.Soon,
	present.Waiting: theme.Waiting, present.Done: theme.Done, present.Info: theme.Info,
}

// The parts of the strip, in pixels at ordinary zoom.
const (
	dotSize   = 9
	lineThick = 2
	spanThick = 8
	sideRoom  = 6
)

func (s *strip) CreateRenderer() fyne.WidgetRenderer {
	r := &stripRenderer{of: s}
	r.build()
	return r
}

type stripRenderer struct {
	of         *strip
	line, gone *canvas.Rectangle
	spans      []*canvas.Rectangle
	dots       []*canvas.Circle
	dates      []*canvas.Text
	words      []*canvas.Text
	shown      []fyne.CanvasObject
}

func (r *stripRenderer) build() {
	r.line, r.gone = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	for range r.of.data.Spans {
		r.spans = append(r.spans, canvas.NewRectangle(color.Transparent))
	}
	for range r.of.data.Points {
		r.dots = append(r.dots, canvas.NewCircle(color.Transparent))
		r.dates, r.words = append(r.dates, &canvas.Text{}), append(r.words, &canvas.Text{})
	}
	r.paint()
}

func (r *stripRenderer) paint() {
	r.line.FillColor = theme.Paint(r.of, theme.Edge)
	r.gone.FillColor = theme.Paint(r.of, theme.Muted)
	for i, s := range r.spans {
		s.FillColor, s.StrokeColor, s.StrokeWidth = theme.Paint(r.of, theme.Waiting), color.Transparent, 0
		if r.of.data.Spans[i].Open {
			s.FillColor, s.StrokeColor = theme.Paint(r.of, fynetheme.ColorNameBackground), theme.Paint(r.of, theme.Waiting)
			s.StrokeWidth = theme.Length(r.of, fynetheme.SizeNameSeparatorThickness)
		}
		s.CornerRadius = 2
	}
	for i, p := range r.of.data.Points {
		ink := theme.Paint(r.of, colors[p.State])
		r.dots[i].FillColor, r.dots[i].StrokeColor, r.dots[i].StrokeWidth = ink, ink, lineThick
		if p.Today && p.Word == "today" {
			r.dots[i].FillColor = theme.Paint(r.of, fynetheme.ColorNameBackground)
		}
		size := theme.Length(r.of, theme.SizeSmall)
		*r.dates[i] = canvas.Text{Text: p.Date, TextSize: size, Color: theme.Paint(r.of, fynetheme.ColorNameForeground), TextStyle: fyne.TextStyle{Bold: p.Weight >= 4}}
		*r.words[i] = canvas.Text{Text: p.Word, TextSize: size, Color: ink}
	}
}

func (r *stripRenderer) MinSize() fyne.Size {
	small := fyne.MeasureText("Åg", theme.Length(r.of, theme.SizeSmall), fyne.TextStyle{}).Height
	return fyne.NewSize(160, 2*small+theme.Length(r.of, theme.SizeGap)+spanThick)
}

func (r *stripRenderer) Layout(size fyne.Size) {
	small := fyne.MeasureText("Åg", theme.Length(r.of, theme.SizeSmall), fyne.TextStyle{}).Height
	y := size.Height / 2
	length := size.Width - 2*sideRoom
	at := func(share float64) float32 { return sideRoom + float32(share)*length }
	place(r.line, sideRoom, y-1, length, lineThick)
	place(r.gone, sideRoom, y-1, 0, lineThick)
	for i, s := range r.of.data.Spans {
		place(r.spans[i], at(s.From), y-spanThick/2, max(at(s.To)-at(s.From), 3), spanThick)
	}
	r.shown = []fyne.CanvasObject{r.line, r.gone}
	for _, s := range r.spans {
		r.shown = append(r.shown, s)
	}
	for i, p := range r.of.data.Points {
		if p.Today {
			r.gone.Resize(fyne.NewSize(at(p.At)-sideRoom, lineThick))
		}
		place(r.dots[i], at(p.At)-dotSize/2, y-dotSize/2, dotSize, dotSize)
		r.shown = append(r.shown, r.dots[i])
	}
	r.label(size.Width, y, small, at)
}

// label writes the heaviest points first and leaves out what would overlap.
func (r *stripRenderer) label(width, y, small float32, at func(float64) float32) {
	order := make([]int, len(r.of.data.Points))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		return r.of.data.Points[order[a]].Weight > r.of.data.Points[order[b]].Weight
	})
	gap := theme.Length(r.of, theme.SizeGap)
	var taken [][2]float32
	for _, i := range order {
		wide := max(measure(r.dates[i]), measure(r.words[i]))
		from := min(max(at(r.of.data.Points[i].At)-wide/2, 0), max(width-wide, 0))
		if overlaps(taken, from-gap, from+wide+gap) {
			continue
		}
		taken = append(taken, [2]float32{from, from + wide})
		r.dates[i].Alignment, r.words[i].Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
		place(r.dates[i], from, y-spanThick/2-small-2, wide, small)
		place(r.words[i], from, y+spanThick/2+2, wide, small)
		r.shown = append(r.shown, r.dates[i], r.words[i])
	}
}

func overlaps(taken [][2]float32, from, to float32) bool {
	for _, t := range taken {
		if from < t[1] && to > t[0] {
			return true
		}
	}
	return false
}

func measure(t *canvas.Text) float32 { return fyne.MeasureText(t.Text, t.TextSize, t.TextStyle).Width }

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func (r *stripRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

func (r *stripRenderer) Objects() []fyne.CanvasObject { return r.shown }
func (r *stripRenderer) Destroy()                     {}
