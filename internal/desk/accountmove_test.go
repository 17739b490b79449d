//go:build unix

package desk_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/mailbox"
)

// holding starts a Dovecot with n messages in the inbox and one in a folder.
func holding(t *testing.T, n int, folder string) *dovecottest.Server {
	t.Helper()
	server := dovecottest.Start(t)
	for i := range n {
		server.Put("INBOX", fmt.Appendf(nil, "From: a%d@post.example\r\nSubject: %d\r\n\r\nHello.\r\n", i, i), noon.Add(time.Duration(i-9)*time.Hour), "")
	}
	server.Put(folder, []byte("Subject: won\r\n\r\nYou have won.\r\n"), noon.Add(-time.Hour), "")
	return server
}

// to is the change that leads to another mailbox.
func to(a casefile.Account) desk.AccountChange {
	return desk.AccountChange{Host: a.Host, Port: a.Port, TLS: a.TLS, User: a.User, CA: a.CA}
}

func account(t *testing.T, d *desk.Desk) casefile.Account {
	t.Helper()
	all, err := d.Accounts(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d mailboxes, %v", len(all), err)
	}
	return all[0]
}

func count(t *testing.T, d *desk.Desk, state casefile.MessageState, want int) []desk.MessageRow {
	t.Helper()
	rows, err := d.Messages(t.Context(), state)
	if err != nil || len(rows) != want {
		t.Errorf("%d messages %q, want %d; %v", len(rows), state, want, err)
	}
	return rows
}

// A mailbox that has moved to another server is read on there: what was fetched
// is recognised by its bytes, what was set aside or disposed of stays so, and
// what is new comes. Settings that do not work change nothing.
func TestMailboxMovesToAnotherServer(t *testing.T) {
	d, _ := newDesk(t)
	old, next := holding(t, 4, "Junk"), holding(t, 4, "Junk")
	if err := d.AddAccount(t.Context(), mailboxOf(t, old, "dpo"), old.Password); err != nil {
		t.Fatal(err)
	}
	yes := true
	if err := d.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Drafts: &yes}); err != nil {
		t.Fatal(err)
	}
	pulled(t, d, desk.PullOptions{})
	rows := count(t, d, casefile.MessageNew, 5)
	if err := d.SetAside(t.Context(), rows[1].ID, "No request"); err != nil {
		t.Fatal(err)
	}
	if err := d.SetAside(t.Context(), rows[2].ID, "No request"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Dispose(t.Context(), desk.Approval{Messages: []string{rows[2].ID}, Early: true, Reason: "Not needed", Approver: "The head"}); err != nil {
		t.Fatal(err)
	}
	before, place := account(t, d), mailboxOf(t, next, "dpo")
	wrong := to(place)
	wrong.User = "nobody"
	wantKind(t, d.ChangeAccount(t.Context(), "dpo", wrong), casefile.Refused)
	wrong = to(place)
	secret := "another"
	wrong.Password = &secret
	wantKind(t, d.ChangeAccount(t.Context(), "dpo", wrong), casefile.Refused)
	if now := account(t, d); now.Port != before.Port || now.ID != before.ID {
		t.Errorf("it is %+v", now)
	}

	old.Stop()
	place.Folders = []casefile.Folder{{Name: "INBOX"}}
	if err := mailbox.Check(t.Context(), mailbox.Source{Account: place, Password: next.Password}); err != nil {
		t.Fatal(err) // the folder has a number once it was opened
	}
	next.RenewUIDValidity("INBOX")
	next.Put("INBOX", []byte("From: b@post.example\r\nSubject: new\r\n\r\nHello.\r\n"), noon, "")
	if err := d.ChangeAccount(t.Context(), "dpo", to(place)); err != nil {
		t.Fatal(err)
	}
	now := account(t, d)
	if now.Port != place.Port || now.Name != "dpo" || !now.Drafts || len(now.Folders) != len(before.Folders) || now.Folders[0] != before.Folders[0] {
		t.Errorf("it is %+v", now)
	}
	in := pulled(t, d, desk.PullOptions{})["dpo INBOX"]
	if in.New-in.Again != 1 || in.Server != 5 {
		t.Errorf("the inbox brought %+v", in)
	}
	count(t, d, casefile.MessageNew, 4)
	count(t, d, casefile.MessageSetAside, 1)
	count(t, d, "", 5)
	if again := pulled(t, d, desk.PullOptions{})["dpo INBOX"]; again.New != 0 || again.Known != 5 {
		t.Errorf("the second pull brought %+v", again)
	}
	sound(t, d)
}

// The same mailbox by another port is known for what it is: nothing is fetched
// again.
func TestMailboxIsReachedAnotherWay(t *testing.T) {
	d, _ := newDesk(t)
	server := holding(t, 3, "Junk")
	if err := d.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	pulled(t, d, desk.PullOptions{})
	before := account(t, d)
	change := desk.AccountChange{TLS: casefile.StartTLS}
	if _, err := fmt.Sscanf(server.ImapAddr, "127.0.0.1:%d", &change.Port); err != nil {
		t.Fatal(err)
	}
	if err := d.ChangeAccount(t.Context(), "dpo", change); err != nil {
		t.Fatal(err)
	}
	now := account(t, d)
	if now.ID != before.ID || now.Port != change.Port || now.TLS != casefile.StartTLS || now.Host != before.Host {
		t.Errorf("it is %+v", now)
	}
	if in := pulled(t, d, desk.PullOptions{})["dpo INBOX"]; in.New != 0 || in.Known != 3 {
		t.Errorf("the inbox brought %+v", in)
	}
}

