package casefile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// today is the day on which the tests of this package take place: a Monday.
var today = civil.MustParse("2026-10-12")

// newEnv returns an environment in which time stands still at noon of today,
// ids count up and chance is always the same.
func newEnv() casefile.Env {
	n := 0
	return casefile.Env{
		Now:    func() time.Time { return today.Midnight().Add(12 * time.Hour) },
		NewID:  func() string { n++; return fmt.Sprintf("id-%d", n) },
		Random: rand.NewChaCha8([32]byte{1}),
	}
}

// history collects the sealed events of one case on one device.
type history struct {
	t      *testing.T
	env    casefile.Env
	events []casefile.Event
}

// openCase begins a history with a case of that kind received on that day.
func openCase(t *testing.T, kind casefile.Kind, received string) *history {
	t.Helper()
	h := &history{t: t, env: newEnv()}
	ref, err := casefile.NewReference(today, h.env.Random)
	if err != nil {
		t.Fatal(err)
	}
	h.add(received, &casefile.CaseOpened{
		Reference: ref, Kind: kind, Client: "oakfield", Channel: casefile.ByPost,
		Person: casefile.Person{Name: "Łucja Wright"}, Asked: "Please send me what you hold.",
	})
	h.add(received, &casefile.RequestReceived{By: casefile.ByController})
	return h
}

// add seals a payload as the next event and returns its id.
func (h *history) add(on string, p casefile.Payload) string {
	h.t.Helper()
	e, err := casefile.NewEvent(casefile.Stream{Kind: casefile.CaseStream, ID: "case-1"}, civil.On(civil.MustParse(on)), p)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.seal(e)
}

func (h *history) seal(e casefile.Event) string {
	h.t.Helper()
	link := casefile.Link{
		ID: fmt.Sprintf("event-%d", len(h.events)+1), Device: "laptop", Seq: int64(len(h.events) + 1),
		At: h.env.Now(), Actor: "A. Caseworker",
	}
	if n := len(h.events); n > 0 {
		link.Prev, link.HLC = h.events[n-1].Hash, h.events[n-1].HLC.Next(h.env.Now())
	}
	e, err := e.Seal(link, h.env.Random)
	if err != nil {
		h.t.Fatal(err)
	}
	h.events = append(h.events, e)
	return e.ID
}

