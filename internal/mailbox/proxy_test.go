package mailbox_test

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands between a client and a server and spoils connections: the n-th
// one, counted from 0, after so many bytes from the server.
type proxy struct {
	addr string

	mu     sync.Mutex
	faults []fault
	conns  int
	passed atomic.Int64 // bytes of the server's over all connections
	open   sync.WaitGroup
	ends   []net.Conn
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
	p := &proxy{addr: l.Addr().String(), faults: faults}
	p.open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.open.Go(func() { p.carry(c, target) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		p.mu.Lock()
		for _, c := range p.ends {
			c.Close()
		}
		p.mu.Unlock()
		p.open.Wait()
	})
	return p
}

// next takes the fault of a new connection.
func (p *proxy) next(ends ...net.Conn) fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ends = append(p.ends, ends...)
	n := p.conns
	p.conns++
	if n < len(p.faults) {
		return p.faults[n]
	}
	return fault{after: -1}
}

func (p *proxy) carry(client net.Conn, target string) {
	defer client.Close()
	server, err := net.Dial("tcp", target)
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
