package desk

import (
	"context"
	"time"

	"casebook/internal/casefile"
)

// Aside is a message that a person set aside: when, who, and as what.
type Aside struct {
	MessageRow
	At   time.Time // when it was recorded
	By   string
	With casefile.AsideWith
	// Whole are the ids of all that were set aside with it by one decision and
	// still are, its own among them; nil where it was set aside alone.
	Whole []string
}

// Asides returns the messages that a person set aside, the last one first, at
// most so many; 0 is all. What was sent from here is not among them.
func (r *Records) Asides(ctx context.Context, most int) ([]Aside, error) {
	rows, err := r.store.Asides(ctx, most)
	if err != nil {
		return nil, err
	}
	all := make([]Aside, len(rows))
	for i, row := range rows {
		p, err := row.Event.Payload()
		if err != nil {
			return nil, err
		}
		all[i] = Aside{MessageRow: row.MessageRow, At: row.Event.At, By: row.Event.Actor}
		if d, ok := p.(*casefile.MessageDeclined); ok && d.With != casefile.AsideAlone {
			all[i].With, all[i].Whole = d.With, row.Act
		}
	}
	return all, nil
}

// AsideCount returns how many messages a person has set aside.
func (r *Records) AsideCount(ctx context.Context) (int, error) { return r.store.AsideCount(ctx) }

// AsideAgain undoes the putting back of messages that were set aside: they are
// so again as they were, on the day they were. One of which something was
// decided meanwhile is refused, and then nothing is changed.
func (in *Intake) AsideAgain(ctx context.Context, ids []string) error {
	a := in.newAct()
	for _, id := range ids {
		m, err := a.onMessage(ctx, id)
		if err != nil {
			return err
		}
		back := lastReturn(a.seen[messageStream(id)])
		if m.Decided() || back == "" {
			return alreadyDecided
		}
		a.today(messageStream(id), &casefile.EventWithdrawn{Event: back, Reason: "Set aside again."})
	}
	_, err := a.keep(ctx)
	return err
}

// lastReturn returns the id of the event that put a message back, if that was
// the last decision on it and took back a setting aside, else "".
func lastReturn(events []casefile.Event) string {
	aside, back := false, ""
	for _, e := range events {
		p, err := e.Payload()
		if err != nil {
			return ""
		}
		switch p := p.(type) {
		case *casefile.MessageDeclined:
			aside, back = true, ""
		case *casefile.MessageReturned:
			back = e.ID
		case *casefile.MessageFiledTo:
			aside, back = false, ""
		case *casefile.EventWithdrawn:
			if p.Event == back {
				back = ""
			}
		}
	}
	if !aside {
		return ""
	}
	return back
}

// with is how the messages that are meant are set aside.
func (w Which) with() casefile.AsideWith {
	switch {
	case w.Thread != "":
		return casefile.AsideThread
	case w.Sender != "":
		return casefile.AsideSender
	}
	return casefile.AsideAlone
}
