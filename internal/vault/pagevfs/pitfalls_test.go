package pagevfs_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/vault/pagevfs"
	"casebook/internal/vault/powercut"
	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// What SQLite never wrote are zeros, and it may ask for them (pitfall 4).
func TestPitfallBlankPage(t *testing.T) {
	path := place(t)
	v := register(t, dek(), "")
	db := connect(t, path, v, "&_pragma=journal_mode(DELETE)")
	exec(t, db, "CREATE TABLE fish (data)", "INSERT INTO fish VALUES (zeroblob(9000))", "DELETE FROM fish")
	must(t, db.Close())
	b := read(t, path)
	clear(b[len(b)-4096:])
	must(t, os.WriteFile(path, b, 0o600))
	db = connect(t, path, v, "")
	if got := ask[string](t, db, "SELECT hex(data) FROM sqlite_dbpage ORDER BY pgno DESC LIMIT 1"); got != strings.Repeat("00", 4096) {
		t.Errorf("it reads %.20s", got)
	}
	if v.Blank() == 0 {
		t.Error("it is not counted")
	}
	exec(t, db, "INSERT INTO fish VALUES (zeroblob(9000))")
}

// In the mode with a journal, which copies pass through, a journal whose last
// sector was torn is rolled back as far as it goes (pitfall 5): whatever was
// acknowledged is there. Only where the first page itself was torn is the file
// refused, with nothing changed, which is why a vault's database is never used
// in this mode (pitfall 1).
func TestPitfallTornJournal(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 5))
	root := t.TempDir()
	r, err := powercut.New(root)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	above := register(t, dek(), r.VFS())
	db := connect(t, filepath.Join(root, "db"), above, "&_pragma=journal_mode(DELETE)&_pragma=synchronous(EXTRA)&_pragma=cache_size(3)")
	exec(t, db, "CREATE TABLE fish (n INTEGER PRIMARY KEY, name TEXT)")
	must(t, r.SyncDir(root))
	r.Acknowledge("0")
	for i := range 20 {
		exec(t, db, "BEGIN", fmt.Sprintf("INSERT INTO fish VALUES (%d, '%s')", i+1, strings.Repeat("scale", 1500)), "UPDATE fish SET name = name || 'x'", "COMMIT")
		r.Acknowledge(fmt.Sprint(i + 1))
	}
	must(t, db.Close())
	plain := register(t, dek(), "")
	recovered, refused := 0, 0
	for range 120 {
		n := chance.IntN(r.Len() + 1)
		words := r.Acknowledged(n)
		if len(words) == 0 {
			continue
		}
		into := t.TempDir()
		must(t, r.Cut(n, chance, into))
		rows, err := rowsAfter(t, filepath.Join(into, "db"), plain)
		switch {
		case plain.Refusal() != nil:
			refused++
		case err != nil || rows != words[len(words)-1] && rows != fmt.Sprint(len(words)):
			t.Errorf("cut after %d: %s rows of %s, %v", n, rows, words[len(words)-1], err)
		default:
			recovered++
		}
	}
	t.Logf("%d recovered, %d refused for a torn first page", recovered, refused)
	if recovered < 90 || refused > recovered/5 {
		t.Error("too few recover")
	}
}

// A journal's last sector counts only when it is there as a whole (pitfall 5).
func TestPitfallSectorsAreWhole(t *testing.T) {
	p := &probe{t: t}
	path := place(t)
	v := register(t, dek(), "")
	above, err := shim.Register("probe", v.Name(), p)
	must(t, err)
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: "vfs=probe"}).String())
	must(t, err)
	exec(t, db, "CREATE TABLE fish (name TEXT)")
	must(t, db.Close())
	must(t, above.Unregister())
	if p.seen == 0 {
		t.Error("no journal was looked at")
	}
}

// probe tears the end of every journal for a moment and looks at it.
type probe struct {
	t    *testing.T
	seen int
}

func (p *probe) Open(_ *libc.TLS, below shim.Below, name string, flags int32) (shim.File, int32) {
	if flags&lib.SQLITE_OPEN_MAIN_JOURNAL == 0 {
		return below, lib.SQLITE_OK
	}
	return &probed{below, p, name}, lib.SQLITE_OK
}

func (*probe) Delete(string, bool) {}

type probed struct {
	shim.Below
	p    *probe
	path string
}

func (f *probed) Sync(t *libc.TLS, flags int32) int32 {
	before, _ := f.Size(t)
	whole, err := os.ReadFile(f.path)
	must(f.p.t, err)
	must(f.p.t, os.WriteFile(f.path, append(whole, bytes.Repeat([]byte{7}, 100)...), 0o600))
	if after, rc := f.Size(t); after != before || before%512 != 0 || rc != lib.SQLITE_OK {
		f.p.t.Errorf("it was %d bytes and torn it is %d (%d)", before, after, rc)
	}
	b := shim.NewBuffer(t, 200)
	defer b.Free(t)
	if rc := f.Read(t, b, before-100); rc != lib.SQLITE_IOERR_SHORT_READ || !bytes.Equal(b[100:], make([]byte, 100)) {
		f.p.t.Errorf("beyond its end it reads %x (%d)", b[100:], rc)
	}
	must(f.p.t, os.Truncate(f.path, int64(len(whole))))
	f.p.seen++
	return f.Below.Sync(t, flags)
}

// rowsAfter counts the rows, if the database is whole.
func rowsAfter(t *testing.T, path string, v *pagevfs.VFS) (rows string, err error) {
	db := connect(t, path, v, "")
	defer db.Close()
	var sound string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		return "", errors.Join(err, errors.New(sound))
	}
	return rows, db.QueryRow("SELECT count(*) FROM fish").Scan(&rows)
}

// Two pages exchanged do not authenticate; a page's own older version does.
func TestPagesMoved(t *testing.T) {
	path := place(t)
	v := register(t, dek(), "")
	db := connect(t, path, v, "&_pragma=journal_mode(WAL)")
	exec(t, db, "CREATE TABLE fish (name TEXT)", "CREATE TABLE pond (name TEXT)", "INSERT INTO fish VALUES ('pike')", "INSERT INTO pond VALUES ('mill')", "PRAGMA wal_checkpoint(TRUNCATE)")
	older := read(t, path)
	exec(t, db, "UPDATE fish SET name = 'perch'")
	must(t, db.Close())
	now := read(t, path)
	second, third := now[4096:8192], now[8192:12288]

	try := func(pages ...[]byte) (string, error) {
		must(t, os.WriteFile(path, bytes.Join(pages, nil), 0o600))
		db := connect(t, path, v, "")
		defer db.Close()
		var got string
		return got, db.QueryRow("SELECT name FROM fish").Scan(&got)
	}
	if got, err := try(now[:4096], third, second); err == nil || !strings.Contains(err.Error(), "(8202)") {
		t.Errorf("two pages exchanged read %q, %v", got, err)
	}
	if got, err := try(now[:4096], older[4096:8192], third); err != nil {
		t.Errorf("a page's own older version reads %q, %v: docs/VAULT.md says it goes unnoticed", got, err)
	}
}
