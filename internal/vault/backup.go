package vault

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// CopyOptions are how a backup is made.
type CopyOptions struct {
	// Progress is told how far it is, in bytes, now and then; or nil.
	Progress func(done, total int64)
	// Check looks at the copy before it is called a backup; or nil. Its error is
	// the backup's.
	Check func(ctx context.Context, copied Reader) error
}

// TargetError says that a file outside the vault could not be written; the
// vault itself is as it was.
type TargetError struct{ Err error }

// Error says what kept the file from being written.
func (e *TargetError) Error() string { return "the file cannot be written: " + e.Err.Error() }

// Unwrap returns what kept it.
func (e *TargetError) Unwrap() error { return e.Err }

// atTarget is an error met at the file to be written; damage lies in what was
// read, and stopping is nobody's fault.
func atTarget(err error) error {
	if err == nil || errors.Is(err, ErrDamaged) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &TargetError{classifyFile(err)}
}

// Backup writes all of the vault into one file, encrypted and with the key file
// in it, and compares what has reached the disk with what was read. Reading and
// writing go on meanwhile: the backup holds one instant. A file that is there is
// replaced if it is a backup of this vault; any other is left and is
// ErrOtherFile. Where it fails, the file is as it was and nothing new is left.
func (v *Vault) Backup(ctx context.Context, file string, o CopyOptions) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	file, err := v.backupTarget(file)
	if err != nil {
		return err
	}
	return v.backup(ctx, file, o)
}

// backup writes a backup to a place that was found fit.
func (v *Vault) backup(ctx context.Context, file string, o CopyOptions) error {
	select { // one at a time: there is one place for the copy
	case v.copying <- struct{}{}:
		defer func() { <-v.copying }()
	case <-ctx.Done():
		return ctx.Err()
	}
	p := &progress{tell: o.Progress}
	temp, err := filepath.Abs(v.path(copyFile))
	if err != nil {
		return err
	}
	defer remove(temp)
	if err := v.roomToBackUp(ctx, file); err != nil {
		return err
	}
	if err := v.copyDatabase(ctx, temp, p); err != nil {
		return err
	}
	if err := v.checkCopy(ctx, temp, o.Check, p); err != nil {
		return err
	}
	return v.pack(ctx, temp, file, p)
}

// roomToBackUp sees that there is room for the copy of the database and, as far
// as can be said before that is made, for the file: they may lie on one disk.
func (v *Vault) roomToBackUp(ctx context.Context, file string) error {
	size, err := v.size(ctx)
	if err != nil {
		return err
	}
	_, unused, err := v.owed(ctx)
	if err != nil {
		return err
	}
	size -= unused // the copy is made without
	if err := v.opt.room(v.dir, size+reserve); err != nil {
		return err
	}
	return v.opt.roomBeside(filepath.Dir(file), size)
}

// backupTarget returns where a backup is to be written, if it may be.
func (v *Vault) backupTarget(file string) (string, error) {
	file, err := newFile(file)
	if err != nil {
		return "", err
	}
	if dir, err := straight(v.dir); err == nil && strings.HasPrefix(file, dir+string(filepath.Separator)) {
		return "", ErrInside
	}
	switch _, err := os.Lstat(file); {
	case errors.Is(err, fs.ErrNotExist):
		return file, nil
	case err != nil:
		return "", atTarget(err)
	}
	if w, err := LookBackup(file); err != nil || w.ID != v.ID() {
		return "", ErrOtherFile
	}
	return file, nil
}

// newFile returns the whole and straight path of a file to be written, whose
// folder must be there.
func newFile(file string) (string, error) {
	dir, err := straight(filepath.Dir(file))
	if err != nil {
		return "", atTarget(err)
	}
	file = filepath.Join(dir, filepath.Base(file))
	if whole, err := filepath.EvalSymlinks(file); err == nil {
		file = whole
	}
	return file, nil
}

// straight returns the whole path of a folder, without links.
func straight(dir string) (string, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(whole)
}

// copyDatabase copies the database as it is at one instant.
func (v *Vault) copyDatabase(ctx context.Context, temp string, p *progress) error {
	remove(temp)
	size, err := v.size(ctx)
	if err != nil {
		return err
	}
	p.expect(size)
	defer p.watch(temp)()
	return v.db.copyTo(ctx, temp, v.dek)
}

