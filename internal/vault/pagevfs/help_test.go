package pagevfs_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault/pagevfs"

	_ "modernc.org/sqlite"
)

// dek is the data key of the test vectors: 00 01 02 ... 1f.
func dek() []byte {
	b := make([]byte, 32)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// register makes a VFS for the length of a test.
func register(t testing.TB, key []byte, below string) *pagevfs.VFS {
	t.Helper()
	v, err := pagevfs.Register(key, below)
	must(t, err)
	t.Cleanup(func() { must(t, v.Unregister()) })
	return v
}

// connect opens the database at path through the VFS, on one connection.
func connect(t testing.TB, path string, v *pagevfs.VFS, pragmas string) *sql.DB {
	t.Helper()
	u := url.URL{Scheme: "file", Path: path, RawQuery: "vfs=" + v.Name() + pragmas}
	db, err := sql.Open("sqlite", u.String())
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// ask returns the one value that a query gives.
func ask[T any](t testing.TB, db *sql.DB, query string) (v T) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

func place(t testing.TB) string { return filepath.Join(t.TempDir(), "db") }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
