package shim

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// at returns the address p of C memory as a pointer. It is not to be inlined:
// seeing a constant address before a copy, the compiler of Go 1.26 breaks off
// with an internal error.
//
//go:noinline
func at(p uintptr) unsafe.Pointer { return unsafe.Add(nil, p) }

// view returns n bytes of C memory at p as a slice.
func view(p uintptr, n int) []byte { return unsafe.Slice((*byte)(at(p)), n) }

// address returns where a slice of C memory starts.
func address(p []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(p))) }

// word returns a top-level function as C code holds it.
func word[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&struct{ f F }{f})) }

// call returns the function that C code holds in that word.
func call[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&struct{ p uintptr }{p})) }

// Buffer is memory that may be handed to the VFS beneath.
type Buffer []byte

// NewBuffer returns n bytes, all zero, or nil where memory has run out.
func NewBuffer(t *libc.TLS, n int) Buffer {
	p := lib.Xsqlite3_malloc64(t, uint64(n))
	if p == 0 {
		return nil
	}
	b := view(p, n)
	clear(b)
	return b
}

// Free gives the memory back, cleared.
func (b Buffer) Free(t *libc.TLS) {
	if b != nil {
		clear(b)
		lib.Xsqlite3_free(t, address(b))
	}
}
