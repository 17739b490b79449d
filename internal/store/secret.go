package store

import (
	"context"
	"errors"

	"casebook/internal/vault"
)

// SetSecret keeps the password of an account, sealed under the vault's key. It
// is no part of the record: nil forgets it.
func (s *Store) SetSecret(ctx context.Context, account string, secret []byte) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error { return s.putSecret(ctx, w, account, secret) })
}

func (s *Store) putSecret(ctx context.Context, w vault.Writer, account string, secret []byte) error {
	if secret == nil {
		_, err := w.Exec(ctx, "DELETE FROM secret WHERE name = ?", account)
		return err
	}
	sealed, err := s.v.Seal(secretPurpose+account, secret)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, "INSERT INTO secret (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
		account, sealed)
	return err
}

// Secret returns the password of an account.
func (s *Store) Secret(ctx context.Context, account string) ([]byte, error) {
	var sealed []byte
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		err := r.QueryRow(ctx, "SELECT sealed FROM secret WHERE name = ?", account).Scan(&sealed)
		if errors.Is(err, vault.ErrNoRow) {
			return notFound("No password is kept for this mailbox.", "Give it again under the mailbox's settings.")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	secret, err := s.v.Unseal(secretPurpose+account, sealed)
	return secret, Problem(err)
}

// secretPurpose binds a sealed password to its account.
const secretPurpose = "password of account "
