package vault_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"casebook/internal/vault"
	"casebook/internal/vault/powercut"

	"github.com/google/go-cmp/cmp"
)

// The tests named Pitfall are each of a way to lose or to show what a vault
// holds that was met while its encryption was tried out.

const (
	page        = 4096
	logHeader   = 32
	frameHeader = 24
	frame       = frameHeader + page
)

// crashed is the folder of a vault as a crash of the program leaves it, with
// so many rows written since the log was last written back.
func crashed(t testing.TB, rows int) (dir string) {
	t.Helper()
	from := create(t)
	v := open(t, from)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	must(t, v.Checkpoint(t.Context()))
	for i := range rows {
		write(t, v, "INSERT INTO fish VALUES (?)", fmt.Sprintf("fish %d %s", i, strings.Repeat("scale ", 300)))
	}
	dir = filepath.Join(t.TempDir(), "crashed")
	must(t, os.Mkdir(dir, 0o700))
	for name, text := range content(t, from) {
		if !strings.HasSuffix(name, "-shm") {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
	}
	must(t, v.Close())
	return dir
}

// edit changes the bytes of a file.
func edit(t testing.TB, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, f(b), 0o600))
}

func database(dir string) string { return filepath.Join(dir, "cases.vault") }

func log(dir string) string { return filepath.Join(dir, "cases.vault-wal") }

// Pitfall 1: opened with a wrong key beside a log that was not written back,
// SQLite would see an empty log and remove it with every row in it.
func TestPitfallWrongKeyKeepsTheLog(t *testing.T) {
	dir, other := crashed(t, 100), create(t)
	before, foreign := content(t, dir), content(t, other)
	swap := func(files map[string]string) {
		for _, name := range []string{"key.json", "key-copy.json"} {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(files[name]), 0o600))
		}
	}
	swap(foreign)
	for range 3 {
		refused(t, dir, words, vault.ErrForeign)
	}
	swap(before)
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error("something was changed")
	}
	if n := count(t, open(t, dir), "fish"); n != 100 {
		t.Errorf("%d of 100 rows are left", n)
	}
}

// Pitfall 2: SQLite asks for the first page's head before it looks into the
// log, where the page is whole.
func TestPitfallTornFirstPage(t *testing.T) {
	for sector := range page / 512 {
		dir := crashed(t, 0)
		v := open(t, dir)
		write(t, v, "CREATE TABLE pond (name TEXT)") // writes the first page to the log
		torn := filepath.Join(t.TempDir(), "torn")
		must(t, os.CopyFS(torn, os.DirFS(dir)))
		must(t, v.Close())
		must(t, os.Remove(filepath.Join(torn, "cases.vault-shm")))
		edit(t, database(torn), func(b []byte) []byte {
			for i := range 512 {
				b[sector*512+i] ^= 0x5a
			}
			return b
		})
		if n := count(t, open(t, torn), "pond"); n != 0 {
			t.Errorf("sector %d: %d rows", sector, n)
		}
	}
}

// Pitfall 3: a frame torn at the log's end is where the log ends, not a disk
// that does not answer.
func TestPitfallTornFrame(t *testing.T) {
	dir := crashed(t, 10)
	edit(t, log(dir), func(b []byte) []byte {
		b[len(b)-page/2] ^= 1 // in the last transaction
		return b
	})
	if n := count(t, open(t, dir), "fish"); n != 9 {
		t.Errorf("%d of the 9 rows before the torn one", n)
	}
}

// Pitfall 6: a page that does not authenticate is damage, not a disk that does
// not answer; and nothing of the page is returned.
func TestPitfallDamagedPageIsDamage(t *testing.T) {
	dir := crashed(t, 50)
	must(t, open(t, dir).Close())
	edit(t, database(dir), func(b []byte) []byte {
		b[len(b)-page/2] ^= 1
		return b
	})
	v := open(t, dir)
	err := v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(t.Context(), func(row vault.Rows) error {
			var name string
			if err := row.Scan(&name); err != nil || !strings.HasPrefix(name, "fish ") {
				t.Errorf("it reads %q, %v", name, err)
			}
			return nil
		}, "SELECT name FROM fish")
	})
	if !errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrDisk) || errors.Is(err, vault.ErrForeign) {
		t.Errorf("reading gives %v", err)
	}
	if pages, damaged, err := v.CheckPages(t.Context()); err != nil || len(damaged) != 1 || damaged[0] != pages {
		t.Errorf("of %d pages %v are damaged, %v", pages, damaged, err)
	}
}

