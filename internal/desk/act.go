package desk

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
)

// act is something a person does, in the making: what it rests on and what it
// records. It is kept whole or not at all, and refused where what it rests on
// has changed meanwhile.
type act struct {
	room *room
	store.Act
	err error // the first thing that went wrong on the way
}

func (r *room) newAct() *act {
	return &act{room: r, Act: store.Act{Actor: r.actor, Expect: map[casefile.Stream]int{}}}
}

// rests records that the act rests on these events, all there are of their
// stream. It is refused where some are from a newer version.
func (a *act) rests(s casefile.Stream, events []casefile.Event) error {
	if r := casefile.Blocked(events); r != nil {
		return r.Err()
	}
	a.Expect[s] = len(events)
	return nil
}

// onCase returns the case of that reference or id, on which the act rests.
func (a *act) onCase(ctx context.Context, name string) (casefile.Case, []casefile.Event, error) {
	c, events, err := a.room.store.Case(ctx, name)
	if err != nil {
		return c, nil, err
	}
	return c, events, a.rests(caseStream(c.ID), events)
}

// onMessage returns the message of that id, on which the act rests.
func (a *act) onMessage(ctx context.Context, id string) (casefile.MessageRecord, error) {
	events, err := a.room.store.Events(ctx, messageStream(id))
	if err != nil {
		return casefile.MessageRecord{}, err
	}
	m, err := casefile.FoldMessage(events)
	if err != nil {
		return m, err
	}
	return m, a.rests(messageStream(id), events)
}

// happened records what happened on a stream. The first error is told by keep.
func (a *act) happened(s casefile.Stream, when civil.Moment, p casefile.Payload) {
	e, err := casefile.NewEvent(s, when, p)
	if err != nil && a.err == nil {
		a.err = err
	}
	a.Events = append(a.Events, e)
}

// today records what happened on a stream today.
func (a *act) today(s casefile.Stream, p casefile.Payload) {
	a.happened(s, civil.On(a.room.env.Today()), p)
}

// keep appends the act and returns its events as they were sealed.
func (a *act) keep(ctx context.Context) ([]casefile.Event, error) {
	if a.err != nil {
		return nil, a.err
	}
	return a.room.store.Append(ctx, a.Act)
}

func messageStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.MessageStream, ID: id}
}

func caseStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.CaseStream, ID: id}
}
