package palette_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/palette"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func commands() []rowlist.Row {
	return []rowlist.Row{
		{ID: "pull", Title: "Pull mail", Right: "F5", Sub: "Fetches new messages from every mailbox."},
		{ID: "lock", Title: "Lock", Right: "Ctrl+L", Sub: "Closes the vault until the passphrase is given again."},
		{ID: "letter", Title: "Letter", Right: "L", Sub: "Draws a letter."},
		{ID: "26-7KQ4MX", Title: "Zofia Marlowe", Right: "2 days late", Sub: "26-7KQ4MX · Access", State: rowlist.Late},
	}
}

func ids(rows []rowlist.Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

func TestMatch(t *testing.T) {
	for query, want := range map[string]string{
		"":             "pull lock letter 26-7KQ4MX",
		"l":            "lock letter 26-7KQ4MX pull",
		"MAIL":         "pull",
		"pull m":       "pull",
		"7kq":          "26-7KQ4MX",
		"marlowe late": "26-7KQ4MX",
		"zzz":          "",
		"draws letter": "letter",
	} {
		if got := ids(palette.Match(query, commands())); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// Whatever is typed, a row is found by the beginning of its own title.
func TestMatchFindsByTitle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching(`[A-Za-zŁłé]{1,8}( [A-Za-z]{1,8}){0,3}`).Draw(t, "title")
		n := rapid.IntRange(0, len([]rune(title))).Draw(t, "n")
		if got := palette.Match(string([]rune(title)[:n]), []rowlist.Row{{ID: "x", Title: title}}); len(got) != 1 {
			t.Fatalf("%q is not found by its first %d letters", title, n)
		}
	})
}

func open(t *testing.T, opt palette.Options) (*palette.Palette, fyne.Canvas, *control.Entry) {
	uitest.App(t, theme.Light)
	before := control.NewEntry()
	c := uitest.Window(t, before, 800, 560).Canvas()
	c.Focus(before)
	opt.Hint, opt.Nothing, opt.Failed = "Type a command or a name", "Nothing found.", "The search failed."
	if opt.Loop == nil {
		opt.Loop, opt.Runner = loop.Inline{}, jobs.Here{}
	}
	if opt.Find == nil {
		opt.Find = palette.Static(commands)
	}
	return palette.Open(c, opt), c, before
}

func TestKeysWhileTyping(t *testing.T) {
	cases := []struct {
		name, typed string
		keys        []fyne.KeyName
		want        string
	}{
		{"return takes the first", "", []fyne.KeyName{fyne.KeyReturn}, "pull"},
		{"down takes the next", "", []fyne.KeyName{fyne.KeyDown, fyne.KeyEnter}, "lock"},
		{"up comes back", "", []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyEnter}, "pull"},
		{"typing narrows", "zof", []fyne.KeyName{fyne.KeyReturn}, "26-7KQ4MX"},
		{"escape takes none", "", []fyne.KeyName{fyne.KeyEscape}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			_, cv, before := open(t, palette.Options{Chosen: func(r rowlist.Row) { got = r.ID }})
			uitest.Type(cv, c.typed)
			uitest.Press(cv, c.keys...)
			if got != c.want {
				t.Errorf("chose %q, want %q", got, c.want)
			}
			if cv.Overlays().Top() != nil || cv.Focused() != fyne.Focusable(before) {
				t.Error("the window did not get its focus back")
			}
		})
	}
}

func TestNothingChosenWhenNothingFound(t *testing.T) {
	_, c, _ := open(t, palette.Options{Chosen: func(rowlist.Row) { t.Error("chosen") }})
	uitest.Type(c, "qqq")
	uitest.Press(c, fyne.KeyReturn)
	if !strings.Contains(test.RenderToMarkup(c), "Nothing found.") {
		t.Error("does not say that nothing was found")
	}
}

func TestFailureIsSaid(t *testing.T) {
	_, c, _ := open(t, palette.Options{Find: func(context.Context, string) ([]rowlist.Row, error) {
		return commands(), errors.New("disk")
	}})
	if got := test.RenderToMarkup(c); !strings.Contains(got, "The search failed.") || strings.Contains(got, "Pull mail") {
		t.Error("the failure is not said")
	}
}

func TestClickChooses(t *testing.T) {
	got := ""
	_, c, _ := open(t, palette.Options{Chosen: func(r rowlist.Row) { got = r.ID }})
	test.TapCanvas(c, fyne.NewPos(300, 64+8+34+8+46+20))
	if got != "lock" || c.Overlays().Top() != nil {
		t.Errorf("chose %q", got)
	}
}

// held is a runner whose work waits until the test lets it go.
type held struct{ work []func() }

func (h *held) Start(f func()) { h.work = append(h.work, f) }

// The answer to "z" comes after the answer to "zo": it must not replace it, and
// its search must have been told to stop.
func TestOlderAnswersAreDropped(t *testing.T) {
	var q loop.Queue
	var h held
	var stopped []string
	find := func(ctx context.Context, query string) ([]rowlist.Row, error) {
		if ctx.Err() != nil {
			stopped = append(stopped, query)
		}
		return []rowlist.Row{{ID: "for " + query, Title: query}}, nil
	}
	p, c, _ := open(t, palette.Options{Find: find, Loop: &q, Runner: &h})
	uitest.Type(c, "zo")
	for _, work := range slices.Backward(h.work) {
		work()
	}
	q.Drain()
	if got := ids(p.Rows()); got != "for zo" {
		t.Errorf("shows %q", got)
	}
	if !slices.Equal(stopped, []string{"z", ""}) {
		t.Errorf("stopped %q", stopped)
	}
	uitest.Type(c, "f")
	p.Close()
	h.work[len(h.work)-1]()
	q.Drain()
	if got := ids(p.Rows()); got != "for zo" {
		t.Errorf("after closing shows %q", got)
	}
}

func TestLook(t *testing.T) {
	_, c, _ := open(t, palette.Options{})
	uitest.Type(c, "l")
	uitest.Markup(t, "palette", c)
	uitest.Shot(t, "palette", c)
}