// Two servers that number their folders alike are told apart: a number on
// record at one hides no message of the other. What both hold comes once.
func TestServersThatNumberAlike(t *testing.T) {
	d, _ := newDesk(t)
	mail := func(name string, hour int) demo.Mail {
		return demo.Mail{Raw: []byte("From: " + name + "@post.example\r\nSubject: " + name + "\r\n\r\nHello.\r\n"), Received: noon.Add(time.Duration(hour-9) * time.Hour)}
	}
	old, err := demo.Serve([]demo.Mail{mail("a", 1), mail("b", 2)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { old.Close() })
	next, err := demo.Serve([]demo.Mail{mail("b", 2), mail("c", 3), mail("d", 4)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { next.Close() })
	a := old.Account()
	if err := d.AddAccount(t.Context(), a, old.Password); err != nil {
		t.Fatal(err)
	}
	first := pulled(t, d, desk.PullOptions{})[a.Name+" INBOX"]
	if err := d.ChangeAccount(t.Context(), a.Name, to(next.Account())); err != nil {
		t.Fatal(err)
	}
	in := pulled(t, d, desk.PullOptions{})[a.Name+" INBOX"]
	if in.UIDValidity != first.UIDValidity {
		t.Fatalf("the servers number their folders %d and %d: this shows nothing", first.UIDValidity, in.UIDValidity)
	}
	if in.New != 3 || in.Again != 1 {
		t.Errorf("the inbox brought %+v", in)
	}
	count(t, d, "", 4)
	sound(t, d)
}

// Folders go by the names that the new server has for them; one that it has not
// got is named, and the usual ones can be read instead.
func TestFoldersOfAMovedMailbox(t *testing.T) {
	d, _ := newDesk(t)
	old, next := holding(t, 1, "Processed"), holding(t, 1, "Spam")
	a := mailboxOf(t, old, "dpo")
	since := civil.MustParse("2026-07-01")
	a.Folders = []casefile.Folder{{Name: "INBOX", Since: since}, {Name: "Processed", Since: since.AddDays(9)}}
	if err := d.AddAccount(t.Context(), a, old.Password); err != nil {
		t.Fatal(err)
	}
	before := readAs(t, d)
	change := to(mailboxOf(t, next, "dpo"))
	err := d.ChangeAccount(t.Context(), "dpo", change)
	wantKind(t, err, casefile.NotFound)
	if !strings.Contains(err.Error(), "Processed") || readAs(t, d) != before {
		t.Errorf("%v; it is read as %s", err, readAs(t, d))
	}
	change.Usual = true
	if err := d.ChangeAccount(t.Context(), "dpo", change); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("INBOX inbox %[1]s, Junk junk %[1]s, Sent sent %[1]s", since)
	if got := readAs(t, d); !strings.HasPrefix(got, want) {
		t.Errorf("it is read as %s, want %s", got, want)
	}
}

// A folder that is named on the way to another server leaves the others to
// their names there, and can stand in the place of a usual one.
func TestNamedFoldersOfAMovedMailbox(t *testing.T) {
	old, next := holding(t, 1, "Processed"), holding(t, 1, "Spam")
	since := civil.MustParse("2026-07-01")
	for _, c := range []struct {
		name  string
		named casefile.Folder
		usual bool
		want  string
	}{
		{"another", casefile.Folder{Name: "Spam", Since: since}, false, "INBOX inbox %[1]s, Junk junk %[1]s, Spam other %[1]s"},
		{"junk", casefile.Folder{Name: "Spam", Role: casefile.JunkFolder, Since: since}, false, "INBOX inbox %[1]s, Spam junk %[1]s"},
		{"usual", casefile.Folder{Name: "Spam", Role: casefile.JunkFolder, Since: since}, true, "INBOX inbox %[1]s, Sent sent %[1]s, Spam junk %[1]s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := newDesk(t)
			a := mailboxOf(t, old, "dpo")
			a.Folders = []casefile.Folder{{Name: "INBOX", Since: since}, {Name: "Processed", Role: casefile.JunkFolder, Since: since}}
			if err := d.AddAccount(t.Context(), a, old.Password); err != nil {
				t.Fatal(err)
			}
			change := to(mailboxOf(t, next, "dpo"))
			change.Some, change.Usual = []casefile.Folder{c.named}, c.usual
			if err := d.ChangeAccount(t.Context(), "dpo", change); err != nil {
				t.Fatal(err)
			}
			if got, want := readAs(t, d), fmt.Sprintf(c.want, since); got != want {
				t.Errorf("it is read as %s, want %s", got, want)
			}
		})
	}
}

// What is known of other folders, or of the same numbers at other times, is not
// this mailbox.
func TestRecognise(t *testing.T) {
	server := holding(t, 2, "Junk")
	d, _ := newDesk(t)
	if err := d.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password); err != nil {
		t.Fatal(err)
	}
	pulled(t, d, desk.PullOptions{})
	var copies []casefile.Copy
	for _, m := range count(t, d, "", 3) {
		copies = append(copies, m.Copies...)
	}
	src := mailbox.Source{Account: mailboxOf(t, server, "dpo"), Password: server.Password}
	for name, c := range map[string]struct {
		spoil func(*casefile.Copy)
		want  bool
	}{
		"as it is":               {func(*casefile.Copy) {}, true},
		"folders that are gone":  {func(c *casefile.Copy) { c.Folder = "Gone" }, false},
		"numbered anew":          {func(c *casefile.Copy) { c.UIDValidity++ }, false},
		"one second later":       {func(c *casefile.Copy) { c.InternalDate = c.InternalDate.Add(time.Second) }, false},
		"messages that are gone": {func(c *casefile.Copy) { c.UID += 100 }, false},
	} {
		known := append([]casefile.Copy{}, copies...)
		for i := range known {
			c.spoil(&known[i])
		}
		same, err := mailbox.Recognise(t.Context(), src, known)
		if err != nil || same != c.want {
			t.Errorf("%s: %v, %v", name, same, err)
		}
	}
	one := append([]casefile.Copy{}, copies...)
	one[0].InternalDate = one[0].InternalDate.Add(-time.Hour)
	if same, err := mailbox.Recognise(t.Context(), src, one); err != nil || same {
		t.Errorf("one other message: %v, %v", same, err)
	}
	later := append([]casefile.Copy{}, copies...)
	later[0].UID += 100
	if same, err := mailbox.Recognise(t.Context(), src, append(later, copies[0])); err != nil || same {
		t.Errorf("a number that is not given yet: %v, %v", same, err)
	}
	server.Remove("INBOX", server.Messages("INBOX")[0].Name)
	if same, err := mailbox.Recognise(t.Context(), src, copies); err != nil || !same {
		t.Errorf("one message gone: %v, %v", same, err)
	}
	if same, err := mailbox.Recognise(t.Context(), src, nil); err != nil || same {
		t.Errorf("nothing known: %v, %v", same, err)
	}
}

