package mailbox_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// slow passes a server's bytes on a few at a time.
type slow struct{ net.Conn }

func (s slow) Read(b []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
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
			return slow{s.pipe()}, nil
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

func TestSilenceEndsEveryWait(t *testing.T) {
	for _, at := range []string{"LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"} {
		t.Run(at, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{mails: fiveMails()}
				s.command = func(line string) (string, bool) { return "", strings.HasPrefix(line, at) }
				src := s.inside()
				src.Limits.Deaths = 1
				_, err := pullOne(t.Context(), src, newShelf(), nil)
				if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestAFloodIsBounded lets a server claim more than a mailbox can hold.
func TestAFloodIsBounded(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		tag := "TAG"
		return fmt.Sprintf("* ESEARCH (TAG \"%s\") UID ALL 1:4294967295\r\nTAG OK done\r\n", tag), strings.HasPrefix(line, "UID SEARCH")
	}
	_, err := pullOne(t.Context(), s.serve(t), newShelf(), nil)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable {
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
	if all := strings.Join(s.log, "\n"); strings.Contains(all, "very-secret") {
		t.Errorf("sent %q", all)
	}
}
