package vault

import (
	"bytes"
	"context"
	"time"
)

// What tests of this package see that others do not.

// CopyTo writes a sealed copy of the vault's database.
func (v *Vault) CopyTo(ctx context.Context, path string) error { return v.db.copyTo(ctx, path, v.dek) }

// CopyUnder writes a copy of the vault's database sealed with another key.
func (v *Vault) CopyUnder(ctx context.Context, path string, dek []byte) error {
	return v.db.copyTo(ctx, path, dek)
}

// DecryptTo writes a plain copy of the vault's database.
func (v *Vault) DecryptTo(ctx context.Context, path string) error { return v.db.decryptTo(ctx, path) }

// Checkpoint writes the log back.
func (v *Vault) Checkpoint(ctx context.Context) error { return v.db.checkpoint(ctx) }

// Key returns the data key.
func (v *Vault) Key() []byte { return bytes.Clone(v.dek) }

// Rewind writes the log back without emptying it: it is begun again from its
// start, over what it held.
func (v *Vault) Rewind(ctx context.Context) error {
	_, err := v.db.write.ExecContext(ctx, "PRAGMA wal_checkpoint(FULL)")
	return err
}

// Idle sets how long nobody must have written before the log is emptied.
func (v *Vault) Idle(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.idle = d
}
