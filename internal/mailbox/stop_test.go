package mailbox_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// Whatever a pull waits for, it ends when a person stops it, in that instant:
// the clock is the test's and does not move on (R6).
func TestStoppingIsAtOnceInEveryPhase(t *testing.T) {
	hangs := func(uint32, string) (string, bool) { return hangUp, true }
	for name, wait := range map[string]func(s *script, l *line, src *mailbox.Source){
		"a server that is not found": func(_ *script, _ *line, src *mailbox.Source) {
			src.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
		},
		"TLS":      func(s *script, _ *line, src *mailbox.Source) { s.silent, src.Account.TLS = true, casefile.Implicit },
		"STARTTLS": func(s *script, _ *line, src *mailbox.Source) { s.silent, src.Account.TLS = true, casefile.StartTLS },
		"greeting": func(s *script, _ *line, _ *mailbox.Source) { s.silent = true },
		"a token": func(s *script, _ *line, src *mailbox.Source) {
			s.caps, src.Account.Auth = "IMAP4rev1 SASL-IR AUTH=XOAUTH2", casefile.ByOAuth2
			src.Token = func(ctx context.Context, _ string) (string, error) {
				<-ctx.Done()
				return "", &casefile.Error{Kind: casefile.Cancelled, Err: ctx.Err()}
			}
		},
		"rest for the server": func(s *script, _ *line, _ *mailbox.Source) {
			s.command = func(line string) (string, bool) {
				return "TAG NO Request is throttled. Suggested Backoff Time: 240000 milliseconds\r\n", strings.HasPrefix(line, "UID FETCH")
			}
		},
		"a pause": func(s *script, l *line, src *mailbox.Source) {
			s.fetch, l.nobody = hangs, func(n int) bool { return n > 0 }
			src.Limits.Backoff = time.Hour
		},
		"a piece": func(s *script, _ *line, src *mailbox.Source) {
			s.mails[6], s.parts, s.mute, src.Limits.Bytes = long, true, "UID FETCH 6 (UID BODY.PEEK[]<0", 1000
		},
		"a large message": func(s *script, _ *line, src *mailbox.Source) {
			s.mails[6], s.mute, src.Limits.Bytes = long, "UID FETCH 6 (UID BODY.PEEK[])", 1000
		},
		"good-bye": func(s *script, _ *line, _ *mailbox.Source) { s.mute = "LOGOUT" },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, l := &script{mails: fiveMails()}, &line{}
				src := l.to(s)
				wait(s, l, &src)
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() {
					_, err := pullOne(ctx, src, newShelf(), nil)
					ended <- err
				}()
				time.Sleep(time.Second) // it is waiting now
				stopped := time.Now()
				stop()
				err := <-ended
				if took := time.Since(stopped); took > 0 {
					t.Errorf("it took %v", took)
				}
				if e := casefile.AsError(err); name != "good-bye" && (e == nil || e.Kind != casefile.Cancelled) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A pull that is longer than a token's life goes on however often the server
// ends the session with it, each time with a token that is good (I10). More
// sessions end than would be forgiven without any mail in between.
func TestAPullLongerThanManyTokens(t *testing.T) {
	s := &script{mails: map[uint32]string{}, caps: "IMAP4rev1 SASL-IR AUTH=XOAUTH2"}
	for uid := range uint32(60) {
		s.mails[uid+1] = strings.Repeat("a letter\r\n", int(uid%7))
	}
	token, left := 0, 0
	s.command = func(line string) (string, bool) {
		switch {
		case strings.HasPrefix(line, "AUTHENTICATE"):
			left = 4
		case strings.HasPrefix(line, "UID FETCH"):
			if left--; left < 0 {
				return "* BYE Session expired, sign in again\r\n" + hangUp, true
			}
		}
		return "", false
	}
	src := s.serve(t)
	src.Account.Auth, src.Limits.Batch = casefile.ByOAuth2, 2
	src.Token = func(_ context.Context, refused string) (string, error) {
		if refused != "" {
			t.Error("a good token was refused")
		}
		token++
		return strings.Repeat("t", token), nil
	}
	shelf := newShelf()
	pull(t, src, shelf)
	shelf.want(t, s.mails)
	if token < 9 {
		t.Errorf("%d tokens were enough", token)
	}
}
