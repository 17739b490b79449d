package shim

import (
	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

func fileClose(t *libc.TLS, file uintptr) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_CLOSE)
	mu.Lock()
	f := files[file]
	delete(files, file)
	f.vfs.open--
	for _, of := range files {
		if of.log == f.File {
			of.log = nil
		}
	}
	mu.Unlock()
	return f.Close(t)
}

func fileRead(t *libc.TLS, file, p uintptr, n int32, off int64) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_READ)
	return fileAt(file).Read(t, view(p, int(n)), off)
}

func fileWrite(t *libc.TLS, file, p uintptr, n int32, off int64) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_WRITE)
	return fileAt(file).Write(t, view(p, int(n)), off)
}

func fileTruncate(t *libc.TLS, file uintptr, size int64) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_TRUNCATE)
	return fileAt(file).Truncate(t, size)
}

func fileSync(t *libc.TLS, file uintptr, flags int32) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_FSYNC)
	return fileAt(file).Sync(t, flags)
}

func fileSize(t *libc.TLS, file, out uintptr) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR_FSTAT)
	size, rc := fileAt(file).Size(t)
	*(*int64)(at(out)) = size
	return rc
}

func fileControl(t *libc.TLS, file uintptr, op int32, arg uintptr) (rc int32) {
	defer guard(&rc, lib.SQLITE_IOERR)
	return fileAt(file).Control(t, op, arg)
}

func fileDeviceCharacteristics(t *libc.TLS, file uintptr) (flags int32) {
	defer guard(&flags, 0)
	return fileAt(file).Device(t)
}

// What follows no layer changes: locks, the sector's size and shared memory.
// Before a lock is given up, what a layer holds back goes into the files.

func fileLock(t *libc.TLS, file uintptr, level int32) int32 {
	b := fileAt(file).below
	return call[numberMethod](b.methods().FxLock)(t, b.file, level)
}

func fileUnlock(t *libc.TLS, file uintptr, level int32) int32 {
	f := fileAt(file)
	f.settle(t)
	b := f.below
	return call[numberMethod](b.methods().FxUnlock)(t, b.file, level)
}

func fileCheckReservedLock(t *libc.TLS, file, out uintptr) int32 {
	b := fileAt(file).below
	return call[outMethod](b.methods().FxCheckReservedLock)(t, b.file, out)
}

func fileSectorSize(t *libc.TLS, file uintptr) int32 {
	b := fileAt(file).below
	return call[fileMethod](b.methods().FxSectorSize)(t, b.file)
}

func fileShmMap(t *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32 {
	b := fileAt(file).below
	return call[shmMapMethod](b.methods().FxShmMap)(t, b.file, region, size, extend, out)
}

func fileShmLock(t *libc.TLS, file uintptr, offset, n, flags int32) int32 {
	f := fileAt(file)
	if flags&lib.SQLITE_SHM_UNLOCK != 0 {
		f.settle(t)
	}
	b := f.below
	return call[shmLockMethod](b.methods().FxShmLock)(t, b.file, offset, n, flags)
}

func fileShmBarrier(t *libc.TLS, file uintptr) {
	b := fileAt(file).below
	call[shmBarrierMethod](b.methods().FxShmBarrier)(t, b.file)
}

func fileShmUnmap(t *libc.TLS, file uintptr, remove int32) int32 {
	b := fileAt(file).below
	return call[numberMethod](b.methods().FxShmUnmap)(t, b.file, remove)
}
