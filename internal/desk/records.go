package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
)

// Records is what can be read.
type Records struct{ *room }

// The rows of lists and the query they answer, as the store keeps them.
type (
	CaseRow    = store.CaseRow
	MessageRow = store.MessageRow
	CaseQuery  = store.CaseQuery
	Hit        = store.Hit
)

// The kinds of what a search finds.
const (
	CaseHit    = store.CaseHit
	LetterHit  = store.LetterHit
	MessageHit = store.MessageHit
)

// CaseFile is everything about one case.
type CaseFile struct {
	Case   casefile.Case
	Client casefile.Client
	casefile.Headline
	Obligations []clock.Obligation
	// Undated is why no date can be worked out, and nil as a rule: a case is
	// shown all the same, so that what is wrong can be put right.
	Undated *casefile.Error
	// Cautious is what has yet to be recorded where a date is the earliest that
	// it can be, and nil as a rule.
	Cautious *casefile.Error
	Timeline []casefile.TimelineEntry
	Messages []MessageRow // in the order in which they were received
	Offers   []Offer
}

// Cases returns the cases that answer the query, what is due first on top.
func (r *Records) Cases(ctx context.Context, q CaseQuery) ([]CaseRow, error) {
	return r.store.Cases(ctx, q)
}

// Case returns everything about one case.
func (r *Records) Case(ctx context.Context, ref casefile.Reference) (CaseFile, error) {
	f, err := r.file(ctx, ref)
	if err != nil {
		return CaseFile{}, err
	}
	f.Offers = offers(f.Case, r.env.Today())
	return f, nil
}

// file gathers a case, its client, its dates, its timeline and its messages.
func (r *room) file(ctx context.Context, ref casefile.Reference) (CaseFile, error) {
	c, events, err := r.store.Case(ctx, string(ref))
	if err != nil {
		return CaseFile{}, err
	}
	client, err := r.store.Client(ctx, c.Client)
	if err != nil {
		return CaseFile{}, err
	}
	state, law, err := r.store.LawState(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	f, err := dated(c, client, law)
	if err != nil {
		return CaseFile{}, err
	}
	if f.Timeline, err = casefile.Timeline(events); err != nil {
		return CaseFile{}, err
	}
	f.Timeline = append(f.Timeline, state.MovesOf(c.Reference)...)
	changes, err := r.store.Events(ctx, clientStream(client.ID))
	if err != nil {
		return CaseFile{}, err
	}
	moves, err := casefile.ClientMoves(changes, c.Reference)
	if err != nil {
		return CaseFile{}, err
	}
	f.Timeline = casefile.InOrder(append(f.Timeline, moves...))
	f.Messages, err = r.store.Messages(ctx, store.MessageQuery{Case: c.ID})
	slices.Reverse(f.Messages)
	return f, err
}

// dated returns a case with its client and its dates.
func dated(c casefile.Case, client casefile.Client, law clock.Law) (CaseFile, error) {
	f := CaseFile{Case: c, Client: client, Headline: casefile.Undated}
	obligations, lacks, err := c.Dated(client, law)
	switch {
	case casefile.IsKind(err, casefile.Invalid):
		f.Undated = casefile.AsError(err)
		return f, nil
	case err != nil:
		return f, err
	}
	f.Obligations, f.Cautious, f.Headline = obligations, lacks, casefile.HeadlineOf(c, obligations)
	return f, nil
}

// MessageView is a message's row, what can be read in it, and what triage
// proposes, whether it is decided already or not.
type MessageView struct {
	Row      MessageRow
	Message  casefile.Message
	Proposal casefile.Proposal
	Alike    []MessageRow // messages that are probably the same, the oldest first
	// Earlier are the messages it names as those it answers that are still to be
	// decided, the oldest first. The request may be in one of them.
	Earlier []MessageRow
}

// DaysLost is how many days passed between the controller's receipt, as a
// forwarded header shows it, and the message's coming here. They are gone from
// the time there is to answer.
//
// law: rules.md A08
func (v MessageView) DaysLost() int {
	if v.Proposal.ReceivedWhy == "" {
		return 0
	}
	return max(0, v.Row.Received.Date().Sub(v.Proposal.Received.Date()))
}

// MessagePage returns so many messages in that state, the newest first, from
// behind the last of the page before; nil is the first page. "" is all states.
func (r *Records) MessagePage(ctx context.Context, state casefile.MessageState, after *MessageRow, limit int) ([]MessageRow, error) {
	return r.store.Messages(ctx, store.MessageQuery{State: state, After: after, Limit: limit})
}

// Messages returns every message in that state, the newest first; "" is all. Of
// those already decided there may be very many: see [Records.MessagePage].
func (r *Records) Messages(ctx context.Context, state casefile.MessageState) ([]MessageRow, error) {
	return r.store.Messages(ctx, store.MessageQuery{State: state})
}

// Message returns one message, read afresh from its raw bytes.
func (r *Records) Message(ctx context.Context, id string) (MessageView, error) {
	v, err := r.view(ctx, id)
	if err != nil {
		return v, err
	}
	v.Earlier, err = r.store.ToDecide(ctx, id, append(v.Message.References, v.Message.InReplyTo...))
	return v, err
}

// Raw returns the very bytes the server sent.
func (r *Records) Raw(ctx context.Context, id string) ([]byte, error) {
	row, err := r.store.Message(ctx, id)
	if err != nil {
		return nil, err
	}
	return r.store.Blob(ctx, row.SHA256)
}

// Clients returns every client, by name.
func (r *Records) Clients(ctx context.Context) ([]casefile.Client, error) {
	return r.store.Clients(ctx)
}

// Accounts returns every mailbox.
func (r *Records) Accounts(ctx context.Context) ([]casefile.Account, error) {
	return r.store.Accounts(ctx)
}

// Search returns the cases, letters and messages that hold the words or words
// that begin like them, within one client or, where client is "", within all:
// see [store.Store.Search].
func (r *Records) Search(ctx context.Context, text, client string, limit int) ([]Hit, error) {
	return r.store.Search(ctx, text, client, limit)
}

// Today returns the day it is in London, by the program's one clock.
func (r *Records) Today() civil.Date { return r.env.Today() }
