// Package control holds the buttons and fields of the program: Fyne's own with
// a focus ring that can be seen, Return to press, and a way out for keys that
// Fyne would swallow.
package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/theme"
)

// Hook sees a key before the control does and says whether it took it.
type Hook func(*fyne.KeyEvent) bool

// ringed lays an outline over a control: a thin one at rest, where the control
// has one, and the focus ring while it has the keyboard.
type ringed struct {
	fyne.WidgetRenderer
	of      fyne.Widget
	ring    *canvas.Rectangle
	focused func() bool
	rest    func() fyne.ThemeColorName // "" for no outline
	outset  float32                    // how far outside the control the ring lies
	wider   float32                    // gaps of room added at the sides
}

func newRinged(of fyne.Widget, base fyne.WidgetRenderer, focused func() bool) *ringed {
	r := &ringed{WidgetRenderer: base, of: of, focused: focused, ring: canvas.NewRectangle(color.Transparent)}
	r.rest = func() fyne.ThemeColorName { return "" }
	return r
}

// Objects returns the control's parts with the ring on top.
func (r *ringed) Objects() []fyne.CanvasObject {
	base := r.WidgetRenderer.Objects()
	return append(base[:len(base):len(base)], r.ring)
}

// MinSize adds the room at the sides.
func (r *ringed) MinSize() fyne.Size {
	return r.WidgetRenderer.MinSize().AddWidthHeight(r.wider*theme.Length(r.of, theme.SizeGap), 0)
}

// Layout places the control and the ring around it.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.place(size)
}

func (r *ringed) place(size fyne.Size) {
	out := float32(0)
	if r.focused() {
		out = r.outset
	}
	r.ring.Move(fyne.NewPos(-out, -out))
	r.ring.Resize(size.AddWidthHeight(2*out, 2*out))
}

// Refresh redraws both.
func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *ringed) paint() {
	name, width := r.rest(), theme.Length(r.of, fynetheme.SizeNameInputBorder)
	radius := theme.Length(r.of, fynetheme.SizeNameInputRadius)
	if r.focused() {
		name, width = theme.Ring, theme.Length(r.of, theme.SizeRing)
		radius += r.outset
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if name != "" {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Paint(r.of, name), width
	}
	r.ring.CornerRadius = radius
	r.place(r.of.Size())
	r.ring.Refresh()
}

// Pass hands a key that a control has no use for to the canvas, so that the
// function keys and Escape work wherever the focus is.
func Pass(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if !travels(ev.Name) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		if f := c.OnTypedKey(); f != nil {
			f(ev)
		}
	}
}

// travels says which keys go on to the canvas: Escape and F1 to F12.
func travels(k fyne.KeyName) bool {
	return k == fyne.KeyEscape || (len(k) > 1 && k[0] == 'F' && k[1] >= '1' && k[1] <= '9')
}
