package torture_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// used makes a vault by real use and returns its files by name. There are pages
// in it that hold nothing any more.
func used(t *testing.T) map[string][]byte {
	t.Helper()
	home := t.TempDir()
	if err := begin(t, home); err != nil {
		t.Fatal(reason(err))
	}
	server := mailbox(t, 5)
	o := order{Home: home, Account: server.Account(), Password: server.Password, Seed: 5}
	w, err := newWorker(o, func(string, string) {})
	if err != nil {
		t.Fatal(reason(err))
	}
	for range 4 {
		for _, v := range verbs {
			if v.name == "words" || v.name == "backup" {
				continue // it is to open as it did, and to know of no file elsewhere
			}
			if err := w.one(v); err != nil {
				t.Fatalf("%s: %s", v.name, reason(err))
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(reason(err))
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(vaultIn(home))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			if files[e.Name()], err = os.ReadFile(filepath.Join(vaultIn(home), e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}

// database is the file of a vault that holds everything.
const database = "cases.vault"

// laid puts a vault's files into a folder that held one.
func laid(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		_ = os.Remove(filepath.Join(dir, database+beside))
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// answers asks a vault what a person asks of it. What cannot be read is
// missing among the answers.
func answers(ctx context.Context, d *desk.Desk) map[string]string {
	out := map[string]string{}
	keep := func(question string, answer any, err error) {
		if err == nil {
			text, _ := json.Marshal(answer)
			out[question] = string(text)
		}
	}
	cases, err := d.Cases(ctx, desk.CaseQuery{})
	keep("cases", cases, err)
	for _, c := range cases {
		f, err := d.Case(ctx, c.Reference)
		keep("case "+string(c.Reference), []any{f.Case.Reference, f.Case.Person, f.Headline, f.Obligations, f.Messages}, err)
	}
	messages, err := d.Messages(ctx, "")
	keep("messages", messages, err)
	for _, m := range messages {
		raw, err := d.Raw(ctx, m.ID)
		keep("raw "+m.ID, string(raw), err)
	}
	for _, text := range []string{"wright", "copy", "mill lane", "request"} {
		hits, err := d.Search(ctx, text, "", 0)
		keep("search "+text, hits, err)
	}
	return out
}

// Every bit that is turned over in the database of a closed vault is found, by
// a refusal to open it or by verify; and whatever is read of it meanwhile is
// what it was.
func TestFlippedBits(t *testing.T) {
	flips, lines := many(200, 10_000), 2
	files := used(t)
	var refused, verified, missing atomic.Int64
	t.Run("lines", func(t *testing.T) {
		for line := range lines {
			t.Run(fmt.Sprint(line), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(uint64(line), 6))
				f := flipping{T: t, dir: t.TempDir(), files: files}
				f.begin()
				for range flips / lines {
					bit := rng.IntN(len(files[database]) * 8)
					how, lost := f.flip(bit)
					switch how {
					case "refused":
						refused.Add(1)
					case "verified":
						verified.Add(1)
					default:
						t.Errorf("bit %d of page %d is not found", bit%(8*4096), bit/8/4096+1)
					}
					missing.Add(int64(lost))
				}
			})
		}
	})
	t.Logf("%d of %d flips in %d bytes were found: %d vaults refused to open, %d were found by verify; %d answers could not be given, none was wrong",
		refused.Load()+verified.Load(), flips, len(files[database]), refused.Load(), verified.Load(), missing.Load())
}

// flipping turns bits over, one at a time, in a folder of its own.
type flipping struct {
	*testing.T
	dir   string
	files map[string][]byte
	want  map[string]string
}

// begin asks the vault as it should be.
func (f *flipping) begin() {
	laid(f.T, f.dir, f.files)
	d, err := desk.Open(f.Context(), f.dir, passphrase, f.options())
	if err != nil {
		f.Fatal(reason(err))
	}
	defer d.Close()
	if err := faults(f.Context(), d); err != nil {
		f.Fatal(err)
	}
	f.want = answers(f.Context(), d)
	if n := len(f.want["cases"]); n == 0 {
		f.Fatal("there are no cases to ask for")
	}
}

// options open the vault as the device it is: nothing needs to be written.
func (f *flipping) options() desk.Options {
	o := options()
	o.Machine = ""
	return o
}

// flip says how a turned bit was found, and how many answers it cost.
func (f *flipping) flip(bit int) (how string, lost int) {
	b := bytes.Clone(f.files[database])
	b[bit/8] ^= 1 << (bit % 8)
	laid(f.T, f.dir, f.files)
	if err := os.WriteFile(filepath.Join(f.dir, database), b, 0o600); err != nil {
		f.Fatal(err)
	}
	d, err := desk.Open(f.Context(), f.dir, passphrase, f.options())
	if casefile.IsKind(err, casefile.Damaged) {
		return "refused", 0
	}
	if err != nil {
		f.Errorf("bit %d: %s", bit, reason(err))
		return "", 0
	}
	defer d.Close()
	got := answers(f.Context(), d)
	for question, want := range f.want {
		switch answer, given := got[question]; {
		case !given:
			lost++
		case answer != want:
			f.Errorf("bit %d: the answer to %q is another: %s, want %s", bit, question, answer, want)
		}
	}
	checks, err := d.Verify(f.Context())
	if casefile.IsKind(err, casefile.Damaged) {
		return "verified", lost
	}
	if err != nil {
		f.Errorf("bit %d: %s", bit, reason(err))
	}
	for _, c := range checks {
		if !c.OK && strings.HasPrefix(c.Name, "pages") {
			return "verified", lost
		}
	}
	return "", lost
}
