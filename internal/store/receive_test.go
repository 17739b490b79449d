package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
)

func placed(folder string, uid uint32) casefile.Copy {
	return casefile.Copy{Account: "dpo", Folder: folder, UIDValidity: 7, UID: uid, InternalDate: noon.Add(-time.Hour)}
}

func mailText(n int) []byte {
	return fmt.Appendf(nil, "Ann <ann@example.org>\nLetter %d\nText of number %d", n, n)
}

// receive keeps arrivals and fails the test where that fails.
func (b *bench) receive(arrivals ...store.Arrival) []store.Taken {
	b.Helper()
	taken, err := b.Receive(b.Context(), "DPO", arrivals)
	if err != nil {
		b.Fatal(err)
	}
	return taken
}

// What arrives is kept at once and read afterwards; a place that is known
// changes nothing, and known bytes get another place (I1, I5).
func TestReceive(t *testing.T) {
	b := newBench(t)
	first := b.receive(
		store.Arrival{Copy: placed("INBOX", 1), Raw: mailText(1)},
		store.Arrival{Copy: placed("INBOX", 2), Raw: mailText(2)},
		store.Arrival{Copy: placed("INBOX", 3), Raw: mailText(1)},
	)
	if !first[0].New || !first[1].New || first[2].New || first[2].ID != first[0].ID {
		t.Fatalf("taken %+v", first)
	}
	again := b.receive(
		store.Arrival{Copy: placed("INBOX", 1), Raw: mailText(1)},
		store.Arrival{Copy: placed("Cases", 9), Raw: mailText(2)},
		store.Arrival{Copy: placed("Cases", 9), Raw: mailText(2)},
	)
	if again[0].New || again[1].New || again[2].ID != first[1].ID {
		t.Errorf("taken again %+v", again)
	}
	for id, places := range map[string]int{first[0].ID: 2, first[1].ID: 2} {
		m, err := b.Message(t.Context(), id)
		if err != nil || len(m.Copies) != places || m.Subject != "" {
			t.Errorf("before reading: %+v, %v", m, err)
		}
	}
	b.sound() // what is kept and not read yet is no fault
	read, err := b.Index(t.Context(), nil)
	if err != nil || len(read) != 2 {
		t.Fatalf("read %+v, %v", read, err)
	}
	if m, err := b.Message(t.Context(), first[1].ID); err != nil || m.Subject != "Letter 2" || m.From.Email != "ann@example.org" {
		t.Errorf("after reading: %+v, %v", m, err)
	}
	if hits, err := b.Search(t.Context(), "number", "", 0); err != nil || len(hits) != 2 {
		t.Errorf("found %+v, %v", hits, err)
	}
	b.sound()
}

// A message that another place had earlier was received then, and how urgent it
// is is asked anew.
func TestAnEarlierPlaceIsTheReceipt(t *testing.T) {
	b := newBench(t)
	at := func(folder string, day int) casefile.Copy {
		c := placed(folder, 1)
		c.InternalDate = noon.AddDate(0, 0, day)
		return c
	}
	id := b.receive(store.Arrival{Copy: at("INBOX", -1), Raw: mailText(1)})[0].ID
	if _, err := b.Index(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		copied casefile.Copy
		day    int
		known  int // urgencies
	}{{at("Later", 0), -1, 1}, {at("Earlier", -20), -20, 0}} {
		if err := b.KeepUrgencies(t.Context(), map[string]casefile.Urgency{id: {}}); err != nil {
			t.Fatal(err)
		}
		b.receive(store.Arrival{Copy: step.copied, Raw: mailText(1)})
		m, err := b.Message(t.Context(), id)
		if err != nil || m.Received != civil.At(noon.AddDate(0, 0, step.day)) {
			t.Errorf("with %s it was received %s, %v", step.copied.Folder, m.Received, err)
		}
		if known, err := b.Urgencies(t.Context()); err != nil || len(known) != step.known {
			t.Errorf("with %s %d urgencies are known, %v", step.copied.Folder, len(known), err)
		}
	}
	b.sound()
}

// What was kept and not read when the program ended is read at the next
// opening.
func TestReadingGoesOnAtTheNextOpening(t *testing.T) {
	b := newBench(t)
	for n := range 300 {
		b.receive(store.Arrival{Copy: placed("INBOX", uint32(n+1)), Raw: mailText(n)})
	}
	b.reopen()
	rows, err := b.Messages(t.Context(), store.MessageQuery{})
	if err != nil || len(rows) != 300 {
		t.Fatalf("%d messages, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Subject == "" {
			t.Fatalf("message %s was not read", r.ID)
		}
	}
	b.sound()
}

