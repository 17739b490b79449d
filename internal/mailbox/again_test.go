package mailbox_test

import (
	"context"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// line is a network to a scripted server on which the clock is the test's: when
// it was dialled, and which of the calls find nobody.
type line struct {
	dialled []time.Time
	nobody  func(n int) bool // counted from 0
	slow    time.Duration    // before each piece of what is read
}

func (l *line) to(s *script) mailbox.Source {
	return mailbox.Source{
		Account: casefile.Account{Host: "127.0.0.1", Port: 143, TLS: casefile.Plain, User: "u", Folders: inbox},
		Dial: func(context.Context, string, string) (net.Conn, error) {
			n := len(l.dialled)
			l.dialled = append(l.dialled, time.Now())
			if l.nobody != nil && l.nobody(n) {
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			client, server := net.Pipe()
			go s.talk(server)
			if l.slow > 0 {
				return slow{client, l.slow}, nil
			}
			return client, nil
		},
	}
}

// wantPauses fails unless each pause is at most as long as it should be, and at
// least half of that.
func (l *line) wantPauses(t *testing.T, most ...time.Duration) {
	t.Helper()
	if len(l.dialled) != len(most)+1 {
		t.Fatalf("it was dialled %d times, want %d", len(l.dialled), len(most)+1)
	}
	for i, d := range most {
		if got := l.dialled[i+1].Sub(l.dialled[i]); got > d || got < d/2 {
			t.Errorf("pause %d is %v, want %v or up to half of it less", i, got, d)
		}
	}
}

// A pull whose server is gone comes back after longer and longer pauses, and
// gives up after some (R9, I10).
func TestAPullComesBackLaterAndLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails()}
		s.fetch = func(uint32, string) (string, bool) { return hangUp, true }
		l := &line{nobody: func(n int) bool { return n > 0 }}
		_, err := pullOne(t.Context(), l.to(s), newShelf(), nil)
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable {
			t.Errorf("got %v", err)
		}
		l.wantPauses(t, time.Second, 2*time.Second, 4*time.Second)
	})
}

// Nobody is asked again and again whose sign-in was refused in the middle of a
// pull (I10).
func TestARefusalInTheMiddleEndsThePull(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.fetch = func(uint32, string) (string, bool) { return hangUp, true }
	logins := 0
	s.command = func(line string) (string, bool) {
		if !strings.HasPrefix(line, "LOGIN") {
			return "", false
		}
		logins++
		return "TAG NO [AUTHENTICATIONFAILED] not any more\r\n", logins > 1
	}
	_, err := pullOne(t.Context(), s.serve(t), newShelf(), nil)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Refused || e.Field != "password" {
		t.Errorf("got %v", err)
	}
	if n := strings.Count(s.asked(), "LOGIN"); n != 2 {
		t.Errorf("it was tried %d times", n)
	}
}

// A watch whose server is gone comes back after longer and longer pauses, of up
// to five minutes, and after short ones again where it was there in between and
// answered (R9, I10).
func TestAWatchComesBackLaterAndLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails()}
		l := &line{nobody: func(n int) bool { return n < 11 }}
		src := l.to(s)
		woken := false
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		asked := 0
		s.command = func(line string) (string, bool) {
			if strings.HasPrefix(line, "NOOP") {
				asked++
			}
			return hangUp, asked == 2 // it stood once: that the first answer shows
		}
		dial := src.Dial
		src.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if len(l.dialled) == 13 {
				stop()
			}
			return dial(ctx, network, address)
		}
		err := mailbox.Watch(ctx, src, 100*time.Millisecond, func() { woken = true })
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled || !woken {
			t.Errorf("woken %v, ended by %v", woken, err)
		}
		var most []time.Duration
		for d := time.Second; len(most) < 9; d *= 2 {
			most = append(most, d)
		}
		most = append(most, 5*time.Minute, 5*time.Minute)
		l.dialled, most = l.dialled[:13], append(most[:11:11], 1200*time.Millisecond)
		l.wantPauses(t, most...)
	})
}

// A server that wants rest is not watched before that is over (I10).
func TestAWatchLetsAServerRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails()}
		l := &line{}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		s.command = func(line string) (string, bool) {
			return "TAG BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds\r\n",
				strings.HasPrefix(line, "EXAMINE") && len(l.dialled) == 1
		}
		err := mailbox.Watch(ctx, l.to(s), time.Minute, stop)
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled || len(l.dialled) != 2 {
			t.Fatalf("dialled %d times, %v", len(l.dialled), err)
		}
		if rest := l.dialled[1].Sub(l.dialled[0]); rest < 299961*time.Millisecond {
			t.Errorf("it had %v of rest", rest)
		}
	})
}

// A message that takes a quarter of an hour comes, as long as no pause in it is
// too long: the library's own limits would end it (R6).
func TestAVerySlowServerIsNotCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: map[uint32]string{1: strings.Repeat("a long letter\r\n", 400)}}
		shelf := newShelf()
		l := &line{slow: 50 * time.Second}
		started := time.Now()
		pull(t, l.to(s), shelf)
		shelf.want(t, s.mails)
		if took := time.Since(started); took < 20*time.Minute {
			t.Errorf("it took %v only", took)
		}
	})
}

// Whatever UIDNEXT and the count of messages claim, the set decides (I3).
func TestNoNumberOfTheServersDecides(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		return "* 5 EXISTS\r\n* OK [UIDVALIDITY 9] fine\r\n* OK [UIDNEXT 7] fine\r\nTAG OK [READ-ONLY] done\r\n", strings.HasPrefix(line, "EXAMINE")
	}
	shelf := newShelf()
	for _, uid := range []uint32{1, 2, 3, 5, 6} {
		shelf.kept[uid] = mailbox.Fetched{}
	}
	r := pull(t, s.serve(t), shelf)
	if r.New != 2 || r.Known != 3 || len(r.Gone) != 2 || shelf.kept[7].Raw == nil || shelf.kept[20].Raw == nil {
		t.Errorf("got %+v", r)
	}
}

// Where dates cannot be asked for beforehand a message from before the start
// date is counted as such all the same, and not kept (I8).
func TestTooOldIsSeenAtLast(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.fetch = func(_ uint32, items string) (string, bool) { return hangUp, strings.Contains(items, "RFC822.SIZE") }
	src := s.serve(t)
	src.Account.Folders = []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: day("2026-11-02")}}
	shelf := newShelf()
	if r := pull(t, src, shelf); r.New != 0 || r.BeforeStart != 5 || len(shelf.kept) != 0 {
		t.Errorf("kept %d, %+v", len(shelf.kept), r)
	}
}

// A folder that cannot be opened keeps no other from being read.
func TestOneFolderIsNotTheMailbox(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		return "TAG NO there is none\r\n", line == `EXAMINE "Gone"` || line == "EXAMINE Gone"
	}
	src := s.serve(t)
	src.Account.Folders = []casefile.Folder{{Name: "Gone"}, inbox[0]}
	shelf := newShelf()
	results, err := mailbox.Pull(t.Context(), src, shelf, nil)
	if e := casefile.AsError(err); e == nil || e.Field != "folder" || len(results) != 2 || results[1].New != 5 {
		t.Errorf("%+v, %v", results, err)
	}
	shelf.want(t, s.mails)
}
