package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
)

// Which names messages that are to be decided: all from a sender, all of a
// thread, or those of these ids. One field is filled; ids beside a sender or a
// thread are those of it that a person has looked at, and no others are meant.
type Which struct {
	Sender string   // an address
	Thread string   // the id of any message of it
	IDs    []string // of messages
}

// SetAsideAll decides that messages ask for nothing, all in one transaction,
// and returns their ids: give them to [Intake.PutBackAll] to undo it. Only what
// is still to be decided is set aside; ids that are decided are refused.
func (in *Intake) SetAsideAll(ctx context.Context, which Which, reason string) ([]string, error) {
	ids, err := in.which(ctx, which)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, &casefile.Error{
			Kind: casefile.NotFound, Field: "message", What: "No message to be decided is from that sender or of that thread.",
			Do: "List what is to be decided with casebook messages --state new.",
		}
	}
	a := in.newAct()
	for _, id := range ids {
		m, err := a.onUnfiled(ctx, id)
		if err != nil {
			return nil, err
		}
		if m.Decided() {
			return nil, alreadyDecided
		}
		a.today(messageStream(id), &casefile.MessageDeclined{Reason: reason, With: which.with()})
	}
	_, err = a.keep(ctx)
	return ids, err
}

var alreadyDecided = &casefile.Error{
	Kind: casefile.Conflict, Field: "message", What: "One of these messages is decided already.",
	Do: "Look at the list again.",
}

// PutBackAll undoes the decision on each of these messages, all in one
// transaction, as [Intake.PutBack] does.
func (in *Intake) PutBackAll(ctx context.Context, ids []string) error {
	a := in.newAct()
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if err := a.putBack(ctx, id); err != nil {
			return err
		}
	}
	_, err := a.keep(ctx)
	return err
}

// SetAsideOf returns the ids of the messages that a person set aside and that
// are meant: give them to [Intake.PutBackAll].
func (in *Intake) SetAsideOf(ctx context.Context, which Which) ([]string, error) {
	asides, err := (&Records{in.room}).Asides(ctx, 0)
	if err != nil {
		return nil, err
	}
	rows := make([]MessageRow, len(asides))
	for i, a := range asides {
		rows[i] = a.MessageRow
	}
	ids, err := in.among(ctx, which, rows)
	if err == nil && len(ids) == 0 {
		err = &casefile.Error{
			Kind: casefile.NotFound, Field: "message", What: "No message from that sender or of that thread is set aside.",
			Do: "List what is set aside with casebook messages --state not-a-request.",
		}
	}
	return ids, err
}

// which returns the ids of the messages that are meant, the oldest first.
func (in *Intake) which(ctx context.Context, which Which) ([]string, error) {
	if len(which.IDs) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(which.IDs))), nil
	}
	undecided, err := in.undecided(ctx)
	if err != nil {
		return nil, err
	}
	return in.among(ctx, which, undecided)
}

// among returns the ids of those of the messages that are meant.
func (in *Intake) among(ctx context.Context, which Which, rows []MessageRow) ([]string, error) {
	if which.Thread != "" {
		return in.thread(ctx, which.Thread, rows)
	}
	var ids []string
	sender := strings.TrimSpace(which.Sender)
	for _, m := range rows {
		if sender != "" && strings.EqualFold(m.From.Email, sender) {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}

// undecided returns the messages to be decided, the oldest first.
func (r *room) undecided(ctx context.Context) ([]MessageRow, error) {
	var all []MessageRow
	for _, state := range []casefile.MessageState{casefile.MessageNew, casefile.MessageUnreadable} {
		rows, err := (&Records{r}).Messages(ctx, state)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	slices.SortStableFunc(all, func(a, b MessageRow) int { return a.Received.Compare(b.Received) })
	return all, nil
}

// thread returns the ids of those messages that belong with one: they
// name each other in References or In-Reply-To (RFC 5322, section 3.6.4).
func (in *Intake) thread(ctx context.Context, id string, among []MessageRow) ([]string, error) {
	first, err := in.threadIDs(ctx, id)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, name := range first {
		known[name] = true
	}
	names := map[string][]string{}
	for _, m := range among {
		if names[m.ID], err = in.threadIDs(ctx, m.ID); err != nil {
			return nil, err
		}
	}
	belongs := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for _, m := range among {
			if belongs[m.ID] || m.ID != id && !slices.ContainsFunc(names[m.ID], func(n string) bool { return known[n] }) {
				continue
			}
			belongs[m.ID], grown = true, true
			for _, n := range names[m.ID] {
				known[n] = true
			}
		}
	}
	var ids []string
	for _, m := range among {
		if belongs[m.ID] {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}
