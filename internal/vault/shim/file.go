package shim

import (
	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// File is how a layer treats an open file. Results are SQLite's result codes;
// the slices are C memory, good for the length of the call. One connection has
// a file at a time, so its methods are never called at once.
type File interface {
	// Read fills p from off. Where the file ends first the rest is zeroed and
	// the result is SQLITE_IOERR_SHORT_READ.
	Read(t *libc.TLS, p []byte, off int64) int32
	// Write writes p, which it must not change.
	Write(t *libc.TLS, p []byte, off int64) int32
	Truncate(t *libc.TLS, size int64) int32
	Sync(t *libc.TLS, flags int32) int32
	Size(t *libc.TLS) (int64, int32)
	// Control is xFileControl; the argument is what the operation says it is.
	Control(t *libc.TLS, op int32, arg uintptr) int32
	// Device returns SQLITE_IOCAP flags.
	Device(t *libc.TLS) int32
	// Close frees what the layer holds. The file is then gone, whatever the result.
	Close(t *libc.TLS) int32
}

// Holder is a File that may hold back what was written to it.
type Holder interface {
	File
	// Settle hands on what is held, before others may look at the file or write
	// to it: a lock is about to be given up. What cannot be handed on then is
	// dropped.
	Settle(t *libc.TLS) int32
}

// Below is a file as the VFS beneath knows it. A layer's files embed it and
// replace what is to be different.
type Below struct{ file uintptr }

var _ File = Below{}

// methods returns the file's methods in the VFS beneath.
func (b Below) methods() *lib.Tsqlite3_io_methods {
	return (*lib.Tsqlite3_io_methods)(at((*lib.Tsqlite3_file)(at(b.file)).FpMethods))
}

// Read reads from the file beneath; p must be C memory, as must that of Write.
func (b Below) Read(t *libc.TLS, p []byte, off int64) int32 {
	return call[transferMethod](b.methods().FxRead)(t, b.file, address(p), int32(len(p)), off)
}

// Write writes to the file beneath.
func (b Below) Write(t *libc.TLS, p []byte, off int64) int32 {
	return call[transferMethod](b.methods().FxWrite)(t, b.file, address(p), int32(len(p)), off)
}

// Truncate cuts or lengthens the file beneath.
func (b Below) Truncate(t *libc.TLS, size int64) int32 {
	return call[truncateMethod](b.methods().FxTruncate)(t, b.file, size)
}

// Sync makes what was written to the file beneath last.
func (b Below) Sync(t *libc.TLS, flags int32) int32 {
	return call[numberMethod](b.methods().FxSync)(t, b.file, flags)
}

// Size returns the size of the file beneath.
func (b Below) Size(t *libc.TLS) (int64, int32) {
	p := t.Alloc(8)
	defer t.Free(8)
	rc := call[outMethod](b.methods().FxFileSize)(t, b.file, p)
	return *(*int64)(at(p)), rc
}

// Control passes an operation to the file beneath.
func (b Below) Control(t *libc.TLS, op int32, arg uintptr) int32 {
	return call[controlMethod](b.methods().FxFileControl)(t, b.file, op, arg)
}

// Device returns what the file beneath says of its device.
func (b Below) Device(t *libc.TLS) int32 {
	return call[fileMethod](b.methods().FxDeviceCharacteristics)(t, b.file)
}

// Close closes the file beneath.
func (b Below) Close(t *libc.TLS) int32 { return call[fileMethod](b.methods().FxClose)(t, b.file) }
