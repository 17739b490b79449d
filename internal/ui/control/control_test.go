package control_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func TestButtonIsPressedByKeys(t *testing.T) {
	uitest.App(t, theme.Light)
	pressed := 0
	b := control.NewMain("Send", func() { pressed++ })
	c := uitest.Window(t, b, 200, 60).Canvas()
	c.Focus(b)
	uitest.Press(c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA)
	if pressed != 3 {
		t.Errorf("pressed %d times, want 3", pressed)
	}
	if c.Focused() != fyne.Focusable(b) {
		t.Error("pressing by key lost the focus")
	}
	b.Disable()
	uitest.Press(c, fyne.KeyReturn)
	if pressed != 3 {
		t.Error("a disabled button was pressed")
	}
}

// The line between two panes is one colour from end to end, and is dragged.
func TestSplitIsAPlainLine(t *testing.T) {
	uitest.App(t, theme.Dark)
	s := control.NewSplit(control.Quiet("left"), control.Quiet("right"))
	c := uitest.Window(t, s, 400, 200).Canvas()
	plain := func(x int) {
		t.Helper()
		picture := c.Capture()
		for y := 1; y < 200; y++ {
			if picture.At(x, y) != picture.At(x, 0) {
				t.Fatalf("the line has another colour at %d: %v, not %v", y, picture.At(x, y), picture.At(x, 0))
			}
		}
		if picture.At(x, 0) == picture.At(x-20, 0) {
			t.Fatal("there is no line")
		}
	}
	plain(200)
	test.Drag(c, fyne.NewPos(200, 100), 80, 0)
	if s.Offset < 0.65 {
		t.Fatalf("dragged, the line stands at %v", s.Offset)
	}
	plain(int(s.Trailing.Position().X) - 2)
	s.Trailing.Hide()
	s.Refresh()
	if picture := c.Capture(); picture.At(280, 100) != picture.At(300, 100) {
		t.Error("a line stands beside a single pane")
	}
}

func TestHookComesFirst(t *testing.T) {
	uitest.App(t, theme.Light)
	var log []string
	hook := func(name string) control.Hook {
		return func(ev *fyne.KeyEvent) bool {
			log = append(log, name+" "+string(ev.Name))
			return ev.Name == fyne.KeyEscape
		}
	}
	b := control.NewButton("B", nil)
	e := control.NewEntry()
	s := control.NewSelect([]string{"one", "two"}, nil)
	k := control.NewCheck("K", nil)
	b.OnKey, e.OnKey, s.OnKey, k.OnKey = hook("b"), hook("e"), hook("s"), hook("k")
	c := uitest.Window(t, container.NewVBox(b, e, s, k), 200, 300).Canvas()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { log = append(log, "window "+string(ev.Name)) })
	for _, f := range []fyne.Focusable{b, e, s, k} {
		c.Focus(f)
		uitest.Press(c, fyne.KeyEscape, fyne.KeyF5)
	}
	want := []string{
		"b Escape", "b F5", "window F5", "e Escape", "e F5", "window F5",
		"s Escape", "s F5", "window F5", "k Escape", "k F5", "window F5",
	}
	if !slices.Equal(log, want) {
		t.Errorf("got  %q\nwant %q", log, want)
	}
}

func TestEntryHasALimit(t *testing.T) {
	a := uitest.App(t, theme.Light)
	e := control.NewMultiline(4)
	c := uitest.Window(t, e, 400, 200).Canvas()
	full := 0
	e.OnFull = func() { full++ }
	c.Focus(e)
	a.Clipboard().SetContent(strings.Repeat("ł", control.MaxText/2) + "xyz")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: a.Clipboard()})
	if len(e.Text) != control.MaxText || full != 1 || strings.HasSuffix(e.Text, "x") {
		t.Errorf("%d bytes kept, told %d times", len(e.Text), full)
	}
}

func TestSelectOpensOnReturn(t *testing.T) {
	uitest.App(t, theme.Light)
	s := control.NewSelect([]string{"one", "two"}, nil)
	c := uitest.Window(t, s, 200, 200).Canvas()
	c.Focus(s)
	uitest.Press(c, fyne.KeyReturn)
	if c.Overlays().Top() == nil {
		t.Error("no choices shown")
	}
}

func TestFocusCanBeSeen(t *testing.T) {
	uitest.App(t, theme.Light)
	quiet, main := control.NewButton("Later", nil), control.NewMain("Open case", nil)
	e := control.NewEntry()
	s := control.NewSelect([]string{"Post"}, nil)
	k := control.NewCheck("By post", nil)
	box := container.NewPadded(container.NewVBox(quiet, main, control.NewDanger("Dispose", nil), e, s, k))
	c := uitest.Window(t, container.NewPadded(box), 260, 260).Canvas()
	rest := test.RenderToMarkup(c)
	uitest.Image(t, "controls", c)
	uitest.Shot(t, "controls", c)
	for name, f := range map[string]fyne.Focusable{"quiet": quiet, "main": main, "entry": e, "select": s, "check": k} {
		c.Focus(f)
		if test.RenderToMarkup(c) == rest {
			t.Errorf("%s looks the same with the focus", name)
		}
	}
	c.Focus(main)
	uitest.Shot(t, "controls-focus", c)
}

func TestWordsShorten(t *testing.T) {
	uitest.App(t, theme.Light)
	w := control.Strong("A rather long heading for so narrow a pane").Shrinking()
	c := uitest.Window(t, w, 120, 30).Canvas()
	if got := test.RenderToMarkup(c); !strings.Contains(got, "…") {
		t.Errorf("not shortened: %s", got)
	}
	w.SetText("Short")
	w.SetColor(theme.Late)
	if got := test.RenderToMarkup(c); !strings.Contains(got, ">Short<") || w.Text() != "Short" {
		t.Errorf("not changed: %s", got)
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                  "plain",
		"two\r\nlines":           "two  lines",
		"a\u202eb\u2066c\u200fd": "abcd",
		"nul\x00 tab\t":          "nul  tab ",
		"Łucja 李":                "Łucja 李",
	} {
		if got := control.OneLine(in); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", in, got, want)
		}
	}
	if got := control.OneLine(strings.Repeat("x", 1000)); len(got) != 400 {
		t.Errorf("%d characters kept", len(got))
	}
}

func TestLinkIsPressed(t *testing.T) {
	uitest.App(t, theme.Light)
	pressed := 0
	l := control.NewLink("Why", func() { pressed++ })
	c := uitest.Window(t, container.NewPadded(l), 80, 40).Canvas()
	rest := test.RenderToMarkup(c)
	uitest.Tap(c, "Why")
	c.Focus(l)
	if test.RenderToMarkup(c) == rest {
		t.Error("the focus cannot be seen")
	}
	uitest.Type(c, "w")
	uitest.Press(c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA)
	l.OnKey = func(ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyReturn }
	uitest.Press(c, fyne.KeyReturn)
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
}

func TestTabLeavesAFieldOfSeveralLines(t *testing.T) {
	var field fyne.Tabbable = control.NewMultiline(3)
	if field.AcceptsTab() {
		t.Error("Tab stays in the field")
	}
}
