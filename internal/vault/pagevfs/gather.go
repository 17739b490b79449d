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
// order happens in that order.
type gather struct {
	buf shim.Buffer
	at  int64 // in the file
	n   int   // bytes
}

// room returns where the next n bytes, which are for that place in the file,
// are to be put. They count once they are taken.
func (g *gather) room(t *libc.TLS, b shim.Below, off int64, n int) ([]byte, int32) {
	if off != g.at+int64(g.n) || g.n+n > len(g.buf) {
		if rc := g.settle(t, b); rc != lib.SQLITE_OK {
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

// settle hands on what is held. Where that fails it is held still: the commit
// that needs it must fail as well.
func (g *gather) settle(t *libc.TLS, b shim.Below) int32 {
	if g.n == 0 {
		return lib.SQLITE_OK
	}
	rc := b.Write(t, g.buf[:g.n], g.at)
	if rc == lib.SQLITE_OK {
		g.n = 0
	}
	return rc
}

// end is settle at the end of a transaction: what could not be handed on was not
// kept, and must not come later, over what others write.
func (g *gather) end(t *libc.TLS, b shim.Below) int32 {
	rc := g.settle(t, b)
	g.n = 0
	return rc
}

func (g *gather) free(t *libc.TLS) {
	g.buf.Free(t)
	*g = gather{}
}
