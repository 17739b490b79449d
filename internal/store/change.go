package store

import (
	"context"
	"errors"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// change is something that happened to a client, or to the law itself, and how
// the cases that depend on it were dated before.
type change struct {
	stream  casefile.Stream
	clients []any // whose cases depend on it; none: all cases
	before  map[string]dated
}

// changes returns what may move dates beside the events' own cases, before the
// rows follow the events.
func (s *Store) changes(ctx context.Context, r vault.Reader, events []casefile.Event) ([]change, error) {
	var out []change
	for _, stream := range touched(events) {
		c := change{stream: stream}
		var err error
		switch stream.Kind {
		case casefile.ClientStream:
			if c.clients, err = clientIDs(ctx, r, stream, events); len(c.clients) == 0 && err == nil {
				continue
			}
		case casefile.LawStream:
		default:
			continue
		}
		if err == nil {
			c.before, err = s.dates(ctx, r, c.clients...)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// clientIDs returns the ids under which cases know a client, before the events
// and after them.
func clientIDs(ctx context.Context, r vault.Reader, stream casefile.Stream, events []casefile.Event) ([]any, error) {
	var ids []any
	var id string
	err := r.QueryRow(ctx, "SELECT id FROM client_row WHERE stream = ?", stream.ID).Scan(&id)
	switch {
	case err == nil:
		ids = append(ids, id)
	case !errors.Is(err, vault.ErrNoRow):
		return nil, err
	}
	for _, e := range events {
		if e.Stream != stream {
			continue
		}
		p, err := e.Payload()
		if err != nil {
			return nil, err
		}
		if recorded, ok := p.(*casefile.ClientRecorded); ok {
			ids = append(ids, recorded.Client.ID)
		}
	}
	return ids, nil
}

// recordChanges puts on record which dates were moved, on the stream of what
// moved them.
func (s *Store) recordChanges(ctx context.Context, w vault.Writer, actor string, changes []change) error {
	for _, c := range changes {
		after, err := s.dates(ctx, w, c.clients...)
		if err != nil {
			return err
		}
		moved := compare(c.before, after)
		if len(moved.Moved) == 0 && len(moved.Undated) == 0 {
			continue
		}
		var p casefile.Payload = &casefile.ClientRedated{Redated: moved}
		if c.stream.Kind == casefile.LawStream {
			now, err := s.lawNow(ctx, w)
			if err != nil {
				return err
			}
			p = &casefile.LawChanged{Rules: now.state.Rules, Holidays: now.state.Holidays, Redated: moved}
		}
		e, err := casefile.NewEvent(c.stream, civil.On(s.opt.Env.Today()), p)
		if err != nil {
			return err
		}
		if _, err := s.seal(ctx, w, Act{Actor: actor, Events: []casefile.Event{e}}); err != nil {
			return err
		}
	}
	return nil
}
