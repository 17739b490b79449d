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
	at      TEXT NOT NULL,
	kind    TEXT NOT NULL,    -- [casefile.Kind]
	answers INTEGER NOT NULL
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
			err := row.Scan(&id, &u.Class, day{&u.By}, moment{&u.At}, &u.Kind, &u.Answers)
			known[id] = u
			return err
		}, `SELECT u.message, u.class, u.by, u.at, u.kind, u.answers FROM message_row m JOIN urgency u ON u.message = m.id
			WHERE m.state IN (?, ?)`, casefile.MessageNew, casefile.MessageUnreadable)
	})
	return known, err
}

// KeepUrgencies keeps how urgent messages are, by their ids, in place of what was
// known.
func (s *Store) KeepUrgencies(ctx context.Context, by map[string]casefile.Urgency) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		for id, u := range by {
			if _, err := w.Exec(ctx, "DELETE FROM urgency WHERE message = ?", id); err != nil {
				return err
			}
			_, err := w.Exec(ctx, "INSERT INTO urgency (message, class, by, at, kind, answers) SELECT id, ?, ?, ?, ?, ? FROM message_row WHERE id = ?",
				u.Class, u.By.String(), u.At.String(), u.Kind, u.Answers, id) // nothing where it was disposed of meanwhile
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// addUrgency records how urgent a message is of which that is not recorded.
func addUrgency(ctx context.Context, w vault.Writer, id string, u *casefile.Urgency) error {
	if u == nil {
		return nil
	}
	_, err := w.Exec(ctx, "INSERT INTO urgency (message, class, by, at, kind, answers) VALUES (?, ?, ?, ?, ?, ?)",
		id, u.Class, u.By.String(), u.At.String(), u.Kind, u.Answers)
	return err
}
