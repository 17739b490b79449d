package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// tx is a transaction as callbacks see it. It prepares each statement once:
// making the rows of a large vault again runs a few of them very often.
type tx struct {
	tx       *sql.Tx
	prepared map[string]*statement
}

// statement is a prepared statement, which can be at one row at a time.
type statement struct {
	*sql.Stmt
	busy bool
}

// prepare returns the statement for a query, and what to call when the caller
// is done with it. One that is at a row already is prepared a second time.
func (t tx) prepare(ctx context.Context, query string) (*statement, func(), error) {
	if s := t.prepared[query]; s != nil && !s.busy {
		s.busy = true
		return s, func() { s.busy = false }, nil
	}
	stmt, err := t.tx.PrepareContext(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	s := &statement{Stmt: stmt, busy: true}
	if t.prepared[query] != nil {
		return s, func() { stmt.Close() }, nil
	}
	t.prepared[query] = s
	return s, func() { s.busy = false }, nil
}

func (t tx) Each(ctx context.Context, f func(Rows) error, query string, args ...any) error {
	s, done, err := t.prepare(ctx, query)
	if err != nil {
		return err
	}
	defer done()
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(each{rows}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// each is the row at which a query stands.
type each struct{ rows *sql.Rows }

func (r each) Scan(into ...any) error { return misfit(r.rows.Scan(into...)) }

func (r each) Values() ([]any, error) {
	columns, err := r.rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	return values, r.Scan(into...)
}

func (t tx) QueryRow(ctx context.Context, query string, args ...any) Row {
	s, done, err := t.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return single{s.QueryRowContext(ctx, args...), done}
}

// single is the one row of a query; scanning it frees the statement.
type single struct {
	row  *sql.Row
	done func()
}

func (r single) Scan(into ...any) error {
	defer r.done()
	return misfit(r.row.Scan(into...))
}

// misfit marks the error of a value that is not of the kind of its column:
// nothing of the kind was ever written. Errors of the database stay what they
// are.
func misfit(err error) error {
	_, database := errors.AsType[*sqlite.Error](err)
	if err == nil || database || errors.Is(err, ErrNoRow) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// failed is the row of a query that could not be asked.
type failed struct{ err error }

func (r failed) Scan(...any) error { return r.err }

func (t tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, done, err := t.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	defer done()
	r, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
