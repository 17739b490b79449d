package store_test

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
)

// judged reads mail as readMail does, and finds all of it as urgent.
func judged(raw []byte, received civil.Moment) store.MessageText {
	t := readMail(raw)
	t.Urgency = &casefile.Urgency{Class: casefile.DaysRun, By: received.Date().AddDays(30), At: received}
	return t
}

// How urgent a message is, is known from its reading until it is decided or the
// rows are made again; what was read of no more than its beginning is not
// judged.
func TestUrgencies(t *testing.T) {
	b := newBench(t)
	b.opt.Light = func(raw []byte) []byte { return bytes.TrimRight(raw, "~") }
	b.reopen()
	taken := b.receive(
		store.Arrival{Copy: placed("INBOX", 1), Raw: append(mailText(1), '~', '~')},
		store.Arrival{Copy: placed("INBOX", 2), Raw: mailText(2)},
	)
	large := b.NewBody(t.Context())
	if _, err := large.Write(append(mailText(3), film(4<<20)...)); err != nil {
		t.Fatal(err)
	}
	b.receive(store.Arrival{Copy: placed("INBOX", 3), Body: large})
	if _, err := b.Index(t.Context(), judged); err != nil {
		t.Fatal(err)
	}
	known := func(want ...string) map[string]casefile.Urgency {
		t.Helper()
		by, err := b.Urgencies(t.Context())
		if err != nil || !slices.Equal(slices.Sorted(maps.Keys(by)), slices.Sorted(slices.Values(want))) {
			t.Fatalf("known are %v, want %v; %v", by, want, err)
		}
		return by
	}
	was := known(taken[0].ID, taken[1].ID)
	if m, err := b.Message(t.Context(), taken[0].ID); err != nil || m.Subject != "Letter 1" || was[taken[0].ID].By != m.Received.Date().AddDays(30) {
		t.Errorf("%+v is as urgent as %+v, %v", m, was, err)
	}
	b.reopen()
	if again := known(taken[0].ID, taken[1].ID); !maps.Equal(again, was) {
		t.Errorf("after opening again %v, before %v", again, was)
	}
	b.keep(store.Act{Events: []casefile.Event{b.event(casefile.MessageStream, taken[1].ID, "2026-10-12", &casefile.MessageDeclined{Reason: "newsletter"})}})
	known(taken[0].ID)
	if err := b.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	known()
	if err := b.KeepUrgencies(t.Context(), map[string]casefile.Urgency{taken[0].ID: was[taken[0].ID], "gone": {}}); err != nil {
		t.Fatal(err)
	}
	known(taken[0].ID)
	b.sound()
}

// While mail is still being fetched somebody looks at what waits: what was
// thought of a message then does not keep it from being read.
func TestUrgencyBeforeReading(t *testing.T) {
	b := newBench(t)
	taken := b.receive(store.Arrival{Copy: placed("INBOX", 1), Raw: mailText(1)})
	id := taken[0].ID
	if err := b.KeepUrgencies(t.Context(), map[string]casefile.Urgency{id: {Class: casefile.HoursRun, At: civil.At(noon)}}); err != nil {
		t.Fatal(err)
	}
	if done, err := b.Index(t.Context(), judged); err != nil || len(done) != 1 {
		t.Fatalf("%v were read, %v", done, err)
	}
	if by, err := b.Urgencies(t.Context()); err != nil || by[id].Class != casefile.DaysRun {
		t.Errorf("known are %v, %v", by, err)
	}
	b.sound()
}

// The lists are made again while messages are being read: each is in them once.
func TestRebuildWhileReading(t *testing.T) {
	b := newBench(t)
	b.receive(store.Arrival{Copy: placed("INBOX", 1), Raw: mailText(1)}, store.Arrival{Copy: placed("INBOX", 2), Raw: mailText(2)})
	var once sync.Once
	_, err := b.Index(t.Context(), func(raw []byte, received civil.Moment) store.MessageText {
		once.Do(func() {
			if err := b.Rebuild(t.Context()); err != nil {
				t.Error(err)
			}
		})
		return judged(raw, received)
	})
	if err != nil {
		t.Fatal(err)
	}
	b.sound()
}
