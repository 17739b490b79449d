package store

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"casebook/internal/civil"
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
	size       int
	received   civil.Moment
	raw        []byte // or what is left of it without what reading does without
	whole      bool   // nothing else was left out
	text       MessageText
	words      written
}

// doc is what the search holds of it.
func (u *unread) doc() doc {
	t := u.text
	return doc{kind: MessageHit, id: u.id, people: t.From.Name + "\n" + t.From.Email, subject: t.Subject, text: t.Text}
}

// What is read at once: so many messages, and no more bytes than fit in memory.
// While one batch is written the next is read.
const (
	indexCount = 1000
	indexBytes = 16 << 20
)

// manyAtOnce is how many messages are so many that nothing is merged in the
// indexes before all have come; FTS5 does it little by little where few do.
const manyAtOnce = 500

// Index reads what is kept and not read yet, in batches that are each a
// transaction: ended in the middle, it goes on the next time. It returns what
// it read. [Open] calls it. read may be nil: then it is read as [Options.Read]
// does, and how urgent it is, is not asked.
func (s *Store) Index(ctx context.Context, read Reading) ([]Indexed, error) {
	if read == nil {
		read = s.plainly()
	}
	s.indexing.Lock()
	defer s.indexing.Unlock()
	defer s.fresh.forget()
	defer s.v.Rush()()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	many, err := s.unmerged(ctx)
	if err != nil {
		return nil, err
	}
	var done []Indexed
	for {
		n, before := len(done), s.unread.Load()
		for b := range s.batches(ctx, read) {
			if b.err != nil {
				return done, b.err
			}
			begin := !many && len(done)+len(b.messages) >= manyAtOnce
			if err := s.putBatch(ctx, b, begin); err != nil {
				return done, err
			}
			many = many || begin
			for _, u := range b.messages {
				done = append(done, Indexed{u.id, u.text.Unreadable})
			}
		}
		if ctx.Err() != nil {
			break
		}
		if len(done) == n { // nothing came meanwhile
			s.unread.Add(-before)
			break
		}
	}
	if err := ctx.Err(); err != nil || !many {
		return done, Problem(err)
	}
	return done, unlessFull(s.write(ctx, mergeAgain)) // all is found without it
}

// batch is some messages that were read.
type batch struct {
	messages []unread
	err      error
}

// putBatch records what was read; where that begins to be many messages, FTS5
// is not to merge before all have come.
func (s *Store) putBatch(ctx context.Context, b batch, begin bool) error {
	return s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		if begin {
			if err := allAtOnce.set(ctx, w); err != nil {
				return err
			}
		}
		return putTexts(ctx, w, b.messages)
	})
}

// batches reads, one batch ahead, what is not read yet.
func (s *Store) batches(ctx context.Context, read Reading) <-chan batch {
	out := make(chan batch)
	go func() {
		defer close(out)
		for after := ""; ; {
			var b batch
			b.err = s.read(ctx, func(ctx context.Context, r vault.Reader) (err error) {
				b.messages, err = s.nextUnread(ctx, r, after)
				return err
			})
			if b.err == nil && len(b.messages) == 0 {
				return
			}
			s.readAll(b.messages, read)
			select {
			case out <- b:
			case <-ctx.Done():
				return
			}
			if b.err != nil {
				return
			}
			after = b.messages[len(b.messages)-1].id
		}
	}()
	return out
}

// nextUnread returns the next messages to be read behind the one of that id,
// with their bytes.
func (s *Store) nextUnread(ctx context.Context, r vault.Reader, after string) ([]unread, error) {
	all, err := list(ctx, r, func(row vault.Row) (u unread, err error) {
		err = row.Scan(&u.id, &u.sha256, &u.size, moment{&u.received})
		return u, err
	}, "SELECT id, sha256, size, received FROM message_row WHERE read = 0 AND id > ? ORDER BY id LIMIT ?", after, indexCount)
	if err != nil {
		return nil, err
	}
	bytes := 0
	for i := range all {
		u := &all[i]
		if u.raw, u.whole = s.fresh.take(u.sha256); !u.whole {
			if u.raw, err = s.start(ctx, r, u.sha256); err != nil {
				return nil, err
			}
			u.whole = len(u.raw) == u.size
		}
		if bytes += len(u.raw); bytes >= indexBytes {
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

// plainly is the reading of which no urgency is asked; nil reads nothing.
func (s *Store) plainly() Reading {
	if s.opt.Read == nil {
		return nil
	}
	return func(raw []byte, _ civil.Moment) MessageText { return s.opt.Read(raw) }
}

// readAll reads messages on every core.
func (s *Store) readAll(batch []unread, read Reading) {
	if read == nil {
		return
	}
	next := make(chan *unread)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			set := newWordSet()
			for u := range next {
				if u.raw != nil {
					u.text = read(u.raw, u.received)
				}
				if !u.whole { // it takes all of it to say how urgent it is
					u.text.Urgency = nil
				}
				u.raw, u.words = nil, u.doc().write(set)
			}
		})
	}
	for i := range batch {
		next <- &batch[i]
	}
	close(next)
	all.Wait()
}

// indexHere reads what is left within a transaction.
func (s *Store) indexHere(ctx context.Context, w vault.Writer) error {
	for {
		batch, err := s.nextUnread(ctx, w, "")
		if err != nil || len(batch) == 0 {
			return err
		}
		s.readAll(batch, s.plainly())
		if err := putTexts(ctx, w, batch); err != nil {
			return err
		}
	}
}
