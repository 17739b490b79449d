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
		err := r.QueryRow(ctx, "SELECT id FROM case_row WHERE (reference = ?1 AND reference <> '') OR id = ?1", name).Scan(&id)
		if errors.Is(err, vault.ErrNoRow) {
			return noCase(ctx, r, name)
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

// HasCase reports whether there is a case of that reference.
func (s *Store) HasCase(ctx context.Context, ref casefile.Reference) (there bool, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		return r.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM case_row WHERE reference = ? AND reference <> '')", ref).Scan(&there)
	})
	return there, err
}

// OpenCasesOf returns the open cases of the person who has that address, the
// latest first.
func (s *Store) OpenCasesOf(ctx context.Context, email string) ([]casefile.Reference, error) {
	var refs []casefile.Reference
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		refs, err = list(ctx, r, one[casefile.Reference],
			"SELECT reference FROM case_row WHERE email = ? AND email <> '' AND state <> ? ORDER BY received DESC, id DESC",
			strings.ToLower(email), casefile.StateClosed)
		return err
	})
	return refs, err
}

// CaseOfThread returns the case to which a message of that Message-ID is filed,
// or "" where there is none: the latest, where there are several.
func (s *Store) CaseOfThread(ctx context.Context, messageID string) (casefile.Reference, error) {
	var refs []casefile.Reference
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		refs, err = list(ctx, r, one[casefile.Reference],
			`SELECT c.reference FROM message_row m JOIN message_case f ON f.message = m.id JOIN case_row c ON c.id = f.case_id
			WHERE m.message_id = ? AND m.message_id <> '' ORDER BY m.received DESC, f.n LIMIT 1`, messageID)
		return err
	})
	if err != nil || len(refs) == 0 {
		return "", err
	}
	return refs[0], nil
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

func scanCase(row vault.Row) (CaseRow, error) {
	var c CaseRow
	err := row.Scan(&c.ID, &c.Reference, &c.Kind, &c.Client, &c.Person, &c.Email, &c.Handler, &c.State,
		day{&c.Received}, day{&c.Due}, day{&c.WorkTo}, &c.Next, day{&c.NextDue}, &c.Undated, &c.Newer)
	return c, err
}

// Obligations returns the duties of open cases that are not met and have a day,
// up to and including that one, the earliest first.
func (s *Store) Obligations(ctx context.Context, by civil.Date) ([]ObligationRow, error) {
	var rows []ObligationRow
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		rows, err = list(ctx, r, scanObligation, `SELECT c.id, c.reference, c.client, c.handler, o.rule, o.name, o.basis, o.due, o.work_to, o.notice_by
			FROM obligation_row o JOIN case_row c ON c.id = o.case_id
			WHERE o.due <> '' AND o.due <= ? AND o.met_on = '' AND c.state <> ? ORDER BY o.due, c.reference, o.n`,
			by.String(), casefile.StateClosed)
		return err
	})
	return rows, err
}

func scanObligation(row vault.Row) (ObligationRow, error) {
	var o ObligationRow
	err := row.Scan(&o.Case, &o.Reference, &o.Client, &o.Handler, &o.Rule, &o.Name, &o.Basis,
		day{&o.Due}, day{&o.WorkTo}, day{&o.NoticeBy})
	return o, err
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
