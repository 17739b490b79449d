package uitest

import (
	"html"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// Texts returns every text that is drawn in the window, in the order of its
// tree.
func Texts(c fyne.Canvas) []string {
	var out []string
	for _, part := range strings.Split(test.RenderToMarkup(c), "<text")[1:] {
		_, rest, _ := strings.Cut(part, ">")
		text, _, found := strings.Cut(rest, "</text>")
		if found && text != "" {
			out = append(out, html.UnescapeString(text))
		}
	}
	return out
}

// Tap clicks the first thing that draws exactly these words, in a menu that is
// open before the window, and says whether there was one.
func Tap(c fyne.Canvas, words string) bool {
	at, found := find(c, words)
	if found {
		click(c, at)
	}
	return found
}

// TapBelow clicks so many pixels under the first thing that draws these words:
// the field of a label.
func TapBelow(c fyne.Canvas, words string, down float32) bool {
	at, found := find(c, words)
	if found {
		click(c, at.AddXY(0, down))
	}
	return found
}

// Fill puts a text in place of what stands in the n-th text field that is
// shown, counted from 0, and gives it the keyboard. It says whether there is
// one.
func Fill(c fyne.Canvas, n int, text string) bool {
	return walk(top(c), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) bool {
		field, types := o.(interface {
			fyne.Focusable
			SelectedText() string
			SetText(string)
		})
		if _, button := o.(interface{ Tapped(*fyne.PointEvent) }); !types || !button {
			return false
		}
		if n--; n >= 0 {
			return false
		}
		c.Focus(field)
		field.SetText(text)
		return true
	})
}

// click taps, and gives the keyboard to a field as the real driver does.
func click(c fyne.Canvas, at fyne.Position) {
	var field fyne.Focusable
	walk(top(c), fyne.Position{}, func(o fyne.CanvasObject, from fyne.Position) bool {
		to := from.AddXY(o.Size().Width, o.Size().Height)
		_, types := o.(interface{ SelectedText() string }) // an entry, however it is wrapped
		if f, ok := o.(fyne.Focusable); ok && types && at.X >= from.X && at.Y >= from.Y && at.X < to.X && at.Y < to.Y {
			field = f
		}
		return field != nil
	})
	if field != nil {
		c.Focus(field)
	}
	test.TapCanvas(c, at)
}

// Place returns where words stand that can be seen.
func Place(c fyne.Canvas, words string) (at fyne.Position, seen bool) { return find(c, words) }

// find returns the middle of a drawn text.
func find(c fyne.Canvas, words string) (fyne.Position, bool) {
	var at fyne.Position
	found := walk(top(c), at, func(o fyne.CanvasObject, from fyne.Position) bool {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text != words {
			return false
		}
		at = from.AddXY(text.MinSize().Width/2, text.Size().Height/2)
		return true
	})
	return at, found
}

func top(c fyne.Canvas) fyne.CanvasObject {
	if o := c.Overlays().Top(); o != nil {
		return o
	}
	return c.Content()
}

// walk visits what can be seen, in the order of the tree, until visit says that
// it has what it came for.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position) bool) bool {
	if !o.Visible() {
		return false
	}
	at = at.Add(o.Position())
	if visit(o, at) {
		return true
	}
	var parts []fyne.CanvasObject
	switch x := o.(type) {
	case *fyne.Container:
		parts = x.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(x).Objects()
	}
	for _, p := range parts {
		if walk(p, at, visit) {
			return true
		}
	}
	return false
}
