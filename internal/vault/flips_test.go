package vault_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/vault"
)

// filled is a closed vault with rows, and with pages that hold nothing any more.
func filled(t testing.TB) (dir string, want map[int]string) {
	dir = create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (n INTEGER PRIMARY KEY, name TEXT)")
	want = map[int]string{}
	for i := range 60 {
		want[i] = strings.Repeat(fmt.Sprintf("fish %d ", i), 1+i*40)
		write(t, v, "INSERT INTO fish VALUES (?, ?)", i, want[i])
	}
	for i := 40; i < 60; i++ {
		delete(want, i)
	}
	write(t, v, "DELETE FROM fish WHERE n >= 40")
	must(t, v.Close())
	return dir, want
}

// poke turns one bit of a file over, and again when it is called twice.
func poke(t testing.TB, path string, bit int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	var b [1]byte
	_, err = f.ReadAt(b[:], bit/8)
	must(t, err)
	b[0] ^= 1 << (bit % 8)
	_, err = f.WriteAt(b[:], bit/8)
	must(t, errors.Join(err, f.Close()))
}

// Every bit that is turned over in a closed vault's database is found, and what
// is read of it is what was written or an error.
func TestBitFlips(t *testing.T) {
	flips := 300
	if torture {
		flips = 10_000
	}
	dir, want := filled(t)
	info, err := os.Stat(database(dir))
	must(t, err)
	chance := rand.New(rand.NewPCG(1, 1))
	for range flips {
		bit := chance.Int64N(info.Size() * 8)
		poke(t, database(dir), bit)
		if !flipFound(t, dir, int(bit/8/page)+1) {
			t.Errorf("bit %d of page %d is not found", bit%(8*page), bit/8/page+1)
		}
		if _, err := readFish(t, dir, want); err != nil {
			t.Errorf("bit %d: %v", bit, err)
		}
		poke(t, database(dir), bit)
	}
	if n, err := readFish(t, dir, want); err != nil || n != len(want) {
		t.Errorf("afterwards it holds %d of %d rows, %v", n, len(want), err)
	}
}

// flipFound reports whether opening or looking at all pages says which page it is.
func flipFound(t *testing.T, dir string, number int) bool {
	t.Helper()
	v, err := vault.Open(dir, vault.Passphrase(words), cheap)
	if err != nil {
		return errors.Is(err, vault.ErrDamaged)
	}
	defer v.Close()
	_, damaged, err := v.CheckPages(t.Context())
	return err == nil && len(damaged) == 1 && damaged[0] == number
}

// readFish reads every row that can be read, and fails for one that is another
// than was written. How many it got to is its result.
func readFish(t *testing.T, dir string, want map[int]string) (rows int, err error) {
	v, err := vault.Open(dir, vault.Passphrase(words), cheap)
	if err != nil {
		return 0, nil
	}
	defer v.Close()
	var wrong error
	_ = v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(t.Context(), func(row vault.Rows) error {
			var n int
			var name string
			if err := row.Scan(&n, &name); err != nil {
				return err
			}
			rows++
			if want[n] != name {
				wrong = fmt.Errorf("row %d reads %.20q", n, name)
			}
			return nil
		}, "SELECT n, name FROM fish")
	})
	return rows, wrong
}

