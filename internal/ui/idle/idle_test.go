package idle_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"casebook/internal/ui/control"
	"casebook/internal/ui/idle"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// Whatever a person does starts the wait anew, and nothing else does.
func TestWhatCountsAsSomebody(t *testing.T) {
	uitest.App(t, theme.Light)
	now := time.Date(2026, 10, 12, 10, 0, 0, 0, time.UTC)
	field, list := control.NewEntry(), rowlist.New("")
	list.SetRows([]rowlist.Row{{ID: "a"}, {ID: "b"}})
	list.SelectID("a")
	w := idle.New(container.NewGridWithRows(2, field, list), func() time.Time { return now })
	c := uitest.Window(t, w, 400, 300).Canvas()
	c.Focus(field)
	w.For(c)
	for _, step := range []struct {
		name     string
		do       func()
		somebody bool
	}{
		{"nothing", func() {}, false},
		{"a letter typed", func() { uitest.Type(c, "x") }, true},
		{"the cursor moved", func() { uitest.Press(c, fyne.KeyLeft) }, true},
		{"the window drawn", func() { c.Content().Refresh() }, false},
		{"the keyboard given to the list", func() { c.Focus(list) }, true},
		{"another row", func() { uitest.Press(c, fyne.KeyDown) }, true},
		// The driver asks for the cursor at every move; the test driver has none.
		{"the mouse moved", func() { w.Cursor() }, true},
		{"the clock set back", func() { now = now.Add(-time.Hour) }, true},
	} {
		now = now.Add(5 * time.Minute)
		step.do()
		if somebody := w.For(c) < 5*time.Minute; somebody != step.somebody {
			t.Errorf("%s: somebody is there: %v, want %v", step.name, somebody, step.somebody)
		}
	}
}

// The cursor of what lies inside is the one that is shown.
func TestTheWatchLeavesTheCursor(t *testing.T) {
	uitest.App(t, theme.Light)
	w := idle.New(control.NewEntry(), time.Now)
	if w.Cursor() != desktop.DefaultCursor {
		t.Error("the watch changes the cursor")
	}
}
