package vault_test

import (
	"bytes"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/vault"

	_ "modernc.org/sqlite"
)

// A sealed copy opens with its key in place of the vault's database; a plain
// one with any SQLite.
func TestCopies(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	must(t, v.Migrate(t.Context(), schema))
	write(t, v, "INSERT INTO fish VALUES ('pike'), ('perch')")
	base := filepath.Join(t.TempDir(), "it's 50% off?") // what a URI and SQL could take wrongly
	must(t, os.Mkdir(base, 0o700))
	sealed, other, plain := filepath.Join(base, "sealed"), filepath.Join(base, "other"), filepath.Join(base, "plain")
	must(t, v.CopyTo(t.Context(), sealed))
	must(t, v.CopyUnder(t.Context(), other, bytes.Repeat([]byte{7}, 32)))
	must(t, v.DecryptTo(t.Context(), plain))
	write(t, v, "INSERT INTO fish VALUES ('tench')")
	must(t, v.Close())
	if entries, err := os.ReadDir(base); err != nil || len(entries) != 3 {
		t.Errorf("the copies left %v, %v", entries, err)
	}

	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: plain}).String())
	must(t, err)
	defer db.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM fish").Scan(&n); err != nil || n != 2 {
		t.Errorf("the plain copy holds %d rows, %v", n, err)
	}
	swap := func(from string) {
		b, err := os.ReadFile(from)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "cases.vault"), b, 0o600))
	}
	swap(sealed)
	again := open(t, dir)
	if count(t, again, "fish") != 2 {
		t.Error("the sealed copy does not hold two rows")
	}
	must(t, again.Close())
	for _, wrong := range []string{other, plain} {
		swap(wrong)
		refused(t, dir, words, vault.ErrForeign)
	}
}

// A copy that cannot be written leaves nothing, and never a file that was there.
func TestCopyRefuses(t *testing.T) {
	v := open(t, create(t))
	base := t.TempDir()
	mine := filepath.Join(base, "mine")
	must(t, os.WriteFile(mine, []byte("mine"), 0o600))
	for _, path := range []string{mine, filepath.Join(base, "nowhere", "copy")} {
		if v.CopyTo(t.Context(), path) == nil || v.DecryptTo(t.Context(), path) == nil {
			t.Errorf("a copy was written to %s", path)
		}
	}
	if left := content(t, base); len(left) != 1 || left["mine"] != "mine" {
		t.Errorf("left: %v", left)
	}
}
