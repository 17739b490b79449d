package vault_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/vault"
)

var (
	words = []byte("seven grey herons wait")
	noon  = time.Date(2026, time.October, 12, 12, 0, 0, 0, time.UTC)
	cheap = vault.Options{
		Now:  func() time.Time { return noon },
		Cost: vault.Cost{Time: 1, MemoryKiB: 8, Threads: 1},
	}
)

// create makes a vault and returns its folder.
func create(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := vault.Create(dir, words, cheap); err != nil {
		t.Fatal(err)
	}
	return dir
}

// open opens a vault until the test ends. What lies in its files hangs on what the
// test does and not on how long that takes: the log is not emptied by itself.
func open(t testing.TB, dir string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(dir, vault.Passphrase(words), cheap)
	if err != nil {
		t.Fatal(err)
	}
	v.Idle(time.Hour)
	t.Cleanup(func() { v.Close() })
	return v
}

// refused fails the test unless opening the folder ends in that error.
func refused(t testing.TB, dir string, passphrase []byte, want error) {
	t.Helper()
	v, err := vault.Open(dir, vault.Passphrase(passphrase), cheap)
	if err == nil {
		v.Close()
	}
	if !errors.Is(err, want) {
		t.Errorf("opening gives %v, want %v", err, want)
	}
}

// content is every file in a folder with its bytes.
func content(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		found[filepath.Base(path)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// write changes the vault's database.
func write(t testing.TB, v *vault.Vault, statement string, args ...any) {
	t.Helper()
	err := v.Write(t.Context(), func(w vault.Writer) error {
		_, err := w.Exec(t.Context(), statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// count counts the rows of a table.
func count(t testing.TB, v *vault.Vault, table string) (n int) {
	t.Helper()
	err := v.Read(t.Context(), func(r vault.Reader) error {
		return r.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
