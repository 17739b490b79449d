package pagevfs

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"sync/atomic"

	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// The write-ahead log (https://www.sqlite.org/fileformat2.html#walformat): a
// header, then frames of a header and a page each.
const (
	logHeaderSize   = 32
	frameHeaderSize = 24
	frameSize       = frameHeaderSize + PageSize

	logMagic   = 0x377f0682 // or 1 more: in which order checksums take bytes
	logVersion = 3007000
)

// log is an open write-ahead log.
type log struct {
	gather
	keys    *keys
	written *atomic.Int64 // pages
	frame   shim.Buffer   // one frame, that is read
	label
}

// place returns the frame at that offset and how far into it the offset is.
func place(off int64) (frame int64, within int) {
	off -= logHeaderSize
	return off / frameSize, int(off % frameSize)
}

func (l *log) Read(t *libc.TLS, p []byte, off int64) int32 {
	if rc := l.settle(t); rc != lib.SQLITE_OK {
		return rc
	}
	if off < logHeaderSize {
		return l.readHeader(t, p, off)
	}
	frame, within := place(off)
	end := within + len(p)
	switch {
	case end > frameSize:
		return lib.SQLITE_IOERR_READ
	case end <= frameHeaderSize:
		return l.readFrameHeader(t, p, frame, within)
	case within >= frameHeaderSize:
		return l.readPage(t, p, frame, within-frameHeaderSize)
	}
	return l.readFrame(t, p, frame, within)
}

// readHeader reads from the log's header. One torn by a power cut is no header,
// and the log then holds nothing; one of another vault is an error.
func (l *log) readHeader(t *libc.TLS, p []byte, off int64) int32 {
	h := l.frame[:logHeaderSize]
	if int(off)+len(p) > logHeaderSize {
		return lib.SQLITE_IOERR_READ
	}
	if rc := l.Below.Read(t, h, 0); rc != lib.SQLITE_OK {
		clear(p)
		return rc
	}
	switch l.keys.openHeader(h) {
	case foreign:
		return lib.SQLITE_IOERR_DATA
	case torn:
		clear(h)
	}
	copy(p, h[off:])
	return lib.SQLITE_OK
}

func (l *log) readFrameHeader(t *libc.TLS, p []byte, frame int64, within int) int32 {
	h := l.frame[:frameHeaderSize]
	if rc := l.Below.Read(t, h, logHeaderSize+frame*frameSize); rc != lib.SQLITE_OK {
		clear(p)
		return rc
	}
	l.keys.frame.Decrypt(h[8:], h[8:], uint64(frame))
	copy(p, h[within:])
	return lib.SQLITE_OK
}

// readPage reads from the page of a frame that SQLite knows to be good.
func (l *log) readPage(t *libc.TLS, p []byte, frame int64, within int) int32 {
	page := l.frame[:PageSize]
	if len(p) == PageSize {
		page = p
	}
	if rc := l.Below.Read(t, page, logHeaderSize+frame*frameSize+frameHeaderSize); rc != lib.SQLITE_OK {
		clear(p)
		return rc
	}
	if !open(l.keys.logPage, page, l.set(logPage, frame)) {
		clear(p)
		return lib.SQLITE_IOERR_DATA
	}
	if len(p) < PageSize {
		copy(p, page[within:])
	}
	return lib.SQLITE_OK
}

// readFrame reads from a frame as SQLite does after a crash, to see how far the
// log goes. One that a power cut tore is zeros, and there it ends.
func (l *log) readFrame(t *libc.TLS, p []byte, frame int64, within int) int32 {
	if rc := l.Below.Read(t, l.frame, logHeaderSize+frame*frameSize); rc != lib.SQLITE_OK {
		clear(p)
		return rc
	}
	l.keys.frame.Decrypt(l.frame[8:frameHeaderSize], l.frame[8:frameHeaderSize], uint64(frame))
	if !open(l.keys.logPage, l.frame[frameHeaderSize:], l.set(logPage, frame)) {
		clear(l.frame)
	}
	copy(p, l.frame[within:])
	return lib.SQLITE_OK
}

