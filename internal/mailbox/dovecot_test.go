//go:build unix

package mailbox_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/dovecottest"
	"casebook/internal/mailbox"
)

// dovecot runs a server with n messages, every other one read, and returns the
// messages by their hash.
func dovecot(t *testing.T, n int, options ...dovecottest.Option) (*dovecottest.Server, mailbox.Source, map[[32]byte]bool) {
	t.Helper()
	d := dovecottest.Start(t, options...)
	hashes := map[[32]byte]bool{}
	start := time.Date(2026, time.September, 1, 9, 0, 0, 0, time.UTC)
	for i := range n {
		raw := awkward(i)
		hashes[sha256.Sum256(raw)] = true
		d.Put("INBOX", raw, start.AddDate(0, 0, i%60), []string{"", "S", "FS"}[i%3])
	}
	return d, source(t, d), hashes
}

func source(t *testing.T, d *dovecottest.Server) mailbox.Source {
	t.Helper()
	return sourceAt(t, d.ImapsAddr, d.CAFile, d.User, d.Password)
}

// awkward is a message that a careless carrier would change. Lines end in CRLF:
// that is how mail servers keep them.
func awkward(i int) []byte {
	head := fmt.Sprintf("From: =?utf-8?Q?Zo=C3=AB?= <zoe%d@example.org>\r\nSubject: number %d\r\nMessage-ID: <same@example.org>\r\n\r\n", i, i)
	body := []string{
		"Short.\r\n",
		strings.Repeat("eight bits \xe9\xff and more\r\n", 200),
		"no line end at last",
		".\r\n..\r\nFrom the heart\r\n>From quoted\r\n",
		strings.Repeat("x", 30_000) + "\r\n",
	}[i%5]
	return []byte(head + body)
}

func (s *shelf) wantHashes(t *testing.T, hashes map[[32]byte]bool) {
	t.Helper()
	got := map[[32]byte]bool{}
	for _, m := range s.kept {
		got[sha256.Sum256(m.Raw)] = true
	}
	if !maps.Equal(got, hashes) || len(s.kept) != len(hashes) || len(s.doubled) > 0 {
		t.Errorf("kept %d messages, %d different ones, doubled %v; the server has %d", len(s.kept), len(got), s.doubled, len(hashes))
	}
}

func TestDovecot(t *testing.T) {
	for name, options := range map[string][]dovecottest.Option{
		"as it is":                    nil,
		"with what Microsoft 365 can": {dovecottest.Capability(microsoft)},
	} {
		t.Run(name, func(t *testing.T) {
			d, src, hashes := dovecot(t, 150, options...)
			before := d.Flags("INBOX")
			s := newShelf()
			r := pull(t, src, s)
			s.wantHashes(t, hashes)
			if r.New != 150 || r.Server != 150 {
				t.Errorf("first pull: %+v", r)
			}
			if r := pull(t, src, s); r.New != 0 || r.Known != 150 || r.Bytes != 0 {
				t.Errorf("second pull: %+v", r)
			}
			if after := d.Flags("INBOX"); !maps.Equal(before, after) {
				t.Errorf("flags changed from %v to %v", before, after)
			}
		})
	}
}

func TestDovecotOneRemovedOneAdded(t *testing.T) {
	d, src, hashes := dovecot(t, 5)
	s := newShelf()
	pull(t, src, s)
	gone := d.Messages("INBOX")[0]
	d.Remove("INBOX", gone.Name)
	added := []byte("Subject: one more\r\n\r\nHello again.\r\n")
	d.Put("INBOX", added, time.Date(2026, time.November, 1, 9, 0, 0, 0, time.UTC), "")
	r := pull(t, src, s)
	if r.New != 1 || r.Known != 4 || len(r.Gone) != 1 || !bytes.Equal(s.kept[r.Gone[0]].Raw, gone.Raw) {
		t.Errorf("got %+v", r)
	}
	hashes[sha256.Sum256(added)] = true
	s.wantHashes(t, hashes)
}

func TestDovecotNumbersTheFolderAnew(t *testing.T) {
	d, src, _ := dovecot(t, 5)
	first := pull(t, src, newShelf())
	d.RenewUIDValidity("INBOX")
	s := newShelf()
	again := pull(t, source(t, d), s)
	if again.UIDValidity == first.UIDValidity || again.New != 5 {
		t.Errorf("first %+v, then %+v", first, again)
	}
	for uid, m := range s.kept {
		if m.Copy.UIDValidity != again.UIDValidity || m.Copy.UID != uid {
			t.Errorf("a copy is at %+v", m.Copy)
		}
	}
}

func TestDovecotRefusals(t *testing.T) {
	d, src, _ := dovecot(t, 1)
	for _, c := range []struct {
		name, field string
		change      func(*mailbox.Source)
	}{
		{"password", "password", func(s *mailbox.Source) { s.Password = "wrong" }},
		{"certificate", "ca", func(s *mailbox.Source) { s.Account.CA = "" }},
		{"folder", "folder", func(s *mailbox.Source) { s.Account.Folders = []casefile.Folder{{Name: "No such folder"}} }},
		{"port", "port", func(s *mailbox.Source) { s.Account.Port = portOf(d.ImapAddr) }},
	} {
		bad := src
		c.change(&bad)
		if e := casefile.AsError(mailbox.Check(t.Context(), bad)); e == nil || e.Field != c.field {
			t.Errorf("%s: %v", c.name, e)
		}
	}
	src.Account.Port, src.Account.TLS = portOf(d.ImapAddr), casefile.StartTLS
	if err := mailbox.Check(t.Context(), src); err != nil {
		t.Errorf("STARTTLS: %v", err)
	}
}

func portOf(addr string) int {
	_, port, _ := net.SplitHostPort(addr)
	n, _ := strconv.Atoi(port)
	return n
}

func TestDovecotBreaksAndIsKilled(t *testing.T) {
	d, src, hashes := dovecot(t, 20)
	src.Limits.Batch = 6
	for at := 500; at < 150_000; at += 4999 {
		p := newProxy(t, d.ImapsAddr, fault{after: at}, fault{after: at / 3})
		s := newShelf()
		pullUntilDone(t, through(src, p.addr), s)
		s.wantHashes(t, hashes)
		if t.Failed() {
			t.Fatalf("cut after %d bytes", at)
		}
	}
	s := newShelf()
	src.Limits.Batch = 2 // three batches are on their way at a time
	killed := false
	r, err := pullOne(t.Context(), src, s, func(p mailbox.Progress) {
		if p.Done > 6 && !killed {
			killed = true
			d.Kill()
		}
	})
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Unreachable || r.New != len(s.kept) {
		t.Fatalf("killed in the middle: %v, %+v, kept %d", err, r, len(s.kept))
	}
	d.Restart()
	pull(t, src, s)
	s.wantHashes(t, hashes)
}
