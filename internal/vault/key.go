package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
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
	// Copy names this copy of the vault: restoring a backup draws another, so
	// that whoever numbers things by copy never gives a number twice.
	Copy  string `json:"copy"`
	Slots []slot `json:"slots"`
	// Sum tells a damaged file, of which the copy is used, from a wrong key; see
	// [sumOf]. It is no defence against anybody.
	Sum string `json:"sum"`
}

// slot is one way to the data key.
type slot struct {
	Type   string `json:"type"` // one of the slotKinds
	KDF    string `json:"kdf"`
	Cost   Cost   `json:"cost,omitzero"` // of a passphrase
	Salt   []byte `json:"salt"`
	Nonce  []byte `json:"nonce"`
	Sealed []byte `json:"sealed"` // AES-256-GCM of the data key
}

const saltSize = 16

// with returns k with that key in place of any of its kind.
func (k keys) with(dek []byte, key Key, cost Cost, random io.Reader) (keys, error) {
	s, err := k.wrap(dek, key, cost, random)
	if err != nil {
		return keys{}, err
	}
	rest, err := k.without(key.kind)
	if err != nil {
		return keys{}, err
	}
	rest.Slots = append([]slot{s}, rest.Slots...)
	return rest, nil
}

// without returns k without the slot of that kind.
func (k keys) without(kind string) (keys, error) {
	var slots []slot
	for _, s := range k.Slots {
		if _, known := slotKinds[s.Type]; !known { // writing it again could lose what this version does not know
			return keys{}, fmt.Errorf("%w: its key file has a slot %q", ErrNewer, s.Type)
		}
		if s.Type != kind {
			slots = append(slots, s)
		}
	}
	k.Slots = slots
	return k, nil
}

// has reports whether there is a slot of that kind.
func (k keys) has(kind string) bool {
	return slices.ContainsFunc(k.Slots, func(s slot) bool { return s.Type == kind })
}

// wrap makes the slot of a key.
func (k keys) wrap(dek []byte, key Key, cost Cost, random io.Reader) (slot, error) {
	kind := slotKinds[key.kind]
	s := slot{Type: key.kind, KDF: kind.kdf, Salt: make([]byte, saltSize)}
	if kind.costs {
		s.Cost = cost
	}
	if _, err := io.ReadFull(random, s.Salt); err != nil {
		return slot{}, err
	}
	aead, err := s.aead(key.secret)
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

// unwrap returns the data key, or the error that says that this key does not
// open it.
func (k keys) unwrap(key Key) ([]byte, error) {
	if key.err != nil {
		return nil, key.err
	}
	kind, known := slotKinds[key.kind]
	if !known {
		return nil, ErrPassphrase
	}
	for _, s := range k.Slots {
		if s.Type != key.kind {
			continue // another way to open it
		}
		if s.KDF != kind.kdf || kind.costs && !s.Cost.sane() || len(s.Salt) < saltSize {
			return nil, fmt.Errorf("%w: its key file asks for what Casebook never writes", ErrDamaged)
		}
		aead, err := s.aead(key.secret)
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
	return nil, kind.wrong
}

// aead is the cipher that a secret opens the slot with.
func (s slot) aead(secret []byte) (cipher.AEAD, error) {
	kek, err := slotKinds[s.Type].kek(s, secret)
	if err != nil {
		return nil, err
	}
	defer clear(kek)
	return newAEAD(kek)
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
	k.Sum = strings.Repeat("0", 2*sha256.Size)
	b, err := json.MarshalIndent(k, "", "  ")
	b = append(b, '\n')
	if at, sum := sumOf(b); at >= 0 {
		copy(b[at:], sum)
	}
	return b, err
}

// sumOf returns where in a key file the sum stands, -1 for nowhere, and what it
// is to be: SHA-256 of all bytes with zeros in its place, in hexadecimal. So it
// is whatever else a version to come writes.
func sumOf(b []byte) (at int, sum string) {
	const mark = `"sum": "`
	at = bytes.LastIndex(b, []byte(mark)) + len(mark)
	if at < len(mark) || at+2*sha256.Size > len(b) {
		return -1, ""
	}
	blank := bytes.Clone(b)
	copy(blank[at:], strings.Repeat("0", 2*sha256.Size))
	d := sha256.Sum256(blank)
	return at, hex.EncodeToString(d[:])
}

// errSum says that a key file parses and is not, byte for byte, what was written.
var errSum = fmt.Errorf("%w: its key file is not what was written", ErrDamaged)

// parseKeys reads a key file. With errSum it returns what the file says all the
// same.
func parseKeys(b []byte) (keys, error) {
	var k keys
	if err := json.Unmarshal(b, &k); err != nil {
		return keys{}, fmt.Errorf("%w: its key file does not parse: %w", ErrDamaged, err)
	}
	at, sum := sumOf(b)
	right := at >= 0 && string(b[at:at+len(sum)]) == sum
	switch {
	case !right && k.Version != keyVersion && (at >= 0 || k.Version < keyVersion): // whatever it says
		return keys{}, fmt.Errorf("%w: its key file is not what was written", ErrDamaged)
	case k.Version > keyVersion:
		return keys{}, fmt.Errorf("%w: its key file has version %d", ErrNewer, k.Version)
	case k.Version < 1 || k.Vault == "" || len(k.Slots) == 0 || bytes.ContainsRune([]byte(k.Vault), 0):
		return keys{}, fmt.Errorf("%w: its key file lacks what it must hold", ErrDamaged)
	case !right:
		return k, errSum
	}
	return k, nil
}
