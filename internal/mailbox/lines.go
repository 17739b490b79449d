package mailbox

import (
	"errors"
	"net"
	"regexp"
	"strconv"
	"sync/atomic"
)

// What a server says goes through here before it comes to the library (go-imap
// v2.0.0-beta.8), which turns round for ever on a list of capabilities with a
// parenthesis, ends the whole program where parentheses lie in each other a
// million deep, takes a line of any length into memory, and waits for ever where
// an answer comes before its question. None of it is IMAP as it is spoken, so a
// server that does it is left.
var (
	errCapabilities = errors.New("mailbox: the server's list of capabilities is none")
	errForm         = errors.New("mailbox: the server's answer has not the form of one")
	errLong         = errors.New("mailbox: the server says more than was asked")
	errDisorder     = errors.New("mailbox: the server lists too many numbers out of order")
	errTooSoon      = errors.New("mailbox: the server answers what was not asked yet")
)

// Bounds of what a server says beside the bodies of messages.
const (
	longest  = 64 << 10 // bytes of an answer
	listing  = 32 << 20 // bytes of one that lists messages
	mostSaid = 64 << 20 // bytes of all answers until something is sent again
	deepest  = 100      // parentheses in each other
)

// lines is a connection on which the library is given only what it comes to the
// end of, in bounded time and memory. Bodies of messages pass unread.
type lines struct {
	net.Conn
	fail func(error) // ends the connection for that reason

	sent    atomic.Uint64 // the highest number of a command that was sent
	quiet   atomic.Bool   // nothing was read since something was sent
	waiting atomic.Bool   // the server asked for the rest of a command, which was not sent since
	within  atomic.Bool   // signed in: what a server says while it waits may be news

	answer  answer
	said    int64 // bytes since something was sent, bodies apart
	literal int64 // bytes of a literal that are still to come
}

func newLines(conn net.Conn, fail func(error)) *lines { return &lines{Conn: conn, fail: fail} }

// tag begins a command of the library's, and the answer to it.
var tag = regexp.MustCompile(`^T([0-9]{1,18}) `)

// Write implements [net.Conn].
func (l *lines) Write(b []byte) (int, error) {
	l.sent.Store(max(l.sent.Load(), tagOf(b)))
	l.waiting.Store(false)
	l.quiet.Store(true)
	return l.Conn.Write(b)
}

func tagOf(line []byte) uint64 {
	m := tag.FindSubmatch(line)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseUint(string(m[1]), 10, 64)
	return n
}

// Read implements [net.Conn].
func (l *lines) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if l.quiet.Swap(false) {
		l.said = 0
	}
	for i := 0; i < n; {
		if l.literal > 0 {
			skipped := min(l.literal, int64(n-i))
			l.literal -= skipped
			i += int(skipped)
			continue
		}
		if wrong := l.take(b[i]); wrong != nil {
			l.fail(wrong)
			return 0, wrong
		}
		i++
	}
	return n, err
}

// take reads one byte, and says what is wrong where the library must not have it.
func (l *lines) take(c byte) error {
	a := &l.answer
	l.said++
	if a.add(c); a.tooLong() || l.said > mostSaid {
		return errLong
	}
	if l.waiting.Load() && !l.within.Load() || c == ' ' && a.kind == words && tagOf(a.line) > l.sent.Load() {
		return errTooSoon
	}
	if c != '\n' {
		return a.form(c)
	}
	if err := a.endOfLine(); err != nil {
		return err
	}
	size, body, follows := a.literal()
	switch {
	case !follows:
		l.waiting.Store(a.line[0] == '+')
		a.reset()
		return nil
	case !body && size > longest:
		return errLong
	case !body: // it is read into memory
		a.size += int(size)
		l.said += size
	}
	l.literal, a.line = size, a.line[:0]
	return nil
}
