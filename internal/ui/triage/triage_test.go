package triage_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebook/internal/casefile"
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
	screen *triage.Screen
	window fyne.Window
	toast  *say.Toast
	failed []error
}

func open(t *testing.T, letters ...mailtest.Letter) *stand {
	t.Helper()
	s := &stand{Office: casetest.New(t)}
	mailtest.Pull(t, s.Desk, letters...)
	app := uitest.App(t, theme.Light)
	var clock jobs.Hand
	s.toast = say.NewToast(clock.After)
	root := container.NewStack()
	s.window = uitest.Window(t, container.NewStack(root, s.toast), 1080, 700)
	board := keys.NewBoard(func() bool { return s.window.Canvas().Overlays().Top() != nil })
	board.Bind(keys.Undo, keys.Act{Do: func() { s.toast.Undo() }})
	s.screen = triage.New(screen.Props{
		Desk: s.Desk, Jobs: jobs.New(loop.Inline{}, jobs.Here{}), Loop: loop.Inline{}, Runner: jobs.Here{},
		Board: board, Window: s.window, Settings: settings.New(app.Preferences()), Fonts: s.Fonts,
		Say: s.toast.Say, Fail: func(err error) {
			if err != nil {
				s.failed = append(s.failed, err)
			}
		},
		Changed:  func() { s.screen.Show(t.Context()) },
		OpenCase: func(casefile.Reference) {},
	})
	root.Add(s.screen.Object())
	s.screen.Show(t.Context())
	s.screen.Focus(s.window.Canvas())
	return s
}

func TestLook(t *testing.T) {
	s := open(t, mailtest.Standard()...)
	uitest.Shot(t, "triage-access", s.window.Canvas())
	uitest.Press(s.window.Canvas(), fyne.KeyDown)
	uitest.Shot(t, "triage-complaint", s.window.Canvas())
	uitest.Press(s.window.Canvas(), fyne.KeyDown)
	uitest.Type(s.window.Canvas(), "1")
	uitest.Shot(t, "triage-unknown", s.window.Canvas())
	uitest.Press(s.window.Canvas(), fyne.KeyDown)
	uitest.Shot(t, "triage-away", s.window.Canvas())
}
