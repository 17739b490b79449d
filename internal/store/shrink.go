package store

import "encoding/binary"

// Most bytes of a mailbox are attachments in base64, of which Zstandard makes
// nothing smaller at the level used here. To look for what it could is as dear
// as all else that is done before a message is kept, so it is not done: what is
// dense is put between as it is. Any reader of Zstandard reads both, as frames
// behind one another.
const (
	piece    = 8 << 10   // is looked at in one place
	least    = 2 * piece // that is put between
	tried    = 4 << 10   // of each stretch, to see whether it is dense
	stretch  = 128 << 10 // the longest for one trial
	rawBlock = 128 << 10 // RFC 8878, section 3.1.1.2.3: a block's most
)

// shrink appends a content to dst, compressed as far as that is worth it.
func (s *Store) shrink(content, dst []byte) []byte {
	from := 0 // of what is not appended yet
	for at := 0; at+least <= len(content); {
		begin, end := dense(content[at:])
		if end-begin < least || !s.tight(content[at+begin:at+end]) {
			at += max(end, piece)
			continue
		}
		if from < at+begin {
			dst = s.enc.EncodeAll(content[from:at+begin], dst)
		}
		dst = appendRaw(dst, content[at+begin:at+end])
		at += end
		from = at
	}
	if from < len(content) || len(content) == 0 {
		dst = s.enc.EncodeAll(content[from:], dst)
	}
	return dst
}

// dense returns where at the beginning of a content there seems to be base64,
// at most a stretch of it: it is looked at in the middle of each piece, and
// around the first and the last.
func dense(content []byte) (begin, end int) {
	for end+piece <= min(len(content), stretch) && base64Like(content[end+piece/2:end+piece/2+96]) {
		end += piece
	}
	if end == 0 {
		return 0, 0
	}
	for begin = piece / 2; begin > 0 && inBase64[content[begin-1]]; {
		begin--
	}
	for i := end - piece/2; i < end; i++ {
		if !inBase64[content[i]] {
			return begin, i
		}
	}
	return begin, end
}

// base64Like reports whether there is nothing but characters of base64 and ends
// of lines.
func base64Like(p []byte) bool {
	for _, c := range p {
		if !inBase64[c] {
			return false
		}
	}
	return true
}

var inBase64 = func() (in [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n" {
		in[c] = true
	}
	return in
}()

// tight reports whether compressing does nothing for a stretch: base64 may hold
// plain text as well.
func (s *Store) tight(p []byte) bool {
	var room [tried + 256]byte
	middle := (len(p) - tried) / 2
	return len(s.enc.EncodeAll(p[middle:middle+tried], room[:0])) > tried*19/20
}

// appendRaw appends a frame that holds p as it is (RFC 8878, section 3.1.1).
func appendRaw(dst, p []byte) []byte {
	const oneSegmentAndFourBytesOfSize = 0b10_1_00000
	dst = append(dst, 0x28, 0xb5, 0x2f, 0xfd, oneSegmentAndFourBytesOfSize)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(p)))
	for last := uint32(0); last == 0; {
		n := min(len(p), rawBlock)
		if n == len(p) {
			last = 1
		}
		h := uint32(n)<<3 | last
		dst = append(dst, byte(h), byte(h>>8), byte(h>>16))
		dst = append(dst, p[:n]...)
		p = p[n:]
	}
	return dst
}
