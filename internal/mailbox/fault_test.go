package mailbox_test

import (
	"context"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// through sends a source's connections by way of an address.
func through(src mailbox.Source, addr string) mailbox.Source {
	src.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}
	return src
}

// pullUntilDone pulls as a person would: again, until it works.
func pullUntilDone(t *testing.T, src mailbox.Source, s *shelf) {
	t.Helper()
	pullThrough(t, src, s, casefile.Unreachable, casefile.Conflict)
}

// pullThrough is [pullUntilDone] where a pull may fail in those ways; without
// any, in every way: a spoilt byte can make a server say anything.
func pullThrough(t *testing.T, src mailbox.Source, s *shelf, kinds ...casefile.ErrorKind) {
	t.Helper()
	for range 5 {
		r, err := pullOne(t.Context(), src, s, nil)
		if err == nil {
			wantSum(t, r)
			if len(r.SetAside) == 0 {
				return
			}
			continue
		}
		if e := casefile.AsError(err); len(kinds) > 0 && !slices.Contains(kinds, e.Kind) {
			t.Errorf("a broken connection reads as %s: %v (%v)", e.Kind, e, e.Err)
			return
		}
	}
	t.Error("five pulls were not enough")
}

// places are so many, spread over a whole session of the server's bytes, where
// each costs time: stalls are waited for, and TLS begins with arithmetic. What
// costs little is broken at every byte.
const places = 520

// kinds are the faults. One changed bit makes a digit another digit or a letter
// another letter, the other a space a parenthesis.
var kinds = map[string]fault{"cut": {}, "stall": {stall: true}, "spoil": {flip: 1}, "spoil the form": {flip: 8}}

// TestNothingIsLostOrDoubledWhereverTheConnectionFails cuts, stalls and spoils a
// session at every place, below TLS and without it (I2, R3, R5, R6).
func TestNothingIsLostOrDoubledWhereverTheConnectionFails(t *testing.T) {
	mails := letters(12)
	for _, way := range []struct {
		name   string
		option demo.Option
	}{{"plain", demo.Plainly()}, {"below TLS", demo.WithStartTLS()}} {
		_, src := serve(t, mails, way.option)
		target := addr(src)
		src.Limits.Batch, src.Limits.Silence = 5, 400*time.Millisecond
		clean := newProxy(t, target)
		pull(t, through(src, clean.addr), newShelf())
		length := int(clean.passed.Load())
		if length < places {
			t.Fatalf("a session has %d bytes", length)
		}
		for kind, f := range kinds {
			t.Run(way.name+", "+kind, func(t *testing.T) {
				step := 1
				if f.stall || way.name != "plain" {
					step = length / places
				}
				everyOffset(t, src, target, length, step, f, func(s *shelf) {
					if f.flip != 0 && way.name == "plain" {
						calm := src
						calm.Limits.Silence = time.Minute
						pull(t, calm, s) // a number spoilt in the listing is missed once
						wantAllButOneByte(t, s, mails)
						return
					}
					wantAll(t, s, mails)
				})
			})
		}
	}
}

// everyOffset pulls through a fault at each place, step bytes apart, several at
// once: most of the time is spent waiting for an end of silence.
func everyOffset(t *testing.T, src mailbox.Source, target string, length, step int, f fault, check func(*shelf)) {
	t.Helper()
	var all sync.WaitGroup
	offsets := make(chan int)
	for range 16 {
		all.Go(func() {
			for at := range offsets {
				f := f
				f.after = at
				p := newProxy(t, target, f, fault{after: at / 2}) // the second connection breaks too
				s := newShelf()
				if f.flip != 0 {
					pullThrough(t, through(src, p.addr), s)
				} else {
					pullUntilDone(t, through(src, p.addr), s)
				}
				if check(s); s.begun != 0 {
					t.Errorf("%d large messages were left open", s.begun)
				}
				if t.Failed() {
					t.Errorf("at byte %d", at)
				}
			}
		})
	}
	for at := 0; at < length && !t.Failed(); at += step {
		offsets <- at
	}
	close(offsets)
	all.Wait()
}

// wantAllButOneByte fails unless the shelf holds those mails, each once, of
// which one may have a byte changed: without TLS nothing shows that.
func wantAllButOneByte(t *testing.T, s *shelf, mails []demo.Mail) {
	t.Helper()
	if len(s.doubled) > 0 || len(s.kept) != len(mails) {
		t.Errorf("kept %d messages, doubled %v", len(s.kept), s.doubled)
	}
	spoilt := 0
	for i, m := range mails {
		got := s.kept[uint32(i+1)].Raw
		if len(got) != len(m.Raw) {
			t.Errorf("UID %d has %d bytes, not %d", i+1, len(got), len(m.Raw))
			continue
		}
		for j := range got {
			if got[j] != m.Raw[j] {
				spoilt++
			}
		}
	}
	if spoilt > 1 {
		t.Errorf("%d bytes are not what was sent", spoilt)
	}
}

func TestAMailboxThatVanishesLeavesWhatWasKept(t *testing.T) {
	server, src := serve(t, letters(100))
	src.Limits.Batch = 10
	s := newShelf()
	r, err := pullOne(t.Context(), src, s, func(p mailbox.Progress) {
		if p.Done == 20 {
			server.Close()
		}
	})
	e := casefile.AsError(err)
	if e == nil || e.Kind != casefile.Unreachable || e.Do != "What had been fetched is kept; pull again to go on." {
		t.Fatalf("got %v", err)
	}
	// The answer under way when the server ends may still arrive whole.
	if r.New < 20 || r.New == 100 || len(s.kept) != r.New {
		t.Errorf("kept %d, counted %+v", len(s.kept), r)
	}
}

func TestAMessageInPiecesOutlivesABrokenConnection(t *testing.T) {
	mails := letters(2)
	mails[0].Raw = make([]byte, 300_000)
	for i := range mails[0].Raw {
		mails[0].Raw[i] = byte(i * 7)
	}
	_, src := serve(t, mails, demo.Plainly())
	target := net.JoinHostPort(src.Account.Host, strconv.Itoa(src.Account.Port))
	src.Limits.Bytes, src.Limits.Piece = 1000, 50_000
	var faults []fault
	for range 4 { // more connections break than any message alone would be forgiven
		faults = append(faults, fault{after: 90_000})
	}
	p := newProxy(t, target, faults...)
	s := newShelf()
	r := pull(t, through(src, p.addr), s)
	wantAll(t, s, mails)
	if r.New != 2 {
		t.Errorf("got %+v", r)
	}
}
