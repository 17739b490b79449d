package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// What was disposed of leaves a proof or a tombstone in the events, and rows
// made of them: by those a case is known to be gone, and a message is known
// again when a server offers it.

// printSetting names the key under which tombstones know bytes again.
const printSetting = "tombstone key"

// makePrintKey draws that key where the vault has none. It is drawn once, so
// that an older backup of the vault has the same.
func (s *Store) makePrintKey(ctx context.Context, w vault.Writer) error {
	have, err := setting(ctx, w, printSetting)
	if err != nil || have != "" {
		return err
	}
	key := make([]byte, sha256.Size)
	if _, err := io.ReadFull(s.opt.Env.Random, key); err != nil {
		return err
	}
	return setSetting(ctx, w, printSetting, hex.EncodeToString(key))
}

// printer returns what makes the print of a message from the SHA-256 of its
// raw bytes: without the key nobody can try whether a text was in the vault.
func printer(ctx context.Context, r vault.Reader) (func(sha256 string) string, error) {
	text, err := setting(ctx, r, printSetting)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != sha256.Size {
		return nil, vault.ErrDamaged
	}
	return func(sum string) string {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(sum))
		return hex.EncodeToString(h.Sum(nil))
	}, nil
}

// DisposedMessage returns the id of the disposed message whose raw bytes had
// that SHA-256, and whether there is one.
func (s *Store) DisposedMessage(ctx context.Context, sha256 string) (id string, gone bool, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		printOf, err := printer(ctx, r)
		if err != nil {
			return err
		}
		ids, err := list(ctx, r, one[string], "SELECT id FROM gone_message WHERE print = ? ORDER BY id", printOf(sha256))
		if len(ids) > 0 {
			id, gone = ids[0], true
		}
		return err
	})
	return id, gone, err
}

// Disposed returns the disposal of the case of that reference or id; its Proof
// is a *[casefile.CaseDisposed].
func (s *Store) Disposed(ctx context.Context, name string) (casefile.Disposal, error) {
	all, err := s.disposals(ctx, "WHERE reference = ?1 OR id = ?1", name)
	if err == nil && len(all) == 0 {
		err = notFound("No case of that reference was disposed of.", "List the cases with casebook cases.")
	}
	if err != nil {
		return casefile.Disposal{}, err
	}
	return all[0], nil
}

// Disposals returns every case that was disposed of, the latest first.
func (s *Store) Disposals(ctx context.Context) ([]casefile.Disposal, error) {
	return s.disposals(ctx, "")
}

func (s *Store) disposals(ctx context.Context, where string, args ...any) ([]casefile.Disposal, error) {
	var all []casefile.Disposal
	err := s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
		all, err = list(ctx, r, scanDisposal, "SELECT event, happened, data FROM gone_case "+where+" ORDER BY happened DESC, reference", args...)
		return err
	})
	return all, err
}

func scanDisposal(row vault.Row) (casefile.Disposal, error) {
	var d casefile.Disposal
	var data string
	p := &casefile.CaseDisposed{}
	if err := row.Scan(&d.Event, day{&d.On}, &data); err != nil {
		return d, err
	}
	d.Proof = p
	return d, json.Unmarshal([]byte(data), p)
}

// noCase says that there is no such case, or that it was disposed of.
func noCase(ctx context.Context, r vault.Reader, name string) error {
	d, err := scanDisposal(r.QueryRow(ctx, "SELECT event, happened, data FROM gone_case WHERE reference = ?1 OR id = ?1", name))
	switch {
	case errors.Is(err, vault.ErrNoRow):
		return notFound("There is no such case.", "List the cases with casebook cases.")
	case err != nil:
		return err
	}
	return d.Gone().Err()
}

// living refuses what would happen to something that was disposed of: a
// message may be passed over once more, and nothing else.
func living(ctx context.Context, r vault.Reader, events []casefile.Event) error {
	for _, e := range events {
		table := map[casefile.StreamKind]string{casefile.CaseStream: "gone_case", casefile.MessageStream: "gone_message"}[e.Stream.Kind]
		if table == "" || e.Remains() {
			continue
		}
		var gone int
		if err := r.QueryRow(ctx, "SELECT count(*) FROM "+table+" WHERE id = ?", e.Stream.ID).Scan(&gone); err != nil {
			return err
		}
		if gone == 0 {
			continue
		}
		all, err := eventsOf(ctx, r, e.Stream)
		if err != nil {
			return err
		}
		if refused := casefile.Blocked(all); refused != nil {
			return refused.Err()
		}
	}
	return nil
}

// buryCase puts the proof of a disposed case in the place of its rows.
func (p *pass) buryCase(ctx context.Context, w vault.Writer, c casefile.Case) error {
	if err := dropCase(ctx, w, c.ID); err != nil {
		return err
	}
	data, err := json.Marshal(c.Disposed.Proof)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, "INSERT OR REPLACE INTO gone_case (id, reference, happened, event, data) VALUES (?, ?, ?, ?, ?)",
		c.ID, c.Reference, c.Disposed.On.String(), c.Disposed.Event, string(data))
	return err
}

// buryMessage puts the tombstone of a disposed message in the place of its rows.
func buryMessage(ctx context.Context, w vault.Writer, m casefile.MessageRecord) error {
	if err := dropMessage(ctx, w, m.ID); err != nil {
		return err
	}
	if _, err := w.Exec(ctx, "INSERT OR REPLACE INTO gone_message (id, print) VALUES (?, ?)", m.ID, m.Print); err != nil {
		return err
	}
	for _, at := range m.Gone {
		_, err := w.Exec(ctx, "INSERT OR IGNORE INTO gone_place (account, folder, uidvalidity, uid, message) VALUES (?, ?, ?, ?, ?)",
			at.Account, at.Folder, at.UIDValidity, at.UID, m.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
