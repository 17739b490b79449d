package mailbox_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// inbox is what most tests read.
var inbox = []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder}}

// pullOne pulls the one folder of an account.
func pullOne(ctx context.Context, src mailbox.Source, k mailbox.Keeper, progress func(mailbox.Progress)) (mailbox.Result, error) {
	results, err := mailbox.Pull(ctx, src, k, progress)
	if len(results) == 0 {
		return mailbox.Result{}, err
	}
	return results[0], err
}

// shelf is a keeper that notices what a pull must not do.
type shelf struct {
	mu      sync.Mutex
	kept    map[uint32]mailbox.Fetched
	doubled []uint32
	begun   int   // large messages neither kept nor discarded
	refuse  error // what Keep answers
	// room is what Room answers; nil: there is some.
	room func(messages int, bytes int64) error
}

func newShelf() *shelf { return &shelf{kept: map[uint32]mailbox.Fetched{}} }

func (s *shelf) Held(context.Context, string, uint32) ([]uint32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var uids []uint32
	for uid := range s.kept {
		uids = append(uids, uid)
	}
	return uids, nil
}

// Room implements [mailbox.Keeper].
func (s *shelf) Room(_ context.Context, messages int, bytes int64) error {
	if s.room == nil {
		return nil
	}
	return s.room(messages, bytes)
}

func (s *shelf) Keep(_ context.Context, messages []mailbox.Fetched) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != nil {
		return s.refuse
	}
	for _, m := range messages {
		if _, twice := s.kept[m.Copy.UID]; twice {
			s.doubled = append(s.doubled, m.Copy.UID)
		}
		s.kept[m.Copy.UID] = m
	}
	return nil
}

// Begin implements [mailbox.Keeper].
func (s *shelf) Begin(ctx context.Context, size int64) (mailbox.Sink, error) {
	if err := s.Room(ctx, 1, size); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	return &sink{shelf: s}, nil
}

// sink gathers a large message for the shelf.
type sink struct {
	bytes.Buffer
	shelf *shelf
	ended bool
}

func (s *sink) Keep(ctx context.Context, at casefile.Copy) error {
	s.end()
	return s.shelf.Keep(ctx, []mailbox.Fetched{{Copy: at, Raw: s.Bytes()}})
}

func (s *sink) Discard(context.Context) error {
	s.end()
	return nil
}

func (s *sink) end() {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if !s.ended {
		s.ended = true
		s.shelf.begun--
	}
}

// letters are simple mails, some of them awkward to carry.
func letters(n int) []demo.Mail {
	mails := make([]demo.Mail, n)
	for i := range mails {
		text := fmt.Sprintf("From: person%d@example.org\r\nSubject: letter %d\r\n\r\nPlease send me my file, number %d.\r\n", i, i, i)
		switch i % 5 {
		case 1:
			text = "no header at all, number " + fmt.Sprint(i)
		case 2:
			text += strings.Repeat("\x80\xff\x01 eight bits \r\n", 40)
		case 3:
			text += "A1 OK done\r\n* BYE\r\n)\r\n"
		case 4:
			text = fmt.Sprintf("Subject: bare\nline %d\r\r\n\n", i)
		}
		mails[i] = demo.Mail{
			Raw: []byte(text), Seen: i%2 == 0,
			Received: time.Date(2026, time.November, 1, 8, i%60, 0, 0, time.UTC),
		}
	}
	return mails
}

