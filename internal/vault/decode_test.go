package vault_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"testing"
)

// firstPage decrypts the first page of a database as docs/VAULT.md says,
// without the code that wrote it.
func firstPage(t testing.TB, file, dek []byte) []byte {
	t.Helper()
	key, err := hkdf.Key(sha256.New, dek, nil, "casebook database page 1", 32)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCM(block)
	must(t, err)
	plain, err := gcm.Open(nil, file[4080:4092], file[:4080], []byte("D\x00\x00\x00\x00\x00\x00\x00\x00"))
	must(t, err)
	return plain
}
