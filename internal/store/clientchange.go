package store

import (
	"context"
	"errors"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// clientChange is a client to which something happened, and how its cases were
// dated before.
type clientChange struct {
	stream casefile.Stream
	ids    []any // under which its cases know it
	before map[string]dated
}

// clientChanges returns the clients to which these events happened, before the
// rows follow them: the law for a case depends on its client.
func (s *Store) clientChanges(ctx context.Context, r vault.Reader, events []casefile.Event) ([]clientChange, error) {
	var out []clientChange
	for _, stream := range touched(events) {
		if stream.Kind != casefile.ClientStream {
			continue
		}
		c := clientChange{stream: stream}
		var id string
		err := r.QueryRow(ctx, "SELECT id FROM client_row WHERE stream = ?", stream.ID).Scan(&id)
		switch {
		case err == nil:
			c.ids = append(c.ids, id)
		case !errors.Is(err, vault.ErrNoRow):
			return nil, err
		}
		for _, e := range events {
			p, err := e.Payload()
			if err != nil {
				return nil, err
			}
			if recorded, ok := p.(*casefile.ClientRecorded); ok && e.Stream == stream {
				c.ids = append(c.ids, recorded.Client.ID)
			}
		}
		if len(c.ids) == 0 {
			continue
		}
		if c.before, err = s.dates(ctx, r, c.ids...); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// recordChanges puts on record which dates the changes of clients have moved.
func (s *Store) recordChanges(ctx context.Context, w vault.Writer, actor string, changes []clientChange) error {
	for _, c := range changes {
		after, err := s.dates(ctx, w, c.ids...)
		if err != nil {
			return err
		}
		p := &casefile.ClientRedated{Redated: compare(c.before, after)}
		if len(p.Moved) == 0 && len(p.Undated) == 0 {
			continue
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
