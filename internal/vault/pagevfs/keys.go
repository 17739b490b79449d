package pagevfs

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"

	"golang.org/x/crypto/xts"
)

// The labels of the keys derived from the data key. Their version is in them:
// another format takes another label.
const (
	pageLabel    = "casebook database page 1"
	logPageLabel = "casebook log page 1"
	frameLabel   = "casebook log frame 1"
	headerLabel  = "casebook log header 1"
	journalLabel = "casebook journal 1"
)

const (
	gcmKey = 32 // bytes of an AES-256 key
	xtsKey = 64 // two of them
)

// keys are what one vault's files are sealed with.
type keys struct {
	page    cipher.AEAD // of the database
	logPage cipher.AEAD // of its log
	frame   *xts.Cipher // of the log's frame headers
	header  []byte      // marks the log's header as this vault's
	journal *xts.Cipher
}

// derive makes the keys of a data key.
func derive(dek []byte) (k keys, err error) {
	if k.page, err = gcm(dek, pageLabel); err != nil {
		return keys{}, err
	}
	if k.logPage, err = gcm(dek, logPageLabel); err != nil {
		return keys{}, err
	}
	if k.frame, err = stream(dek, frameLabel); err != nil {
		return keys{}, err
	}
	if k.journal, err = stream(dek, journalLabel); err != nil {
		return keys{}, err
	}
	k.header, err = hkdf.Key(sha256.New, dek, nil, headerLabel, gcmKey)
	return k, err
}

func gcm(dek []byte, label string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, dek, nil, label, gcmKey)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func stream(dek []byte, label string) (*xts.Cipher, error) {
	key, err := hkdf.Key(sha256.New, dek, nil, label, xtsKey)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return xts.NewCipher(aes.NewCipher, key)
}

// passing returns the key of one temporary file, which nothing else ever reads.
func passing() (*xts.Cipher, error) {
	var key [xtsKey]byte
	if _, err := rand.Read(key[:]); err != nil {
		return nil, err
	}
	defer clear(key[:])
	return xts.NewCipher(aes.NewCipher, key[:])
}
