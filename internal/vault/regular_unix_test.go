//go:build unix

package vault_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"casebook/internal/vault"
)

// A pipe, which nobody ever writes to, is not opened: the vault opens from what
// is whole, and mends it.
func TestAPipeForAFile(t *testing.T) {
	for _, name := range []string{"key.json", "key-copy.json", "key.json.new", "holder.json", "holder.json.new"} {
		dir := create(t)
		if name == "key.json.new" {
			must(t, os.Remove(filepath.Join(dir, "key.json"))) // so that one is written
		}
		pipe(t, filepath.Join(dir, name))
		v := open(t, dir)
		if _, err := vault.Look(dir); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		must(t, v.Close())
		info, err := os.Lstat(filepath.Join(dir, name))
		if err == nil && !info.Mode().IsRegular() {
			t.Errorf("%s was not mended", name)
		}
	}
	for _, name := range []string{"cases.vault", "cases.vault-wal", "lock"} {
		dir := create(t)
		pipe(t, filepath.Join(dir, name))
		_, err := vault.Open(dir, vault.Passphrase(words), cheap)
		wantFile(t, err, false, name)
	}
	dir := create(t)
	pipe(t, filepath.Join(dir, "key.json"))
	pipe(t, filepath.Join(dir, "key-copy.json"))
	_, err := vault.Open(dir, vault.Passphrase(words), cheap)
	wantFile(t, err, false, "key.json")
	v := open(t, create(t))
	pipe(t, v.LedgerPath())
	_, err = vault.ReadLedger(v.LedgerPath(), v.ID())
	wantFile(t, err, false, vault.LedgerFile)
}

func pipe(t *testing.T, path string) {
	t.Helper()
	_ = os.Remove(path)
	must(t, syscall.Mkfifo(path, 0o600))
}
