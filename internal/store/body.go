package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"casebook/internal/vault"
)

// partSize is how much of a large content goes into one part.
const partSize = 1 << 20

// Body is a large content on its way into the vault. Its parts are written as
// they come and never are in memory together; they are nothing until an act
// names them, and are swept away where none ever does.
type Body struct {
	s    *Store
	ctx  context.Context // of the writing: io.Writer has no place for one
	id   int64           // 0: nothing is written yet
	n    int             // parts written
	size int
	hash hash.Hash
	rest []byte // not yet a part
	kept bool
}

// NewBody begins a large content. Its Write fails when ctx ends.
func (s *Store) NewBody(ctx context.Context) *Body {
	return &Body{s: s, ctx: ctx, hash: sha256.New(), rest: make([]byte, 0, partSize)}
}

// Write implements io.Writer.
func (b *Body) Write(p []byte) (int, error) {
	b.hash.Write(p)
	b.size += len(p)
	for left := p; len(left) > 0; {
		n := min(len(left), partSize-len(b.rest))
		b.rest, left = append(b.rest, left[:n]...), left[n:]
		if len(b.rest) == partSize {
			if err := b.s.write(b.ctx, b.part); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

// part writes what has gathered as the next part.
func (b *Body) part(ctx context.Context, w vault.Writer) error {
	id := b.id
	if id == 0 {
		err := w.QueryRow(ctx, `SELECT 1 + max((SELECT coalesce(max(body), 0) FROM blob_part), (SELECT coalesce(max(body), 0) FROM blob))`).Scan(&id)
		if err != nil {
			return err
		}
	}
	_, err := w.Exec(ctx, "INSERT INTO blob_part (body, n, data) VALUES (?, ?, ?)", id, b.n+1, b.s.shrink(b.rest, make([]byte, 0, len(b.rest)+256)))
	if err == nil {
		b.id, b.n, b.rest = id, b.n+1, b.rest[:0]
	}
	return err
}

// put makes the body a blob, in the transaction of the act that names it.
func (b *Body) put(ctx context.Context, w vault.Writer) error {
	if len(b.rest) > 0 {
		if err := b.part(ctx, w); err != nil {
			return err
		}
	}
	made, err := w.Exec(ctx, "INSERT INTO blob (sha256, size, data, body) VALUES (?, ?, x'', ?) ON CONFLICT (sha256) DO NOTHING",
		b.name(), b.size, b.id)
	if err == nil && made == 0 {
		err = b.drop(ctx, w) // the vault has it already
	}
	return err
}

func (b *Body) name() string { return hex.EncodeToString(b.hash.Sum(nil)) }

func (b *Body) drop(ctx context.Context, w vault.Writer) error {
	_, err := w.Exec(ctx, "DELETE FROM blob_part WHERE body = ?", b.id)
	return err
}

// Discard removes what was written, unless an act was kept with it.
func (b *Body) Discard(ctx context.Context) error {
	if b.kept || b.id == 0 {
		return nil
	}
	return b.s.write(ctx, b.drop)
}

// sweep removes the parts of contents that were never finished: the program
// was ended in the middle of them.
// Where there is no room for that, the next opening does it.
func sweep(ctx context.Context, w vault.Writer) error {
	_, err := w.Exec(ctx, "DELETE FROM blob_part WHERE body NOT IN (SELECT body FROM blob WHERE body <> 0)")
	return err
}
