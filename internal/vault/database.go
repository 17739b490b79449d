package vault

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// applicationID marks the database file as ours: "CBK1" (SQLite file format,
// offset 68).
const applicationID = 0x43424b31

// readers is how many callbacks can read at once.
const readers = 3

// processWide sets what modernc.org/sqlite sets for a process, once. Locks that
// belong to an open file survive another close of it in this process; where
// the system has none, the single opener is guarded by the lock file alone.
var processWide = sync.OnceFunc(func() {
	sqlite.StrictPragmas(true)
	_, _ = sqlite.OFDLocking(true)
})

// pools are the connections to a database: one that writes, some that read.
type pools struct {
	write, read *sql.DB
}

// dsn returns how to open the file at path. Nothing secret may stand in it.
func dsn(path string, extra ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/Vault
	}
	options := append([]string{
		"mode=rw", // never make a database where one was lost
		"_busy_timeout=5000",
		"_defensive=1",
		"_dqs=0",
		"_foreign_keys=1",
		"_journal_mode=WAL",
		"_synchronous=FULL",          // a letter sent is not forgotten in a power cut
		"_pragma=cache_size(-64000)", // 64 MB
		"_pragma=temp_store(FILE)",
		"_pragma=secure_delete(ON)", // what is disposed of is overwritten
		"_pragma=trusted_schema(OFF)",
		"_pragma=fullfsync(ON)", // macOS: through the drive's own cache
		"_pragma=checkpoint_fullfsync(ON)",
	}, extra...)
	u := url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(options, "&")}
	return u.String()
}

// openDatabase opens the file at path for writing and reading.
func openDatabase(path string) (*pools, error) {
	processWide()
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	w, err := sql.Open("sqlite", dsn(path, "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", dsn(path, "_query_only=1"))
	if err != nil {
		w.Close()
		return nil, err
	}
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	return &pools{write: w, read: r}, nil
}

// createDatabase makes an empty database at path and marks it as ours.
func createDatabase(ctx context.Context, path string) (*pools, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, classifyFile(err)
	}
	if err := f.Close(); err != nil {
		return nil, classifyFile(err)
	}
	p, err := openDatabase(path)
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
		return classify(ctx, err)
	}
	if id != applicationID {
		return fmt.Errorf("%w: its database is not one of Casebook's", ErrDamaged)
	}
	return nil
}

// close writes the log back into the database file and lets go of it.
func (p *pools) close() error {
	readErr := p.read.Close()
	_, err := p.write.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	if closing := p.write.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = readErr
	}
	return err
}
