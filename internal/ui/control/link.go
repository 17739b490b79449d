package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// Link is a quiet button: a word in the colour of what can be pressed. It is
// for small acts that stand many times on a page.
type Link struct {
	widget.BaseWidget
	OnKey   Hook // may be nil
	text    string
	tapped  func()
	focused bool
	hovered bool
}

// NewLink returns a link.
func NewLink(text string, tapped func()) *Link {
	l := &Link{text: text, tapped: tapped}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped presses the link.
func (l *Link) Tapped(*fyne.PointEvent) { l.tapped() }

// Cursor shows that it can be pressed.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn underlines it.
func (l *Link) MouseIn(*desktop.MouseEvent) { l.hover(true) }

// MouseMoved changes nothing.
func (l *Link) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the line away.
func (l *Link) MouseOut() { l.hover(false) }

func (l *Link) hover(on bool) {
	l.hovered = on
	l.Refresh()
}

// FocusGained shows the ring.
func (l *Link) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost hides it.
func (l *Link) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedRune has no use for letters.
func (l *Link) TypedRune(rune) {}

// TypedKey presses the link on Return, Enter and Space.
func (l *Link) TypedKey(ev *fyne.KeyEvent) {
	if l.OnKey != nil && l.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.tapped()
	default:
		Pass(l, ev)
	}
}

// AccessibilityLabel reads the word out.
func (l *Link) AccessibilityLabel() string { return l.text }

// AccessibilityRole says that it can be pressed.
func (l *Link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is for Fyne.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{
		of: l, words: &canvas.Text{Text: l.text},
		line: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent),
	}
	r.paint()
	return r
}

type linkRenderer struct {
	of         *Link
	words      *canvas.Text
	line, ring *canvas.Rectangle
}

func (r *linkRenderer) paint() {
	ink := theme.Paint(r.of, fynetheme.ColorNamePrimary)
	r.words.Color, r.words.TextSize = ink, theme.Length(r.of, fynetheme.SizeNameText)
	r.line.FillColor = color.Transparent
	if r.of.hovered {
		r.line.FillColor = ink
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.of.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Paint(r.of, theme.Ring), theme.Length(r.of, theme.SizeRing)
	}
	r.ring.CornerRadius = theme.Length(r.of, fynetheme.SizeNameButtonRadius)
}

func (r *linkRenderer) MinSize() fyne.Size {
	pad := theme.Length(r.of, fynetheme.SizeNamePadding)
	return r.words.MinSize().AddWidthHeight(0, 2*pad)
}

// Layout lets the ring stand out at the sides, so that the word itself lines up
// with what is above and below.
func (r *linkRenderer) Layout(size fyne.Size) {
	pad := theme.Length(r.of, fynetheme.SizeNamePadding)
	words := r.words.MinSize()
	r.words.Move(fyne.NewPos(0, (size.Height-words.Height)/2))
	r.words.Resize(fyne.NewSize(size.Width, words.Height))
	r.line.Move(fyne.NewPos(0, (size.Height+words.Height)/2-2))
	r.line.Resize(fyne.NewSize(words.Width, theme.Length(r.of, fynetheme.SizeNameSeparatorThickness)))
	r.ring.Move(fyne.NewPos(-pad, 0))
	r.ring.Resize(fyne.NewSize(words.Width+2*pad, size.Height))
}

func (r *linkRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

func (r *linkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.words, r.line, r.ring}
}
func (r *linkRenderer) Destroy() {}
