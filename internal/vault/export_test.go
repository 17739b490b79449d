package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
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

// CountIn opens the sealed file at path alone, reads all its pages and asks it a
// query for one number.
func CountIn(ctx context.Context, path string, dek []byte, query string) (n int, err error) {
	p, err := openDatabase(path, dek, "")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	if err := p.check(ctx); err != nil {
		return 0, err
	}
	if _, damaged, err := p.checkPages(ctx); err != nil || len(damaged) > 0 {
		return 0, fmt.Errorf("damaged pages %v, %w", damaged, err)
	}
	return n, p.write.QueryRowContext(ctx, query).Scan(&n)
}

// Finish gives a copy its name, as a backup is.
func Finish(from, to string) error {
	if err := disk.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// Rewind writes the log back without emptying it: it is begun again from its
// start, over what it held.
func (v *Vault) Rewind(ctx context.Context) error {
	_, err := v.db.write.ExecContext(ctx, "PRAGMA wal_checkpoint(FULL)")
	return err
}