// Junk is told by its folders, and what we sent is nothing to decide on, unless
// it came in as well.
func TestJunkAndSent(t *testing.T) {
	b := newBench(t)
	in := func(role casefile.FolderRole, uid uint32) casefile.Copy {
		c := placed(string(role), uid)
		c.Role = role
		return c
	}
	taken := b.receive(
		store.Arrival{Copy: in(casefile.JunkFolder, 1), Raw: mailText(1)},
		store.Arrival{Copy: in(casefile.SentFolder, 1), Raw: mailText(2)},
		store.Arrival{Copy: in(casefile.SentFolder, 2), Raw: mailText(3)},
	)
	state := func(i int) store.MessageRow {
		t.Helper()
		m, err := b.Message(t.Context(), taken[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if m := state(0); !m.Junk || m.State != casefile.MessageNew {
		t.Errorf("junk is %+v", m)
	}
	if m := state(1); !m.Outgoing || m.State != casefile.MessageSetAside || m.Decided() {
		t.Errorf("what was sent is %+v", m)
	}
	b.receive(
		store.Arrival{Copy: in(casefile.InboxFolder, 1), Raw: mailText(1)},
		store.Arrival{Copy: in(casefile.InboxFolder, 2), Raw: mailText(2)},
	)
	if m := state(0); m.Junk || m.State != casefile.MessageNew {
		t.Errorf("moved out of junk it is %+v", m)
	}
	if m := state(1); m.Outgoing || m.State != casefile.MessageNew || m.Reason != "" {
		t.Errorf("sent to ourselves it is %+v", m)
	}
	for q, want := range map[store.MessageQuery]int{{Outgoing: true}: 1, {Junk: true}: 0, {}: 3} {
		if rows, err := b.Messages(t.Context(), q); err != nil || len(rows) != want {
			t.Errorf("%+v: %d messages, %v", q, len(rows), err)
		}
	}
	b.sound()
}

// film is a content of so many bytes that does not compress.
func film(n int) []byte {
	out := make([]byte, n)
	chance := rand.NewChaCha8([32]byte{3})
	_, _ = chance.Read(out)
	return append([]byte("Ann <ann@example.org>\nLarge\n"), out...)
}

// A large content comes in parts, is the same afterwards, is kept once, and
// leaves nothing where it is not finished (R7).
func TestBody(t *testing.T) {
	b := newBench(t)
	content := film(5<<20 + 123)
	write := func() *store.Body {
		t.Helper()
		body := b.NewBody(t.Context())
		for left := content; len(left) > 0; {
			n := min(len(left), 700_001)
			if _, err := body.Write(left[:n]); err != nil {
				t.Fatal(err)
			}
			left = left[n:]
		}
		return body
	}
	b.receive(store.Arrival{Copy: placed("INBOX", 1), Body: write()})
	got, err := b.Blob(t.Context(), store.Sum(content))
	if err != nil || !bytes.Equal(got, content) {
		t.Fatalf("%d bytes came back, %v", len(got), err)
	}
	var out bytes.Buffer
	if err := b.BlobTo(t.Context(), store.Sum(content), &out); err != nil || !bytes.Equal(out.Bytes(), content) {
		t.Errorf("%d bytes were written, %v", out.Len(), err)
	}
	parts := b.number("SELECT count(*) FROM blob_part")
	if taken := b.receive(store.Arrival{Copy: placed("INBOX", 2), Body: write()}); taken[0].New {
		t.Error("the same bytes are another message")
	}
	left := write()
	if err := left.Discard(t.Context()); err != nil {
		t.Fatal(err)
	}
	write() // and the program ends
	b.reopen()
	if now := b.number("SELECT count(*) FROM blob_part"); now != parts || parts < 6 {
		t.Errorf("%d parts, %d at first", now, parts)
	}
	if m, err := b.Messages(t.Context(), store.MessageQuery{}); err != nil || len(m) != 1 || m[0].Subject != "Large" || m[0].Size != len(content) {
		t.Errorf("the message is %+v, %v", m, err)
	}
	b.sound()
}
