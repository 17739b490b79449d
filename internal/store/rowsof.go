package store

import (
	"context"
	"strings"

	"casebook/internal/vault"
)

// together is how many rows one statement inserts: to run a statement takes
// about as long as to insert the row of a small table.
const together = 16

// rowsOf are rows of one table on their way into it.
type rowsOf struct {
	into    string // INSERT INTO ... VALUES, without the values
	columns int
	args    []any
}

func newRowsOf(into string, columns int) *rowsOf {
	return &rowsOf{into, columns, make([]any, 0, together*columns)}
}

// add inserts a row, or keeps it until there are enough.
func (r *rowsOf) add(ctx context.Context, w vault.Writer, args ...any) error {
	r.args = append(r.args, args...)
	if len(r.args) < together*r.columns {
		return nil
	}
	return r.insert(ctx, w, together)
}

// end inserts what is left, row by row, so that there are two statements to
// prepare for each table and no more.
func (r *rowsOf) end(ctx context.Context, w vault.Writer) error {
	for len(r.args) > 0 {
		if err := r.insert(ctx, w, 1); err != nil {
			return err
		}
	}
	return nil
}

func (r *rowsOf) insert(ctx context.Context, w vault.Writer, n int) error {
	row := "(?" + strings.Repeat(", ?", r.columns-1) + ")"
	_, err := w.Exec(ctx, r.into+row+strings.Repeat(", "+row, n-1), r.args[:n*r.columns]...)
	r.args = append(r.args[:0], r.args[n*r.columns:]...)
	return err
}
