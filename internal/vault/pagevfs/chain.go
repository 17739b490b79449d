package pagevfs

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// ErrLog says that the log of a database lost something that was committed.
var ErrLog = errors.New("the log of the database is damaged")

// chain follows the frames of a log: each has a checksum of itself and all
// before it, and the salts of the log's header.
type chain struct {
	keys  *keys
	order binary.ByteOrder
	salts [8]byte
	a, b  uint32 // of the frame before, as it is stored
	good  bool   // whether the frame before is of this log at all
	label
}

// CheckLog looks for damage in the log that a crash left beside the database at
// path; no connection may be open yet.
//
// SQLite takes the first frame that is not whole for the end of the log. So it
// is after a power cut, in the last transaction alone, since each one is synced
// before the next is written. Where a whole transaction follows, and the
// beginning of one more, the frame was whole once: then ErrLog is returned and
// the log can be kept, where SQLite would drop what was committed.
func (v *VFS) CheckLog(path string) error {
	f, err := os.Open(path + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<18)
	var h [logHeaderSize]byte
	if _, err := io.ReadFull(r, h[:]); err != nil || v.keys.openHeader(h[:]) != ours {
		return nil // torn, or refused when the database is opened
	}
	c := chain{keys: &v.keys, order: checksumOrder(h[:]), good: true, salts: [8]byte(h[16:24])}
	c.a, c.b = binary.BigEndian.Uint32(h[24:]), binary.BigEndian.Uint32(h[28:])
	return c.follow(r)
}

// follow reads frames to the end of the log.
func (c *chain) follow(r io.Reader) error {
	frame := make([]byte, frameSize)
	broken, committed := false, false
	for i := int64(0); ; i++ {
		if _, err := io.ReadFull(r, frame); err != nil {
			return nil // the end
		}
		linked, commit := c.next(frame, i)
		switch {
		case !broken:
			broken = !linked
		case committed && linked:
			return ErrLog
		default:
			committed = linked && commit
		}
	}
}

// next reports whether a frame follows the one before, and ends a transaction.
func (c *chain) next(frame []byte, i int64) (linked, commit bool) {
	h, page := frame[:frameHeaderSize], frame[frameHeaderSize:]
	c.keys.frame.Decrypt(h[8:], h[8:], uint64(i))
	before := c.good
	c.good = [8]byte(h[8:16]) == c.salts
	a, b := c.a, c.b
	c.a, c.b = binary.BigEndian.Uint32(h[16:]), binary.BigEndian.Uint32(h[20:])
	if !before || !c.good || !open(c.keys.logPage, page, c.set(logPage, i)) {
		return false, false
	}
	a, b = sum(c.order, a, b, h[:8])
	a, b = sum(c.order, a, b, page)
	return a == c.a && b == c.b, binary.BigEndian.Uint32(h[4:]) != 0
}

// checksumOrder returns the order in which checksums of a log take bytes.
func checksumOrder(header []byte) binary.ByteOrder {
	if binary.BigEndian.Uint32(header)&1 == 1 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// sum continues SQLite's checksum of a log (file format, section 4.2).
func sum(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	for i := 0; i < len(data); i += 8 {
		a += order.Uint32(data[i:]) + b
		b += order.Uint32(data[i+4:]) + a
	}
	return a, b
}
