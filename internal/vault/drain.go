package vault

import (
	"context"
	"sync/atomic"
	"time"
)

// drainAfter is after how many pages of the log, 8 MB, what stands in it is
// written back into the database while others go on writing, so that the log is
// begun again before it grows: to sync what lies within a file is quicker than
// what makes it longer.
const drainAfter = 2048

// Where a transaction itself writes so many pages, 2 MB, more follow, as in a
// first pull, and a smaller one among them changes nothing. Writing them back
// takes as much of processor and disk as writing them, so it waits for a lull,
// or until the log holds 448 MB, before a writer has to do it.
const (
	bulk      = 512
	bulkAfter = 114688
	lull      = time.Second
)

// drained is how far that is.
type drained struct {
	busy atomic.Bool
	at   atomic.Int64 // pages written to the log until then
	seen atomic.Int64 // and until the last transaction ended
	much atomic.Bool  // the last transaction was large
}

// drain begins to write the log back where it has grown, and does not wait.
// Where it cannot, the next time does, or a writer once the log is very long.
func (v *Vault) drain() {
	logged := v.db.vfs.Logged()
	much := logged-v.emptied.seen.Swap(logged) >= bulk
	if before := v.emptied.much.Swap(much); before || much || v.rushes.Load() > 0 {
		v.drainFrom(bulkAfter)
	} else {
		v.drainFrom(drainAfter)
	}
}

// Rush says that more is about to be written, however long it takes to prepare:
// until end is called there is no lull.
func (v *Vault) Rush() (end func()) {
	v.rushes.Add(1)
	return func() {
		v.rushes.Add(-1)
		v.wrote()
	}
}

// pauses begins to write the log back in a lull.
func (v *Vault) pauses() {
	if v.rushes.Load() == 0 {
		v.drainFrom(drainAfter)
	}
}

// drainFrom is drain where so many pages wait.
func (v *Vault) drainFrom(pages int64) {
	if v.db.vfs.Logged()-v.emptied.at.Load() < pages || !v.emptied.busy.CompareAndSwap(false, true) {
		return
	}
	if v.enter() != nil {
		v.emptied.busy.Store(false)
		return
	}
	go func() {
		defer v.inside.Done()
		defer v.emptied.busy.Store(false)
		upTo := v.db.vfs.Logged()
		if v.db.drain(context.Background()) == nil {
			v.emptied.at.Store(upTo)
		}
	}()
}

// aloneAtLog waits until nobody writes the log back, and lets nobody else until
// busy is false again: SQLite does not wait for another that is at it.
func (v *Vault) aloneAtLog(ctx context.Context) error {
	for !v.emptied.busy.CompareAndSwap(false, true) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lull / 20):
		}
	}
	return nil
}

// drain writes back as much of the log as nobody needs any more, without
// waiting for anybody.
func (p *pools) drain(ctx context.Context) error {
	_, err := p.read.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	return err
}
