package pagevfs_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
)

// decoder reads what docs/VAULT.md describes. It shares no code with the
// package, and spells out HKDF and XTS, so that the document is tested too.
type decoder struct{ dek []byte }

// key is HKDF-SHA-256 without salt (RFC 5869).
func (d decoder) key(label string, n int) []byte {
	mac := func(key []byte, parts ...[]byte) []byte {
		h := hmac.New(sha256.New, key)
		for _, p := range parts {
			h.Write(p)
		}
		return h.Sum(nil)
	}
	prk := mac(make([]byte, 32), d.dek)
	var out, last []byte
	for i := byte(1); len(out) < n; i++ {
		last = mac(prk, last, []byte(label), []byte{i})
		out = append(out, last...)
	}
	return out[:n]
}

// page opens a sealed page of that kind and number.
func (d decoder) page(label string, kind byte, index uint64, sealed []byte) ([]byte, error) {
	block, err := aes.NewCipher(d.key(label, 32))
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(sealed[4092:4096], make([]byte, 4)) {
		return nil, fmt.Errorf("the spare bytes are %x", sealed[4092:4096])
	}
	ad := binary.BigEndian.AppendUint64([]byte{kind}, index)
	plain, err := gcm.Open(nil, sealed[4080:4092], sealed[:4080], ad)
	return append(plain, make([]byte, 32)...), err
}

// xts opens one unit of AES-256-XTS (IEEE 1619) of whole blocks.
func (d decoder) xts(label string, unit uint64, sealed []byte) []byte {
	key := d.key(label, 64)
	data, _ := aes.NewCipher(key[:32])
	tweaks, _ := aes.NewCipher(key[32:])
	var tweak [16]byte
	binary.LittleEndian.PutUint64(tweak[:], unit)
	tweaks.Encrypt(tweak[:], tweak[:])
	out := make([]byte, len(sealed))
	for i := 0; i < len(sealed); i += 16 {
		var b [16]byte
		for j := range b {
			b[j] = sealed[i+j] ^ tweak[j]
		}
		data.Decrypt(b[:], b[:])
		for j := range b {
			out[i+j] = b[j] ^ tweak[j]
		}
		carry := byte(0)
		for j := range tweak {
			next := tweak[j] >> 7
			tweak[j] = tweak[j]<<1 | carry
			carry = next
		}
		tweak[0] ^= 0x87 * carry
	}
	return out
}

// sum is the checksum of SQLite's log (file format, section 4.2).
func sum(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	for i := 0; i < len(data); i += 8 {
		a += order.Uint32(data[i:]) + b
		b += order.Uint32(data[i+4:]) + a
	}
	return a, b
}

// wal opens a whole log, to the plain one that SQLite would have written. It
// checks every mark and checksum on the way.
func (d decoder) wal(sealed []byte) ([]byte, error) {
	h := bytes.Clone(sealed[:32])
	var order binary.ByteOrder = binary.LittleEndian
	if h[3]&1 == 1 {
		order = binary.BigEndian
	}
	a, b := sum(order, 0, 0, h[:24])
	if binary.BigEndian.Uint32(h[24:]) != a || binary.BigEndian.Uint32(h[28:]) != b {
		return nil, fmt.Errorf("the header's checksum is wrong")
	}
	mark := hmac.New(sha256.New, d.key("casebook log header 1", 32))
	mark.Write(h[:4])
	mark.Write(h[12:24])
	if !bytes.Equal(mark.Sum(nil)[:8], h[4:12]) {
		return nil, fmt.Errorf("the mark is another's")
	}
	binary.BigEndian.PutUint32(h[4:], 3007000)
	binary.BigEndian.PutUint32(h[8:], 4096)
	a, b = sum(order, 0, 0, h[:24])
	binary.BigEndian.PutUint32(h[24:], a)
	binary.BigEndian.PutUint32(h[28:], b)
	out := h
	for i := 0; 32+(i+1)*4120 <= len(sealed); i++ {
		f := sealed[32+i*4120:][:4120]
		head := append(bytes.Clone(f[:8]), d.xts("casebook log frame 1", uint64(i), f[8:24])...)
		page, err := d.page("casebook log page 1", 'W', uint64(i), f[24:])
		if err != nil {
			return nil, fmt.Errorf("frame %d: %w", i, err)
		}
		a, b = sum(order, a, b, head[:8])
		a, b = sum(order, a, b, page)
		if !bytes.Equal(head[8:16], h[16:24]) || binary.BigEndian.Uint32(head[16:]) != a || binary.BigEndian.Uint32(head[20:]) != b {
			return nil, fmt.Errorf("frame %d does not belong to the chain", i)
		}
		out = append(append(out, head...), page...)
	}
	return out, nil
}

// database opens a whole database file.
func (d decoder) database(sealed []byte) ([]byte, error) {
	var out []byte
	for i := 0; (i+1)*4096 <= len(sealed); i++ {
		page, err := d.page("casebook database page 1", 'D', uint64(i), sealed[i*4096:][:4096])
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i, err)
		}
		out = append(out, page...)
	}
	return out, nil
}

// XTS as spelled out here gives what the standard says (IEEE 1619-2007, vector
// 10, of AES-256: its first block).
func TestDecoderXTS(t *testing.T) {
	data, _ := aes.NewCipher(hexed(t, "2718281828459045235360287471352662497757247093699959574966967627"))
	tweaks, _ := aes.NewCipher(hexed(t, "3141592653589793238462643383279502884197169399375105820974944592"))
	tweak := [16]byte{0xff}
	tweaks.Encrypt(tweak[:], tweak[:])
	var block [16]byte
	for i := range block {
		block[i] = byte(i) ^ tweak[i]
	}
	data.Encrypt(block[:], block[:])
	for i := range block {
		block[i] ^= tweak[i]
	}
	if want := hexed(t, "1c3b3a102f770386e4836c99e370cf9b"); !bytes.Equal(block[:], want) {
		t.Errorf("%x, want %x", block, want)
	}
}
