package vault_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
)

var schema = []string{
	"CREATE TABLE fish (name TEXT PRIMARY KEY) STRICT; CREATE TABLE pond (name TEXT) STRICT;",
	"CREATE TABLE catch (fish TEXT NOT NULL REFERENCES fish (name)) STRICT;",
}

func TestMigrate(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	must(t, v.Migrate(t.Context(), schema[:1]))
	write(t, v, "INSERT INTO fish VALUES ('pike')")
	must(t, v.Migrate(t.Context(), schema))
	must(t, v.Migrate(t.Context(), schema))
	if count(t, v, "fish") != 1 || count(t, v, "catch") != 0 {
		t.Error("a step was done twice or not at all")
	}
	if err := v.Migrate(t.Context(), schema[:1]); !errors.Is(err, vault.ErrNewer) {
		t.Errorf("an older program gets %v", err)
	}
	write(t, v, "PRAGMA user_version = -1")
	if err := v.Migrate(t.Context(), schema); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("a version below none gives %v", err)
	}
}

// A step that fails leaves the version and the tables before it.
func TestMigrateFails(t *testing.T) {
	v := open(t, create(t))
	bad := append(schema[:1:1], "CREATE TABLE eel (name TEXT) STRICT; CREATE TABLE fish (name TEXT) STRICT;")
	if err := v.Migrate(t.Context(), bad); err == nil {
		t.Fatal("a table was made twice")
	}
	must(t, v.Migrate(t.Context(), schema))
	if count(t, v, "sqlite_schema WHERE name = 'eel'") != 0 {
		t.Error("half a step was kept")
	}
}

// What a callback did is kept when it returns nil and not otherwise.
func TestWriteIsWhole(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	boom := errors.New("boom")
	add := func(name string, end func()) func(vault.Writer) error {
		return func(w vault.Writer) error {
			if n, err := w.Exec(t.Context(), "INSERT INTO fish VALUES (?)", name); err != nil || n != 1 {
				return errors.Join(err, errors.New("not one row"))
			}
			end()
			return boom
		}
	}
	if err := v.Write(t.Context(), add("pike", func() {})); !errors.Is(err, boom) {
		t.Errorf("the error of the callback came back as %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = v.Write(t.Context(), add("perch", func() { panic("boom") }))
	}()
	ctx, cancel := context.WithCancel(t.Context())
	if err := v.Write(ctx, add("roach", cancel)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled write gives %v", err)
	}
	if n := count(t, v, "fish"); n != 0 {
		t.Errorf("%d rows were kept", n)
	}
	write(t, v, "INSERT INTO fish VALUES ('tench')")
	if n := count(t, v, "fish"); n != 1 {
		t.Errorf("after failures there are %d rows", n)
	}
}

func TestErrorsOfTheDatabase(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	write(t, v, "INSERT INTO fish VALUES ('pike')")
	do := func(statement string) error {
		return v.Write(t.Context(), func(w vault.Writer) error {
			_, err := w.Exec(t.Context(), statement)
			return err
		})
	}
	if err := do("INSERT INTO fish VALUES ('pike')"); !errors.Is(err, vault.ErrExists) {
		t.Errorf("a second pike gives %v", err)
	}
	if err := do("INSERT INTO catch VALUES ('carp')"); err == nil || errors.Is(err, vault.ErrExists) {
		t.Errorf("a reference to nothing gives %v", err)
	}
	err := v.Read(t.Context(), func(r vault.Reader) error {
		w, ok := r.(vault.Writer)
		if !ok {
			return nil
		}
		_, err := w.Exec(t.Context(), "DELETE FROM fish")
		return err
	})
	if !errors.Is(err, vault.ErrReadOnly) || count(t, v, "fish") != 1 {
		t.Errorf("a reader that writes gets %v", err)
	}
	if err := v.Read(t.Context(), func(r vault.Reader) error {
		return r.QueryRow(t.Context(), "SELECT name FROM fish WHERE name = 'carp'").Scan(new(string))
	}); !errors.Is(err, vault.ErrNoRow) {
		t.Errorf("no row gives %v", err)
	}
}

// A value that is not of its kind was never written: the vault is damaged.
func TestValueOfAnotherKind(t *testing.T) {
	v := open(t, create(t))
	var n int
	err := v.Read(t.Context(), func(r vault.Reader) error {
		return r.QueryRow(t.Context(), "SELECT 'many'").Scan(&n)
	})
	if !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("one row gives %v", err)
	}
	err = v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(t.Context(), func(row vault.Rows) error { return row.Scan(&n) }, "SELECT 'many'")
	})
	if !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("each row gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = v.Read(ctx, func(r vault.Reader) error {
		cancel()
		return r.QueryRow(ctx, "SELECT 1").Scan(&n)
	})
	if errors.Is(err, vault.ErrDamaged) || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled query gives %v", err)
	}
}

