//go:build unix

package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
)

// readAs says which folders of a mailbox are read, as what and since when.
func readAs(t *testing.T, d *desk.Desk) string {
	t.Helper()
	accounts, err := d.Accounts(t.Context())
	if err != nil || len(accounts) != 1 {
		t.Fatalf("%d mailboxes, %v", len(accounts), err)
	}
	var words []string
	for _, f := range accounts[0].Folders {
		words = append(words, fmt.Sprintf("%s %s %s", f.Name, f.Role, f.Since))
	}
	return strings.Join(words, ", ")
}

// A folder that is named takes the place of those of its kind and of no other;
// what stays keeps its day, and the inbox stays until a person says otherwise.
func TestSomeFoldersAreChanged(t *testing.T) {
	server := dovecottest.Start(t)
	server.Put("Processed", []byte("Subject: p\r\n\r\nHello.\r\n"), noon, "")
	k, _ := newDesk(t)
	a := mailboxOf(t, server, "dpo")
	early, late := today.AddDays(-300), today.AddDays(-5)
	a.Folders = []casefile.Folder{{Since: early}}
	if err := k.AddAccount(t.Context(), a, server.Password); err != nil {
		t.Fatal(err)
	}
	named := func(role casefile.FolderRole, names ...string) (out []casefile.Folder) {
		for _, n := range names {
			out = append(out, casefile.Folder{Name: n, Role: role})
		}
		return out
	}
	usual := fmt.Sprintf("INBOX inbox %[1]s, Junk junk %[1]s, Sent sent %[1]s", early)
	for _, step := range []struct {
		change desk.AccountChange
		want   string
	}{
		{desk.AccountChange{Some: named("", "inbox")}, strings.Replace(usual, "INBOX", "inbox", 1)},
		{desk.AccountChange{Some: named("", "INBOX")}, usual},
		{desk.AccountChange{Folders: named("", "INBOX", "Junk", "Sent")}, usual},
		{
			desk.AccountChange{Some: named(casefile.JunkFolder, "Processed")},
			fmt.Sprintf("INBOX inbox %[1]s, Sent sent %[1]s, Processed junk %s", early, today.AddMonths(-3)),
		},
		{
			desk.AccountChange{Some: named("", "Processed"), Since: late},
			fmt.Sprintf("INBOX inbox %[1]s, Sent sent %[1]s, Processed other %s", early, late),
		},
		{desk.AccountChange{NoInbox: true}, fmt.Sprintf("Sent sent %s, Processed other %s", early, late)},
		{desk.AccountChange{Since: early}, fmt.Sprintf("Sent sent %[1]s, Processed other %[1]s", early)},
		{
			desk.AccountChange{Some: named("", "INBOX"), Since: late},
			fmt.Sprintf("Sent sent %s, INBOX inbox %s", early, late),
		},
	} {
		if err := k.ChangeAccount(t.Context(), "dpo", step.change); err != nil {
			t.Fatal(err)
		}
		if got := readAs(t, k); got != step.want {
			t.Errorf("%+v: it is read as\n%s, want\n%s", step.change, got, step.want)
		}
	}
	before := readAs(t, k)
	err := k.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Folders: []casefile.Folder{}})
	if wantKind(t, err, casefile.Invalid); readAs(t, k) != before {
		t.Errorf("no folder is read: %s", readAs(t, k))
	}
}

// A mailbox that is here is not recorded over: its folders and days would go.
func TestANameIsTakenOnce(t *testing.T) {
	server := dovecottest.Start(t)
	k, _ := newDesk(t)
	a := mailboxOf(t, server, "dpo")
	a.Folders = []casefile.Folder{{Since: today.AddDays(-300)}}
	if err := k.AddAccount(t.Context(), a, server.Password); err != nil {
		t.Fatal(err)
	}
	before := readAs(t, k)
	err := k.AddAccount(t.Context(), mailboxOf(t, server, "dpo"), server.Password)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Conflict || !strings.Contains(e.Do, "account set") {
		t.Errorf("got %v", err)
	}
	wantKind(t, k.AddSignedInAccount(t.Context(), mailboxOf(t, server, "dpo"), desk.SignIn{}), casefile.Conflict)
	if readAs(t, k) != before {
		t.Errorf("it is read as %s", readAs(t, k))
	}
	err = k.SignIn(t.Context(), "dpo", desk.SignIn{})
	if e := casefile.AsError(err); e == nil || !strings.Contains(e.Do, "account set NAME --password-file") {
		t.Errorf("got %v", err)
	}
}