func serve(t *testing.T, mails []demo.Mail, options ...demo.Option) (*demo.Server, mailbox.Source) {
	t.Helper()
	server, err := demo.Serve(mails, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	account := server.Account()
	account.ID = "acc"
	return server, mailbox.Source{
		Account: account, Password: server.Password,
		Limits: mailbox.Limits{Silence: 20 * time.Second, Backoff: time.Millisecond},
	}
}

// wantAll fails unless the shelf holds those mails exactly, each once.
func wantAll(t *testing.T, s *shelf, mails []demo.Mail) {
	t.Helper()
	if len(s.doubled) > 0 {
		t.Errorf("kept twice: %v", s.doubled)
	}
	if len(s.kept) != len(mails) {
		t.Errorf("kept %d messages, want %d", len(s.kept), len(mails))
	}
	for i, m := range mails {
		got := s.kept[uint32(i+1)]
		if sha256.Sum256(got.Raw) != sha256.Sum256(m.Raw) {
			t.Errorf("UID %d: %q, want %q", i+1, got.Raw, m.Raw)
		}
		if !got.Copy.InternalDate.Equal(m.Received) {
			t.Errorf("UID %d came %v, want %v", i+1, got.Copy.InternalDate, m.Received)
		}
	}
}

func wantSum(t *testing.T, r mailbox.Result) {
	t.Helper()
	if sum := r.New + r.Known + r.BeforeStart + len(r.SetAside); sum != r.Server {
		t.Errorf("the counts make %d, the server has %d: %+v", sum, r.Server, r)
	}
}

func pull(t *testing.T, src mailbox.Source, k mailbox.Keeper) mailbox.Result {
	t.Helper()
	r, err := pullOne(t.Context(), src, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantSum(t, r)
	return r
}

func TestPullKeepsTheServersBytes(t *testing.T) {
	for name, option := range map[string]demo.Option{
		"implicit": nil, "starttls": demo.WithStartTLS(), "plain": demo.Plainly(),
	} {
		t.Run(name, func(t *testing.T) {
			var options []demo.Option
			if option != nil {
				options = append(options, option)
			}
			mails := letters(123)
			_, src := serve(t, mails, options...)
			s := newShelf()
			if r := pull(t, src, s); r.New != 123 || r.Known != 0 {
				t.Errorf("first pull: %+v", r)
			}
			wantAll(t, s, mails)
			if r := pull(t, src, s); r.New != 0 || r.Known != 123 || r.Bytes != 0 {
				t.Errorf("second pull: %+v", r)
			}
			wantAll(t, s, mails)
		})
	}
}

func TestPullGoesByTheDayInLondon(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	mails := letters(5)
	mails[0].Received = at("2026-06-29T12:00:00Z")
	mails[1].Received = at("2026-06-30T22:59:59Z") // still 30 June in London
	mails[2].Received = at("2026-06-30T23:00:00Z") // 1 July in London
	mails[3].Received = at("2026-07-01T05:00:00+09:00")
	mails[4].Received = at("2026-07-02T12:00:00Z")
	_, src := serve(t, mails)
	src.Account.Folders = []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: civil.MustParse("2026-07-01")}}
	s := newShelf()
	r := pull(t, src, s)
	if r.New != 2 || r.BeforeStart != 3 || len(s.kept) != 2 {
		t.Errorf("got %+v", r)
	}
	for _, uid := range []uint32{3, 5} {
		if _, ok := s.kept[uid]; !ok {
			t.Errorf("UID %d was not fetched", uid)
		}
	}
}

func TestPullTakesLargeMessagesInPieces(t *testing.T) {
	mails := letters(3)
	mails[1].Raw = []byte("Subject: large\r\n\r\n" + strings.Repeat("0123456789abcde\n", 4096))
	_, src := serve(t, mails)
	src.Limits.Bytes, src.Limits.Piece = 1000, 4096
	s := newShelf()
	pull(t, src, s)
	wantAll(t, s, mails)

	src.Limits.Largest = 2000
	s = newShelf()
	r := pull(t, src, s)
	if r.New != 2 || len(r.SetAside) != 1 || r.SetAside[0].UID != 2 || r.SetAside[0].Reason == "" {
		t.Errorf("with a limit: %+v", r)
	}
}

func TestPullReportsProgress(t *testing.T) {
	_, src := serve(t, letters(30))
	src.Limits.Batch = 7
	var last mailbox.Progress
	r, err := pullOne(t.Context(), src, newShelf(), func(p mailbox.Progress) {
		if p.Done < last.Done || p.Bytes < last.Bytes || p.Done > p.Total {
			t.Errorf("%+v after %+v", p, last)
		}
		last = p
	})
	if err != nil || last.Done != 30 || last.Total != 30 || last.Bytes != r.Bytes || last.Folder != "INBOX" {
		t.Errorf("%v %+v", err, last)
	}
}

func TestPullStopsWhenTheKeeperCannotKeep(t *testing.T) {
	_, src := serve(t, letters(3))
	s := newShelf()
	s.refuse = &casefile.Error{Kind: casefile.Unreachable, What: "The disk is full."}
	r, err := pullOne(t.Context(), src, s, nil)
	if err != s.refuse || r.New != 0 {
		t.Errorf("%v %+v", err, r)
	}
}

func TestPullCanBeStopped(t *testing.T) {
	_, src := serve(t, letters(200))
	src.Limits.Batch = 10
	ctx, stop := context.WithCancel(t.Context())
	s := newShelf()
	r, err := pullOne(ctx, src, s, func(p mailbox.Progress) {
		if p.Done >= 50 {
			stop()
		}
	})
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Cancelled {
		t.Fatalf("got %v", err)
	}
	if r.New != len(s.kept) || r.New < 50 || r.New >= 200 {
		t.Errorf("kept %d, counted %+v", len(s.kept), r)
	}
	if again := pull(t, src, s); again.New+r.New != 200 || len(s.doubled) > 0 {
		t.Errorf("going on: %+v, doubled %v", again, s.doubled)
	}
}

func TestHeldButGoneIsToldAndNothingElse(t *testing.T) {
	_, src := serve(t, letters(4))
	s := newShelf()
	s.kept[77] = mailbox.Fetched{}
	s.kept[2] = mailbox.Fetched{}
	r := pull(t, src, s)
	if len(r.Gone) != 1 || r.Gone[0] != 77 || r.Known != 1 || r.New != 3 {
		t.Errorf("got %+v", r)
	}
}

func day(s string) civil.Date { return civil.MustParse(s) }

func authority(t *testing.T, pem string) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(pem)) {
		t.Fatal("no certificate")
	}
	return pool
}
