package desk

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"casebook/internal/casefile"
	"casebook/internal/triage"
)

// Waiting is a message to be decided and how urgent it is.
type Waiting struct {
	MessageRow
	Urgency casefile.Urgency
}

// Queue returns the messages to be decided, the most urgent first: breaches, of
// which the hours run, then by about when an answer is due, then the rest. Each
// message is read once while the vault is open: what it asks does not change.
func (in *Intake) Queue(ctx context.Context) ([]Waiting, error) {
	rows, err := in.undecided(ctx)
	if err != nil {
		return nil, err
	}
	known, err := in.known(ctx)
	if err != nil {
		return nil, err
	}
	queue := make([]Waiting, len(rows))
	err = onEveryCore(len(rows), func(i int) (err error) {
		queue[i].MessageRow = rows[i]
		queue[i].Urgency, err = in.urgencyOf(ctx, rows[i], known)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(queue, func(a, b Waiting) int { return a.Urgency.Compare(b.Urgency) })
	return queue, nil
}

func (in *Intake) urgencyOf(ctx context.Context, row MessageRow, known triage.Context) (casefile.Urgency, error) {
	if u, read := in.urgent.of(row.ID); read {
		return u, nil
	}
	v, err := in.viewOf(ctx, row, known)
	if err != nil {
		return casefile.Urgency{}, err
	}
	u := v.Proposal.Urgency(row.Received, row.State == casefile.MessageUnreadable || v.Message.Unreadable)
	in.urgent.keep(row.ID, u)
	return u, nil
}

// onEveryCore calls f for each of n things, some at once, and returns the first
// error, after which no more are begun.
func onEveryCore(n int, f func(int) error) error {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := f(i); err != nil {
					failed.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// urgencies are what is known of messages that wait, by their ids.
type urgencies struct {
	mu sync.Mutex
	by map[string]casefile.Urgency
}

func (u *urgencies) of(id string) (casefile.Urgency, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	urgency, known := u.by[id]
	return urgency, known
}

func (u *urgencies) keep(id string, urgency casefile.Urgency) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.by == nil {
		u.by = map[string]casefile.Urgency{}
	}
	u.by[id] = urgency
}
