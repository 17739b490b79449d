package torture_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/page"

	"fyne.io/fyne/v2/theme"
)

// whole says that the long form is asked for.
var whole = os.Getenv("CASEBOOK_TORTURE") != ""

// noon is when it takes place: Monday 12 October 2026.
var noon = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)

var passphrase = []byte("correct horse battery")

// template makes a vault that knows the shipped clients and returns its folder.
func template(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), dir, passphrase, options())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.RecordClient(t.Context(), clients(t)...); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func clients(t *testing.T) []casefile.Client {
	t.Helper()
	all, err := desk.ShippedClients()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func options() desk.Options {
	fonts, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		panic(err) // the fonts are inside the program
	}
	return desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Machine: "laptop", Fonts: fonts}
}

// mailbox serves invented mail of a seed until the test ends.
func mailbox(t *testing.T, seed int64) *demo.Server {
	t.Helper()
	s, err := demo.Serve(demo.Mails(seed, casefile.Env{Now: func() time.Time { return noon }}.Today(), clients(t)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// sound fails the test unless every check of the vault is passed.
func sound(t *testing.T, d *desk.Desk) {
	t.Helper()
	checks, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			t.Fatalf("%s: %s", c.Name, c.Detail)
		}
	}
}
