package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Clients returns every client, by name.
func (s *Store) Clients(ctx context.Context) ([]casefile.Client, error) {
	var clients []casefile.Client
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		clients, err = list(ctx, r, value[casefile.Client], "SELECT data FROM client_row ORDER BY data ->> '$.name' COLLATE NOCASE, id")
		return err
	})
	return clients, err
}

// Client returns the client of that id.
func (s *Store) Client(ctx context.Context, id string) (casefile.Client, error) {
	var c casefile.Client
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		c, err = clientOf(ctx, r, id)
		return err
	})
	return c, err
}

func clientOf(ctx context.Context, r vault.Reader, id string) (casefile.Client, error) {
	c, err := value[casefile.Client](r.QueryRow(ctx, "SELECT data FROM client_row WHERE id = ?", id))
	if errors.Is(err, vault.ErrNoRow) {
		return c, notFound("There is no such client.", "List the clients with casebook client list.")
	}
	return c, err
}

// Accounts returns every mailbox, by name.
func (s *Store) Accounts(ctx context.Context) ([]casefile.Account, error) {
	var accounts []casefile.Account
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		accounts, err = list(ctx, r, value[casefile.Account], "SELECT data FROM account_row ORDER BY data ->> '$.name' COLLATE NOCASE, id")
		return err
	})
	return accounts, err
}

// value scans a row of one value kept as JSON.
func value[T any](row vault.Row) (v T, err error) {
	var data string
	if err := row.Scan(&data); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		return v, fmt.Errorf("%w: a row holds no JSON: %w", vault.ErrDamaged, err)
	}
	return v, nil
}
