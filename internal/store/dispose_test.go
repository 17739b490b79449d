package store_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// just decides what to dispose of without looking.
func just(d store.Disposing) func(context.Context) (store.Disposing, error) {
	return func(context.Context) (store.Disposing, error) { return d, nil }
}

// nothingHolds is the answer of a vault that has no news.
func nothingHolds(context.Context, casefile.Stream, store.LedgerEntry) (*casefile.Held, error) {
	return nil, nil
}

// file files a message to cases.
func (b *bench) file(message string, cases ...string) {
	b.Helper()
	var events []casefile.Event
	for _, id := range cases {
		events = append(events, b.event(casefile.MessageStream, message, "2026-10-02", &casefile.MessageFiledTo{Case: id}))
		events = append(events, b.event(casefile.CaseStream, id, "2026-10-02", &casefile.MessageAttached{Message: message}))
	}
	b.keep(store.Act{Events: events})
}

// Whichever cases are disposed of, in whatever order, together or apart: every
// check passes, a rebuild gives the same bytes, a message goes with the last of
// its cases and not before, and the events of all others are what they were.
func TestDisposeAnySubset(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := newBench(t)
		defer func() { b.v.Close() }()
		b.client("oakfield", "england")
		ids, refs := map[string]casefile.Reference{}, []string{}
		for range rapid.IntRange(1, 5).Draw(r, "cases") {
			id, ref := b.openCase(casefile.Erasure, "oakfield", "Jo", "2026-09-01")
			ids[id], refs = ref, append(refs, id)
		}
		filed := map[string][]string{} // the cases of each message
		for n := range rapid.IntRange(0, 5).Draw(r, "messages") {
			m := b.mail(uint32(n+1), "Jo <jo@example.org>\nHello\n"+string(rune('a'+n)))
			filed[m] = rapid.SliceOfNDistinct(rapid.SampledFrom(refs), 1, len(refs), func(s string) string { return s }).Draw(r, "filed")
			b.file(m, filed[m]...)
		}
		order := rapid.Permutation(refs).Draw(r, "order")
		order = order[:rapid.IntRange(0, len(order)).Draw(r, "how many")]
		before := map[string][]casefile.Event{}
		for _, id := range refs {
			before[id] = b.eventsOf(casefile.CaseStream, id)
		}
		for rest := order; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(r, "together")
			d := store.Disposing{}
			for _, id := range rest[:n] {
				d.Cases = append(d.Cases, store.CaseProof{ID: id, Proof: proofOf(ids[id])})
			}
			if _, err := b.Store.Dispose(t.Context(), just(d)); err != nil {
				r.Fatal(err)
			}
			rest = rest[n:]
		}
		for m, in := range filed {
			stays := slices.ContainsFunc(in, func(id string) bool { return !slices.Contains(order, id) })
			if _, err := b.Message(t.Context(), m); (err == nil) != stays {
				r.Fatalf("a message stays: %v, of its cases one stays: %v", err == nil, stays)
			}
		}
		for _, id := range refs {
			if slices.Contains(order, id) {
				b.refuses(id, ids[id])
			} else if diff := cmp.Diff(before[id], b.eventsOf(casefile.CaseStream, id), sameMoment); diff != "" {
				r.Fatalf("a case that stays has changed: %s", diff)
			}
		}
		dump := b.dump()
		if err := b.Rebuild(t.Context()); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(dump, b.dump()); diff != "" {
			r.Fatalf("the rows are made differently the second time: %s", diff)
		}
		if failed := b.failed(); len(failed) > 0 {
			r.Fatalf("verify fails: %v", failed)
		}
	})
}

// sameMoment compares moments by what they say.
var sameMoment = cmp.Comparer(func(a, b civil.Moment) bool { return a == b })

func (b *bench) eventsOf(kind casefile.StreamKind, id string) []casefile.Event {
	b.Helper()
	events, err := b.Events(b.Context(), streamOf(kind, id))
	if err != nil {
		b.Fatal(err)
	}
	return events
}

