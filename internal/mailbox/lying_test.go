package mailbox_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// sessions are so many, each with another lie.
const sessions = 400

// impostor is a message that is all answers of a server.
const impostor = "* 1 FETCH (UID 3 BODY[] {5}\r\nhello)\r\n* CAPABILITY (x\r\nT5 OK done\r\n+ go\r\n* SEARCH 99\r\n"

// A server that lies once, at any place, ends no pull for ever, and when it tells
// the truth again every message is there, once and under its own number. One
// message may have other bytes, if the lie was told inside it: without TLS
// nothing shows that.
func TestLyingServers(t *testing.T) {
	mails := letters(12)
	mails[4].Raw = []byte(impostor + impostor)
	_, src := serve(t, mails, demo.Plainly())
	src.Limits = mailbox.Limits{Batch: 5, Silence: 300 * time.Millisecond, Backoff: time.Millisecond, Tries: 2, Deaths: 4, Bytes: 4000, Piece: 900}
	honest := src
	honest.Limits.Silence = time.Minute
	clean := newProxy(t, addr(src))
	pull(t, through(honest, clean.addr), newShelf())
	draws := rand.New(rand.NewPCG(22, 11))
	var all sync.WaitGroup
	busy := make(chan struct{}, 8)
	for range sessions {
		l, choice := lies[draws.IntN(len(lies))], draws.Int()
		at := draws.IntN(int(clean.passed.Load()))
		all.Go(func() {
			busy <- struct{}{}
			defer func() { <-busy }()
			p := newProxy(t, addr(src), fault{after: at, lie: func(said []byte) []byte { return l.tell(said, choice) }})
			s := newShelf()
			_, err := pullOne(t.Context(), through(src, p.addr), s, nil)
			if e := casefile.AsError(err); err != nil && e.Kind == casefile.Internal {
				t.Errorf("no sentence of ours: %v", e.Err)
			}
			if r, err := pullOne(t.Context(), honest, s, nil); err != nil || len(r.SetAside) > 0 {
				t.Errorf("the truth: %v, %+v", err, r)
			}
			if wrong := wrongMails(s, mails); wrong != "" {
				t.Errorf("%s (choice %d) at byte %d: %s", l.name, choice, at, wrong)
			}
		})
	}
	all.Wait()
}

// wrongMails says what is wrong with what was kept through one lie, "" if
// nothing is.
func wrongMails(s *shelf, mails []demo.Mail) string {
	if len(s.doubled) > 0 || len(s.kept) != len(mails) || s.begun != 0 {
		return fmt.Sprintf("kept %d, doubled %v, %d begun", len(s.kept), s.doubled, s.begun)
	}
	other := 0
	for i, m := range mails {
		got := string(s.kept[uint32(i+1)].Raw)
		if got == string(m.Raw) {
			continue
		}
		other++
		for j := range mails {
			if got == string(mails[j].Raw) {
				return fmt.Sprintf("message %d is kept as %d", j+1, i+1)
			}
		}
	}
	if other > 2 { // lines that change about may lie in two
		return fmt.Sprintf("%d messages have other bytes", other)
	}
	return ""
}

// The same lies while folders are listed, mail is waited for, a draft is written
// or a server is compared: each ends, in words of ours.
func TestLiesBesidePulls(t *testing.T) {
	_, src := serve(t, letters(3), demo.Plainly())
	src.Limits = mailbox.Limits{Silence: 300 * time.Millisecond, Backoff: time.Millisecond, Tries: 1}
	known := []casefile.Copy{{Folder: "INBOX", UIDValidity: 1, UID: 1}}
	draft := mailbox.Draft{MessageID: "a@b.example", Raw: []byte("Message-ID: <a@b.example>\r\n\r\nHello\r\n")}
	draws := rand.New(rand.NewPCG(5, 22))
	for name, do := range map[string]func(context.Context, mailbox.Source) error{
		"folders": func(ctx context.Context, src mailbox.Source) error { _, err := mailbox.Folders(ctx, src); return err },
		"a draft": func(ctx context.Context, src mailbox.Source) error {
			_, err := mailbox.PutDraft(ctx, src, draft)
			return err
		},
		"a compare": func(ctx context.Context, src mailbox.Source) error {
			_, err := mailbox.Recognise(ctx, src, known)
			return err
		},
		"a wait": func(ctx context.Context, src mailbox.Source) error {
			wakes := make(chan struct{}, 6)
			ctx, stop := context.WithCancel(ctx)
			defer stop()
			return mailbox.Watch(ctx, src, 5*time.Millisecond, func() {
				select {
				case wakes <- struct{}{}:
				default:
					stop()
				}
			})
		},
		"a name in a literal": func(ctx context.Context, src mailbox.Source) error {
			src.Account.User, src.Password = "Zoë", "naïve"
			return mailbox.Check(ctx, src)
		},
	} {
		for range sessions / 8 {
			l, choice, at := lies[draws.IntN(len(lies))], draws.Int(), draws.IntN(700)
			p := newProxy(t, addr(src), fault{after: at, lie: func(said []byte) []byte { return l.tell(said, choice) }})
			ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
			err := do(ctx, through(src, p.addr))
			stop()
			if e := casefile.AsError(err); err != nil && e.Kind == casefile.Internal {
				t.Errorf("%s, %s (choice %d) at byte %d: no sentence of ours: %v", name, l.name, choice, at, e.Err)
			}
		}
	}
}
