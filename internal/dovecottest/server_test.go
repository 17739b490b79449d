//go:build unix

package dovecottest_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"casebook/internal/dovecottest"
)

var received = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

const letter = "From: parent@example.org\r\nSubject: records\r\n\r\nPlease send them.\r\n"

// session speaks IMAP by hand: this package must not rest on the client it is there to test.
type session struct {
	t    *testing.T
	conn *tls.Conn
	r    *bufio.Reader
	n    int
}

func dial(t *testing.T, s *dovecottest.Server) *session {
	t.Helper()
	config, err := s.ClientTLS()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := tls.Dial("tcp", s.ImapsAddr, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := &session{t: t, conn: conn, r: bufio.NewReader(conn)}
	if _, err := c.r.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return c
}

// do sends a command and returns everything up to its tagged line, which must be OK.
func (c *session) do(format string, args ...any) string {
	c.t.Helper()
	c.n++
	tag := fmt.Sprintf("a%d", c.n)
	fmt.Fprintf(c.conn, tag+" "+format+"\r\n", args...)
	var all strings.Builder
	for {
		line, err := c.r.ReadString('\n')
		all.WriteString(line)
		if err != nil {
			c.t.Fatalf("%v after %q", err, all.String())
		}
		if rest, ok := strings.CutPrefix(line, tag+" "); ok {
			if !strings.HasPrefix(rest, "OK") {
				c.t.Fatalf("%s: %s", format, all.String())
			}
			return all.String()
		}
	}
}

func (c *session) login(s *dovecottest.Server) *session {
	c.t.Helper()
	c.do("LOGIN %s %s", s.User, s.Password)
	return c
}

func TestServesTheBytesPutIn(t *testing.T) {
	s := dovecottest.Start(t)
	s.Put("INBOX", []byte(letter), received, "")
	c := dial(t, s).login(s)
	c.do("EXAMINE INBOX")
	got := c.do("FETCH 1 (INTERNALDATE FLAGS BODY.PEEK[])")
	if !strings.Contains(got, letter) || !strings.Contains(got, `"02-Mar-2026 09:30:00 +0000"`) {
		t.Errorf("FETCH: %q", got)
	}
}

func TestFilesTellWhatAClientDid(t *testing.T) {
	s := dovecottest.Start(t)
	unread := s.Put("INBOX", []byte(letter), received, "")
	read := s.Put("INBOX", []byte(letter), received, "S")
	c := dial(t, s).login(s)
	c.do("EXAMINE INBOX")
	c.do("FETCH 1:2 BODY.PEEK[]")
	if f := s.Flags("INBOX"); f[unread] != "" || f[read] != "S" || len(f) != 2 {
		t.Errorf("looking changed flags: %v", f)
	}
	c.do("SELECT INBOX")
	c.do("FETCH 1:2 BODY[]")
	if f := s.Flags("INBOX"); f[unread] != "S" || f[read] != "S" {
		t.Errorf("reading left flags: %v", f)
	}
	s.SetFlags("INBOX", read, "FS")
	if got := c.do("NOOP"); !strings.Contains(got, `\Flagged`) {
		t.Errorf("NOOP after a colleague's flag: %q", got)
	}
	s.Remove("INBOX", read)
	if got := s.Messages("INBOX"); len(got) != 1 || got[0].Name != unread || string(got[0].Raw) != letter {
		t.Errorf("left after removal: %+v", got)
	}
}

func TestFolders(t *testing.T) {
	s := dovecottest.Start(t)
	s.Put("Sent/2026", []byte(letter), received, "S")
	got := dial(t, s).login(s).do("STATUS Sent/2026 (MESSAGES)")
	if !strings.Contains(got, "MESSAGES 1") {
		t.Errorf("STATUS: %q", got)
	}
}

func TestRenewUIDValidity(t *testing.T) {
	s := dovecottest.Start(t)
	s.Put("INBOX", []byte(letter), received, "S")
	before := dial(t, s).login(s).do("STATUS INBOX (UIDVALIDITY UIDNEXT MESSAGES)")
	s.RenewUIDValidity("INBOX")
	after := dial(t, s).login(s).do("STATUS INBOX (UIDVALIDITY UIDNEXT MESSAGES)")
	status := func(text string) (validity, next, messages int) {
		text = text[strings.Index(text, "(")+1:]
		for _, f := range []struct {
			name string
			to   *int
		}{{"UIDVALIDITY", &validity}, {"UIDNEXT", &next}, {"MESSAGES", &messages}} {
			if i := strings.Index(text, f.name+" "); i >= 0 {
				fmt.Sscan(text[i+len(f.name):], f.to)
			}
		}
		return validity, next, messages
	}
	v1, n1, m1 := status(before)
	v2, n2, m2 := status(after)
	if v2 == v1 || v2 == 0 || n2 == n1 || m1 != 1 || m2 != 1 {
		t.Errorf("before %s after %s", before, after)
	}
}

func TestKillBreaksConnectionsAndRestartServesAgain(t *testing.T) {
	s := dovecottest.Start(t)
	s.Put("INBOX", []byte(letter), received, "")
	c := dial(t, s).login(s)
	s.Kill()
	if line, err := c.r.ReadString('\n'); err == nil {
		t.Errorf("a killed server still said %q", line)
	}
	s.Restart()
	dial(t, s).login(s).do("EXAMINE INBOX")
	if got := len(s.Messages("INBOX")); got != 1 {
		t.Errorf("%d messages after the restart, want 1", got)
	}
}

func TestStopEndsConnectionsAndFreesThePort(t *testing.T) {
	s := dovecottest.Start(t)
	c := dial(t, s).login(s)
	s.Stop()
	if rest, err := io.ReadAll(c.r); err == nil && len(rest) > 0 && !strings.Contains(string(rest), "* BYE") {
		t.Errorf("a stopped server still said %q", rest)
	}
	l, err := net.Listen("tcp", s.ImapsAddr)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

func TestCapability(t *testing.T) {
	const list = "IMAP4rev1 LITERAL+"
	s := dovecottest.Start(t, dovecottest.Capability(list))
	got := dial(t, s).login(s).do("CAPABILITY")
	if !strings.Contains(got, "* CAPABILITY "+list+"\r\n") {
		t.Errorf("CAPABILITY: %q", got)
	}
}
