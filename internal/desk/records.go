package desk

import (
	"context"

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

// CaseFile is everything about one case.
type CaseFile struct {
	Case   casefile.Case
	Client casefile.Client
	casefile.Headline
	Obligations []clock.Obligation
	Timeline    []casefile.TimelineEntry
	Messages    []MessageRow
	Offers      []Offer
	// Undated says why none of the dates can be worked out, where they cannot.
	// The entry that is in the way stands in the timeline.
	Undated error
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

// file gathers a case, its client, its dates and its messages.
func (r *room) file(ctx context.Context, ref casefile.Reference) (CaseFile, error) {
	var f CaseFile
	c, events, err := r.store.Case(ctx, string(ref))
	if err != nil {
		return f, err
	}
	f.Case = c
	if f.Client, err = r.store.Client(ctx, c.Client); err != nil {
		return f, err
	}
	f.Obligations, err = c.Obligations(f.Client, r.law)
	switch {
	case casefile.IsKind(err, casefile.Invalid):
		f.Undated, f.Next = err, casefile.Undated
	case err != nil:
		return f, err
	default:
		f.Headline = casefile.HeadlineOf(c, f.Obligations)
	}
	if f.Timeline, err = casefile.Timeline(events); err != nil {
		return f, err
	}
	for _, id := range c.Messages {
		row, err := r.store.Message(ctx, id)
		if err != nil {
			return f, err
		}
		f.Messages = append(f.Messages, row)
	}
	return f, nil
}

// MessageView is a message's row, what can be read in it, and, while it is to
// be decided, what triage proposes.
type MessageView struct {
	Row      MessageRow
	Message  casefile.Message
	Proposal casefile.Proposal
}

// Messages returns the messages in that state, the newest first; "" is all.
func (r *Records) Messages(ctx context.Context, state casefile.MessageState) ([]MessageRow, error) {
	return r.store.Messages(ctx, store.MessageQuery{State: state})
}

// Message returns one message, read afresh from its raw bytes.
func (r *Records) Message(ctx context.Context, id string) (MessageView, error) {
	row, m, err := r.read(ctx, id)
	if err != nil {
		return MessageView{}, err
	}
	known, err := r.known(ctx)
	if err != nil {
		return MessageView{}, err
	}
	return MessageView{Row: row, Message: m, Proposal: r.rules.Propose(m, row.Received, known)}, nil
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

// Search returns the cases and messages that hold the words, within one client
// or, where client is "", within all.
func (r *Records) Search(ctx context.Context, text, client string, limit int) ([]Hit, error) {
	return r.store.Search(ctx, text, client, limit)
}

// Today returns the day it is in London, by the program's one clock.
func (r *Records) Today() civil.Date { return r.env.Today() }
