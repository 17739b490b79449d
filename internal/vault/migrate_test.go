package vault_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casebook/internal/vault"
)

const beforeUpdate = "before-update.backup"

// Before the first step of a vault that holds something it is backed up; where a
// step fails the backup stays, opens, and is not made again; at the end it goes.
func TestMigrateKeepsABackup(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	must(t, v.Migrate(t.Context(), schema[:1]))
	if content(t, dir)[beforeUpdate] != "" {
		t.Error("an empty vault was backed up")
	}
	write(t, v, "INSERT INTO fish VALUES ('pike')")
	bad := append(append([]string{}, schema...), "CREATE TABLE fish (name TEXT) STRICT")
	if err := v.Migrate(t.Context(), bad); err == nil {
		t.Fatal("a table was made twice")
	}
	kept := content(t, dir)[beforeUpdate]
	write(t, v, "INSERT INTO fish VALUES ('perch')")
	if err := v.Migrate(t.Context(), bad); err == nil || kept == "" || content(t, dir)[beforeUpdate] != kept {
		t.Fatalf("the second time it gives %v, and the backup is another", err)
	}
	old := restore(t, filepath.Join(dir, beforeUpdate), vault.Passphrase(words))
	if count(t, old, "fish") != 1 || count(t, old, "sqlite_schema WHERE name = 'catch'") != 0 {
		t.Error("the backup is not of before the first step")
	}
	must(t, v.Close())
	v = open(t, dir)
	must(t, v.Migrate(t.Context(), schema))
	if count(t, v, "fish") != 2 || content(t, dir)[beforeUpdate] != "" {
		t.Error("the backup stays, or a row does not")
	}
}

// Where the backup cannot be made, nothing is changed.
func TestMigrateWithoutItsBackup(t *testing.T) {
	v := stocked(t, 20)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	must(t, os.Mkdir(filepath.Join(v.Dir(), "copy.vault"), 0o700)) // in the way
	must(t, os.WriteFile(filepath.Join(v.Dir(), "copy.vault", "x"), nil, 0o600))
	steps := []string{"", "CREATE TABLE pond (name TEXT) STRICT"}
	for _, ctx := range []context.Context{stopped, t.Context()} {
		if err := v.Migrate(ctx, steps); err == nil {
			t.Error("it was migrated without a backup")
		}
	}
	if count(t, v, "sqlite_schema WHERE name = 'pond'") != 0 {
		t.Error("a step was done")
	}
	must(t, os.RemoveAll(filepath.Join(v.Dir(), "copy.vault")))
	must(t, v.Migrate(t.Context(), steps))
}

// manySteps make a table each and count them.
func manySteps(n int) []string {
	steps := []string{"CREATE TABLE tally (n INTEGER NOT NULL) STRICT; INSERT INTO tally VALUES (1); CREATE TABLE fill (b BLOB) STRICT"}
	for i := range n {
		steps = append(steps, fmt.Sprintf("CREATE TABLE t%d (n INTEGER) STRICT; UPDATE tally SET n = n + 1; INSERT INTO fill VALUES (randomblob(20000))", i))
	}
	return steps
}

// update migrates a vault that has seen its first step, says so and never ends.
func update(dir string) {
	v, err := vault.Open(dir, vault.Passphrase(words), cheap)
	if err != nil {
		os.Exit(1)
	}
	os.Stdout.WriteString("!")
	if v.Migrate(context.Background(), manySteps(30)) != nil {
		os.Exit(1)
	}
	outlived()
}

// A migration killed at any moment goes on at the next opening, each step once.
func TestKilledWhileMigrating(t *testing.T) {
	half := 0
	for i := range 12 {
		dir := create(t)
		v := open(t, dir)
		must(t, v.Migrate(t.Context(), manySteps(0)))
		must(t, v.Close())
		child, out := beside(t, updateEnv, dir)
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatalf("it says nothing: %v", err)
		}
		time.Sleep(time.Duration(i) * 8 * time.Millisecond)
		must(t, child.Process.Kill())
		child.Wait()

		v = open(t, dir)
		if content(t, dir)[beforeUpdate] != "" {
			half++
		}
		must(t, v.Migrate(t.Context(), manySteps(30)))
		if n := count(t, v, "fill"); n != 30 {
			t.Errorf("kill %d: %d steps were done", i, n)
		}
		if n := count(t, v, "sqlite_schema WHERE name LIKE 't%' AND type = 'table'"); n != 31 || content(t, dir)[beforeUpdate] != "" {
			t.Errorf("kill %d: there are %d tables, or the backup stays", i, n)
		}
		must(t, v.Close())
	}
	t.Logf("%d of 12 kills fell between the backup and the end", half)
}
