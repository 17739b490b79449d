package store

import (
	"context"
	"encoding/json"
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

// Together returns as one what was packed in several pieces, in their order.
func Together(pieces []Packed) Packed {
	if len(pieces) == 1 {
		return pieces[0]
	}
	var all Packed
	for _, p := range pieces {
		all.Arrivals, all.blobs = append(all.Arrivals, p.Arrivals...), append(all.blobs, p.blobs...)
	}
	return all
}

// ReceivePacked is [Store.Receive] for what is packed already.
func (s *Store) ReceivePacked(ctx context.Context, actor string, p Packed) ([]Taken, error) {
	arrivals, blobs := p.Arrivals, p.blobs
	var taken []Taken
	var r *receipt
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) (err error) {
		if r, err = s.receipt(ctx, w, actor); err != nil {
			return err
		}
		if err := r.look(ctx, arrivals, blobs); err != nil {
			return err
		}
		// Each statement is short, and a context that can end costs each of them
		// a goroutine: it is asked between them.
		steady := context.WithoutCancel(ctx)
		taken = make([]Taken, len(arrivals))
		for i, a := range arrivals {
			if err := ctx.Err(); err != nil {
				return err
			}
			if taken[i], err = r.take(steady, a, blobs[i]); err != nil {
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
	s.toRead(taken, blobs)
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
	// held are the messages that the vault has, by their places and by the
	// SHA-256 of their bytes, as far as they are offered now.
	held map[casefile.Place]string
	same map[string]string
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

// look finds out which of the arrivals the vault has.
func (r *receipt) look(ctx context.Context, arrivals []Arrival, blobs []packed) error {
	r.held, r.same = map[casefile.Place]string{}, map[string]string{}
	folders := map[casefile.Place][]uint32{}
	sums := make([]string, len(blobs))
	for i, a := range arrivals {
		folder := a.Copy.Place()
		folder.UID = 0
		folders[folder], sums[i] = append(folders[folder], a.Copy.UID), blobs[i].name
	}
	for folder, uids := range folders {
		if err := r.lookAt(ctx, folder, uids); err != nil {
			return err
		}
	}
	among, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	return r.w.Each(ctx, func(row vault.Rows) error {
		var sum, id string
		err := row.Scan(&sum, &id)
		r.same[sum] = id
		return err
	}, "SELECT sha256, id FROM message_row WHERE sha256 IN (SELECT value FROM json_each(?))", string(among))
}

// lookAt finds the messages at some places of a folder.
func (r *receipt) lookAt(ctx context.Context, folder casefile.Place, uids []uint32) error {
	among, err := json.Marshal(uids)
	if err != nil {
		return err
	}
	return r.w.Each(ctx, func(row vault.Rows) error {
		at, id := folder, ""
		err := row.Scan(&at.UID, &id)
		r.held[at] = id
		return err
	}, `SELECT uid, message FROM copy WHERE account = ? AND folder = ? AND uidvalidity = ?
		AND uid IN (SELECT value FROM json_each(?))`, folder.Account, folder.Folder, folder.UIDValidity, string(among))
}

func (r *receipt) take(ctx context.Context, a Arrival, p packed) (Taken, error) {
	c := a.Copy
	if id := r.held[c.Place()]; id != "" {
		return Taken{ID: id}, nil
	}
	if id := r.same[p.name]; id != "" {
		r.held[c.Place()] = id
		return Taken{ID: id}, r.again(ctx, id, c)
	}
	if r.anyGone {
		var id string
		err := r.w.QueryRow(ctx, "SELECT id FROM gone_message WHERE print = ? ORDER BY id LIMIT 1", r.print(p.name)).Scan(&id)
		switch {
		case err == nil:
			return Taken{ID: id, Gone: true}, r.passed(ctx, id, c)
		case !errors.Is(err, vault.ErrNoRow):
			return Taken{}, err
		}
	}
	id := r.s.opt.Env.NewID()
	r.held[c.Place()], r.same[p.name] = id, id
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
	if !slices.Contains(r.copied, stream) {
		r.copied = append(r.copied, stream)
	}
	return nil
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
	received := &casefile.MessageReceived{SHA256: p.name, Size: p.size, Copy: a.Copy}
	e, err := r.seal(ctx, stream, a.Copy, received)
	if err != nil {
		return err
	}
	if _, err := r.w.Exec(ctx, "INSERT INTO blob_use (sha256, event) VALUES (?, ?)", p.name, e.ID); err != nil {
		return err
	}
	m := casefile.FoldReceived(e, received)
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
