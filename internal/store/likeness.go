package store

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// likenessTable holds by what messages are known to be probably the same,
// though their bytes differ. It is a hint for a person: nothing is merged.
const likenessTable = `
CREATE TABLE message_like (
	message  TEXT NOT NULL PRIMARY KEY,
	likeness TEXT NOT NULL -- [MessageText.Likeness]
) STRICT, WITHOUT ROWID;
CREATE INDEX message_like_likeness ON message_like (likeness, message);
`

// mostAlike bounds how many messages one points at: somebody may send the same
// thousands of times.
const mostAlike = 20

// addLikeness records what was read in a message, "" for too little to tell by.
func addLikeness(ctx context.Context, w vault.Writer, id, likeness string) error {
	if likeness == "" {
		return nil
	}
	_, err := w.Exec(ctx, "INSERT INTO message_like (message, likeness) VALUES (?, ?)", id, likeness)
	return err
}

// alike points messages at those that are probably the same. among are their
// ids as JSON.
func alike(ctx context.Context, r vault.Reader, at map[string]*MessageRow, among string) error {
	return r.Each(ctx, func(row vault.Rows) error {
		var id, other string
		if err := row.Scan(&id, &other); err != nil {
			return err
		}
		at[id].Alike = append(at[id].Alike, other)
		return nil
	}, `SELECT a.message, b.message FROM json_each(?) j CROSS JOIN message_like a ON a.message = j.value
		JOIN message_like b ON b.message IN (SELECT message FROM message_like c WHERE c.likeness = a.likeness ORDER BY message LIMIT ?)
		WHERE b.message <> a.message AND EXISTS (SELECT 1 FROM message_like d WHERE d.likeness = a.likeness AND d.message <> a.message)
		ORDER BY j.key, b.message`, among, mostAlike)
}

// Alike returns the messages that are probably the same as one, the oldest
// first.
func (s *Store) Alike(ctx context.Context, m MessageRow) ([]MessageRow, error) {
	var rows []MessageRow
	for _, id := range m.Alike {
		row, err := s.Message(ctx, id)
		if casefile.IsKind(err, casefile.NotFound) {
			continue // disposed of meanwhile
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
