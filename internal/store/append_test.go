package store_test

import (
	"bytes"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
)

func streamOf(kind casefile.StreamKind, id string) casefile.Stream {
	return casefile.Stream{Kind: kind, ID: id}
}

// What comes back is what was sealed: a chain without gaps, each event as it
// was asked for.
func TestAppendSeals(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, _ := b.openCase(casefile.Erasure, "oakfield", "Ann Teal", "2026-09-10")
	chosen := b.event(casefile.CaseStream, id, "2026-10-12", &casefile.NoteAdded{Text: "She rang."})
	chosen.ID = "01994f2c-0000-7000-8000-00000000cafe"
	b.keep(store.Act{Actor: "Sam", Events: []casefile.Event{chosen}})

	events, err := b.Events(t.Context(), streamOf(casefile.CaseStream, id))
	if err != nil || len(events) != 3 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	device, err := b.Device(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if err := e.Verify(); err != nil || e.Device != device || e.Seq != int64(4+i) || !bytes.Equal(e.Salt, e.Salt[:16]) {
			t.Errorf("event %d is %+v, %v", i, e, err)
		}
	}
	if last := events[2]; last.ID != chosen.ID || last.Actor != "Sam" || events[1].Actor != "Priya" || !last.At.After(noon) ||
		last.On != civil.On(civil.MustParse("2026-10-12")) {
		t.Errorf("the last event is %+v", last)
	}
	if none, err := b.Events(t.Context(), streamOf(casefile.CaseStream, "nothing")); err != nil || len(none) != 0 {
		t.Errorf("an unknown stream has %d events, %v", len(none), err)
	}
}

// A password changes with the act that it comes with, or not at all.
func TestSecretOfAnAct(t *testing.T) {
	b := newBench(t)
	account := streamOf(casefile.AccountStream, "dpo")
	act := func(password string, seen int) store.Act {
		return store.Act{
			Secrets: map[string][]byte{"dpo": []byte(password)}, Expect: map[casefile.Stream]int{account: seen},
			Events: []casefile.Event{
				b.event(casefile.AccountStream, "dpo", "2026-10-12", &casefile.AccountRecorded{Account: casefile.Account{ID: "dpo", Name: "DPO"}}),
			},
		}
	}
	b.keep(act("first", 0))
	if _, err := b.Append(t.Context(), act("second", 0)); !casefile.IsKind(err, casefile.Conflict) {
		t.Errorf("got %v", err)
	}
	if secret, err := b.Secret(t.Context(), "dpo"); err != nil || string(secret) != "first" {
		t.Errorf("the password is %q, %v", secret, err)
	}
}

// An act decided on old knowledge is refused whole.
func TestExpect(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, ref := b.openCase(casefile.Erasure, "oakfield", "Ann Teal", "2026-09-10")
	act := func(seen int) error {
		_, err := b.Append(t.Context(), store.Act{
			Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", &casefile.HandlerAssigned{Handler: "Sam"})},
			Blobs:  [][]byte{[]byte("a file of the act")},
			Expect: map[casefile.Stream]int{streamOf(casefile.CaseStream, id): seen},
		})
		return err
	}
	wantKind(t, act(1), casefile.Conflict)
	if c, _, err := b.Case(t.Context(), string(ref)); err != nil || c.Handler != "" {
		t.Errorf("the refused act left %q, %v", c.Handler, err)
	}
	_, err := b.Blob(t.Context(), store.Sum([]byte("a file of the act")))
	wantKind(t, err, casefile.NotFound)
	if err := act(2); err != nil {
		t.Error(err)
	}
}

