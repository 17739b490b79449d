package vault

import (
	"context"
	"sync/atomic"
)

// drainAfter is after how many pages of the log, 384 MB, what stands in it is
// written back into the database while others go on writing. Writing back takes
// as much of the processor and the disk as writing does, so a first pull is put
// into the log alone and written back when nobody writes; only the log of a
// larger one is written back beside the writing, before a writer has to.
var drainAfter int64 = 98304

// drained is how far that is.
type drained struct {
	busy atomic.Bool
	at   atomic.Int64 // pages written to the log until then
}

// drain begins to write the log back where it has grown, and does not wait.
// Where it cannot, the next time does, or a writer once the log is very long.
func (v *Vault) drain() {
	if v.db.vfs.Logged()-v.emptied.at.Load() < drainAfter || !v.emptied.busy.CompareAndSwap(false, true) {
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

// drain writes back as much of the log as nobody needs any more, without
// waiting for anybody.
func (p *pools) drain(ctx context.Context) error {
	_, err := p.read.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	return err
}
