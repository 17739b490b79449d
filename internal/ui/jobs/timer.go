package jobs

import (
	"time"

	"casebook/internal/ui/loop"
)

// After calls f once a time has passed, unless the function it returns is
// called first.
type After func(wait time.Duration, f func()) (stop func())

// Timer is the After of the real program: f runs on the loop.
func Timer(l loop.Loop) After {
	return func(wait time.Duration, f func()) func() {
		t := time.AfterFunc(wait, func() { l.Do(f) })
		return func() { t.Stop() }
	}
}

// Hand is an After for tests: nothing passes until Ring.
type Hand struct {
	waiting []*pending
}

type pending struct {
	wait time.Duration
	f    func()
}

// After keeps f until Ring.
func (h *Hand) After(wait time.Duration, f func()) func() {
	p := &pending{wait, f}
	h.waiting = append(h.waiting, p)
	return func() { p.f = nil }
}

// Ring lets everything that waits happen and says how much did.
func (h *Hand) Ring() int {
	due := h.waiting
	h.waiting = nil
	rang := 0
	for _, p := range due {
		if p.f != nil {
			p.f()
			rang++
		}
	}
	return rang
}

// Longest returns the longest time asked for by what waits.
func (h *Hand) Longest() time.Duration {
	var most time.Duration
	for _, p := range h.waiting {
		if p.f != nil {
			most = max(most, p.wait)
		}
	}
	return most
}
