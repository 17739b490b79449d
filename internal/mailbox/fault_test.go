package mailbox_test

import (
	"context"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
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
// each costs time, as TLS does. What costs little is broken at every byte.
const places = 520

// kinds are the faults. One changed bit makes a digit another digit or a letter
// another letter, the other a space a parenthesis.
var kinds = map[string]fault{"cut": {}, "stall": {stall: true}, "spoil": {flip: 1}, "spoil the form": {flip: 8}}

// TestNothingIsLostOrDoubledWhereverTheConnectionFails cuts, stalls and spoils a
// session at every place, below TLS and without it (I2, R3, R5, R6).
func TestNothingIsLostOrDoubledWhereverTheConnectionFails(t *testing.T) {
	for _, way := range []struct {
		name   string
		option demo.Option
	}{{"plain", demo.Plainly()}, {"below TLS", demo.WithStartTLS()}} {
		for kind, f := range kinds {
			t.Run(way.name+", "+kind, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { everywhere(t, f, way.name == "plain", way.option) })
			})
		}
	}
}

// everywhere breaks a session in that way, at every byte or at each of many
// places. It runs in a bubble of [synctest].
func everywhere(t *testing.T, f fault, plain bool, option demo.Option) {
	mails := letters(12)
	time.Sleep(time.Until(mails[0].Received)) // a bubble begins before the certificate holds
	network := newPipes()
	_, src := serve(t, mails, option, demo.At(network))
	src.Limits.Batch = 5
	clean := newBetween(t, network.reach)
	src.Dial = clean.dial
	pull(t, src, newShelf())
	length := int(clean.passed.Load())
	if length < places {
		t.Fatalf("a session has %d bytes", length)
	}
	step := 1
	if f.stall || !plain {
		step = length / places
	}
	everyOffset(t, src, network, length, step, f, func(s *shelf) {
		if f.flip != 0 && plain {
			pull(t, src, s) // a number spoilt in the listing is missed once
			wantAllButOneByte(t, s, mails)
			return
		}
		wantAll(t, s, mails)
	})
}

// everyOffset pulls through a fault at each place, step bytes apart, some at once.
func everyOffset(t *testing.T, src mailbox.Source, network *pipes, length, step int, f fault, check func(*shelf)) {
	t.Helper()
	var all sync.WaitGroup
	offsets := make(chan int)
	for range 4 {
		all.Go(func() {
			for at := range offsets {
				f := f
				f.after = at
				p := newBetween(t, network.reach, f, fault{after: at / 2}) // the second connection breaks too
				src := src
				src.Dial = p.dial
				s := newShelf()
				if f.flip != 0 {
					pullThrough(t, src, s)
				} else {
					pullUntilDone(t, src, s)
				}
				if check(s); s.begun != 0 {
					t.Errorf("%d large messages were left open", s.begun)
				}
				if t.Failed() {
					t.Errorf("at byte %d", at)
				}
				p.close()
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
