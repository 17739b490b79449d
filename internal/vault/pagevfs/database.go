package pagevfs

import (
	"sync/atomic"

	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// database is an open database file.
type database struct {
	gather
	keys  *keys
	page  shim.Buffer // one page
	blank *atomic.Int64
	label
}

// headerSize is how much of its first page SQLite reads before anything else,
// to learn the size of pages and what is left to us.
const headerSize = 100

func (d *database) Read(t *libc.TLS, p []byte, off int64) int32 {
	if rc := d.settle(t); rc != lib.SQLITE_OK {
		return rc
	}
	if off == 0 && len(p) == headerSize {
		return d.readHeader(t, p)
	}
	result := int32(lib.SQLITE_OK)
	for len(p) > 0 {
		index, from := off/PageSize, int(off%PageSize)
		n := min(len(p), PageSize-from)
		page := []byte(d.page)
		if n == PageSize {
			page = p[:n]
		}
		rc := d.readPage(t, page, index)
		if rc != lib.SQLITE_OK && rc != lib.SQLITE_IOERR_SHORT_READ {
			return rc
		}
		if rc != lib.SQLITE_OK {
			result = rc
		}
		if n < PageSize {
			copy(p[:n], page[from:])
		}
		p, off = p[n:], off+int64(n)
	}
	return result
}

// readPage reads and opens a page. Beyond the end of the file there are zeros
// and SQLITE_IOERR_SHORT_READ. A page of zeros is one that SQLite never wrote.
func (d *database) readPage(t *libc.TLS, page []byte, index int64) int32 {
	rc := d.Below.Read(t, page, index*PageSize)
	if rc != lib.SQLITE_OK && rc != lib.SQLITE_IOERR_SHORT_READ {
		return rc
	}
	if zero(page) {
		if rc == lib.SQLITE_OK {
			d.blank.Add(1)
		}
		return rc
	}
	if rc == lib.SQLITE_OK && open(d.keys.page, page, d.set(databasePage, index)) {
		return lib.SQLITE_OK
	}
	clear(page)
	return lib.SQLITE_IOERR_DATA
}

// readHeader answers for the file's first bytes. Of an empty file they are
// those of a database that leaves us our bytes, so that SQLite makes it so. Of
// a first page torn by a power cut they are missing: SQLite asks before it has
// looked into the log, where the page is whole.
func (d *database) readHeader(t *libc.TLS, p []byte) int32 {
	size, rc := d.Size(t)
	if rc != lib.SQLITE_OK {
		return rc
	}
	if size == 0 {
		clear(p)
		p[16], p[17] = PageSize>>8, PageSize&0xff
		p[reserveAt] = Reserved
		return lib.SQLITE_OK
	}
	switch rc := d.readPage(t, d.page, 0); rc {
	case lib.SQLITE_OK:
		copy(p, d.page)
		return rc
	case lib.SQLITE_IOERR_DATA, lib.SQLITE_IOERR_SHORT_READ:
		clear(p)
		return lib.SQLITE_IOERR_SHORT_READ
	default:
		return rc
	}
}

// Write seals one page. Anything else SQLite could want to write is refused: it
// would lie in the file in clear.
func (d *database) Write(t *libc.TLS, p []byte, off int64) int32 {
	switch {
	case len(p) != PageSize, off%PageSize != 0, !zero(p[bodySize:]), off == 0 && p[reserveAt] != Reserved:
		return lib.SQLITE_IOERR_WRITE
	}
	page, rc := d.room(t, off, PageSize)
	if rc != lib.SQLITE_OK {
		return rc
	}
	if err := seal(d.keys.page, page, p, d.set(databasePage, off/PageSize)); err != nil {
		return lib.SQLITE_IOERR_WRITE
	}
	d.take(PageSize)
	return lib.SQLITE_OK
}

// Control keeps from the file what would change its size or map it into memory
// behind our back.
func (d *database) Control(t *libc.TLS, op int32, arg uintptr) int32 {
	return control(d.Below, t, op, arg)
}

func (d *database) Device(t *libc.TLS) int32 { return device(d.Below, t) }

func (d *database) Close(t *libc.TLS) int32 {
	settled := d.Settle(t)
	d.page.Free(t)
	d.free(t)
	if rc := d.Below.Close(t); rc != lib.SQLITE_OK {
		return rc
	}
	return settled
}

func control(b shim.Below, t *libc.TLS, op int32, arg uintptr) int32 {
	switch op {
	case lib.SQLITE_FCNTL_MMAP_SIZE:
		return lib.SQLITE_NOTFOUND
	case lib.SQLITE_FCNTL_CHUNK_SIZE, lib.SQLITE_FCNTL_SIZE_HINT:
		return lib.SQLITE_OK
	}
	return b.Control(t, op, arg)
}

// device passes on only what stays true of a file that we seal: a write of ours
// is not atomic because the device's is.
func device(b shim.Below, t *libc.TLS) int32 {
	return b.Device(t) & (lib.SQLITE_IOCAP_IMMUTABLE | lib.SQLITE_IOCAP_SEQUENTIAL | lib.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN |
		lib.SQLITE_IOCAP_POWERSAFE_OVERWRITE | lib.SQLITE_IOCAP_SUBPAGE_READ)
}
