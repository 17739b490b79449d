// Package ui is the window: the gate while no vault is open, then the desk with
// its views at the left, lists in the middle and the matter at the right.
//
// It holds the frame and nothing of the matter: what a view shows is the view's
// own package. What takes time goes through jobs, so that the window answers
// whatever the mailbox does.
package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/page"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
)

// Deps are what the window is given from outside.
type Deps struct {
	App     fyne.App
	Version string
	Now     func() time.Time
	Fonts   *page.Fonts

	// Dir is the folder of the vault to begin with, "" for none: then the
	// window asks. Passphrase opens it at once.
	Dir        string
	Passphrase []byte
	DefaultDir string // where a new vault is proposed
	Hint       string // said where the passphrase is asked for

	Open func(ctx context.Context, dir string, key desk.Key) (*desk.Desk, error)
	// ByKeyring opens a vault with what the system's keyring keeps for it; nil
	// offers none.
	ByKeyring func(ctx context.Context, dir string) (*desk.Desk, error)

	Create func(dir string, passphrase []byte) error
	// Demo opens a vault of its own with a mailbox of invented mail; nil offers
	// none.
	Demo func(ctx context.Context) (*desk.Desk, error)

	OpenFile func(path string) error // hands a file to the system's viewer
	Print    func(path string) error // hands a file to the printer
	// Browse opens the address of a sign-in page in the system's browser and does
	// not wait for it; nil: the address is shown to be opened by hand.
	Browse func(address string) error

	// Loop, Runner and After are those of the real program if nil.
	Loop   loop.Loop
	Runner jobs.Runner
	After  jobs.After
	// Lasting runs what lasts as long as a vault is open, such as the watching of
	// a mailbox; each on a goroutine of its own if nil.
	Lasting jobs.Runner
}

func (d Deps) orReal() Deps {
	if d.Loop == nil {
		d.Loop = loop.Window{}
	}
	if d.Runner == nil {
		d.Runner = jobs.Beside{}
	}
	if d.Lasting == nil {
		d.Lasting = jobs.Beside{}
	}
	if d.After == nil {
		d.After = jobs.Timer(d.Loop)
	}
	return d
}

// unavailable is the error where the machine has no way to do something.
func unavailable(what, do string) error {
	return &casefile.Error{Kind: casefile.Unreachable, What: what, Do: do}
}
