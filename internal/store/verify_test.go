package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"
	"casebook/internal/vault"

	"pgregory.net/rapid"
)

// furnished is a vault with something of everything.
func furnished(t *testing.T) *bench {
	b, ids := office(t)
	mail := b.mail(41, "Zoë Quince <zoe@example.org>\nMy data\nPlease send me everything.")
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, mail, "2026-10-12", &casefile.MessageFiledTo{Case: ids["Soon"]})}})
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.AccountStream, "dpo", "2026-10-12", &casefile.AccountRecorded{Account: casefile.Account{ID: "dpo"}})}})
	return b
}

// Each way in which a vault can be spoilt is noticed by the check that is there
// for it, in words without personal data.
func TestVerifyFinds(t *testing.T) {
	const lists = "lists against the events"
	tests := []struct {
		name, spoil string
		want        string
	}{
		{"data that was changed", `UPDATE event SET data = CAST(replace(CAST(data AS TEXT), 'Late', 'Lata') AS BLOB) WHERE CAST(data AS TEXT) LIKE '%Late%'`, "events"},
		{"an actor that was changed", `UPDATE event SET actor = 'Mallory' WHERE seq = 5`, "events"},
		{"a day that was changed", `UPDATE event SET happened = '2026-09-11' WHERE happened = '2026-09-10'`, "events"},
		{"a day that is none", `UPDATE event SET happened = 'soon' WHERE happened = '2026-09-10'`, "events"},
		{"an event that was moved", `UPDATE event SET stream = 'elsewhere' WHERE type = 'note.added'`, "events"},
		{"an event that was removed", `DELETE FROM event WHERE seq = 6`, "event chains"},
		{"a first event that was removed", `DELETE FROM event WHERE seq = 1`, "event chains"},
		{"the newest event was removed", `DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)`, "event chains"},
		{"an orphan file", `INSERT INTO blob (sha256, size, data) SELECT 'aa', size, data FROM blob LIMIT 1`, "files that events name"},
		{"a device from nowhere", `INSERT INTO device (id, machine, started) VALUES ('x', '', 9)`, "event chains"},
		{"a file that was changed", `UPDATE blob SET data = x'28b52ffd'`, "stored files"},
		{"a file under another name", `UPDATE blob SET sha256 = 'aa'`, "stored files"},
		{"a file that is gone", `DELETE FROM blob`, "files that events name"},
		{"a due date that was changed", `UPDATE case_row SET due = '2027-01-01' WHERE due <> ''`, lists},
		{"a duty that is gone", `DELETE FROM obligation_row WHERE n = 1`, lists},
		{"a case that is gone", `DELETE FROM case_row WHERE handler = 'Sam'`, lists},
		{"a copy that is gone", `DELETE FROM copy`, lists},
		{"a subject that was changed", `UPDATE message_row SET subject = 'x'`, lists},
		{"a client that was changed", `UPDATE client_row SET data = replace(data, 'england', 'wales')`, lists},
		{"an account that was changed", `UPDATE account_row SET data = '{}'`, lists},
		{"a text of the search that is gone", `DELETE FROM doc WHERE n = (SELECT min(n) FROM doc)`, lists},
		{"words that are gone", `INSERT INTO words (words, rowid, w) SELECT 'delete', doc, term FROM words_in ORDER BY term DESC LIMIT 1`, lists},
		{"a use that was forgotten", `DELETE FROM blob_use`, lists},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			b := furnished(t)
			b.sound()
			b.sql(c.spoil)
			if failed := b.failed(); !slices.Contains(failed, c.want) {
				t.Errorf("failed are %q, want %q among them", failed, c.want)
			}
			if c.want != lists {
				return
			}
			if err := b.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			b.sound()
		})
	}
}

