package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/vault"
)

// pass is one making of read rows, with what stays the same while it lasts.
type pass struct {
	*Store
	law     clock.Law
	clients map[string]casefile.Client // those that were read
}

func (s *Store) pass(law clock.Law) *pass {
	return &pass{Store: s, law: law, clients: map[string]casefile.Client{}}
}

// client returns a client, empty where there is none of that id.
func (p *pass) client(ctx context.Context, r vault.Reader, id string) (casefile.Client, error) {
	if c, read := p.clients[id]; read {
		return c, nil
	}
	c, err := clientOf(ctx, r, id)
	if err != nil && !gone(err) {
		return c, err
	}
	p.clients[id] = c
	return c, nil
}

// foldOrder is where rows rest on one another: those of a case on its client,
// those of a message on its cases.
var foldOrder = map[casefile.StreamKind]int{casefile.CaseStream: 1, casefile.MessageStream: 2, casefile.LawStream: 3}

// fold rewrites the read rows of those streams.
func (s *Store) fold(ctx context.Context, w vault.Writer, streams []casefile.Stream) error {
	now, err := s.lawNow(ctx, w)
	if err != nil {
		return err
	}
	p := s.pass(now.law)
	streams = slices.Clone(streams)
	slices.SortStableFunc(streams, func(a, b casefile.Stream) int { return foldOrder[a.Kind] - foldOrder[b.Kind] })
	for _, stream := range streams {
		if err := p.foldStream(ctx, w, stream); err != nil {
			return err
		}
	}
	return nil
}

// refold rewrites the rows of streams to which nothing was added. One that
// cannot be read has none then and keeps no other from being used: verify
// names it.
func (p *pass) refold(ctx context.Context, w vault.Writer, streams []casefile.Stream) error {
	for _, stream := range streams {
		if err := p.foldStream(ctx, w, stream); err != nil && !unreadable(err) {
			return err
		}
	}
	return nil
}

func (p *pass) foldStream(ctx context.Context, w vault.Writer, stream casefile.Stream) error {
	events, err := eventsOf(ctx, w, stream)
	if err != nil {
		return err
	}
	switch stream.Kind {
	case casefile.CaseStream:
		return p.foldCase(ctx, w, stream.ID, events)
	case casefile.MessageStream:
		return p.foldMessage(ctx, w, stream.ID, events)
	case casefile.ClientStream:
		return p.foldClient(ctx, w, stream.ID, events)
	case casefile.AccountStream:
		return foldAccount(ctx, w, stream.ID, events)
	case casefile.LawStream:
		_, err := p.redate(ctx, w, nil, p.law)
		return err
	}
	return nil // a stream without rows, or of a newer version
}

// gone reports whether a fold failed because nothing is left to fold, such as
// after disposal or where only events of a newer version are there.
func gone(err error) bool { return casefile.IsKind(err, casefile.NotFound) }

// unreadable reports whether a fold failed because an event is not what was
// written.
func unreadable(err error) bool {
	return errors.Is(err, vault.ErrDamaged) || casefile.IsKind(err, casefile.Damaged)
}

// foldClient rewrites the row of a client and, as the law for a case depends on
// its client, the rows of its cases.
func (p *pass) foldClient(ctx context.Context, w vault.Writer, stream string, events []casefile.Event) error {
	var before string
	err := w.QueryRow(ctx, "SELECT id FROM client_row WHERE stream = ?", stream).Scan(&before)
	if err != nil && !errors.Is(err, vault.ErrNoRow) {
		return err
	}
	c, err := casefile.FoldClient(events)
	if err := putRow(ctx, w, "client_row", stream, c.ID, c, err); err != nil {
		return err
	}
	cases, err := list(ctx, w, one[string], "SELECT id FROM case_row WHERE client IN (?, ?) ORDER BY id", before, c.ID)
	if err != nil {
		return err
	}
	streams := make([]casefile.Stream, len(cases))
	for i, id := range cases {
		streams[i] = casefile.Stream{Kind: casefile.CaseStream, ID: id}
	}
	delete(p.clients, before)
	delete(p.clients, c.ID)
	return p.refold(ctx, w, streams)
}

func foldAccount(ctx context.Context, w vault.Writer, stream string, events []casefile.Event) error {
	a, err := casefile.FoldAccount(events)
	return putRow(ctx, w, "account_row", stream, a.ID, a, err)
}

// putRow writes a row that holds a whole value, or removes it where folding
// found nothing.
func putRow(ctx context.Context, w vault.Writer, table, stream, id string, value any, folding error) error {
	if gone(folding) {
		_, err := w.Exec(ctx, "DELETE FROM "+table+" WHERE stream = ?", stream)
		return err
	}
	if folding != nil {
		return folding
	}
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, "INSERT INTO "+table+" (stream, id, data) VALUES (?, ?, ?) "+
		"ON CONFLICT (stream) DO UPDATE SET id = excluded.id, data = excluded.data", stream, id, string(data))
	return err
}
