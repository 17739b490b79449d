package mailbox_test

import (
	"errors"
	"strings"
	"testing"

	"casebook/internal/mailbox"
)

// Where there is no room for more, the pull ends before it is fetched (I10): what
// was fetched is kept, also what was still being kept then, and the next pull
// goes on from there.
func TestPullStopsBeforeTheFetchWhereThereIsNoRoom(t *testing.T) {
	for _, pipeline := range []bool{false, true} {
		mails := letters(60)
		_, src := serve(t, mails)
		src.Limits.Batch = 10
		s := newShelf()
		var keeper mailbox.Keeper = s
		if pipeline {
			keeper = &packer{shelf: s, prepared: make(chan struct{}, 100), begun: true, takesAll: true}
		}
		asked, most := 0, int64(0)
		s.room = func(messages int, bytes int64) error {
			if asked++; asked > 3 {
				return errNoRoom
			}
			if bytes < int64(messages) || messages > 50 {
				t.Errorf("asked for %d messages of %d bytes", messages, bytes)
			}
			most = max(most, bytes)
			return nil
		}
		var came int64
		r, err := pullOne(t.Context(), src, keeper, func(p mailbox.Progress) { came = p.Bytes })
		if !errors.Is(err, errNoRoom) || r.New != 30 || len(s.kept) != 30 || asked != 4 {
			t.Fatalf("%v, %+v, %d kept, asked %d times", err, r, len(s.kept), asked)
		}
		if came != r.Bytes || most == 0 {
			t.Errorf("%d bytes came and %d are kept", came, r.Bytes)
		}
		s.room = nil
		if r := pull(t, src, keeper); r.Known != 30 || r.New != 30 {
			t.Errorf("the next pull: %+v", r)
		}
		wantAll(t, s, mails)
	}
}

// A message in pieces is asked for as a whole, and before each piece again: the
// server may have stated too little. What came of it is given back.
func TestLargeMessageIsAskedForBeforeItsPieces(t *testing.T) {
	mails := letters(2)
	mails[1].Raw = []byte("Subject: large\r\n\r\n" + strings.Repeat("0123456789abcde\n", 4096))
	_, src := serve(t, mails)
	src.Limits.Bytes, src.Limits.Piece = 1000, 4096
	for stopAt, pieces := range map[int]int{2: 0, 3: 0, 6: 3} {
		s := newShelf()
		var sizes []int64
		s.room = func(messages int, bytes int64) error {
			if sizes = append(sizes, bytes); len(sizes) == stopAt {
				return errNoRoom
			}
			return nil
		}
		var came int64
		r, err := pullOne(t.Context(), src, s, func(p mailbox.Progress) { came = max(came, p.Bytes) })
		if !errors.Is(err, errNoRoom) || r.New != 1 || len(s.kept) != 1 || s.begun != 0 {
			t.Fatalf("stopped at %d: %v, %+v, %d begun", stopAt, err, r, s.begun)
		}
		if want := int64(len(mails[0].Raw) + pieces*4096); came != want {
			t.Errorf("stopped at %d: %d bytes came, want %d", stopAt, came, want)
		}
		if sizes[1] != int64(len(mails[1].Raw)) {
			t.Errorf("asked for %v", sizes)
		}
		s.room = nil
		pull(t, src, s)
		wantAll(t, s, mails)
	}
}

// One that is not taken without asking needs no room, and stops nothing.
func TestMessageThatIsNotTakenNeedsNoRoom(t *testing.T) {
	mails := letters(3)
	mails[1].Raw = []byte("Subject: large\r\n\r\n" + strings.Repeat("0123456789abcde\n", 4096))
	_, src := serve(t, mails)
	src.Limits.Bytes, src.Limits.Largest = 1000, 2000
	s := newShelf()
	s.room = func(_ int, bytes int64) error {
		if bytes > 2000 {
			return errNoRoom
		}
		return nil
	}
	if r := pull(t, src, s); r.New != 2 || len(r.SetAside) != 1 || !r.SetAside[0].Large {
		t.Errorf("got %+v", r)
	}
}
