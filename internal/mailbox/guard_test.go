package mailbox_test

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// slow passes a server's bytes on a few at a time.
type slow struct {
	net.Conn
	pause time.Duration
}

func (s slow) Read(b []byte) (int, error) {
	time.Sleep(s.pause)
	return s.Conn.Read(b[:min(len(b), 200)])
}

func TestASlowSteadyServerIsNotCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: map[uint32]string{1: strings.Repeat("a long letter\r\n", 1500)}}
		src := s.inside()
		// All of it takes longer than the limit, no pause does.
		src.Limits.Silence = time.Second
		dials := 0
		src.Dial = func(context.Context, string, string) (net.Conn, error) {
			dials++
			return slow{s.pipe(), 20 * time.Millisecond}, nil
		}
		shelf := newShelf()
		pull(t, src, shelf)
		shelf.want(t, s.mails)
		if dials != 1 {
			t.Errorf("%d connections were needed", dials)
		}
	})
}

func TestStoppingDoesNotWaitForTheServer(t *testing.T) {
	for _, at := range []string{"LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"} {
		t.Run(at, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			ctx, stop := context.WithCancel(t.Context())
			s.command = func(line string) (string, bool) {
				if !strings.HasPrefix(line, at) {
					return "", false
				}
				stop()
				return "", true // and never a word more
			}
			src := s.serve(t)
			src.Limits.Silence = time.Hour
			_, err := pullOne(ctx, src, newShelf(), nil)
			if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled {
				t.Errorf("got %v", err)
			}
		})
	}
}

// pullIt, watchIt, listIt and draftIt are what is done with a server that may not
// answer.
func pullIt(ctx context.Context, src mailbox.Source) error {
	_, err := pullOne(ctx, src, newShelf(), nil)
	return err
}

func watchIt(ctx context.Context, src mailbox.Source) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	dial, lost := src.Dial, 0
	src.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if lost++; lost > 2 {
			stop() // it has gone back twice: that is what it is to do
		}
		return dial(ctx, network, address)
	}
	if err := mailbox.Watch(ctx, src, time.Minute, func() {}); !casefile.IsKind(err, casefile.Cancelled) {
		return err
	}
	return &casefile.Error{Kind: casefile.Unreachable}
}

func listIt(ctx context.Context, src mailbox.Source) error {
	_, err := mailbox.Folders(ctx, src)
	return err
}

func draftIt(ctx context.Context, src mailbox.Source) error {
	src.Limits.Tries = 1
	_, err := mailbox.PutDraft(ctx, src, mailbox.Draft{Raw: []byte("Subject: draft\r\n\r\n"), MessageID: "a@b"})
	return err
}

