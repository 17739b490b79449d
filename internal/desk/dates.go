package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// keepsDates returns an error where the events would make it impossible to
// work out the dates of a case that has them, such as a question that was
// asked before the request came. A case without dates may take anything: it is
// being put right.
func (r *room) keepsDates(ctx context.Context, c casefile.Case, seen, events []casefile.Event) error {
	client, err := r.store.Client(ctx, c.Client)
	if casefile.IsKind(err, casefile.NotFound) {
		return nil // the rows are worked out without it as well
	}
	if err != nil {
		return err
	}
	if _, err := c.Obligations(client, r.law); err != nil {
		return nil
	}
	return r.datable(client, append(slices.Clone(seen), events...), "on", "Give the day on which it happened.")
}

// datable returns an error, on that field, where the dates of a case that
// these events make cannot be worked out.
func (r *room) datable(client casefile.Client, events []casefile.Event, field, do string) error {
	c, err := casefile.Fold(events)
	if err != nil {
		return store.Problem(err)
	}
	_, err = c.Obligations(client, r.law)
	if !casefile.IsKind(err, casefile.Invalid) {
		return err
	}
	return &casefile.Error{Kind: casefile.Invalid, Field: field, What: casefile.AsError(err).What, Do: do, Err: err}
}

// opensDated returns an error for a case that a person opens with a day from
// which nothing can be counted. A message is filed whatever day its server
// gives: that is put right on the case.
func (in *Intake) opensDated(ctx context.Context, o Opening, events []casefile.Event) error {
	if o.message != "" {
		return nil
	}
	client, err := in.store.Client(ctx, o.Client)
	if err != nil {
		return err
	}
	return in.datable(client, events, "received", "Check the day it reached the controller.")
}
