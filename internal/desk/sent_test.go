//go:build unix

package desk_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
)

// mailboxOf is the account of a test's server under a name, with its usual
// folders.
func mailboxOf(t *testing.T, d *dovecottest.Server, name string) casefile.Account {
	t.Helper()
	ca, err := os.ReadFile(d.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	a := casefile.Account{Name: name, TLS: casefile.Implicit, User: d.User, CA: string(ca)}
	if _, err := fmt.Sscanf(d.ImapsAddr, "127.0.0.1:%d", &a.Port); err != nil {
		t.Fatal(err)
	}
	a.Host = "127.0.0.1"
	return a
}

func pulled(t *testing.T, d *desk.Desk, o desk.PullOptions) map[string]desk.Pulled {
	t.Helper()
	done, err := d.PullMail(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]desk.Pulled{}
	for _, p := range done {
		out[p.Account+" "+p.Folder] = p
	}
	return out
}

// Mail that was sent proposes which letter left with it, on the server's day;
// a person accepts it. Junk is shown as junk and nothing sent is to be decided.
func TestSentMailProposesALetter(t *testing.T) {
	k, _ := newDesk(t)
	server := dovecottest.Start(t)
	ref := open(t, k, desk.Opening{})
	if _, err := k.Issue(t.Context(), ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	at := noon.Add(26 * time.Hour) // the next day
	put := func(folder, subject string) {
		server.Put(folder, []byte("From: dpo@firm.example\r\nTo: Ann <ann@post.example>\r\nSubject: "+subject+"\r\n\r\nPlease see the letter.\r\n"), at, "S")
	}
	put("INBOX", "A question")
	put("Junk", "Not junk at all")
	put("Sent", "Your request, our reference "+string(ref))
	put("Sent", "Lunch")
	if err := k.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	done := pulled(t, k, desk.PullOptions{})
	if len(done) != 3 || done["dpo INBOX"].New != 1 || done["dpo Junk"].New != 1 || done["dpo Sent"].New != 2 {
		t.Fatalf("pulled %+v", done)
	}
	fresh, err := k.Messages(t.Context(), casefile.MessageNew)
	if err != nil || len(fresh) != 2 {
		t.Fatalf("%d messages are to be decided, %v", len(fresh), err)
	}
	for _, m := range fresh {
		if m.Outgoing || m.Junk != (m.Subject == "Not junk at all") {
			t.Errorf("to be decided: %+v", m)
		}
	}
	letters, err := k.SentLetters(t.Context())
	if err != nil || len(letters) != 1 || letters[0].Case != ref || letters[0].Letter.Kind != casefile.Acknowledgement || letters[0].Why == "" {
		t.Fatalf("proposed %+v, %v", letters, err)
	}
	wantKind(t, k.AcceptSent(t.Context(), fresh[0].ID), casefile.NotFound)
	wantKind(t, k.DismissSent(t.Context(), fresh[0].ID), casefile.Invalid)
	if err := k.DismissSent(t.Context(), letters[0].Message.ID); err != nil {
		t.Fatal(err)
	}
	if all, err := k.SentLetters(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("dismissed and still proposed: %+v, %v", all, err)
	}
	if err := k.PutBack(t.Context(), letters[0].Message.ID); err != nil {
		t.Fatal(err)
	}
	if err := k.AcceptSent(t.Context(), letters[0].Message.ID); err != nil {
		t.Fatal(err)
	}
	f, err := k.Case(t.Context(), ref)
	if err != nil || len(f.Messages) != 1 || f.Case.Letters[0].Sent == nil || f.Case.Letters[0].Sent.On != civil.Of(at) ||
		f.Case.Letters[0].Sent.To != "Ann <ann@post.example>" {
		t.Errorf("the case is %+v, %v", f.Case.Letters, err)
	}
	if letters, err := k.SentLetters(t.Context()); err != nil || len(letters) != 0 {
		t.Errorf("still proposed %+v, %v", letters, err)
	}
}

// Without a reference it is the thread that says which case's letter left, and
// what left before a letter was issued did not carry it.
func TestSentMailIsMatchedByItsThread(t *testing.T) {
	k, _ := newDesk(t)
	server := dovecottest.Start(t)
	ref := open(t, k, desk.Opening{})
	if _, err := k.Issue(t.Context(), ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	put := func(folder, head string, at time.Time) {
		server.Put(folder, []byte("From: dpo@firm.example\r\nTo: ann@post.example\r\n"+head+"\r\n\r\nPlease see the letter.\r\n"), at, "")
	}
	put("INBOX", "Subject: A question\r\nMessage-ID: <q@post.example>", noon.Add(-time.Hour))
	put("Sent", "Subject: Your request, our reference "+string(ref), noon.AddDate(0, 0, -2))
	put("Sent", "Subject: Re: A question\r\nIn-Reply-To: <q@post.example>", noon.Add(time.Hour))
	put("Sent", "Subject: Re: Lunch\r\nIn-Reply-To: <lunch@post.example>", noon.Add(time.Hour))
	if err := k.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	pulled(t, k, desk.PullOptions{})
	fresh, err := k.Messages(t.Context(), casefile.MessageNew)
	if err != nil || len(fresh) != 1 {
		t.Fatalf("%d messages are to be decided, %v", len(fresh), err)
	}
	if err := k.FileTo(t.Context(), fresh[0].ID, ref); err != nil {
		t.Fatal(err)
	}
	letters, err := k.SentLetters(t.Context())
	if err != nil || len(letters) != 1 || letters[0].Case != ref || letters[0].Why != "It answers a message of that case." {
		t.Errorf("proposed %+v, %v", letters, err)
	}
}

// Two accounts on one mailbox give each message one place more and nobody a
// second request; a mailbox that is removed leaves its messages (I5).
func TestTwoAccountsOnOneMailbox(t *testing.T) {
	k, _ := newDesk(t)
	server := dovecottest.Start(t)
	for n := range 5 {
		server.Put("INBOX", fmt.Appendf(nil, "Subject: %d\r\n\r\nHello.\r\n", n), noon.Add(-time.Hour), "")
	}
	for _, name := range []string{"one", "two"} {
		if err := k.AddAccount(t.Context(), mailboxOf(t, server, name), server.Password); err != nil {
			t.Fatal(err)
		}
	}
	done := pulled(t, k, desk.PullOptions{})
	if done["one INBOX"].New != 5 || done["two INBOX"].New != 5 {
		t.Errorf("pulled %+v", done)
	}
	rows, err := k.Messages(t.Context(), "")
	if err != nil || len(rows) != 5 || len(rows[0].Copies) != 2 {
		t.Fatalf("%d messages, %v", len(rows), err)
	}
	if done := pulled(t, k, desk.PullOptions{}); done["one INBOX"].Known != 5 || done["two INBOX"].Known != 5 {
		t.Errorf("pulled again %+v", done)
	}
	if err := k.RemoveAccount(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	accounts, err := k.Accounts(t.Context())
	if err != nil || len(accounts) != 1 || accounts[0].Name != "two" {
		t.Errorf("left are %+v, %v", accounts, err)
	}
	if done := pulled(t, k, desk.PullOptions{}); len(done) != 3 || done["two INBOX"].Known != 5 {
		t.Errorf("pulled without it %+v", done)
	}
	if rows, err := k.Messages(t.Context(), ""); err != nil || len(rows) != 5 {
		t.Errorf("%d messages are left, %v", len(rows), err)
	}
}

// A mailbox is read otherwise after its settings are changed, and as before
// where they cannot be right.
func TestChangeAccount(t *testing.T) {
	k, _ := newDesk(t)
	server := dovecottest.Start(t)
	server.Put("INBOX", []byte("Subject: old\r\n\r\nHello.\r\n"), noon.AddDate(0, -6, 0), "")
	if err := k.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	if done := pulled(t, k, desk.PullOptions{}); done["dpo INBOX"].BeforeStart != 1 {
		t.Errorf("pulled %+v", done)
	}
	if done := pulled(t, k, desk.PullOptions{Until: today.AddDays(-100)}); done["dpo INBOX"].New != 1 {
		t.Errorf("on request %+v", done)
	}
	wrong := "wrong"
	wantKind(t, k.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Password: &wrong}), casefile.Refused)
	wantKind(t, k.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Folders: []casefile.Folder{{Name: "Nowhere"}}}), casefile.Invalid)
	err := k.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Folders: []casefile.Folder{{Name: "INBOX"}, {Name: "Junk"}}, Since: today.AddDays(-7)})
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := k.Accounts(t.Context())
	if err != nil || len(accounts[0].Folders) != 2 || accounts[0].Folders[1].Role != casefile.JunkFolder || accounts[0].Folders[0].Since != today.AddDays(-7) {
		t.Errorf("it is read as %+v, %v", accounts, err)
	}
	folders, err := k.FoldersOf(t.Context(), "dpo")
	if err != nil || len(folders) != 3 || !folders[0].Read || !folders[1].Read || folders[2].Read {
		t.Errorf("it has %+v, %v", folders, err)
	}
}
