package torture_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/page"
	"casebook/internal/vault"

	"fyne.io/fyne/v2/theme"
)

// share is how much of the long form is asked for: 1 is the whole of it.
var share, _ = strconv.ParseFloat(os.Getenv("CASEBOOK_TORTURE"), 64)

// many is how often something is to be tried.
func many(short, long int) int { return max(short, int(share*float64(long))) }

// noon is when it takes place: Monday 12 October 2026.
var noon = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)

var passphrase = phrase(0)

// phrase is the passphrase after n changes.
func phrase(n int) []byte { return fmt.Appendf(nil, "correct horse battery %d", n) }

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

// cheap is what a passphrase costs here: they are tried thousands of times.
var cheap = vault.Cost{Time: 1, MemoryKiB: 8, Threads: 1}

var fonts = sync.OnceValue(func() *page.Fonts {
	f, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		panic(err) // the fonts are inside the program
	}
	return f
})

func options() desk.Options {
	return desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Machine: "laptop", Cost: cheap, Fonts: fonts()}
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

// faults returns the first check of the vault that is not passed, or nil.
func faults(ctx context.Context, d *desk.Desk) error {
	checks, err := d.Verify(ctx)
	for _, c := range checks {
		if !c.OK {
			return fmt.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	return err
}
