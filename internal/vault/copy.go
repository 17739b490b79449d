package vault

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"casebook/internal/vault/pagevfs"
	"casebook/internal/vault/shim"
)

// copyTo writes the database as it is at one instant, compact, into a new file
// sealed with that data key, this vault's own or another. Others may write
// meanwhile. When it returns nil the file's content has reached the disk; its
// name has when the folder is synced. Where it fails the file is removed.
//
// The file can be opened with [openDatabase]: it has a log of its own then, as
// a vault's database has.
func (p *pools) copyTo(ctx context.Context, path string, dek []byte) (err error) {
	vfs, err := pagevfs.Register(dek, p.below)
	if err != nil {
		return err
	}
	defer func() {
		if bad := forget(vfs); err == nil {
			err = bad
		}
	}()
	if err := p.vacuumInto(ctx, path, vfs.Name(), pagevfs.Reserved); err != nil {
		return err
	}
	if err := p.settle(ctx, path, dek); err != nil {
		remove(path)
		return err
	}
	return nil
}

// settle makes a copy what a vault's database is: SQLite leaves it without a
// log, and in that mode a power cut could tear its first page.
func (p *pools) settle(ctx context.Context, path string, dek []byte) error {
	c, err := openDatabase(path, dek, p.below)
	if err != nil {
		return err
	}
	err = c.check(ctx)
	if bad := c.close(); err == nil {
		err = classify(ctx, bad)
	}
	return err
}

// decryptTo writes the database as it is at one instant into a new, plain
// SQLite file, which any program can read.
func (p *pools) decryptTo(ctx context.Context, path string) error {
	name, err := shim.Default()
	if err != nil {
		return err
	}
	if p.below != "" {
		name = p.below
	}
	return p.vacuumInto(ctx, path, name, 0)
}

// vacuumInto copies the database into a new file, through the VFS of that name.
func (p *pools) vacuumInto(ctx context.Context, path, vfs string, reserve int) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	f, err := disk.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode) // SQLite would let others read it
	if err != nil {
		return classifyFile(err)
	}
	if err := f.Close(); err != nil {
		remove(path)
		return classifyFile(err)
	}
	db := sql.OpenDB(connector{dsn(p.path, p.vfs.Name(), writeCache), nil}) // alone may open another file
	defer db.Close()
	target := url.URL{Scheme: "file", Path: rooted(path), RawQuery: fmt.Sprintf("vfs=%s&reserve=%d", vfs, reserve)}
	_, err = db.ExecContext(ctx, "VACUUM INTO "+quote(target.String()))
	if err != nil {
		remove(path)
	}
	return classify(ctx, err)
}

// quote returns a literal of SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// remove removes a database file and what SQLite has beside it.
func remove(path string) {
	for _, beside := range []string{"", "-journal", "-wal", "-shm"} {
		disk.Remove(path + beside)
	}
}
