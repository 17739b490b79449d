package rowlist_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// desk is a morning's list with every state.
func desk() []rowlist.Row {
	return []rowlist.Row{
		{Title: "Overdue", Right: "1", Heading: true},
		{ID: "a", Title: "Zofia Marlowe", Right: "2 days late", Sub: "26-7KQ4MX · Access · Larkfield Academy · send the reply", State: rowlist.Late},
		{Title: "Today", Right: "1", Heading: true},
		{ID: "b", Title: "Harbour Removals Ltd", Right: "due today", Sub: "26-M2XT9C · Complaint · Brightwater · acknowledge", State: rowlist.Today},
		{Title: "This week", Right: "4", Heading: true},
		{ID: "c", Title: "A. Okonjo-Fairweather", Right: "4 days", Sub: "26-0HQ7RA · Erasure · Brightwater · search the parents' portal", State: rowlist.Soon},
		{ID: "d", Title: "Petra Lindqvist and her representative, Messrs Aldous, Penhaligon & Thrale LLP", Right: "waiting since Mon", Sub: "26-4WN8TB · Access · Larkfield Academy · identity asked for", State: rowlist.Waiting},
		{ID: "e", Title: "Tom Ashgrove", Right: "sent", Sub: "26-9ZC1HD · Rectification · Larkfield Academy", State: rowlist.Done},
		{ID: "f", Title: "Office, Larkfield Academy", Right: "new", Sub: "Asks what to tell a parent", State: rowlist.Info},
	}
}

func show(t testing.TB, rows []rowlist.Row) (*rowlist.List, fyne.Canvas) {
	uitest.App(t, theme.Light)
	l := rowlist.New("Nothing to triage. Next duty: Mon 12 Oct 2026, 26-7KQ4MX.")
	l.SetRows(rows)
	w := uitest.Window(t, l, 440, 460)
	return l, w.Canvas()
}

func TestKeysMoveOverHeadings(t *testing.T) {
	cases := []struct {
		keys []fyne.KeyName
		want string
	}{
		{nil, "a"}, // focus alone selects the first
		{[]fyne.KeyName{fyne.KeyDown}, "b"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyDown}, "c"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyUp}, "a"},
		{[]fyne.KeyName{fyne.KeyUp}, "a"},
		{[]fyne.KeyName{fyne.KeyEnd}, "f"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyDown}, "f"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, "a"},
		{[]fyne.KeyName{fyne.KeyPageDown}, "f"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp}, "a"},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.keys), func(t *testing.T) {
			l, cv := show(t, desk())
			cv.Focus(l)
			uitest.Press(cv, c.keys...)
			if got, _ := l.Selected(); got.ID != c.want {
				t.Errorf("selected %q, want %q", got.ID, c.want)
			}
		})
	}
}

func TestCallbacks(t *testing.T) {
	l, cv := show(t, desk())
	var log []string
	l.OnSelect = func(r rowlist.Row) { log = append(log, "select "+r.ID) }
	l.OnOpen = func(r rowlist.Row) { log = append(log, "open "+r.ID) }
	l.OnKey = func(k rune, r rowlist.Row) bool {
		if k == 'j' || k == '?' {
			return false
		}
		log = append(log, fmt.Sprintf("key %c %s", k, r.ID))
		return true
	}
	cv.SetOnTypedRune(func(r rune) { log = append(log, fmt.Sprintf("window %c", r)) })
	cv.SetOnTypedKey(func(ev *fyne.KeyEvent) { log = append(log, "window "+string(ev.Name)) })
	cv.Focus(l)
	uitest.Press(cv, fyne.KeyReturn)
	uitest.Type(cv, "1j?")
	uitest.Press(cv, fyne.KeyF5, fyne.KeyEscape, fyne.KeyA)
	want := []string{"select a", "open a", "key 1 a", "select b", "window ?", "window F5", "window Escape"}
	if !slices.Equal(log, want) {
		t.Errorf("got  %q\nwant %q", log, want)
	}
}

