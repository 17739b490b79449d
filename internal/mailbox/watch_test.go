package mailbox_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// A wait is twice the one before it, less at most a half, from one second to
// five minutes (I10).
func TestBackoff(t *testing.T) {
	for try, most := range []time.Duration{
		time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second,
		64 * time.Second, 128 * time.Second, 256 * time.Second, 5 * time.Minute, 5 * time.Minute,
	} {
		if got := mailbox.Backoff(time.Second, try, 0); got != most {
			t.Errorf("try %d: %v, want %v", try, got, most)
		}
		if got := mailbox.Backoff(time.Second, try, 1); got != most/2 {
			t.Errorf("try %d: %v at least, want %v", try, got, most/2)
		}
	}
	if got := mailbox.Backoff(time.Second, 1000, 0.5); got != 225*time.Second {
		t.Errorf("after very many tries: %v", got)
	}
}

// watchScript watches a scripted server until stop says so, and returns how it
// ended and how often it woke.
func watchScript(t *testing.T, src mailbox.Source, every time.Duration, wakes int) (int, error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n := 0
	err := mailbox.Watch(ctx, src, every, func() {
		if n++; n == wakes {
			stop()
		}
	})
	return n, err
}

// A server without IDLE, or whose IDLE tells nothing, is asked all the same
// (I11).
func TestWatchAsksWhereNothingIsTold(t *testing.T) {
	for name, caps := range map[string]string{"no IDLE": "IMAP4rev1", "a mute IDLE": "IMAP4rev1 IDLE"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{mails: fiveMails(), caps: caps}
				n, err := watchScript(t, s.inside(), 5*time.Minute, 4)
				if e := casefile.AsError(err); n != 4 || e == nil || e.Kind != casefile.Cancelled {
					t.Errorf("woke %d times, ended by %v", n, err)
				}
				s.mu.Lock()
				defer s.mu.Unlock()
				idled := strings.Contains(strings.Join(s.log, "\n"), "IDLE")
				if idled != strings.Contains(caps, "IDLE") {
					t.Errorf("the server was asked %q", s.log)
				}
			})
		})
	}
}

// What the server tells while somebody is being woken may come too late for that
// pull, and wakes once more, at once (I11).
func TestWatchHearsWhatIsToldMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
		src := s.inside()
		ours, theirs := net.Pipe()
		go s.talk(theirs)
		src.Dial = func(context.Context, string, string) (net.Conn, error) { return ours, nil }
		ctx, stop := context.WithCancel(t.Context())
		var woken []time.Time
		err := mailbox.Watch(ctx, src, 5*time.Minute, func() {
			if woken = append(woken, time.Now()); len(woken) == 2 {
				stop()
				return
			}
			fmt.Fprint(theirs, "* 6 EXISTS\r\n")
			synctest.Wait() // until it was heard
		})
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled {
			t.Fatalf("ended by %v", err)
		}
		if later := woken[1].Sub(woken[0]); later != 0 { // of the bubble's time
			t.Errorf("woken again after %v", later)
		}
	})
}

// A server that tells something at every IDLE wakes once a second and not as
// often as it can.
func TestWatchIsNotKeptAwake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
		s.command = func(line string) (string, bool) { return "+ idling\r\n* 6 EXISTS\r\n", line == "IDLE" }
		src := s.inside()
		ours, theirs := net.Pipe()
		go s.talk(theirs)
		src.Dial = func(context.Context, string, string) (net.Conn, error) { return ours, nil }
		before := time.Now()
		if n, _ := watchScript(t, src, time.Hour, 100); n != 100 || time.Since(before) < 95*time.Second {
			t.Errorf("woken %d times in %v", n, time.Since(before))
		}
	})
}

// A refused sign-in ends the watch; one connection was tried and no more (I10).
func TestWatchStopsWhereItIsRefused(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.command = func(line string) (string, bool) {
		return "TAG NO [AUTHENTICATIONFAILED] no\r\n", strings.HasPrefix(line, "LOGIN")
	}
	n, err := watchScript(t, s.serve(t), time.Minute, 1)
	if e := casefile.AsError(err); n != 0 || e == nil || e.Kind != casefile.Refused {
		t.Errorf("woke %d times, ended by %v", n, err)
	}
	if len(s.log) != 1 {
		t.Errorf("asked %q", s.log)
	}
}

// roaming is a network that changes: connections go to where it points now, and
// those of before fall silent, as they do when a laptop sleeps and wakes
// somewhere else.
type roaming struct {
	to    *script
	conns []*deaf
}