// fold returns the case so far.
func (h *history) fold() casefile.Case {
	h.t.Helper()
	c, err := casefile.Fold(h.events)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// do does an action and adds what it makes.
func (h *history) do(id string, v casefile.Values) error {
	h.t.Helper()
	a, err := casefile.FindAction(id)
	if err != nil {
		h.t.Fatal(err)
	}
	events, err := a.Do(h.fold(), v, h.env)
	for _, e := range events {
		h.seal(e)
	}
	return err
}

// must does an action that is to succeed.
func (h *history) must(id string, v casefile.Values) {
	h.t.Helper()
	if err := h.do(id, v); err != nil {
		h.t.Fatalf("%s: %v", id, err)
	}
}

// verifyChain reports what breaks the chain of one device.
func verifyChain(events []casefile.Event) error {
	last := casefile.Event{Device: events[0].Device}
	for _, e := range events {
		if err := e.Verify(); err != nil {
			return err
		}
		if !e.Follows(last) {
			return fmt.Errorf("%s does not follow %s", e.ID, last.ID)
		}
		last = e
	}
	return nil
}

func TestChainVerifies(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.must("note", casefile.Values{"text": "She rang."})
	if err := verifyChain(h.events); err != nil {
		t.Fatal(err)
	}

	change := map[string]func(e *casefile.Event){
		"data":   func(e *casefile.Event) { e.Data = bytes.Replace(e.Data, []byte("rang"), []byte("sang"), 1) },
		"salt":   func(e *casefile.Event) { e.Salt = bytes.Repeat([]byte{9}, 16) },
		"actor":  func(e *casefile.Event) { e.Actor = "Somebody" },
		"day":    func(e *casefile.Event) { e.On = civil.On(today.AddDays(-1)) },
		"stream": func(e *casefile.Event) { e.Stream.ID = "case-2" },
		"type":   func(e *casefile.Event) { e.Type = "case.closed" },
		"order":  func(e *casefile.Event) { e.HLC++ },
		"number": func(e *casefile.Event) { e.Seq++ },
		"prev":   func(e *casefile.Event) { e.Prev = nil },
		"id":     func(e *casefile.Event) { e.ID = "event-9" },
		"device": func(e *casefile.Event) { e.Device = "desktop" },
		"kind":   func(e *casefile.Event) { e.Stream.Kind = casefile.ClientStream },
		"at":     func(e *casefile.Event) { e.At = e.At.Add(time.Millisecond) },
		"v":      func(e *casefile.Event) { e.V++ },
		"digest": func(e *casefile.Event) { e.Digest = bytes.Repeat([]byte{1}, 32) },
	}
	for name, f := range change {
		t.Run(name, func(t *testing.T) {
			events := append([]casefile.Event(nil), h.events...)
			f(&events[2])
			if events[2].Verify() == nil {
				t.Error("the change was not noticed")
			}
		})
	}
	t.Run("another before it", func(t *testing.T) {
		events := append([]casefile.Event(nil), h.events...)
		events[1].Hash = bytes.Repeat([]byte{1}, 32)
		if events[2].Follows(events[1]) {
			t.Error("the change was not noticed")
		}
	})
	t.Run("left out", func(t *testing.T) {
		if verifyChain([]casefile.Event{h.events[0], h.events[2]}) == nil {
			t.Error("the gap was not noticed")
		}
	})
}

// Disposal removes data and salt, and the chain still verifies.
func TestDisposedEventVerifies(t *testing.T) {
	h := openCase(t, casefile.Erasure, "2026-09-03")
	h.events[0].Data, h.events[0].Salt = nil, nil
	if err := verifyChain(h.events); err != nil {
		t.Error(err)
	}
}

func TestCanonicalDataIsStable(t *testing.T) {
	e, err := casefile.NewEvent(casefile.Stream{Kind: casefile.CaseStream, ID: "1"}, civil.On(today),
		&casefile.NoteAdded{Text: "a < b & \"c\"\u2028", Minutes: 5})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(e.Data), `{"minutes":5,"text":"a < b & \"c\"\u2028"}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestHLCNeverGoesBack(t *testing.T) {
	noon := today.Midnight().Add(12 * time.Hour)
	a := casefile.HLC(0).Next(noon)
	b := a.Next(noon)
	c := b.Next(noon.Add(-time.Hour)) // the machine's clock was set back
	d := c.Next(noon.Add(time.Millisecond))
	if !(a < b && b < c && c < d) {
		t.Errorf("%d, %d, %d, %d are not in order", a, b, c, d)
	}
}

func TestUnknownEventIsKept(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.events[1].Type, h.events[1].V = "hologram.shown", 7
	if casefile.Blocked(h.events) == nil || casefile.Blocked(h.events[:1]) != nil {
		t.Error("a stream is blocked by what is known, or not by what is not")
	}
	c := h.fold()
	if c.Newer != 1 {
		t.Fatalf("%d events of a newer version were counted", c.Newer)
	}
	err := h.do("note", casefile.Values{"text": "A note"})
	if casefile.AsError(err).Kind != casefile.Refused {
		t.Errorf("a note was refused with %v", err)
	}
	lines, err := casefile.Timeline(h.events)
	if err != nil || lines[1].Words != "An entry from a newer version of Casebook" {
		t.Errorf("the timeline says %q, %v", lines[1].Words, err)
	}
}

func TestDamagedDataIsAnError(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.events[0].Data = []byte(`{"surprise":1}`)
	if _, err := casefile.Fold(h.events); casefile.AsError(err).Kind != casefile.Damaged {
		t.Errorf("got %v", err)
	}
}

func TestFoldOfNothing(t *testing.T) {
	for name, fold := range map[string]func() error{
		"case":    func() error { _, err := casefile.Fold(nil); return err },
		"client":  func() error { _, err := casefile.FoldClient(nil); return err },
		"message": func() error { _, err := casefile.FoldMessage(nil); return err },
		"account": func() error { _, err := casefile.FoldAccount(nil); return err },
	} {
		if kind := casefile.AsError(fold()).Kind; kind != casefile.NotFound {
			t.Errorf("%s: %v", name, kind)
		}
	}
}
