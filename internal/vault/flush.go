package vault

import (
	"context"
	"fmt"
)

// Flush writes the log back into the database file and empties it, so that
// neither holds what was overwritten. It waits a while for callbacks that read;
// ErrBusy says that one is still at work, and that closing the vault will do it.
func (v *Vault) Flush(ctx context.Context) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	if err := v.aloneAtLog(ctx); err != nil {
		return err
	}
	defer v.emptied.busy.Store(false)
	var busy, log, done int
	err := v.db.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done)
	if err == nil && busy != 0 {
		return fmt.Errorf("%w: its log could not be emptied", ErrBusy)
	}
	return classify(ctx, err)
}
