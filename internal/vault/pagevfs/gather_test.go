package pagevfs_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault/powercut"
	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Whatever is held back, another connection sees and a killed program leaves
// just what was committed: also where nothing is ever synced, where a
// transaction goes into the log piece by piece, and where it is undone.
func TestGatheredIsThereInTime(t *testing.T) {
	for _, mode := range []string{"WAL", "DELETE"} {
		t.Run(mode, func(t *testing.T) {
			path := place(t)
			pragmas := "&_pragma=journal_mode(" + mode + ")&_pragma=synchronous(OFF)&_pragma=cache_size(4)&_pragma=busy_timeout(2000)"
			db := connect(t, path, register(t, dek(), ""), pragmas)
			other := connect(t, path, register(t, dek(), ""), pragmas)
			exec(t, db, "CREATE TABLE fish (n INTEGER PRIMARY KEY, scales BLOB)")
			chance := rand.New(rand.NewPCG(1, 1))
			want := 0
			for range 60 {
				writer, reader := db, other
				if chance.IntN(2) == 0 {
					writer, reader = other, db
				}
				n := 1 + chance.IntN(90)
				statements := []string{"BEGIN"}
				for range n {
					statements = append(statements, fmt.Sprintf("INSERT INTO fish (scales) VALUES (randomblob(%d))", chance.IntN(9000)))
				}
				if chance.IntN(3) == 0 {
					exec(t, writer, append(statements, "ROLLBACK")...)
				} else {
					exec(t, writer, append(statements, "COMMIT")...)
					want += n
				}
				if chance.IntN(5) == 0 {
					exec(t, writer, "PRAGMA wal_checkpoint(PASSIVE)")
				}
				if got := ask[int](t, reader, "SELECT count(*) FROM fish WHERE length(scales) >= 0"); got != want {
					t.Fatalf("the other connection sees %d of %d rows", got, want)
				}
				if got := killed(t, path, "SELECT count(*) FROM fish"); got != fmt.Sprint(want) {
					t.Fatalf("killed it leaves %s of %d rows", got, want)
				}
			}
		})
	}
}

// killed asks a query of what a program that ended now would leave.
func killed(t *testing.T, path, query string) (answer string) {
	t.Helper()
	into := place(t)
	for _, beside := range []string{"", "-wal", "-journal"} {
		b, err := os.ReadFile(path + beside)
		if os.IsNotExist(err) {
			continue
		}
		must(t, err)
		must(t, os.WriteFile(into+beside, b, 0o600))
	}
	v := register(t, dek(), "")
	_, err := rowsAfter(t, into, v)
	must(t, err)
	db := connect(t, into, v, "")
	answer = ask[string](t, db, query)
	must(t, db.Close())
	return answer
}

// A disk that is full for a while, at whatever moment, costs the transactions
// that it made fail and none besides.
func TestGatheredOnAFullDisk(t *testing.T) {
	root := t.TempDir()
	r, err := powercut.New(root)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	path := filepath.Join(root, "db")
	db := connect(t, path, register(t, dek(), r.VFS()), "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(4)")
	exec(t, db, "CREATE TABLE fish (n INTEGER PRIMARY KEY, scales BLOB)")
	chance := rand.New(rand.NewPCG(2, 2))
	want, failed := 0, 0
	for range 200 {
		n, full := 1+chance.IntN(60), -1
		if chance.IntN(2) == 0 {
			full = chance.IntN(n + 1)
		}
		if err := swim(db, chance, n, func(i int) { r.Fill(i == full) }); err == nil {
			want += n
		} else {
			failed++
		}
		r.Fill(false)
		if chance.IntN(10) == 0 {
			exec(t, db, "PRAGMA wal_checkpoint(PASSIVE)")
		}
	}
	if got := ask[int](t, db, "SELECT count(*) FROM fish"); got != want || failed < 20 || failed > 150 {
		t.Errorf("%d of %d rows, %d transactions failed", got, want, failed)
	}
	must(t, db.Close())
	rows, err := rowsAfter(t, path, register(t, dek(), ""))
	if err != nil || rows != fmt.Sprint(want) {
		t.Errorf("it holds %s of %d rows: %v", rows, want, err)
	}
}

// swim adds rows in one transaction; before is called before each and before
// the end.
func swim(db *sql.DB, chance *rand.Rand, n int, before func(int)) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for i := range n {
		before(i)
		if _, err := tx.Exec("INSERT INTO fish (scales) VALUES (randomblob(?))", chance.IntN(9000)); err != nil {
			tx.Rollback()
			return err
		}
	}
	before(n)
	if err := tx.Commit(); err != nil {
		tx.Rollback()
		return err
	}
	return nil
}

