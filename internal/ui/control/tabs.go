package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Tabs is a row of names of which one is chosen. Left and right move along it.
type Tabs struct {
	widget.BaseWidget
	OnRune  func(rune) bool // sees letters; may be nil
	label   string
	names   []string
	counts  []string
	chosen  int
	focused bool
	onPick  func(int)
	parts   []*tab
}

// NewTabs returns tabs with a small count beside each name, which may be "".
// Label says what they are tabs of, pick is called when another is chosen by
// mouse or key.
func NewTabs(label string, names, counts []string, chosen int, pick func(int)) *Tabs {
	t := &Tabs{label: label, names: names, counts: counts, chosen: chosen, onPick: pick}
	for i := range names {
		p := &tab{of: t, at: i}
		p.ExtendBaseWidget(p)
		t.parts = append(t.parts, p)
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *Tabs) pick(i int) {
	if i < 0 || i >= len(t.names) || i == t.chosen {
		return
	}
	t.Choose(i)
	t.onPick(i)
}

// Choose marks a name without telling anyone; -1 marks none.
func (t *Tabs) Choose(i int) {
	t.chosen = i
	for _, p := range t.parts {
		p.Refresh()
	}
}

// SetCounts changes the counts.
func (t *Tabs) SetCounts(counts ...string) {
	t.counts = counts
	for _, p := range t.parts {
		p.Refresh()
	}
	t.Refresh()
}

// FocusGained shows the ring.
func (t *Tabs) FocusGained() { t.focus(true) }

// FocusLost hides it.
func (t *Tabs) FocusLost() { t.focus(false) }

func (t *Tabs) focus(on bool) {
	t.focused = on
	t.Choose(t.chosen)
}

// TypedRune hands letters on.
func (t *Tabs) TypedRune(r rune) {
	if t.OnRune != nil {
		t.OnRune(r)
	}
}

// TypedKey moves along the row.
func (t *Tabs) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		t.pick(max(t.chosen-1, 0))
	case fyne.KeyRight:
		t.pick(t.chosen + 1)
	default:
		Pass(t, ev)
	}
}

// AccessibilityLabel names what is chosen.
func (t *Tabs) AccessibilityLabel() string {
	if t.chosen < 0 {
		return t.label
	}
	return t.names[t.chosen]
}

// AccessibilityRole says that this is text: Fyne has no role for tabs.
func (t *Tabs) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	rule := canvas.NewRectangle(theme.Paint(t, fynetheme.ColorNameSeparator))
	return &tabsRenderer{of: t, rule: rule}
}

type tabsRenderer struct {
	of   *Tabs
	rule *canvas.Rectangle
}

func (r *tabsRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, p := range r.of.parts {
		width += p.MinSize().Width
	}
	return fyne.NewSize(width, theme.Length(r.of, theme.SizeLine))
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	x := float32(0)
	for _, p := range r.of.parts {
		w := p.MinSize().Width
		p.Move(fyne.NewPos(x, 0))
		p.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
	line := theme.Length(r.of, fynetheme.SizeNameSeparatorThickness)
	r.rule.Move(fyne.NewPos(0, size.Height-line))
	r.rule.Resize(fyne.NewSize(size.Width, line))
}

func (r *tabsRenderer) Refresh() {
	r.rule.FillColor = theme.Paint(r.of, fynetheme.ColorNameSeparator)
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.rule}
	for _, p := range r.of.parts {
		out = append(out, p)
	}
	return out
}

func (r *tabsRenderer) Destroy() {}

// tab is one name.
type tab struct {
	widget.BaseWidget
	of *Tabs
	at int
}

// Tapped chooses it.
func (p *tab) Tapped(*fyne.PointEvent) { p.of.pick(p.at) }

func (p *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{
		of: p, name: &canvas.Text{}, count: &canvas.Text{},
		line: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent),
	}
	r.paint()
	return r
}

type tabRenderer struct {
	of          *tab
	name, count *canvas.Text
	line, ring  *canvas.Rectangle
}

func (r *tabRenderer) paint() {
	t, chosen := r.of.of, r.of.of.chosen == r.of.at
	r.name.Text, r.count.Text = t.names[r.of.at], t.counts[r.of.at]
	r.name.TextSize = theme.Length(r.of, fynetheme.SizeNameText)
	r.count.TextSize = theme.Length(r.of, theme.SizeSmall)
	r.name.TextStyle.Bold = chosen
	r.name.Color, r.count.Color = theme.Paint(r.of, theme.Muted), theme.Paint(r.of, theme.Muted)
	r.line.FillColor = color.Transparent
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	r.ring.CornerRadius = theme.Length(r.of, fynetheme.SizeNameSelectionRadius)
	if chosen {
		r.name.Color = theme.Paint(r.of, fynetheme.ColorNameForeground)
		r.line.FillColor = theme.Paint(r.of, theme.Mark)
		if t.focused {
			r.ring.StrokeColor, r.ring.StrokeWidth = theme.Paint(r.of, theme.Ring), theme.Length(r.of, theme.SizeRing)
		}
	}
}

// MinSize keeps room for the bold name, so that nothing moves when it is chosen.
func (r *tabRenderer) MinSize() fyne.Size {
	gap := theme.Length(r.of, theme.SizeGap)
	name := fyne.MeasureText(r.name.Text, r.name.TextSize, fyne.TextStyle{Bold: true})
	width := name.Width + 2*gap
	if r.count.Text != "" {
		width += gap/2 + fyne.MeasureText(r.count.Text, r.count.TextSize, fyne.TextStyle{}).Width
	}
	return fyne.NewSize(width, theme.Length(r.of, theme.SizeLine))
}

func (r *tabRenderer) Layout(size fyne.Size) {
	gap := theme.Length(r.of, theme.SizeGap)
	name := fyne.MeasureText(r.name.Text, r.name.TextSize, r.name.TextStyle)
	number := fyne.MeasureText(r.count.Text, r.count.TextSize, fyne.TextStyle{})
	y := (size.Height - name.Height) / 2
	r.name.Move(fyne.NewPos(gap, y))
	r.name.Resize(name)
	r.count.Move(fyne.NewPos(gap+name.Width+gap/2, y+(name.Height-number.Height)*0.6))
	r.count.Resize(number)
	bar := theme.Length(r.of, theme.SizeRing)
	r.line.Move(fyne.NewPos(gap, size.Height-bar))
	r.line.Resize(fyne.NewSize(max(size.Width-2*gap, 0), bar))
	r.ring.Move(fyne.NewPos(1, 1))
	r.ring.Resize(size.SubtractWidthHeight(2, 4))
}

func (r *tabRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.name, r.count, r.line, r.ring}
}
func (r *tabRenderer) Destroy() {}
