package pagevfs_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault/powercut"
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
				if got := killed(t, path); got != fmt.Sprint(want) {
					t.Fatalf("killed it leaves %s of %d rows", got, want)
				}
			}
		})
	}
}

// killed counts the rows of what a program that ended now would leave.
func killed(t *testing.T, path string) string {
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
	rows, err := rowsAfter(t, into, register(t, dek(), ""))
	must(t, err)
	return rows
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
