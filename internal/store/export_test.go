package store

import (
	"context"

	"casebook/internal/vault"
)

// Adder adds rows for which there are no events, as tests of speed need very
// many.
type Adder struct {
	ctx context.Context
	w   vault.Writer
}

// Settle merges the indexes, as is done when many messages have come.
func (s *Store) Settle(ctx context.Context) error { return s.write(ctx, settle) }

// Bulk adds rows in one transaction.
func (s *Store) Bulk(ctx context.Context, f func(Adder) error) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error { return f(Adder{ctx, w}) })
}

// Case adds a case with the lines of an address and what was written down.
func (a Adder) Case(c CaseRow, address, text string) error {
	if err := putCase(a.ctx, a.w, c); err != nil {
		return err
	}
	return putDoc(a.ctx, a.w, doc{
		kind: CaseHit, id: c.ID, clients: []string{c.Client}, people: c.Person + "\n" + c.Email + "\n" + address,
		labels: string(c.Reference), subject: c.Kind.Label(), text: text,
	})
}

// Message adds a message that is filed to that case, or to none.
func (a Adder) Message(m MessageRow, of, text string) error {
	_, err := a.w.Exec(a.ctx, `INSERT INTO message_row (id, sha256, size, received, state, reason, from_name, from_email, subject, message_id,
		outgoing, junk, unreadable, read) VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, '', 0, 0, 0, 1)`, m.ID, m.SHA256, len(text), m.Received.String(), m.State, m.From.Name, m.From.Email, m.Subject)
	if err != nil {
		return err
	}
	if of != "" {
		if _, err := a.w.Exec(a.ctx, "INSERT INTO message_case (message, n, case_id) VALUES (?, 1, ?)", m.ID, of); err != nil {
			return err
		}
	}
	clients, err := clientsOf(a.ctx, a.w, m.ID)
	if err != nil {
		return err
	}
	return putDoc(a.ctx, a.w, doc{
		kind: MessageHit, id: m.ID, clients: clients, people: m.From.Name + "\n" + m.From.Email, subject: m.Subject, text: text,
	})
}

// Shrink compresses a content as it is kept.
func (s *Store) Shrink(content []byte) []byte { return s.shrink(content, nil) }

// Folded is a text as it is looked for, and Plain the same, of all of it at once.
func Folded(s string) string { return folded(s) }

func Plain(s string) string { return plain(s) }
