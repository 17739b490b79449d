package vault

import (
	"context"
	"sync/atomic"
)

// drainAfter is after how many pages of the log, 8 MB, what stands in it is
// written back into the database while others go on writing: a pull of
// thousands of messages must not wait for each byte to be written twice.
const drainAfter = 2048

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
