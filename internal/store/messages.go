package store

import (
	"context"
	"encoding/json"
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

// ToDecide returns those of these Message-IDs that are here and still to be
// decided, the oldest first, without the message of that id.
func (s *Store) ToDecide(ctx context.Context, but string, messageIDs []string) ([]MessageRow, error) {
	if len(messageIDs) == 0 {
		return nil, nil
	}
	named, err := json.Marshal(messageIDs)
	if err != nil {
		return nil, err
	}
	var rows []MessageRow
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		ids, err := list(ctx, r, one[string], `SELECT id FROM message_row
			WHERE message_id IN (SELECT value FROM json_each(?)) AND message_id <> '' AND id <> ? AND state IN (?, ?)
			ORDER BY received, id`, string(named), but, casefile.MessageNew, casefile.MessageUnreadable)
		if err != nil {
			return err
		}
		for _, id := range ids {
			found, err := messages(ctx, r, MessageQuery{ID: id})
			if err != nil {
				return err
			}
			rows = append(rows, found...)
		}
		return nil
	})
	return rows, err
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

// Held returns the UIDs of which the vault holds the messages, or has disposed
// of them, in ascending order, in one state of a folder: see RFC 9051, section
// 2.3.1.1.
func (s *Store) Held(ctx context.Context, account, folder string, uidvalidity uint32) ([]uint32, error) {
	var uids []uint32
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		uids, err = list(ctx, r, one[uint32],
			`SELECT uid FROM copy WHERE account = ?1 AND folder = ?2 AND uidvalidity = ?3
			UNION SELECT uid FROM gone_place WHERE account = ?1 AND folder = ?2 AND uidvalidity = ?3 ORDER BY uid`, account, folder, uidvalidity)
		return err
	})
	return uids, err
}

func messages(ctx context.Context, r vault.Reader, q MessageQuery) ([]MessageRow, error) {
	where, args := where([]condition{
		{"id = ?", q.ID},
		{"sha256 = ?", q.SHA256},
		{"state = ?", string(q.State)},
		{"outgoing = ?", yes(q.Outgoing)},
		{"junk = ?", yes(q.Junk)},
		{"id IN (SELECT message FROM message_case WHERE case_id = ?)", q.Case},
	})
	if a := q.After; a != nil {
		where = and(where) + "(received, id) < (?, ?)"
		args = append(args, a.Received.String(), a.ID)
	}
	rows, err := list(ctx, r, scanMessage, `SELECT id, sha256, size, received, state, reason, outgoing, junk, unreadable, from_name, from_email, subject
		FROM message_row`+where+" ORDER BY received DESC, id DESC LIMIT ?", append(args, limit(q.Limit))...)
	if err != nil {
		return nil, err
	}
	return rows, places(ctx, r, rows)
}

// yes is the value of a column that must be set, "" where it does not matter.
func yes(wanted bool) string {
	if wanted {
		return "1"
	}
	return ""
}

func scanMessage(row vault.Row) (MessageRow, error) {
	var m MessageRow
	err := row.Scan(&m.ID, &m.SHA256, &m.Size, moment{&m.Received}, &m.State, &m.Reason, &m.Outgoing, &m.Junk, &m.Unreadable, &m.From.Name, &m.From.Email, &m.Subject)
	return m, err
}

// places adds to messages where they are: on servers and in cases.
func places(ctx context.Context, r vault.Reader, messages []MessageRow) error {
	at := make(map[string]*MessageRow, len(messages))
	ids := make([]string, len(messages))
	for i := range messages {
		ids[i] = messages[i].ID
		at[ids[i]] = &messages[i]
	}
	among, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	err = r.Each(ctx, func(row vault.Rows) error {
		var id string
		var c casefile.Copy
		var ms int64
		if err := row.Scan(&id, &c.Account, &c.Folder, &c.UIDValidity, &c.UID, &ms); err != nil {
			return err
		}
		c.InternalDate = time.UnixMilli(ms).UTC()
		at[id].Copies = append(at[id].Copies, c)
		return nil
	}, `SELECT c.message, c.account, c.folder, c.uidvalidity, c.uid, c.internaldate FROM json_each(?) j
		CROSS JOIN copy c ON c.message = j.value ORDER BY j.key, c.n`, string(among))
	if err != nil {
		return err
	}
	if err := alike(ctx, r, at, string(among)); err != nil {
		return err
	}
	return r.Each(ctx, func(row vault.Rows) error {
		var id, in string
		var ref casefile.Reference
		if err := row.Scan(&id, &in, &ref); err != nil {
			return err
		}
		m := at[id]
		m.Cases, m.References = append(m.Cases, in), append(m.References, ref)
		return nil
	}, `SELECT f.message, f.case_id, coalesce(c.reference, '') FROM json_each(?) j
		CROSS JOIN message_case f ON f.message = j.value LEFT JOIN case_row c ON c.id = f.case_id ORDER BY j.key, f.n`, string(among))
}