// Whatever SQLite wrote before it synced the log is synced. Last before that it
// writes checksums anew, where a transaction changed pages again that were in
// the log already: without them a power cut would cost all of it.
func TestGatheredIsSynced(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 3))
	root := t.TempDir()
	r, err := powercut.New(root)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	db := connect(t, filepath.Join(root, "db"), register(t, dek(), r.VFS()), "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(4)")
	exec(t, db, school...)
	must(t, r.SyncDir(root))
	plain := register(t, dek(), "")
	for round := 2; round <= 12; round += 2 {
		exec(t, db, "BEGIN", older, older, "COMMIT")
		for range 12 {
			into := t.TempDir()
			must(t, r.Cut(r.Len(), chance, into))
			after := connect(t, filepath.Join(into, "db"), plain, "")
			if got := ask[int](t, after, age); got != round*16 {
				t.Errorf("the power was cut after %d was committed, and there is %d", round*16, got)
			}
			must(t, after.Close())
		}
	}
}

// school makes sixteen fish of a page each, of the age nought, which older changes
// all at once: where that fails, it alone is undone. age adds their ages up.
var school = []string{
	"CREATE TABLE fish (n INTEGER PRIMARY KEY, age INTEGER NOT NULL, scales BLOB, CHECK (age >= 0))",
	"WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 16) INSERT INTO fish SELECT n, 0, randomblob(3000) FROM c",
}

const (
	older = "UPDATE fish SET age = age + 1"
	age   = "SELECT sum(age) FROM fish"
)

// Of a transaction that fails, because one write to the disk did, nothing comes
// into the file any more: not once the disk has room again, and not over what
// another connection writes then. One that is kept is kept whole.
func TestGatheredAfterAFailedWrite(t *testing.T) {
	s := &stumble{}
	below, err := shim.Register("stumble", "", s)
	must(t, err)
	t.Cleanup(func() { must(t, below.Unregister()) })
	failed := 0
	for at, reached := 1, true; reached; at++ {
		path := place(t)
		const pragmas = "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(4)"
		db := connect(t, path, register(t, dek(), "stumble"), pragmas)
		other := connect(t, path, register(t, dek(), "stumble"), pragmas)
		exec(t, db, school...)
		exec(t, db, "PRAGMA wal_checkpoint(PASSIVE)") // what is read comes from the database, and much is held
		s.in = at
		want, err := age2(db)
		if reached = s.in <= 0; err != nil {
			failed++
		}
		s.in = 0
		holds := func(when string, extra int) {
			if got := killed(t, path, age); got != fmt.Sprint(want*16+extra) {
				t.Errorf("write %d failed (%v): killed %s it leaves %s of %d", at, err, when, got, want*16+extra)
			}
		}
		holds("then", 0)
		exec(t, other, "UPDATE fish SET age = age + 7 WHERE n = 16")
		if got := ask[int](t, db, age); got != want*16+7 {
			t.Errorf("write %d failed (%v): it reads %d of %d", at, err, got, want*16+7)
		}
		holds("after another wrote", 7)
		exec(t, db, older)
		want++
		holds("after the next transaction", 7)
		must(t, db.Close())
		must(t, other.Close())
	}
	t.Logf("%d transactions failed", failed)
	if failed < 10 {
		t.Errorf("%d transactions failed", failed)
	}
}

// age2 makes the fish older twice in a transaction, as far as that goes, and
// returns by how much they are if it was kept.
func age2(db *sql.DB) (years int, err error) {
	if _, err := db.Exec("BEGIN"); err != nil {
		return 0, err
	}
	for range 2 {
		if _, err := db.Exec(older); err != nil {
			break
		}
		years++
	}
	if _, err := db.Exec("COMMIT"); err != nil {
		_, _ = db.Exec("ROLLBACK") // where SQLite has not
		return 0, err
	}
	return years, nil
}

// stumble is a disk that has no room for one write: the one so many from now.
type stumble struct{ in int }

func (s *stumble) Open(_ *libc.TLS, below shim.Below, _ string, _ int32) (shim.File, int32) {
	return &stumbling{below, s}, lib.SQLITE_OK
}

func (*stumble) Delete(string, bool) {}

type stumbling struct {
	shim.Below
	s *stumble
}

func (f *stumbling) Write(t *libc.TLS, p []byte, off int64) int32 {
	if f.s.in--; f.s.in == 0 {
		return lib.SQLITE_FULL
	}
	return f.Below.Write(t, p, off)
}

// Sync takes long and shows nothing here.
func (*stumbling) Sync(*libc.TLS, int32) int32 { return lib.SQLITE_OK }
