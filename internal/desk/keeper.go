package desk

import (
	"context"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
	"casebook/internal/store"
)

// keeper puts what a mailbox holds into the vault.
type keeper struct {
	*room
	account casefile.Account
	folder  map[string]string // of new messages, by their id
	passed  map[string]int    // messages that were disposed of, by folder
	again   map[string]int    // messages that were here from another place, by folder
	toRead  sync.Once         // there are new messages
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
func (k *keeper) Begin(ctx context.Context) (mailbox.Sink, error) {
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

// read reads what was kept and counts, by folder, the messages of this pull in
// which nothing could be read. It is done also where the pull was stopped or
// failed; only when the reading itself is stopped the next opening goes on.
func (k *keeper) read(ctx context.Context) (map[string]int, error) {
	unreadable := map[string]int{}
	done, err := k.store.Index(ctx, k.judging(ctx))
	for _, m := range done {
		if m.Unreadable {
			unreadable[k.folder[m.ID]]++
		}
	}
	return unreadable, err
}