// Pitfall 9: VACUUM INTO leaves a file that would be changed without a log, in
// which a power cut can tear the first page.
func TestPitfallCopyHasALog(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	path := filepath.Join(t.TempDir(), "copy")
	must(t, v.CopyTo(t.Context(), path))
	b, err := os.ReadFile(path)
	must(t, err)
	if head := firstPage(t, b, v.Key()); head[18] != 2 || head[19] != 2 {
		t.Errorf("the copy's file format is %d, %d", head[18], head[19])
	}
}

// Pitfall 10: SQL that opened another file could write to it in clear.
func TestPitfallNoOtherFile(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	base := t.TempDir()
	for _, statement := range []string{
		"ATTACH '" + filepath.Join(base, "a") + "' AS other",
		"ATTACH 'file:" + filepath.Join(base, "b") + "?vfs=unix' AS other",
		"ATTACH ? AS other",
		"VACUUM INTO '" + filepath.Join(base, "c") + "'",
	} {
		err := v.Write(t.Context(), func(w vault.Writer) error {
			var args []any
			if strings.Contains(statement, "?") && !strings.Contains(statement, "vfs") {
				args = append(args, filepath.Join(base, "d"))
			}
			_, err := w.Exec(t.Context(), statement, args...)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "not authorized") && !strings.Contains(err.Error(), "VACUUM") {
			t.Errorf("%s gives %v", statement, err)
		}
	}
	if entries, err := os.ReadDir(base); err != nil || len(entries) != 0 {
		t.Errorf("it made %v, %v", entries, err)
	}
}

// Pitfall 11: the index of the log stays in clear. It holds numbers of pages
// and nothing that was written, and goes when the vault is closed.
func TestPitfallSharedMemory(t *testing.T) {
	const word = "Quillfeather"
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	write(t, v, "INSERT INTO fish VALUES (?)", strings.Repeat(word, 2000))
	shm, err := os.ReadFile(database(dir) + "-shm")
	if err != nil || len(shm) == 0 || strings.Contains(string(shm), word) {
		t.Errorf("the index is %d bytes, %v", len(shm), err)
	}
	must(t, v.Close())
	if _, err := os.Stat(database(dir) + "-shm"); err == nil {
		t.Error("the index is left")
	}
}

// Pitfall 12: temporary tables and sorts lie in files, so that they take no
// memory, and nothing of them can be read there.
func TestPitfallTemporaryFiles(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // the files have no name; only Linux shows them
	}
	const word = "Ravensworth-Pemberley"
	v := open(t, create(t))
	seen := int64(0)
	err := v.Write(t.Context(), func(w vault.Writer) error {
		if _, err := w.Exec(t.Context(), "CREATE TEMP TABLE heap (name TEXT)"); err != nil {
			return err
		}
		if _, err := w.Exec(t.Context(), "INSERT INTO heap WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT ? || i || hex(randomblob(80)) FROM n", word); err != nil {
			return err
		}
		seen = nameless(t, word)
		return nil
	})
	must(t, err)
	if seen < 1<<20 {
		t.Errorf("only %d bytes lie in temporary files", seen)
	}
}

// nameless searches the open files of this process that have no name any more
// for a word, and returns how many bytes they hold.
func nameless(t *testing.T, word string) (bytes int64) {
	t.Helper()
	const fds = "/proc/self/fd"
	entries, err := os.ReadDir(fds)
	must(t, err)
	for _, e := range entries {
		target, err := os.Readlink(filepath.Join(fds, e.Name()))
		if err != nil || !strings.HasSuffix(target, " (deleted)") {
			continue
		}
		f, err := os.Open(filepath.Join(fds, e.Name()))
		if err != nil {
			continue
		}
		b, err := io.ReadAll(f)
		must(t, errors.Join(err, f.Close()))
		bytes += int64(len(b))
		if strings.Contains(string(b), word) {
			t.Errorf("%s holds what was written", target)
		}
	}
	return bytes
}

