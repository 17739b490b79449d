package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault"
)

// A folder in the place of a key file keeps nobody from opening with the other.
func TestAFolderForAKeyFile(t *testing.T) {
	for _, name := range []string{"key.json", "key-copy.json"} {
		dir := create(t)
		inTheWay(t, filepath.Join(dir, name))
		must(t, open(t, dir).Close())
		v := open(t, dir)
		wantFile(t, v.SetPassphrase([]byte("another one")), false, name)
		must(t, v.Close())
		must(t, os.RemoveAll(filepath.Join(dir, name)))
		must(t, open(t, dir).Close())
		if files := content(t, dir); files["key.json"] == "" || files["key.json"] != files["key-copy.json"] {
			t.Errorf("%s was not mended", name)
		}
	}
}

// What is missing, or no file, is named.
func TestOpenNamesTheFile(t *testing.T) {
	for _, name := range []string{"holder.json", "lock", "cases.vault", "cases.vault-wal", "cases.vault-journal"} {
		dir := create(t)
		inTheWay(t, filepath.Join(dir, name))
		_, err := vault.Open(dir, vault.Passphrase(words), cheap)
		wantFile(t, err, false, name)
	}
	for _, names := range [][]string{{"cases.vault"}, {"key.json", "key-copy.json"}} {
		dir := create(t)
		for _, name := range names {
			must(t, os.Remove(filepath.Join(dir, name)))
		}
		_, err := vault.Open(dir, vault.Passphrase(words), cheap)
		wantFile(t, err, true, names...)
	}
}

// inTheWay puts a folder that is not empty where a file may be.
func inTheWay(t *testing.T, path string) {
	t.Helper()
	_ = os.Remove(path)
	must(t, os.MkdirAll(filepath.Join(path, "inner"), 0o700))
}

func wantFile(t *testing.T, err error, gone bool, names ...string) {
	t.Helper()
	e, ok := errors.AsType[*vault.FileError](err)
	if !ok || e.Gone != gone || len(e.Names) != len(names) || e.Names[0] != names[0] || !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("%q: %v", names, err)
	}
}
