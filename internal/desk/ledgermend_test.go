package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// Whatever a ledger has become, a rebuild makes it good, or says what to move
// away first.
func TestRebuildMendsAnyLedger(t *testing.T) {
	d, dir := newDesk(t)
	state, file := t.TempDir(), filepath.Join(t.TempDir(), "a.backup")
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}, Person: casefile.Person{Name: "Jo Wood"}})
	do(t, d, ref, "close", casefile.Values{"reason": "Answered"})
	if err := d.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = later(t, dir, state, 3)
	if _, err := d.Dispose(t.Context(), desk.Approval{Cases: []casefile.Reference{ref}}); err != nil {
		t.Fatal(err)
	}
	own, stateLedger, beside := filepath.Join(dir, "disposals"), firstFile(t, state), file+".disposals"
	for _, ledger := range []string{own, stateLedger, beside} {
		for _, damaged := range []string{"", strings.Repeat("\x00", 4096), "\x80\xff\nnonsense\n\xfe"} {
			if err := os.WriteFile(ledger, []byte(damaged), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := ledgerFault(t, d); !strings.Contains(got, "does not begin as") {
				t.Errorf("%.20q: verify says %q", damaged, got)
			}
			if ledger == beside {
				wantSaid(t, d.Rebuild(t.Context()), "beside a backup (a.backup.disposals)", "remove that file and run casebook rebuild")
				wantSaid(t, os.Remove(ledger))
			}
			wantSaid(t, d.Rebuild(t.Context()))
			sound(t, d)
		}
		if err := os.Remove(ledger); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(ledger, "inner"), 0o700); err != nil {
			t.Fatal(err)
		}
		if got := ledgerFault(t, d); !strings.Contains(got, "is no file: move it out of there before the rebuild") {
			t.Errorf("of a folder verify says %q", got)
		}
		wantSaid(t, d.Rebuild(t.Context()), filepath.Base(ledger)+" is no file", "Move it out of there and run casebook rebuild")
		wantSaid(t, os.RemoveAll(ledger))
		wantSaid(t, d.Rebuild(t.Context()))
		sound(t, d)
	}
}

// wantSaid fails the test unless the error says all of that; with nothing, unless
// there is none.
func wantSaid(t *testing.T, err error, parts ...string) {
	t.Helper()
	if len(parts) == 0 && err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
}
