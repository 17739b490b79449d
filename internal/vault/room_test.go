package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault"
)

const megabyte = 1 << 20

// opened opens a vault for which the disk has what free says.
func opened(t *testing.T, dir string, free func(dir string) (int64, error)) *vault.Vault {
	t.Helper()
	o := cheap
	o.Free = free
	v, err := vault.Open(dir, vault.Passphrase(words), o)
	must(t, err)
	t.Cleanup(func() { v.Close() })
	return v
}

// sizeOf is how many bytes the files in a folder have together.
func sizeOf(t testing.TB, dir string) (n int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() { // one may have gone meanwhile
			n += info.Size()
		}
	}
	return n
}

// needs is how much room a vault says that it needs to grow by so much.
func needs(t *testing.T, v *vault.Vault, grow int64) int64 {
	t.Helper()
	e, ok := errors.AsType[*vault.NoRoomError](v.Room(t.Context(), grow, grow))
	if !ok {
		t.Fatal("there is room")
	}
	return e.Need
}

// Where the disk has less than it takes, that is said with both numbers; a disk
// that does not say is no reason to stop.
func TestRoom(t *testing.T) {
	var free int64
	var unknown error
	v := opened(t, create(t), func(string) (int64, error) { return free, unknown })
	need := needs(t, v, megabyte)
	if need < 2*megabyte || need > 100*megabyte {
		t.Errorf("a megabyte needs %d", need)
	}
	if more := needs(t, v, 11*megabyte); more < need+20*megabyte {
		t.Errorf("ten megabytes more need %d more: they stand in the log and in the database", more-need)
	}
	atOnce, ok := errors.AsType[*vault.NoRoomError](v.Room(t.Context(), 11*megabyte, megabyte))
	if !ok || atOnce.Need != need+10*megabyte {
		t.Errorf("what is written little by little needs %+v", atOnce)
	}
	for free = range map[int64]bool{need - 1: true, 0: true} {
		err := v.Room(t.Context(), megabyte, megabyte)
		if e, ok := errors.AsType[*vault.NoRoomError](err); !ok || !errors.Is(err, vault.ErrFull) || e.Free != free || e.Need != need {
			t.Errorf("with %d free: %v", free, err)
		}
	}
	free = need
	must(t, v.Room(t.Context(), megabyte, megabyte))
	free, unknown = 0, errors.ErrUnsupported
	must(t, v.Room(t.Context(), megabyte, megabyte))
	must(t, v.Close())
	if err := v.Room(t.Context(), megabyte, megabyte); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("closed, it gives %v", err)
	}
}

// The system is asked where nobody else is.
func TestRoomOnTheSystemsDisk(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Room(t.Context(), 0, 0))
	e, ok := errors.AsType[*vault.NoRoomError](v.Room(t.Context(), 1<<60, 1<<60))
	if !ok || e.Free < megabyte || e.Free > 1<<60 {
		t.Errorf("it says %+v", e)
	}
}

// Where there is too little room the log is written back and emptied: what lies
// in it lies in the database then.
func TestRoomIsMadeOfTheLog(t *testing.T) {
	dir := create(t)
	var disk int64
	v := opened(t, dir, func(dir string) (int64, error) { return disk - sizeOf(t, dir), nil })
	write(t, v, "CREATE TABLE paper (words BLOB)")
	must(t, v.Flush(t.Context()))
	bare := needs(t, v, 0)
	for range 20 {
		write(t, v, "INSERT INTO paper (words) VALUES (zeroblob(1048576))")
	}
	disk = 21*megabyte + bare + megabyte
	must(t, v.Room(t.Context(), 0, 0))
	if info, err := os.Stat(filepath.Join(dir, "cases.vault-wal")); err != nil || info.Size() > 0 {
		t.Errorf("the log has %d bytes, %v", info.Size(), err)
	}
	disk -= 2 * megabyte
	needs(t, v, 0)
}

