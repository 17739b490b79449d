package pagevfs

import (
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
	beside, err := d.keys.examineLog(name + "-wal")
	if err != nil {
		return err
	}
	switch {
	case size == 0 && beside.frames:
		return ErrEmpty
	case size == 0:
		return nil
	case d.authentic(t, 0):
		if beside.state == foreign {
			return ErrForeignLog
		}
		return nil
	case beside.ours:
		return nil // torn in a power cut; the log has it whole
	}
	plain := string(d.page[:16]) == "SQLite format 3\x00"
	for i := int64(1); i < min(looked, size/PageSize); i++ {
		if d.authentic(t, i) {
			return ErrFirstPage
		}
	}
	if plain {
		return ErrPlain
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
	frames bool // there are any
	ours   bool // one of them is sealed with the key
}

// examineLog looks at the log of that name, if there is one. Other connections
// may be writing it.
func (k *keys) examineLog(name string) (b besides, err error) {
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
	for i := int64(0); i < looked; i++ {
		if _, err := io.ReadFull(f, frame); err != nil {
			break
		}
		b.frames = true
		if open(k.logPage, frame[frameHeaderSize:], l.set(logPage, i)) {
			b.ours = true
			break
		}
	}
	return b, nil
}
