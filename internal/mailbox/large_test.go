package mailbox_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"casebook/internal/mailbox"
)

// long is a message that does not fit into memory where that is 1,000 bytes.
var long = "Subject: long\r\n\r\n" + strings.Repeat("0123456789abcde\r\n", 400)

// withLong is a server whose message 6 is the long one, and a source that has
// room for less.
func withLong(t *testing.T) (*script, mailbox.Source) {
	s := &script{mails: fiveMails(), parts: true}
	s.mails[6] = long
	src := s.serve(t)
	src.Limits.Bytes, src.Limits.Piece = 1000, 600
	return s, src
}

// asksPart reports whether a part of the long message is asked for, and asksAll
// whether all of it is.
func asksPart(uid uint32, items string) bool {
	return uid == 6 && strings.Contains(items, "BODY.PEEK[]<")
}

func asksAll(uid uint32, items string) bool {
	return uid == 6 && strings.Contains(items, "BODY.PEEK[]") && !strings.Contains(items, "<")
}

// A large message comes in pieces, none of which is asked for twice where its
// connection breaks, and never as a whole (R7).
func TestOnlyThePieceThatBrokeIsAskedForAgain(t *testing.T) {
	s, src := withLong(t)
	var broken atomic.Bool
	s.fetch = func(uid uint32, items string) (string, bool) {
		if !asksPart(uid, items) || !strings.Contains(items, "<3000.") || broken.Swap(true) {
			return "", false
		}
		return "* SEQ FETCH (UID 6 BODY[]<3000> {600}\r\n0123" + hangUp, true
	}
	shelf := newShelf()
	pull(t, src, shelf)
	shelf.want(t, s.mails)
	for at := 0; at < len(long); at += 600 {
		want := 1
		if at == 3000 {
			want = 2
		}
		if n := strings.Count(s.asked(), fmt.Sprintf("BODY.PEEK[]<%d.600>", at)); n != want {
			t.Errorf("the piece at %d was asked for %d times", at, n)
		}
	}
	if strings.Contains(s.asked(), "UID FETCH 6 (UID BODY.PEEK[])") {
		t.Errorf("it was asked for whole: %s", s.asked())
	}
}

// However a server hands out a large message, what is kept is the message.
func TestPiecesOfAllKinds(t *testing.T) {
	for name, answer := range map[string]func(uid uint32, items string) (string, bool){
		"smaller ones than were asked for": func(uid uint32, items string) (string, bool) {
			var from int
			if _, err := fmt.Sscanf(items[strings.Index(items, "<")+1:], "%d", &from); err != nil || !asksPart(uid, items) {
				return "", false
			}
			piece := long[min(from, len(long)):min(from+7, len(long))]
			return fmt.Sprintf("* SEQ FETCH (UID 6 BODY[]<%d> {%d}\r\n%s)\r\n", from, len(piece), piece), true
		},
		"always the first one": func(uid uint32, items string) (string, bool) {
			return fmt.Sprintf("* SEQ FETCH (UID 6 BODY[]<0> {600}\r\n%s)\r\n", long[:600]), asksPart(uid, items)
		},
		"all of it as a piece": func(uid uint32, items string) (string, bool) {
			return fmt.Sprintf("* SEQ FETCH (UID 6 %s)\r\n", literal(long)), asksPart(uid, items)
		},
		"none": func(uid uint32, items string) (string, bool) { return "* SEQ FETCH (UID 6)\r\n", asksPart(uid, items) },
		"empty ones": func(uid uint32, items string) (string, bool) {
			return "* SEQ FETCH (UID 6 BODY[]<0> {0}\r\n)\r\n", asksPart(uid, items)
		},
		"no, it says": func(uid uint32, items string) (string, bool) { return "", false },
	} {
		t.Run(name, func(t *testing.T) {
			s, src := withLong(t)
			s.fetch = answer
			if name == "no, it says" {
				s.command = func(line string) (string, bool) {
					return "TAG NO no parts here\r\n", strings.Contains(line, "[]<")
				}
			}
			shelf := newShelf()
			r := pull(t, src, shelf)
			shelf.want(t, s.mails)
			if shelf.begun != 0 || r.New != 5 {
				t.Errorf("%d were left open, %+v", shelf.begun, r)
			}
		})
	}
}

