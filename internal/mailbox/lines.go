package mailbox

import (
	"bytes"
	"errors"
	"net"
	"regexp"
	"strconv"
)

// errCapabilities is a list of capabilities with a parenthesis in it, on which
// the library turns round for ever (go-imap v2.0.0-beta.8). No capability has
// one: it is an atom (RFC 9051, section 9).
var errCapabilities = errors.New("mailbox: the server's list of capabilities is none")

// lines is a connection on which the library is given only lines that it comes to
// the end of. Literals pass unread.
type lines struct {
	net.Conn
	fail    func(error) // ends the connection for that reason
	line    []byte      // the line under way, no more of it than longest
	literal int64       // bytes of a literal that are still to come
}

func newLines(conn net.Conn, fail func(error)) *lines { return &lines{Conn: conn, fail: fail} }

// longest is how much of a line is looked at: far more than any list of
// capabilities has.
const longest = 16 << 10

// Read implements [net.Conn].
func (l *lines) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	for rest := b[:n]; len(rest) > 0; {
		taken := l.skip(rest)
		if taken == 0 {
			taken = l.add(rest)
		}
		if endless(l.line) {
			l.fail(errCapabilities)
			return 0, errCapabilities
		}
		if rest[taken-1] == '\n' {
			l.literal, l.line = max(l.literal, literalAfter(l.line)), l.line[:0]
		}
		rest = rest[taken:]
	}
	return n, err
}

// skip passes over what belongs to a literal.
func (l *lines) skip(b []byte) int {
	n := min(l.literal, int64(len(b)))
	l.literal -= n
	return int(n)
}

// add takes the rest of the line, or as much of it as came.
func (l *lines) add(b []byte) int {
	end := bytes.IndexByte(b, '\n') + 1
	if end == 0 {
		end = len(b)
	}
	l.line = append(l.line, b[:min(end, max(0, longest-len(l.line)))]...)
	return end
}

// lists are how a list of capabilities begins and ends (RFC 9051, sections 7.2.2
// and 7.1).
var lists = []struct{ begin, end []byte }{
	{[]byte("* CAPABILITY"), []byte("\n")},
	{[]byte("[CAPABILITY"), []byte("]")},
}

// endless reports whether a line has a list of capabilities with a parenthesis,
// or one so long that it cannot be known.
func endless(line []byte) bool {
	line = bytes.ToUpper(line)
	for _, l := range lists {
		_, rest, found := bytes.Cut(line, l.begin)
		list, _, ended := bytes.Cut(rest, l.end)
		if found && (bytes.IndexByte(list, '(') >= 0 || !ended && len(line) == longest) {
			return true
		}
	}
	return false
}

// announced ends a line that a literal follows (RFC 9051, section 4.3).
var announced = regexp.MustCompile(`\{([0-9]{1,18})\}\r?\n$`)

// words begin the lines that end in words for people, whatever those look like.
var words = regexp.MustCompile(`(?i)^(\* (OK|NO|BAD|BYE|PREAUTH) |[^* ])`)

// literalAfter is the length of the literal that a line announces.
func literalAfter(line []byte) int64 {
	m := announced.FindSubmatch(line)
	if m == nil || words.Match(line) {
		return 0
	}
	n, _ := strconv.ParseInt(string(m[1]), 10, 64)
	return n
}
