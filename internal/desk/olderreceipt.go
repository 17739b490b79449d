package desk

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Older is a message that was received before the day from which the clock of
// a case counts: the request may be in it, and the clock late.
type Older struct {
	Received civil.Moment      // of the message
	By       casefile.Receiver // who had it then
	Why      string            // what shows it
	Counts   civil.Date        // from when the case's clock counts
}

// Any reports whether the message is older at all.
func (o Older) Any() bool { return !o.Received.IsZero() }

// Older compares a message with an open case it may be added to. What is
// returned is empty where the message changes nothing about the clock.
//
// law: rules.md A08
func (in *Intake) Older(ctx context.Context, id string, ref casefile.Reference) (Older, error) {
	v, err := in.view(ctx, id)
	if err != nil {
		return Older{}, err
	}
	c, _, err := in.store.Case(ctx, string(ref))
	if err != nil {
		return Older{}, err
	}
	o := Older{Received: v.Row.Received, By: casefile.ByDPO, Why: "a message added to the case", Counts: c.ReceivedOn()}
	if v.Proposal.ReceivedWhy != "" && v.Proposal.Received.Compare(o.Received) < 0 {
		o.Received, o.By, o.Why = v.Proposal.Received, casefile.ByController, v.Proposal.ReceivedWhy
	}
	if v.Row.Outgoing || c.Closed != nil || o.Counts.IsZero() || !o.Received.Date().Before(o.Counts) {
		return Older{}, nil
	}
	return o, nil
}

// FileToAndCorrect files a message to a case as [Intake.FileTo] does, and
// records that the request was received with it, in one transaction. It returns
// the ids of what it recorded for [Intake.TakeBackAnswer].
func (in *Intake) FileToAndCorrect(ctx context.Context, id string, ref casefile.Reference) ([]string, error) {
	older, err := in.Older(ctx, id, ref)
	if err != nil {
		return nil, err
	}
	a := in.newAct()
	if err := a.fileTo(ctx, id, ref); err != nil {
		return nil, err
	}
	made := len(a.Events)
	if older.Any() {
		c, _, err := a.onCase(ctx, string(ref))
		if err != nil {
			return nil, err
		}
		a.happened(caseStream(c.ID), older.Received, &casefile.RequestReceived{By: older.By, Why: older.Why})
	}
	sealed, err := a.keep(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range sealed[made:] {
		ids = append(ids, e.ID)
	}
	return ids, nil
}
