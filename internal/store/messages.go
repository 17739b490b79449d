package store

import (
	"context"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Messages returns the messages that answer the query, the newest first.
func (s *Store) Messages(ctx context.Context, q MessageQuery) ([]MessageRow, error) {
	var rows []MessageRow
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		rows, err = messages(ctx, r, q)
		return err
	})
	return rows, err
}

// Message returns the message of that id.
func (s *Store) Message(ctx context.Context, id string) (MessageRow, error) {
	rows, err := s.Messages(ctx, MessageQuery{ID: id})
	if err == nil && (id == "" || len(rows) == 0) {
		err = notFound("There is no such message.", "List the messages with casebook messages.")
	}
	if err != nil {
		return MessageRow{}, err
	}
	return rows[0], nil
}

// MessageBySHA returns the id of the message whose raw bytes have that SHA-256,
// and whether there is one.
func (s *Store) MessageBySHA(ctx context.Context, sha256 string) (id string, known bool, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		ids, err := list(ctx, r, one[string], "SELECT id FROM message_row WHERE sha256 = ?", sha256)
		if len(ids) > 0 {
			id, known = ids[0], true
		}
		return err
	})
	return id, known, err
}

// Held returns the UIDs of which the vault holds the messages, in ascending
// order, in one state of a folder: see RFC 9051, section 2.3.1.1.
func (s *Store) Held(ctx context.Context, account, folder string, uidvalidity uint32) ([]uint32, error) {
	var uids []uint32
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		uids, err = list(ctx, r, one[uint32],
			"SELECT uid FROM copy WHERE account = ? AND folder = ? AND uidvalidity = ? ORDER BY uid", account, folder, uidvalidity)
		return err
	})
	return uids, err
}

func messages(ctx context.Context, r vault.Reader, q MessageQuery) ([]MessageRow, error) {
	where, args := where([]condition{
		{"id = ?", q.ID},
		{"sha256 = ?", q.SHA256},
		{"state = ?", string(q.State)},
		{"id IN (SELECT message FROM message_case WHERE case_id = ?)", q.Case},
	})
	rows, err := list(ctx, r, scanMessage, `SELECT id, sha256, size, received, state, reason, from_name, from_email, subject
		FROM message_row`+where+" ORDER BY received DESC, id DESC LIMIT ? OFFSET ?", append(args, limit(q.Limit), q.Offset)...)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := places(ctx, r, &rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func scanMessage(row vault.Row) (MessageRow, error) {
	var m MessageRow
	err := row.Scan(&m.ID, &m.SHA256, &m.Size, moment{&m.Received}, &m.State, &m.Reason, &m.From.Name, &m.From.Email, &m.Subject)
	return m, err
}

// places adds where a message is: on servers and in cases.
func places(ctx context.Context, r vault.Reader, m *MessageRow) (err error) {
	m.Copies, err = list(ctx, r, scanCopy, "SELECT account, folder, uidvalidity, uid, internaldate FROM copy WHERE message = ? ORDER BY n", m.ID)
	if err != nil {
		return err
	}
	return r.Each(ctx, func(row vault.Rows) error {
		var id string
		var ref casefile.Reference
		if err := row.Scan(&id, &ref); err != nil {
			return err
		}
		m.Cases, m.References = append(m.Cases, id), append(m.References, ref)
		return nil
	}, `SELECT f.case_id, coalesce(c.reference, '') FROM message_case f LEFT JOIN case_row c ON c.id = f.case_id
		WHERE f.message = ? ORDER BY f.n`, m.ID)
}

func scanCopy(row vault.Row) (casefile.Copy, error) {
	var c casefile.Copy
	var at int64
	err := row.Scan(&c.Account, &c.Folder, &c.UIDValidity, &c.UID, &at)
	c.InternalDate = time.UnixMilli(at).UTC()
	return c, err
}
