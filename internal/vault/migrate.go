package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Migrate brings the database to the last of the steps, which are statements
// of SQL and only ever grow in number; each runs in a transaction of its own,
// and one that was interrupted goes on where it was. A database beyond the last
// step is left alone: ErrNewer.
//
// Before the first step a vault that has something in it is backed up into its
// own folder, under the name before-update.backup. When the last step is done
// and the database is found whole the backup goes; where that fails it stays,
// and Restore takes it.
func (v *Vault) Migrate(ctx context.Context, steps []string) error {
	version, err := v.version(ctx)
	switch {
	case err != nil:
		return err
	case version < 0:
		return fmt.Errorf("%w: its database has version %d", ErrDamaged, version)
	case version > len(steps):
		return fmt.Errorf("%w: its database has version %d", ErrNewer, version)
	case version > 0 && version < len(steps):
		if err := v.backupOnce(ctx); err != nil {
			return err
		}
	}
	for ; version < len(steps); version++ {
		if err := v.step(ctx, version, steps[version]); err != nil {
			return err
		}
	}
	return v.migrated(ctx)
}

// version returns how many steps the database has seen.
func (v *Vault) version(ctx context.Context) (n int, err error) {
	err = v.Read(ctx, func(r Reader) error { return r.QueryRow(ctx, "PRAGMA user_version").Scan(&n) })
	return n, err
}

// step does one step, whole or not at all.
func (v *Vault) step(ctx context.Context, version int, statements string) error {
	return v.Write(ctx, func(w Writer) error {
		if _, err := w.Exec(ctx, statements); err != nil {
			return fmt.Errorf("step %d of the database: %w", version+1, err)
		}
		_, err := w.Exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1))
		return err
	})
}

// backupOnce keeps the vault as it is before the first step. What is there
// already is older and whole: a migration was interrupted.
func (v *Vault) backupOnce(ctx context.Context) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	if w, err := LookBackup(v.path(updateFile)); err == nil && w.ID == v.ID() {
		return nil
	}
	err := v.backup(ctx, v.path(updateFile), CopyOptions{})
	if e, ok := errors.AsType[*TargetError](err); ok {
		return e.Err // the place is the vault's own folder
	}
	return err
}

// migrated removes the backup that was made before the first step, once the
// database is found whole after the last.
func (v *Vault) migrated(ctx context.Context) error {
	if _, err := os.Lstat(v.path(updateFile)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	if err := v.db.joined(ctx); err != nil {
		return err
	}
	if err := disk.Remove(v.path(updateFile)); err != nil {
		return classifyFile(err)
	}
	return classifyFile(disk.SyncDir(v.dir))
}
