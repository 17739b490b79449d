//go:build unix

package desk_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/message"
)

// A finished reply goes to the drafts once, if the mailbox's setting allows it,
// as an answer to what was asked; it is sent only when it lies in Sent.
func TestDraft(t *testing.T) {
	k, _ := newDesk(t)
	server := dovecottest.Start(t)
	server.Put("INBOX", []byte("From: Ann Teal <ann@post.example>\r\nTo: dpo@firm.example\r\nMessage-ID: <asked@post.example>\r\nSubject: My file\r\n\r\nPlease send me a copy of all the personal data you hold about me.\r\n"), noon.Add(-time.Hour), "")
	server.Put("Drafts", []byte("Subject: other\r\n\r\nHello.\r\n"), noon, "D")
	if err := k.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	pulled(t, k, desk.PullOptions{})
	rows, err := k.Messages(t.Context(), casefile.MessageNew)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d messages, %v", len(rows), err)
	}
	refs, err := k.File(t.Context(), rows[0].ID, desk.Filing{Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe"})
	if err != nil {
		t.Fatal(err)
	}
	ref := refs[0]
	letter, err := k.Issue(t.Context(), ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}

	_, err = k.Draft(t.Context(), ref, letter.Letter)
	wantKind(t, err, casefile.Refused)
	yes := true
	if err := k.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Drafts: &yes}); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		done, err := k.Draft(t.Context(), ref, letter.Letter)
		if err != nil || done.Folder != "Drafts" || done.Account != "dpo" || done.Before != (n == 1) {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	drafts := server.Messages("Drafts")
	if len(drafts) != 2 {
		t.Fatalf("there are %d drafts", len(drafts))
	}
	m := message.Read(drafts[0].Raw)
	if m.Subject == "other" {
		m = message.Read(drafts[1].Raw)
	}
	if !strings.Contains(m.Subject, string(ref)) || len(m.To) != 1 || m.To[0].Email != "ann@post.example" || len(m.Attachments) != 1 ||
		m.Attachments[0].Size != len(letter.PDF) || len(m.InReplyTo) != 1 || m.InReplyTo[0] != "asked@post.example" {
		t.Errorf("the draft is %+v", m)
	}
	f, err := k.Case(t.Context(), ref)
	if err != nil || !f.Case.Letters[0].Drafted || f.Case.Letters[0].Sent != nil {
		t.Errorf("the letter is %+v, %v", f.Case.Letters, err)
	}
	drafted := 0
	for _, e := range f.Timeline {
		if strings.Contains(e.Words, "drafts") {
			drafted++
		}
	}
	if drafted != 1 {
		t.Errorf("the timeline says it %d times", drafted)
	}
	if flags := server.Flags("INBOX"); len(flags) != 1 {
		t.Errorf("the inbox has %v", flags)
	}

	_, err = k.Draft(t.Context(), ref, "nothing")
	if err == nil {
		t.Error("a letter that is not there was put into the drafts")
	}
	if err := k.Do(t.Context(), ref, "letter-sent", casefile.Values{"how": "email", "to": "ann@post.example"}); err != nil {
		t.Fatal(err)
	}
	_, err = k.Draft(t.Context(), ref, letter.Letter)
	wantKind(t, err, casefile.Conflict)
}

// A reply goes to the mailbox that the request came to, also where that has moved
// to another server and the request is not there.
func TestDraftInAMailboxThatHasMoved(t *testing.T) {
	d, _ := newDesk(t)
	other, old, next := dovecottest.Start(t), dovecottest.Start(t), dovecottest.Start(t)
	old.Put("INBOX", []byte("From: Ann Teal <ann@post.example>\r\nSubject: My file\r\n\r\nPlease send me my file.\r\n"), noon.Add(-time.Hour), "")
	next.Put("Drafts", []byte("Subject: other\r\n\r\nHello.\r\n"), noon, "D")
	for n, server := range []*dovecottest.Server{other, old} {
		a := mailboxOf(t, server, []string{"another", "dpo"}[n])
		a.Drafts = true
		if err := d.AddAccount(t.Context(), a, server.Password); err != nil {
			t.Fatal(err)
		}
	}
	pulled(t, d, desk.PullOptions{})
	rows := count(t, d, casefile.MessageNew, 1)
	refs, err := d.File(t.Context(), rows[0].ID, desk.Filing{Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe"})
	if err != nil {
		t.Fatal(err)
	}
	letter, err := d.Issue(t.Context(), refs[0], casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	old.Stop()
	if err := d.ChangeAccount(t.Context(), "dpo", to(mailboxOf(t, next, "dpo"))); err != nil {
		t.Fatal(err)
	}
	if done, err := d.Draft(t.Context(), refs[0], letter.Letter); err != nil || done.Account != "dpo" || len(next.Messages("Drafts")) != 2 {
		t.Errorf("%+v, %v", done, err)
	}
}
