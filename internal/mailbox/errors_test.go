package mailbox_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// says is a server that answers every line with a text, after a greeting.
func says(t *testing.T, greeting, answer string) mailbox.Source {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				c.Write([]byte(greeting))
				for in := bufio.NewScanner(c); in.Scan() && answer != ""; {
					tag, _, _ := strings.Cut(in.Text(), " ")
					c.Write([]byte(strings.ReplaceAll(answer, "TAG", tag)))
				}
				bufio.NewReader(c).ReadString(0) // until the other side closes
			}()
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	n, _ := strconv.Atoi(port)
	return mailbox.Source{
		Account: casefile.Account{Host: "127.0.0.1", Port: n, TLS: casefile.Plain, User: "u", Folders: inbox},
		Limits:  mailbox.Limits{Silence: 10 * time.Second},
	}
}

func TestEveryFailureIsOnePlainSentence(t *testing.T) {
	_, good := serve(t, letters(1))
	_, start := serve(t, letters(1), demo.WithStartTLS())
	_, bare := serve(t, letters(1), demo.Plainly())
	_, refusing := serve(t, nil, demo.Refusing())
	with := func(src mailbox.Source, change func(*mailbox.Source)) mailbox.Source {
		change(&src)
		return src
	}
	failing := func(err error) func(*mailbox.Source) {
		return func(s *mailbox.Source) {
			s.Dial = func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: err}
			}
		}
	}
	for _, c := range []struct {
		name  string
		src   mailbox.Source
		kind  casefile.ErrorKind
		field string
		words string
	}{
		{"no host", with(good, func(s *mailbox.Source) { s.Account.Host = "" }), casefile.Invalid, "host", "no server"},
		{"bad port", with(good, func(s *mailbox.Source) { s.Account.Port = 70000 }), casefile.Invalid, "port", "not a number"},
		{"unknown name", with(good, failing(&net.DNSError{Err: "no such host", Name: "mial.example.org", IsNotFound: true})), casefile.Unreachable, "host", "no server of that name"},
		{"timeout", with(good, failing(os.ErrDeadlineExceeded)), casefile.Unreachable, "host", "does not answer"},
		{"refused", refusing, casefile.Unreachable, "port", "nothing listens"},
		{"TLS to a plain port", with(bare, func(s *mailbox.Source) { s.Account.TLS = casefile.Implicit }), casefile.Unreachable, "port", "does not speak TLS"},
		{"STARTTLS to a TLS port", with(good, func(s *mailbox.Source) {
			s.Account.TLS, s.Limits.Silence = casefile.StartTLS, 300*time.Millisecond
		}), casefile.Unreachable, "", ""},
		{"authority unknown", with(good, func(s *mailbox.Source) { s.Account.CA = "" }), casefile.Refused, "ca", "does not trust"},
		{"authority unknown, STARTTLS", with(start, func(s *mailbox.Source) { s.Account.CA = "" }), casefile.Refused, "ca", "does not trust"},
		{"authority unreadable", with(good, func(s *mailbox.Source) { s.Account.CA = "hello" }), casefile.Invalid, "ca", "holds no certificate"},
		{"another name", with(through(good, addr(good)), func(s *mailbox.Source) { s.Account.Host = "mail.example.org" }), casefile.Refused, "host", "another name"},
		{"another name, STARTTLS", with(through(start, addr(start)), func(s *mailbox.Source) { s.Account.Host = "mail.example.org" }), casefile.Refused, "host", "another name"},
		{"wrong password", with(good, func(s *mailbox.Source) { s.Password = "wrong" }), casefile.Refused, "password", "does not accept"},
		{"wrong user", with(good, func(s *mailbox.Source) { s.Account.User = "nobody" }), casefile.Refused, "password", "does not accept"},
		{"folder missing", with(good, func(s *mailbox.Source) { s.Account.Folders = []casefile.Folder{{Name: "Inbxo"}} }), casefile.Invalid, "folder", "no folder of that name"},
		{"plain beyond this machine", with(bare, func(s *mailbox.Source) { s.Account.Host = "192.0.2.1" }), casefile.Refused, "tls", "show the password"},
		{"no mode", with(bare, func(s *mailbox.Source) { s.Account.TLS = "" }), casefile.Invalid, "tls", "how its connection"},
		{"a web server", says(t, "HTTP/1.1 400 Bad Request\r\nServer: secret-banner\r\n\r\n", ""), casefile.Unreachable, "port", "not an IMAP mail server"},
		{"a mute server", with(says(t, "", ""), func(s *mailbox.Source) { s.Limits.Silence = 200 * time.Millisecond }), casefile.Unreachable, "host", "does not answer"},
		{"a server that hangs up", says(t, "* BYE secret-banner go away\r\n", ""), casefile.Unreachable, "host", "turns Casebook away"},
		{"STARTTLS taken away", with(says(t, "* OK [CAPABILITY IMAP4rev1] hi\r\n", "TAG BAD secret-banner\r\n"), func(s *mailbox.Source) { s.Account.TLS = casefile.StartTLS }), casefile.Refused, "tls", "does not start TLS"},
		{"STARTTLS where TLS comes first", with(good, func(s *mailbox.Source) { s.Account.TLS = casefile.StartTLS }), casefile.Unreachable, "tls", "TLS from the first byte"},
		{"the same of a private authority", with(good, func(s *mailbox.Source) { s.Account.TLS, s.Account.CA = casefile.StartTLS, "" }), casefile.Unreachable, "tls", "TLS from the first byte"},
		{"PREAUTH before STARTTLS", with(says(t, "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n", "TAG OK go on\r\n"), func(s *mailbox.Source) { s.Account.TLS = casefile.StartTLS }), casefile.Refused, "tls", "does not start TLS"},
		{"words smuggled in behind the consent", with(says(t, "* OK hi\r\n", "TAG OK go on\r\n* PREAUTH [CAPABILITY IMAP4rev1] secret-banner\r\n"), func(s *mailbox.Source) { s.Account.TLS = casefile.StartTLS }), casefile.Unreachable, "port", "does not speak TLS"},
		{"an older TLS", oldTLS(t), casefile.Unreachable, "port", "cannot agree on a protected connection"},
		{"plain to this machine, which is another", with(bare, func(s *mailbox.Source) { s.Account.Host, s.Dial = "localhost", farAway }), casefile.Refused, "tls", "show the password"},
		{"no passwords taken", says(t, "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n", "TAG NO secret-banner\r\n"), casefile.Refused, "password", "takes no passwords"},
		{"password check down", says(t, "* OK [CAPABILITY IMAP4rev1] hi\r\n", "TAG NO [UNAVAILABLE] secret-banner\r\n"), casefile.Unreachable, "host", "just now"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := mailbox.Check(t.Context(), c.src)
			e := casefile.AsError(err)
			if e == nil || e.Kind != c.kind || c.field != "" && e.Field != c.field || !strings.Contains(e.What, c.words) {
				t.Fatalf("got %#v", e)
			}
			if strings.Count(e.What, ". ") > 0 || !strings.HasSuffix(e.What, ".") || e.Do == "" || !strings.HasSuffix(e.Do, ".") {
				t.Errorf("not one sentence each: %q %q", e.What, e.Do)
			}
			if strings.Contains(e.Error(), "secret-banner") {
				t.Errorf("the server speaks to the user: %v", e)
			}
			if c.src.Password == good.Password && strings.Contains(fmt.Sprintf("%+v", err), good.Password) {
				t.Errorf("the password stands in %+v", err)
			}
			s := newShelf()
			if _, err := pullOne(t.Context(), c.src, s, nil); casefile.AsError(err).Kind != c.kind || len(s.kept) > 0 {
				t.Errorf("Pull says %v, keeps %d", err, len(s.kept))
			}
		})
	}
}

// oldTLS is a server whose TLS is older than 1.2, of an authority that is trusted.
func oldTLS(t *testing.T) mailbox.Source {
	t.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	tcp := server.Listener.Addr().(*net.TCPAddr)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	return mailbox.Source{
		Account: casefile.Account{Host: "127.0.0.1", Port: tcp.Port, TLS: casefile.Implicit, User: "u", CA: string(ca), Folders: inbox},
		Limits:  mailbox.Limits{Silence: 10 * time.Second},
	}
}

// farAway is a network on which the name of this machine leads to another.
func farAway(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() {
		defer theirs.Close()
		(&script{mails: fiveMails()}).talk(theirs)
	}()
	return elsewhere{ours}, nil
}

type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 143} }

func addr(src mailbox.Source) string {
	return net.JoinHostPort(src.Account.Host, strconv.Itoa(src.Account.Port))
}

func TestCheckTakesAGoodAccount(t *testing.T) {
	for _, options := range [][]demo.Option{nil, {demo.WithStartTLS()}, {demo.Plainly()}} {
		_, src := serve(t, letters(1), options...)
		if err := mailbox.Check(t.Context(), src); err != nil {
			t.Error(err)
		}
	}
}
