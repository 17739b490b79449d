package vault_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"casebook/internal/vault"
)

// full is a disk that has room for so many more bytes in files that are being
// written beside the vault.
type full struct {
	vault.Disk
	room int
}

func (d *full) OpenFile(path string, flag int, mode fs.FileMode) (vault.DiskFile, error) {
	f, err := d.Disk.OpenFile(path, flag, mode)
	if err == nil && strings.HasSuffix(path, ".part") {
		return &fullFile{f, d}, nil
	}
	return f, err
}

type fullFile struct {
	vault.DiskFile
	disk *full
}

func (f *fullFile) Write(b []byte) (int, error) {
	if len(b) > f.disk.room {
		n, _ := f.DiskFile.Write(b[:f.disk.room])
		f.disk.room = 0
		return n, syscall.ENOSPC
	}
	f.disk.room -= len(b)
	return f.DiskFile.Write(b)
}

// A backup for which there is no room leaves nothing of it, and leaves the one
// that was there.
func TestBackupOnAFullDisk(t *testing.T) {
	dir := create(t)
	d := &full{Disk: vault.System, room: 1 << 20}
	defer vault.Beneath(d)()
	v := open(t, dir)
	defer v.Close()
	write(t, v, "CREATE TABLE fish (name TEXT)")
	place := t.TempDir()
	file := filepath.Join(place, "one.backup")
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
	before := content(t, place)["one.backup"]
	for _, room := range []int{0, 95, 500, 5000} {
		d.room = room
		err := v.Backup(t.Context(), file, vault.CopyOptions{})
		if _, ok := errors.AsType[*vault.TargetError](err); !ok || !errors.Is(err, vault.ErrFull) {
			t.Errorf("with room for %d it gives %v", room, err)
		}
		if now := content(t, place); len(now) != 1 || now["one.backup"] != before {
			t.Errorf("with room for %d the folder holds %d files", room, len(now))
		}
	}
	d.room = 1 << 20
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
}