// Whatever Casebook asks, a server that does not answer is left (R6).
func TestSilenceEndsEveryWait(t *testing.T) {
	for _, c := range []struct {
		name, at, caps string
		do             func(context.Context, mailbox.Source) error
	}{
		{"sign-in", "LOGIN", "", pullIt},
		{"opening", "EXAMINE", "", pullIt},
		{"listing", "UID SEARCH", "", pullIt},
		{"looking once more", "NOOP", "", pullIt},
		{"dates and sizes", "UID FETCH", "", pullIt},
		{"messages, that come singly", "UID FETCH 3,5:6 (UID INTERNALDATE BODY.PEEK[])", "", pullIt},
		{"a piece, that comes in a whole", "UID FETCH 7 (UID BODY.PEEK[]<0.", "", pullIt},
		{"a large message, that is set aside", "UID FETCH 7 (UID BODY.PEEK[])", "", pullIt},
		{"folders", "LIST", "", listIt},
		{"good-bye", "LOGOUT", "", listIt},
		{"a draft", "APPEND", "", draftIt},
		{"waiting for news", "IDLE", "IMAP4rev1 IDLE", watchIt},
		{"no longer waiting for news", "DONE", "IMAP4rev1 IDLE", watchIt},
		{"asking whether it stands", "NOOP", "IMAP4rev1", watchIt},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{mails: fiveMails(), states: map[uint32]int{7: 20_000}, caps: c.caps, mute: c.at}
				s.command = func(line string) (string, bool) {
					switch {
					case strings.HasPrefix(line, "UID SEARCH ALL") && c.name == "looking once more":
						return "* SEARCH 3\r\nTAG OK done\r\n", true
					case strings.HasPrefix(line, "LIST"):
						return "* LIST (\\Drafts) \"/\" Drafts\r\nTAG OK done\r\n", true
					case strings.HasPrefix(line, "UID SEARCH") && strings.Contains(line, "HEADER"):
						return "* SEARCH\r\nTAG OK done\r\n", true
					}
					return "", false
				}
				src := s.inside()
				src.Limits.Deaths, src.Limits.Bytes = 1, 10_000
				goesOn := c.at == "LOGOUT" || strings.Contains(c.name, ", that ")
				if goesOn {
					src.Limits.Deaths = 0 // as many as usual
				}
				err := c.do(t.Context(), src)
				if (err == nil) != goesOn || err != nil && !casefile.IsKind(err, casefile.Unreachable) {
					t.Errorf("got %v", err)
				}
				if asked := s.asked(); c.at != "DONE" && !strings.Contains(asked, c.at) {
					t.Errorf("it was asked %s", asked)
				}
			})
		})
	}
}

// TestAFloodIsBounded lets a server claim more than a mailbox can hold.
func TestAFloodIsBounded(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		return "* ESEARCH (TAG \"TAG\") UID ALL 1:4294967295\r\nTAG OK done\r\n", strings.HasPrefix(line, "UID SEARCH")
	}
	_, err := pullOne(t.Context(), s.serve(t), newShelf(), nil)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable || !strings.Contains(fmt.Sprint(e.Err), "more messages than a mailbox can hold") {
		t.Errorf("got %v", err)
	}
}

// TestNoSecretIsWritten looks at what goes over the wire before TLS.
func TestNoSecretIsWritten(t *testing.T) {
	s := &script{mails: fiveMails()}
	src := s.serve(t)
	src.Account.TLS, src.Password = casefile.StartTLS, "very-secret"
	if err := mailbox.Check(t.Context(), src); err == nil {
		t.Fatal("a server without TLS was taken")
	}
	if strings.Contains(s.asked(), "very-secret") {
		t.Errorf("sent %q", s.asked())
	}
}

// TestNoSecretIsSaid looks at what a pull, a watch, a listing and a draft print
// and log, by the library too: nothing (R10).
func TestNoSecretIsSaid(t *testing.T) {
	said, err := os.CreateTemp(t.TempDir(), "said")
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	stdout, stderr, logged := os.Stdout, os.Stderr, log.Writer()
	os.Stdout, os.Stderr = said, said
	log.SetOutput(said)
	defer func() {
		os.Stdout, os.Stderr = stdout, stderr
		log.SetOutput(logged)
	}()
	for _, caps := range []string{"IMAP4rev1 IDLE", "IMAP4rev1 SASL-IR AUTH=XOAUTH2"} {
		s := &script{mails: fiveMails(), caps: caps}
		src := s.serve(t)
		src.Password = "very-secret"
		if strings.Contains(caps, "XOAUTH2") {
			src.Account.Auth = casefile.ByOAuth2
			src.Token = func(context.Context, string) (string, error) { return "very-secret", nil }
		}
		pull(t, src, newShelf())
		watchScript(t, src, time.Millisecond, 2)
		_, _ = mailbox.Folders(t.Context(), src)
		_, _ = mailbox.PutDraft(t.Context(), src, mailbox.Draft{Raw: []byte("x"), MessageID: "a@b"})
	}
	all, err := os.ReadFile(said.Name())
	if err != nil || len(all) > 0 {
		t.Errorf("it says %.300q, %v", all, err)
	}
}