// deaf is a connection that can fall silent for good.
type deaf struct {
	net.Conn
	shut         sync.Once
	gone, closed chan struct{}
}

func (d *deaf) Read(b []byte) (int, error) {
	n, err := d.Conn.Read(b)
	select {
	case <-d.gone: // what came is lost, and nothing comes any more
		<-d.closed
		return 0, net.ErrClosed
	default:
	}
	return n, err
}

func (d *deaf) Close() error {
	d.shut.Do(func() { close(d.closed) })
	return d.Conn.Close()
}

func (r *roaming) dial(context.Context, string, string) (net.Conn, error) {
	conn := &deaf{Conn: r.to.pipe(), gone: make(chan struct{}), closed: make(chan struct{})}
	r.conns = append(r.conns, conn)
	return conn, nil
}

// move lets every connection fall silent and points to another server.
func (r *roaming) move(to *script) {
	r.to = to
	for _, c := range r.conns {
		close(c.gone)
	}
}

// A laptop that wakes on another network notices that its connection is dead
// and goes on over another, watching and pulling. The clock is the test's.
func TestWatchOutlivesAChangeOfNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
		second := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
		net := &roaming{to: first}
		src := first.inside()
		src.Dial = net.dial
		s := newShelf()
		ctx, stop := context.WithCancel(t.Context())
		err := mailbox.Watch(ctx, src, 5*time.Minute, func() {
			if net.to == first {
				net.move(second)
				return
			}
			pull(t, src, s)
			stop()
		})
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled {
			t.Errorf("ended by %v", err)
		}
		s.want(t, second.mails)
	})
}

// IDLE is renewed within 25 minutes even where a person asks to be woken less
// often (I11). The clock is the test's.
func TestIdleIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idles []time.Time
		script := &script{mails: fiveMails(), caps: "IMAP4rev1 IDLE"}
		script.command = func(line string) (string, bool) {
			if line == "IDLE" {
				idles = append(idles, time.Now())
			}
			return "", false
		}
		if n, _ := watchScript(t, script.inside(), 10*time.Hour, 4); n != 4 {
			t.Errorf("woke %d times", n)
		}
		synctest.Wait() // for the script to have heard that it is over
		if len(idles) < 3 {
			t.Fatalf("idled %d times", len(idles))
		}
		for i := 1; i < len(idles); i++ {
			if d := idles[i].Sub(idles[i-1]); d > 25*time.Minute || d < 20*time.Minute {
				t.Errorf("renewed after %v", d)
			}
		}
	})
}

// A server that wants to be left alone for days is asked again within hours. The
// clock is the test's.
func TestWatchIsNotPutOffForDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{mails: fiveMails()}
		s.command = func(line string) (string, bool) {
			return "TAG NO Request is throttled. Suggested Backoff Time: 999999999 milliseconds\r\n", strings.HasPrefix(line, "EXAMINE")
		}
		src := mailbox.Source{
			Account: casefile.Account{Host: "127.0.0.1", Port: 143, TLS: casefile.Plain, User: "u", Folders: inbox},
			Dial: func(context.Context, string, string) (net.Conn, error) {
				client, server := net.Pipe()
				go s.talk(server)
				return client, nil
			},
		}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Hour)
		defer stop()
		_ = mailbox.Watch(ctx, src, time.Minute, func() {})
		if asked := strings.Count(strings.Join(s.log, "\n"), "EXAMINE"); asked < 4 {
			t.Errorf("asked %d times in five hours", asked)
		}
	})
}

// Throttled at any command, the server is left alone for as long as it says and
// asked again (I10).
func TestThrottlingIsObeyedEverywhere(t *testing.T) {
	for _, at := range []string{"EXAMINE", "UID SEARCH", "UID FETCH"} {
		t.Run(at, func(t *testing.T) {
			s := &script{mails: fiveMails()}
			left := 2
			s.command = func(line string) (string, bool) {
				if strings.HasPrefix(line, at) && left > 0 {
					left--
					return fmt.Sprintf("TAG BAD Request is throttled. Suggested Backoff Time: %d milliseconds\r\n", 3), true
				}
				return "", false
			}
			shelf := newShelf()
			pull(t, s.serve(t), shelf)
			shelf.want(t, s.mails)
			if left != 0 {
				t.Errorf("asked too seldom: %d refusals left", left)
			}
		})
	}
}
