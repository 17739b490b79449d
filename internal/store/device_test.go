package store_test

import (
	"encoding/hex"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// One machine, one device; another machine starts one that grows from the last
// chain, and no number is given twice.
func TestDevices(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	first, _ := b.Device(t.Context())
	b.reopen()
	if again, _ := b.Device(t.Context()); again != first {
		t.Errorf("opening again made device %s of %s", again, first)
	}
	stream := streamOf(casefile.ClientStream, "oakfield")
	events, _ := b.Events(t.Context(), stream)
	head := events[len(events)-1]

	b.opt.Machine = "the other laptop"
	b.reopen()
	b.reopen()
	second, _ := b.Device(t.Context())
	if second == first {
		t.Fatal("another machine goes on with the same device")
	}
	started, err := b.Events(t.Context(), streamOf(casefile.VaultStream, b.v.ID()))
	if err != nil || len(started) != 2 {
		t.Fatalf("%d devices were started, %v", len(started), err)
	}
	p, err := started[1].Payload()
	d, ok := p.(*casefile.DeviceStarted)
	if err != nil || !ok || d.Parent != hex.EncodeToString(head.Hash) || started[1].Seq != 1 || started[1].Device != second ||
		string(started[1].Prev) != string(head.Hash) || started[1].HLC <= head.HLC {
		t.Errorf("the second device began with %+v, %+v, %v", started[1], p, err)
	}
	b.client("ashfield", "wales")

	if err := b.NewDevice(t.Context()); err != nil {
		t.Fatal(err)
	}
	if third, _ := b.Device(t.Context()); third == second {
		t.Error("a restored vault goes on with the same device")
	}
	b.sound()
}

// The order of events is that of their clock, which never goes back, whatever
// the machine's does.
func TestClockThatGoesBack(t *testing.T) {
	b := newBench(t)
	now := noon
	b.opt.Env.Now = func() time.Time { now = now.Add(-time.Minute); return now }
	b.reopen()
	b.client("oakfield", "england")
	id, _ := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	for _, h := range []string{"Sam", "Priya", "Alex"} {
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", &casefile.HandlerAssigned{Handler: h})}})
	}
	if c, _, err := b.Case(t.Context(), id); err != nil || c.Handler != "Alex" {
		t.Errorf("the case is with %q, %v", c.Handler, err)
	}
	b.sound()
}
