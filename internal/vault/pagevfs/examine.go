package pagevfs

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Why a database is refused before SQLite sees it or its log.
var (
	ErrForeign    = errors.New("nothing in the database is sealed with this key")
	ErrPlain      = errors.New("the database is a plain SQLite file")
	ErrForeignLog = errors.New("the log beside the database is another's")
	ErrFirstPage  = errors.New("the first page of the database does not authenticate")
	ErrEmpty      = errors.New("the database is empty and its log is not")
	ErrUnreadable = errors.New("the database cannot be read")
)

// looked is how many pages are tried to tell a damaged database from a foreign
// one.
const looked = 256

// examine reports why the database must not be opened with these keys.
func (d *database) examine(t *libc.TLS, name string) error {
	size, rc := d.Size(t)
	if rc != lib.SQLITE_OK {
		return ErrUnreadable
	}
	sound := d.authentic(t, 0)
	beside, err := d.keys.examineLog(name+"-wal", !sound)
	if err != nil {
		return err
	}
	switch {
	case size == 0 && beside.frames:
		return ErrEmpty
	case size == 0:
		return nil
	case sound:
		if beside.state == foreign {
			return ErrForeignLog
		}
		return nil
	case string(d.page[:16]) == "SQLite format 3\x00":
		return ErrPlain
	}
	return d.firstPage(t, size, beside)
}

// firstPage reports why the first page does not authenticate: nil where a power
// cut tore it while the log, which has it whole, was written back. What a power
// cut tears is in the log; what is neither there nor authentic is another's.
func (d *database) firstPage(t *libc.TLS, size int64, beside besides) error {
	torn := beside.pages[1]
	for i := int64(1); i < min(looked, size/PageSize); i++ {
		switch {
		case !d.authentic(t, i):
			torn = torn && beside.pages[uint32(i+1)]
		case beside.pages[1]:
			return nil
		default:
			return ErrFirstPage
		}
	}
	if torn {
		return nil
	}
	return ErrForeign
}

// authentic reports whether a page was sealed with the key. A page of zeros was
// not. Where it was not, d.page holds it as it lies in the file.
func (d *database) authentic(t *libc.TLS, index int64) bool {
	if rc := d.Below.Read(t, d.page, index*PageSize); rc != lib.SQLITE_OK {
		return false
	}
	raw := [16]byte(d.page[:16])
	if open(d.keys.page, d.page, d.set(databasePage, index)) {
		return true
	}
	copy(d.page, raw[:])
	return false
}

// besides is what lies beside a database as its log.
type besides struct {
	state  state
	frames bool            // there are any
	pages  map[uint32]bool // those of the database, from 1, that are in it sealed with the key
}

// examineLog looks at the log of that name, if there is one, as a whole or at
// its beginning. Other connections may be writing it.
func (k *keys) examineLog(name string, whole bool) (b besides, err error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return besides{state: torn}, nil
	}
	if err != nil {
		return b, err
	}
	defer f.Close()
	var h [logHeaderSize]byte
	if _, err := io.ReadFull(f, h[:]); err != nil {
		return besides{state: torn}, nil
	}
	b.state = k.openHeader(h[:])
	frame := make([]byte, frameSize)
	var l label
	b.pages = map[uint32]bool{}
	for i := int64(0); whole || i == 0; i++ {
		if _, err := io.ReadFull(f, frame); err != nil {
			break
		}
		b.frames = true
		if open(k.logPage, frame[frameHeaderSize:], l.set(logPage, i)) {
			b.pages[binary.BigEndian.Uint32(frame)] = true
		}
	}
	return b, nil
}
