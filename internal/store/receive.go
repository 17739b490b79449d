package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// Arrival is one copy of a message that was fetched from a server.
type Arrival struct {
	Copy casefile.Copy
	Raw  []byte
	Body *Body // in place of Raw where the message is large
}

// Taken is what became of an arrival.
type Taken struct {
	ID  string // of the message
	New bool   // its bytes were not in the vault before
	// Gone reports that the message was disposed of: it stays so, and where it
	// was offered is noted.
	Gone bool
}

// Receive keeps messages and their places on servers, in one transaction: when
// it returns they are on the disk. A copy that is recorded changes nothing;
// bytes that are known get another copy. What is in a new message is read by
// [Store.Index] afterwards.
func (s *Store) Receive(ctx context.Context, actor string, arrivals []Arrival) ([]Taken, error) {
	return s.ReceivePacked(ctx, actor, s.Pack(arrivals))
}

// Packed are arrivals ready to be kept: hashed and compressed.
type Packed struct {
	Arrivals []Arrival
	blobs    []packed
}

// Pack does what of [Store.Receive] needs no vault, on every core.
func (s *Store) Pack(arrivals []Arrival) Packed { return Packed{arrivals, s.packAll(arrivals)} }

// ReceivePacked is [Store.Receive] for what is packed already.
func (s *Store) ReceivePacked(ctx context.Context, actor string, p Packed) ([]Taken, error) {
	arrivals, blobs := p.Arrivals, p.blobs
	var taken []Taken
	var r *receipt
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) (err error) {
		if r, err = s.receipt(ctx, w, actor); err != nil {
			return err
		}
		taken = make([]Taken, len(arrivals))
		for i, a := range arrivals {
			if taken[i], err = r.take(ctx, a, blobs[i]); err != nil {
				return err
			}
		}
		if err := r.chain.note(ctx, w); err != nil {
			return err
		}
		return s.fold(ctx, w, r.copied)
	})
	if err != nil {
		return nil, err
	}
	s.kept(r.sealed)
	for _, a := range arrivals {
		if a.Body != nil {
			a.Body.kept = true
		}
	}
	return taken, nil
}

// packAll compresses messages on every core, before the vault is locked.
func (s *Store) packAll(arrivals []Arrival) []packed {
	out := make([]packed, len(arrivals))
	var next sync.Mutex
	at := -1
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(arrivals)) {
		all.Go(func() {
			for {
				next.Lock()
				at++
				i := at
				next.Unlock()
				if i >= len(arrivals) {
					return
				}
				if b := arrivals[i].Body; b != nil {
					out[i] = packed{name: b.name(), size: b.size}
				} else {
					out[i] = s.pack(arrivals[i].Raw)
					s.fresh.keep(out[i].name, arrivals[i].Raw, s.opt.Light)
				}
			}
		})
	}
	all.Wait()
	return out
}

// receipt is the keeping of some arrivals.
type receipt struct {
	s      *Store
	w      vault.Writer
	chain  chain
	actor  string
	sealed []casefile.Event
	copied []casefile.Stream // messages that got another copy
	// print is what a tombstone keeps of the SHA-256 of raw bytes.
	print   func(sha256 string) string
	anyGone bool // there are tombstones
}

func (s *Store) receipt(ctx context.Context, w vault.Writer, actor string) (*receipt, error) {
	at, _, err := device(ctx, w)
	if err != nil {
		return nil, err
	}
	c, err := s.head(ctx, w, at)
	if err != nil {
		return nil, err
	}
	printOf, err := printer(ctx, w)
	if err != nil {
		return nil, err
	}
	r := &receipt{s: s, w: w, chain: c, actor: actor, print: printOf}
	return r, w.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM gone_message)").Scan(&r.anyGone)
}

func (r *receipt) take(ctx context.Context, a Arrival, p packed) (Taken, error) {
	c := a.Copy
	var id, same string
	err := r.w.QueryRow(ctx, `SELECT coalesce((SELECT message FROM copy WHERE account = ? AND folder = ? AND uidvalidity = ? AND uid = ?), ''),
		coalesce((SELECT id FROM message_row WHERE sha256 = ?), '')`, c.Account, c.Folder, c.UIDValidity, c.UID, p.name).Scan(&id, &same)
	switch {
	case err != nil || id != "":
		return Taken{ID: id}, err
	case same != "":
		return Taken{ID: same}, r.again(ctx, same, c)
	}
	if r.anyGone {
		err = r.w.QueryRow(ctx, "SELECT id FROM gone_message WHERE print = ? ORDER BY id LIMIT 1", r.print(p.name)).Scan(&id)
		switch {
		case err == nil:
			return Taken{ID: id, Gone: true}, r.passed(ctx, id, c)
		case !errors.Is(err, vault.ErrNoRow):
			return Taken{}, err
		}
	}
	id = r.s.opt.Env.NewID()
	return Taken{ID: id, New: true}, r.first(ctx, id, a, p)
}

// passed notes where a server offers a message that was disposed of.
func (r *receipt) passed(ctx context.Context, id string, c casefile.Copy) error {
	stream := casefile.Stream{Kind: casefile.MessageStream, ID: id}
	if _, err := r.seal(ctx, stream, c, &casefile.MessagePassed{Place: c.Place()}); err != nil {
		return err
	}
	if !slices.Contains(r.copied, stream) {
		r.copied = append(r.copied, stream)
	}
	return nil
}

// again records another copy of a message.
func (r *receipt) again(ctx context.Context, id string, c casefile.Copy) error {
	stream := casefile.Stream{Kind: casefile.MessageStream, ID: id}
	if _, err := r.seal(ctx, stream, c, &casefile.MessageCopied{Copy: c}); err != nil {
		return err
	}
	// Rows are made at the end, but for this: another copy in the same act must
	// find this one.
	if !slices.Contains(r.copied, stream) {
		r.copied = append(r.copied, stream)
	}
	_, err := r.w.Exec(ctx, "INSERT INTO copy (account, folder, uidvalidity, uid, message, internaldate, n) VALUES (?, ?, ?, ?, ?, ?, 0)",
		c.Account, c.Folder, c.UIDValidity, c.UID, id, c.InternalDate.UnixMilli())
	return err
}

// first records a message that was not in the vault.
func (r *receipt) first(ctx context.Context, id string, a Arrival, p packed) error {
	if a.Body != nil {
		if err := a.Body.put(ctx, r.w); err != nil {
			return err
		}
	} else if err := putPacked(ctx, r.w, p); err != nil {
		return err
	}
	stream := casefile.Stream{Kind: casefile.MessageStream, ID: id}
	e, err := r.seal(ctx, stream, a.Copy, &casefile.MessageReceived{SHA256: p.name, Size: p.size, Copy: a.Copy})
	if err != nil {
		return err
	}
	if _, err := r.w.Exec(ctx, "INSERT INTO blob_use (sha256, event) VALUES (?, ?)", p.name, e.ID); err != nil {
		return err
	}
	m, err := casefile.FoldMessage([]casefile.Event{e})
	if err != nil {
		return err
	}
	if err := putUnread(ctx, r.w, m); err != nil {
		return err
	}
	return addCopies(ctx, r.w, m)
}

func (r *receipt) seal(ctx context.Context, stream casefile.Stream, c casefile.Copy, p casefile.Payload) (casefile.Event, error) {
	e, err := casefile.NewEvent(stream, civil.At(c.InternalDate), p)
	if err != nil {
		return e, err
	}
	if e, err = r.chain.add(ctx, r.w, e, r.actor); err == nil {
		r.sealed = append(r.sealed, e)
	}
	return e, err
}
