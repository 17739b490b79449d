package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"casebook/internal/vault"
)

// Sum names a blob by the SHA-256 of its content, in hexadecimal.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// putBlob keeps a content, compressed, once.
func (s *Store) putBlob(ctx context.Context, w vault.Writer, content []byte) error {
	name := Sum(content)
	var there int
	if err := w.QueryRow(ctx, "SELECT count(*) FROM blob WHERE sha256 = ?", name).Scan(&there); err != nil || there > 0 {
		return err
	}
	_, err := w.Exec(ctx, "INSERT INTO blob (sha256, size, data) VALUES (?, ?, ?)",
		name, len(content), s.enc.EncodeAll(content, []byte{}))
	return err
}

// blob returns a content after comparing it with its name.
func (s *Store) blob(ctx context.Context, r vault.Reader, name string) ([]byte, error) {
	var size int
	var packed []byte
	err := r.QueryRow(ctx, "SELECT size, data FROM blob WHERE sha256 = ?", name).Scan(&size, &packed)
	if errors.Is(err, vault.ErrNoRow) {
		return nil, notFound("That file is not in the vault.", "It may have been disposed of; its certificate says when.")
	}
	if err != nil {
		return nil, err
	}
	return s.unpack(name, size, packed)
}

func (s *Store) unpack(name string, size int, packed []byte) ([]byte, error) {
	content, err := s.dec.DecodeAll(packed, make([]byte, 0, size))
	if err != nil || len(content) != size || Sum(content) != name {
		return nil, fmt.Errorf("%w: blob %.12s is not what was stored", vault.ErrDamaged, name)
	}
	return content, nil
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
