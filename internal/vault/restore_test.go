package vault_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"casebook/internal/vault"
)

// failing is a disk that does so many things more and then nothing: as to what
// it leaves, the program was killed.
type failing struct {
	vault.Disk
	left int
}

var errGone = errors.New("the disk is gone")

func (d *failing) spent() bool {
	d.left--
	return d.left < 0
}

func (d *failing) OpenFile(path string, flag int, mode fs.FileMode) (vault.DiskFile, error) {
	if flag != os.O_RDONLY && d.spent() {
		return nil, errGone
	}
	return d.Disk.OpenFile(path, flag, mode)
}

func (d *failing) MkdirAll(path string, mode fs.FileMode) error {
	if d.spent() {
		return errGone
	}
	return d.Disk.MkdirAll(path, mode)
}

func (d *failing) Rename(from, to string) error {
	if d.spent() {
		return errGone
	}
	return d.Disk.Rename(from, to)
}

func (d *failing) Remove(path string) error {
	if d.spent() {
		return errGone
	}
	return d.Disk.Remove(path)
}

func (d *failing) SyncDir(path string) error {
	if d.spent() {
		return errGone
	}
	return d.Disk.SyncDir(path)
}

// Wherever restoring ends, the folder is no vault, or one that has the ledgers'
// lines; and restoring into it once more does it.
func TestRestoreEndsAnywhere(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	file := filepath.Join(t.TempDir(), "one.backup")
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
	line, err := v.SealEntry([]byte("a disposal"))
	must(t, err)
	ledger := file + vault.LedgerSuffix
	must(t, vault.WriteLedger(ledger, v.ID(), []string{line}))
	other := filepath.Join(t.TempDir(), vault.LedgerFile)
	must(t, vault.WriteLedger(other, "ANOTHERVAULT", []string{"AAAA", line}))
	must(t, v.Close())
	whole := false
	unmade := 0
	for n := 0; !whole; n++ {
		to := filepath.Join(t.TempDir(), "restored")
		d := &failing{Disk: vault.System, left: n}
		back := vault.Beneath(d)
		whole = vault.Restore(t.Context(), file, to, vault.Passphrase(words), cheap, ledger, other, filepath.Join(to, "none")) == nil
		back()
		r, err := vault.Open(to, vault.Passphrase(words), cheap)
		if errors.Is(err, vault.ErrNotVault) {
			unmade++
			if whole {
				t.Fatal(err)
			}
			must(t, vault.Restore(t.Context(), file, to, vault.Passphrase(words), cheap, ledger))
			r, err = vault.Open(to, vault.Passphrase(words), cheap)
		}
		if err != nil {
			t.Fatalf("after %d steps: %v", n, err)
		}
		lines, err := vault.ReadLedger(r.LedgerPath(), r.ID())
		if err != nil || !slices.Equal(lines, []string{line}) {
			t.Errorf("after %d steps the ledger has %d lines, %v", n, len(lines), err)
		}
		must(t, r.Close())
	}
	if unmade < 5 {
		t.Errorf("only %d endings left no vault", unmade)
	}
}

// A ledger that ends within a line says so, keeps its lines, and takes more.
func TestLedgerCutShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), vault.LedgerFile)
	must(t, vault.WriteLedger(path, "ID", []string{"AAAA", "BBBB"}))
	b, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, b[:len(b)-2], 0o600))
	lines, err := vault.ReadLedger(path, "ID")
	if !errors.Is(err, vault.ErrCut) || !errors.Is(err, vault.ErrDamaged) || !slices.Equal(lines, []string{"AAAA", "BBB"}) {
		t.Errorf("it has %q, %v", lines, err)
	}
	must(t, vault.MergeLedger(path, "ID", []string{"BBBB"}))
	if lines, err = vault.ReadLedger(path, "ID"); err != nil || !slices.Equal(lines, []string{"AAAA", "BBB", "BBBB"}) {
		t.Errorf("it has %q, %v", lines, err)
	}
	if err := vault.MergeLedger(path, "OTHER", []string{"CCCC"}); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("another vault's ledger is written to: %v", err)
	}
}

// A ledger in which a line stands twice, as one that was put together by hand,
// takes another line all the same.
func TestLedgerWithALineTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), vault.LedgerFile)
	must(t, vault.WriteLedger(path, "ID", []string{"AAAA"}))
	b, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, append(b, "AAAA\n"...), 0o600))
	must(t, vault.MergeLedger(path, "ID", []string{"BBBB"}))
	if lines, err := vault.ReadLedger(path, "ID"); err != nil || !slices.Equal(lines, []string{"AAAA", "BBBB"}) {
		t.Errorf("it has %q, %v", lines, err)
	}
}
