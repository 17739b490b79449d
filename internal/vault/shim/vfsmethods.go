package shim

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// guard turns a panic of a layer into a result code: one that ran through
// SQLite would leave its mutexes held.
func guard(rc *int32, code int32) {
	if recover() != nil {
		*rc = code
	}
}

// parent returns the VFS beneath that one, and its address.
func parent(vfs uintptr) (*lib.Tsqlite3_vfs, uintptr) {
	p := (*lib.Tsqlite3_vfs)(at(vfs)).FpAppData
	return (*lib.Tsqlite3_vfs)(at(p)), p
}

func vfsOpen(t *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) (rc int32) {
	defer guard(&rc, lib.SQLITE_CANTOPEN)
	f := (*lib.Tsqlite3_file)(at(file))
	f.FpMethods = 0 // nothing to close, should it fail
	mu.RLock()
	v := known[vfs]
	mu.RUnlock()
	if v == nil {
		return lib.SQLITE_CANTOPEN
	}
	p, pvfs := parent(vfs)
	below := Below{file + header}
	if rc := call[openMethod](p.FxOpen)(t, pvfs, name, below.file, flags, outFlags); rc != lib.SQLITE_OK {
		if (*lib.Tsqlite3_file)(at(below.file)).FpMethods != 0 {
			below.Close(t)
		}
		return rc
	}
	goName := ""
	if name != 0 {
		goName = libc.GoString(name)
	}
	treated, rc := v.treat(t, below, goName, flags)
	if rc != lib.SQLITE_OK {
		below.Close(t)
		return rc
	}
	f.FpMethods = v.c + unsafe.Offsetof(block{}.with)
	if m := below.methods(); m.FiVersion < 2 || m.FxShmMap == 0 {
		f.FpMethods = v.c + unsafe.Offsetof(block{}.sans)
	}
	mu.Lock()
	files[file] = &opened{File: treated, below: below, vfs: v}
	v.open++
	if flags&lib.SQLITE_OPEN_WAL != 0 {
		// The locks of a log are those of its database.
		if of := files[lib.Xsqlite3_database_file_object(t, name)]; of != nil && of.vfs == v {
			of.log = treated
		}
	}
	mu.Unlock()
	return lib.SQLITE_OK
}

// treat asks the layer what to do with a file.
func (v *VFS) treat(t *libc.TLS, below Below, name string, flags int32) (f File, rc int32) {
	defer guard(&rc, lib.SQLITE_CANTOPEN)
	return v.layer.Open(t, below, name, flags)
}

func vfsDelete(t *libc.TLS, vfs, name uintptr, syncDir int32) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_DELETE)
	mu.RLock()
	v := known[vfs]
	mu.RUnlock()
	p, pvfs := parent(vfs)
	rc = call[deleteMethod](p.FxDelete)(t, pvfs, name, syncDir)
	if rc == lib.SQLITE_OK {
		v.layer.Delete(libc.GoString(name), syncDir != 0)
	}
	return rc
}

func vfsAccess(t *libc.TLS, vfs, name uintptr, flags int32, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[accessMethod](p.FxAccess)(t, pvfs, name, flags, out)
}

func vfsFullPathname(t *libc.TLS, vfs, name uintptr, n int32, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[pathMethod](p.FxFullPathname)(t, pvfs, name, n, out)
}

func vfsDlOpen(t *libc.TLS, vfs, name uintptr) uintptr {
	p, pvfs := parent(vfs)
	return call[dlOpenMethod](p.FxDlOpen)(t, pvfs, name)
}

func vfsDlError(t *libc.TLS, vfs uintptr, n int32, out uintptr) {
	p, pvfs := parent(vfs)
	call[dlErrorMethod](p.FxDlError)(t, pvfs, n, out)
}

func vfsDlSym(t *libc.TLS, vfs, handle, symbol uintptr) uintptr {
	p, pvfs := parent(vfs)
	return call[dlSymMethod](p.FxDlSym)(t, pvfs, handle, symbol)
}

func vfsDlClose(t *libc.TLS, vfs, handle uintptr) {
	p, pvfs := parent(vfs)
	call[dlCloseMethod](p.FxDlClose)(t, pvfs, handle)
}

func vfsRandomness(t *libc.TLS, vfs uintptr, n int32, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[bufferMethod](p.FxRandomness)(t, pvfs, n, out)
}

func vfsSleep(t *libc.TLS, vfs uintptr, microseconds int32) int32 {
	p, pvfs := parent(vfs)
	return call[sleepMethod](p.FxSleep)(t, pvfs, microseconds)
}

func vfsCurrentTime(t *libc.TLS, vfs, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[clockMethod](p.FxCurrentTime)(t, pvfs, out)
}

func vfsGetLastError(t *libc.TLS, vfs uintptr, n int32, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[bufferMethod](p.FxGetLastError)(t, pvfs, n, out)
}

func vfsCurrentTimeInt64(t *libc.TLS, vfs, out uintptr) int32 {
	p, pvfs := parent(vfs)
	return call[clockMethod](p.FxCurrentTimeInt64)(t, pvfs, out)
}