// A mailbox that is signed in to at its provider's page takes its sign-in with
// it, also where that was renewed on the way.
func TestSignedInMailboxMoves(t *testing.T) {
	p := newProvider(t)
	next := dovecottest.Start(t, dovecottest.OAuth2(p.IntrospectURL))
	next.Put("INBOX", []byte("Subject: first\r\n\r\nHello.\r\n"), noon.Add(-2*time.Hour), "")
	d, dir := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	wantPulled(t, d, 1)
	before := account(t, d)
	p.mail.Stop()
	p.ExpireAccess()
	if err := d.ChangeAccount(t.Context(), "dpo", to(mailboxOf(t, next, "dpo"))); err != nil {
		t.Fatal(err)
	}
	now := account(t, d)
	if now.ID == before.ID || now.Auth != casefile.ByOAuth2 || now.OAuth != before.OAuth {
		t.Errorf("it was %+v and is %+v", before, now)
	}
	p.ExpireAccess()
	wantPulled(t, d, 1) // fetched anew, and known by its bytes
	p.ExpireAccess()
	wantPulled(t, d, 0)
	count(t, d, "", 1)
	p.wantNowhere(t, dir)
	sound(t, d)
}

// What somebody changes of a mailbox while its new server is tried is not undone:
// a permission that was taken back stays so.
func TestMailboxIsChangedTwiceAtOnce(t *testing.T) {
	d, _ := newDesk(t)
	old, next := holding(t, 1, "Junk"), holding(t, 1, "Junk")
	a := mailboxOf(t, old, "dpo")
	a.Drafts = true
	if err := d.AddAccount(t.Context(), a, old.Password); err != nil {
		t.Fatal(err)
	}
	place := mailboxOf(t, next, "dpo")
	between, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { between.Close() })
	no := false
	forbid := sync.OnceValue(func() error { return d.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Drafts: &no}) })
	go func() {
		for {
			in, err := between.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", next.ImapsAddr)
			if forbid() != nil || err != nil {
				in.Close()
				continue
			}
			go func() { _, _ = io.Copy(out, in); out.Close() }()
			go func() { _, _ = io.Copy(in, out); in.Close() }()
		}
	}()
	change := to(place)
	change.Port = between.Addr().(*net.TCPAddr).Port
	wantKind(t, d.ChangeAccount(t.Context(), "dpo", change), casefile.Conflict)
	if now := account(t, d); forbid() != nil || now.Drafts || now.Port != a.Port {
		t.Errorf("%v, it is %+v", forbid(), now)
	}
	if err := d.ChangeAccount(t.Context(), "dpo", change); err != nil || account(t, d).Port != change.Port {
		t.Errorf("done again: %v", err)
	}
}
