package main

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/cli"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/page"

	"fyne.io/fyne/v2/theme"
)

// version is set by the build.
var version = "0.1.0"

// composer joins the rooms: it is the only place that knows them all.
type composer struct {
	now   func() time.Time
	actor string
	// machine is the name of the machine: a vault carried to another becomes a
	// device of its own there.
	machine string
	fonts   *page.Fonts
}

// letterFonts are the faces of the window, used for paper as well: the Noto
// Sans that the toolkit embeds (SIL Open Font Licence).
func letterFonts() (*page.Fonts, error) {
	return page.NewFonts(
		theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content(),
	)
}

// actor is how the timeline names the person at the machine.
func actor() string {
	u, err := user.Current()
	switch {
	case err != nil:
		return "Unknown"
	case u.Name != "":
		return u.Name
	}
	return u.Username
}

// stateDir is where the system wants what a program remembers of its work. A
// ledger of disposals there outlives the vault's own folder; it names nobody.
func stateDir() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "casebook")
	}
	if home, err := os.UserHomeDir(); err == nil && runtime.GOOS == "linux" {
		return filepath.Join(home, ".local", "state", "casebook")
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "casebook", "state")
}

func (p composer) options() desk.Options {
	return desk.Options{
		Now: p.now, Actor: p.actor, Machine: p.machine, Program: "the window", Version: version, State: stateDir(), Fonts: p.fonts,
	}
}

// demo runs the demonstration in a vault of its own, which is thrown away
// unless it is to be kept.
func (p composer) demo(ctx context.Context, o cli.DemoOptions) error {
	if !o.Window {
		if err := demo.FolderFree(o.Out); err != nil {
			return err // before a vault is left behind
		}
	}
	dir, passphrase := o.Keep, o.Passphrase
	create := desk.Create
	if dir == "" {
		create = desk.CreateQuick
		parent, err := os.MkdirTemp("", "casebook-demo-")
		if err != nil {
			return casefile.AsError(err)
		}
		defer os.RemoveAll(parent)
		dir, passphrase = filepath.Join(parent, "vault"), []byte("demo")
	}
	if err := create(dir, passphrase); err != nil {
		return err
	}
	if o.Window {
		return p.demoWindow(ctx, dir, passphrase, o)
	}
	p.actor = "Demo caseworker"
	d, err := desk.Open(ctx, dir, passphrase, p.options())
	if err != nil {
		return err
	}
	show := &demo.Show{Desk: d, Out: o.Out, Seed: o.Seed, Cases: o.Cases, Words: o.Progress}
	return errors.Join(show.Run(ctx), d.Close())
}
