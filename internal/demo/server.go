package demo

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"sync/atomic"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"casebook/internal/casefile"
)

// The account that every demo server has.
const (
	user     = "dpo@casebook.example"
	password = "demo-mailbox"
	folder   = "INBOX"
	drafts   = "Drafts" // empty at first: replies can be put there
)

// Server is an IMAP server on loopback with one mailbox. It speaks TLS of a
// throw-away authority unless [Plainly] was asked for.
type Server struct {
	Addr     string // host:port
	CA       string // PEM of the authority, "" without TLS
	User     string
	Password string

	tls    casefile.TLSMode
	secret atomic.Pointer[string]
	imap   *imapserver.Server
	user   *imapmemserver.User
	done   chan struct{}
}

// Drafts returns how many messages lie in the mailbox's drafts.
func (s *Server) Drafts() (int, error) {
	d, err := s.user.Status(drafts, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		return 0, fmt.Errorf("demo: counting the drafts: %w", err)
	}
	return int(*d.NumMessages), nil
}

// SetPassword changes the password that the server takes.
func (s *Server) SetPassword(secret string) {
	s.Password = secret
	s.secret.Store(&secret)
}

// Option changes how a server is set up.
type Option func(*settings)

type settings struct {
	tls      casefile.TLSMode
	refuses  bool
	listener net.Listener // nil: a free port
}

// listen returns where the server takes its connections.
func (s *settings) listen() (net.Listener, error) {
	if s.listener != nil {
		return s.listener, nil
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

// Plainly makes the server speak without TLS, which Casebook takes from a
// loopback address only.
func Plainly() Option { return func(s *settings) { s.tls = casefile.Plain } }

// WithStartTLS makes the server begin without TLS and take no password before it.
func WithStartTLS() Option { return func(s *settings) { s.tls = casefile.StartTLS } }

// Refusing makes an address at which no server listens, to show what a refused
// connection leads to. It is one that no system gives out by itself: a port that
// was free just now may be another program's by the time it is tried.
func Refusing() Option { return func(s *settings) { s.refuses = true } }

const refusing = "127.0.0.1:1"

// At makes the server take its connections there. It closes the listener when it
// is closed.
func At(l net.Listener) Option { return func(s *settings) { s.listener = l } }

// Serve starts a server of those mails, numbered from UID 1 in their order, on
// a free port of 127.0.0.1 unless [At] names another place. Close it when done.
func Serve(mails []Mail, options ...Option) (*Server, error) {
	set := settings{tls: casefile.Implicit}
	for _, o := range options {
		o(&set)
	}
	ca, config, err := certificate()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s := &Server{Addr: refusing, User: user, tls: set.tls, done: make(chan struct{})}
	s.SetPassword(password)
	if set.tls != casefile.Plain {
		s.CA = ca
	}
	if set.refuses {
		return s, nil
	}
	listener, err := set.listen()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s.Addr = listener.Addr().String()
	if s.imap, err = s.newIMAP(mails, config); err != nil {
		listener.Close()
		return nil, fmt.Errorf("demo: %w", err)
	}
	if set.tls == casefile.Implicit {
		listener = tls.NewListener(listener, config)
	}
	go func() {
		defer close(s.done)
		s.imap.Serve(listener)
	}()
	return s, nil
}

// Close ends the server and its connections.
func (s *Server) Close() error {
	if s.imap == nil {
		return nil
	}
	err := s.imap.Close()
	<-s.done
	s.imap = nil
	return err
}

// Account is the mailbox as Casebook records it, without id and start date.
func (s *Server) Account() casefile.Account {
	host, port, _ := net.SplitHostPort(s.Addr)
	n, _ := strconv.Atoi(port)
	return casefile.Account{
		Name: "Demo mailbox", Host: host, Port: n, TLS: s.tls,
		User: s.User, CA: s.CA, Folders: []casefile.Folder{{Name: folder, Role: casefile.InboxFolder}},
	}
}

// quiet drops what the server would log: a cut connection is no news here.
type quiet struct{}

// Printf implements [imapserver.Logger].
func (quiet) Printf(string, ...any) {}

// newIMAP builds the server. The mailbox's state is that of imapmemserver; the
// bytes come from mails themselves, because imapmemserver writes the header
// anew and a broken one not at all.
func (s *Server) newIMAP(mails []Mail, config *tls.Config) (*imapserver.Server, error) {
	account := imapmemserver.NewUser(user, password)
	for _, name := range []string{folder, drafts} {
		if err := account.Create(name, nil); err != nil {
			return nil, err
		}
	}
	s.user = account
	for _, m := range mails {
		var flags []imap.Flag
		if m.Seen {
			flags = append(flags, imap.FlagSeen)
		}
		_, err := account.Append(folder, literal{bytes.NewReader(m.Raw)}, &imap.AppendOptions{Time: m.Received, Flags: flags})
		if err != nil {
			return nil, err
		}
	}
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &session{server: s, account: account, mails: mails}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}},
		Logger:       quiet{},
		InsecureAuth: s.tls == casefile.Plain,
	}
	if s.tls == casefile.StartTLS {
		options.TLSConfig = config
	}
	return imapserver.New(options), nil
}

// literal is a message on its way into the mailbox.
type literal struct{ *bytes.Reader }

// Size implements [imap.LiteralReader].
func (l literal) Size() int64 { return l.Reader.Size() }
