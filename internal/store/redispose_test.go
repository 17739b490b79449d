package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// apart makes a case with a message in two copies of a vault, of which the first
// disposes of it; news happens in the second before it hears of that.
func apart(t *testing.T, news func(other *bench, id, message string)) (other *bench, id, message string, ledger []store.LedgerEntry) {
	t.Helper()
	b := newBench(t)
	b.client("oakfield", "england")
	id, ref := b.openCase(casefile.Erasure, "oakfield", "Jo", "2026-09-01")
	message = b.mail(1, "Jo <jo@example.org>\nHello\nJo")
	b.file(message, id)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	other = &bench{TB: t, dir: filepath.Join(t.TempDir(), "other"), opt: b.opt}
	if err := os.CopyFS(other.dir, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	other.open()
	t.Cleanup(func() { other.v.Close() })
	if err := other.NewDevice(t.Context()); err != nil {
		t.Fatal(err)
	}
	news(other, id, message)
	b.open()
	if _, err := b.Store.Dispose(t.Context(), just(store.Disposing{Cases: []store.CaseProof{{ID: id, Proof: proofOf(ref)}}})); err != nil {
		t.Fatal(err)
	}
	ledger, err := b.Ledger(t.Context())
	if err != nil || len(ledger) != 2 {
		t.Fatalf("the ledger has %d entries, %v", len(ledger), err)
	}
	return other, id, message, ledger
}

// What somebody has done in another copy stays there, with its mail, although it
// was done before the disposal by the clock: whoever disposed of it did not know.
func TestRedisposeLeavesWhatIsNew(t *testing.T) {
	note := func(b *bench, id, _ string) {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-04", &casefile.NoteAdded{Text: "x"})}})
	}
	aside := func(b *bench, _, message string) {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, message, "2026-10-04", &casefile.MessageDeclined{Reason: "x"})}})
	}
	copied := func(b *bench, _, message string) {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, message, "2026-10-04", &casefile.MessageCopied{
			Copy: casefile.Copy{Account: "dpo", Folder: "INBOX", UIDValidity: 7, UID: 2},
		})}})
	}
	for name, test := range map[string]struct {
		news             func(b *bench, id, message string)
		kept             int
		theCase, theMail bool // stay
	}{
		"nothing new":          {func(*bench, string, string) {}, 0, false, false},
		"a note on the case":   {note, 2, true, true},
		"the message decided":  {aside, 1, false, true},
		"another copy of mail": {copied, 0, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			other, id, message, ledger := apart(t, test.news)
			n, kept, err := other.Redispose(t.Context(), ledger, nothingHolds)
			if err != nil || n != 2-test.kept || len(kept) != test.kept {
				t.Fatalf("%d went and %+v stay, %v, want %d that stay", n, kept, err, test.kept)
			}
			if _, _, err := other.Case(t.Context(), id); (err == nil) != test.theCase {
				t.Errorf("the case: %v, want that it stays: %v", err, test.theCase)
			}
			if _, err := other.Message(t.Context(), message); (err == nil) != test.theMail {
				t.Errorf("the message: %v, want that it stays: %v", err, test.theMail)
			}
			other.sound()
		})
	}
}

// What holds a stream is asked of each, and the mail of a case that is held
// stays with it.
func TestRedisposeAsksWhatHolds(t *testing.T) {
	other, id, _, ledger := apart(t, func(*bench, string, string) {})
	hold := &casefile.Held{Why: "An access case is open."}
	n, kept, err := other.Redispose(t.Context(), ledger, func(_ context.Context, s casefile.Stream, _ store.LedgerEntry) (*casefile.Held, error) {
		if s == streamOf(casefile.CaseStream, id) {
			return hold, nil
		}
		return nil, nil
	})
	if err != nil || n != 0 || len(kept) != 2 || kept[0].Hold != hold || kept[1].Hold != hold || kept[0].On != ledger[0].On {
		t.Fatalf("%d went and %+v stay, %v", n, kept, err)
	}
	other.sound()
}

// An entry that says nothing of what was known disposes of nothing; one that
// knew more beside it does.
func TestRedisposeOfSeveralEntries(t *testing.T) {
	other, id, _, ledger := apart(t, func(*bench, string, string) {})
	blind := make([]store.LedgerEntry, len(ledger))
	for i, e := range ledger {
		e.Seen = nil
		blind[i] = e
	}
	if n, kept, err := other.Redispose(t.Context(), blind, nothingHolds); err != nil || n != 0 || len(kept) != 2 {
		t.Fatalf("%d went and %+v stay, %v", n, kept, err)
	}
	if ids, err := other.NewCases(t.Context(), blind); err != nil || len(ids) != 1 || ids[0] != id {
		t.Errorf("new are %v, %v", ids, err)
	}
	if ids, err := other.NewCases(t.Context(), ledger); err != nil || len(ids) != 0 {
		t.Errorf("new are %v, %v", ids, err)
	}
	before := ledger[0] // it counts what was recorded, and was made before all of it
	before.HLC = 1
	if ids, err := other.NewCases(t.Context(), []store.LedgerEntry{before}); err != nil || len(ids) != 1 || ids[0] != id {
		t.Errorf("new are %v, %v", ids, err)
	}
	if n, kept, err := other.Redispose(t.Context(), append(ledger, blind...), nothingHolds); err != nil || n != 2 || len(kept) != 0 {
		t.Fatalf("%d went and %+v stay, %v", n, kept, err)
	}
	other.sound()
}
