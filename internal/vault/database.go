package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"casebook/internal/vault/pagevfs"
	"casebook/internal/vault/shim"
)

// applicationID marks the database file as ours: "CBK1" (SQLite file format,
// offset 68).
const applicationID = 0x43424b31

// patience is how long a connection waits for another one's lock.
const patience = 5 * time.Second

// readers is how many callbacks can read at once.
const readers = 3

// pools are the connections to a database: one that writes, some that read, and
// the keys they all do it with.
type pools struct {
	write, read *sql.DB
	vfs         *pagevfs.VFS
	path        string // absolute
	below       string // name of the VFS beneath
}

// openDatabase opens the file at path, sealed with that data key, for writing
// and reading. The VFS of the name below lies beneath, "" for the disk's own.
func openDatabase(path string, dek []byte, below string) (*pools, error) {
	info, err := os.Stat(path)
	for _, beside := range []string{"", "-wal", "-shm", "-journal"} {
		if err := regular(path + beside); err != nil {
			return nil, err
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &FileError{Names: []string{filepath.Base(path)}, Gone: true}
	case err == nil && info.Size() == 0:
		return nil, fmt.Errorf("%w: its database is empty", ErrDamaged)
	}
	p, err := connect(path, dek, below)
	if err != nil {
		return nil, err
	}
	if err := p.vfs.CheckLog(p.path); err != nil {
		return nil, errors.Join(refused(err), forget(p.vfs))
	}
	return p, nil
}

// strayLog returns why a database is not opened beside which a log was put: it is
// another vault's, or an old one of this vault, which SQLite would write over
// what is newer. Nothing is changed.
func strayLog(path string, dek []byte) error {
	vfs, err := pagevfs.Register(dek, disk.VFS())
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err == nil {
		err = vfs.CheckLog(path)
	}
	if err != nil {
		err = refused(err)
	} else {
		err = fmt.Errorf("%w: it was closed without one", ErrStrayLog)
	}
	return errors.Join(err, forget(vfs))
}

// connect is openDatabase for a file that may be empty.
func connect(path string, dek []byte, below string) (*pools, error) {
	processWide()
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if below == "" {
		below = disk.VFS()
	}
	vfs, err := pagevfs.Register(dek, below)
	if err != nil {
		return nil, err
	}
	p := &pools{vfs: vfs, path: path, below: below}
	p.write = sql.OpenDB(connector{dsn(path, vfs.Name(), writeCache, "_txlock=immediate"), closed})
	p.write.SetMaxOpenConns(1)
	p.read = sql.OpenDB(connector{dsn(path, vfs.Name(), readCache, "_query_only=1"), closed})
	p.read.SetMaxOpenConns(readers)
	p.read.SetMaxIdleConns(readers)
	return p, nil
}

// createDatabase makes an empty database at path and marks it as ours.
func createDatabase(ctx context.Context, path string, dek []byte, below string) (*pools, error) {
	f, err := disk.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, classifyFile(err)
	}
	if err := f.Close(); err != nil {
		return nil, classifyFile(err)
	}
	p, err := connect(path, dek, below)
	if err != nil {
		return nil, err
	}
	if _, err := p.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		p.close()
		return nil, classify(ctx, err)
	}
	return p, nil
}

// check reports whether the file is a database of ours.
func (p *pools) check(ctx context.Context) error {
	var id int
	if err := p.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		if why := p.vfs.Refusal(); why != nil {
			return refused(why)
		}
		return classify(ctx, err)
	}
	if id != applicationID {
		return fmt.Errorf("%w: its database is not one of Casebook's", ErrDamaged)
	}
	return nil
}

// refused gives the reason for which a database was refused its meaning.
func refused(why error) error {
	switch {
	case errors.Is(why, pagevfs.ErrForeign), errors.Is(why, pagevfs.ErrPlain), errors.Is(why, pagevfs.ErrForeignLog):
		return fmt.Errorf("%w: %w: %w", ErrForeign, ErrDamaged, why)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, why)
}

// checkpoint writes the log back into the database file and empties it.
func (p *pools) checkpoint(ctx context.Context) error {
	_, err := p.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// tidy is checkpoint as far as it goes without waiting for readers.
func (p *pools) tidy(ctx context.Context) error {
	c, err := p.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.ExecContext(ctx, "PRAGMA busy_timeout = 0")
	if err == nil {
		_, err = c.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	_, back := c.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", patience.Milliseconds()))
	return errors.Join(err, back)
}

// close writes the log back into the database file and lets go of it.
func (p *pools) close() error {
	readErr := p.read.Close()
	err := p.checkpoint(context.Background())
	if closing := p.write.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = readErr
	}
	return errors.Join(err, forget(p.vfs))
}

// forget lets go of the keys. A transaction that was cancelled is undone by a
// goroutine of database/sql, which closes its connection a moment later.
func forget(vfs *pagevfs.VFS) (err error) {
	for range 200 {
		if err = vfs.Unregister(); !errors.Is(err, shim.ErrInUse) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}
