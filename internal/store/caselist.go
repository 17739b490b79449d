package store

import (
	"context"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Cases returns the cases that answer the query: first those in which something
// is due, the earliest on top, then those that wait, then those that are done.
func (s *Store) Cases(ctx context.Context, q CaseQuery) ([]CaseRow, error) {
	var rows []CaseRow
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		where, args, err := q.where(ctx, r)
		if err != nil {
			return err
		}
		// The page is found in an index alone; only its own rows are read.
		rows, err = list(ctx, r, scanCase, `SELECT c.id, c.reference, c.kind, c.client, c.person, c.email, c.handler, c.state,
			c.received, c.due, c.work_to, c.next, c.next_due, c.undated, c.newer
			FROM (SELECT rowid AS n, rank, reference, id FROM case_row`+where+` ORDER BY rank, reference, id LIMIT ?) page
			CROSS JOIN case_row c ON c.rowid = page.n ORDER BY page.rank, page.reference, page.id`,
			append(args, limit(q.Limit))...)
		return err
	})
	return rows, err
}

// withWords are the cases that hold words, or whose messages or letters do.
const withWords = `id IN (SELECT CASE d.kind WHEN 'case' THEN d.id WHEN 'letter' THEN d.of ELSE f.case_id END
	FROM words JOIN doc d ON d.n = words.rowid LEFT JOIN message_case f ON d.kind = 'message' AND f.message = d.id
	WHERE words MATCH ?)`

func (q CaseQuery) where(ctx context.Context, r vault.Reader) (string, []any, error) {
	by := ""
	if !q.DueBy.IsZero() {
		by = "1 " + q.DueBy.String() // see rank: also what cannot be dated
	}
	text := ""
	if strings.TrimSpace(q.Text) != "" {
		var err error
		if text, err = parseTyped(q.Text).match(ctx, r, "words", false); err != nil {
			return "", nil, err
		}
		if text == "" {
			text = `""` // something without a word in it: nothing holds it
		}
	}
	closed := ""
	if q.State == casefile.StateClosed {
		closed = closedRank // they stand together, behind all others
	}
	conditions, args := where([]condition{
		{"rank <= ?", by},
		{"rank = ?", closed},
		{withWords, text},
		{"client = ?", q.Client},
		{"handler = ?", q.Handler},
		{"kind = ?", string(q.Kind)},
		{"state = ?", string(q.State)},
	})
	if a := q.After; a != nil {
		conditions = and(conditions) + "(rank, reference, id) > (?, ?, ?)"
		args = append(args, a.rank(), a.Reference, a.ID)
	}
	return conditions, args, nil
}

// and is what goes before one more condition.
func and(where string) string {
	if where == "" {
		return " WHERE "
	}
	return where + " AND "
}
