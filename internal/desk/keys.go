package desk

import (
	"context"
	"errors"
	"path/filepath"

	"casebook/internal/casefile"
	"casebook/internal/report"
	"casebook/internal/signin"
	"casebook/internal/store"
	"casebook/internal/vault"
)

// Key is what a vault is opened with.
type Key = vault.Key

// Ways are the keys that open a vault.
type Ways = vault.Ways

// Passphrase is the key a person remembers.
func Passphrase(words []byte) Key { return vault.Passphrase(words) }

// Recovery is the key that was printed, however it is typed: spaces, dashes and
// capitals do not matter, nor O for 0 or I and L for 1.
func Recovery(typed string) Key { return vault.Recovery(typed) }

// Look returns which keys open the vault in a folder, without opening it.
func Look(dir string) (Ways, error) {
	w, err := vault.Look(dir)
	return w, store.Problem(err)
}

// keyringID names what the system's keyring keeps for one copy of a vault.
func keyringID(w Ways) string { return w.ID + "-" + w.Copy }

// OpenByKeyring opens the vault in a folder with what the system's keyring
// keeps for it. Where that does not serve, for whatever reason, the error is
// Locked and says to type the passphrase; it comes within seconds.
func OpenByKeyring(ctx context.Context, dir string, o Options) (*Desk, error) {
	w, err := Look(dir)
	if err != nil {
		return nil, err
	}
	if !w.Keyring {
		return nil, noKeyring(nil)
	}
	secret, err := signin.Find(ctx, keyringID(w))
	if err != nil {
		return nil, noKeyring(err)
	}
	defer clear(secret)
	return OpenWith(ctx, dir, vault.Keyring(secret), o)
}

func noKeyring(err error) error {
	return &casefile.Error{
		Kind: casefile.Locked, Field: "passphrase", What: "The system's keyring does not open this vault.",
		Do: "Type the passphrase.", Err: err,
	}
}

// Ways returns which keys open the vault.
func (k *Keeping) Ways() Ways { return k.vault.Ways() }

// OldKeysRemain is what whoever changes a key is told.
const OldKeysRemain = "Backups and copies made before still open with the one they were made under."

// SetPassphrase changes the passphrase; the other keys stay. See
// [OldKeysRemain].
func (k *Keeping) SetPassphrase(words []byte) error {
	return store.Problem(k.vault.SetPassphrase(words))
}

// NewRecovery makes a recovery key in place of any before, and returns the
// thirteen groups to print. It is kept nowhere and cannot be shown again. See
// [OldKeysRemain].
func (k *Keeping) NewRecovery() ([]string, error) {
	groups, err := k.vault.NewRecovery()
	return groups, store.Problem(err)
}

// RecoverySheet draws the sheet on which a recovery key is kept.
func (k *Keeping) RecoverySheet(groups []string) (Drawn, error) {
	doc, err := report.Recovery(k.fonts, groups, short(k.vault.ID()), k.env.Today())
	if err != nil {
		return Drawn{}, err
	}
	return k.print(doc)
}

// KeyringOn puts a key to the vault into the system's keyring: unlocking is one
// press from then on, for whoever is signed in to the machine as this person.
func (k *Keeping) KeyringOn(ctx context.Context) error {
	id := keyringID(k.vault.Ways())
	err := k.vault.AddKeyring(func(secret []byte) error { return signin.Keep(ctx, id, secret) })
	if errors.Is(err, signin.ErrKeyring) {
		return &casefile.Error{
			Kind: casefile.Unreachable, What: "The system's keyring cannot be used here; the vault opens with its passphrase as before.",
			Do: "Unlock the keyring or sign in to the desktop as usual, then try again.", Err: err,
		}
	}
	return store.Problem(err)
}

// KeyringOff makes the keyring's key open the vault no more, and takes it out
// of the keyring where that answers.
func (k *Keeping) KeyringOff(ctx context.Context) error {
	if err := k.vault.RemoveKeyring(); err != nil {
		return store.Problem(err)
	}
	_ = signin.Forget(ctx, keyringID(k.vault.Ways())) // what is left there opens nothing
	return nil
}

// Restoring says what a restored vault is opened with for the first time, and
// where ledgers of disposals may lie that are younger than the backup.
type Restoring struct {
	Options Options
	// Vaults are folders of vaults of which the backup may be an older copy.
	Vaults []string
}

// Restore makes a vault in a folder out of a backup, which opens with the keys
// it was made under. The folder must be empty or not exist: nothing is written
// over. The restored vault goes on as a device of its own. Whoever was disposed
// of since the backup is disposed of in it as well before it counts as restored,
// as far as a ledger can be found: beside the backup, in the state folder, in
// the folder of a vault that is named.
func Restore(ctx context.Context, file, dir string, key Key, r Restoring) error {
	ledgers := []string{file + vault.LedgerSuffix}
	for _, v := range r.Vaults {
		ledgers = append(ledgers, filepath.Join(v, vault.LedgerFile))
	}
	if err := vault.Restore(ctx, file, dir, key, vault.Options{Free: r.Options.Free}, ledgers...); err != nil {
		return store.Problem(err)
	}
	d, err := OpenWith(ctx, dir, key, r.Options)
	if err != nil {
		return err
	}
	return d.Close()
}
