package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// keySize is the number of bytes of the data key and of each key that wraps it.
const keySize = 32

// keyVersion is the version of the key file that this program writes.
const keyVersion = 1

// Cost is how hard Argon2id works on a passphrase (RFC 9106). It is kept beside
// what it made, so that a later version may ask for more.
type Cost struct {
	Time      uint32 `json:"time"`       // passes
	MemoryKiB uint32 `json:"memory_kib"` // KiB
	Threads   uint8  `json:"threads"`
}

// DefaultCost takes about a fifth of a second on a laptop: 64 MiB, three
// passes, four lanes (the second recommended setting of RFC 9106, section 4).
var DefaultCost = Cost{Time: 3, MemoryKiB: 64 * 1024, Threads: 4}

// sane reports whether the cost could have been written by us: a key file that
// asks for all the memory there is must not get it.
func (c Cost) sane() bool {
	return c.Time >= 1 && c.Time <= 64 && c.MemoryKiB >= 8 && c.MemoryKiB <= 1<<20 && c.Threads >= 1 && c.Threads <= 64
}

// keys is the key file: the data key, wrapped once for every way to open it.
type keys struct {
	Version int    `json:"version"`
	Vault   string `json:"vault"` // id
	Slots   []slot `json:"slots"`
}

// slot is one way to the data key.
type slot struct {
	Type   string `json:"type"` // "passphrase"
	KDF    string `json:"kdf"`  // "argon2id"
	Cost   Cost   `json:"cost"`
	Salt   []byte `json:"salt"`
	Nonce  []byte `json:"nonce"`
	Sealed []byte `json:"sealed"` // AES-256-GCM of the data key
}

const (
	passphraseSlot = "passphrase"
	argon2id       = "argon2id"
	saltSize       = 16
)

// newKeys wraps the data key for a passphrase.
func newKeys(vault string, dek, passphrase []byte, cost Cost, random io.Reader) (keys, error) {
	return keys{Version: keyVersion, Vault: vault}.with(dek, passphrase, cost, random)
}

// with returns k with that passphrase in place of any it had.
func (k keys) with(dek, passphrase []byte, cost Cost, random io.Reader) (keys, error) {
	s, err := k.wrap(dek, passphrase, cost, random)
	if err != nil {
		return keys{}, err
	}
	slots := []slot{s}
	for _, other := range k.Slots {
		switch other.Type {
		case passphraseSlot:
		default: // writing it again could lose what this version does not know
			return keys{}, fmt.Errorf("%w: its key file has a slot %q", ErrNewer, other.Type)
		}
	}
	k.Slots = slots
	return k, nil
}

// wrap makes the slot of a passphrase.
func (k keys) wrap(dek, passphrase []byte, cost Cost, random io.Reader) (slot, error) {
	s := slot{Type: passphraseSlot, KDF: argon2id, Cost: cost, Salt: make([]byte, saltSize)}
	if _, err := io.ReadFull(random, s.Salt); err != nil {
		return slot{}, err
	}
	aead, err := newAEAD(s.kek(passphrase))
	if err != nil {
		return slot{}, err
	}
	s.Nonce = make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, s.Nonce); err != nil {
		return slot{}, err
	}
	s.Sealed = aead.Seal(nil, s.Nonce, dek, k.context(s))
	return s, nil
}

// unwrap returns the data key, or ErrPassphrase.
func (k keys) unwrap(passphrase []byte) ([]byte, error) {
	for _, s := range k.Slots {
		if s.Type != passphraseSlot {
			continue // a way to open it that this version does not know
		}
		if s.KDF != argon2id || !s.Cost.sane() || len(s.Salt) < saltSize {
			return nil, fmt.Errorf("%w: its key file asks for what Casebook never writes", ErrDamaged)
		}
		aead, err := newAEAD(s.kek(passphrase))
		if err != nil {
			return nil, err
		}
		if len(s.Nonce) != aead.NonceSize() {
			return nil, fmt.Errorf("%w: a slot of its key file is malformed", ErrDamaged)
		}
		if dek, err := aead.Open(nil, s.Nonce, s.Sealed, k.context(s)); err == nil && len(dek) == keySize {
			return dek, nil
		}
	}
	return nil, ErrPassphrase
}

// kek returns the key that a passphrase makes for the slot. An accented letter
// can be typed as one character or as two: both make the same key (RFC 8265,
// section 4.2.2, normalisation form C).
func (s slot) kek(passphrase []byte) []byte {
	return argon2.IDKey(norm.NFC.Bytes(passphrase), s.Salt, s.Cost.Time, s.Cost.MemoryKiB, s.Cost.Threads, keySize)
}

// context binds a slot to its vault and to its own parameters: none can be
// exchanged without being noticed.
func (k keys) context(s slot) []byte {
	return fmt.Appendf(nil, "casebook key %d\x00%s\x00%s\x00%s\x00%d %d %d\x00%x",
		k.Version, k.Vault, s.Type, s.KDF, s.Cost.Time, s.Cost.MemoryKiB, s.Cost.Threads, s.Salt)
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// encode writes the key file for people who look into it and programs alike.
func (k keys) encode() ([]byte, error) {
	b, err := json.MarshalIndent(k, "", "  ")
	return append(b, '\n'), err
}

// parseKeys reads a key file.
func parseKeys(b []byte) (keys, error) {
	var k keys
	if err := json.Unmarshal(b, &k); err != nil {
		return keys{}, fmt.Errorf("%w: its key file does not parse: %w", ErrDamaged, err)
	}
	switch {
	case k.Version > keyVersion:
		return keys{}, fmt.Errorf("%w: its key file has version %d", ErrNewer, k.Version)
	case k.Version < 1 || k.Vault == "" || len(k.Slots) == 0 || bytes.ContainsRune([]byte(k.Vault), 0):
		return keys{}, fmt.Errorf("%w: its key file lacks what it must hold", ErrDamaged)
	}
	return k, nil
}
