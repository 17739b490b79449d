package desk

import (
	"context"
	"errors"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
)

// act is something a person does, in the making: what it rests on and what it
// records. It is kept whole or not at all, and refused where what it rests on
// has changed meanwhile.
type act struct {
	room *room
	store.Act
	seen map[casefile.Stream][]casefile.Event // what it rests on
	err  error                                // the first thing that went wrong on the way
}

func (r *room) newAct() *act {
	return &act{
		room: r, Act: store.Act{Actor: r.actor, Expect: map[casefile.Stream]int{}},
		seen: map[casefile.Stream][]casefile.Event{},
	}
}

// rests records that the act rests on these events, all there are of their
// stream. It is refused where some are from a newer version.
func (a *act) rests(s casefile.Stream, events []casefile.Event) error {
	if r := casefile.Blocked(events); r != nil {
		return r.Err()
	}
	a.Expect[s], a.seen[s] = len(events), events
	return nil
}

// onStream makes the act rest on what is in a stream now.
func (a *act) onStream(ctx context.Context, s casefile.Stream) error {
	events, err := a.room.store.Events(ctx, s)
	if err != nil {
		return err
	}
	return a.rests(s, events)
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
	checked := map[casefile.Stream]bool{}
	for _, e := range a.Events {
		if checked[e.Stream] || e.Stream.Kind != casefile.CaseStream {
			continue
		}
		if err := a.dated(ctx, e.Stream); err != nil {
			return nil, err
		}
		checked[e.Stream] = true
	}
	return a.room.store.Append(ctx, a.Act)
}

// dated refuses an act after which the dates of a case cannot be worked out any
// more, such as a year mistyped. Where they could not be before it is let
// through: it may be a step to putting them right.
func (a *act) dated(ctx context.Context, s casefile.Stream) error {
	before := a.seen[s]
	if len(before) > 0 && a.room.undated(ctx, before) != nil {
		return nil
	}
	err := a.room.undated(ctx, a.after(s))
	if errors.Is(err, errLacks) {
		return nil // the case is shown without dates and says what to load
	}
	if !casefile.IsKind(err, casefile.Invalid) {
		return err
	}
	refused := *casefile.AsError(err)
	refused.Do = "Nothing was recorded. Give another day, or put right the entry that it does not fit."
	return &refused
}

// after returns what the stream of a case will hold once the act is kept.
func (a *act) after(s casefile.Stream) []casefile.Event {
	events := slices.Clone(a.seen[s])
	for _, e := range a.Events {
		if e.Stream == s {
			events = append(events, e)
		}
	}
	return events
}

// undated returns why no date can be worked out of the events of a case.
func (r *room) undated(ctx context.Context, events []casefile.Event) error {
	_, err := r.duties(ctx, events)
	return err
}

// duties returns the dated duties that the events of a case make. The error is
// errLacks where a calendar has yet to be loaded.
func (r *room) duties(ctx context.Context, events []casefile.Event) ([]clock.Obligation, error) {
	c, err := casefile.Fold(events)
	if err != nil {
		return nil, err
	}
	client, err := r.store.Client(ctx, c.Client)
	if err != nil {
		return nil, err
	}
	law, err := r.store.Law(ctx)
	if err != nil {
		return nil, err
	}
	duties, err := c.Obligations(client, law)
	if c.OnlyLacks(err) {
		return nil, errors.Join(errLacks, err)
	}
	return duties, err
}

// errLacks says that no date can be worked out and that nothing entered is
// wrong.
var errLacks = errors.New("a calendar has yet to be loaded")

func messageStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.MessageStream, ID: id}
}

func caseStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.CaseStream, ID: id}
}

func clientStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.ClientStream, ID: id}
}

// noticeLaw is the clause that says until when a notice must be given.
var noticeLaw = map[clock.RuleID]string{clock.Rights: "UK GDPR Art 12A(4)", clock.EIR: "EIR reg 7"}

// extends refuses a notice of extension that extends nothing, because it came
// too late or gives no ground the law knows. The date stays what it is.
//
// law: UK GDPR Art 12A(4) (law/rules.md A51)
func (a *act) extends(ctx context.Context, s casefile.Stream) error {
	for _, e := range a.Events {
		p, err := e.Payload()
		if err != nil {
			return err
		}
		if _, notice := p.(*casefile.ExtensionNoticed); !notice {
			continue
		}
		duties, err := a.room.duties(ctx, a.after(s))
		if err != nil {
			return nil // what is wrong with the dates is told by keep
		}
		for _, o := range duties {
			if o.Extension == clock.Refused {
				return &casefile.Error{
					Kind: casefile.Refused, Field: "on", What: "The notice extends nothing: the person had to be told, with a ground, by " + o.NoticeBy.Long() + ".",
					Do: "The date stays " + o.Due.Long() + ". Keep the notice as a note.", Law: noticeLaw[o.Rule],
				}
			}
		}
	}
	return nil
}