// What cannot stand twice is a conflict, and nothing of the act stays.
func TestAppendRefuses(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	_, ref := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	b.mail(41, "Ann <ann@example.org>\nHello\nText")
	received := func(uid uint32, raw string) casefile.Event {
		return b.event(casefile.MessageStream, b.id(), "2026-10-12", &casefile.MessageReceived{
			SHA256: store.Sum([]byte(raw)), Size: len(raw),
			Copy: casefile.Copy{Account: "dpo", Folder: "INBOX", UIDValidity: 7, UID: uid, InternalDate: noon},
		})
	}
	taken := b.event(casefile.CaseStream, b.id(), "2026-10-12", &casefile.CaseOpened{Reference: ref, Kind: casefile.Access, Client: "oakfield"})
	twice := b.event(casefile.CaseStream, b.id(), "2026-10-12", &casefile.NoteAdded{Text: "x"})
	twice.ID = b.id()
	tests := []struct {
		name string
		act  store.Act
		want casefile.ErrorKind
	}{
		{"a reference that is taken", store.Act{Events: []casefile.Event{taken}}, casefile.Conflict},
		{"another message under the same UID", store.Act{Events: []casefile.Event{received(41, "other")}, Blobs: [][]byte{[]byte("other")}}, casefile.Conflict},
		{"the same bytes as a new message", store.Act{Events: []casefile.Event{received(42, "Ann <ann@example.org>\nHello\nText")}}, casefile.Conflict},
		{"one id for two events", store.Act{Events: []casefile.Event{twice, twice}}, casefile.Conflict},
		{"a message without its bytes", store.Act{Events: []casefile.Event{received(43, "nowhere")}}, casefile.Internal},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := b.Append(t.Context(), c.act)
			wantKind(t, err, c.want)
			b.sound()
		})
	}
	if m, err := b.Messages(t.Context(), store.MessageQuery{}); err != nil || len(m) != 1 {
		t.Errorf("there are %d messages, %v", len(m), err)
	}
}

// The same content is kept once, whatever names it.
func TestBlobsOnce(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, _ := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	pdf := []byte(strings.Repeat("%PDF letter ", 5000))
	letter := &casefile.LetterIssued{Letter: casefile.Reply, SHA256: store.Sum(pdf), Size: len(pdf), Pages: 1}
	for range 2 {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", letter)}, Blobs: [][]byte{pdf, pdf}})
	}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", letter)}})
	if got, err := b.Blob(t.Context(), letter.SHA256); err != nil || !bytes.Equal(got, pdf) {
		t.Errorf("%d bytes came back, %v", len(got), err)
	}
	if n := b.number("SELECT count(*) FROM blob"); n != 1 {
		t.Errorf("%d blobs are kept", n)
	}
	if n := b.number("SELECT count(*) FROM blob_use"); n != 3 {
		t.Errorf("%d events are known to need it", n)
	}
	if n := b.number("SELECT length(data) FROM blob"); n > len(pdf)/10 {
		t.Errorf("it takes %d bytes", n)
	}
	empty := store.Act{Blobs: [][]byte{{}}, Events: []casefile.Event{
		b.event(casefile.CaseStream, id, "2026-10-12", &casefile.LetterIssued{SHA256: store.Sum(nil)}),
	}}
	b.keep(empty)
	if got, err := b.Blob(t.Context(), store.Sum(nil)); err != nil || len(got) != 0 {
		t.Errorf("an empty file came back as %q, %v", got, err)
	}
	b.sound()
}

// An event of a newer version is kept and counted, and keeps nothing else from
// being done.
func TestEventsOfANewerVersion(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, ref := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	message := b.mail(41, "Ann <ann@example.org>\nHello\nText")
	scan := []byte("a scanned page")
	newer := func(kind casefile.StreamKind, id string) casefile.Event {
		e := b.event(kind, id, "2026-10-12", &casefile.NoteAdded{})
		e.Type, e.V, e.Data = "page.scanned", 3, []byte(`{"sha256":"`+store.Sum(scan)+`","skew":0.5}`)
		return e
	}
	b.keep(store.Act{Blobs: [][]byte{scan}, Events: []casefile.Event{
		newer(casefile.CaseStream, id), newer(casefile.MessageStream, message), newer("satellite", "one"),
		newer(casefile.CaseStream, "from the future"), newer(casefile.ClientStream, "oakfield"),
	}})
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", &casefile.NoteAdded{Text: "She rang."})}})

	c, events, err := b.Case(t.Context(), string(ref))
	if err != nil || c.Newer != 1 || len(events) != 4 || events[2].Type != "page.scanned" {
		t.Errorf("the case is %+v of %d events, %v", c, len(events), err)
	}
	rows, err := b.Cases(t.Context(), store.CaseQuery{})
	if err != nil || len(rows) != 2 {
		t.Errorf("the list is %+v, %v", rows, err)
	}
	if n := b.number("SELECT count(*) FROM blob_use WHERE sha256 = '" + store.Sum(scan) + "'"); n != 5 {
		t.Errorf("%d events are known to need the scan", n)
	}
	b.sound()
	if err := b.Rebuild(t.Context()); err != nil {
		t.Error(err)
	}
	b.sound()
}