// The log of another vault, or of another program, beside this one's database
// is not taken for an empty one and removed.
func TestOpenRefusesAnothersLog(t *testing.T) {
	dir, other := crashed(t, 5), crashed(t, 7)
	foreign, err := os.ReadFile(log(other))
	must(t, err)
	must(t, os.WriteFile(log(dir), foreign, 0o600))
	before := content(t, dir)
	refused(t, dir, words, vault.ErrForeign)
	after := content(t, dir)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error("something was changed")
	}
}

// Another vault's database beside this one's log is left as it is, and so is the
// log.
func TestOpenRefusesAnothersDatabase(t *testing.T) {
	dir, other := crashed(t, 5), crashed(t, 20)
	must(t, open(t, other).Close())
	foreign, err := os.ReadFile(database(other))
	must(t, err)
	must(t, os.WriteFile(database(dir), foreign, 0o600))
	before := content(t, dir)
	refused(t, dir, words, vault.ErrForeign)
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error("something was changed")
	}
}

// A plain SQLite file in the place of the database is left as it is, and so is
// the log beside it.
func TestOpenRefusesAPlainDatabase(t *testing.T) {
	dir := crashed(t, 5)
	must(t, os.Remove(database(dir)))
	db, err := sql.Open("sqlite", database(dir)+"x")
	must(t, err)
	_, err = db.Exec("CREATE TABLE fish (name TEXT)")
	must(t, errors.Join(err, db.Close(), os.Rename(database(dir)+"x", database(dir))))
	before := content(t, dir)
	refused(t, dir, words, vault.ErrForeign)
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error("something was changed")
	}
}

// An emptied database beside a log that is not empty is left as it is.
func TestOpenRefusesEmptiedDatabase(t *testing.T) {
	dir := crashed(t, 5)
	must(t, os.Truncate(database(dir), 0))
	before := content(t, dir)
	refused(t, dir, words, vault.ErrDamaged)
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error("something was changed")
	}
}

// A full disk is said to be one; what was there stays, and when there is room
// again all goes on.
func TestFullDisk(t *testing.T) {
	root := t.TempDir()
	r, err := powercut.New(root)
	must(t, err)
	defer vault.Beneath(r)()
	dir := filepath.Join(root, "vault")
	must(t, vault.Create(dir, words, cheap))
	v, err := vault.Open(dir, vault.Passphrase(words), cheap)
	must(t, err)
	must(t, v.Migrate(t.Context(), schema))
	write(t, v, "INSERT INTO fish VALUES ('pike')")
	r.Fill(true)
	fail := func(what string, err error) {
		if !errors.Is(err, vault.ErrFull) {
			t.Errorf("%s gives %v", what, err)
		}
	}
	fail("writing", v.Write(t.Context(), func(w vault.Writer) error {
		_, err := w.Exec(t.Context(), "INSERT INTO fish VALUES ('perch')")
		return err
	}))
	fail("a copy", v.CopyTo(t.Context(), filepath.Join(root, "copy")))
	fail("a passphrase", v.SetPassphrase([]byte("another one")))
	fail("making a vault", vault.Create(filepath.Join(root, "second"), words, cheap))
	if count(t, v, "fish") != 1 {
		t.Error("the row before is gone, or the other was kept")
	}
	r.Fill(false)
	write(t, v, "INSERT INTO fish VALUES ('perch')")
	must(t, v.Close())
	if entries, err := os.ReadDir(root); err != nil || len(entries) != 1 {
		t.Errorf("left: %v, %v", entries, err)
	}
	v, err = vault.Open(dir, vault.Passphrase(words), cheap)
	must(t, err)
	if count(t, v, "fish") != 2 {
		t.Error("a row is gone")
	}
	must(t, v.Close())
	must(t, r.Close())
}
