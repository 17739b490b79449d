package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
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

// System is the system's own file system.
var System Disk = system{}

// Replace puts an empty file at path, as a backup is put there.
func Replace(path string) error {
	return atTarget(replaceFile(path, func(temp string) error {
		f, err := disk.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
		if err != nil {
			return err
		}
		return f.Close()
	}))
}
