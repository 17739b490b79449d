// Package jobs runs what takes time (pulling mail, drawing a PDF, searching)
// beside the window instead of in it. It is the only place under ui that starts
// a goroutine. It shows nothing: a status bar watches its list.
package jobs

import (
	"context"
	"errors"
	"fmt"

	"casebook/internal/ui/loop"
)

// State is where a job stands.
type State int

// The states. A job begins Running and ends in one of the others, once.
const (
	Running State = iota
	Done
	Failed
	Cancelled
)

// String returns the state in a word.
func (s State) String() string {
	return [...]string{"running", "done", "failed", "cancelled"}[s]
}

// Progress is how far a job has come. Total 0 means that nobody knows.
type Progress struct {
	Done, Total int
	Bytes       int64  // received so far; 0: nothing is
	Words       string // what is being done, never text from mail
}

// Report tells the window how far the work has come. It may be called from the
// work's own goroutine and as often as convenient.
type Report func(Progress)

// Work is the long part. It must return soon after ctx ends.
type Work func(ctx context.Context, report Report) error

// ErrPanic is what a job fails with when its work panicked. What it panicked
// with is left out: it may hold a name.
var ErrPanic = errors.New("jobs: the work stopped unexpectedly")

// Job is a value to show; Snapshot and Watch hand out copies.
type Job struct {
	ID       int
	Title    string // "Pulling mail"
	State    State
	Progress Progress
	Err      error // set when Failed
}

// Runner starts work somewhere. Beside is the real one.
type Runner interface {
	Start(work func())
}

// Beside runs each piece of work on a goroutine of its own.
type Beside struct{}

// Start runs work and returns at once.
func (Beside) Start(work func()) { go work() }

// Here runs work where it is called and returns when it has ended: for tests.
type Here struct{}

// Start runs work to its end.
func (Here) Start(work func()) { work() }

// Jobs is the list of what is going on. Its methods belong to the goroutine of
// the loop; only the work itself runs elsewhere.
type Jobs struct {
	loop    loop.Loop
	runner  Runner
	next    int
	list    []Job
	cancels map[int]context.CancelFunc
	watch   []func([]Job)
}

// New returns an empty list whose results arrive through l.
func New(l loop.Loop, r Runner) *Jobs {
	return &Jobs{loop: l, runner: r, cancels: map[int]context.CancelFunc{}}
}

// Watch calls f with the whole list now and after every change.
func (j *Jobs) Watch(f func([]Job)) {
	j.watch = append(j.watch, f)
	f(j.Snapshot())
}

// Snapshot returns a copy of the list, oldest first.
func (j *Jobs) Snapshot() []Job { return append([]Job(nil), j.list...) }

// Busy says whether anything runs.
func (j *Jobs) Busy() bool { return len(j.cancels) > 0 }

// Go starts work under a title and returns its number. When it has ended, then
// (which may be nil) is called on the loop with the finished job.
func (j *Jobs) Go(ctx context.Context, title string, work Work, then func(Job)) int {
	j.next++
	id := j.next
	ctx, cancel := context.WithCancel(ctx)
	j.cancels[id] = cancel
	j.list = append(j.list, Job{ID: id, Title: title})
	j.changed()
	j.runner.Start(func() {
		err := guard(ctx, work, func(p Progress) {
			j.loop.Do(func() { j.advance(id, p) })
		})
		ended := ctx.Err()
		j.loop.Do(func() { j.finish(id, err, ended, then) })
	})
	return id
}

// Cancel asks a job to stop. It stays Running until its work has returned.
func (j *Jobs) Cancel(id int) {
	if cancel, ok := j.cancels[id]; ok {
		cancel()
	}
}

// CancelAll asks every running job to stop: for closing or locking the window.
func (j *Jobs) CancelAll() {
	for _, cancel := range j.cancels {
		cancel()
	}
}

// Forget drops the finished jobs from the list.
func (j *Jobs) Forget() {
	kept := j.list[:0]
	for _, job := range j.list {
		if job.State == Running {
			kept = append(kept, job)
		}
	}
	j.list = kept
	j.changed()
}

func (j *Jobs) advance(id int, p Progress) {
	if job := j.find(id); job != nil && job.State == Running {
		job.Progress = p
		j.changed()
	}
}

func (j *Jobs) finish(id int, err, ended error, then func(Job)) {
	j.cancels[id]()
	delete(j.cancels, id)
	job := j.find(id)
	job.State, job.Err = outcome(err, ended)
	done := *job
	j.changed()
	if then != nil {
		then(done)
	}
}

// outcome tells a job that failed from one that was told to stop: only the
// latter's context had ended before the work returned.
func outcome(err, ended error) (State, error) {
	switch {
	case err == nil:
		return Done, nil
	case ended != nil && errors.Is(err, ended):
		return Cancelled, nil
	default:
		return Failed, err
	}
}

func (j *Jobs) find(id int) *Job {
	for i := range j.list {
		if j.list[i].ID == id {
			return &j.list[i]
		}
	}
	return nil
}

func (j *Jobs) changed() {
	for _, f := range j.watch {
		f(j.Snapshot())
	}
}

// guard turns a panic into ErrPanic and keeps only the type of what was thrown.
func guard(ctx context.Context, work Work, report Report) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("%w (%T)", ErrPanic, thrown)
		}
	}()
	return work(ctx, report)
}
