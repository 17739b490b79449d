package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/vault"
)

// Where much is written, the log goes back into the database file while the
// writing goes on.
func TestDrain(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE paper (words BLOB)")
	content := make([]byte, 1<<20)
	for n := 0; ; n++ {
		info, err := os.Stat(filepath.Join(dir, "cases.vault"))
		must(t, err)
		if info.Size() > 20<<20 {
			break
		}
		if n == 400 { // of which SQLite itself would write nothing back yet
			t.Fatal("nothing of the log has been written back")
		}
		write(t, v, "INSERT INTO paper (words) VALUES (?)", content)
		time.Sleep(time.Millisecond)
	}
}

// What large transactions wrote goes back once nobody writes for a moment, long
// before the log is emptied, also where the last that was tried failed.
func TestDrainInALull(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE paper (words BLOB)")
	for range 3 {
		write(t, v, "INSERT INTO paper (words) VALUES (?)", make([]byte, 4<<20))
	}
	comesBack(t, v, dir)
}

// While more is about to be written there is no lull.
func TestDrainInARush(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	v.Idle(time.Millisecond)
	end := v.Rush()
	write(t, v, "CREATE TABLE paper (words BLOB)")
	for range 3 {
		write(t, v, "INSERT INTO paper (words) VALUES (?)", make([]byte, 4<<20))
	}
	time.Sleep(1500 * time.Millisecond) // on a busy machine it may see too little, never too much
	if info, err := os.Stat(filepath.Join(dir, "cases.vault")); err != nil || info.Size() > 1<<20 {
		t.Fatal("the log was written back", err)
	}
	v.Idle(time.Hour)
	end()
	comesBack(t, v, dir)
}

// comesBack waits until what was written is in the database; a write that fails
// changes nothing about it.
func comesBack(t *testing.T, v *vault.Vault, dir string) {
	t.Helper()
	no := errors.New("no")
	if err := v.Write(t.Context(), func(vault.Writer) error { return no }); !errors.Is(err, no) {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		info, err := os.Stat(filepath.Join(dir, "cases.vault"))
		must(t, err)
		if info.Size() > 12<<20 {
			break
		}
		if n == 3000 {
			t.Fatal("nothing of the log has been written back")
		}
		time.Sleep(10 * time.Millisecond)
	}
}
