package vault

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

// secretLabel names the key derived for secrets; its version is in it.
const secretLabel = "casebook secret 1"

// Seal encrypts a secret, such as a mailbox's password, under the vault's key
// and for that purpose alone.
func (v *Vault) Seal(purpose string, plain []byte) ([]byte, error) {
	if err := v.enter(); err != nil {
		return nil, err
	}
	defer v.inside.Done()
	aead, err := secretAEAD(v.dek)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, plain, []byte(purpose)), nil
}

// Unseal returns what Seal was given for that purpose, or ErrDamaged.
func (v *Vault) Unseal(purpose string, sealed []byte) ([]byte, error) {
	if err := v.enter(); err != nil {
		return nil, err
	}
	defer v.inside.Done()
	return unseal(v.dek, purpose, sealed)
}

// secretAEAD is the cipher of secrets.
func secretAEAD(dek []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, dek, nil, secretLabel, keySize)
	if err != nil {
		return nil, err
	}
	return newAEAD(key)
}

func unseal(dek []byte, purpose string, sealed []byte) ([]byte, error) {
	aead, err := secretAEAD(dek)
	if err != nil {
		return nil, err
	}
	if n := aead.NonceSize(); len(sealed) >= n {
		if plain, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(purpose)); err == nil {
			return plain, nil
		}
	}
	return nil, fmt.Errorf("%w: a secret in it does not open", ErrDamaged)
}