// A bit turned over in a log that a crash left is found where two transactions
// follow it. In the last ones it is what a power cut leaves of a commit under
// way: the log ends there, and what was before is there. Beyond the last commit,
// in what is left of a log written back before, nothing is lost. Nothing that
// is read is ever another than was written.
func TestBitFlipsInALog(t *testing.T) {
	flips := 200
	if torture {
		flips = 5_000
	}
	const all = 30
	from, end := restarted(t, all)
	chance := rand.New(rand.NewPCG(2, 2))
	info, err := os.Stat(log(from))
	must(t, err)
	whole, shorter, refusals, beyond := 0, 0, 0, 0
	sealed := content(t, from)
	dir := t.TempDir()
	for range flips {
		for name, text := range sealed {
			must(t, os.WriteFile(dir+"/"+name, []byte(text), 0o600))
		}
		bit := chance.Int64N(info.Size() * 8)
		poke(t, log(dir), bit)
		v, err := vault.Open(dir, vault.Passphrase(words), cheap)
		if errors.Is(err, vault.ErrDamaged) {
			refusals++
			continue
		}
		must(t, err)
		switch n := prefix(t, v); {
		case bit/8 >= end:
			beyond++
			if n != all {
				t.Errorf("bit %d lies beyond the last commit, and only %d rows are left", bit, n)
			}
		case n == all:
			whole++
		case n < all-3 && bit/8 >= logHeader:
			t.Errorf("bit %d in frame %d cost %d rows and was not found", bit, (bit/8-logHeader)/frame, all-n)
		default:
			shorter++
		}
		must(t, v.Close())
	}
	t.Logf("of %d flips %d were found, %d ended the log in its last transactions or its header, %d lost nothing, %d lay beyond the last commit", flips, refusals, shorter, whole, beyond)
}

// restarted is a crashed vault whose log was written back and begun again, so
// that older frames lie beyond its end.
func restarted(t *testing.T, rows int) (dir string, end int64) {
	from := create(t)
	v := open(t, from)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	write(t, v, "CREATE TABLE pond (data BLOB)")
	write(t, v, "INSERT INTO pond VALUES (randomblob(600000))")
	must(t, v.Rewind(t.Context()))
	before := content(t, from)["cases.vault-wal"]
	for i := range rows {
		write(t, v, "INSERT INTO fish VALUES (?)", fmt.Sprintf("fish %d %s", i, strings.Repeat("scale ", 300)))
	}
	dir = filepath.Join(t.TempDir(), "restarted")
	must(t, os.Mkdir(dir, 0o700))
	for name, text := range content(t, from) {
		if !strings.HasSuffix(name, "-shm") {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
	}
	must(t, v.Close())
	now, err := os.ReadFile(log(dir))
	must(t, err)
	if len(now) != len(before) {
		t.Fatalf("the log was not begun again: %d bytes, then %d", len(before), len(now))
	}
	for end = int64(len(now)); now[end-1] == before[end-1]; end-- {
	}
	return dir, (end-logHeader+frame-1)/frame*frame + logHeader
}

// prefix counts the rows of a crashed vault, which must be the first ones.
func prefix(t *testing.T, v *vault.Vault) (n int) {
	t.Helper()
	must(t, v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(t.Context(), func(row vault.Rows) error {
			var name string
			if err := row.Scan(&name); err != nil {
				return err
			}
			if !strings.HasPrefix(name, fmt.Sprintf("fish %d scale", n)) {
				return fmt.Errorf("row %d is %.20q", n, name)
			}
			n++
			return nil
		}, "SELECT name FROM fish ORDER BY rowid")
	}))
	return n
}

// A bit turned over anywhere in the key file costs nothing: the vault opens by
// the copy, and mends the file. Only where the file says by it that a newer
// program wrote it is it left alone.
func TestBitFlipsInTheKeyFile(t *testing.T) {
	dir, want := filled(t)
	file := filepath.Join(dir, "key.json")
	good, err := os.ReadFile(file)
	must(t, err)
	chance := rand.New(rand.NewPCG(3, 3))
	newer := 0
	for at := range good {
		poke(t, file, int64(at)*8+chance.Int64N(8))
		switch v, err := vault.Open(dir, vault.Passphrase(words), cheap); {
		case errors.Is(err, vault.ErrNewer):
			newer++
		case err != nil:
			t.Errorf("byte %d: %v", at, err)
		default:
			must(t, v.Close())
		}
		if n, err := readFish(t, dir, want); err != nil || n != len(want) && newer == 0 {
			t.Errorf("byte %d: %d of %d rows, %v", at, n, len(want), err)
		}
		for _, name := range []string{"key.json", "key-copy.json"} {
			must(t, os.WriteFile(filepath.Join(dir, name), good, 0o600))
		}
	}
	t.Logf("of %d flips %d looked like a newer program's file", len(good), newer)
}
