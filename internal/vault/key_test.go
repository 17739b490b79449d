package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Either copy of the key file opens the vault, and the other is mended.
func TestOneKeyFileIsEnough(t *testing.T) {
	for _, name := range []string{"key.json", "key-copy.json"} {
		for _, spoil := range []func(string) error{
			os.Remove,
			func(path string) error { return os.Truncate(path, 20) },
			func(path string) error { return os.WriteFile(path, []byte(`{"version":1}`), 0o600) },
		} {
			dir := create(t)
			must(t, spoil(filepath.Join(dir, name)))
			must(t, open(t, dir).Close())
			files := content(t, dir)
			if files["key.json"] == "" || files["key.json"] != files["key-copy.json"] {
				t.Errorf("%s was not mended", name)
			}
		}
	}
}

func TestSetPassphrase(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	write(t, v, "CREATE TABLE fish (name TEXT)")
	if err := v.SetPassphrase(nil); !errors.Is(err, vault.ErrNoWords) {
		t.Errorf("an empty passphrase gives %v", err)
	}
	must(t, v.SetPassphrase([]byte("eight")))
	must(t, v.Close())
	refused(t, dir, words, vault.ErrPassphrase)
	again, err := vault.Open(dir, vault.Passphrase([]byte("eight")), cheap)
	must(t, err)
	defer again.Close()
	if count(t, again, "fish") != 0 || again.ID() != v.ID() {
		t.Error("another vault was opened")
	}
}

// A passphrase change that was cut short between the two files opens with the
// new one, and the old one is forgotten.
func TestPassphraseChangeCutShort(t *testing.T) {
	dir := create(t)
	old, err := os.ReadFile(filepath.Join(dir, "key-copy.json"))
	must(t, err)
	v := open(t, dir)
	must(t, v.SetPassphrase([]byte("eight")))
	must(t, v.Close())
	must(t, os.WriteFile(filepath.Join(dir, "key-copy.json"), old, 0o600))
	refused(t, dir, words, vault.ErrPassphrase)
	again, err := vault.Open(dir, vault.Passphrase([]byte("eight")), cheap)
	must(t, err)
	must(t, again.Close())
	if files := content(t, dir); files["key.json"] != files["key-copy.json"] {
		t.Error("the copy still holds the old passphrase")
	}
}

// A key file that does not belong here, under the same passphrase, does not
// destroy its copy, which does.
func TestForeignKeyFile(t *testing.T) {
	for _, name := range []string{"key.json", "key-copy.json"} {
		dir, other := create(t), create(t)
		want := content(t, dir)["key.json"]
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(content(t, other)["key.json"]), 0o600))
		must(t, open(t, dir).Close())
		if files := content(t, dir); files["key.json"] != want || files["key-copy.json"] != want {
			t.Errorf("another vault's %s was taken for the key file", name)
		}
	}
}