// What triage needs: when the row goes, the next opens itself.
func TestSetRowsKeepsOrMovesTheSelection(t *testing.T) {
	without := func(ids ...string) []rowlist.Row {
		return slices.DeleteFunc(desk(), func(r rowlist.Row) bool { return slices.Contains(ids, r.ID) && !r.Heading })
	}
	cases := []struct {
		name, start string
		rows        []rowlist.Row
		want        string
		told        bool
	}{
		{"still there", "c", without("a"), "c", false},
		{"gone, next takes its place", "c", without("c"), "d", true},
		{"gone, heading follows", "b", without("b"), "c", true},
		{"last gone", "f", without("f"), "e", true},
		{"all gone", "f", nil, "", false},
		{"only headings left", "a", desk()[:1], "", false},
		{"nothing selected", "", desk(), "", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l, _ := show(t, desk())
			if c.start != "" && !l.SelectID(c.start) {
				t.Fatal("no such row")
			}
			told := false
			l.OnSelect = func(rowlist.Row) { told = true }
			l.SetRows(c.rows)
			if got, _ := l.Selected(); got.ID != c.want || told != c.told {
				t.Errorf("selected %q, told %v; want %q, %v", got.ID, told, c.want, c.told)
			}
		})
	}
}

func TestMouse(t *testing.T) {
	l, cv := show(t, desk())
	var menu string
	l.OnMenu = func(r rowlist.Row, _ fyne.Position) { menu = r.ID }
	at := func(i int) fyne.Position { return fyne.NewPos(100, float32(i)*46+20) }
	test.TapCanvas(cv, at(3))
	if got, _ := l.Selected(); got.ID != "b" || cv.Focused() != fyne.Focusable(l) {
		t.Errorf("selected %q, focus %v", got.ID, cv.Focused())
	}
	test.TapCanvas(cv, at(2))
	if got, _ := l.Selected(); got.ID != "b" {
		t.Errorf("a heading took the selection: %q", got.ID)
	}
	if menu != "" {
		t.Error("a left click asked for a menu")
	}
}

func TestLooks(t *testing.T) {
	l, cv := show(t, desk())
	l.SelectID("b")
	uitest.Markup(t, "resting", cv)
	cv.Focus(l)
	uitest.Image(t, "focused", cv)
	l.SetRows(nil)
	uitest.Markup(t, "empty", cv)
}

// A change of theme or text size reaches rows that are already on screen.
func TestThemeChange(t *testing.T) {
	look := func(first, then *theme.Theme) string {
		a := uitest.App(t, theme.Light)
		a.Settings().SetTheme(first)
		l := rowlist.New("")
		l.SetRows(desk())
		c := uitest.Window(t, l, 440, 460).Canvas()
		l.SelectID("b")
		a.Settings().SetTheme(then)
		l.Refresh()
		return test.RenderToMarkup(c)
	}
	dark := theme.New(theme.Dark, 1.5)
	if look(theme.New(theme.Light, 1), dark) != look(dark, dark) {
		t.Error("something kept the old look")
	}
}

func TestCompactRowsHaveOneLine(t *testing.T) {
	uitest.App(t, theme.Light)
	l := rowlist.New("")
	l.Compact, l.Ground = true, theme.Sidebar
	l.SetRows([]rowlist.Row{
		{ID: "1", Title: "Today", Right: "9", Sub: "never shown", State: rowlist.Late},
		{ID: "2", Title: "Triage", Right: "7"},
	})
	c := uitest.Window(t, l, 180, 200).Canvas()
	l.SelectFirst()
	uitest.Markup(t, "compact", c)
	if strings.Contains(test.RenderToMarkup(c), "never shown") {
		t.Error("a second line is shown")
	}
}

