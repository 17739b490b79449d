package mailbox

import (
	"bufio"
	"net"
)

// atOnce is how many bytes are asked of a connection under TLS at once, which
// itself asks for the rest of a record of 16 KiB.
const atOnce = 64 << 10

// gulped is a connection that is read in large pieces.
type gulped struct {
	net.Conn
	r *bufio.Reader
}

func newGulped(conn net.Conn) gulped { return gulped{conn, bufio.NewReaderSize(conn, atOnce)} }

// Read implements [net.Conn].
func (g gulped) Read(b []byte) (int, error) { return g.r.Read(b) }
