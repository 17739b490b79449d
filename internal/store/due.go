package store

import (
	"context"
	"errors"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/vault"
)

// DisposalDue is a closed case whose day of disposal has come, or has none
// because something holds it.
type DisposalDue struct {
	Case string // id
	Due  civil.Date
}

// DisposalsDue returns the closed cases that are to be disposed of by that day,
// and those that are held, the earliest first.
func (s *Store) DisposalsDue(ctx context.Context, by civil.Date) ([]DisposalDue, error) {
	var rows []DisposalDue
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		rows, err = list(ctx, r, func(row vault.Row) (DisposalDue, error) {
			var d DisposalDue
			err := row.Scan(&d.Case, day{&d.Due})
			return d, err
		}, "SELECT case_id, due FROM obligation_row WHERE rule = ? AND due <= ? ORDER BY due, case_id", clock.Disposal, by.String())
		return err
	})
	return rows, err
}

// NextDisposal returns the case that is the first to be disposed of after that
// day; one of no id: there is none.
func (s *Store) NextDisposal(ctx context.Context, after civil.Date) (DisposalDue, error) {
	var d DisposalDue
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		err := r.QueryRow(ctx, "SELECT case_id, due FROM obligation_row WHERE rule = ? AND due > ? ORDER BY due, case_id LIMIT 1",
			clock.Disposal, after.String()).Scan(&d.Case, day{&d.Due})
		if errors.Is(err, vault.ErrNoRow) {
			return nil
		}
		return err
	})
	return d, err
}

// HoldingCases returns the ids of the cases that may place a hold on others of
// the same person: open ones of these kinds, and all with which the regulator
// may be concerned.
func (s *Store) HoldingCases(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		ids, err = list(ctx, r, one[string], `SELECT id FROM case_row WHERE kind IN (?, ?) AND state <> ?
			UNION SELECT stream FROM event WHERE kind = 'case' AND type = 'regulator.opened' AND data IS NOT NULL ORDER BY 1`,
			casefile.Access, casefile.Portability, casefile.StateClosed)
		return err
	})
	return ids, err
}

// SetAside is a message that was set aside, and when.
type SetAside struct {
	ID string
	On civil.Date
}

// SetAside returns the messages that were set aside by that day, the earliest
// first.
func (s *Store) SetAside(ctx context.Context, by civil.Date) ([]SetAside, error) {
	return s.setAside(ctx, `SELECT m.id, substr(max(e.happened), 1, 10) AS since FROM message_row m
		JOIN event e ON e.kind = 'message' AND e.stream = m.id AND e.type = 'message.set-aside'
		WHERE m.state = ? GROUP BY m.id HAVING since <= ? ORDER BY since, m.id`, string(casefile.MessageSetAside), by.String())
}

// Undecided returns the messages received by that day of which nobody has
// decided anything, the earliest first.
func (s *Store) Undecided(ctx context.Context, by civil.Date) ([]SetAside, error) {
	return s.setAside(ctx, `SELECT id, substr(received, 1, 10) AS since FROM message_row
		WHERE state = ? AND since <= ? ORDER BY since, id`, string(casefile.MessageNew), by.String())
}

func (s *Store) setAside(ctx context.Context, query string, args ...any) ([]SetAside, error) {
	var rows []SetAside
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		rows, err = list(ctx, r, func(row vault.Row) (SetAside, error) {
			var m SetAside
			err := row.Scan(&m.ID, day{&m.On})
			return m, err
		}, query, args...)
		return err
	})
	return rows, err
}