// What lies unused in the database is written first.
func TestRoomInTheDatabase(t *testing.T) {
	v := opened(t, create(t), func(string) (int64, error) { return 0, nil })
	write(t, v, "CREATE TABLE paper (words BLOB)")
	write(t, v, "INSERT INTO paper (words) VALUES (zeroblob(20971520))")
	must(t, v.Flush(t.Context()))
	before := needs(t, v, 10*megabyte)
	write(t, v, "DELETE FROM paper")
	must(t, v.Flush(t.Context()))
	if after := needs(t, v, 10*megabyte); after > before-10*megabyte {
		t.Errorf("it needs %d with room in the database, and %d without", after, before)
	}
}

// A backup, a plain copy and a restored vault are not begun where there is no
// room for them, and nothing is left of them.
func TestNoRoomForCopies(t *testing.T) {
	dir, place := create(t), t.TempDir()
	const enough = 1 << 40
	room := map[string]int64{}
	asked := 0
	o := cheap
	o.Free = func(at string) (int64, error) {
		asked++
		return room[filepath.Base(at)], nil
	}
	v, err := vault.Open(dir, vault.Passphrase(words), o)
	must(t, err)
	defer v.Close()
	write(t, v, "CREATE TABLE fish (name TEXT)")
	file, plain := filepath.Join(place, "one.backup"), filepath.Join(place, "plain.sqlite")
	outside := filepath.Base(place)

	refused := func(what string, err error, atTarget bool, files int) {
		t.Helper()
		_, there := errors.AsType[*vault.TargetError](err)
		_, short := errors.AsType[*vault.NoRoomError](err)
		if !short || there != atTarget {
			t.Errorf("%s gives %v", what, err)
		}
		if left := content(t, place); len(left) != files {
			t.Errorf("%s leaves %d files", what, len(left))
		}
		if _, err := os.Stat(filepath.Join(dir, "copy.vault")); err == nil {
			t.Errorf("%s leaves its copy in the vault", what)
		}
	}
	room["vault"], room[outside] = 0, enough
	refused("a backup", v.Backup(t.Context(), file, vault.CopyOptions{}), false, 0)
	room["vault"], room[outside] = enough, 0
	refused("a backup", v.Backup(t.Context(), file, vault.CopyOptions{}), true, 0)
	refused("a plain copy", v.Decrypt(t.Context(), plain, nil), true, 0)
	room[outside] = enough
	onOneDisk := vault.CopyOptions{Progress: func(int64, int64) { room[outside] = 0 }} // the copy has taken it
	refused("a backup on one disk", v.Backup(t.Context(), file, onOneDisk), true, 0)
	room[outside] = enough
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
	must(t, v.Decrypt(t.Context(), plain, nil))

	restored := filepath.Join(place, "restored")
	refused("restoring", vault.Restore(t.Context(), file, restored, vault.Passphrase(words), o), false, 2)
	if _, err := os.Stat(restored); err == nil {
		t.Error("a folder is left")
	}
	room["restored"] = enough
	must(t, vault.Restore(t.Context(), file, restored, vault.Passphrase(words), o))
	if asked < 8 {
		t.Errorf("it was asked %d times", asked)
	}
}

// A disk that fails because nothing is free is full, whatever it says of itself.
func TestFullDiskThatSaysOtherwise(t *testing.T) {
	var free int64
	v := opened(t, create(t), func(string) (int64, error) { return free, nil })
	fail := func() error {
		return v.Write(t.Context(), func(vault.Writer) error { return vault.ErrDisk })
	}
	if err := fail(); !errors.Is(err, vault.ErrFull) || !errors.Is(err, vault.ErrDisk) {
		t.Errorf("with nothing free it is %v", err)
	}
	free = 100 * megabyte
	if err := fail(); errors.Is(err, vault.ErrFull) {
		t.Errorf("with room it is %v", err)
	}
}
