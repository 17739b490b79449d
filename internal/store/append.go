package store

import (
	"context"
	"encoding/json"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Act is what is kept together or not at all.
type Act struct {
	Actor  string           // who did it; [Options].Actor where empty
	Events []casefile.Event // from [casefile.NewEvent], in their order
	Blobs  [][]byte         // the contents that events name by their SHA-256
	// Expect holds how many events of a stream the caller had seen. If there
	// are more by now the act is a Conflict: it was decided on old knowledge.
	Expect map[casefile.Stream]int
	// Secrets are the passwords that change with it, by account: see [Store.SetSecret].
	Secrets map[string][]byte
}

// Append keeps an act and returns its events as they were sealed. When it
// returns, they are on the disk.
func (s *Store) Append(ctx context.Context, act Act) ([]casefile.Event, error) {
	var sealed []casefile.Event
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) (err error) {
		sealed, err = s.append(ctx, w, act)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.kept(sealed)
	return sealed, nil
}

// kept tells whoever asked for it which events are on the disk.
func (s *Store) kept(events []casefile.Event) {
	if s.opt.Kept != nil {
		s.opt.Kept(events)
	}
}

func (s *Store) append(ctx context.Context, w vault.Writer, act Act) ([]casefile.Event, error) {
	if err := s.clockRight(ctx, w); err != nil {
		return nil, err
	}
	sealed, err := s.seal(ctx, w, act)
	if err != nil {
		return nil, err
	}
	streams := touched(sealed)
	changes, err := s.changes(ctx, w, sealed)
	if err != nil {
		return nil, err
	}
	if err := s.fold(ctx, w, streams); err != nil {
		return nil, err
	}
	return sealed, s.recordChanges(ctx, w, act.Actor, changes)
}

// seal keeps an act and leaves the read rows as they are.
func (s *Store) seal(ctx context.Context, w vault.Writer, act Act) ([]casefile.Event, error) {
	if err := expect(ctx, w, act.Expect); err != nil {
		return nil, err
	}
	if err := living(ctx, w, act.Events); err != nil {
		return nil, err
	}
	for _, b := range act.Blobs {
		if err := s.putBlob(ctx, w, b); err != nil {
			return nil, err
		}
	}
	for account, secret := range act.Secrets {
		if err := s.putSecret(ctx, w, account, secret); err != nil {
			return nil, err
		}
	}
	at, _, err := device(ctx, w)
	if err != nil {
		return nil, err
	}
	c, err := s.head(ctx, w, at)
	if err != nil {
		return nil, err
	}
	actor := act.Actor
	if actor == "" {
		actor = s.opt.Actor
	}
	sealed := make([]casefile.Event, len(act.Events))
	for i, e := range act.Events {
		if sealed[i], err = c.add(ctx, w, e, actor); err != nil {
			return nil, err
		}
		if err := useBlob(ctx, w, sealed[i]); err != nil {
			return nil, err
		}
	}
	if len(sealed) == 0 {
		return sealed, nil
	}
	return sealed, c.note(ctx, w)
}

// expect compares the number of events of each stream with what a caller saw.
func expect(ctx context.Context, r vault.Reader, seen map[casefile.Stream]int) error {
	for stream, want := range seen {
		var have int
		err := r.QueryRow(ctx, "SELECT count(*) FROM event WHERE kind = ? AND stream = ?", stream.Kind, stream.ID).Scan(&have)
		if err != nil {
			return err
		}
		if have != want {
			return &casefile.Error{
				Kind: casefile.Conflict, What: "This has changed since you looked at it; nothing was saved.",
				Do:  "Look at it again, then repeat what is still needed.",
				Err: fmt.Errorf("stream %s %s has %d events, the caller saw %d", stream.Kind, stream.ID, have, want),
			}
		}
	}
	return nil
}

// touched returns the streams of the events, each once, in order.
func touched(events []casefile.Event) []casefile.Stream {
	var out []casefile.Stream
	seen := map[casefile.Stream]bool{}
	for _, e := range events {
		if !seen[e.Stream] {
			seen[e.Stream] = true
			out = append(out, e.Stream)
		}
	}
	return out
}

// blobOf returns the blob that an event names, or "". It asks the data and not
// the type, so that blobs of types yet to come are known as well.
func blobOf(e casefile.Event) string {
	var named struct {
		SHA256 string `json:"sha256"`
	}
	if e.Data == nil || json.Unmarshal(e.Data, &named) != nil {
		return ""
	}
	return named.SHA256
}

// useBlob records that an event needs the blob it names, which must be there.
func useBlob(ctx context.Context, w vault.Writer, e casefile.Event) error {
	sha := blobOf(e)
	if sha == "" {
		return nil
	}
	var there int
	if err := w.QueryRow(ctx, "SELECT count(*) FROM blob WHERE sha256 = ?", sha).Scan(&there); err != nil {
		return err
	}
	if there == 0 {
		return fmt.Errorf("store: an event of type %s names a blob that was not given", e.Type)
	}
	_, err := w.Exec(ctx, "INSERT INTO blob_use (sha256, event) VALUES (?, ?)", sha, e.ID)
	return err
}
