package jobs_test

import (
	"testing"
	"time"

	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
)

func TestTimerComesThroughTheLoop(t *testing.T) {
	var q loop.Queue
	rang := false
	jobs.Timer(&q)(0, func() { rang = true })
	for !rang {
		q.Drain()
	}
}

func TestTimerStops(t *testing.T) {
	var q loop.Queue
	stop := jobs.Timer(&q)(time.Hour, func() { t.Error("rang") })
	stop()
	q.Drain()
}

func TestHand(t *testing.T) {
	var h jobs.Hand
	n := 0
	h.After(time.Second, func() { n++ })
	stop := h.After(time.Minute, func() { n += 10 })
	if h.Longest() != time.Minute {
		t.Errorf("longest %v", h.Longest())
	}
	stop()
	if h.Longest() != time.Second || h.Ring() != 1 || n != 1 || h.Ring() != 0 {
		t.Errorf("n is %d", n)
	}
}
