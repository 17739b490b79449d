package store

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// foldMessage rewrites the rows of a message. What can be read in it is read
// from its raw bytes once, when it comes in or the rows are made again.
func (s *Store) foldMessage(ctx context.Context, w vault.Writer, id string, events []casefile.Event) error {
	m, err := casefile.FoldMessage(events)
	if gone(err) {
		return dropMessage(ctx, w, id)
	}
	if err != nil {
		return err
	}
	if m.Disposed != nil {
		return buryMessage(ctx, w, m)
	}
	if err := putCopies(ctx, w, m); err != nil {
		return err
	}
	if err := putFilings(ctx, w, m); err != nil {
		return err
	}
	return s.putMessage(ctx, w, m)
}

// wall moves a message within the walls of the clients of its cases. One that is
// filed to none is within nobody's, whatever triage proposes: only a person says
// whose it is.
func wall(ctx context.Context, w vault.Writer, message string) error {
	clients, err := clientsOf(ctx, w, message)
	if err != nil {
		return err
	}
	return setClients(ctx, w, MessageHit, message, clients)
}

// clientsOf returns the clients of the cases a message is filed to.
func clientsOf(ctx context.Context, r vault.Reader, message string) ([]string, error) {
	return list(ctx, r, one[string], `SELECT DISTINCT c.client FROM message_case f JOIN case_row c ON c.id = f.case_id
		WHERE f.message = ? ORDER BY c.client`, message)
}

func (s *Store) putMessage(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	// How urgent it is hangs on when it came: it is worked out anew.
	_, err := w.Exec(ctx, "DELETE FROM urgency WHERE message = ?1 AND (SELECT received FROM message_row WHERE id = ?1) <> ?2", m.ID, m.Received.String())
	if err != nil {
		return err
	}
	changed, err := w.Exec(ctx, `UPDATE message_row SET received = ?1, reason = ?2, outgoing = ?3, junk = ?4,
		state = CASE WHEN unreadable AND ?5 = ?6 THEN ?7 ELSE ?5 END WHERE id = ?8 AND sha256 = ?9`,
		m.Received.String(), m.Reason, m.Outgoing, m.Junk, m.State, casefile.MessageNew, casefile.MessageUnreadable, m.ID, m.SHA256)
	if err != nil {
		return err
	}
	if changed > 0 {
		return wall(ctx, w, m.ID)
	}
	if err := putUnread(ctx, w, m); err != nil {
		return err
	}
	u := []unread{{id: m.ID}}
	if u[0].raw, err = s.start(ctx, w, m.SHA256); err != nil {
		return err
	}
	s.readAll(u, s.plainly())
	return putTexts(ctx, w, u)
}

// putUnread makes the row of a message in which nothing was read yet.
func putUnread(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	_, err := w.Exec(ctx, `INSERT INTO message_row (id, sha256, size, received, state, reason, outgoing, junk, unreadable,
		from_name, from_email, subject, message_id, read) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', '', 0)`,
		m.ID, m.SHA256, m.Size, m.Received.String(), m.State, m.Reason, m.Outgoing, m.Junk, m.Unreadable)
	return err
}

func putCopies(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	if _, err := w.Exec(ctx, "DELETE FROM copy WHERE message = ?", m.ID); err != nil {
		return err
	}
	return addCopies(ctx, w, m)
}

// addCopies records where a message is that had no place yet.
func addCopies(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	for i, c := range m.Copies {
		_, err := w.Exec(ctx, "INSERT INTO copy (account, folder, uidvalidity, uid, message, internaldate, n) VALUES (?, ?, ?, ?, ?, ?, ?)",
			c.Account, c.Folder, c.UIDValidity, c.UID, m.ID, c.InternalDate.UnixMilli(), i+1)
		if err != nil {
			return err
		}
	}
	return nil
}

func putFilings(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	if _, err := w.Exec(ctx, "DELETE FROM message_case WHERE message = ?", m.ID); err != nil {
		return err
	}
	for i, id := range m.Cases {
		if _, err := w.Exec(ctx, "INSERT INTO message_case (message, n, case_id) VALUES (?, ?, ?)", m.ID, i+1, id); err != nil {
			return err
		}
	}
	return nil
}

// dropMessage removes the rows of a message of which nothing is left.
func dropMessage(ctx context.Context, w vault.Writer, id string) error {
	for _, statement := range []string{
		"DELETE FROM message_row WHERE id = ?",
		"DELETE FROM copy WHERE message = ?",
		"DELETE FROM message_case WHERE message = ?",
		"DELETE FROM message_like WHERE message = ?",
		"DELETE FROM urgency WHERE message = ?",
	} {
		if _, err := w.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return dropDoc(ctx, w, MessageHit, id)
}
