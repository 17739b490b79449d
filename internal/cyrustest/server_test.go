//go:build unix

package cyrustest_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"casebook/internal/cyrustest"
)

// A server answers on loopback under its own authority, signs its account in,
// and has the folders that mail programs expect.
func TestStart(t *testing.T) {
	s := cyrustest.Start(t)
	config, err := s.ClientTLS()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.ImapsAddr, "127.0.0.1:") || !strings.HasPrefix(s.ImapAddr, "127.0.0.1:") {
		t.Errorf("it listens on %s and %s", s.ImapsAddr, s.ImapAddr)
	}
	conn, err := tls.Dial("tcp", s.ImapsAddr, config)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "a LOGIN %s %s\r\nb LIST \"\" \"*\"\r\nc LOGOUT\r\n", s.User, s.Password)
	var all strings.Builder
	for in := bufio.NewScanner(conn); in.Scan(); {
		all.WriteString(in.Text() + "\n")
	}
	for _, want := range []string{"a OK", "INBOX", "Sent", "Junk", "b OK"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no %q in:\n%s", want, all.String())
		}
	}
}
