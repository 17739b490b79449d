package mailbox

import (
	"errors"
	"net"
	"sync"
	"time"
)

// errSilence is the end of a connection on which an answer was due and nothing
// came.
var errSilence = errors.New("mailbox: the server fell silent")

// guard is a connection that ends when the other side is silent for too long
// while an answer is due, and that remembers the first thing that went wrong.
//
// The library has no limit while it waits for an answer to begin and an
// absolute one for a whole message; its deadlines are ignored. After an error
// it reads on, so the first error is kept and given again.
type guard struct {
	net.Conn
	silence time.Duration

	mu    sync.Mutex
	timer *time.Timer // nil while no answer is due
	err   error
}

func newGuard(conn net.Conn, silence time.Duration) *guard {
	return &guard{Conn: conn, silence: silence}
}

// expect says that an answer is due from now on.
func (g *guard) expect() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.timer == nil {
		g.timer = time.AfterFunc(g.silence, func() { g.fail(errSilence) })
	}
}

// rest says that no answer is due.
func (g *guard) rest() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
}

// fail ends the connection for that reason, if it has none yet.
func (g *guard) fail(err error) {
	g.mu.Lock()
	if g.err == nil {
		g.err = err
	}
	g.mu.Unlock()
	g.Conn.Close()
}

// reason is what ended the connection, nil while it stands.
func (g *guard) reason() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

// Read implements [net.Conn].
func (g *guard) Read(b []byte) (int, error) {
	if err := g.reason(); err != nil {
		return 0, err
	}
	n, err := g.Conn.Read(b)
	return n, g.heard(n, err)
}

// Write implements [net.Conn].
func (g *guard) Write(b []byte) (int, error) {
	if err := g.reason(); err != nil {
		return 0, err
	}
	n, err := g.Conn.Write(b)
	return n, g.heard(n, err)
}

// heard starts the silence anew after some bytes, and keeps the first error.
func (g *guard) heard(n int, err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n > 0 && g.timer != nil {
		g.timer.Reset(g.silence)
	}
	if err != nil && g.err == nil {
		g.err = err
	}
	if g.err != nil && err != nil {
		return g.err
	}
	return err
}

// Close implements [net.Conn]. An error of a connection closed by us is no news.
func (g *guard) Close() error {
	g.rest()
	g.mu.Lock()
	if g.err == nil {
		g.err = net.ErrClosed
	}
	g.mu.Unlock()
	return g.Conn.Close()
}

// SetDeadline implements [net.Conn]: the limit on silence stands in its place.
func (g *guard) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements [net.Conn], as SetDeadline does.
func (g *guard) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements [net.Conn], as SetDeadline does.
func (g *guard) SetWriteDeadline(time.Time) error { return nil }
