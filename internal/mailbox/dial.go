package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"

	"github.com/emersion/go-imap/v2/imapclient"

	"casebook/internal/casefile"
)

// open connects, protects the connection and signs in. The session belongs to
// ctx: when that is cancelled, the connection is closed.
//
// A server that turns a token down is asked once more over a new connection
// with a fresh one: the clocks of the two sides may differ about its end.
func open(ctx context.Context, src Source) (*session, error) {
	s, err := openOnce(ctx, src, "")
	if refused, ok := errors.AsType[*tokenRefused](err); ok {
		s, err = openOnce(ctx, src, refused.token)
	}
	if refused, ok := errors.AsType[*tokenRefused](err); ok {
		return nil, refused.fault()
	}
	return s, err
}

// openOnce is [open] over one connection. refused is the token that the server
// turned down over the one before.
func openOnce(ctx context.Context, src Source, refused string) (*session, error) {
	pool, err := checkSource(src)
	if err != nil {
		return nil, err
	}
	conn, err := dial(ctx, src)
	if err != nil {
		return nil, dialFault(ctx, err)
	}
	if src.Account.TLS == casefile.Plain && !loopbackAddr(conn.RemoteAddr()) {
		conn.Close()
		return nil, errPlain()
	}
	g := newGuard(conn, src.Limits.Silence)
	s := &session{
		src: src, guard: g, refused: refused, news: make(chan struct{}, 1), strays: strays{fail: g.fail},
		release: context.AfterFunc(ctx, func() { g.fail(context.Cause(ctx)) }),
	}
	g.expect()
	err = s.begin(ctx, pool)
	g.rest()
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// checkSource refuses what cannot be right before anything is sent, and
// returns the authorities to trust.
func checkSource(src Source) (*x509.CertPool, error) {
	a := src.Account
	if a.Host == "" {
		return nil, &casefile.Error{Kind: casefile.Invalid, Field: "host", What: "The mailbox has no server.", Do: "Give the name of its IMAP server."}
	}
	if a.Port < 1 || a.Port > 65535 {
		return nil, &casefile.Error{Kind: casefile.Invalid, Field: "port", What: "The port is not a number from 1 to 65535.", Do: "Use 993 for implicit TLS or 143 for STARTTLS."}
	}
	if a.TLS == casefile.Plain && !loopbackName(a.Host) {
		return nil, errPlain()
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if a.CA != "" && !pool.AppendCertsFromPEM([]byte(a.CA)) {
		return nil, &casefile.Error{Kind: casefile.Invalid, Field: "ca", What: "The file of the private certificate authority holds no certificate.", Do: "Give a PEM file, which begins with BEGIN CERTIFICATE."}
	}
	return pool, nil
}

// loopbackName reports whether a host can only be this machine.
func loopbackName(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// loopbackAddr reports whether a connection stays on this machine, whatever
// its host is called.
func loopbackAddr(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return !ok || tcp.IP.IsLoopback()
}

func errPlain() error {
	return fault(casefile.Refused, "tls", "A connection without TLS would show the password to everybody on the way.",
		"Use implicit TLS or STARTTLS; none is for a server on this very machine.", nil)
}

func dial(ctx context.Context, src Source) (net.Conn, error) {
	connect := src.Dial
	if connect == nil {
		connect = (&net.Dialer{Timeout: src.Limits.Silence}).DialContext
	}
	return connect(ctx, "tcp", net.JoinHostPort(src.Account.Host, strconv.Itoa(src.Account.Port)))
}

// begin protects a new connection and signs in.
func (s *session) begin(ctx context.Context, pool *x509.CertPool) error {
	if err := s.protect(ctx, pool); err != nil {
		return err
	}
	if err := s.client.WaitGreeting(); err != nil {
		return greetingFault(s.cause(ctx, err))
	}
	if err := s.signIn(ctx); err != nil {
		return err
	}
	s.lines.within.Store(true)
	return nil
}

// protect starts TLS as the account asks and the IMAP client on top of it.
//
// TLS is 1.2 at least, the host's name is checked, and there is no switch to
// look away: a private authority is named instead (RFC 8314, sections 3 and 4).
func (s *session) protect(ctx context.Context, pool *x509.CertPool) error {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.src.Account.Host, RootCAs: pool}
	switch s.src.Account.TLS {
	case casefile.Implicit:
		conn := tls.Client(newGulped(s.guard), config)
		if err := conn.HandshakeContext(ctx); err != nil {
			return tlsFault(s.cause(ctx, err))
		}
		s.speak(conn)
	case casefile.StartTLS:
		conn, err := s.startTLS(ctx, config)
		if err != nil {
			return err
		}
		s.speak(conn)
	case casefile.Plain:
		s.speak(s.guard)
	default:
		return &casefile.Error{Kind: casefile.Invalid, Field: "tls", What: "The mailbox does not say how its connection is protected.", Do: "Use implicit, starttls or none."}
	}
	return nil
}

// speak begins to speak IMAP.
func (s *session) speak(conn net.Conn) {
	s.lines = newLines(conn, s.guard.fail)
	s.client = imapclient.New(s.lines, s.options())
}

// options are those of the library: news of the open folder is a hint to look,
// and bodies that nothing asked for are a warning.
func (s *session) options() *imapclient.Options {
	return &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Mailbox: func(*imapclient.UnilateralDataMailbox) { s.hint() },
			Fetch:   s.strays.note,
		},
	}
}
