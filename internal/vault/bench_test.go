package vault_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/vault"
)

// benchSchema is of the kind that a vault holds: rows, an index, words.
var benchSchema = []string{`
CREATE TABLE fish (n INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX fish_name ON fish (name);
CREATE VIRTUAL TABLE word USING fts5 (text);
`}

// side is a database to be timed: the vault's, or a plain one beside it.
type side interface {
	write(ctx context.Context, f func(exec func(query string, args ...any) error) error) error
	read(ctx context.Context, f func(one func(into any, query string, args ...any) error) error) error
}

type sealedSide struct{ *vault.Vault }

func (s sealedSide) write(ctx context.Context, f func(func(string, ...any) error) error) error {
	return s.Write(ctx, func(w vault.Writer) error {
		return f(func(q string, args ...any) error { _, err := w.Exec(ctx, q, args...); return err })
	})
}

func (s sealedSide) read(ctx context.Context, f func(func(any, string, ...any) error) error) error {
	return s.Read(ctx, func(r vault.Reader) error {
		return f(func(into any, q string, args ...any) error { return r.QueryRow(ctx, q, args...).Scan(into) })
	})
}

// plainSide is modernc.org/sqlite as it is, with the vault's settings, its two
// pools, and its way to prepare a statement once in a transaction.
type plainSide struct{ writer, reader *sql.DB }

func within(ctx context.Context, db *sql.DB, f func(func(string) (*sql.Stmt, error)) error) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	known := map[string]*sql.Stmt{}
	if err := f(func(q string) (*sql.Stmt, error) {
		if known[q] == nil {
			if known[q], err = t.PrepareContext(ctx, q); err != nil {
				return nil, err
			}
		}
		return known[q], nil
	}); err != nil {
		return err
	}
	return t.Commit()
}

func (s plainSide) write(ctx context.Context, f func(func(string, ...any) error) error) error {
	return within(ctx, s.writer, func(prepare func(string) (*sql.Stmt, error)) error {
		return f(func(q string, args ...any) error {
			stmt, err := prepare(q)
			if err == nil {
				_, err = stmt.ExecContext(ctx, args...)
			}
			return err
		})
	})
}

func (s plainSide) read(ctx context.Context, f func(func(any, string, ...any) error) error) error {
	return within(ctx, s.reader, func(prepare func(string) (*sql.Stmt, error)) error {
		return f(func(into any, q string, args ...any) error {
			stmt, err := prepare(q)
			if err != nil {
				return err
			}
			return stmt.QueryRowContext(ctx, args...).Scan(into)
		})
	})
}

// benchRows is how many rows the database holds before reading is timed.
const benchRows = 30_000

// works are what is timed, each on a database with the rows of those before.
var works = []struct {
	name string
	most float64 // times as long as on a plain database that are allowed
	do   func(ctx context.Context, s side, round int) error
}{
	{"insert", 1.5, func(ctx context.Context, s side, round int) error {
		return s.write(ctx, func(exec func(string, ...any) error) error {
			for i := range benchRows {
				n := round*1_000_000 + i
				if err := exec("INSERT INTO fish VALUES (?, ?, ?)", n, fmt.Sprintf("fish %d", n*7919%1_000_003), fmt.Sprintf("note %0300d", n)); err != nil {
					return err
				}
				if err := exec("INSERT INTO word VALUES (?)", fmt.Sprintf("pond%d mill%d weir%d", i%97, i%1009, i%7)); err != nil {
					return err
				}
			}
			return nil
		})
	}},
	{"read", 1.5, func(ctx context.Context, s side, round int) error {
		return s.read(ctx, func(one func(any, string, ...any) error) error {
			var note string
			for i := range benchRows {
				n := round*1_000_000 + i*7919%benchRows
				if err := one(&note, "SELECT note FROM fish WHERE n = ?", n); err != nil {
					return err
				}
			}
			return nil
		})
	}},
	{"one-row-tx", 3, func(ctx context.Context, s side, round int) error {
		for i := range 300 {
			err := s.write(ctx, func(exec func(string, ...any) error) error {
				return exec("INSERT INTO fish VALUES (?, ?, ?)", round*1_000_000+500_000+i, "one", "alone")
			})
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{"search", 3, func(ctx context.Context, s side, _ int) error {
		return s.read(ctx, func(one func(any, string, ...any) error) error {
			var n int
			for i := range 200 {
				if err := one(&n, "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? ORDER BY rank LIMIT 50)", fmt.Sprintf("pond%d mill%d*", i%97, i%10)); err != nil {
					return err
				}
			}
			return nil
		})
	}},
}

// BenchmarkBesidePlain times the same work on a vault and on a plain database
// in turns, and gives how many times as long the vault takes, by the best turn
// of each: insert and read are to be within 1.5.
func BenchmarkBesidePlain(b *testing.B) {
	ctx := b.Context()
	dir := create(b)
	sides := []side{sealedSide{open(b, dir)}, plainDatabase(b)}
	must(b, sides[0].(sealedSide).Migrate(ctx, benchSchema))
	must(b, sides[1].write(ctx, func(exec func(string, ...any) error) error { return exec(benchSchema[0]) }))
	best := make([][2]time.Duration, len(works))
	round := 0
	turn := func() {
		round++
		for i, w := range works {
			for j, s := range sides {
				start := time.Now()
				must(b, w.do(ctx, s, round))
				if took := time.Since(start); round == 1 || took < best[i][j] {
					best[i][j] = took
				}
			}
		}
	}
	turn()
	turn() // one turn alone says little on a machine that does other things
	for b.Loop() {
		turn()
	}
	for i, w := range works {
		times := float64(best[i][0]) / float64(best[i][1])
		b.ReportMetric(times, w.name+"-x")
		if times > w.most {
			b.Errorf("%s takes %.2f times as long as on a plain database", w.name, times)
		}
	}
}

// plainDatabase opens a database that nothing seals, with the vault's settings.
func plainDatabase(b *testing.B) (s plainSide) {
	path := filepath.Join(b.TempDir(), "plain")
	for _, o := range []struct {
		db    **sql.DB
		extra string
	}{{&s.writer, "&_txlock=immediate"}, {&s.reader, "&_query_only=1"}} {
		u := url.URL{Scheme: "file", Path: path, RawQuery: "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1" + o.extra +
			"&_pragma=cache_size(-64000)&_pragma=journal_size_limit(16777216)&_pragma=secure_delete(ON)&_pragma=temp_store(FILE)"}
		db, err := sql.Open("sqlite", u.String())
		must(b, err)
		must(b, db.Ping())
		b.Cleanup(func() { db.Close() })
		*o.db = db
	}
	s.writer.SetMaxOpenConns(1)
	return s
}
