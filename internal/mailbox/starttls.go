package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"casebook/internal/casefile"
)

// STARTTLS is spoken here and not by the library, which waits for ever where a
// connection ends within the server's consent (go-imap v2.0.0-beta.8: the
// command is done, the upgrade never comes). It is two lines of IMAP.

// greeted is a connection under TLS on which the server has greeted before.
// The library is told so: it would wait for a greeting that does not come.
type greeted struct {
	net.Conn
	r io.Reader
}

// Read implements [net.Conn].
func (g *greeted) Read(b []byte) (int, error) { return g.r.Read(b) }

var (
	errNoTLS  = errors.New("mailbox: the server does not start TLS")
	errNoIMAP = errors.New("mailbox: that is no greeting of IMAP")
	errBye    = errors.New("mailbox: the server says good-bye")
	errTLSNow = errors.New("mailbox: the server waits for TLS from the first byte")
)

// startTLS asks for TLS on the bare connection and starts it. A server that
// takes STARTTLS back, or greets as if signed in, ends here (RFC 9051, sections
// 6.2.1 and 11.3). What it said before TLS is forgotten, and no byte that came
// with its consent is taken for one that came under TLS.
func (s *session) startTLS(ctx context.Context, config *tls.Config) (net.Conn, error) {
	answered := s.suspectTLS(ctx, config)
	err := s.askForTLS()
	answered()
	if err != nil {
		return nil, startTLSFault(s.cause(ctx, err))
	}
	conn := tls.Client(newGulped(s.guard), config)
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, tlsFault(s.cause(ctx, err))
	}
	return &greeted{conn, io.MultiReader(strings.NewReader("* OK under TLS\r\n"), conn)}, nil
}

// suspicion is the part of the silence that is waited for after which a server
// that has not greeted is asked whether it speaks TLS from the first byte: one
// that does says nothing, and to wait the silence out would not tell why.
const suspicion = 20

// suspectTLS ends the connection where the server does not greet and another one
// shows that it speaks TLS from the start. The function that it returns ends the
// suspicion.
func (s *session) suspectTLS(ctx context.Context, config *tls.Config) func() {
	ctx, cancel := context.WithCancel(ctx)
	var asking sync.WaitGroup
	asking.Add(1)
	timer := time.AfterFunc(s.src.Limits.Silence/suspicion, func() {
		defer asking.Done()
		if speaksTLS(ctx, s.src, config) {
			s.guard.fail(errTLSNow)
		}
	})
	return func() {
		cancel()
		if timer.Stop() {
			asking.Done()
		}
		asking.Wait()
	}
}

// speaksTLS reports whether the server begins with TLS over a connection of its
// own, on which nothing is said. A certificate that is not trusted is one too.
func speaksTLS(ctx context.Context, src Source, config *tls.Config) bool {
	conn, err := dial(ctx, src)
	if err != nil {
		return false
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	err = tls.Client(conn, config).HandshakeContext(ctx)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return err == nil || untrusted
}

// manyLines bounds what a server may say before it answers.
const manyLines = 100

func (s *session) askForTLS() error {
	greeting, err := s.bareLine()
	if err != nil {
		return err
	}
	switch word, _, _ := strings.Cut(strings.TrimPrefix(greeting, "* "), " "); {
	case !strings.HasPrefix(greeting, "* "):
		return errNoIMAP
	case strings.EqualFold(word, "PREAUTH"):
		return errNoTLS
	case strings.EqualFold(word, "BYE"):
		return errBye
	}
	if _, err := io.WriteString(s.guard, "TLS STARTTLS\r\n"); err != nil {
		return err
	}
	for range manyLines {
		line, err := s.bareLine()
		if err != nil {
			return err
		}
		if answer, ok := strings.CutPrefix(line, "TLS "); ok {
			if word, _, _ := strings.Cut(answer, " "); strings.EqualFold(word, "OK") {
				return nil
			}
			return errNoTLS
		}
	}
	return errNoIMAP
}

// bareLine reads a line byte by byte: what follows it belongs to TLS.
func (s *session) bareLine() (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < 8<<10; {
		if _, err := io.ReadFull(s.guard, one); err != nil {
			return "", err
		}
		if one[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
		line = append(line, one[0])
	}
	return "", errNoIMAP
}

func startTLSFault(err error) error {
	if errors.Is(err, errTLSNow) {
		return fault(casefile.Unreachable, "tls", "The mail server speaks TLS from the first byte on that port, and does not wait for STARTTLS.",
			"Choose implicit TLS (--tls implicit), or the port for STARTTLS, which is 143 as a rule.", err)
	}
	if e, ok := known(err); ok {
		return e
	}
	switch {
	case errors.Is(err, errNoTLS):
		return fault(casefile.Refused, "tls", "The mail server does not start TLS, and without it the password stays here.",
			"Choose implicit TLS on port 993, or ask the firm's mail administrator.", err)
	case errors.Is(err, errBye):
		return turnedAway(err)
	}
	return greetingFault(err)
}
