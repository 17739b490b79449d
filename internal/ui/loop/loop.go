// Package loop is the one door to the thread that draws the window.
//
// Fyne runs every callback on one goroutine; anything that finishes elsewhere
// must hand its result over. Only this package calls fyne.Do, so that tests can
// put another loop in its place: the test driver of Fyne runs fyne.Do on the
// calling goroutine, which is a data race as soon as a widget is touched.
package loop

import (
	"sync"

	"fyne.io/fyne/v2"
)

// Loop runs functions on the goroutine that may touch widgets.
type Loop interface {
	// Do runs f there, soon, and does not wait for it. Functions given by one
	// goroutine run in the order they were given.
	Do(f func())
}

// Window is the loop of the real program.
type Window struct{}

// Do queues f for the window's next turn, within a sixtieth of a second.
func (Window) Do(f func()) { fyne.Do(f) }

// Inline runs everything at once where it stands. It is for programs and tests
// that have one goroutine only.
type Inline struct{}

// Do runs f now.
func (Inline) Do(f func()) { f() }

// Queue keeps what it is given until Drain, so that a test can look at the
// window between the end of a job and the arrival of its result. Do may be
// called from any goroutine; Drain only from the one that owns the widgets.
type Queue struct {
	mu      sync.Mutex
	waiting []func()
}

// Do appends f to the queue.
func (q *Queue) Do(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, f)
}

// Len says how many functions wait.
func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

// Drain runs what waits, and what that adds, until nothing waits. It returns
// how many functions ran.
func (q *Queue) Drain() int {
	ran := 0
	for {
		f := q.next()
		if f == nil {
			return ran
		}
		f()
		ran++
	}
}

func (q *Queue) next() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return nil
	}
	f := q.waiting[0]
	q.waiting = q.waiting[1:]
	return f
}
