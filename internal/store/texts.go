package store

import (
	"context"
	"encoding/json"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// putTexts records what was read in messages for the first time: of those that
// are read again the rows were dropped before. All rows come before all words:
// see addDocAs.
func putTexts(ctx context.Context, w vault.Writer, batch []unread) error {
	// Each statement is short, and a context that can end costs each of them a
	// goroutine: it is asked between them.
	steady := context.WithoutCancel(ctx)
	there := make([]*unread, 0, len(batch))
	for i := range batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		read, err := putRead(steady, w, &batch[i])
		if err != nil {
			return err
		}
		if read {
			there = append(there, &batch[i])
		}
	}
	if err := addUrgencies(steady, w, there); err != nil {
		return err
	}
	return addTexts(ctx, w, there)
}

// putRead records what was read in the row of a message, and reports whether it
// is there still: it may have been disposed of while it was read, or the lists
// were made again.
func putRead(ctx context.Context, w vault.Writer, u *unread) (there bool, err error) {
	t := u.text
	n, err := w.Exec(ctx, `UPDATE message_row SET from_name = ?1, from_email = ?2, subject = ?3, message_id = ?4, read = 1,
		unreadable = unreadable OR ?5, state = CASE WHEN ?5 AND state = ?6 THEN ?7 ELSE state END WHERE id = ?8 AND read = 0`,
		t.From.Name, t.From.Email, t.Subject, t.MessageID, t.Unreadable, casefile.MessageNew, casefile.MessageUnreadable, u.id)
	if err != nil || n == 0 {
		return false, err
	}
	return true, addLikeness(ctx, w, u.id, t.Likeness)
}

// addUrgencies records how urgent messages are that were just read. Somebody may
// have asked before, while they were not.
func addUrgencies(ctx context.Context, w vault.Writer, batch []*unread) error {
	var ids []string
	for _, u := range batch {
		if u.text.Urgency != nil {
			ids = append(ids, u.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	among, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	if _, err := w.Exec(ctx, "DELETE FROM urgency WHERE message IN (SELECT value FROM json_each(?))", string(among)); err != nil {
		return err
	}
	for _, u := range batch {
		if err := addUrgency(ctx, w, u.id, u.text.Urgency); err != nil {
			return err
		}
	}
	return nil
}

// addTexts makes the search find messages.
func addTexts(ctx context.Context, w vault.Writer, batch []*unread) error {
	steady := context.WithoutCancel(ctx)
	clients, err := clientsOfAll(steady, w, batch)
	if err != nil {
		return err
	}
	n, err := lastDoc(steady, w)
	if err != nil {
		return err
	}
	for _, u := range batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := u.doc().clipped()
		d.clients = clients[u.id]
		n = numberAfter(n, d.kind)
		if err := addDocAs(steady, w, n, d, u.words); err != nil {
			return err
		}
	}
	return nil
}

// clientsOfAll is clientsOf of many messages, by their ids.
func clientsOfAll(ctx context.Context, r vault.Reader, batch []*unread) (map[string][]string, error) {
	ids := make([]string, len(batch))
	for i, u := range batch {
		ids[i] = u.id
	}
	among, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	of := map[string][]string{}
	return of, r.Each(ctx, func(row vault.Rows) error {
		var id, client string
		err := row.Scan(&id, &client)
		of[id] = append(of[id], client)
		return err
	}, `SELECT DISTINCT f.message, c.client FROM json_each(?) j JOIN message_case f ON f.message = j.value JOIN case_row c ON c.id = f.case_id
		ORDER BY f.message, c.client`, string(among))
}
