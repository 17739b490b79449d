package store

import (
	"context"
	"encoding/json"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Aside is a message that a person set aside, and the event by which.
type Aside struct {
	MessageRow
	Event casefile.Event
}

// Asides returns the messages that a person set aside and that are not filed,
// the last one first, at most so many.
func (s *Store) Asides(ctx context.Context, most int) ([]Aside, error) {
	var out []Aside
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		events, err := list(ctx, r, scanEvent, "SELECT "+eventColumns+` FROM event WHERE id IN (
			SELECT id FROM (
				SELECT e.id, max(e.hlc) AS last FROM message_row m
				JOIN event e ON e.kind = ? AND e.stream = m.id AND e.type = 'message.set-aside'
				WHERE m.state = ? AND m.outgoing = 0 GROUP BY m.id ORDER BY last DESC, m.id LIMIT ?))
			ORDER BY hlc DESC, stream`, string(casefile.MessageStream), string(casefile.MessageSetAside), limit(most))
		if err != nil {
			return err
		}
		rows, err := messagesOf(ctx, r, events)
		if err != nil {
			return err
		}
		for _, e := range events {
			out = append(out, Aside{MessageRow: rows[e.Stream.ID], Event: e})
		}
		return nil
	})
	return out, err
}

// messagesOf returns the messages of these events' streams, by their ids.
func messagesOf(ctx context.Context, r vault.Reader, events []casefile.Event) (map[string]MessageRow, error) {
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.Stream.ID
	}
	among, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	rows, err := list(ctx, r, scanMessage, `SELECT id, sha256, size, received, state, reason, outgoing, junk, unreadable, from_name, from_email, subject
		FROM message_row WHERE id IN (SELECT value FROM json_each(?))`, string(among))
	if err != nil {
		return nil, err
	}
	if err := places(ctx, r, rows); err != nil {
		return nil, err
	}
	by := make(map[string]MessageRow, len(rows))
	for _, m := range rows {
		by[m.ID] = m
	}
	return by, nil
}

// AsideCount returns how many messages are set aside by a person.
func (s *Store) AsideCount(ctx context.Context) (int, error) {
	var n int
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		counts, err := list(ctx, r, one[int], "SELECT count(*) FROM message_row WHERE state = ? AND outgoing = 0", string(casefile.MessageSetAside))
		if len(counts) > 0 {
			n = counts[0]
		}
		return err
	})
	return n, err
}