// Half a large message is none: a server that gives no parts and breaks off in
// the whole is asked again, and what cannot be had is set aside, with nothing
// left open (R3, R4).
func TestHalfALargeMessageIsNone(t *testing.T) {
	for name, gone := range map[string]bool{"set aside": false, "gone meanwhile": true} {
		t.Run(name, func(t *testing.T) {
			s, src := withLong(t)
			s.fetch = func(uid uint32, items string) (string, bool) {
				switch {
				case asksPart(uid, items):
					if gone {
						delete(s.mails, 6)
					}
					return "* SEQ FETCH (UID 6)\r\n", true
				case asksAll(uid, items):
					return fmt.Sprintf("* SEQ FETCH (UID 6 BODY[] {%d}\r\n%s", len(long), long[:len(long)/2]) + hangUp, true
				}
				return "", false
			}
			shelf := newShelf()
			r := pull(t, src, shelf)
			if _, kept := shelf.kept[6]; kept || shelf.begun != 0 || r.New != 4 {
				t.Errorf("it is kept: %v, %d left open, %+v", kept, shelf.begun, r)
			}
			if len(r.Vanished) != 0 != gone || len(r.SetAside) != 0 == gone {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// A message above the limit waits for a person's yes whatever size the server
// states, and nothing of it is fetched where the size is true.
func TestAboveTheLimit(t *testing.T) {
	for name, c := range map[string]struct {
		stated int
		parts  bool
	}{
		"as stated":               {len(long), true},
		"stated to be small":      {1200, true},
		"stated small, no pieces": {1200, false},
		"stated to be tiny":       {10, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, src := withLong(t)
			s.states, s.parts, src.Limits.Largest = map[uint32]int{6: c.stated}, c.parts, 3000
			shelf := newShelf()
			r := pull(t, src, shelf)
			if r.New != 4 || len(r.SetAside) != 1 || !r.SetAside[0].Large || r.SetAside[0].UID != 6 || shelf.begun != 0 {
				t.Fatalf("got %+v, %d left open", r, shelf.begun)
			}
			if c.stated == len(long) && (strings.Contains(s.asked(), "UID FETCH 6 ") || r.SetAside[0].Size != int64(len(long))) {
				t.Errorf("asked %s", s.asked())
			}
			src.AllowLarge = true
			if r := pull(t, src, shelf); r.New != 1 || r.Known != 4 {
				t.Errorf("after a yes: %+v", r)
			}
			shelf.want(t, s.mails)
		})
	}
}

// The sizes that servers state are not those of the bodies: they only say how
// much is asked for at once (R3).
func TestStatedSizesAreNotBelieved(t *testing.T) {
	for name, stated := range map[string]int{"less": 3, "more": 900, "nothing": 0} {
		t.Run(name, func(t *testing.T) {
			s := &script{mails: fiveMails(), states: map[uint32]int{}}
			for uid := range s.mails {
				s.states[uid] = stated
			}
			shelf := newShelf()
			pull(t, s.serve(t), shelf)
			shelf.want(t, s.mails)
			if n := strings.Count(s.asked(), "UID FETCH"); n != 2 {
				t.Errorf("%d commands for one batch: %s", n, s.asked())
			}
		})
	}
}

// A date that cannot come with the body comes from the look before (R5).
func TestADateThatComesAlone(t *testing.T) {
	s := &script{mails: fiveMails()}
	s.fetch = func(uid uint32, items string) (string, bool) {
		return hangUp, uid == 6 && strings.Contains(items, "INTERNALDATE") && strings.Contains(items, "BODY")
	}
	shelf := newShelf()
	pull(t, s.serve(t), shelf)
	shelf.want(t, s.mails)
	if at := shelf.kept[6].Copy.InternalDate; !at.Equal(time.Date(2026, time.November, 1, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("it came %v", at)
	}
}
