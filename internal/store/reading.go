package store

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/vault"
)

// Indexed is a message that was read for lists and the search.
type Indexed struct {
	ID         string
	Unreadable bool
}

// unread is a message that is kept and not read yet.
type unread struct {
	id, sha256 string
	raw        []byte
	text       MessageText
}

// What is read at once: so many messages, and no more bytes than fit in memory.
const (
	indexCount = 200
	indexBytes = 16 << 20
)

// Index reads what is kept and not read yet, in batches that are each a
// transaction: ended in the middle, it goes on the next time. It returns what
// it read. [Open] calls it.
func (s *Store) Index(ctx context.Context) ([]Indexed, error) {
	s.indexing.Lock()
	defer s.indexing.Unlock()
	var done []Indexed
	for {
		batch, err := s.unread(ctx)
		if err != nil || len(batch) == 0 {
			return done, err
		}
		s.readAll(batch)
		if err := s.write(ctx, func(ctx context.Context, w vault.Writer) error { return putTexts(ctx, w, batch) }); err != nil {
			return done, err
		}
		for _, u := range batch {
			done = append(done, Indexed{u.id, u.text.Unreadable})
		}
	}
}

// unread returns the next messages to be read, with their bytes.
func (s *Store) unread(ctx context.Context) (batch []unread, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		batch, err = s.nextUnread(ctx, r)
		return err
	})
	return batch, err
}

func (s *Store) nextUnread(ctx context.Context, r vault.Reader) ([]unread, error) {
	all, err := list(ctx, r, func(row vault.Row) (u unread, err error) {
		err = row.Scan(&u.id, &u.sha256)
		return u, err
	}, "SELECT id, sha256 FROM message_row WHERE read = 0 ORDER BY id LIMIT ?", indexCount)
	if err != nil {
		return nil, err
	}
	bytes := 0
	for i := range all {
		if all[i].raw, err = s.start(ctx, r, all[i].sha256); err != nil {
			return nil, err
		}
		if bytes += len(all[i].raw); bytes >= indexBytes {
			return all[:i+1], nil
		}
	}
	return all, nil
}

// start returns the beginning of a message's raw bytes, where they are still
// there: verify tells what is not.
func (s *Store) start(ctx context.Context, r vault.Reader, sha256 string) ([]byte, error) {
	b, err := findBlob(ctx, r, sha256)
	var raw []byte
	if err == nil {
		raw, err = s.opening(ctx, r, b)
	}
	if gone(err) || errors.Is(err, vault.ErrDamaged) {
		return nil, nil
	}
	return raw, err
}

// readAll reads messages on every core.
func (s *Store) readAll(batch []unread) {
	if s.opt.Read == nil {
		return
	}
	next := make(chan *unread)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for u := range next {
				if u.raw != nil {
					u.text = s.opt.Read(u.raw)
				}
				u.raw = nil
			}
		})
	}
	for i := range batch {
		next <- &batch[i]
	}
	close(next)
	all.Wait()
}

func putTexts(ctx context.Context, w vault.Writer, batch []unread) error {
	for _, u := range batch {
		if err := putText(ctx, w, u.id, u.text); err != nil {
			return err
		}
	}
	return nil
}

// indexHere reads what is left within a transaction.
func (s *Store) indexHere(ctx context.Context, w vault.Writer) error {
	for {
		batch, err := s.nextUnread(ctx, w)
		if err != nil || len(batch) == 0 {
			return err
		}
		s.readAll(batch)
		if err := putTexts(ctx, w, batch); err != nil {
			return err
		}
	}
}

// putText records what was read in a message.
func putText(ctx context.Context, w vault.Writer, id string, t MessageText) error {
	_, err := w.Exec(ctx, `UPDATE message_row SET from_name = ?1, from_email = ?2, subject = ?3, message_id = ?4, read = 1,
		unreadable = unreadable OR ?5, state = CASE WHEN ?5 AND state = ?6 THEN ?7 ELSE state END WHERE id = ?8`,
		t.From.Name, t.From.Email, t.Subject, t.MessageID, t.Unreadable, casefile.MessageNew, casefile.MessageUnreadable, id)
	if err != nil {
		return err
	}
	if err := putLikeness(ctx, w, id, t.Likeness); err != nil {
		return err
	}
	clients, err := clientsOf(ctx, w, id)
	if err != nil {
		return err
	}
	return putDoc(ctx, w, doc{
		kind: MessageHit, id: id, clients: clients,
		people: t.From.Name + "\n" + t.From.Email, subject: t.Subject, text: t.Text,
	})
}
