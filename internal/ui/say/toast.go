package say

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/theme"
)

// How long a message stays: long enough to read and to reach for Undo.
const (
	Brief    = 5 * time.Second
	WithUndo = 10 * time.Second
)

// Toast is the layer for passing messages. Put it on top of the window's
// content in a Stack: it lets everything through but the message itself.
type Toast struct {
	widget.BaseWidget
	after jobs.After
	stop  func()
	text  string
	undo  func()
	last  func() // the last act that can be taken back, also when nothing is said of it any more
	act   func() // what the link does; may be nil
	words *control.Words
	link  *link
}

// NewToast returns a layer that shows nothing.
func NewToast(after jobs.After) *Toast {
	t := &Toast{
		after: after,
		words: control.NewWords("", fynetheme.SizeNameText, theme.ToastText, fyne.TextStyle{}).Shrinking(),
	}
	t.link = newLink("Undo", t.follow)
	t.ExtendBaseWidget(t)
	return t
}

// Say says something for a few seconds in place of what was said before. With
// undo it offers to take the act back.
func (t *Toast) Say(text string, undo func()) {
	t.show(text, "Undo", undo)
	if t.undo = undo; undo != nil {
		t.last = undo
	}
}

// Offer says something for as long as with Say and undo, and offers to do
// something else, such as to show it.
func (t *Toast) Offer(text, label string, act func()) { t.show(text, label, act) }

func (t *Toast) show(text, label string, act func()) {
	t.hush()
	t.text, t.undo, t.act = text, nil, act
	t.words.SetText(text)
	t.link.text = label
	t.link.Hidden = act == nil
	t.link.Refresh() // the theme may have changed while nothing was said
	wait := Brief
	if act != nil {
		wait = WithUndo
	}
	t.stop = t.after(wait, t.Dismiss)
	t.Refresh()
}

// Undo takes the last act back that can be, once, and ends the message. It says
// whether there was one: the U key asks, also after the message has gone.
func (t *Toast) Undo() bool {
	undo := t.last
	t.Forget()
	if undo == nil {
		return false
	}
	undo()
	return true
}

// Undoable reports whether there is an act that Undo would take back.
func (t *Toast) Undoable() bool { return t.last != nil }

// Forget ends the message, and what it was about cannot be taken back any more.
func (t *Toast) Forget() {
	t.last = nil
	t.Dismiss()
}

// follow does what the link says, once, and ends the message.
func (t *Toast) follow() bool {
	act := t.act
	if t.undo != nil {
		t.last = nil
	}
	t.Dismiss()
	if act == nil {
		return false
	}
	act()
	return true
}

// Dismiss ends the message.
func (t *Toast) Dismiss() {
	t.hush()
	t.text, t.undo, t.act = "", nil, nil
	t.Refresh()
}

// Text returns what is said at the moment.
func (t *Toast) Text() string { return t.text }

func (t *Toast) hush() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}

// CreateRenderer is for Fyne.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{of: t, ground: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type toastRenderer struct {
	of     *Toast
	ground *canvas.Rectangle
}

func (r *toastRenderer) paint() {
	r.ground.FillColor = theme.Paint(r.of, theme.Toast)
	r.ground.CornerRadius = theme.Length(r.of, fynetheme.SizeNamePopupRadius)
}

// MinSize is nothing: the layer follows the window.
func (r *toastRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout puts the message at the foot, on a status bar between its words and its
// buttons: there it covers no row of a list and nothing that one works on.
func (r *toastRenderer) Layout(size fyne.Size) {
	edge, gap := theme.Length(r.of, theme.SizeEdge), theme.Length(r.of, theme.SizeGap)
	height := gap * 4
	words := fyne.MeasureText(r.of.text, theme.Length(r.of, fynetheme.SizeNameText), fyne.TextStyle{})
	button := float32(0)
	if !r.of.link.Hidden {
		button = r.of.link.MinSize().Width + gap
	}
	width := min(words.Width+2*gap*2+button, size.Width-edge-buttons*gap)
	x, y := size.Width-buttons*gap-width, size.Height-gap/2-height
	place(r.ground, x, y, width, height)
	place(r.of.words, x+2*gap, y+(height-words.Height)/2, width-4*gap-button, words.Height)
	h := r.of.link.MinSize().Height
	place(r.of.link, x+width-gap-r.of.link.MinSize().Width, y+(height-h)/2, r.of.link.MinSize().Width, h)
}

// buttons is the room left at the right of the foot, in gaps.
const buttons = 28

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func (r *toastRenderer) Refresh() {
	r.paint()
	r.Layout(r.of.Size())
	canvas.Refresh(r.of)
}

// Objects is nothing while nothing is said. The layer itself is never hidden:
// Fyne does not repaint for a widget that it has not drawn before.
func (r *toastRenderer) Objects() []fyne.CanvasObject {
	if r.of.text == "" {
		return nil
	}
	return []fyne.CanvasObject{r.ground, r.of.words, r.of.link}
}

func (r *toastRenderer) Destroy() {}

// link is the message's button: words in bold, with a ring in the focus.
type link struct {
	widget.BaseWidget
	text    string
	tapped  func() bool
	focused bool
}

func newLink(text string, tapped func() bool) *link {
	l := &link{text: text, tapped: tapped}
	l.ExtendBaseWidget(l)
	return l
}

func (l *link) Tapped(*fyne.PointEvent) { l.tapped() }
func (l *link) TypedRune(rune)          {}

func (l *link) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.tapped()
	default:
		control.Pass(l, ev)
	}
}

func (l *link) FocusGained() {
	l.focused = true
	l.Refresh()
}

func (l *link) FocusLost() {
	l.focused = false
	l.Refresh()
}

func (l *link) AccessibilityLabel() string             { return l.text }
func (l *link) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (l *link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{of: l, ring: canvas.NewRectangle(color.Transparent), words: &canvas.Text{Text: l.text}}
	r.words.TextStyle.Bold = true
	r.words.Alignment = fyne.TextAlignCenter
	r.paint()
	return r
}

type linkRenderer struct {
	of    *link
	ring  *canvas.Rectangle
	words *canvas.Text
}

func (r *linkRenderer) paint() {
	c := theme.Paint(r.of, theme.ToastLink)
	r.words.Text = r.of.text
	r.words.Color, r.words.TextSize = c, theme.Length(r.of, fynetheme.SizeNameText)
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.of.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = c, theme.Length(r.of, theme.SizeRing)
	}
	r.ring.CornerRadius = theme.Length(r.of, fynetheme.SizeNameButtonRadius)
}

func (r *linkRenderer) MinSize() fyne.Size {
	gap := theme.Length(r.of, theme.SizeGap)
	return r.words.MinSize().AddWidthHeight(2*gap, gap)
}

func (r *linkRenderer) Layout(size fyne.Size) {
	r.ring.Resize(size)
	r.words.Resize(size)
}

func (r *linkRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.of)
}

func (r *linkRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ring, r.words} }
func (r *linkRenderer) Destroy()                     {}
