package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
)

// asNobody runs f as a user without rights on other people's files: the tests
// may run as root, whom no mode of a file stops.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		must(t, syscall.Setfsuid(65534))
		defer func() { must(t, syscall.Setfsuid(0)) }()
	}
	f()
}

// chmodAll sets the mode of a folder and of all files in it.
func chmodAll(t *testing.T, dir string, dirMode, fileMode os.FileMode) {
	t.Helper()
	must(t, os.Chmod(dir, 0o700))
	for name := range content(t, dir) {
		must(t, os.Chmod(filepath.Join(dir, name), fileMode))
	}
	must(t, os.Chmod(dir, dirMode))
}

// A folder that may be read and not written to is left as it is, with an error
// that says so.
func TestReadOnlyFolder(t *testing.T) {
	dir := create(t)
	before := content(t, dir)
	chmodAll(t, dir, 0o555, 0o444)
	t.Cleanup(func() { chmodAll(t, dir, 0o700, 0o600) })
	empty := t.TempDir()
	must(t, os.Chmod(empty, 0o555))

	asNobody(t, func() {
		refused(t, dir, words, vault.ErrReadOnly)
		for _, place := range []string{empty, filepath.Join(empty, "vault")} {
			if err := vault.Create(place, words, cheap); !errors.Is(err, vault.ErrReadOnly) {
				t.Errorf("making one there gives %v", err)
			}
		}
	})
	if diff := cmp.Diff(before, content(t, dir)); diff != "" || len(content(t, empty)) != 0 {
		t.Errorf("something was changed: %s", diff)
	}
}

// A folder for backups that may not be written to is named as such, and the
// vault is not blamed.
func TestBackupIntoReadOnlyFolder(t *testing.T) {
	place := t.TempDir()
	must(t, os.Chmod(place, 0o555))
	t.Cleanup(func() { os.Chmod(place, 0o700) })
	var err error
	asNobody(t, func() { err = vault.Replace(filepath.Join(place, "one.backup")) })
	if _, ok := errors.AsType[*vault.TargetError](err); !ok || !errors.Is(err, vault.ErrReadOnly) {
		t.Errorf("it gives %v", err)
	}
	if len(content(t, place)) != 0 {
		t.Error("something is left")
	}
}
