package desk_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
)

// A mailbox that does not answer is told by its name and keeps no other from
// being pulled.
func TestPullGoesOnPastAMailboxThatIsGone(t *testing.T) {
	d, _ := newDesk(t)
	var servers []*demo.Server
	for _, name := range []string{"first", "second"} {
		server, err := demo.Serve(demo.Mails(3, today, nil)[:2])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
		a := server.Account()
		a.Name = name
		if err := d.AddAccount(t.Context(), a, server.Password); err != nil {
			t.Fatal(err)
		}
		servers = append(servers, server)
	}
	servers[0].Close() // once the other runs: it would be given the same port
	done, err := d.Pull(t.Context(), "", nil)
	wantKind(t, err, casefile.Unreachable)
	if err == nil || !strings.Contains(err.Error(), "Mailbox first: ") {
		t.Errorf("the pull says %v", err)
	}
	if len(done) != 2 || done[0].New != 0 || done[1].New != 2 {
		t.Errorf("the pull did %+v", done)
	}
}

// What the vault holds of one mailbox must not hide the mail of another, so a
// name stays with its mailbox.
func TestAccountNameStaysWithItsMailbox(t *testing.T) {
	d, _ := withMail(t)
	accounts, err := d.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*casefile.Account){
		"name": func(a *casefile.Account) { a.User = "somebody else" },
		"since": func(a *casefile.Account) {
			a.Name, a.Folders = "another", []casefile.Folder{{Name: "INBOX", Since: today.AddDays(1)}}
		},
	} {
		a := accounts[0]
		spoil(&a)
		err := d.AddAccount(t.Context(), a, "secret")
		if e := casefile.AsError(err); e == nil || e.Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	if err := d.AddAccount(t.Context(), casefile.Account{Name: " ", Host: "localhost"}, "secret"); err == nil {
		t.Error("a mailbox without a name is taken")
	}
}
