package loop_test

import (
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/loop"
)

func TestInlineRunsNow(t *testing.T) {
	ran := false
	loop.Inline{}.Do(func() { ran = true })
	if !ran {
		t.Error("nothing ran")
	}
}

func TestWindowReachesFyne(t *testing.T) {
	test.NewTempApp(t)
	ran := false
	loop.Window{}.Do(func() { ran = true })
	if !ran {
		t.Error("the test driver runs at once, yet nothing ran")
	}
}

func TestQueueKeepsOrderAndDrainsWhatIsAdded(t *testing.T) {
	var q loop.Queue
	var got []int
	q.Do(func() {
		got = append(got, 1)
		q.Do(func() { got = append(got, 3) })
	})
	q.Do(func() { got = append(got, 2) })
	if len(got) != 0 || q.Len() != 2 {
		t.Fatalf("before draining: ran %v, waiting %d", got, q.Len())
	}
	if n := q.Drain(); n != 3 {
		t.Errorf("drained %d, want 3", n)
	}
	if want := []int{1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestQueueTakesFromManyGoroutines(t *testing.T) {
	var q loop.Queue
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { q.Do(func() {}) })
	}
	all.Wait()
	if n := q.Drain(); n != 50 {
		t.Errorf("drained %d, want 50", n)
	}
}