// Where nothing opens the database, the key files are left as they were.
func TestKeyFilesAreLeft(t *testing.T) {
	dir, other := create(t), create(t)
	files := content(t, other)
	must(t, os.WriteFile(filepath.Join(dir, "cases.vault"), []byte(files["cases.vault"]), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "key-copy.json"), []byte("{}"), 0o600))
	before := content(t, dir)
	refused(t, dir, words, vault.ErrForeign)
	if diff := cmp.Diff(before, content(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// Any bit turned over in one of the two files leaves a vault that opens with
// every key, and both files as they were.
func TestDamagedKeyFileIsMended(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	groups, err := v.NewRecovery()
	must(t, err)
	must(t, v.Close())
	want, err := os.ReadFile(filepath.Join(dir, "key.json"))
	must(t, err)
	for i := range want {
		bad := bytes.Clone(want)
		bad[i] ^= 1 << (i % 7)
		must(t, os.WriteFile(filepath.Join(dir, "key.json"), bad, 0o600))
		must(t, open(t, dir).Close())
		again, err := vault.Open(dir, vault.Recovery(strings.Join(groups, " ")), cheap)
		must(t, err)
		must(t, again.Close())
	}
}

// Where one key file is gone and of the other the sum alone is damaged, the vault
// opens and both are whole again.
func TestTheSumAloneIsDamaged(t *testing.T) {
	dir := create(t)
	want := content(t, dir)["key.json"]
	at := strings.Index(want, `"sum": "`) + len(`"sum": "`)
	bad := want[:at] + strings.Repeat("0", 64) + want[at+64:]
	for _, file := range []string{"key.json", "key-copy.json"} {
		for _, other := range []string{"key.json", "key-copy.json"} {
			must(t, os.RemoveAll(filepath.Join(dir, other)))
		}
		must(t, os.WriteFile(filepath.Join(dir, file), []byte(bad), 0o600))
		must(t, open(t, dir).Close())
		if files := content(t, dir); files["key.json"] != want || files["key-copy.json"] != want {
			t.Errorf("with %s alone the two are not what they were", file)
		}
	}
}

// A slot of a version to come is not lost: the passphrase is not changed by a
// program that could lose it, and opening leaves the file byte for byte.
func TestUnknownSlotIsKept(t *testing.T) {
	dir := create(t)
	path := filepath.Join(dir, "key.json")
	b, err := os.ReadFile(path)
	must(t, err)
	changed := strings.Replace(string(b), `"slots": [`, `"slots": [{"type":"card","number":"4"},`, 1)
	changed = string(vault.Summed([]byte(changed)))
	must(t, os.WriteFile(path, []byte(changed), 0o600))
	v := open(t, dir)
	if err := v.SetPassphrase([]byte("eight")); !errors.Is(err, vault.ErrNewer) {
		t.Errorf("changing the passphrase gives %v", err)
	}
	if files := content(t, dir); files["key.json"] != changed || files["key-copy.json"] != changed {
		t.Error("the key file was written again")
	}
}

// No bit of the key file can be changed so that another key comes out.
func TestKeyFileIsBound(t *testing.T) {
	dir := create(t)
	path := filepath.Join(dir, "key.json")
	good, err := os.ReadFile(path)
	must(t, err)
	id := open(t, dir)
	name := id.ID()
	must(t, id.Close())
	rapid.Check(t, func(r *rapid.T) {
		bad := bytes.Clone(good)
		bad[rapid.IntRange(0, len(bad)-1).Draw(r, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
		if bytes.Contains(bad, []byte(`"memory_kib": 8`)) == false || bytes.Contains(bad, []byte(`"threads": 1`)) == false {
			return // a cost that is sane and slow is not what is tested here
		}
		for _, file := range []string{"key.json", "key-copy.json"} {
			if err := os.WriteFile(filepath.Join(dir, file), bad, 0o600); err != nil {
				r.Fatal(err)
			}
		}
		v, err := vault.Open(dir, vault.Passphrase(words), cheap)
		if err == nil {
			defer v.Close()
			if v.ID() != name {
				r.Fatalf("the vault opened as %s", v.ID())
			}
			return
		}
		if !errors.Is(err, vault.ErrPassphrase) && !errors.Is(err, vault.ErrDamaged) && !errors.Is(err, vault.ErrNewer) {
			r.Fatalf("it gives %v", err)
		}
	})
}

func TestSeal(t *testing.T) {
	dir := create(t)
	v := open(t, dir)
	sealed, err := v.Seal("account a", []byte("hunter2"))
	must(t, err)
	if bytes.Contains(sealed, []byte("hunter2")) {
		t.Error("the secret stands in the clear")
	}
	must(t, v.Close())
	v = open(t, dir)
	if got, err := v.Unseal("account a", sealed); err != nil || string(got) != "hunter2" {
		t.Errorf("it opens as %q, %v", got, err)
	}
	for _, bad := range [][]byte{nil, sealed[:11], sealed[:len(sealed)-1], append([]byte{sealed[0] ^ 1}, sealed[1:]...)} {
		if _, err := v.Unseal("account a", bad); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("a changed secret gives %v", err)
		}
	}
	if _, err := v.Unseal("account b", sealed); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("for another purpose it gives %v", err)
	}
	other := open(t, create(t))
	if _, err := other.Unseal("account a", sealed); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("in another vault it gives %v", err)
	}
}
