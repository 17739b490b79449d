package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casebook/internal/vault"
	"casebook/internal/vault/powercut"
)

// torture is set where the whole of the long tests is to be run.
var torture = os.Getenv("CASEBOOK_TORTURE") != ""

// life is a vault that lives on a recorder, and tells it of what must last.
type life struct {
	testing.TB
	root, dir string
	r         *powercut.Recorder
	v         *vault.Vault
	rows      int
	words     int
	copies    int
}

// phrase is the passphrase after n changes.
func phrase(n int) []byte { return fmt.Appendf(nil, "%s %d", words, n) }

// blobOf is what row n holds, of a length that fills pages in all ways.
func blobOf(n int) []byte {
	b := make([]byte, (n*7919)%60000)
	chance := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8)})
	_, _ = chance.Read(b)
	return b
}

var lifeSchema = []string{
	"CREATE TABLE fish (n INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT; CREATE TABLE tally (n INTEGER NOT NULL) STRICT; INSERT INTO tally VALUES (0);",
	"CREATE VIRTUAL TABLE word USING fts5 (text); INSERT INTO word (word, rank) VALUES ('secure-delete', 1);",
}

// live lets a vault live for so many acts.
func live(t testing.TB, chance *rand.Rand, acts int, deaf ...powercut.Class) *life {
	t.Helper()
	root := t.TempDir()
	r, err := powercut.New(root, deaf...)
	must(t, err)
	defer func() { must(t, r.Close()) }()
	defer vault.Beneath(r)()
	l := &life{TB: t, root: root, dir: filepath.Join(root, "vault"), r: r}
	must(t, vault.Create(l.dir, phrase(0), cheap))
	r.Acknowledge("made 1")
	l.open()
	for i := range lifeSchema {
		must(t, l.v.Migrate(t.Context(), lifeSchema[:i+1]))
		r.Acknowledge(fmt.Sprintf("step %d", i+1))
	}
	for range acts {
		l.act(chance)
	}
	must(t, l.v.Close())
	return l
}

func (l *life) open() {
	v, err := vault.Open(l.dir, vault.Passphrase(phrase(l.words)), cheap)
	must(l, err)
	v.Idle(time.Hour) // an act is cut where it was drawn to be, however long others took
	l.v = v
}

// act does one thing and says so.
func (l *life) act(chance *rand.Rand) {
	switch chance.IntN(20) {
	case 0:
		must(l, l.v.SetPassphrase(phrase(l.words+1)))
		l.words++
		l.r.Acknowledge(fmt.Sprintf("words %d", l.words))
	case 1:
		must(l, l.v.Backup(l.Context(), filepath.Join(l.root, fmt.Sprintf("copy-%d", l.copies+1)), vault.CopyOptions{}))
		l.copies++
		l.r.Acknowledge(fmt.Sprintf("copy %d %d %d", l.copies, l.rows, l.words))
	case 2:
		must(l, l.v.Close())
		l.open()
	case 3, 4:
		must(l, l.v.Checkpoint(l.Context()))
	default:
		l.add(1 + chance.IntN(3))
	}
}

// add adds rows in one transaction.
func (l *life) add(n int) {
	ctx := l.Context()
	must(l, l.v.Write(ctx, func(w vault.Writer) error {
		for i := l.rows + 1; i <= l.rows+n; i++ {
			if _, err := w.Exec(ctx, "INSERT INTO fish VALUES (?, ?)", i, blobOf(i)); err != nil {
				return err
			}
			if _, err := w.Exec(ctx, "INSERT INTO word VALUES (?)", fmt.Sprintf("fish %d of %d", i, n)); err != nil {
				return err
			}
		}
		if l.rows%7 == 6 {
			if _, err := w.Exec(ctx, "DELETE FROM word WHERE rowid IN (SELECT rowid FROM word LIMIT 2)"); err != nil {
				return err
			}
		}
		_, err := w.Exec(ctx, "UPDATE tally SET n = ?", l.rows+n)
		return err
	}))
	l.rows += n
	l.r.Acknowledge(fmt.Sprintf("rows %d", l.rows))
}

// backedUp is what was in the vault when a backup was made.
type backedUp struct{ rows, words int }

// promised is the last number acknowledged under each word, and every backup.
func promised(words []string) (last map[string]int, copies map[int]backedUp) {
	last, copies = map[string]int{}, map[int]backedUp{}
	for _, w := range words {
		f := strings.Fields(w)
		n, _ := strconv.Atoi(f[1])
		last[f[0]] = n
		if f[0] == "copy" {
			rows, _ := strconv.Atoi(f[2])
			words, _ := strconv.Atoi(f[3])
			copies[n] = backedUp{rows, words}
		}
	}
	return last, copies
}

