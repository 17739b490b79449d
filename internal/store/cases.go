package store

import (
	"context"
	"errors"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// Case returns the case of that reference or id, with its events in order.
func (s *Store) Case(ctx context.Context, name string) (casefile.Case, []casefile.Event, error) {
	var events []casefile.Event
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		var id string
		err := r.QueryRow(ctx, "SELECT id FROM case_row WHERE reference = ? OR id = ?", name, name).Scan(&id)
		if errors.Is(err, vault.ErrNoRow) {
			return notFound("There is no such case.", "List the cases with casebook cases.")
		}
		if err != nil {
			return err
		}
		events, err = eventsOf(ctx, r, casefile.Stream{Kind: casefile.CaseStream, ID: id})
		return err
	})
	if err != nil {
		return casefile.Case{}, nil, err
	}
	c, err := casefile.Fold(events)
	return c, events, Problem(err)
}

// Cases returns the cases that answer the query: first those in which something
// is due, the earliest on top, then those that wait, then those that are done.
func (s *Store) Cases(ctx context.Context, q CaseQuery) ([]CaseRow, error) {
	where, args := q.where()
	var rows []CaseRow
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		rows, err = list(ctx, r, scanCase, `SELECT id, reference, kind, client, person, handler, state,
			received, due, work_to, next, next_due, newer FROM case_row`+where+" ORDER BY rank, reference, id LIMIT ? OFFSET ?",
			append(args, limit(q.Limit), q.Offset)...)
		return err
	})
	return rows, err
}

// limit turns "0 is all" into what SQL means by it.
func limit(n int) int {
	if n <= 0 {
		return -1
	}
	return n
}

// condition is a part of a WHERE clause, left out where its value is empty.
type condition struct {
	sql   string
	value string
}

// where joins the conditions whose value is not empty.
func where(conditions []condition) (string, []any) {
	var parts []string
	var args []any
	for _, c := range conditions {
		if c.value != "" {
			parts = append(parts, c.sql)
			args = append(args, c.value)
		}
	}
	if len(parts) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(parts, " AND "), args
}

func (q CaseQuery) where() (string, []any) {
	by := ""
	if !q.DueBy.IsZero() {
		by = "1 " + q.DueBy.String() // see rank: also what cannot be dated
	}
	text := match(q.Text)
	if ref, err := casefile.ParseReference(q.Text); err == nil {
		text = match(string(ref))
	}
	if text == "" && strings.TrimSpace(q.Text) != "" {
		text = `"` + strings.ReplaceAll(q.Text, `"`, `""`) + `"`
	}
	return where([]condition{
		{"rank <= ?", by},
		{`id IN (SELECT CASE doc.kind WHEN 'case' THEN doc.id ELSE f.case_id END
			FROM search JOIN doc ON doc.n = search.rowid LEFT JOIN message_case f ON doc.kind = 'message' AND f.message = doc.id
			WHERE search MATCH ?)`, text},
		{"client = ?", q.Client},
		{"handler = ?", q.Handler},
		{"kind = ?", string(q.Kind)},
		{"state = ?", string(q.State)},
	})
}

func scanCase(row vault.Row) (CaseRow, error) {
	var c CaseRow
	err := row.Scan(&c.ID, &c.Reference, &c.Kind, &c.Client, &c.Person, &c.Handler, &c.State,
		day{&c.Received}, day{&c.Due}, day{&c.WorkTo}, &c.Next, day{&c.NextDue}, &c.Newer)
	return c, err
}

// day scans a column into a date; an empty one is no day.
type day struct{ to *civil.Date }

// Scan implements the interface of package database/sql.
func (d day) Scan(value any) error {
	s, _ := value.(string)
	return d.to.UnmarshalText([]byte(s))
}

// moment scans a column into a moment.
type moment struct{ to *civil.Moment }

// Scan implements the interface of package database/sql.
func (m moment) Scan(value any) error {
	s, _ := value.(string)
	return m.to.UnmarshalText([]byte(s))
}
