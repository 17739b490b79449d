// Package screen is what every screen of the window is given and what the
// window asks of it.
package screen

import (
	"context"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/page"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/settings"
)

// Props are a screen's surroundings. The functions belong to the loop: they are
// called there, and what a screen shows is touched nowhere else.
type Props struct {
	Desk *desk.Desk
	// Jobs runs what takes time. A job with a title is shown in the status bar
	// with its progress; one without is not: for reading what a screen shows.
	Jobs     *jobs.Jobs
	Loop     loop.Loop
	Runner   jobs.Runner // for what is typed ahead, as the palette does
	Board    *keys.Board
	Window   fyne.Window
	Settings *settings.Settings
	Fonts    *page.Fonts

	// Say says in passing that something was done; undo may be nil.
	Say func(text string, undo func())
	// Undoable reports whether something that was said can still be taken back;
	// nil: always.
	Undoable func() bool
	// Fail says what went wrong and what to do, as casefile.AsError has it.
	Fail func(err error)
	// Changed is called when something in the vault has changed: counts and
	// lists are read again.
	Changed func()
	// Pull fetches new mail and says only what came.
	Pull func()
	// Pick looks for a file or a folder; may be nil.
	Pick form.Picker
	// OpenCase shows a case.
	OpenCase func(ref casefile.Reference)
	// OpenFile hands a PDF to the system's viewer under that name.
	OpenFile func(name string, pdf []byte)
	// Browse opens a sign-in page in the system's browser; nil: it has none. It
	// may be called from any goroutine.
	Browse func(address string) error
	// PrintFile hands a PDF to the printer.
	PrintFile func(name string, pdf []byte)
}

// Screen is a part of the window that fills the panes right of the views.
type Screen interface {
	// Object is the whole of it; the same object every time.
	Object() fyne.CanvasObject
	// Show reads what is to be shown and shows it.
	Show(ctx context.Context)
	// Focus gives the keyboard to the screen's first pane.
	Focus(c fyne.Canvas)
}