// size returns how large the database is, in bytes.
func (v *Vault) size(ctx context.Context) (n int64, err error) {
	err = v.db.read.QueryRowContext(ctx, "SELECT (SELECT * FROM pragma_page_count) * (SELECT * FROM pragma_page_size)").Scan(&n)
	return n, classify(ctx, err)
}

// checkCopy reads every page of a copy, which authenticates it, looks at how
// they hang together, and lets the caller look.
func (v *Vault) checkCopy(ctx context.Context, path string, look func(context.Context, Reader) error, p *progress) error {
	db, err := v.openCopy(path)
	if err != nil {
		return err
	}
	err = db.inspect(ctx, p)
	if err == nil && look != nil {
		err = lookAt(ctx, db, look)
	}
	if closing := db.close(); err == nil {
		err = classify(ctx, closing)
	}
	return err
}

// openCopy opens a copy of the database under the vault's own keys.
func (v *Vault) openCopy(path string) (*pools, error) { return openDatabase(path, v.dek, disk.VFS()) }

// lookAt lets the caller read a database.
func lookAt(ctx context.Context, db *pools, look func(context.Context, Reader) error) error {
	t, err := db.read.BeginTx(ctx, nil)
	if err != nil {
		return classify(ctx, err)
	}
	defer t.Rollback()
	return classify(ctx, look(ctx, tx{t, map[string]*statement{}}))
}

// inspect reads every page of a database and checks how they hang together.
func (p *pools) inspect(ctx context.Context, pr *progress) error {
	if err := p.check(ctx); err != nil {
		return err
	}
	_, damaged, err := p.checkPages(ctx)
	if err != nil {
		return err
	}
	if len(damaged) > 0 {
		return fmt.Errorf("%w: %d of its pages", ErrDamaged, len(damaged))
	}
	pr.add(pr.size)
	return p.joined(ctx)
}

// joined checks how the pages hang together.
func (p *pools) joined(ctx context.Context) error {
	var said string
	if err := p.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return classify(ctx, err)
	}
	if said != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, said)
	}
	return nil
}

// pack makes the one file out of the copy of the database: under another name,
// read again from the disk, and then in its place.
func (v *Vault) pack(ctx context.Context, temp, file string, p *progress) error {
	db, err := disk.OpenFile(temp, os.O_RDONLY, 0)
	if err != nil {
		return classifyFile(err)
	}
	defer db.Close()
	info, err := db.Stat()
	if err != nil {
		return classifyFile(err)
	}
	if err := v.opt.roomBeside(filepath.Dir(file), info.Size()); err != nil {
		return err
	}
	return atTarget(replaceFile(file, func(part string) error {
		out, err := disk.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
		if err != nil {
			return err
		}
		err = v.packInto(ctx, out, db, p)
		if closing := out.Close(); err == nil {
			err = closing
		}
		return err
	}))
}

// packInto writes the header, the key file and the database, and reads them
// again when they have reached the disk.
func (v *Vault) packInto(ctx context.Context, out, db DiskFile, p *progress) error {
	v.keyMu.Lock()
	h := backupHead{keys: v.keyBytes}
	v.keyMu.Unlock()
	start := int64(backupHeader + len(h.keys))
	if _, err := out.Seek(start, io.SeekStart); err != nil {
		return err
	}
	sum := sha256.New()
	var err error
	if h.size, err = io.Copy(io.MultiWriter(out, sum), p.reader(ctx, db)); err != nil {
		return err
	}
	sum.Sum(h.database[:0])
	b, err := h.encode(v.dek)
	if err != nil {
		return err
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := out.Write(b); err != nil {
		return err
	}
	if err := out.Sync(); err != nil {
		return err
	}
	return compare(ctx, out, b, h)
}

// compare reads a written backup again.
func compare(ctx context.Context, out DiskFile, head []byte, h backupHead) error {
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	got := make([]byte, len(head))
	if _, err := io.ReadFull(out, got); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(sum, withContext(ctx, out))
	if err != nil {
		return err
	}
	if string(got) != string(head) || n != h.size || [sha256.Size]byte(sum.Sum(nil)) != h.database {
		return fmt.Errorf("%w: what was read back is not what was written", ErrDisk)
	}
	return nil
}