// Bytes that were put behind the database are found, a whole page of them too.
func TestVerifyFindsWhatWasAppended(t *testing.T) {
	b := furnished(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "cases.vault")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range [][]byte{{1}, bytes.Repeat([]byte{1}, 100), make([]byte, 4096), good[:4096], good[:8191]} {
		if err := os.WriteFile(path, append(bytes.Clone(good), more...), 0o600); err != nil {
			t.Fatal(err)
		}
		b.open()
		if failed := b.failed(); !slices.Equal(failed, []string{"pages of the database"}) {
			t.Errorf("with %d bytes more what fails is %q", len(more), failed)
		}
		restoredIsSound(t, b)
		if err := b.v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	b.open()
	b.sound()
}

// restoredIsSound sees that verify finds nothing but the bytes behind the
// database, and that a backup made now is without them.
func restoredIsSound(t *testing.T, b *bench) {
	t.Helper()
	checks, err := b.Verify(t.Context())
	if err != nil || !slices.ContainsFunc(checks, func(c store.Check) bool { return !c.OK && c.Surplus }) {
		t.Errorf("verify finds %+v, %v", checks, err)
	}
	file, to := filepath.Join(t.TempDir(), "a.backup"), filepath.Join(t.TempDir(), "restored")
	if err := b.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	if err := vault.Restore(t.Context(), file, to, vault.Passphrase(passphrase), cheap); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(to, vault.Passphrase(passphrase), cheap)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if more, err := v.Surplus(t.Context()); more != 0 || err != nil {
		t.Errorf("%d bytes lie behind the restored one, %v", more, err)
	}
	if _, damaged, err := v.CheckPages(t.Context()); len(damaged) > 0 || err != nil {
		t.Errorf("the restored one has damaged pages %v, %v", damaged, err)
	}
}

// Whichever page is damaged, verify says so in a row: it does not end in an
// error of its own.
func TestVerifyTellsOfADamagedPage(t *testing.T) {
	b := furnished(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "cases.vault")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for page := 1; page < len(good)/4096; page += max(1, len(good)/4096/40) {
		bad := bytes.Clone(good)
		bad[page*4096+77] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(b.dir, vault.Passphrase(passphrase), cheap)
		if errors.Is(err, vault.ErrDamaged) {
			continue // found before verify was asked
		}
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), v, b.opt)
		if err == nil {
			var checks []store.Check
			checks, err = s.Verify(t.Context())
			if told++; err == nil && !slices.ContainsFunc(checks, func(c store.Check) bool { return !c.OK }) {
				t.Errorf("page %d is damaged and was not found", page+1)
			}
		}
		if err != nil && !casefile.IsKind(err, casefile.Damaged) {
			t.Errorf("page %d: %v", page+1, err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if told < 10 {
		t.Errorf("verify was asked %d times", told)
	}
}

func TestVerifyCountsAndKeepsQuiet(t *testing.T) {
	b := furnished(t)
	b.sql(`UPDATE event SET actor = 'Zoë Quince' WHERE type = 'case.opened'`)
	before := b.dump()
	checks, err := b.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.Name == "" || c.Count == 0 && !slices.Contains([]string{"references inside the database", "what was disposed of"}, c.Name) || c.OK == (c.Detail != "") {
			t.Errorf("the check is %+v", c)
		}
		if strings.Contains(c.Detail, "Quince") || strings.Contains(c.Detail, "oakfield") {
			t.Errorf("%q names a person", c.Detail)
		}
	}
	if !slices.Equal(before, b.dump()) {
		t.Error("verify has changed something")
	}
}

// Where data and salt of events have been disposed of the chain still holds,
// the rest is as it was, and nothing of the case is found any more.
func TestDisposedEvents(t *testing.T) {
	b := furnished(t)
	rows, err := b.Cases(t.Context(), store.CaseQuery{Text: "gymnasium"})
	if err != nil || len(rows) != 1 {
		t.Fatalf("found %+v, %v", rows, err)
	}
	b.sql("UPDATE event SET data = NULL, salt = NULL WHERE stream = ?", rows[0].ID)
	if err := b.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.sound()
	if hits, err := b.Search(t.Context(), "gymnasium", "", 0); err != nil || len(hits) != 0 {
		t.Errorf("still found: %+v, %v", hits, err)
	}
	_, _, err = b.Case(t.Context(), rows[0].ID)
	wantKind(t, err, casefile.NotFound)
	if rest, err := b.Cases(t.Context(), store.CaseQuery{}); err != nil || len(rest) != 5 {
		t.Errorf("%d cases are left, %v", len(rest), err)
	}
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(b.dir, "cases.vault"))
	if err != nil || bytes.Contains(bytes.ToLower(file), []byte("nasium")) {
		t.Errorf("the word is still in the file, %v", err)
	}
}

// One stream that cannot be read keeps no other from being used, and nothing
// more can happen on it.
func TestUnreadableStream(t *testing.T) {
	b := furnished(t)
	rows, err := b.Cases(t.Context(), store.CaseQuery{Client: "oakfield", State: casefile.StateIdentity})
	if err != nil || len(rows) != 1 {
		t.Fatalf("found %+v, %v", rows, err)
	}
	b.sql(`UPDATE event SET data = CAST('{"reason":' AS BLOB) WHERE type = 'identity.asked'`)
	b.opt.Reader = "2"
	b.reopen()
	b.client("oakfield", "wales")
	if rest, err := b.Cases(t.Context(), store.CaseQuery{}); err != nil || len(rest) != 5 {
		t.Errorf("%d cases are left, %v", len(rest), err)
	}
	_, err = b.Append(t.Context(), store.Act{Events: []casefile.Event{
		b.event(casefile.CaseStream, rows[0].ID, "2026-10-12", &casefile.NoteAdded{Text: "x"}),
	}})
	wantKind(t, err, casefile.Damaged)
	if failed := b.failed(); !slices.Contains(failed, "events") {
		t.Errorf("failed are %q", failed)
	}
}

// Whatever bytes of the file change, the answer is an error for people or a
// report, never a panic. Where the description of a table is hit, the program
// cannot tell it from a fault of its own.
func TestChangedBytes(t *testing.T) {
	b := furnished(t)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dir, "cases.vault")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		bad := slices.Clone(good)
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1)) // places spread evenly
		for range rapid.IntRange(1, 8).Draw(r, "places") {
			bad[chance.IntN(len(bad))] ^= byte(1 + chance.IntN(255))
		}
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			r.Fatal(err)
		}
		e := casefile.AsError(openAndVerify(t, b))
		if e == nil || e.Kind == casefile.Damaged || e.Kind == casefile.Refused {
			return
		}
		if e.Kind != casefile.Internal || !strings.Contains(fmt.Sprint(e.Err), "SQL logic error") {
			r.Fatalf("it ends in %s: %v", e.Kind, e.Err)
		}
	})
}

// openAndVerify opens what may be damaged and looks at everything in it.
func openAndVerify(t *testing.T, b *bench) error {
	v, err := vault.Open(b.dir, vault.Passphrase(passphrase), cheap)
	if err != nil {
		return store.Problem(err)
	}
	defer v.Close()
	s, err := store.Open(t.Context(), v, b.opt)
	if err != nil {
		return err
	}
	if _, err := s.Verify(t.Context()); err != nil {
		return err
	}
	_, err = s.Cases(t.Context(), store.CaseQuery{Text: "gymnasium"})
	return err
}
