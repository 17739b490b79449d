package store

import (
	"bytes"
	"context"
	"fmt"

	"casebook/internal/vault"
)

// deviceHead is the last event of a device.
type deviceHead struct {
	seq  int64
	hash []byte
}

// heads returns the last event of every device.
func heads(ctx context.Context, r vault.Reader) (map[string]deviceHead, error) {
	out := map[string]deviceHead{}
	err := r.Each(ctx, func(row vault.Rows) error {
		var device string
		var h deviceHead
		var n int64
		if err := row.Scan(&device, &h.seq, &h.hash, &n); err != nil {
			return err
		}
		if n != h.seq {
			return fmt.Errorf("%w: device %s has %d events up to number %d", vault.ErrDamaged, device, n, h.seq)
		}
		out[device] = h
		return nil
	}, "SELECT device, max(seq), hash, count(*) FROM event GROUP BY device")
	return out, err
}

// Backup writes the vault into one file, see [vault.Vault.Backup], and compares
// the record in it with that of the vault: every device as far as it had come,
// and its chain as it is here.
func (s *Store) Backup(ctx context.Context, file string, tell func(done, total int64)) error {
	var before map[string]deviceHead
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		before, err = heads(ctx, r)
		return err
	})
	if err != nil {
		return err
	}
	return Problem(s.v.Backup(ctx, file, vault.CopyOptions{Progress: tell, Check: func(ctx context.Context, copied vault.Reader) error {
		there, err := heads(ctx, copied)
		if err != nil {
			return err
		}
		for device, h := range before {
			if there[device].seq < h.seq {
				return fmt.Errorf("%w: the copy of device %s ends at %d, not %d", vault.ErrDamaged, device, there[device].seq, h.seq)
			}
		}
		return s.read(ctx, func(ctx context.Context, r vault.Reader) error { return sameHeads(ctx, r, there) })
	}}))
}

// sameHeads sees that each of these heads is an event of the vault's.
func sameHeads(ctx context.Context, r vault.Reader, copied map[string]deviceHead) error {
	for device, h := range copied {
		var hash []byte
		err := r.QueryRow(ctx, "SELECT hash FROM event WHERE device = ? AND seq = ?", device, h.seq).Scan(&hash)
		if err != nil {
			return err
		}
		if !bytes.Equal(hash, h.hash) {
			return fmt.Errorf("%w: the copy of device %s is not its chain", vault.ErrDamaged, device)
		}
	}
	return nil
}

// Began returns when the first event was recorded, in milliseconds since 1970.
func (s *Store) Began(ctx context.Context) (ms int64, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		return r.QueryRow(ctx, "SELECT coalesce(min(at), 0) FROM event").Scan(&ms)
	})
	return ms, err
}
