package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

const eventColumns = "id, kind, stream, device, seq, hlc, at, happened, actor, type, v, data, salt, digest, prev, hash"

// scanEvent reads a row of eventColumns.
func scanEvent(rows vault.Row) (casefile.Event, error) {
	var e casefile.Event
	var hlc, at int64
	var happened string
	err := rows.Scan(&e.ID, &e.Stream.Kind, &e.Stream.ID, &e.Device, &e.Seq, &hlc, &at, &happened,
		&e.Actor, &e.Type, &e.V, &e.Data, &e.Salt, &e.Digest, &e.Prev, &e.Hash)
	if err != nil {
		return casefile.Event{}, err
	}
	e.HLC, e.At = casefile.HLC(hlc), time.UnixMilli(at).UTC()
	if err := e.On.UnmarshalText([]byte(happened)); err != nil {
		return casefile.Event{}, fmt.Errorf("%w: event %s: %w", vault.ErrDamaged, e.ID, err)
	}
	return e, nil
}

// insertEvent keeps a sealed event.
func insertEvent(ctx context.Context, w vault.Writer, e casefile.Event) error {
	_, err := w.Exec(ctx, "INSERT INTO event ("+eventColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.ID, e.Stream.Kind, e.Stream.ID, e.Device, e.Seq, int64(e.HLC), e.At.UnixMilli(), e.On.String(),
		e.Actor, e.Type, e.V, e.Data, e.Salt, e.Digest, e.Prev, e.Hash)
	return err
}

// eventsOf returns the events of a stream in their order.
func eventsOf(ctx context.Context, r vault.Reader, stream casefile.Stream) ([]casefile.Event, error) {
	return list(ctx, r, scanEvent,
		"SELECT "+eventColumns+" FROM event WHERE kind = ? AND stream = ? ORDER BY hlc, device", stream.Kind, stream.ID)
}

// Events returns the events of a stream in their order; a stream of which
// nothing is known has none.
func (s *Store) Events(ctx context.Context, stream casefile.Stream) ([]casefile.Event, error) {
	var events []casefile.Event
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		events, err = eventsOf(ctx, r, stream)
		return err
	})
	return events, err
}

// chain is where the next event of a device goes.
type chain struct {
	s    *Store
	now  time.Time
	link casefile.Link
}

// head returns the end of a device's chain; a device without events has none.
func (s *Store) head(ctx context.Context, r vault.Reader, device string) (chain, error) {
	c := chain{s: s, now: s.opt.Env.Now(), link: casefile.Link{Device: device}}
	err := r.QueryRow(ctx, "SELECT seq, hash FROM event WHERE device = ? ORDER BY seq DESC LIMIT 1", device).
		Scan(&c.link.Seq, &c.link.Prev)
	if err != nil && !errors.Is(err, vault.ErrNoRow) {
		return chain{}, err
	}
	// The clock goes past whatever has been seen of any device.
	var seen int64
	if err := r.QueryRow(ctx, "SELECT coalesce(max(hlc), 0) FROM event").Scan(&seen); err != nil {
		return chain{}, err
	}
	c.link.HLC, c.link.At = casefile.HLC(seen), c.now
	return c, nil
}

// add seals e as the next of the chain and keeps it. An event that has an id
// already keeps it.
func (c *chain) add(ctx context.Context, w vault.Writer, e casefile.Event, actor string) (casefile.Event, error) {
	c.link.ID = e.ID
	if c.link.ID == "" {
		c.link.ID = c.s.opt.Env.NewID()
	}
	c.link.Seq++
	c.link.HLC = c.link.HLC.Next(c.now)
	c.link.Actor = actor
	e, err := e.Seal(c.link, c.s.opt.Env.Random)
	if err != nil {
		return casefile.Event{}, err
	}
	c.link.Prev = e.Hash
	return e, insertEvent(ctx, w, e)
}

// note writes down where the chain ends.
func (c *chain) note(ctx context.Context, w vault.Writer) error {
	_, err := w.Exec(ctx, "UPDATE device SET seq = ?, head = ? WHERE id = ?", c.link.Seq, c.link.Prev, c.link.Device)
	return err
}

// startDevice begins a chain of its own, which names the head of the one it
// grew from.
func (s *Store) startDevice(ctx context.Context, w vault.Writer) error {
	parent, _, err := device(ctx, w)
	if err != nil && !errors.Is(err, vault.ErrNoRow) {
		return err
	}
	c, err := s.head(ctx, w, parent)
	if err != nil {
		return err
	}
	id := s.opt.Env.NewID()
	_, err = w.Exec(ctx, "INSERT INTO device (id, machine, started) SELECT ?, ?, 1 + coalesce(max(started), 0) FROM device",
		id, s.opt.Machine)
	if err != nil {
		return err
	}
	e, err := casefile.NewEvent(casefile.Stream{Kind: casefile.VaultStream, ID: s.v.ID()}, civil.At(c.now),
		&casefile.DeviceStarted{Parent: hex.EncodeToString(c.link.Prev)})
	if err != nil {
		return err
	}
	c.link.Device, c.link.Seq = id, 0
	if _, err = c.add(ctx, w, e, s.opt.Actor); err != nil {
		return err
	}
	return c.note(ctx, w)
}
