package desk

import (
	"context"
	"errors"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// keeper puts what a mailbox holds into the vault.
type keeper struct {
	*room
	account casefile.Account
	toRead  sync.Once // there are new messages

	mu         sync.Mutex        // what follows: some is kept while some is read
	folder     map[string]string // of new messages, by their id
	passed     map[string]int    // messages that were disposed of, by folder
	again      map[string]int    // messages that were here from another place, by folder
	unreadable []string          // ids of messages in which nothing can be read
}

func (r *room) keeper(a casefile.Account) *keeper {
	return &keeper{room: r, account: a, folder: map[string]string{}, passed: map[string]int{}, again: map[string]int{}}
}

// Held implements [mailbox.Keeper].
func (k *keeper) Held(ctx context.Context, folder string, validity uint32) ([]uint32, error) {
	return k.store.Held(ctx, k.account.ID, folder, validity)
}

// Keep implements [mailbox.Keeper]: the raw bytes and the events that record
// them are written in one transaction. What is in them is read afterwards.
func (k *keeper) Keep(ctx context.Context, batch []mailbox.Fetched) error {
	return k.receive(ctx, k.pack(batch))
}

// Prepare implements [mailbox.Preparer].
func (k *keeper) Prepare(batch []mailbox.Fetched) any { return k.pack(batch) }

// KeepPrepared implements [mailbox.Preparer].
func (k *keeper) KeepPrepared(ctx context.Context, batches []any) error {
	all := make([]store.Packed, len(batches))
	for i, b := range batches {
		all[i] = b.(store.Packed)
	}
	return k.receive(ctx, store.Together(all))
}

func (k *keeper) pack(batch []mailbox.Fetched) store.Packed {
	k.toRead.Do(func() { go func() { _, _ = book.open() }() }) // it takes a while, and is wanted soon
	arrivals := make([]store.Arrival, len(batch))
	for i, f := range batch {
		arrivals[i] = store.Arrival{Copy: k.place(f.Copy), Raw: f.Raw}
	}
	packed := k.store.Pack(arrivals)
	for i := range arrivals {
		arrivals[i].Raw = nil // it waits in one form, not in two
	}
	return packed
}

func (k *keeper) receive(ctx context.Context, packed store.Packed) error {
	taken, err := k.store.ReceivePacked(ctx, k.account.Name, packed)
	arrivals := packed.Arrivals
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, t := range taken {
		switch folder := arrivals[i].Copy.Folder; {
		case t.New:
			k.folder[t.ID] = folder
		case t.Gone:
			k.passed[folder]++
		default:
			k.again[folder]++
		}
	}
	return err
}

// place completes a copy: where the server gives no date that can be read, it
// is now.
func (k *keeper) place(c casefile.Copy) casefile.Copy {
	c.Account = k.account.ID
	if c.InternalDate.IsZero() {
		c.InternalDate = k.env.Now().UTC()
	}
	return c
}

// Begin implements [mailbox.Keeper].
func (k *keeper) Begin(ctx context.Context, size int64) (mailbox.Sink, error) {
	if err := k.roomFor(ctx, func() error { return k.store.RoomForBody(ctx, size) }); err != nil {
		return nil, err
	}
	return &largeMessage{k, k.store.NewBody(ctx)}, nil
}

// largeMessage is a message that goes into the vault piece by piece.
type largeMessage struct {
	keeper *keeper
	*store.Body
}

// Keep implements [mailbox.Sink].
func (l *largeMessage) Keep(ctx context.Context, at casefile.Copy) error {
	return l.keeper.receive(ctx, l.keeper.store.Pack([]store.Arrival{{Copy: l.keeper.place(at), Body: l.Body}}))
}

// Room implements [mailbox.Keeper].
func (k *keeper) Room(ctx context.Context, messages int, bytes int64) error {
	return k.roomFor(ctx, func() error { return k.store.Room(ctx, messages, bytes) })
}

// roomFor asks whether there is room. How much it takes to read what was kept is
// a guess on the safe side: where there is too little, that is read first, and
// what it took is known.
func (k *keeper) roomFor(ctx context.Context, ask func() error) error {
	err := ask()
	if errors.Is(err, vault.ErrFull) && k.store.Unread() {
		if err := k.read(ctx); err != nil {
			return toGoOn(err, afterRoom)
		}
		err = ask()
	}
	return toGoOn(err, afterRoom)
}

const afterRoom = "Make room on it, then pull again: what had come is kept, and it goes on from there."

// toGoOn says how work goes on that was stopped before its next piece because
// there is no room for that.
func toGoOn(err error, do string) error {
	if !errors.Is(err, vault.ErrFull) {
		return err
	}
	e := *casefile.AsError(err)
	e.Do = do
	return &e
}

// read reads what was kept. It is done also where the pull was stopped or
// failed; only when the reading itself is stopped the next opening goes on.
func (k *keeper) read(ctx context.Context) error {
	done, err := k.store.Index(ctx, k.judging(ctx))
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, m := range done {
		if m.Unreadable {
			k.unreadable = append(k.unreadable, m.ID)
		}
	}
	return err
}

// cannotRead counts, by folder, the messages of this pull in which nothing could
// be read.
func (k *keeper) cannotRead() map[string]int {
	n := map[string]int{}
	for _, id := range k.unreadable {
		n[k.folder[id]]++
	}
	return n
}
