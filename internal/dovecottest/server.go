//go:build unix

// Package dovecottest runs a private Dovecot for a test: on loopback, on free ports, behind TLS
// of a throw-away authority, with everything it writes in a folder of its own. Mail is put in and
// looked at in the maildir files themselves, so that what a test says about the mailbox does not
// rest on the IMAP code under test. Only tests import it.
package dovecottest

import (
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Server is a running Dovecot with one account. Its methods end the test when they fail.
type Server struct {
	ImapsAddr string // host:port of implicit TLS
	ImapAddr  string // host:port of STARTTLS; it takes no password before TLS
	CAFile    string // PEM file of the authority that signed its certificate
	User      string
	Password  string
	MailDir   string // the account's maildir: INBOX, with Maildir++ folders (.Sent) inside

	t          testing.TB
	dir        string
	capability string
	introspect string              // where to ask what a token is worth, "": no tokens
	mechanisms string              // by which tokens are taken
	delivered  int                 // messages put in so far
	owner      *syscall.Credential // whom the server runs as, nil: as the test does
	running    *Running            // nil: it is stopped
}

// Option changes how the server is set up.
type Option func(*Server)

// Capability makes the server advertise exactly this list (`IMAP4rev1 LITERAL+`), to stand for
// servers that can less than Dovecot.
func Capability(list string) Option { return func(s *Server) { s.capability = list } }

// OAuth2 makes the server take access tokens too, by these mechanisms (xoauth2 and oauthbearer if
// none is named). It asks what a token is worth at that address with the token at its end (RFC 7662,
// by GET); the user name that comes back must be the one that the client gave.
func OAuth2(introspect string, mechanisms ...string) Option {
	if len(mechanisms) == 0 {
		mechanisms = []string{"xoauth2", "oauthbearer"}
	}
	return func(s *Server) { s.introspect, s.mechanisms = introspect, strings.Join(mechanisms, " ") }
}

// startTries is how often Start looks for other ports when someone took the free ones it found.
const startTries = 3

// Start runs a server until the test ends. It ends the test where Dovecot is missing.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	program := lookUp(t)
	s := &Server{t: t, User: "shared", Password: "only-for-this-test"}
	for _, o := range options {
		o(s)
	}
	s.must(s.makeFolder())
	t.Cleanup(func() {
		s.Stop()
		os.RemoveAll(s.dir)
	})
	var err error
	for range startTries {
		if s.ImapsAddr, s.ImapAddr, err = FreePorts(); err != nil {
			break
		}
		if err = s.run(program); err == nil {
			return s
		}
	}
	t.Fatalf("dovecottest: %v\n%s", err, s.Log())
	return nil
}

// Restart runs the server again on the same ports, after Stop or Kill.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	if err := s.run(lookUp(s.t)); err != nil {
		s.t.Fatalf("dovecottest: %v\n%s", err, s.Log())
	}
}

// Stop ends the server with a signal that lets it close its connections in order; whether a client
// still hears BYE is chance. A stopped server stays stopped until Restart.
func (s *Server) Stop() {
	if s.running != nil {
		s.running.Stop()
		s.running = nil
	}
}

// Kill ends every process of the server at once, as a power cut would: connections just break.
func (s *Server) Kill() {
	if s.running != nil {
		s.running.Kill()
		s.running = nil
	}
}

// Log is what the server has logged so far.
func (s *Server) Log() string {
	text, _ := os.ReadFile(filepath.Join(s.dir, "dovecot.log"))
	return string(text)
}

func (s *Server) run(program string) error {
	if err := s.writeConfig(program); err != nil {
		return err
	}
	// What a killed server left would make the next one think that it still runs.
	os.Remove(filepath.Join(s.dir, "run", "master.pid"))
	var err error
	s.running, err = Command{
		Args: []string{program, "-F", "-c", filepath.Join(s.dir, "dovecot.conf")},
		Dir:  s.dir, Owner: s.owner, Addr: s.ImapsAddr, CAFile: s.CAFile,
	}.Run()
	return err
}

// makeFolder lays out what Dovecot needs, owned by the user it will run as. Dovecot serves no
// mail as root, so a test that runs as root runs it as "nobody".
func (s *Server) makeFolder() error {
	dir, err := os.MkdirTemp("", "dovecot")
	if err != nil {
		return err
	}
	s.dir = dir
	s.MailDir = filepath.Join(dir, "mail")
	s.CAFile = filepath.Join(dir, "ca.pem")
	for _, sub := range []string{"run", "state", "mail/cur", "mail/new", "mail/tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := WriteCertificates(dir); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return nil
	}
	if s.owner, err = Nobody(); err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, s.give(path))
	})
}

// give hands a file to the user the server runs as.
func (s *Server) give(path string) error {
	if s.owner == nil {
		return nil
	}
	return os.Lchown(path, int(s.owner.Uid), int(s.owner.Gid))
}

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("dovecottest: %v", err)
	}
}

// Nobody is whom servers run as where a test runs as root.
func Nobody() (*syscall.Credential, error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

// lookUp finds the server, also where Debian keeps it out of an ordinary user's PATH.
func lookUp(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"dovecot", "/usr/sbin/dovecot", "/usr/local/sbin/dovecot"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("dovecottest: Dovecot is not on this machine: apt-get install --no-install-recommends dovecot-imapd")
	return ""
}

// The ports that servers listen at. Systems give out higher ones by themselves, to whoever asks
// for any and to every connection, so that one which a server let go is still free when it is
// started again.
const firstPort, lastPort = 16384, 32767

// FreePorts are two addresses on loopback at which nothing listened just now, and nothing will but
// what asks for those very ones.
func FreePorts() (imaps, imap string, err error) {
	var addr [2]string
	for i := range addr {
		l, err := listenAtAny()
		if err != nil {
			return "", "", err
		}
		defer l.Close()
		addr[i] = l.Addr().String()
	}
	return addr[0], addr[1], nil
}

func listenAtAny() (l net.Listener, err error) {
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			break
		}
	}
	return l, err
}
