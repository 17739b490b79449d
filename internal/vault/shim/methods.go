package shim

import "modernc.org/libc"

// The signatures of a VFS's methods.
type (
	openMethod    = func(t *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	deleteMethod  = func(t *libc.TLS, vfs, name uintptr, syncDir int32) int32
	accessMethod  = func(t *libc.TLS, vfs, name uintptr, flags int32, out uintptr) int32
	pathMethod    = func(t *libc.TLS, vfs, name uintptr, n int32, out uintptr) int32
	dlOpenMethod  = func(t *libc.TLS, vfs, name uintptr) uintptr
	dlErrorMethod = func(t *libc.TLS, vfs uintptr, n int32, out uintptr)
	dlSymMethod   = func(t *libc.TLS, vfs, handle, symbol uintptr) uintptr
	dlCloseMethod = func(t *libc.TLS, vfs, handle uintptr)
	bufferMethod  = func(t *libc.TLS, vfs uintptr, n int32, out uintptr) int32 // xRandomness, xGetLastError
	sleepMethod   = func(t *libc.TLS, vfs uintptr, microseconds int32) int32
	clockMethod   = func(t *libc.TLS, vfs, out uintptr) int32 // xCurrentTime, xCurrentTimeInt64
)

// The signatures of an open file's methods.
type (
	fileMethod       = func(t *libc.TLS, file uintptr) int32                        // xClose, xSectorSize, xDeviceCharacteristics
	transferMethod   = func(t *libc.TLS, file, p uintptr, n int32, off int64) int32 // xRead, xWrite
	truncateMethod   = func(t *libc.TLS, file uintptr, size int64) int32
	numberMethod     = func(t *libc.TLS, file uintptr, n int32) int32 // xSync, xLock, xUnlock, xShmUnmap
	outMethod        = func(t *libc.TLS, file, out uintptr) int32     // xFileSize, xCheckReservedLock
	controlMethod    = func(t *libc.TLS, file uintptr, op int32, arg uintptr) int32
	shmMapMethod     = func(t *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32
	shmLockMethod    = func(t *libc.TLS, file uintptr, offset, n, flags int32) int32
	shmBarrierMethod = func(t *libc.TLS, file uintptr)
)
