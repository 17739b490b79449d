package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"casebook/internal/vault"
)

// Sum names a blob by the SHA-256 of its content, in hexadecimal.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// packed is a content ready to be kept.
type packed struct {
	name string
	size int
	data []byte
}

func (s *Store) pack(content []byte) packed {
	return packed{Sum(content), len(content), s.shrink(content, make([]byte, 0, len(content)+256))}
}

// putBlob keeps a content, compressed, once.
func (s *Store) putBlob(ctx context.Context, w vault.Writer, content []byte) error {
	name := Sum(content)
	var there int
	if err := w.QueryRow(ctx, "SELECT count(*) FROM blob WHERE sha256 = ?", name).Scan(&there); err != nil || there > 0 {
		return err
	}
	return putPacked(ctx, w, s.pack(content))
}

// putPacked keeps a content unless it is kept already.
func putPacked(ctx context.Context, w vault.Writer, p packed) error {
	_, err := w.Exec(ctx, "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING", p.name, p.size, p.data)
	return err
}

// blobRow is where a content is kept.
type blobRow struct {
	name   string
	size   int
	packed []byte
	body   int64 // of its parts; 0: packed is all of it
}

const blobColumns = "sha256, size, data, body"

func scanBlob(row vault.Row) (b blobRow, err error) {
	err = row.Scan(&b.name, &b.size, &b.packed, &b.body)
	return b, err
}

func findBlob(ctx context.Context, r vault.Reader, name string) (blobRow, error) {
	b, err := scanBlob(r.QueryRow(ctx, "SELECT "+blobColumns+" FROM blob WHERE sha256 = ?", name))
	if errors.Is(err, vault.ErrNoRow) {
		return b, notFound("That file is not in the vault.", "It may have been disposed of; its certificate says when.")
	}
	return b, err
}

// blob returns a content after comparing it with its name.
func (s *Store) blob(ctx context.Context, r vault.Reader, name string) ([]byte, error) {
	b, err := findBlob(ctx, r, name)
	if err != nil {
		return nil, err
	}
	content := contents{make([]byte, 0, b.size)}
	err = s.unpack(ctx, r, b, &content)
	return content.all, err
}

// contents gathers what is written to it.
type contents struct{ all []byte }

func (c *contents) Write(p []byte) (int, error) {
	c.all = append(c.all, p...)
	return len(p), nil
}

// unpack writes a content to w, and fails in the end where it was not what its
// name says: what was written is not to be used then.
func (s *Store) unpack(ctx context.Context, r vault.Reader, b blobRow, w io.Writer) error {
	h, n := sha256.New(), 0
	part := func(data []byte) error {
		content, err := s.dec.DecodeAll(data, nil)
		if err != nil {
			return b.damaged()
		}
		h.Write(content)
		n += len(content)
		_, err = w.Write(content)
		return err
	}
	var err error
	if b.body == 0 {
		err = part(b.packed)
	} else {
		err = eachPart(ctx, r, b.body, part)
	}
	if err == nil && (n != b.size || hex.EncodeToString(h.Sum(nil)) != b.name) {
		err = b.damaged()
	}
	return err
}

func eachPart(ctx context.Context, r vault.Reader, body int64, f func([]byte) error) error {
	return r.Each(ctx, func(row vault.Rows) error {
		data, err := one[[]byte](row)
		if err != nil {
			return err
		}
		return f(data)
	}, "SELECT data FROM blob_part WHERE body = ? ORDER BY n", body)
}

func (b blobRow) damaged() error {
	return fmt.Errorf("%w: blob %.12s is not what was stored", vault.ErrDamaged, b.name)
}

// enough is how much of a message is read for lists and the search: text comes
// first, and what comes after so much is attachments.
const enough = 2 << 20

// errEnough ends the reading of a blob of which no more is wanted.
var errEnough = errors.New("enough")

// opening returns the beginning of a content, all of it where it is not large.
// What it is for can be made again, so that the content is not compared with
// its name: verify does that.
func (s *Store) opening(ctx context.Context, r vault.Reader, b blobRow) ([]byte, error) {
	var c contents
	if b.body == 0 {
		content, err := s.dec.DecodeAll(b.packed, make([]byte, 0, min(b.size, enough)))
		if err != nil || len(content) != b.size {
			return nil, b.damaged()
		}
		return content, nil
	}
	err := eachPart(ctx, r, b.body, func(data []byte) (err error) {
		if c.all, err = s.dec.DecodeAll(data, c.all); err != nil {
			return b.damaged()
		}
		if len(c.all) >= enough {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return c.all, err
}

// Blob returns the content of that SHA-256, which it has just been compared
// with: the raw bytes of a message, an issued PDF.
func (s *Store) Blob(ctx context.Context, sha256 string) ([]byte, error) {
	var content []byte
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		content, err = s.blob(ctx, r, sha256)
		return err
	})
	return content, err
}

// BlobTo writes the content of that SHA-256 to w without holding it in memory.
// What was written is not to be used where there is an error.
func (s *Store) BlobTo(ctx context.Context, sha256 string, w io.Writer) error {
	return s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		b, err := findBlob(ctx, r, sha256)
		if err != nil {
			return err
		}
		return s.unpack(ctx, r, b, w)
	})
}
