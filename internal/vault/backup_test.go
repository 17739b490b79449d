package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// stocked opens a vault that holds n fish of a few kilobytes.
func stocked(t testing.TB, n int) *vault.Vault {
	t.Helper()
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), []string{"CREATE TABLE fish (name TEXT NOT NULL) STRICT"}))
	write(t, v, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO fish SELECT hex(randomblob(2000)) FROM n", n)
	return v
}

// restore makes a vault of a backup and opens it.
func restore(t testing.TB, file string, key vault.Key) *vault.Vault {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	must(t, vault.Restore(t.Context(), file, dir, key, cheap))
	v, err := vault.Open(dir, key, cheap)
	must(t, err)
	t.Cleanup(func() { v.Close() })
	return v
}

// names lists a folder.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	found := []string{}
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestBackupAndRestore(t *testing.T) {
	v := stocked(t, 50)
	groups, err := v.NewRecovery()
	must(t, err)
	must(t, v.AddKeyring(func([]byte) error { return nil }))
	sealed, err := v.Seal("account a", []byte("hunter2"))
	must(t, err)
	dir := t.TempDir()
	file := filepath.Join(dir, "one.backup")
	last := int64(-1)
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{
		Progress: func(done, total int64) {
			if done < last || done > total {
				t.Errorf("it goes from %d to %d of %d", last, done, total)
			}
			last = done
		},
		Check: func(ctx context.Context, r vault.Reader) error {
			var n int
			err := r.QueryRow(ctx, "SELECT count(*) FROM fish").Scan(&n)
			if err == nil && n != 50 {
				err = fmt.Errorf("the copy has %d fish", n)
			}
			return err
		},
	}))
	if last <= 0 || !cmp.Equal(names(t, dir), []string{"one.backup"}) {
		t.Errorf("progress ended at %d, the folder holds %q", last, names(t, dir))
	}
	for name := range content(t, v.Dir()) {
		if strings.HasPrefix(name, "copy.vault") {
			t.Errorf("%s is left", name)
		}
	}
	write(t, v, "DELETE FROM fish")
	must(t, v.SetPassphrase([]byte("eight")))

	copies := map[string]bool{v.Copy(): true}
	for _, key := range []vault.Key{vault.Passphrase(words), vault.Recovery(strings.Join(groups, " ")), vault.Passphrase(words)} {
		r := restore(t, file, key)
		if count(t, r, "fish") != 50 || r.ID() != v.ID() {
			t.Error("another vault was restored")
		}
		if copies[r.Copy()] || r.Ways().Keyring {
			t.Errorf("it is copy %s with ways %+v", r.Copy(), r.Ways())
		}
		copies[r.Copy()] = true
		if got, err := r.Unseal("account a", sealed); err != nil || string(got) != "hunter2" {
			t.Errorf("a secret opens as %q, %v", got, err)
		}
		must(t, r.Migrate(t.Context(), []string{"CREATE TABLE fish (name TEXT NOT NULL) STRICT"}))
	}
	// The passphrase that was set later does not open the backup made before.
	err = vault.Restore(t.Context(), file, filepath.Join(dir, "vault"), vault.Passphrase([]byte("eight")), cheap)
	if !errors.Is(err, vault.ErrPassphrase) || len(names(t, dir)) != 1 {
		t.Errorf("the new passphrase gives %v", err)
	}
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{})) // over the one before
	if r := restore(t, file, vault.Passphrase([]byte("eight"))); count(t, r, "fish") != 0 {
		t.Error("the older backup is still there")
	}
}

// Writing and reading go on while a backup is made, and it holds one instant.
func TestBackupWhileInUse(t *testing.T) {
	v := stocked(t, 200)
	must(t, v.Migrate(t.Context(), []string{"", "CREATE TABLE pair (a INTEGER, b INTEGER) STRICT"}))
	ctx, stop := context.WithCancel(t.Context())
	var acts atomic.Int64
	var writer sync.WaitGroup
	defer writer.Wait()
	defer stop()
	writer.Go(func() {
		defer stop()
		for ctx.Err() == nil {
			write(t, v, "INSERT INTO pair VALUES (?, ?)", acts.Load(), acts.Load())
			write(t, v, "UPDATE pair SET a = a + 1, b = b + 1")
			acts.Add(1)
		}
	})
	file := filepath.Join(t.TempDir(), "one.backup")
	for range 3 {
		must(t, v.Backup(t.Context(), file, vault.CopyOptions{Check: func(within context.Context, r vault.Reader) error {
			for before := acts.Load(); acts.Load() == before && ctx.Err() == nil; {
				time.Sleep(time.Millisecond) // until one more act was done
			}
			var n int
			err := r.QueryRow(within, "SELECT count(*) FROM pair WHERE a <> b").Scan(&n)
			if err == nil && n > 0 {
				err = fmt.Errorf("%d pairs are torn", n)
			}
			return err
		}}))
	}
	stop()
	writer.Wait()
	if n := count(t, v, "pair"); int64(n) != acts.Load() {
		t.Errorf("%d acts were done and %d are there", acts.Load(), n)
	}
}

