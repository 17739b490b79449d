package triage_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/say"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/settings"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/triage"
	"casebook/internal/ui/uitest"
)

// stand is a triage screen in a window, on a real vault.
type stand struct {
	*casetest.Office
	t      *testing.T
	screen *triage.Screen
	window fyne.Window
	canvas fyne.Canvas
	toast  *say.Toast
	failed []error
}

func open(t *testing.T, letters ...mailtest.Letter) *stand {
	t.Helper()
	return openOn(t, jobs.Here{}, letters...)
}

// openOn lets the test decide when work is done.
func openOn(t *testing.T, r jobs.Runner, letters ...mailtest.Letter) *stand {
	t.Helper()
	s := &stand{Office: casetest.New(t), t: t}
	if len(letters) > 0 {
		mailtest.Pull(t, s.Desk, letters...)
	}
	app := uitest.App(t, theme.Light)
	var clock jobs.Hand
	s.toast = say.NewToast(clock.After)
	root := container.NewStack()
	s.window = uitest.Window(t, container.NewStack(root, s.toast), 1080, 700)
	s.canvas = s.window.Canvas()
	board := keys.NewBoard(func() bool { return s.canvas.Overlays().Top() != nil })
	board.Bind(keys.Undo, keys.Act{Do: func() { s.toast.Undo() }})
	s.screen = triage.New(screen.Props{
		Desk: s.Desk, Jobs: jobs.New(loop.Inline{}, r), Loop: loop.Inline{}, Runner: jobs.Here{},
		Board: board, Window: s.window, Settings: settings.New(app.Preferences()), Fonts: s.Fonts,
		Say: s.toast.Say, Undoable: s.toast.Undoable, Fail: func(err error) {
			if err != nil {
				s.failed = append(s.failed, err)
			}
		},
		Changed:  func() { s.screen.Show(t.Context()) },
		OpenCase: func(casefile.Reference) {},
	})
	root.Add(s.screen.Object())
	s.screen.Show(t.Context())
	s.screen.Focus(s.canvas)
	return s
}

// says fails unless the window shows every text.
func (s *stand) says(texts ...string) {
	s.t.Helper()
	all := test.RenderToMarkup(s.canvas)
	for _, text := range texts {
		if !strings.Contains(all, text) {
			s.t.Errorf("the window does not say %q", text)
		}
	}
}

