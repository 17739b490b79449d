package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is written stands in none of the vault's files as it was written.
func TestNothingInClear(t *testing.T) {
	const word = "Marchbanks-Thistlewood"
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	write(t, v, "INSERT INTO fish WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i || ? FROM n", word)
	search := func(when string) {
		for name, text := range content(t, dir) {
			if strings.Contains(text, word) || strings.Contains(text, "SQLite format") || strings.Contains(text, "CREATE TABLE") {
				t.Errorf("%s: %s holds what was written", when, name)
			}
		}
	}
	search("open")
	if info, err := os.Stat(filepath.Join(dir, "cases.vault-wal")); err != nil || info.Size() < 4096 {
		t.Errorf("there is no log: %v", err)
	}
	must(t, v.Close())
	search("closed")
	if n := count(t, open(t, dir), "fish WHERE name LIKE '%"+word+"'"); n != 2000 {
		t.Errorf("%d of 2000 rows came back", n)
	}
}
