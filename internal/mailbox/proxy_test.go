package mailbox_test

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands between a client and a server and spoils connections: the n-th
// one, counted from 0, after so many bytes from the server.
type proxy struct {
	addr  string                   // where it listens, "" where it is reached by dial alone
	reach func() (net.Conn, error) // the server
	close func()                   // ends it and all its connections; the end of the test does too

	mu     sync.Mutex
	faults []fault
	conns  int
	passed atomic.Int64 // bytes of the server's over all connections
	open   sync.WaitGroup
	ends   []net.Conn
	closed bool
}

type fault struct {
	after int                      // bytes of the server's that still pass; negative: no fault
	stall bool                     // then nothing more comes, and the connection stays open
	flip  byte                     // then one byte comes with those bits changed, and all others as they are
	lie   func(said []byte) []byte // then what is said at once comes as it says, and all else as it is
}

func newProxy(t *testing.T, target string, faults ...fault) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := newBetween(t, func() (net.Conn, error) { return net.Dial("tcp", target) }, faults...)
	p.addr = l.Addr().String()
	p.open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.open.Go(func() { p.carry(c) })
		}
	})
	end := p.close
	p.close = func() {
		l.Close()
		end()
	}
	t.Cleanup(p.close)
	return p
}

// newBetween is a proxy that listens nowhere: its dial connects to it.
func newBetween(t *testing.T, reach func() (net.Conn, error), faults ...fault) *proxy {
	p := &proxy{reach: reach, faults: faults}
	p.close = sync.OnceFunc(func() {
		p.mu.Lock()
		p.closed = true
		for _, c := range p.ends {
			c.Close()
		}
		p.mu.Unlock()
		p.open.Wait()
	})
	t.Cleanup(p.close)
	return p
}

// dial is a connection to the server through the proxy, by a pipe.
func (p *proxy) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p.open.Go(func() { p.carry(theirs) })
	return ours, nil
}

// next takes the fault of a new connection, which is cut at once where the proxy
// has ended meanwhile.
func (p *proxy) next(ends ...net.Conn) fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return fault{}
	}
	p.ends = append(p.ends, ends...)
	n := p.conns
	p.conns++
	if n < len(p.faults) {
		return p.faults[n]
	}
	return fault{after: -1}
}

func (p *proxy) carry(client net.Conn) {
	defer client.Close()
	server, err := p.reach()
	if err != nil {
		return
	}
	defer server.Close()
	f := p.next(client, server)
	up := make(chan struct{})
	go func() {
		defer close(up)
		io.Copy(server, client)
		server.Close()
	}()
	f.play(counted{client, &p.passed}, server, up)
	client.Close()
	server.Close()
	<-up
}

// play carries what the server says to the client until the fault ends it.
// up is closed when the client has gone.
func (f fault) play(client io.Writer, server io.Reader, up chan struct{}) {
	if f.after < 0 {
		io.Copy(client, server)
		return
	}
	_, err := io.CopyN(client, server, int64(f.after))
	switch {
	case err != nil:
	case f.stall:
		<-up
	case f.lie != nil:
		said := make([]byte, 32<<10)
		n, err := server.Read(said)
		if err != nil {
			return
		}
		client.Write(f.lie(said[:n]))
		io.Copy(client, server)
	case f.flip != 0:
		one := make([]byte, 1)
		if _, err := io.ReadFull(server, one); err != nil {
			return
		}
		one[0] ^= f.flip
		client.Write(one)
		io.Copy(client, server)
	}
}

// counted counts what is written.
type counted struct {
	io.Writer
	n *atomic.Int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n.Add(int64(n))
	return n, err
}

// pipes is a network of one server that consists of pipes, so that it can lie in a
// bubble of [synctest], where time passes only while everybody waits: however slow
// the machine, only what is never answered is taken for silence.
type pipes struct {
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{calls: make(chan net.Conn), closed: make(chan struct{})} }

// Accept implements [net.Listener].
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr implements [net.Listener].
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 143} }

func (p *pipes) reach() (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.calls <- theirs:
		return ours, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
