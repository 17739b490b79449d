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
	// Act are the ids of all messages that the same act set aside and that still
	// are, its own among them.
	Act []string
}

// Asides returns the messages that a person set aside and that are not filed,
// the last one first, at most so many.
func (s *Store) Asides(ctx context.Context, most int) ([]Aside, error) {
	var out []Aside
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		all, err := list(ctx, r, scanAsideRow, `SELECT e.id, e.stream, e.device, e.at,
				coalesce(json_extract(CAST(e.data AS TEXT), '$.with'), ''), max(e.hlc) AS last FROM message_row m
			JOIN event e ON e.kind = ? AND e.stream = m.id AND e.type = 'message.set-aside'
			WHERE m.state = ? AND m.outgoing = 0 GROUP BY m.id ORDER BY last DESC, m.id`,
			string(casefile.MessageStream), string(casefile.MessageSetAside))
		if err != nil {
			return err
		}
		acts := map[asideAct][]string{}
		for _, a := range all {
			acts[a.act] = append(acts[a.act], a.message)
		}
		if most > 0 && most < len(all) {
			all = all[:most]
		}
		events, rows, err := entire(ctx, r, all)
		if err != nil {
			return err
		}
		for _, a := range all {
			out = append(out, Aside{MessageRow: rows[a.message], Event: events[a.event], Act: acts[a.act]})
		}
		return nil
	})
	return out, err
}

// asideAct names an act: its events are recorded at one time by one device.
type asideAct struct {
	device string
	at     int64
	with   casefile.AsideWith
}

type asideRow struct {
	event, message string
	act            asideAct
}

func scanAsideRow(row vault.Row) (asideRow, error) {
	var a asideRow
	var last int64
	err := row.Scan(&a.event, &a.message, &a.act.device, &a.act.at, &a.act.with, &last)
	return a, err
}

// entire returns the events and the messages of rows, by their ids.
func entire(ctx context.Context, r vault.Reader, rows []asideRow) (map[string]casefile.Event, map[string]MessageRow, error) {
	ids := make([]string, len(rows))
	for i, a := range rows {
		ids[i] = a.event
	}
	among, err := json.Marshal(ids)
	if err != nil {
		return nil, nil, fmt.Errorf("store: %w", err)
	}
	events, err := list(ctx, r, scanEvent, "SELECT "+eventColumns+" FROM event WHERE id IN (SELECT value FROM json_each(?))", string(among))
	if err != nil {
		return nil, nil, err
	}
	by := make(map[string]casefile.Event, len(events))
	for _, e := range events {
		by[e.ID] = e
	}
	messages, err := messagesOf(ctx, r, events)
	return by, messages, err
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
