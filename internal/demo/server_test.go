package demo_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/mailbox"
)

// bag is a keeper without a database.
type bag map[uint32]mailbox.Fetched

func (b bag) Held(context.Context, string, uint32) ([]uint32, error) {
	var uids []uint32
	for uid := range b {
		uids = append(uids, uid)
	}
	return uids, nil
}

func (b bag) Keep(_ context.Context, messages []mailbox.Fetched) error {
	for _, m := range messages {
		b[m.Copy.UID] = m
	}
	return nil
}

func (bag) Room(context.Context, int, int64) error { return nil }

// Begin is never come to: no mail of the demonstration is large.
func (b bag) Begin(context.Context, int64) (mailbox.Sink, error) {
	return nil, errors.New("a large message")
}

func TestTheMailComesThroughARealSocket(t *testing.T) {
	mails := demo.Mails(7, today, clients)
	for _, options := range [][]demo.Option{nil, {demo.WithStartTLS()}, {demo.Plainly()}} {
		server, err := demo.Serve(mails, options...)
		if err != nil {
			t.Fatal(err)
		}
		src := mailbox.Source{Account: server.Account(), Password: server.Password}
		src.Account.Folders[0].Since = today.AddMonths(-3)
		got := bag{}
		r, err := mailbox.Pull(t.Context(), src, got, nil)
		if err != nil || len(r) != 1 || r[0].New != len(mails) || len(r[0].SetAside) > 0 {
			t.Fatalf("%+v: %v", r, err)
		}
		for i, m := range mails {
			f := got[uint32(i+1)]
			if !bytes.Equal(f.Raw, m.Raw) || !f.Copy.InternalDate.Equal(m.Received) {
				t.Errorf("message %d came otherwise than it was sent", i)
			}
		}
		if r, err := mailbox.Pull(t.Context(), src, got, nil); err != nil || r[0].New != 0 || r[0].Known != len(mails) {
			t.Errorf("second pull %+v: %v", r, err)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestTheServerTakesNoPasswordBeforeTLS(t *testing.T) {
	server, err := demo.Serve(nil, demo.WithStartTLS())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	src := mailbox.Source{Account: server.Account(), Password: server.Password}
	src.Account.TLS = casefile.Plain
	if e := casefile.AsError(mailbox.Check(t.Context(), src)); e == nil || e.Field != "password" {
		t.Errorf("got %v", e)
	}
}

func TestRefusing(t *testing.T) {
	server, err := demo.Serve(nil, demo.Refusing())
	if err != nil {
		t.Fatal(err)
	}
	e := casefile.AsError(mailbox.Check(t.Context(), mailbox.Source{Account: server.Account()}))
	if e == nil || e.Kind != casefile.Unreachable {
		t.Errorf("got %v", e)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
}

// Letters of two demonstrations cannot be told apart: where some are, nothing
// is done and nothing removed.
func TestFolderFree(t *testing.T) {
	out := t.TempDir()
	if err := demo.FolderFree(out); err != nil {
		t.Errorf("an empty folder is refused: %v", err)
	}
	if err := demo.FolderFree(filepath.Join(out, "none")); err != nil {
		t.Errorf("a folder that is not there is refused: %v", err)
	}
	kept := filepath.Join(out, "letters", "26-7KQ4MX-reply.pdf")
	if err := errors.Join(os.Mkdir(filepath.Dir(kept), 0o700), os.WriteFile(kept, []byte("a letter"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := demo.FolderFree(out); !casefile.IsKind(err, casefile.Conflict) {
		t.Errorf("a folder with letters gives %v", err)
	}
	show := demo.Show{Out: out}
	if err := show.Run(t.Context()); !casefile.IsKind(err, casefile.Conflict) {
		t.Errorf("the demonstration into it gives %v", err)
	}
	if b, err := os.ReadFile(kept); err != nil || string(b) != "a letter" {
		t.Errorf("the letter there was changed: %v", err)
	}
}
