package vault_test

import (
	"errors"
	"strings"
	"testing"

	"casebook/internal/vault"

	"pgregory.net/rapid"
)

// recoverable makes a vault with a recovery key.
func recoverable(t testing.TB) (dir string, groups []string) {
	t.Helper()
	dir = create(t)
	v := open(t, dir)
	groups, err := v.NewRecovery()
	must(t, err)
	must(t, v.Close())
	return dir, groups
}

// tryKey opens and closes the vault with a key.
func tryKey(dir string, key vault.Key) error {
	v, err := vault.Open(dir, key, cheap)
	if err != nil {
		return err
	}
	return v.Close()
}

// The key opens the vault however it is typed.
func TestRecoveryAsPeopleType(t *testing.T) {
	dir, groups := recoverable(t)
	plain := strings.Join(groups, " ")
	for _, typed := range []string{
		plain, strings.ToLower(plain), strings.Join(groups, "-"), strings.Join(groups, ""), "  " + strings.Join(groups, "\r\n") + "\n",
		strings.NewReplacer("0", "o", "1", "l").Replace(plain), strings.NewReplacer("0", "O", "1", "I").Replace(strings.Join(groups, " – ")),
	} {
		if err := tryKey(dir, vault.Recovery(typed)); err != nil {
			t.Errorf("%q gives %v", typed, err)
		}
	}
	must(t, tryKey(dir, vault.Passphrase(words)))
}

// One wrong character and two neighbours exchanged are noticed in their group;
// two groups exchanged, in one of them.
func TestRecoveryMistyped(t *testing.T) {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	dir, groups := recoverable(t)
	rapid.Check(t, func(r *rapid.T) {
		typed := append(groups[:0:0], groups...)
		at := rapid.IntRange(0, len(groups)-1).Draw(r, "group")
		g := []byte(typed[at])
		switch i := rapid.IntRange(0, 3).Draw(r, "place"); rapid.IntRange(0, 2).Draw(r, "mistake") {
		case 0:
			g[i] = rapid.SampledFrom([]byte(alphabet+"U?")).Draw(r, "other")
			typed[at] = string(g)
		case 1:
			g[i], g[i+1] = g[i+1], g[i]
			typed[at] = string(g)
		case 2:
			other := rapid.IntRange(0, len(groups)-1).Draw(r, "with")
			typed[at], typed[other] = typed[other], typed[at]
			at = min(at, other)
		}
		same := strings.Join(typed, " ") == strings.Join(groups, " ")
		err := tryKey(dir, vault.Recovery(strings.Join(typed, " ")))
		if same && err == nil {
			return
		}
		if e, ok := errors.AsType[*vault.RecoveryError](err); !ok || e.Group != at+1 {
			r.Fatalf("%q in group %d gives %v", typed, at+1, err)
		}
	})
}

func TestRecoveryOfAnotherLength(t *testing.T) {
	dir, groups := recoverable(t)
	short := append(groups[:0:0], groups...)
	short[4] = short[4][:4]
	for _, c := range []struct {
		typed string
		want  vault.RecoveryError
	}{
		{"", vault.RecoveryError{}},
		{strings.Join(groups[:12], " "), vault.RecoveryError{Chars: 60}},
		{strings.Join(short, " "), vault.RecoveryError{Group: 5}},
		{strings.Join(groups, " ") + "é", vault.RecoveryError{Group: 13}},
		{strings.Join(groups, "") + "é", vault.RecoveryError{Chars: 66}},
	} {
		err := tryKey(dir, vault.Recovery(c.typed))
		if e, ok := errors.AsType[*vault.RecoveryError](err); !ok || *e != c.want {
			t.Errorf("%q gives %v, want %v", c.typed, err, &c.want)
		}
	}
	if (&vault.RecoveryError{Group: 5}).Error() == (&vault.RecoveryError{Chars: 5}).Error() {
		t.Error("two mistakes read alike")
	}
}

// A new recovery key takes the place of the one before, and nothing else; whoever
// came in by it can set a passphrase.
func TestRecoveryReplaces(t *testing.T) {
	dir, old := recoverable(t)
	v, err := vault.Open(dir, vault.Recovery(strings.Join(old, " ")), cheap)
	must(t, err)
	must(t, v.SetPassphrase([]byte("eight")))
	groups, err := v.NewRecovery()
	must(t, err)
	if w := v.Ways(); !w.Recovery || w.Keyring || w.ID != v.ID() || w.Copy == "" {
		t.Errorf("the ways are %+v", w)
	}
	must(t, v.Close())
	if err := tryKey(dir, vault.Recovery(strings.Join(old, " "))); !errors.Is(err, vault.ErrRecovery) {
		t.Errorf("the old key gives %v", err)
	}
	refused(t, dir, words, vault.ErrPassphrase)
	must(t, tryKey(dir, vault.Passphrase([]byte("eight"))))
	must(t, tryKey(dir, vault.Recovery(strings.Join(groups, " "))))
	if err := tryKey(create(t), vault.Recovery(strings.Join(groups, " "))); !errors.Is(err, vault.ErrRecovery) {
		t.Errorf("another vault gives %v", err)
	}
}

// The keyring's key opens the vault beside the passphrase, until it is removed.
// Where the keyring does not keep it, nothing is changed.
func TestKeyring(t *testing.T) {
	dir := create(t)
	before := content(t, dir)["key.json"]
	v := open(t, dir)
	broken := errors.New("no keyring here")
	if err := v.AddKeyring(func([]byte) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("a keyring that fails gives %v", err)
	}
	if content(t, dir)["key.json"] != before {
		t.Error("the key file was changed")
	}
	var kept []byte
	must(t, v.AddKeyring(func(secret []byte) error { kept = append(kept, secret...); return nil }))
	must(t, v.SetPassphrase([]byte("eight")))
	must(t, v.Close())
	if w, err := vault.Look(dir); err != nil || !w.Keyring || w.Recovery {
		t.Errorf("a look shows %+v, %v", w, err)
	}
	must(t, tryKey(dir, vault.Keyring(kept)))
	must(t, tryKey(dir, vault.Passphrase([]byte("eight"))))

	v, err := vault.Open(dir, vault.Keyring(kept), cheap)
	must(t, err)
	must(t, v.RemoveKeyring())
	must(t, v.RemoveKeyring())
	must(t, v.Close())
	for _, secret := range [][]byte{kept, nil, make([]byte, 32)} {
		if err := tryKey(dir, vault.Keyring(secret)); !errors.Is(err, vault.ErrKeyring) {
			t.Errorf("a removed key gives %v", err)
		}
	}
	must(t, tryKey(dir, vault.Passphrase([]byte("eight"))))
	if err := tryKey(dir, vault.Key{}); !errors.Is(err, vault.ErrPassphrase) {
		t.Errorf("no key gives %v", err)
	}
}
