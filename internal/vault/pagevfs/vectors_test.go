package pagevfs_test

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the test vectors anew")

const vectorFile = "testdata/vectors.txt"

func hexed(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	must(t, err)
	return b
}

// vectors reads the file of test vectors: lines "name: hexadecimal", continued
// by lines that begin with a blank.
func vectors(t testing.TB) map[string][]byte {
	t.Helper()
	found := map[string]string{}
	name := ""
	for line := range strings.Lines(string(read(t, vectorFile))) {
		switch {
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, " "):
			found[name] += line
		default:
			name, found[line[:strings.Index(line, ":")]], _ = strings.Cut(line, ":")
		}
	}
	out := map[string][]byte{}
	for name, text := range found {
		out[name] = hexed(t, text)
	}
	return out
}

// labels are the keys and their length in bytes.
var labels = []struct {
	label string
	n     int
}{
	{"casebook database page 1", 32},
	{"casebook log page 1", 32},
	{"casebook log frame 1", 64},
	{"casebook log header 1", 32},
	{"casebook journal 1", 64},
}

// sample is what the vectors were made with: a database of two pages, the log
// of one row more, and a sector of a journal.
func sample(t testing.TB) (database, log, journal []byte) {
	t.Helper()
	path := place(t)
	v := register(t, dek(), "")
	db := connect(t, path, v, "")
	exec(t, db, "PRAGMA journal_mode = PERSIST", "CREATE TABLE fish (name TEXT)", "INSERT INTO fish VALUES ('pike')", "UPDATE fish SET name = 'perch'")
	journal = read(t, path+"-journal")
	exec(t, db, "PRAGMA journal_mode = WAL", "PRAGMA wal_checkpoint(TRUNCATE)")
	database = read(t, path)
	exec(t, db, "INSERT INTO fish VALUES ('tench')")
	return database, read(t, path+"-wal"), journal
}

// writeVectors makes the file of vectors anew.
func writeVectors(t testing.TB) {
	t.Helper()
	database, log, journal := sample(t)
	var b strings.Builder
	fmt.Fprintln(&b, "# Test vectors of docs/VAULT.md. All numbers are hexadecimal. Made by go test ./internal/vault/pagevfs -update.")
	put := func(name string, data []byte) {
		fmt.Fprintf(&b, "\n%s:\n", name)
		for line := range slices.Chunk(data, 64) {
			fmt.Fprintf(&b, " %x\n", line)
		}
	}
	put("data key", dek())
	for _, l := range labels {
		put("key "+l.label, decoder{dek()}.key(l.label, l.n))
	}
	put("database", database)
	put("log", log)
	put("journal sector 1", journal[512:1024])
	must(t, os.WriteFile(vectorFile, []byte(b.String()), 0o644))
}

// The vectors hold for the decoder, which shares no code with the package.
func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	v := vectors(t)
	d := decoder{v["data key"]}
	for _, l := range labels {
		if got := d.key(l.label, l.n); !bytes.Equal(got, v["key "+l.label]) {
			t.Errorf("%s: %x", l.label, got)
		}
	}
	database, err := d.database(v["database"])
	if err != nil || !bytes.HasPrefix(database, []byte("SQLite format 3\x00")) || database[20] != 32 || !bytes.Contains(database, []byte("perch")) {
		t.Errorf("the database does not come out: %v", err)
	}
	log, err := d.wal(v["log"])
	if err != nil || !bytes.Contains(log, []byte("tench")) {
		t.Errorf("the log does not come out: %v", err)
	}
	sector := d.xts("casebook journal 1", 1, v["journal sector 1"])
	if !bytes.HasPrefix(sector, []byte{0, 0, 0, 2, 13, 0, 0, 0, 1}) { // page 2, a leaf of a table with one row
		t.Errorf("the journal's sector holds %x", sector[:24])
	}
}

// The package reads what the vectors hold.
func TestVectorsAreRead(t *testing.T) {
	vec := vectors(t)
	path := place(t)
	must(t, os.WriteFile(path, vec["database"], 0o600))
	must(t, os.WriteFile(path+"-wal", vec["log"], 0o600))
	db := connect(t, path, register(t, vec["data key"], ""), "")
	if got := ask[string](t, db, "SELECT group_concat(name) FROM fish"); got != "perch,tench" {
		t.Errorf("it reads %q", got)
	}
}

// What the package writes now the decoder reads, into a plain database and log
// that a plain SQLite reads.
func TestWritesWhatIsDescribed(t *testing.T) {
	sealed, log, _ := sample(t)
	d := decoder{dek()}
	plain, err := d.database(sealed)
	must(t, err)
	plainLog, err := d.wal(log)
	must(t, err)
	path := filepath.Join(t.TempDir(), "plain")
	must(t, os.WriteFile(path, plain, 0o600))
	must(t, os.WriteFile(path+"-wal", plainLog, 0o600))
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	got := []string{ask[string](t, db, "SELECT group_concat(name) FROM fish"), ask[string](t, db, "PRAGMA integrity_check")}
	if diff := cmp.Diff([]string{"perch,tench", "ok"}, got); diff != "" {
		t.Error(diff)
	}
}
