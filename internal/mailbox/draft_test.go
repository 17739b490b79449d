//go:build unix

package mailbox_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/dovecottest"
	"casebook/internal/mailbox"
)

// draft is a message as Casework makes them, with a large attachment.
var draft = mailbox.Draft{
	MessageID: "letter-1@casebook.example",
	Raw:       []byte("Message-ID: <letter-1@casebook.example>\r\nSubject: Your request\r\n\r\n" + strings.Repeat("Please see the letter.\r\n", 20_000)),
}

// wantDraft checks that the draft lies there once, as it was written.
func wantDraft(t *testing.T, d *dovecottest.Server, when string) {
	t.Helper()
	var drafts []dovecottest.Message
	for _, m := range d.Messages("Drafts") {
		if strings.Contains(string(m.Raw), draft.MessageID) {
			drafts = append(drafts, m)
		}
	}
	// Dovecot keeps what clients bring with the line ends of the system.
	same := func(a, b []byte) bool {
		return bytes.Equal(bytes.ReplaceAll(a, []byte("\r\n"), []byte("\n")), bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
	}
	if len(drafts) != 1 || !same(drafts[0].Raw, draft.Raw) || drafts[0].Flags != "DS" {
		t.Fatalf("%s: there are %d drafts", when, len(drafts))
	}
}

// withDrafts is a server with a folder for drafts and one of another in it.
func withDrafts(t *testing.T, options ...dovecottest.Option) *dovecottest.Server {
	t.Helper()
	d := dovecottest.Start(t, options...)
	d.Put("Drafts", []byte("Message-ID: <other@casebook.example>\r\nSubject: other\r\n\r\nHello.\r\n"), time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC), "D")
	return d
}

func TestPutDraft(t *testing.T) {
	for name, options := range map[string][]dovecottest.Option{
		"as it is":                    nil,
		"with what Microsoft 365 can": {dovecottest.Capability(microsoft)},
	} {
		t.Run(name, func(t *testing.T) {
			d := withDrafts(t, options...)
			for n := range 2 {
				done, err := mailbox.PutDraft(t.Context(), source(t, d), draft)
				if err != nil || done.Folder != "Drafts" || done.Before != (n == 1) {
					t.Fatalf("%+v, %v", done, err)
				}
				wantDraft(t, d, "time "+fmt.Sprint(n))
			}
		})
	}
}

// A connection that breaks leaves open whether the server has the draft: at
// whatever byte it does, there is one draft in the end.
func TestDraftInDoubt(t *testing.T) {
	d := withDrafts(t)
	clean := newProxy(t, d.ImapsAddr)
	put := func(p *proxy) error {
		src := sourceAt(t, p.addr, d.CAFile, d.User, d.Password)
		src.Limits = mailbox.Limits{Backoff: time.Millisecond, Tries: 4}
		_, err := mailbox.PutDraft(t.Context(), src, draft)
		return err
	}
	if err := put(clean); err != nil {
		t.Fatal(err)
	}
	total := int(clean.passed.Load())
	const offsets = 60
	for n := range offsets {
		for _, m := range d.Messages("Drafts") {
			d.Remove("Drafts", m.Name)
		}
		at := total * n / offsets
		if err := put(newProxy(t, d.ImapsAddr, fault{after: at}, fault{after: total - 1 - n})); err != nil {
			t.Fatalf("broken after %d bytes: %v", at, err)
		}
		wantDraft(t, d, fmt.Sprintf("broken after %d of %d bytes", at, total))
	}
}

// A mailbox without a folder for drafts, and a server that is gone, are said so.
func TestDraftRefused(t *testing.T) {
	d := dovecottest.Start(t)
	src := source(t, d)
	src.Password = "wrong"
	for name, test := range map[string]struct {
		src  mailbox.Source
		kind casefile.ErrorKind
	}{
		"no folder": {source(t, d), casefile.NotFound}, "password": {src, casefile.Refused},
	} {
		if _, err := mailbox.PutDraft(t.Context(), test.src, draft); !casefile.IsKind(err, test.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	gone := source(t, d)
	d.Stop()
	gone.Limits = mailbox.Limits{Backoff: time.Millisecond, Tries: 1}
	if _, err := mailbox.PutDraft(t.Context(), gone, draft); !casefile.IsKind(err, casefile.Unreachable) {
		t.Errorf("gone: %v", err)
	}
}