// Write seals the log's header, a frame's header or a frame's page, and refuses
// anything else.
func (l *log) Write(t *libc.TLS, p []byte, off int64) int32 {
	frame, within := place(off)
	switch {
	case off == 0 && len(p) == logHeaderSize && plainHeader(p):
		return l.writeHeader(t, p)
	case off >= logHeaderSize && within == 0 && len(p) == frameHeaderSize:
		return l.writeFrameHeader(t, p, frame, off)
	case off >= logHeaderSize && within == frameHeaderSize && len(p) == PageSize && zero(p[bodySize:]):
		return l.writePage(t, p, frame, off)
	}
	return lib.SQLITE_IOERR_WRITE
}

func (l *log) writeHeader(t *libc.TLS, p []byte) int32 {
	if rc := l.settle(t); rc != lib.SQLITE_OK {
		return rc
	}
	h := l.frame[:logHeaderSize]
	copy(h, p)
	l.keys.sealHeader(h)
	return l.Below.Write(t, h, 0)
}

func (l *log) writeFrameHeader(t *libc.TLS, p []byte, frame, off int64) int32 {
	h, rc := l.room(t, off, len(p))
	if rc != lib.SQLITE_OK {
		return rc
	}
	copy(h, p)
	l.keys.frame.Encrypt(h[8:], h[8:], uint64(frame))
	l.take(len(p))
	return lib.SQLITE_OK
}

func (l *log) writePage(t *libc.TLS, p []byte, frame, off int64) int32 {
	page, rc := l.room(t, off, len(p))
	if rc != lib.SQLITE_OK {
		return rc
	}
	if err := seal(l.keys.logPage, page, p, l.set(logPage, frame)); err != nil {
		return lib.SQLITE_IOERR_WRITE
	}
	l.take(len(p))
	l.written.Add(1)
	return lib.SQLITE_OK
}

func (l *log) Control(t *libc.TLS, op int32, arg uintptr) int32 { return control(l.Below, t, op, arg) }

func (l *log) Device(t *libc.TLS) int32 { return device(l.Below, t) }

func (l *log) Close(t *libc.TLS) int32 {
	settled := l.Settle(t)
	l.frame.Free(t)
	l.free(t)
	if rc := l.Below.Close(t); rc != lib.SQLITE_OK {
		return rc
	}
	return settled
}

// state is what a log's header turns out to be.
type state int

const (
	ours    state = iota
	torn          // not written whole
	foreign       // whole, and another vault's or another program's
)

// The log's header says two things that are always the same in a vault, its
// version and the size of its pages. In the file their eight bytes are a mark
// of whose log it is, and the checksum is over the header as it lies there: so
// a log that was exchanged is told from one that was torn, and a plain SQLite
// leaves it alone, since it says to be of a version none has written.

// plainHeader reports whether a header as SQLite writes it is of the one kind
// that a vault's log can have.
func plainHeader(h []byte) bool {
	return binary.BigEndian.Uint32(h)&^1 == logMagic &&
		binary.BigEndian.Uint32(h[4:]) == logVersion && binary.BigEndian.Uint32(h[8:]) == PageSize
}

// sealHeader makes SQLite's header ours.
func (k *keys) sealHeader(h []byte) {
	copy(h[4:12], k.mark(h))
	checksum(h)
}

// openHeader makes our header SQLite's, if it is one of ours.
func (k *keys) openHeader(h []byte) state {
	var want [logHeaderSize]byte
	copy(want[:], h)
	checksum(want[:])
	if binary.BigEndian.Uint32(h)&^1 != logMagic || want != [logHeaderSize]byte(h) {
		return torn
	}
	if !hmac.Equal(k.mark(h), h[4:12]) {
		return foreign
	}
	binary.BigEndian.PutUint32(h[4:], logVersion)
	binary.BigEndian.PutUint32(h[8:], PageSize)
	checksum(h)
	return ours
}

// mark is what only this vault's key makes of a header.
func (k *keys) mark(h []byte) []byte {
	m := hmac.New(sha256.New, k.header)
	m.Write(h[:4])
	m.Write(h[12:24])
	return m.Sum(nil)[:8]
}

// checksum writes SQLite's checksum of a log header into it.
func checksum(h []byte) {
	a, b := sum(checksumOrder(h), 0, 0, h[:24])
	binary.BigEndian.PutUint32(h[24:], a)
	binary.BigEndian.PutUint32(h[28:], b)
}
