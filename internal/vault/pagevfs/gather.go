package pagevfs

import (
	"casebook/internal/vault/shim"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// gathered is how many pages with what belongs to them go to the file in one
// piece: SQLite writes page by page, and a log each frame in two. Its own file
// system takes no more than 131,071 bytes at once.
const gathered = 31

// gather is what was written to a file, sealed, and is not handed on yet. It is
// handed on before the file is read, synced, measured or cut, and before a lock
// is given up: nobody sees a file that lacks it, and what SQLite does in an
// order happens in that order. A transaction in the log is synced before others
// are told of it: a vault is never without its syncs.
type gather struct {
	shim.Below
	buf    shim.Buffer
	at     int64 // in the file
	n      int   // bytes
	failed int32 // why they could not be handed on
}

// room returns where the next n bytes, which are for that place in the file,
// are to be put. They count once they are taken.
func (g *gather) room(t *libc.TLS, off int64, n int) ([]byte, int32) {
	if off != g.at+int64(g.n) || g.n+n > len(g.buf) {
		if rc := g.settle(t); rc != lib.SQLITE_OK {
			return nil, rc
		}
		g.at = off
	}
	if g.buf == nil {
		if g.buf = shim.NewBuffer(t, gathered*frameSize); g.buf == nil {
			return nil, lib.SQLITE_IOERR_NOMEM
		}
	}
	return g.buf[g.n : g.n+n : g.n+n], lib.SQLITE_OK
}

// take counts bytes that were put where room said.
func (g *gather) take(n int) { g.n += n }

// settle hands on what is held. Once that has failed it fails until the
// transaction ends: SQLite was told, and part of what it undoes, such as the
// frame that commits it, must not come after all when the disk has room again.
func (g *gather) settle(t *libc.TLS) int32 {
	if g.n == 0 || g.failed != lib.SQLITE_OK {
		return g.failed
	}
	g.failed = g.Below.Write(t, g.buf[:g.n], g.at)
	if g.failed == lib.SQLITE_OK {
		g.n = 0
	}
	return g.failed
}

// Settle implements [shim.Holder]: it is settle at the end of a transaction. What
// could not be handed on was not kept, and must not come later, over what others
// write.
func (g *gather) Settle(t *libc.TLS) int32 {
	rc := g.settle(t)
	g.n, g.failed = 0, lib.SQLITE_OK
	return rc
}

// Truncate, Sync and Size hand on first what is held.

func (g *gather) Truncate(t *libc.TLS, size int64) int32 {
	if rc := g.settle(t); rc != lib.SQLITE_OK {
		return rc
	}
	return g.Below.Truncate(t, size)
}

func (g *gather) Sync(t *libc.TLS, flags int32) int32 {
	if rc := g.settle(t); rc != lib.SQLITE_OK {
		return rc
	}
	return g.Below.Sync(t, flags)
}

func (g *gather) Size(t *libc.TLS) (int64, int32) {
	if rc := g.settle(t); rc != lib.SQLITE_OK {
		return 0, rc
	}
	return g.Below.Size(t)
}

func (g *gather) free(t *libc.TLS) {
	g.buf.Free(t)
	g.buf, g.n = nil, 0
}
