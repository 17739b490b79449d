package pagevfs

import (
	"casebook/internal/vault/shim"

	"golang.org/x/crypto/xts"
	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Journals and temporary files are written in pieces of any size at any place.
// They are sealed by sectors with AES-XTS, whose number is the tweak: secret,
// and not authenticated. A journal's records carry SQLite's own checksums, and
// a temporary file is gone with the connection that wrote it.
const (
	sectorSize = 512
	atOnce     = 8 // sectors
)

// sectors is an open journal or temporary file.
type sectors struct {
	shim.Below
	key *xts.Cipher
	buf shim.Buffer // a few sectors
}

// span is a piece of the file that lies within the buffer: whole sectors from
// first on, of which n bytes from a certain one are meant.
type span struct {
	first   int64
	from, n int
	sectors int
}

// next returns the piece in which off..off+n begins.
func next(off int64, n int) span {
	s := span{first: off / sectorSize, from: int(off % sectorSize)}
	s.n = min(n, atOnce*sectorSize-s.from)
	s.sectors = (s.from + s.n + sectorSize - 1) / sectorSize
	return s
}

func (f *sectors) Read(t *libc.TLS, p []byte, off int64) int32 {
	result := int32(lib.SQLITE_OK)
	for len(p) > 0 {
		s := next(off, len(p))
		rc := f.load(t, s)
		if rc != lib.SQLITE_OK && rc != lib.SQLITE_IOERR_SHORT_READ {
			return rc
		}
		if rc != lib.SQLITE_OK {
			result = f.short(t, s)
		}
		copy(p[:s.n], f.buf[s.from:])
		p, off = p[s.n:], off+int64(s.n)
	}
	return result
}

// short returns whether the piece truly goes beyond the end: the last of its
// sectors may be there only in part, and that part counts for nothing.
func (f *sectors) short(t *libc.TLS, s span) int32 {
	size, rc := f.Size(t)
	if rc != lib.SQLITE_OK {
		return rc
	}
	if s.first*sectorSize+int64(s.from+s.n) <= size {
		return lib.SQLITE_OK
	}
	return lib.SQLITE_IOERR_SHORT_READ
}

// load fills the buffer with the piece's sectors, opened. What is not in the
// file, or not as a whole sector, is zeros.
func (f *sectors) load(t *libc.TLS, s span) int32 {
	buf := f.buf[:s.sectors*sectorSize]
	rc := f.Below.Read(t, buf, s.first*sectorSize)
	whole := int64(s.sectors)
	switch rc {
	case lib.SQLITE_OK:
	case lib.SQLITE_IOERR_SHORT_READ:
		size, bad := f.Below.Size(t)
		if bad != lib.SQLITE_OK {
			return bad
		}
		whole = max(0, min(whole, size/sectorSize-s.first))
		clear(buf[whole*sectorSize:])
	default:
		return rc
	}
	for i := range whole {
		if sector := buf[i*sectorSize : (i+1)*sectorSize]; !zero(sector) { // a hole is zeros
			f.key.Decrypt(sector, sector, uint64(s.first+i))
		}
	}
	return rc
}

func (f *sectors) Write(t *libc.TLS, p []byte, off int64) int32 {
	for len(p) > 0 {
		s := next(off, len(p))
		if s.from != 0 || s.n%sectorSize != 0 {
			if rc := f.load(t, s); rc != lib.SQLITE_OK && rc != lib.SQLITE_IOERR_SHORT_READ {
				return rc
			}
		}
		copy(f.buf[s.from:], p[:s.n])
		for i := range s.sectors {
			sector := f.buf[i*sectorSize : (i+1)*sectorSize]
			f.key.Encrypt(sector, sector, uint64(s.first)+uint64(i))
		}
		if rc := f.Below.Write(t, f.buf[:s.sectors*sectorSize], s.first*sectorSize); rc != lib.SQLITE_OK {
			return rc
		}
		p, off = p[s.n:], off+int64(s.n)
	}
	return lib.SQLITE_OK
}

// Size counts whole sectors: one that a power cut tore is no part of a journal.
func (f *sectors) Size(t *libc.TLS) (int64, int32) {
	size, rc := f.Below.Size(t)
	return size / sectorSize * sectorSize, rc
}

// Truncate keeps the sector in which the end falls.
func (f *sectors) Truncate(t *libc.TLS, size int64) int32 {
	return f.Below.Truncate(t, (size+sectorSize-1)/sectorSize*sectorSize)
}

func (f *sectors) Control(t *libc.TLS, op int32, arg uintptr) int32 {
	return control(f.Below, t, op, arg)
}

// Device adds nothing to what the device says and takes away that a write
// leaves its neighbours alone: ours rewrites the sectors it touches.
func (f *sectors) Device(t *libc.TLS) int32 {
	return device(f.Below, t) &^ lib.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

func (f *sectors) Close(t *libc.TLS) int32 {
	f.buf.Free(t)
	return f.Below.Close(t)
}
