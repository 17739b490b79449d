package vault

import (
	"crypto/hkdf"
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Key is what a person or a machine opens a vault with. See [Passphrase],
// [Recovery] and [Keyring].
type Key struct {
	kind   string
	secret []byte
	err    error // what is wrong with it, said when it is used
}

// Passphrase is the key a person remembers.
func Passphrase(words []byte) Key { return Key{kind: passphraseSlot, secret: words} }

// Keyring is the key that the system's keyring keeps: 32 random bytes.
func Keyring(secret []byte) Key { return Key{kind: keyringSlot, secret: secret} }

// The kinds of slot.
const (
	passphraseSlot = "passphrase"
	recoverySlot   = "recovery"
	keyringSlot    = "keyring"
)

// slotKind says how a secret of one kind becomes the key of its slot.
type slotKind struct {
	kdf   string // its name in the key file
	costs bool   // whether it is worth guessing, and so made slow
	wrong error  // the secret does not open the slot, or there is none
	kek   func(s slot, secret []byte) ([]byte, error)
}

// slotKinds are the kinds this version knows.
var slotKinds = map[string]slotKind{
	passphraseSlot: {"argon2id", true, ErrPassphrase, stretch},
	recoverySlot:   {"hkdf-sha256", false, ErrRecovery, derive},
	keyringSlot:    {"hkdf-sha256", false, ErrKeyring, derive},
}

// stretch makes a passphrase slow to guess. An accented letter can be typed as
// one character or as two: both make the same key (RFC 8265, section 4.2.2,
// normalisation form C).
func stretch(s slot, passphrase []byte) ([]byte, error) {
	return argon2.IDKey(norm.NFC.Bytes(passphrase), s.Salt, s.Cost.Time, s.Cost.MemoryKiB, s.Cost.Threads, keySize), nil
}

// derive makes a key of 256 random bits, which nobody can guess, for this slot
// alone (RFC 5869).
func derive(s slot, secret []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, s.Salt, "casebook "+s.Type+" 1", keySize)
}
