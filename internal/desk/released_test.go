package desk_test

import (
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebook/internal/desk"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the vault of this format anew")

// format is the number of the vault's format that this program writes. Once it
// has been released its file is never written again: a change of format raises
// the number, and both are opened.
const format = 1

func releasedFile(n int) string { return filepath.Join("testdata", fmt.Sprintf("vault-%d.txt", n)) }

// A vault of every format that was released opens, is whole, and holds what it
// held. Until this one is released, go test ./internal/desk -update writes its
// file anew after a change of the schema.
func TestReleasedVaults(t *testing.T) {
	if *update {
		writeReleased(t)
	}
	for n := 1; n <= format; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			archive, err := txtar.ParseFile(releasedFile(n))
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "vault")
			var want string
			for _, f := range archive.Files {
				if f.Name == "holds" {
					want = string(f.Data)
					continue
				}
				content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(f.Data)), ""))
				put(t, dir, f.Name, content, err)
			}
			t.Log("where the schema of a format was changed that is not released yet: go test ./internal/desk -run ReleasedVaults -update")
			d := openDesk(t, dir)
			if got := holds(t, d); got != want {
				t.Errorf("it holds\n%s\nnot\n%s", got, want)
			}
			file, again := filepath.Join(t.TempDir(), "one.backup"), filepath.Join(t.TempDir(), "vault")
			if err := d.Backup(t.Context(), file, nil); err != nil {
				t.Fatal(err)
			}
			if err := desk.Restore(t.Context(), file, again, desk.Passphrase(passphrase), desk.Restoring{Options: desk.Options{Now: func() time.Time { return noon }}}); err != nil {
				t.Fatal(err)
			}
			if got := holds(t, openDesk(t, again)); got != want {
				t.Errorf("restored, it holds\n%s", got)
			}
		})
	}
}

func put(t *testing.T, dir, name string, content []byte, err error) {
	t.Helper()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// holds says in a few lines what is in a vault, and fails where it is not whole.
func holds(t *testing.T, d *desk.Desk) string {
	t.Helper()
	checks, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	rows, err := d.Cases(t.Context(), desk.CaseQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		fmt.Fprintln(&out, r.Reference, r.Kind, r.Client, r.Person, r.Due)
	}
	return out.String()
}

// writeReleased makes a small vault and writes its files as text.
func writeReleased(t *testing.T) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	if err := d.RecordClient(t.Context(), shipped(t)[0]); err != nil {
		t.Fatal(err)
	}
	opening := desk.Opening{Client: shipped(t)[0].ID}
	open(t, d, opening)
	if _, err := d.NewRecovery(); err != nil {
		t.Fatal(err)
	}
	archive := txtar.Archive{
		Comment: []byte("A vault of format " + fmt.Sprint(format) + ", its files in base64, under the passphrase \"" + string(passphrase) + "\". Invented people.\n"),
		Files:   []txtar.File{{Name: "holds", Data: []byte(holds(t, d))}},
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"key.json", "key-copy.json", "cases.vault"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: lines(base64.StdEncoding.EncodeToString(b))})
	}
	put(t, "testdata", filepath.Base(releasedFile(format)), txtar.Format(&archive), nil)
}

// lines cuts a text into lines that an editor can bear.
func lines(text string) []byte {
	var out []byte
	for ; text != ""; text = text[min(100, len(text)):] {
		out = append(append(out, text[:min(100, len(text))]...), '\n')
	}
	return out
}
