package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/page"

	"fyne.io/fyne/v2/theme"
)

// noon is when the tests take place: Monday 12 October 2026.
var (
	noon  = time.Date(2026, time.October, 12, 11, 0, 0, 0, time.UTC)
	today = civil.Of(noon)
)

var passphrase = []byte("correct horse battery")

// newDesk opens a new vault that knows the shipped clients.
func newDesk(t *testing.T) (*desk.Desk, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	clients, err := desk.ShippedClients()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clients {
		if err := d.RecordClient(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return d, dir
}

func openDesk(t testing.TB, dir string) *desk.Desk {
	t.Helper()
	fonts, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(), theme.DefaultTextItalicFont().Content())
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// devices returns how many devices have written to the vault in a folder when it
// has been opened on that machine.
func devices(t *testing.T, dir, machine string) int {
	t.Helper()
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{Now: func() time.Time { return noon }, Actor: "Priya", Machine: machine})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	checks, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
		if c.Name == "event chains" {
			return c.Count
		}
	}
	t.Fatal("the chains were not checked")
	return 0
}

// Another machine, and another copy on the same one, is another device; the
// same copy on the same machine is not.
func TestEveryCopyIsADeviceOfItsOwn(t *testing.T) {
	dir, other := filepath.Join(t.TempDir(), "vault"), filepath.Join(t.TempDir(), "copy")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		dir, machine string
		want         int
	}{{dir, "laptop", 1}, {dir, "laptop", 1}, {dir, "desktop", 2}, {dir, "desktop", 2}, {other, "desktop", 3}, {dir, "desktop", 2}} {
		if test.dir == other {
			if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
		}
		if got := devices(t, test.dir, test.machine); got != test.want {
			t.Errorf("opening %d: %d devices, want %d", i+1, got, test.want)
		}
	}
}

func wantKind(t *testing.T, err error, kind casefile.ErrorKind) {
	t.Helper()
	if !casefile.IsKind(err, kind) {
		t.Errorf("got %v, want an error of kind %s", err, kind)
	}
}

func TestExports(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Complaint}, Asked: "You were late."})
	for what, file := range map[string]string{"register": "r.csv", "complaints": "c.CSV", "deadlines": "d.csv"} {
		b, err := d.Export(t.Context(), what, file)
		if err != nil || !strings.Contains(string(b), string(ref)) {
			t.Errorf("%s: %v in\n%s", what, err, b)
		}
	}
	_, err := d.Export(t.Context(), "secrets", "x.csv")
	wantKind(t, err, casefile.Invalid)
	_, err = d.Export(t.Context(), "register", "x.docx")
	wantKind(t, err, casefile.Invalid)
}

func TestSearchFindsCasesAndMail(t *testing.T) {
	d, _ := withMail(t)
	id, p := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{})
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{p.Person.Name, string(refs[0])} {
		hits, err := d.Search(t.Context(), words, "", 10)
		if err != nil || len(hits) == 0 {
			t.Errorf("%q finds %d, %v", words, len(hits), err)
		}
	}
}

// What was handed to a viewer is gone when the vault is closed.
func TestSpoolIsEmptied(t *testing.T) {
	d, dir := newDesk(t)
	path, err := d.Spool("../letter.pdf", []byte("%PDF"))
	if err != nil || !strings.HasPrefix(path, dir) {
		t.Fatalf("%s, %v", path, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestVerifyAndRebuild(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	if _, err := d.File(t.Context(), id, desk.Filing{}); err != nil {
		t.Fatal(err)
	}
	if err := d.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	checks, err := d.Verify(t.Context())
	if err != nil || len(checks) == 0 {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	_, dir := newDesk(t)
	tests := []struct {
		name string
		dir  string
		pass string
		want casefile.ErrorKind
	}{
		{"in use", dir, string(passphrase), casefile.Locked},
		{"not a vault", t.TempDir(), string(passphrase), casefile.NotFound},
		{"missing", filepath.Join(t.TempDir(), "nowhere"), string(passphrase), casefile.NotFound},
	}
	for _, test := range tests {
		_, err := desk.Open(t.Context(), test.dir, []byte(test.pass), desk.Options{Now: time.Now})
		if e := casefile.AsError(err); e == nil || e.Kind != test.want || e.Do == "" {
			t.Errorf("%s: %v (%v)", test.name, err, e)
		}
	}
	if err := desk.CreateQuick(dir, passphrase); err == nil {
		t.Error("a vault was made over a vault")
	}
}

func TestClockAnswersLines(t *testing.T) {
	c, err := desk.NewClock()
	if err != nil {
		t.Fatal(err)
	}
	if out := c.Answer("  \n", today); out != nil {
		t.Errorf("an empty line has the answer %s", out)
	}
	out := string(c.Answer(`{"id":"a","rule":"rights","kind":"erasure","nation":"scotland","received":"2026-10-30"}`, today))
	if !strings.Contains(out, `"due":"2026-12-01"`) || !strings.HasSuffix(out, "\n") {
		t.Errorf("got %s", out)
	}
}