// state returns the messages in a state, from the vault.
func (s *stand) state(state casefile.MessageState) []desk.MessageRow {
	s.t.Helper()
	rows, err := s.Messages(s.t.Context(), state)
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func (s *stand) cases() []desk.CaseRow {
	s.t.Helper()
	rows, err := s.Cases(s.t.Context(), desk.CaseQuery{})
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func (s *stand) unfailed() {
	s.t.Helper()
	for _, err := range s.failed {
		s.t.Errorf("failed: %v", err)
	}
}

func TestStates(t *testing.T) {
	s := open(t, mailtest.Standard()...)
	for _, name := range []string{"access", "complaint", "unknown", "away"} {
		uitest.Markup(t, name, s.canvas)
		uitest.Shot(t, "triage-"+name, s.canvas)
		uitest.Press(s.canvas, fyne.KeyDown)
	}
	s.unfailed()
}

func TestEmptySaysWhatIsNext(t *testing.T) {
	s := open(t)
	s.says("Nothing to triage. New mail")
	uitest.Markup(t, "empty", s.canvas)
	uitest.Shot(t, "triage-empty", s.canvas)
}

// One key opens the case, with the kind, the client and the people of the
// proposal, and the next message opens by itself.
func TestOneKeyAccepts(t *testing.T) {
	s := open(t, mailtest.Access, mailtest.Complaint)
	uitest.Type(s.canvas, "1")
	got := s.cases()
	if len(got) != 1 || got[0].Kind != casefile.Access || got[0].Client != "nunthorpe" || got[0].Person != "Łucja Wright" {
		t.Fatalf("opened %+v", got)
	}
	if n := len(s.state(casefile.MessageFiled)); n != 1 {
		t.Errorf("%d messages filed", n)
	}
	s.says("COMPLAINT for Thrive", "Case "+string(got[0].Reference)+" opened.", "Undo")
	uitest.Type(s.canvas, "1")
	if n := len(s.cases()); n != 2 {
		t.Errorf("%d cases after the second key", n)
	}
	s.says("Nothing to triage. Next duty: ")
	s.unfailed()
}

// U takes the decision back: the message is to be decided again and stands
// where it stood.
func TestUndo(t *testing.T) {
	for name, key := range map[string]string{"open case": "1", "not a request": "3", "later": "h"} {
		t.Run(name, func(t *testing.T) {
			s := open(t, mailtest.Access, mailtest.Complaint)
			uitest.Type(s.canvas, key)
			s.says("COMPLAINT for Thrive")
			uitest.Type(s.canvas, "u")
			if n := len(s.state(casefile.MessageNew)); n != 2 {
				t.Errorf("%d messages are to be decided, want 2", n)
			}
			for _, c := range s.cases() {
				if c.State != casefile.StateClosed {
					t.Errorf("%s is still open", c.Reference)
				}
			}
			s.says("ACCESS for Nunthorpe Multi-Academy Trust")
			s.unfailed()
		})
	}
}

// Without a client nothing is opened: the card says what is missing, the field
// of choice has the keyboard, and the choice is what is filed.
func TestMissingClientIsAsked(t *testing.T) {
	s := open(t, mailtest.Unknown)
	s.says("ERASURE, client not known", "Choose the client, then press 1.")
	uitest.Type(s.canvas, "1")
	if n := len(s.cases()); n != 0 {
		t.Fatalf("%d cases opened", n)
	}
	s.says("It is not known for which client this is.")
	uitest.Shot(t, "triage-missing", s.canvas)
	uitest.Press(s.canvas, fyne.KeyRight)
	s.says("ERASURE for ")
	uitest.Type(s.canvas, "1")
	if got := s.cases(); len(got) != 1 || got[0].Client == "" || got[0].Kind != casefile.Erasure {
		t.Errorf("opened %+v", got)
	}
	s.unfailed()
}

// Return does what the proposal comes down to: an out-of-office reply is set
// aside.
func TestReturnAcceptsWhatIsProposed(t *testing.T) {
	s := open(t, mailtest.Away)
	s.says("NOT A REQUEST: an out-of-office reply")
	uitest.Press(s.canvas, fyne.KeyReturn)
	if n := len(s.state(casefile.MessageSetAside)); n != 1 || len(s.cases()) != 0 {
		t.Errorf("%d set aside, %d cases", n, len(s.cases()))
	}
	s.unfailed()
}

// 2 asks for the case and files the message to the one that is chosen.
func TestAddToCase(t *testing.T) {
	s := open(t, mailtest.Access, mailtest.Complaint)
	uitest.Type(s.canvas, "1")
	uitest.Type(s.canvas, "2")
	uitest.Type(s.canvas, "wright")
	uitest.Shot(t, "triage-add", s.canvas)
	uitest.Press(s.canvas, fyne.KeyReturn)
	ref := s.cases()[0].Reference
	f, err := s.Desk.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Messages) != 2 || len(s.cases()) != 1 {
		t.Errorf("the case has %d messages of %d cases", len(f.Messages), len(s.cases()))
	}
	s.says("Added to case " + string(ref) + ".")
	s.unfailed()
}

// Who is put off comes last under a heading, and U brings them back.
func TestLater(t *testing.T) {
	s := open(t, mailtest.Access, mailtest.Complaint)
	uitest.Type(s.canvas, "h")
	s.says("Later", "COMPLAINT for Thrive")
	uitest.Markup(t, "later", s.canvas)
	if n := len(s.state(casefile.MessageNew)); n != 2 {
		t.Errorf("%d messages are to be decided", n)
	}
}
