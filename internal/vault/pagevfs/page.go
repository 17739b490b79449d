package pagevfs

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
)

// A sealed page: what SQLite has in it, the tag, the nonce, and four bytes that
// are always zero.
const (
	PageSize = 4096
	Reserved = 32 // bytes at a page's end which SQLite leaves to us

	bodySize  = PageSize - Reserved
	nonceAt   = bodySize + 16
	spareAt   = nonceAt + 12
	reserveAt = 20 // where a database's header says how many bytes are left to us
)

// What a page is sealed as: its kind and its number, from 0, which are
// authenticated with it, so that none can be read in another's place.
const (
	databasePage = 'D'
	logPage      = 'W'
)

// label is the kind and the number of a page.
type label [9]byte

func (l *label) set(kind byte, index int64) []byte {
	l[0] = kind
	binary.BigEndian.PutUint64(l[1:], uint64(index))
	return l[:]
}

// seal puts the sealed page into dst, which must not overlap page.
func seal(key cipher.AEAD, dst, page, label []byte) error {
	nonce := dst[nonceAt:spareAt]
	if _, err := rand.Read(nonce); err != nil {
		return err
	}
	key.Seal(dst[:0], nonce, page[:bodySize], label)
	clear(dst[spareAt:PageSize])
	return nil
}

// open decrypts a page in its place and clears what is not SQLite's. It reports
// false, with nothing to be read from the page, where it is not authentic.
func open(key cipher.AEAD, page, label []byte) bool {
	if !zero(page[spareAt:PageSize]) {
		return false
	}
	if _, err := key.Open(page[:0], page[nonceAt:spareAt], page[:nonceAt], label); err != nil {
		return false
	}
	clear(page[bodySize:PageSize])
	return true
}

// zero reports whether there is nothing but zeros.
func zero(p []byte) bool {
	for len(p) >= 8 {
		if binary.NativeEndian.Uint64(p) != 0 {
			return false
		}
		p = p[8:]
	}
	for _, b := range p {
		if b != 0 {
			return false
		}
	}
	return true
}
