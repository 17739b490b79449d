// Package idle notices that nobody is at the window, so that a vault left open
// on a desk locks itself.
//
// The toolkit tells nobody of keys and mouse moves that a widget has used. A
// mouse that moves is seen all the same: the driver asks every widget under it
// what the cursor is to look like, and one of them is the [Watch] around the
// whole window. Typing is seen by what it changes in the field that has the
// keyboard.
package idle

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/rowlist"
)

// Watch lies around the content of a window and knows when somebody last did
// something in it.
type Watch struct {
	widget.BaseWidget
	content fyne.CanvasObject
	now     func() time.Time
	last    time.Time
	seen    string // what had the keyboard when it was last looked at
}

var _ desktop.Cursorable = (*Watch)(nil)

// New returns a watch around content by that clock.
func New(content fyne.CanvasObject, now func() time.Time) *Watch {
	w := &Watch{content: content, now: now, last: now()}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer is for Fyne.
func (w *Watch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(w.content))
}

// Cursor is asked whenever the mouse moves over the window.
func (w *Watch) Cursor() desktop.Cursor {
	w.Touch()
	return desktop.DefaultCursor
}

// Touch says that somebody is there.
func (w *Watch) Touch() { w.last = w.now() }

// For returns how long nobody has done anything. It must be asked now and then:
// typing is noticed between two times of asking. A clock that was set back
// counts as somebody.
func (w *Watch) For(c fyne.Canvas) time.Duration {
	if seen := look(c.Focused()); seen != w.seen {
		w.seen = seen
		w.Touch()
	}
	if w.now().Before(w.last) {
		w.Touch()
	}
	return w.now().Sub(w.last)
}

// look tells apart what a person can change with the keyboard. It is compared
// with itself a moment later and forgotten.
func look(f fyne.Focusable) string {
	switch f := f.(type) {
	case *control.Entry:
		return fmt.Sprintf("%p %d %d %d", f, f.CursorRow, f.CursorColumn, len(f.Text))
	case *rowlist.List:
		row, _ := f.Selected()
		return fmt.Sprintf("%p %s", f, row.ID)
	}
	return fmt.Sprintf("%p", f)
}
