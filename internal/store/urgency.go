package store

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// urgencyTable holds how urgent messages are that wait for a decision. It says
// what was thought of a message when it was read, against the record of that
// time: so it is no read row, which events alone make, but kept until it is
// asked for, and worked out then where it is missing.
const urgencyTable = `
CREATE TABLE urgency (
	message TEXT NOT NULL PRIMARY KEY,
	class   INTEGER NOT NULL, -- [casefile.UrgencyClass]
	by      TEXT NOT NULL,
	at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

// Urgencies returns how urgent the messages are that wait for a decision, by
// their ids, so far as it is known.
func (s *Store) Urgencies(ctx context.Context) (map[string]casefile.Urgency, error) {
	known := map[string]casefile.Urgency{}
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		return r.Each(ctx, func(row vault.Rows) error {
			var id string
			var u casefile.Urgency
			err := row.Scan(&id, &u.Class, day{&u.By}, moment{&u.At})
			known[id] = u
			return err
		}, `SELECT u.message, u.class, u.by, u.at FROM message_row m JOIN urgency u ON u.message = m.id
			WHERE m.state IN (?, ?)`, casefile.MessageNew, casefile.MessageUnreadable)
	})
	return known, err
}

// KeepUrgencies keeps how urgent messages are, by their ids.
func (s *Store) KeepUrgencies(ctx context.Context, by map[string]casefile.Urgency) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		for id, u := range by {
			if err := putUrgency(ctx, w, id, u); err != nil {
				return err
			}
		}
		return nil
	})
}

// putUrgency keeps how urgent a message is, where it is still there.
func putUrgency(ctx context.Context, w vault.Writer, id string, u casefile.Urgency) error {
	_, err := w.Exec(ctx, `INSERT OR REPLACE INTO urgency (message, class, by, at)
		SELECT id, ?, ?, ? FROM message_row WHERE id = ?`, u.Class, u.By.String(), u.At.String(), id)
	return err
}
