package ui_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/page"
	"casebook/internal/ui"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// passphrase of the tests' vaults.
const passphrase = "correct horse"

// stand is a window with a clock in the test's hand.
type stand struct {
	*ui.Window
	t     *testing.T
	dir   string
	today civil.Date
	hour  int
	clock jobs.Hand
	fonts *page.Fonts
	desk  *desk.Desk // the one that was opened last
}

func newStand(t *testing.T) *stand {
	t.Helper()
	fonts, err := page.NewFonts(
		fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(), fynetheme.DefaultTextItalicFont().Content(),
	)
	if err != nil {
		t.Fatal(err)
	}
	return &stand{t: t, dir: filepath.Join(t.TempDir(), "vault"), today: civil.MustParse("2026-10-12"), hour: 10, fonts: fonts}
}

func (s *stand) now() time.Time { return s.today.Midnight().Add(time.Duration(s.hour) * time.Hour) }

func (s *stand) open(ctx context.Context, dir string, key []byte) (*desk.Desk, error) {
	d, err := desk.Open(ctx, dir, key, desk.Options{Now: s.now, Actor: "Rowan Ash", Fonts: s.fonts})
	if err == nil {
		s.desk = d
		s.t.Cleanup(func() { _ = d.Close() })
	}
	return d, err
}

// deps are those of a window without a vault.
func (s *stand) deps() ui.Deps {
	return ui.Deps{
		App: uitest.App(s.t, theme.Light), Version: "0.1.0", Now: s.now, Fonts: s.fonts,
		DefaultDir: "/srv/casebook", Open: s.open, Create: desk.Create,
		Demo: func(context.Context) (*desk.Desk, error) {
			return nil, &casefile.Error{Kind: casefile.Unreachable, What: "No port is free.", Do: "Try again."}
		},
		Loop: loop.Inline{}, Runner: jobs.Here{}, After: s.clock.After,
	}
}

// vault makes a vault with the shipped clients and a mailbox of those letters.
func (s *stand) vault(letters ...mailtest.Letter) {
	s.t.Helper()
	if err := desk.Create(s.dir, []byte(passphrase)); err != nil {
		s.t.Fatal(err)
	}
	d, err := s.open(s.t.Context(), s.dir, []byte(passphrase))
	if err != nil {
		s.t.Fatal(err)
	}
	clients, err := desk.ShippedClients()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range clients {
		if err := d.RecordClient(s.t.Context(), c); err != nil {
			s.t.Fatal(err)
		}
	}
	if len(letters) > 0 {
		mailtest.Mailbox(s.t, d, letters...)
	}
	if err := d.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// start shows the window.
func (s *stand) start(d ui.Deps) fyne.Canvas {
	s.t.Helper()
	s.Window = ui.New(d)
	s.Start()
	s.Show()
	s.Fyne().Resize(fyne.NewSize(1280, 800))
	return s.Fyne().Canvas()
}

// unlocked shows the window on a vault with mail.
func (s *stand) unlocked(letters ...mailtest.Letter) fyne.Canvas {
	s.t.Helper()
	s.vault(letters...)
	d := s.deps()
	d.Dir, d.Passphrase = s.dir, []byte(passphrase)
	return s.start(d)
}

func TestLooks(t *testing.T) {
	s := newStand(t)
	c := s.start(s.deps())
	uitest.Shot(t, "first", c)
	s2 := newStand(t)
	c = s2.unlocked(mailtest.Standard()...)
	uitest.Shot(t, "desk-triage", c)
	uitest.Type(c, "1")
	uitest.Shot(t, "desk-opened", c)
}