// What keeps a backup from being made leaves the place as it was.
func TestBackupRefuses(t *testing.T) {
	v := stocked(t, 20)
	base := t.TempDir()
	letter := filepath.Join(base, "letter.txt")
	must(t, os.WriteFile(letter, []byte("Dear Sir"), 0o600))
	other := filepath.Join(base, "other.backup")
	must(t, open(t, create(t)).Backup(t.Context(), other, vault.CopyOptions{}))
	must(t, os.Mkdir(filepath.Join(base, "folder"), 0o700))
	stopped, stop := context.WithCancel(t.Context())
	stop()
	doubt := errors.New("a doubt")

	tests := []struct {
		name, file string
		ctx        context.Context
		check      error
		want       error
	}{
		{"a letter", letter, t.Context(), nil, vault.ErrOtherFile},
		{"another vault's backup", other, t.Context(), nil, vault.ErrOtherFile},
		{"a folder", filepath.Join(base, "folder"), t.Context(), nil, vault.ErrOtherFile},
		{"a folder that is gone", filepath.Join(base, "stick", "one.backup"), t.Context(), nil, os.ErrNotExist},
		{"below a file", filepath.Join(letter, "one.backup"), t.Context(), nil, vault.ErrNotFolder},
		{"the vault itself", filepath.Join(v.Dir(), "one.backup"), t.Context(), nil, vault.ErrInside},
		{"stopped", filepath.Join(base, "one.backup"), stopped, nil, context.Canceled},
		{"found wanting", filepath.Join(base, "one.backup"), t.Context(), doubt, doubt},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			before := content(t, base)
			err := v.Backup(c.ctx, c.file, vault.CopyOptions{Check: func(context.Context, vault.Reader) error { return c.check }})
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if diff := cmp.Diff(before, content(t, base)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if count(t, v, "fish") != 20 {
		t.Error("the vault was changed")
	}
}

// A backup that is stopped half-way, at whatever point, leaves nothing, and the
// next one is made.
func TestBackupStopped(t *testing.T) {
	v := stocked(t, 300)
	dir := t.TempDir()
	file := filepath.Join(dir, "one.backup")
	for part := range 20 {
		ctx, stop := context.WithCancel(t.Context())
		err := v.Backup(ctx, file, vault.CopyOptions{Progress: func(done, total int64) {
			if done*20 >= total*int64(part) {
				stop()
			}
		}})
		stop()
		if !errors.Is(err, context.Canceled) && err != nil {
			t.Fatalf("stopping gives %v", err)
		}
		if err != nil && len(names(t, dir)) != 0 {
			t.Fatalf("%q is left", names(t, dir))
		}
		os.Remove(file)
	}
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
}

// No bit of a backup can be changed, and no part of it be missing, without that
// being said before a vault is made of it.
func TestDamagedBackup(t *testing.T) {
	v := stocked(t, 20)
	base := t.TempDir()
	file := filepath.Join(base, "one.backup")
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
	good, err := os.ReadFile(file)
	must(t, err)
	if bytes.Contains(good, []byte("fish")) || bytes.Contains(good, []byte("SQLite")) {
		t.Error("the backup is in the clear")
	}
	bad := filepath.Join(base, "bad.backup")
	try := func(r interface {
		Fatalf(string, ...any)
		Fatal(...any)
	}, b []byte, what string,
	) {
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			r.Fatal(err)
		}
		err := vault.Restore(t.Context(), bad, filepath.Join(base, "vault"), vault.Passphrase(words), cheap)
		ok := false
		for _, want := range []error{vault.ErrNotBackup, vault.ErrBadBackup, vault.ErrNewer, vault.ErrPassphrase, vault.ErrDamaged} {
			ok = ok || errors.Is(err, want)
		}
		if !ok {
			r.Fatalf("%s gives %v", what, err)
		}
		if len(names(t, base)) != 2 {
			r.Fatalf("%s leaves %q", what, names(t, base))
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		b := bytes.Clone(good)
		at := rapid.OneOf(rapid.IntRange(0, 1500), rapid.IntRange(0, len(b)-1)).Draw(r, "byte")
		b[at] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
		if head := b[:1500]; !bytes.Contains(head, []byte(`"memory_kib": 8,`)) || !bytes.Contains(head, []byte(`"threads": 1`)) || !bytes.Contains(head, []byte(`"time": 1`)) {
			return // a cost that is sane and slow is not what is tested here
		}
		try(r, b, fmt.Sprintf("byte %d", at))
		try(r, good[:rapid.IntRange(0, len(good)-1).Draw(r, "length")], "a part")
	})
	for _, c := range []struct {
		content string
		want    error
	}{{"", vault.ErrNotBackup}, {"SQLite format 3\x00", vault.ErrNotBackup}, {"CASEBOOK-BACKUP\n\x00\x00\x00\x02" + strings.Repeat("\x00", 90), vault.ErrNewer}} {
		must(t, os.WriteFile(bad, []byte(c.content), 0o600))
		if err := vault.Restore(t.Context(), bad, filepath.Join(base, "vault"), vault.Passphrase(words), cheap); !errors.Is(err, c.want) {
			t.Errorf("%.20q gives %v", c.content, err)
		}
	}
}

// A restored vault never takes the place of anything.
func TestRestoreRefuses(t *testing.T) {
	v := stocked(t, 5)
	base := t.TempDir()
	file := filepath.Join(base, "one.backup")
	must(t, v.Backup(t.Context(), file, vault.CopyOptions{}))
	lost := create(t)
	must(t, os.Remove(filepath.Join(lost, "cases.vault")))
	for _, c := range []struct {
		name, file, dir string
		want            error
	}{
		{"into the open vault", file, v.Dir(), vault.ErrNotEmpty},
		{"into a closed vault", file, create(t), vault.ErrNotEmpty},
		{"into what is left of one", file, lost, vault.ErrNotEmpty},
		{"into a folder with files", file, base, vault.ErrNotEmpty},
		{"into a file", file, file, vault.ErrNotFolder},
		{"of nothing", filepath.Join(base, "none"), filepath.Join(base, "vault"), os.ErrNotExist},
		{"of a folder", base, filepath.Join(base, "vault"), vault.ErrNotBackup},
	} {
		if err := vault.Restore(t.Context(), c.file, c.dir, vault.Passphrase(words), cheap); !errors.Is(err, c.want) {
			t.Errorf("%s gives %v", c.name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := vault.Restore(stopped, file, filepath.Join(base, "vault"), vault.Passphrase(words), cheap); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it gives %v", err)
	}
	if !cmp.Equal(names(t, base), []string{"one.backup"}) || count(t, v, "fish") != 5 {
		t.Errorf("it leaves %q", names(t, base))
	}
}

// The owner gets a plain file, readable by the owner alone, and nothing is
// overwritten for it.
func TestDecrypt(t *testing.T) {
	v := stocked(t, 20)
	write(t, v, "INSERT INTO fish VALUES ('a pike called Reginald')")
	dir := t.TempDir()
	file := filepath.Join(dir, "plain.sqlite")
	must(t, v.Decrypt(t.Context(), file, func(int64, int64) {}))
	b, err := os.ReadFile(file)
	must(t, err)
	info, err := os.Stat(file)
	must(t, err)
	if !bytes.HasPrefix(b, []byte("SQLite format 3\x00")) || !bytes.Contains(b, []byte("a pike called Reginald")) || b[20] != 0 || info.Mode().Perm() != 0o600 {
		t.Errorf("the file begins %q, mode %v", b[:24], info.Mode())
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"again":          {file, vault.ErrTaken},
		"into the vault": {filepath.Join(v.Dir(), "plain.sqlite"), vault.ErrInside},
		"into nothing":   {filepath.Join(dir, "stick", "plain.sqlite"), os.ErrNotExist},
	} {
		if err := v.Decrypt(t.Context(), c.file, nil); !errors.Is(err, c.want) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := v.Decrypt(stopped, filepath.Join(dir, "two.sqlite"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it gives %v", err)
	}
	if !cmp.Equal(names(t, dir), []string{"plain.sqlite"}) {
		t.Errorf("it leaves %q", names(t, dir))
	}
}

// What a writing that was killed left beside its file goes with the next one;
// files that only look like it stay.
func TestPartsOfAKilledWriting(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	folder := t.TempDir()
	for _, name := range []string{"plain.sqlite.ABCDEFG2.part", "plain.sqlite.ABCDEFG2.part-journal", "plain.sqlite.part", "other.sqlite.ABCDEFG2.part", "plain.sqlite.abcdefg2.part"} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte("a name"), 0o600))
	}
	must(t, v.Decrypt(t.Context(), filepath.Join(folder, "plain.sqlite"), nil))
	var left []string
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	want := []string{"other.sqlite.ABCDEFG2.part", "plain.sqlite", "plain.sqlite.abcdefg2.part", "plain.sqlite.part"}
	if !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
}
