package desk

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/message"
	"casebook/internal/store"
	"casebook/internal/triage"
)

// Waiting is a message to be decided and how urgent it is.
type Waiting struct {
	MessageRow
	Urgency casefile.Urgency
}

// Queue returns the messages to be decided, the most urgent first: breaches, of
// which the hours run, then by about when an answer is due, then the rest. How
// urgent a message is was worked out when it was read, or is now, once.
func (in *Intake) Queue(ctx context.Context) ([]Waiting, error) {
	rows, err := in.undecided(ctx)
	if err != nil {
		return nil, err
	}
	urgent, err := in.urgencies(ctx, rows)
	if err != nil {
		return nil, err
	}
	queue := make([]Waiting, len(rows))
	for i, row := range rows {
		queue[i] = Waiting{row, urgent[row.ID]}
	}
	slices.SortStableFunc(queue, func(a, b Waiting) int { return a.Urgency.Compare(b.Urgency) })
	return queue, nil
}

// urgencies returns how urgent messages are, by their ids.
func (in *Intake) urgencies(ctx context.Context, rows []MessageRow) (map[string]casefile.Urgency, error) {
	urgent, err := in.store.Urgencies(ctx)
	if err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(slices.Clone(rows), func(m MessageRow) bool { _, known := urgent[m.ID]; return known })
	if len(left) == 0 {
		return urgent, nil
	}
	known, err := in.known(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]casefile.Urgency, len(left))
	if err := onEveryCore(len(left), func(i int) (err error) {
		found[i], err = in.urgencyOf(ctx, left[i], known)
		return err
	}); err != nil {
		return nil, err
	}
	come := map[string]casefile.Urgency{}
	for i, row := range left {
		come[row.ID], urgent[row.ID] = found[i], found[i]
	}
	// Kept only so that it need not be worked out again: a full disk is no reason
	// to show nothing.
	_ = in.store.KeepUrgencies(ctx, come)
	return urgent, nil
}

func (in *Intake) urgencyOf(ctx context.Context, row MessageRow, known triage.Context) (casefile.Urgency, error) {
	v, err := in.viewOf(ctx, row, known)
	if err != nil {
		return casefile.Urgency{}, err
	}
	return v.Proposal.Urgency(row.Received, row.State == casefile.MessageUnreadable || v.Message.Unreadable), nil
}

// Views returns messages as [Records.Message] does, in the order of their rows.
func (r *Records) Views(ctx context.Context, rows []MessageRow) ([]MessageView, error) {
	known, err := r.known(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]MessageView, len(rows))
	return views, onEveryCore(len(rows), func(i int) (err error) {
		views[i], err = r.viewOf(ctx, rows[i], known)
		return err
	})
}

// judging returns what reads messages for lists and the search, and says how
// urgent each is as the record stands when the first is read. Where that cannot
// be told, it is worked out when it is asked.
func (r *room) judging(ctx context.Context) store.Reading {
	judge := sync.OnceValues(func() (func(casefile.Message, civil.Moment) casefile.Urgency, error) {
		known, err := r.known(ctx)
		if err != nil {
			return nil, err
		}
		rules, err := book.open()
		return func(m casefile.Message, received civil.Moment) casefile.Urgency {
			return rules.Urgency(m, received, known)
		}, err
	})
	return func(raw []byte, received civil.Moment) store.MessageText {
		m := message.Read(message.Light(raw))
		t := textOf(m)
		if urgency, err := judge(); err == nil {
			u := urgency(m, received)
			t.Urgency = &u
		}
		return t
	}
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
