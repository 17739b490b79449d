package cases_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/settings"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8")
	os.Exit(m.Run())
}

// bench is the screen in a window over a real vault.
type bench struct {
	*cases.Screen
	*casetest.Office
	t       *testing.T
	c       fyne.Canvas
	said    []string
	undo    func()
	failed  []error
	changed int
	opened  map[string][]byte
	printed []string
}

func open(t *testing.T, o *casetest.Office, mode theme.Mode, width, height float32) *bench {
	t.Helper()
	return openOn(t, o, mode, width, height, loop.Inline{})
}

// openOn lets the test decide when results arrive.
func openOn(t *testing.T, o *casetest.Office, mode theme.Mode, width, height float32, l loop.Loop) *bench {
	t.Helper()
	a := uitest.App(t, mode)
	b := &bench{Office: o, t: t, opened: map[string][]byte{}}
	w := uitest.Window(t, canvas.NewRectangle(nil), width, height)
	b.c = w.Canvas()
	b.Screen = cases.New(screen.Props{
		Desk: o.Desk, Jobs: jobs.New(l, jobs.Here{}), Loop: l, Runner: jobs.Here{},
		Board: keys.NewBoard(func() bool { return false }), Window: w, Settings: settings.New(a.Preferences()), Fonts: o.Fonts,
		Say:     func(text string, undo func()) { b.said, b.undo = append(b.said, text), undo },
		Fail:    func(err error) { b.failed = append(b.failed, err) },
		Changed: func() { b.changed++ },
		Pull:    func() {},
		OpenFile: func(name string, pdf []byte) {
			b.opened[name] = pdf
		},
		PrintFile: func(name string, _ []byte) { b.printed = append(b.printed, name) },
	})
	w.SetContent(container.NewStack(canvas.NewRectangle(a.Settings().Theme().Color(fynetheme.ColorNameBackground, 0)), b.Object()))
	b.Show(t.Context())
	return b
}

// text is everything that can be read in the window.
func (b *bench) text() string { return strings.Join(uitest.Texts(b.c), "\n") }

func (b *bench) shows(want ...string) {
	b.t.Helper()
	got := b.text()
	flowing := strings.ReplaceAll(got, "\n", " ") // wrapped words stand in several texts
	for _, w := range want {
		if !strings.Contains(flowing, w) {
			b.t.Errorf("%q is not shown in:\n%s", w, got)
		}
	}
}

// The people of a small office on Mon 12 Oct 2026.
func office(t *testing.T) (*casetest.Office, map[string]casefile.Reference) {
	o := casetest.New(t)
	refs := map[string]casefile.Reference{
		"late":      o.Case(casefile.Access, "Łucja Marlowe", "2026-09-08"),
		"today":     o.Case(casefile.Erasure, "Tobias Fenn-Okoro", "2026-09-12"),
		"soon":      o.Case(casefile.Rectification, "Ingrid Sallow", "2026-09-16"),
		"later":     o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01"),
		"paused":    o.Case(casefile.Access, "Harbour Removals Ltd", "2026-09-21"),
		"complaint": o.Case(casefile.Complaint, "Osric Thrale", "2026-09-24"),
		"closed":    o.Case(casefile.Objection, "Mabel Quince", "2026-09-02"),
	}
	o.Act(refs["paused"], "clarify-ask", "reason", "Which years are meant?", "volume", "Nine years of school records", "on", "2026-09-29")
	o.Act(refs["later"], "clarify-ask", "reason", "Which child is meant?", "volume", "Three children", "on", "2026-10-03")
	o.Act(refs["later"], "clarify-answer", "on", "2026-10-08")
	o.Act(refs["closed"], "decide", "outcome", "granted", "what", "The newsletter was stopped.", "on", "2026-09-10")
	o.Act(refs["closed"], "close", "reason", "Answered by telephone.")
	return o, refs
}

// press types letters where the list of cases has the keyboard.
func (b *bench) press(letters string) {
	b.Focus(b.c)
	uitest.Type(b.c, letters)
}

// tap clicks what says these words.
func (b *bench) tap(words string) {
	b.t.Helper()
	if !uitest.Tap(b.c, words) {
		b.t.Fatalf("%q is not there to be tapped in:\n%s", words, b.text())
	}
}
