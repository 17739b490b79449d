package vault

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Restore makes a vault in dir out of a backup. The folder must be empty or not
// exist: a vault that is there is never written over. The restored vault is a
// copy of its own, see [Vault.Copy], and opens with the keys that the backup was
// made under, but for a keyring's. Where it fails, the folder is as it was.
//
// What the ledgers at those paths say of disposals stands in the restored vault's
// own ledger before the folder counts as a vault: a program that ends at any
// moment leaves no vault, or one that knows of them.
func Restore(ctx context.Context, file, dir string, key Key, opt Options, ledgers ...string) error {
	f, err := openRegular(file)
	if err != nil {
		return err
	}
	defer f.Close()
	h, k, err := readBackup(f)
	if err != nil {
		return err
	}
	dek, err := k.unwrap(key)
	if err != nil {
		return err
	}
	defer clear(dek)
	if err := h.authentic(dek); err != nil {
		return err
	}
	if k, err = k.without(keyringSlot); err != nil {
		return err
	}
	k.Copy = rand.Text()
	made, err := prepare(dir)
	if err != nil {
		return err
	}
	disposed := gatherLedgers(ledgers, k.Vault, dek)
	if err := refill(ctx, dir, withContext(ctx, f), h, k, dek, opt, disposed); err != nil {
		sweep(dir, made)
		return err
	}
	return nil
}

// refill fills an empty folder from a backup: the database first, then the
// ledger, the key file when all that it opens is there.
func refill(ctx context.Context, dir string, r io.Reader, h backupHead, k keys, dek []byte, opt Options, disposed []string) (err error) {
	_ = os.Chmod(dir, dirMode) // as in build
	l, err := takeLock(dir, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	if err := opt.room(dir, h.size+reserve); err != nil {
		return err
	}
	path := filepath.Join(dir, databaseFile)
	if err := unpack(path, r, h); err != nil {
		return err
	}
	db, err := openDatabase(path, dek, disk.VFS())
	if err != nil {
		return err
	}
	err = db.inspect(ctx, &progress{})
	if closing := db.close(); err == nil {
		err = classify(ctx, closing)
	}
	if errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	if err == nil && len(disposed) > 0 {
		err = WriteLedger(filepath.Join(dir, LedgerFile), k.Vault, disposed)
	}
	if err != nil {
		return err
	}
	return finish(dir, k)
}

// unpack writes the database of a backup and compares it with the header.
func unpack(path string, r io.Reader, h backupHead) error {
	f, err := disk.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return classifyFile(err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, h.size))
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	switch {
	case err != nil:
		return classifyFile(err)
	case n != h.size:
		return fmt.Errorf("%w: it ends too early", ErrBadBackup)
	case [sha256.Size]byte(sum.Sum(nil)) != h.database:
		return fmt.Errorf("%w: its database is not the one that was written", ErrBadBackup)
	}
	return nil
}