// survives cuts the power after the first n things done and reports what of
// what was promised is not there.
func (l *life) survives(n int, chance *rand.Rand) error {
	into, err := os.MkdirTemp(l.TempDir(), "cut")
	must(l, err)
	defer os.RemoveAll(into)
	must(l, l.r.Cut(n, chance, into))
	last, copies := promised(l.r.Acknowledged(n))
	if last["made"] == 0 {
		return nil // nothing was promised
	}
	v, err := vault.Open(filepath.Join(into, "vault"), vault.Passphrase(phrase(last["words"])), cheap)
	if errors.Is(err, vault.ErrPassphrase) { // its change may have been under way
		v, err = vault.Open(filepath.Join(into, "vault"), vault.Passphrase(phrase(last["words"]+1)), cheap)
	}
	if err != nil {
		return fmt.Errorf("it does not open: %w", err)
	}
	defer v.Close()
	if err := l.whole(v, last); err != nil {
		return err
	}
	for number, b := range copies {
		got, err := l.restored(filepath.Join(into, fmt.Sprintf("copy-%d", number)), phrase(b.words))
		if err != nil || got != b.rows {
			return fmt.Errorf("backup %d holds %d of %d rows: %w", number, got, b.rows, err)
		}
	}
	return nil
}

// restored restores a backup and returns how many rows it holds.
func (l *life) restored(file string, passphrase []byte) (rows int, err error) {
	dir := file + " restored"
	if err := vault.Restore(l.Context(), file, dir, vault.Passphrase(passphrase), cheap); err != nil {
		return 0, err
	}
	v, err := vault.Open(dir, vault.Passphrase(passphrase), cheap)
	if err != nil {
		return 0, err
	}
	defer v.Close()
	err = v.Read(l.Context(), func(r vault.Reader) error {
		return r.QueryRow(l.Context(), "SELECT n FROM tally").Scan(&rows)
	})
	return rows, err
}

// whole reports what of a vault's rows is missing or not as it was written.
func (l *life) whole(v *vault.Vault, last map[string]int) error {
	if _, damaged, err := v.CheckPages(l.Context()); err != nil || len(damaged) > 0 {
		return fmt.Errorf("damaged pages %v, %w", damaged, err)
	}
	return v.Read(l.Context(), func(r vault.Reader) error {
		ctx := l.Context()
		var step, tally, rows int
		if err := r.QueryRow(ctx, "PRAGMA user_version").Scan(&step); err != nil || step < last["step"] {
			return fmt.Errorf("step %d of %d: %w", step, last["step"], err)
		}
		if step == 0 {
			return nil
		}
		if err := r.QueryRow(ctx, "SELECT n, (SELECT count(*) FROM fish) FROM tally").Scan(&tally, &rows); err != nil || tally != rows || rows < last["rows"] {
			return fmt.Errorf("%d rows, tally %d, promised %d: %w", rows, tally, last["rows"], err)
		}
		return r.Each(ctx, func(row vault.Rows) error {
			var n int
			var data []byte
			if err := row.Scan(&n, &data); err != nil || !bytes.Equal(data, blobOf(n)) {
				return fmt.Errorf("row %d is another: %w", n, err)
			}
			return nil
		}, "SELECT n, data FROM fish")
	})
}

// Whatever Write, SetPassphrase, Migrate or a copy said is done is there after
// the power was cut at any later moment, and nothing half done is.
func TestPowerCut(t *testing.T) {
	lives, cuts := 2, 50
	if torture {
		lives, cuts = 20, 50
	}
	for seed := range lives {
		chance := rand.New(rand.NewPCG(uint64(seed), 4))
		l := live(t, chance, 60)
		for range cuts {
			n := chance.IntN(l.r.Len() + 1)
			if err := l.survives(n, chance); err != nil {
				t.Errorf("life %d, cut after %d of %d: %v", seed, n, l.r.Len(), err)
			}
		}
	}
}

// A vault that left out any one kind of sync is found out by the test above.
func TestPowerCutFindsEveryMissingSync(t *testing.T) {
	for _, class := range []powercut.Class{powercut.Log, powercut.Database, powercut.Keys, powercut.Copy, powercut.Directory} {
		t.Run(string(class), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(9, 9))
			l := live(t, chance, 60, class)
			found := slices.ContainsFunc(make([]struct{}, 300), func(struct{}) bool {
				return l.survives(chance.IntN(l.r.Len()+1), chance) != nil
			})
			if !found {
				t.Errorf("no cut showed that the %s is not synced", class)
			}
		})
	}
}

// Wherever in closing the power is cut, the vault opens again: the name that
// vouches for the log does not go before the log has.
func TestPowerCutWhileClosing(t *testing.T) {
	chance := rand.New(rand.NewPCG(6, 4))
	l := live(t, chance, 12)
	for i := range 100 {
		if err := l.survives(l.r.Len()-i%10, chance); err != nil {
			t.Errorf("cut %d things before the end: %v", i%10, err)
		}
	}
}