// A reader sees one instant, whatever is written meanwhile.
func TestReadIsOneInstant(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	err := v.Read(t.Context(), func(r vault.Reader) error {
		for range 3 {
			var n int
			if err := r.QueryRow(t.Context(), "SELECT count(*) FROM pond").Scan(&n); err != nil || n != 0 {
				t.Errorf("it sees %d ponds, %v", n, err)
			}
			write(t, v, "INSERT INTO pond VALUES ('mill')")
		}
		return nil
	})
	must(t, err)
}

func TestManyAtOnce(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				write(t, v, "INSERT INTO pond VALUES ('mill')")
				count(t, v, "pond")
			}
		})
	}
	group.Wait()
	if n := count(t, v, "pond"); n != 80 {
		t.Errorf("there are %d ponds", n)
	}
}

func TestEachAndValues(t *testing.T) {
	v := open(t, create(t))
	boom := errors.New("boom")
	var got []any
	err := v.Read(t.Context(), func(r vault.Reader) error {
		return r.Each(t.Context(), func(row vault.Rows) error {
			values, err := row.Values()
			got = append(got, values...)
			if len(got) == 4 {
				return boom
			}
			return err
		}, "SELECT 1, 'a' UNION ALL SELECT NULL, x'00' UNION ALL SELECT 3, 'c'")
	})
	if !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]any{int64(1), "a", nil, []byte{0}}, got); diff != "" {
		t.Error(diff)
	}
}

// The same query can be asked again while its rows are being gone through, and
// statements that change the table too.
func TestQueriesWithinQueries(t *testing.T) {
	v := open(t, create(t))
	must(t, v.Migrate(t.Context(), schema))
	write(t, v, "INSERT INTO fish VALUES ('pike'), ('perch'), ('tench')")
	const all = "SELECT name FROM fish WHERE name <> ? ORDER BY name"
	var got []string
	err := v.Write(t.Context(), func(w vault.Writer) error {
		return w.Each(t.Context(), func(outer vault.Rows) error {
			var name, first string
			if err := outer.Scan(&name); err != nil {
				return err
			}
			if err := w.QueryRow(t.Context(), all, name).Scan(&first); err != nil {
				return err
			}
			got = append(got, name, first)
			if _, err := w.Exec(t.Context(), "INSERT INTO pond VALUES (?)", name); err != nil {
				return err
			}
			return w.Each(t.Context(), func(inner vault.Rows) error {
				var other string
				err := inner.Scan(&other)
				got = append(got, other)
				return err
			}, all, name)
		}, all, "pike")
	})
	must(t, err)
	want := []string{"perch", "pike", "pike", "tench", "tench", "perch", "perch", "pike"}
	if diff := cmp.Diff(want, got); diff != "" || count(t, v, "pond") != 2 {
		t.Error(diff)
	}
	err = v.Read(t.Context(), func(r vault.Reader) error {
		return errors.Join(
			r.QueryRow(t.Context(), "SELECT nothing").Scan(),
			r.Each(t.Context(), func(vault.Rows) error { return nil }, "SELECT nothing"))
	})
	if err == nil {
		t.Error("a query of nothing was answered")
	}
}

// Closing waits for whoever is inside; afterwards everything says it is closed.
func TestClose(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	inside, leave := make(chan bool), make(chan bool)
	var group sync.WaitGroup
	group.Go(func() {
		err := v.Write(t.Context(), func(w vault.Writer) error {
			inside <- true
			<-leave
			_, err := w.Exec(t.Context(), "CREATE TABLE fish (name TEXT)")
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	group.Go(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	leave <- true
	group.Wait()
	must(t, v.Close())
	_, sealErr := v.Seal("x", nil)
	_, unsealErr := v.Unseal("x", nil)
	_, spoolErr := v.Spool("x", nil)
	for _, err := range []error{
		v.Read(t.Context(), func(vault.Reader) error { return nil }), v.SetPassphrase(words), sealErr, unsealErr, spoolErr,
	} {
		if !errors.Is(err, vault.ErrClosed) {
			t.Errorf("a closed vault gives %v", err)
		}
	}
	for name := range content(t, dir) {
		if name != "cases.vault" && name != "key.json" && name != "key-copy.json" && name != "lock" {
			t.Errorf("%s is left", name)
		}
	}
	if count(t, open(t, dir), "fish") != 0 {
		t.Error("what was written before closing is gone")
	}
}

func TestSpool(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	path, err := v.Spool("letter.pdf", []byte("%PDF"))
	must(t, err)
	if b, err := os.ReadFile(path); err != nil || string(b) != "%PDF" || !filepath.IsAbs(path) {
		t.Errorf("%s holds %q, %v", path, b, err)
	}
	for _, name := range []string{"", ".", "..", "a/b.pdf", "../key.json", "/etc/passwd"} {
		if path, err := v.Spool(name, nil); err == nil {
			t.Errorf("%q was written to %s", name, path)
		}
	}
	must(t, v.Close())
	if _, err := os.Stat(path); err == nil {
		t.Error("the letter is still there")
	}
}
