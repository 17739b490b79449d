package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"casebook/internal/store"
)

// Keeping is the care of the vault itself.
type Keeping struct{ *room }

// Check is the outcome of one check of the vault.
type Check = store.Check

// Verify checks the file, the chains of events, the stored bytes, the rows of
// lists against a rebuild, and the ledgers of disposals. It changes nothing.
func (k *Keeping) Verify(ctx context.Context) ([]Check, error) {
	checks, err := k.store.Verify(ctx)
	if err != nil {
		return nil, err
	}
	ledgers, err := k.checkLedgers(ctx)
	return append(checks, ledgers), err
}

// Rebuild drops the rows of lists and the search index and makes them again
// from the events, and the ledgers of disposals without what is damaged in them.
func (k *Keeping) Rebuild(ctx context.Context) error {
	if err := k.store.Rebuild(ctx); err != nil {
		return err
	}
	return k.mendLedgers(ctx)
}

// ConfirmClock keeps that this machine's clock is right, though it is behind the
// last entry: acts go on. See [store.Store.ConfirmClock].
func (k *Keeping) ConfirmClock(ctx context.Context) error { return k.store.ConfirmClock(ctx) }

// Backup writes all of the vault into one file, encrypted under the keys it has
// now, reads it again and compares it. Work goes on meanwhile. A backup of this
// vault that is there is replaced; any other file is left. tell is told how far
// it is, in bytes; or nil.
func (k *Keeping) Backup(ctx context.Context, file string, tell func(done, total int64)) error {
	if err := k.store.Backup(ctx, file, tell); err != nil {
		return err
	}
	if err := k.noteBackup(ctx, false); err != nil {
		return err
	}
	return k.RememberBackup(ctx, file)
}

// PlainWarning is what whoever decrypts a vault is told.
const PlainWarning = "That file is not protected by anything: whoever has it reads every case in it. Keep it on an encrypted disk, and delete it when it has served."

// Decrypt writes all of the vault into a plain SQLite file, for its owner: see
// [PlainWarning]. Mailbox passwords in it stay sealed. A file that is there is
// left.
func (k *Keeping) Decrypt(ctx context.Context, file string, tell func(done, total int64)) error {
	return store.Problem(k.vault.Decrypt(ctx, file, tell))
}

// Close closes the vault; what was handed to viewers is gone from the spool.
func (k *Keeping) Close() error {
	book.close()
	return store.Problem(k.vault.Close())
}

// Spool writes a file for a viewer or a printer into the vault's private
// folder and returns its path. The folder is emptied when the vault is closed
// and when it is opened.
func (k *Keeping) Spool(name string, b []byte) (string, error) {
	path, err := k.vault.Spool(filepath.Base(name), b)
	return path, store.Problem(err)
}

// Hand spools a file and gives it to a viewer or a printer. Where that fails
// nobody reads it, and it is gone from the spool at once: it may be a recovery
// key.
func (k *Keeping) Hand(name string, b []byte, to func(path string) error) error {
	path, err := k.Spool(name, b)
	if err != nil {
		return err
	}
	if err := to(path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
