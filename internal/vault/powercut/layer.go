package powercut

import (
	"path/filepath"

	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Open implements [shim.Layer].
func (r *Recorder) Open(_ *libc.TLS, below shim.Below, name string, flags int32) (shim.File, int32) {
	if name == "" || flags&lib.SQLITE_OPEN_DELETEONCLOSE != 0 {
		return below, lib.SQLITE_OK // nobody looks for it after a power cut
	}
	const journals = lib.SQLITE_OPEN_WAL | lib.SQLITE_OPEN_MAIN_JOURNAL | lib.SQLITE_OPEN_SUPER_JOURNAL
	return &file{
		Below: below, r: r, path: name, number: r.number(name),
		// The first sync of a journal that SQLite may have made syncs its folder too.
		names: flags&journals != 0 && flags&lib.SQLITE_OPEN_CREATE != 0,
	}, lib.SQLITE_OK
}

// Delete implements [shim.Layer].
func (r *Recorder) Delete(name string, syncDir bool) {
	r.gone(name)
	if syncDir {
		r.names(filepath.Dir(name))
	}
}

// file is a file that SQLite has open.
type file struct {
	shim.Below
	r      *Recorder
	path   string
	number int
	names  bool
}

func (f *file) Write(t *libc.TLS, p []byte, off int64) int32 {
	if f.r.full.Load() {
		return lib.SQLITE_FULL
	}
	rc := f.Below.Write(t, p, off)
	if rc == lib.SQLITE_OK {
		f.r.add(op{kind: write, file: f.number, off: off, data: p})
	}
	return rc
}

func (f *file) Truncate(t *libc.TLS, size int64) int32 {
	rc := f.Below.Truncate(t, size)
	if rc == lib.SQLITE_OK {
		f.r.add(op{kind: truncate, file: f.number, off: size})
	}
	return rc
}

// Sync is recorded and not done: the test's own machine stays on.
func (f *file) Sync(*libc.TLS, int32) int32 {
	f.r.addSync(classOf(f.path), op{kind: syncFile, file: f.number})
	if f.names {
		f.names = false
		f.r.names(filepath.Dir(f.path))
	}
	return lib.SQLITE_OK
}
