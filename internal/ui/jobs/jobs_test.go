package jobs_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
)

func here() *jobs.Jobs { return jobs.New(loop.Inline{}, jobs.Here{}) }

func TestOutcomes(t *testing.T) {
	broken := errors.New("the server hung up")
	cases := map[string]struct {
		work jobs.Work
		want jobs.State
		err  error
	}{
		"done":   {func(context.Context, jobs.Report) error { return nil }, jobs.Done, nil},
		"failed": {func(context.Context, jobs.Report) error { return broken }, jobs.Failed, broken},
		"panic": {
			func(context.Context, jobs.Report) error { panic("Zofia Przykład, Year 8") },
			jobs.Failed, jobs.ErrPanic,
		},
		"cancelled by nobody": {
			func(context.Context, jobs.Report) error { return context.Canceled },
			jobs.Failed, context.Canceled,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got jobs.Job
			j := here()
			j.Go(t.Context(), "Pulling mail", c.work, func(job jobs.Job) { got = job })
			if got.State != c.want || !errors.Is(got.Err, c.err) {
				t.Errorf("got %s, %v; want %s, %v", got.State, got.Err, c.want, c.err)
			}
			if got.Err != nil && strings.Contains(got.Err.Error(), "Zofia") {
				t.Errorf("the error names a person: %v", got.Err)
			}
			if j.Busy() {
				t.Error("still busy")
			}
		})
	}
}

func TestWatchSeesProgress(t *testing.T) {
	var seen []jobs.Progress
	j := here()
	j.Watch(func(list []jobs.Job) {
		if len(list) == 1 && list[0].State == jobs.Running {
			seen = append(seen, list[0].Progress)
		}
	})
	j.Go(t.Context(), "Pulling mail", func(_ context.Context, report jobs.Report) error {
		report(jobs.Progress{Done: 1, Total: 2, Words: "message 1 of 2"})
		report(jobs.Progress{Done: 2, Total: 2, Words: "message 2 of 2"})
		return nil
	}, nil)
	if len(seen) != 3 || seen[1].Done != 1 || seen[2].Words != "message 2 of 2" {
		t.Errorf("saw %+v", seen)
	}
	j.Forget()
	if n := len(j.Snapshot()); n != 0 {
		t.Errorf("%d jobs after forgetting", n)
	}
}

// The real runner: the work is on its own goroutine, results only arrive when
// the loop turns, and a cancelled job says so.
func TestCancelBeside(t *testing.T) {
	var q loop.Queue
	j := jobs.New(&q, jobs.Beside{})
	started, ended := make(chan struct{}), make(chan struct{})
	var got *jobs.Job
	id := j.Go(t.Context(), "Searching", func(ctx context.Context, _ jobs.Report) error {
		defer close(ended)
		close(started)
		<-ctx.Done()
		return ctx.Err()
	}, func(job jobs.Job) { got = &job })
	<-started
	if !j.Busy() || j.Snapshot()[0].State != jobs.Running {
		t.Fatal("the job does not run")
	}
	j.Cancel(id)
	<-ended
	for got == nil {
		q.Drain()
	}
	if got.State != jobs.Cancelled || got.Err != nil {
		t.Errorf("got %s, %v", got.State, got.Err)
	}
}

func TestCancelAllAndUnknown(t *testing.T) {
	var q loop.Queue
	j := jobs.New(&q, jobs.Beside{})
	left := 2
	for range 2 {
		j.Go(t.Context(), "Waiting", func(ctx context.Context, _ jobs.Report) error {
			<-ctx.Done()
			return ctx.Err()
		}, func(jobs.Job) { left-- })
	}
	j.Cancel(99)
	j.CancelAll()
	for left > 0 {
		q.Drain()
	}
	if j.Busy() {
		t.Error("still busy")
	}
}

// Progress that arrives after the end, or work that succeeds although it was
// told to stop, must not bring a finished job back to life.
func TestLateProgressIsDropped(t *testing.T) {
	j := here()
	var late jobs.Report
	j.Go(t.Context(), "Drawing", func(_ context.Context, report jobs.Report) error {
		late = report
		return nil
	}, nil)
	late(jobs.Progress{Done: 9})
	if got := j.Snapshot()[0]; got.State != jobs.Done || got.Progress.Done != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestStatesHaveWords(t *testing.T) {
	for s, want := range map[jobs.State]string{
		jobs.Running: "running", jobs.Done: "done", jobs.Failed: "failed", jobs.Cancelled: "cancelled",
	} {
		if s.String() != want {
			t.Errorf("%d is %q", s, s)
		}
	}
}