// refuses sees that nothing can be done any more on a case that is gone.
func (b *bench) refuses(id string, ref casefile.Reference) {
	b.Helper()
	_, err := b.Append(b.Context(), store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-04", &casefile.NoteAdded{Text: "x"})}})
	wantKind(b, err, casefile.Refused)
	_, err = b.Store.Dispose(b.Context(), just(store.Disposing{Cases: []store.CaseProof{{ID: id, Proof: proofOf(ref)}}}))
	wantKind(b, err, casefile.Refused)
	_, _, err = b.Case(b.Context(), string(ref))
	wantKind(b, err, casefile.Refused)
	if d, err := b.Disposed(b.Context(), string(ref)); err != nil || d.Proof.(*casefile.CaseDisposed).Reference != ref {
		b.Errorf("its proof is %+v, %v", d, err)
	}
}

// What a ledger says is done in an older copy of the vault as it was in the
// later one, also to the same bytes under another name; doing it twice does
// nothing more.
func TestRedisposeInAnOlderCopy(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, ref := b.openCase(casefile.Erasure, "oakfield", "Qwertine Zuxxal", "2026-09-01")
	kept, _ := b.openCase(casefile.Erasure, "oakfield", "Somebody Else", "2026-09-01")
	m := b.mail(1, "Qwertine Zuxxal <q@example.org>\nHello\nQwertine Zuxxal")
	b.file(m, id)
	if err := b.v.Close(); err != nil {
		t.Fatal(err)
	}
	older := &bench{TB: t, dir: filepath.Join(t.TempDir(), "older"), opt: b.opt}
	if err := os.CopyFS(older.dir, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	b.open()
	if _, err := b.Store.Dispose(t.Context(), just(store.Disposing{Cases: []store.CaseProof{{ID: id, Proof: proofOf(ref)}}})); err != nil {
		t.Fatal(err)
	}
	ledger, err := b.Ledger(t.Context())
	if err != nil || len(ledger) != 2 {
		t.Fatalf("the ledger has %d entries, %v", len(ledger), err)
	}
	older.open()
	t.Cleanup(func() { older.v.Close() })
	if err := older.NewDevice(t.Context()); err != nil {
		t.Fatal(err)
	}
	for round, want := range []int{2, 0} {
		if n, kept, err := older.Redispose(t.Context(), ledger, nothingHolds); err != nil || n != want || len(kept) > 0 {
			t.Fatalf("round %d: %d streams went and %v stay, %v, want %d", round, n, kept, err, want)
		}
	}
	older.refuses(id, ref)
	if n := len(places(older.pages(), []story{{names: []string{"Qwertine Zuxxal"}}})); n > 0 {
		t.Errorf("the name is left in %d places", n)
	}
	if _, _, err := older.Case(t.Context(), kept); err != nil {
		t.Error(err)
	}
	older.sound()
	if n := older.number("SELECT count(*) - count(DISTINCT device || ' ' || seq) FROM event"); n != 0 {
		t.Errorf("%d numbers were given twice", n)
	}
}

// A message that was disposed of is known by its bytes and by its places, and
// can only be passed over.
func TestTombstone(t *testing.T) {
	b := newBench(t)
	raw := "Jo <jo@example.org>\nHello\nx"
	m := b.mail(4, raw)
	_, err := b.Store.Dispose(t.Context(), just(store.Disposing{Messages: []store.MessageProof{{ID: m, Proof: casefile.MessageDisposed{Rule: "x"}}}}))
	if err != nil {
		t.Fatal(err)
	}
	if id, gone, err := b.DisposedMessage(t.Context(), store.Sum([]byte(raw))); err != nil || !gone || id != m {
		t.Errorf("the bytes are known as %q, %v, %v", id, gone, err)
	}
	if _, gone, _ := b.DisposedMessage(t.Context(), store.Sum([]byte(raw+"y"))); gone {
		t.Error("other bytes are taken for them")
	}
	again := b.event(casefile.MessageStream, m, "2026-10-04", &casefile.MessageCopied{})
	_, err = b.Append(t.Context(), store.Act{Events: []casefile.Event{again}})
	wantKind(t, err, casefile.Refused)
	place := casefile.Place{Account: "dpo", Folder: "INBOX", UIDValidity: 8, UID: 1}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, m, "2026-10-04", &casefile.MessagePassed{Place: place})}})
	for validity, want := range map[uint32]uint32{7: 4, 8: 1} {
		if held, err := b.Held(t.Context(), "dpo", "INBOX", validity); err != nil || !slices.Equal(held, []uint32{want}) {
			t.Errorf("held of %d are %v, %v", validity, held, err)
		}
	}
	b.sound()
}

// A content that disposal should have taken is found by verify.
func TestVerifyFindsWhatDisposalLeft(t *testing.T) {
	b := newBench(t)
	id, ref := b.openCase(casefile.Erasure, "oakfield", "Jo", "2026-09-01")
	e := b.eventsOf(casefile.CaseStream, id)[0]
	if _, err := b.Store.Dispose(t.Context(), just(store.Disposing{Cases: []store.CaseProof{{ID: id, Proof: proofOf(ref)}}})); err != nil {
		t.Fatal(err)
	}
	b.sound()
	b.sql("UPDATE event SET data = ?, salt = ? WHERE id = ?", e.Data, e.Salt, e.ID)
	if failed := b.failed(); !slices.Contains(failed, "what was disposed of") {
		t.Errorf("what fails is %v", failed)
	}
	if err := b.v.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
}
