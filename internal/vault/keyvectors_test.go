package vault_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"casebook/internal/vault"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"
)

var updateVectors = flag.Bool("update", false, "write the test vectors anew")

const keyVectors = "testdata/keys.txt"

// counting is a source of "random" bytes for the vectors: n, n+1, n+2 ...
type counting byte

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(*c)
		*c++
	}
	return len(b), nil
}

// counted returns n bytes from first on.
func counted(first byte, n int) []byte {
	b := make([]byte, n)
	c := counting(first)
	_, _ = c.Read(b)
	return b
}

const vectorID = "CASEBOOKVECTOR234567ABCDEF"

// The vectors of docs/VAULT.md are what the code writes, and a reader that has
// only the document gets the data key out of them.
func TestKeyVectors(t *testing.T) {
	dek, secret := counted(0, 32), counted(0x80, 32)
	var out strings.Builder
	fmt.Fprintf(&out, "# Test vectors of docs/VAULT.md, sections on the key file and backups. Made by go test ./internal/vault -update.\n\ndata key\n%x\n", dek)
	fmt.Fprintf(&out, "\nrecovery key, as bytes\n%x\n\nrecovery key, as printed\n%s\n", secret, strings.Join(vault.RecoveryWords(secret), " "))
	var file []byte
	for _, s := range []struct {
		name string
		key  vault.Key
	}{
		{"passphrase caf\u00e9 au lait", vault.Passphrase([]byte("cafe\u0301 au lait"))},
		{"recovery key", vault.Recovery(strings.Join(vault.RecoveryWords(secret), " "))},
		{"keyring, of the same bytes", vault.Keyring(secret)},
	} {
		random := counting(0x40)
		var err error
		file, err = vault.KeyFileOf(vectorID, dek, s.key, vault.Cost{Time: 1, MemoryKiB: 64, Threads: 2}, &random)
		must(t, err)
		fmt.Fprintf(&out, "\nkey file with the slot of the %s\n%s", s.name, file)
		if got := unwrapped(t, file, secret); string(got) != string(dek) {
			t.Errorf("%s: the document gives %x", s.name, got)
		}
	}
	sum := sha256.Sum256([]byte("database"))
	head, err := vault.BackupHeader(file, int64(len("database")), sum, dek)
	must(t, err)
	fmt.Fprintf(&out, "\nheader of a backup with the last key file and the 8 bytes \"database\"\n%x\n", head[:96])
	checkHeader(t, head, dek)

	if *updateVectors {
		must(t, os.WriteFile(keyVectors, []byte(out.String()), 0o644))
	}
	want, err := os.ReadFile(keyVectors)
	must(t, err)
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Error(diff)
	}
}

// unwrapped opens the one slot of a key file as docs/VAULT.md says, without the
// code that wrote it.
func unwrapped(t testing.TB, file, secret []byte) []byte {
	t.Helper()
	var k struct {
		Version int
		Vault   string
		Slots   []struct {
			Type, KDF string
			Cost      struct {
				Time    uint32
				Memory  uint32 `json:"memory_kib"`
				Threads uint8
			}
			Salt, Nonce, Sealed []byte
		}
	}
	must(t, json.Unmarshal(file, &k))
	s := k.Slots[0]
	kek := argon2.IDKey([]byte("caf\u00e9 au lait"), s.Salt, max(1, s.Cost.Time), s.Cost.Memory, max(1, s.Cost.Threads), 32)
	if s.Type != "passphrase" {
		var err error
		kek, err = hkdf.Key(sha256.New, secret, s.Salt, "casebook "+s.Type+" 1", 32)
		must(t, err)
	}
	block, err := aes.NewCipher(kek)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	bound := fmt.Sprintf("casebook key %d\x00%s\x00%s\x00%s\x00%d %d %d\x00%s", k.Version, k.Vault, s.Type, s.KDF,
		s.Cost.Time, s.Cost.Memory, s.Cost.Threads, hex.EncodeToString(s.Salt))
	plain, err := gcm.Open(nil, s.Nonce, s.Sealed, []byte(bound))
	must(t, err)
	return plain
}

// checkHeader authenticates a backup's header as docs/VAULT.md says.
func checkHeader(t testing.TB, head, dek []byte) {
	t.Helper()
	key, err := hkdf.Key(sha256.New, dek, nil, "casebook backup 1", 32)
	must(t, err)
	m := hmac.New(sha256.New, key)
	m.Write(head[:64])
	m.Write(head[96:])
	if !hmac.Equal(m.Sum(nil), head[64:96]) || string(head[:16]) != "CASEBOOK-BACKUP\n" {
		t.Errorf("the header is %x", head[:96])
	}
}