// Names come from mail: they stay in one line, in one direction, and in bounds.
func TestHostileNames(t *testing.T) {
	nasty := "\u202eevil\u202c\nSecond\tline\x00 **bold** <b>" + strings.Repeat("W", 5000)
	_, cv := show(t, []rowlist.Row{{ID: "x", Title: nasty, Sub: nasty, Right: nasty}})
	got := test.RenderToMarkup(cv)
	for _, bad := range []string{"\u202e", "\x00", "Second\t", strings.Repeat("W", 400)} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is shown", bad)
		}
	}
	if !strings.Contains(got, "…") {
		t.Error("nothing was shortened")
	}
}

func many(n int) []rowlist.Row {
	rows := make([]rowlist.Row, n)
	for i := range rows {
		rows[i] = rowlist.Row{ID: fmt.Sprint(i), Title: "Person " + fmt.Sprint(i), Right: "9 days", Sub: "Access", State: rowlist.Soon}
	}
	return rows
}

// A hundred thousand rows are reached at both ends; what is drawn stays a
// screenful.
func TestManyRows(t *testing.T) {
	l, cv := show(t, many(100_000))
	cv.Focus(l)
	uitest.Press(cv, fyne.KeyEnd)
	if got, _ := l.Selected(); got.ID != "99999" {
		t.Errorf("at the end: %q", got.ID)
	}
	drawn := strings.Count(test.RenderToMarkup(cv), ">Person ")
	if drawn < 5 || drawn > 20 {
		t.Errorf("%d rows drawn", drawn)
	}
}

func BenchmarkScroll(b *testing.B) {
	l, cv := show(b, many(100_000))
	cv.Focus(l)
	for b.Loop() {
		l.Step(7)
	}
}

func TestUnselect(t *testing.T) {
	l, _ := show(t, desk())
	l.SelectID("c")
	l.Unselect()
	if _, selected := l.Selected(); selected {
		t.Error("a row is still selected")
	}
	told := 0
	l.OnSelect = func(rowlist.Row) { told++ }
	if !l.SelectID("c") || told != 1 {
		t.Errorf("selecting it again was told %d times", told)
	}
}

// What no longer counts is struck through; a plain list has no bold titles.
func TestStruckAndPlain(t *testing.T) {
	uitest.App(t, theme.Light)
	rows := []rowlist.Row{{ID: "a", Title: "Clock paused"}, {ID: "b", Title: "Clock paused", Struck: true}}
	markup := func(plain bool, rows []rowlist.Row) string {
		l := rowlist.New("")
		l.Plain = plain
		l.SetRows(rows)
		return test.RenderToMarkup(uitest.Window(t, l, 300, 120).Canvas())
	}
	if markup(false, rows[:1]) == markup(true, rows[:1]) {
		t.Error("a plain list looks like another")
	}
	struck, ordinary := markup(true, rows[1:]), markup(true, rows[:1])
	if strings.Count(struck, "<rectangle") != strings.Count(ordinary, "<rectangle")+1 {
		t.Error("there is no line through the title")
	}
}

// Space and a click on the box tick a row; a click on its words selects it.
func TestBoxes(t *testing.T) {
	rows := []rowlist.Row{
		{Title: "May go", Heading: true},
		{ID: "a", Title: "Ada Brook", Box: rowlist.Empty},
		{ID: "b", Title: "Bea Field", Box: rowlist.Ticked},
		{ID: "c", Title: "Tom Marsh"},
	}
	l, cv := show(t, rows)
	var ticked []string
	l.OnTick = func(r rowlist.Row) { ticked = append(ticked, r.ID) }
	cv.Focus(l)
	uitest.Type(cv, " ")
	uitest.Press(cv, fyne.KeyEnd)
	uitest.Type(cv, " ") // it has no box
	uitest.Tap(cv, "Ada Brook")
	test.TapCanvas(cv, fyne.NewPos(26, 2*46+20))
	if got := strings.Join(ticked, ","); got != "a,b" {
		t.Errorf("ticked %s", got)
	}
	if r, _ := l.Selected(); r.ID != "b" {
		t.Errorf("selected %s", r.ID)
	}
	uitest.Shot(t, "rowlist-boxes", cv)
}
