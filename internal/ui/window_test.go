package ui_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
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
	// minutes and seconds are past the hour.
	minutes, seconds int
	clock            jobs.Hand
	fonts            *page.Fonts
	desk             *desk.Desk // the one that was opened last
	c                fyne.Canvas
	sent             []string // paths handed to the viewer
	lasting          held     // work that would not end by itself
	web              desk.Web
	queue            *loop.Queue // in place of a loop that does all at once; may be nil
}

// drain lets happen what waits for the window.
func (s *stand) drain() {
	if s.queue != nil {
		s.queue.Drain()
	}
}

func newStand(t *testing.T) *stand {
	t.Helper()
	fonts, err := page.NewFonts(
		fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(), fynetheme.DefaultTextItalicFont().Content(),
	)
	if err != nil {
		t.Fatal(err)
	}
	return &stand{t: t, dir: filepath.Join(t.TempDir(), "vault"), today: civil.MustParse("2026-10-12"), hour: 10, fonts: fonts, lasting: held{hold: true}}
}

func (s *stand) now() time.Time {
	past := time.Duration(s.hour)*time.Hour + time.Duration(s.minutes)*time.Minute + time.Duration(s.seconds)*time.Second
	return s.today.Midnight().Add(past)
}

func (s *stand) open(ctx context.Context, dir string, key desk.Key) (*desk.Desk, error) {
	d, err := desk.OpenWith(ctx, dir, key, desk.Options{Now: s.now, Actor: "Rowan Ash", Fonts: s.fonts, Web: s.web})
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
		Lasting: &s.lasting,
		OpenFile: func(path string) error {
			s.sent = append(s.sent, path)
			return nil
		},
	}
}

// vault makes a vault with the shipped clients and a mailbox of those letters.
func (s *stand) vault(letters ...mailtest.Letter) {
	s.t.Helper()
	if err := desk.CreateQuick(s.dir, []byte(passphrase)); err != nil {
		s.t.Fatal(err)
	}
	d, err := s.open(s.t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
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
	s.c = s.Fyne().Canvas()
	return s.c
}

// unlocked shows the window on a vault with mail.
func (s *stand) unlocked(letters ...mailtest.Letter) fyne.Canvas {
	s.t.Helper()
	s.vault(letters...)
	d := s.deps()
	d.Dir, d.Passphrase = s.dir, []byte(passphrase)
	return s.start(d)
}

// says fails unless the window shows every text.
func (s *stand) says(texts ...string) {
	s.t.Helper()
	s.drain()
	all := test.RenderToMarkup(s.c)
	for _, text := range texts {
		if !strings.Contains(all, text) {
			s.t.Errorf("the window does not say %q", text)
		}
	}
}

// hides fails if the window shows a text.
func (s *stand) hides(texts ...string) {
	s.t.Helper()
	s.drain()
	all := test.RenderToMarkup(s.c)
	for _, text := range texts {
		if strings.Contains(all, text) {
			s.t.Errorf("the window says %q", text)
		}
	}
}

// menu runs a line of the main menu, as its shortcut would.
func (s *stand) menu(label string) {
	s.t.Helper()
	s.drain()
	for _, m := range s.Fyne().MainMenu().Items {
		for _, item := range m.Items {
			if strings.HasPrefix(item.Label, label) {
				item.Action()
				return
			}
		}
	}
	s.t.Fatalf("no line of the menu is called %q", label)
}

// type and press reach what has the keyboard.
func (s *stand) write(text string)          { uitest.Type(s.c, text) }
func (s *stand) press(keys ...fyne.KeyName) { uitest.Press(s.c, keys...) }
func (s *stand) shot(name string)           { uitest.Shot(s.t, name, s.c) }
