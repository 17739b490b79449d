package vault

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
)

// Ways are the keys that open a vault, and what it is called by.
type Ways struct {
	ID       string // of the vault
	Copy     string // of this copy of it
	Recovery bool   // whether there is a recovery key
	Keyring  bool   // whether the system's keyring holds a key
}

func (k keys) ways() Ways {
	return Ways{ID: k.Vault, Copy: k.Copy, Recovery: k.has(recoverySlot), Keyring: k.has(keyringSlot)}
}

// Look returns which keys open the vault in dir, without opening it.
func Look(dir string) (Ways, error) {
	if _, err := os.Stat(filepath.Join(dir, unfinishedFile)); err == nil {
		return Ways{}, fmt.Errorf("%w: making it was cut short", ErrNotVault)
	}
	k, _, err := readKeys(dir)
	return k.ways(), err
}

// Ways returns which keys open the vault.
func (v *Vault) Ways() Ways {
	v.keyMu.Lock()
	defer v.keyMu.Unlock()
	return v.keys.ways()
}

// Copy returns the name of this copy of the vault. Restoring a backup makes
// another.
func (v *Vault) Copy() string { return v.Ways().Copy }

// SetPassphrase lets the vault be opened with another passphrase instead of the
// one before. The other keys stay. Old copies of the key file, and old backups,
// still open with the passphrase they were made under.
func (v *Vault) SetPassphrase(words []byte) error {
	if len(words) == 0 {
		return ErrNoWords
	}
	return v.changeKeys(func(k keys) (keys, error) {
		return k.with(v.dek, Passphrase(words), v.opt.cost(), rand.Reader)
	})
}

// NewRecovery makes a recovery key, in place of any before, and returns the
// groups to print. It is kept nowhere: this is the only time it can be seen.
// Old backups still open with the key they were made under.
func (v *Vault) NewRecovery() ([]string, error) {
	secret := make([]byte, keySize)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	defer clear(secret)
	err := v.changeKeys(func(k keys) (keys, error) {
		return k.with(v.dek, Key{kind: recoverySlot, secret: secret}, Cost{}, rand.Reader)
	})
	if err != nil {
		return nil, err
	}
	return recoveryWords(secret), nil
}

// AddKeyring makes a key for the system's keyring, in place of any before, and
// hands it to keep. Where keep fails, nothing is changed: the key is of use only
// where it is found again. The passphrase goes on opening the vault. Do not call
// the vault from within keep.
func (v *Vault) AddKeyring(keep func(secret []byte) error) error {
	secret := make([]byte, keySize)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	defer clear(secret)
	return v.changeKeys(func(k keys) (keys, error) {
		next, err := k.with(v.dek, Keyring(secret), Cost{}, rand.Reader)
		if err != nil {
			return keys{}, err
		}
		return next, keep(secret)
	})
}

// RemoveKeyring takes the keyring's key from the vault: it opens it no more.
func (v *Vault) RemoveKeyring() error {
	return v.changeKeys(func(k keys) (keys, error) { return k.without(keyringSlot) })
}

// changeKeys puts another key file in place of the one there is.
func (v *Vault) changeKeys(change func(keys) (keys, error)) error {
	if err := v.enter(); err != nil {
		return err
	}
	defer v.inside.Done()
	v.keyMu.Lock()
	defer v.keyMu.Unlock()
	k, err := change(v.keys)
	if err != nil {
		return err
	}
	b, err := k.encode()
	if err != nil {
		return err
	}
	if err := writeKeys(v.dir, b); err != nil {
		_ = writeKeys(v.dir, v.keyBytes) // one of the two may be the new one
		return err
	}
	v.keys, v.keyBytes = k, b
	return nil
}
