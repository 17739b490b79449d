package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"casebook/internal/vault/pagevfs"

	sqlite3 "modernc.org/sqlite/lib"
)

// lockPage is the page that SQLite never uses: its locks lie there (file
// format, section 1.3: the byte at 1 GiB).
const lockPage = 1<<30/pagevfs.PageSize + 1

// CheckPages reads every page of the database from the disk, those that hold
// nothing at present among them, and returns how many there are and the numbers
// of those, from 1, that are not what was written there. Others may write
// meanwhile. An error other than a damaged page ends it.
func (v *Vault) CheckPages(ctx context.Context) (pages int, damaged []int, err error) {
	if err := v.enter(); err != nil {
		return 0, nil, err
	}
	defer v.inside.Done()
	return v.db.checkPages(ctx)
}

// Surplus returns how many bytes lie behind the last page of the database file:
// nobody reads them, and Casebook did not write them. While others write it may
// miss some.
func (v *Vault) Surplus(ctx context.Context) (int64, error) {
	if err := v.enter(); err != nil {
		return 0, err
	}
	defer v.inside.Done()
	if err := v.db.tidy(ctx); err != nil {
		return 0, classify(ctx, err)
	}
	// With something in the log the file may be longer or shorter than it will be.
	if log, err := os.Stat(v.db.path + "-wal"); err == nil && log.Size() > 0 {
		return 0, nil
	}
	// The file never becomes shorter: asked in this order, a page that is written
	// meanwhile counts.
	file, err := os.Stat(v.db.path)
	if err != nil {
		return 0, classifyFile(err)
	}
	size, err := v.size(ctx)
	return max(file.Size()-size, 0), err
}

// checkPages does it on a connection of its own, which has no page in memory
// yet, after the log is written back as far as that goes.
func (p *pools) checkPages(ctx context.Context) (pages int, damaged []int, err error) {
	if err := p.tidy(ctx); err != nil {
		return 0, nil, classify(ctx, err)
	}
	db := sql.OpenDB(connector{dsn(p.path, p.vfs.Name(), checkCache, "_query_only=1"), closed})
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		return 0, nil, classify(ctx, err)
	}
	look, err := db.PrepareContext(ctx, "SELECT length(data) FROM sqlite_dbpage WHERE pgno = ?")
	if err != nil {
		return 0, nil, classify(ctx, err)
	}
	defer look.Close()
	for n := 1; n <= pages; n++ {
		sound, err := p.sound(ctx, look, n)
		if err != nil {
			return n - 1, damaged, classify(ctx, err)
		}
		if !sound {
			damaged = append(damaged, n)
		}
	}
	return pages, damaged, nil
}

// sound reports whether that page is what was written. One of which nothing was
// ever written does not occur in a vault: its log writes every page.
func (p *pools) sound(ctx context.Context, look *sql.Stmt, n int) (bool, error) {
	var size int
	blank := p.vfs.Blank()
	err := look.QueryRowContext(ctx, n).Scan(&size)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return true, nil // the database has become shorter
	case code(err) == sqlite3.SQLITE_IOERR_DATA, code(err) == sqlite3.SQLITE_IOERR_SHORT_READ:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("page %d: %w", n, err)
	}
	return size == pagevfs.PageSize && (p.vfs.Blank() == blank || n == lockPage), nil
}
