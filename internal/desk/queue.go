package desk

import (
	"context"
	"slices"
	"sync"

	"casebook/internal/casefile"
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
	for i, row := range rows {
		queue[i].MessageRow = row
		var read bool
		if queue[i].Urgency, read = in.urgent.of(row.ID); read {
			continue
		}
		v, err := in.viewOf(ctx, row, known)
		if err != nil {
			return nil, err
		}
		queue[i].Urgency = v.Proposal.Urgency(row.Received, row.State == casefile.MessageUnreadable || v.Message.Unreadable)
		in.urgent.keep(row.ID, queue[i].Urgency)
	}
	slices.SortStableFunc(queue, func(a, b Waiting) int { return a.Urgency.Compare(b.Urgency) })
	return queue, nil
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
