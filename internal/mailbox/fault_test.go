package mailbox_test

import (
	"context"
	"fmt"
	"net"
	"strconv"
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
	for range 5 {
		r, err := pullOne(t.Context(), src, s, nil)
		if err == nil {
			wantSum(t, r)
			if len(r.SetAside) == 0 {
				return
			}
			continue
		}
		if e := casefile.AsError(err); e.Kind != casefile.Unreachable {
			t.Fatalf("a broken connection reads as %s: %v (%v)", e.Kind, e, e.Err)
		}
	}
	t.Fatal("five pulls were not enough")
}

func TestNothingIsLostOrDoubledWhereverTheConnectionBreaks(t *testing.T) {
	mails := letters(12)
	for _, option := range []demo.Option{demo.Plainly(), demo.WithStartTLS()} {
		_, src := serve(t, mails, option)
		target := net.JoinHostPort(src.Account.Host, strconv.Itoa(src.Account.Port))
		src.Limits.Batch = 5
		for at := 0; at < 9000; at += 23 {
			// The second connection breaks too, elsewhere.
			p := newProxy(t, target, fault{after: at}, fault{after: at / 2})
			s := newShelf()
			pullUntilDone(t, through(src, p.addr), s)
			wantAll(t, s, mails)
			if t.Failed() {
				t.Fatalf("cut after %d bytes", at)
			}
		}
	}
}

func TestNothingIsLostWhenTheServerFallsSilent(t *testing.T) {
	mails := letters(12)
	_, src := serve(t, mails, demo.Plainly())
	src.Limits.Silence = 300 * time.Millisecond
	target := net.JoinHostPort(src.Account.Host, strconv.Itoa(src.Account.Port))
	for _, at := range []int{0, 40, 300, 700, 1100, 1500, 2300, 3100} {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			t.Parallel()
			p := newProxy(t, target, fault{after: at, stall: true})
			s := newShelf()
			pullUntilDone(t, through(src, p.addr), s)
			wantAll(t, s, mails)
		})
	}
}

func TestAMailboxThatVanishesLeavesWhatWasKept(t *testing.T) {
	server, src := serve(t, letters(60))
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
	if r.New != 20 || len(s.kept) != 20 {
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
