package pagevfs

import (
	"fmt"
	"sync"
	"sync/atomic"

	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// VFS is what SQLite opens the files of one vault through.
type VFS struct {
	shim *shim.VFS
	keys keys

	mu      sync.Mutex
	refusal error
	blank   atomic.Int64 // pages read that were never written
	logged  atomic.Int64 // pages written to logs
}

// number tells the VFSs of a process apart.
var number atomic.Int64

// Register makes a VFS that seals with keys derived from the data key. It lies
// on the VFS of the name below, "" for the system's own.
func Register(dek []byte, below string) (*VFS, error) {
	k, err := derive(dek)
	if err != nil {
		return nil, err
	}
	v := &VFS{keys: k}
	v.shim, err = shim.Register(fmt.Sprintf("casebook-%d", number.Add(1)), below, v)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Name is what ?vfs= must say.
func (v *VFS) Name() string { return v.shim.Name() }

// Unregister makes SQLite forget the VFS; its files must be closed.
func (v *VFS) Unregister() error {
	err := v.shim.Unregister()
	if err == nil {
		clear(v.keys.header)
		v.keys = keys{}
	}
	return err
}

// Refusal returns why the last database was refused, or nil. SQLite itself says
// of every one of them that it is no database.
func (v *VFS) Refusal() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.refusal
}

// Blank returns how many pages were read of which the file holds nothing but
// zeros.
func (v *VFS) Blank() int64 { return v.blank.Load() }

// Logged returns how many pages were written to the log since the VFS was made.
func (v *VFS) Logged() int64 { return v.logged.Load() }

// Open implements [shim.Layer].
func (v *VFS) Open(t *libc.TLS, below shim.Below, name string, flags int32) (shim.File, int32) {
	switch kind := flags & kinds; {
	case name != "" && kind == lib.SQLITE_OPEN_MAIN_DB:
		return v.openDatabase(t, below, name)
	case name != "" && kind == lib.SQLITE_OPEN_WAL:
		return &log{gather: gather{Below: below}, keys: &v.keys, written: &v.logged, frame: shim.NewBuffer(t, frameSize)}, lib.SQLITE_OK
	case name != "" && kind == lib.SQLITE_OPEN_MAIN_JOURNAL:
		return &sectors{below, v.keys.journal, shim.NewBuffer(t, atOnce*sectorSize)}, lib.SQLITE_OK
	case name != "" && kind == lib.SQLITE_OPEN_SUPER_JOURNAL:
		return below, lib.SQLITE_OK // it holds names of files and nothing else
	}
	key, err := passing()
	if err != nil {
		return nil, lib.SQLITE_CANTOPEN
	}
	return &sectors{below, key, shim.NewBuffer(t, atOnce*sectorSize)}, lib.SQLITE_OK
}

// kinds are the flags that say what a file is for.
const kinds = lib.SQLITE_OPEN_MAIN_DB | lib.SQLITE_OPEN_TEMP_DB | lib.SQLITE_OPEN_TRANSIENT_DB | lib.SQLITE_OPEN_MAIN_JOURNAL |
	lib.SQLITE_OPEN_TEMP_JOURNAL | lib.SQLITE_OPEN_SUBJOURNAL | lib.SQLITE_OPEN_SUPER_JOURNAL | lib.SQLITE_OPEN_WAL

// Delete implements [shim.Layer].
func (v *VFS) Delete(string, bool) {}

// openDatabase looks at a database before SQLite does: with a wrong key SQLite
// would find nothing in the log, and remove it.
func (v *VFS) openDatabase(t *libc.TLS, below shim.Below, name string) (shim.File, int32) {
	d := &database{gather: gather{Below: below}, keys: &v.keys, blank: &v.blank, page: shim.NewBuffer(t, PageSize)}
	err := d.examine(t, name)
	v.mu.Lock()
	v.refusal = err
	v.mu.Unlock()
	if err != nil {
		d.page.Free(t)
		return nil, lib.SQLITE_NOTADB
	}
	return d, lib.SQLITE_OK
}
