package vault

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// processWide sets what modernc.org/sqlite sets for a process, once. Locks that
// belong to an open file survive another close of it in this process; where
// the system has none, the single opener is guarded by the lock file alone.
var processWide = sync.OnceFunc(func() {
	sqlite.StrictPragmas(true)
	_, _ = sqlite.OFDLocking(true)
})

// connector opens connections for a pool.
type connector struct {
	dsn    string
	attach sqlite.AuthorizerFn // nil allows everything
}

// closed keeps SQL from opening another file: what is written there through
// another VFS would lie in clear.
func closed(action sqlite.AuthorizerActionCode, _, _, _, _ string) sqlite.AuthorizerReturnCode {
	if action == sqlite.AuthAttach {
		return sqlite.AuthorizerDeny
	}
	return sqlite.AuthorizerOK
}

// Connect implements [driver.Connector].
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	conn, err := c.Driver().Open(c.dsn)
	if err != nil || c.attach == nil {
		return conn, err
	}
	r, ok := conn.(sqlite.AuthorizerRegisterer)
	if !ok {
		return nil, errors.Join(errors.New("vault: the driver takes no authorizer"), conn.Close())
	}
	if err := r.RegisterAuthorizer(c.attach); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// Driver implements [driver.Connector].
func (c connector) Driver() driver.Driver { return &theDriver }

var theDriver sqlite.Driver

// How many kilobytes of pages a connection keeps. Twice as much memory is taken:
// a page with what SQLite notes beside it is a little over 4 KiB, and
// modernc.org/memory gives powers of two. With more, a search in 100,000 cases
// is no faster; what writes gathers more before it must put it into the log.
const (
	readCache  = 24_000
	writeCache = 64_000
	checkCache = 40 // every page is wanted once
)

// dsn returns how to open the file at path through the VFS of that name,
// keeping so many kilobytes of its pages. Nothing secret may stand in it.
func dsn(path, vfs string, cache int, extra ...string) string {
	options := append([]string{
		"vfs=" + vfs,
		"mode=rw", // never make a database where one was lost
		fmt.Sprintf("_busy_timeout=%d", patience.Milliseconds()),
		"_defensive=1",
		"_dqs=0",
		"_foreign_keys=1",
		"_journal_mode=WAL",
		"_synchronous=FULL", // a letter sent is not forgotten in a power cut
		fmt.Sprintf("_pragma=cache_size(-%d)", cache),
		"_pragma=wal_autocheckpoint(131072)",   // 512 MB: before that it is written back beside the writing, see drain
		"_pragma=temp_store(FILE)",             // sealed; in memory a VACUUM would hold the whole database
		"_pragma=journal_size_limit(16777216)", // the log shrinks again after a large act
		"_pragma=secure_delete(ON)",            // what is disposed of is overwritten
		"_pragma=trusted_schema(OFF)",
		"_pragma=fullfsync(ON)", // macOS: through the drive's own cache
		"_pragma=checkpoint_fullfsync(ON)",
	}, extra...)
	u := url.URL{Scheme: "file", Path: rooted(path), RawQuery: strings.Join(options, "&")}
	return u.String()
}

// rooted returns an absolute path as a URI has it.
func rooted(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/Vault
	}
	return path
}
