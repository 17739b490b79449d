package mailbox_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// TestEveryMessageIsAccountedFor pulls with any part held already, any start
// date and any size of batch: each message is new, known or before the start,
// and what is to be fetched does not hang on the order in which it was held.
func TestEveryMessageIsAccountedFor(t *testing.T) {
	const n = 24
	first := time.Date(2026, time.March, 20, 23, 30, 0, 0, time.UTC) // summer time begins within
	mails := letters(n)
	for i := range mails {
		mails[i].Received = first.Add(time.Duration(i) * 11 * time.Hour)
	}
	_, src := serve(t, mails, demo.Plainly())
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf()
		held := rapid.SliceOfDistinct(rapid.Uint32Range(1, n+6), rapid.ID[uint32]).Draw(t, "held")
		for _, uid := range held {
			s.kept[uid] = mailbox.Fetched{}
		}
		src := src
		src.Account.Folders = slices.Clone(inbox)
		src.Limits.Batch = rapid.IntRange(1, 9).Draw(t, "batch")
		src.Limits.Bytes = rapid.Int64Range(1, 4000).Draw(t, "bytes")
		src.Limits.Piece = rapid.Int64Range(1, 700).Draw(t, "piece")
		if days := rapid.IntRange(-1, 14).Draw(t, "since"); days >= 0 {
			src.Account.Folders = []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: civil.Of(first).AddDays(days)}}
		}
		r, err := pullOne(t.Context(), src, s, nil)
		if err != nil || len(r.SetAside)+len(r.Vanished)+len(s.doubled) > 0 {
			t.Fatalf("%+v: %v, doubled %v", r, err, s.doubled)
		}
		var want mailbox.Result
		for i, m := range mails {
			uid := uint32(i + 1)
			switch {
			case slices.Contains(held, uid):
				want.Known++
			case civil.Of(m.Received).Before(src.Account.Folders[0].Since):
				want.BeforeStart++
			default:
				want.New++
				if got := s.kept[uid]; string(got.Raw) != string(m.Raw) {
					t.Errorf("UID %d: %q", uid, got.Raw)
				}
			}
		}
		if r.New != want.New || r.Known != want.Known || r.BeforeStart != want.BeforeStart || r.Server != n {
			t.Errorf("got %+v, want %+v", r, want)
		}
		if gone := len(held) - want.Known; len(r.Gone) != gone || !slices.IsSorted(r.Gone) {
			t.Errorf("gone %v, want %d of them", r.Gone, gone)
		}
	})
}
