package clients_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/mailbox"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/clients"
	"casebook/internal/ui/mailtest"
)

// The list holds the clients, the mailboxes and a way to add either; examples
// that are in the vault already are not offered again.
func TestListing(t *testing.T) {
	o := casetest.New(t)
	mailtest.Mailbox(t, o.Desk, mailtest.Access)
	l, err := clients.Read(t.Context(), o.Desk)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, r := range l.Rows() {
		titles = append(titles, r.Title)
	}
	want := "Clients, Thrive, Nunthorpe Multi-Academy Trust, Add a client, Mailboxes, Demo mailbox, Add a mailbox"
	if got := strings.Join(titles, ", "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if len(l.Shipped) != 0 || len(l.ClientFields("")[0].Choices) != 1 {
		t.Errorf("offers %d examples that are there", len(l.Shipped))
	}
	for _, c := range l.Clients {
		for _, f := range clients.Facts(c) {
			if f.Name == "" || f.Words == "" {
				t.Errorf("%s: %+v", c.ID, f)
			}
		}
	}
	for _, f := range clients.AccountFacts(l.Accounts[0], clients.Reading{}) {
		if f.Words == "" {
			t.Errorf("the mailbox has no %s", f.Name)
		}
	}
}

func TestAccountOf(t *testing.T) {
	for name, c := range map[string]struct {
		port, tls, since string
		want             int
		wrong            bool
	}{
		"usual":      {"", "implicit", "", 993, false},
		"starttls":   {"", "starttls", "2026-07-01", 143, false},
		"given":      {"1993", "implicit", "", 1993, false},
		"too large":  {"70000", "implicit", "", 993, true},
		"no number":  {"imap", "implicit", "", 993, true},
		"not a port": {"0", "implicit", "", 993, true},
	} {
		t.Run(name, func(t *testing.T) {
			a, problems := clients.AccountOf(casefile.ByPassword, "", map[string]string{
				"name": "Desk", "host": "imap.example.org", "user": "dpo", "folder": "INBOX", "port": c.port, "tls": c.tls, "since": c.since,
			})
			if a.Port != c.want || (len(problems) > 0) != c.wrong || a.TLS != casefile.TLSMode(c.tls) {
				t.Errorf("%+v, %v", a, problems)
			}
			if a.Drafts {
				t.Error("drafts are allowed though nobody said so")
			}
			if a.Folders[0].Since.IsZero() != (c.since == "") && !c.wrong {
				t.Errorf("since %v", a.Folders)
			}
		})
	}
}

// What is no file is refused at its field; a pipe would be waited for without end.
func TestAuthorityIsAFile(t *testing.T) {
	_, problems := clients.AccountOf(casefile.ByPassword, "", map[string]string{"ca": os.DevNull})
	if len(problems) != 1 || problems[0].Field != "ca" || !strings.Contains(problems[0].What, "a pipe or a device") {
		t.Errorf("%v", problems)
	}
}

// What a mailbox's row says of each folder: what is here, and what is not and
// why.
func TestAccountFacts(t *testing.T) {
	a := casefile.Account{
		Name: "dpo", Host: "imap.example.org", Port: 993, TLS: casefile.Implicit, User: "dpo@firm.example", Auth: casefile.ByOAuth2,
		OAuth: casefile.OAuth{Provider: casefile.Microsoft, SignInAs: "priya@firm.example"},
		Folders: []casefile.Folder{
			{Name: "INBOX", Role: casefile.InboxFolder, Since: civil.MustParse("2026-07-01")},
			{Name: "Post", Role: casefile.OtherFolder, Since: civil.MustParse("2026-07-01")},
		},
	}
	r := clients.Reading{At: time.Date(2026, 10, 12, 9, 5, 0, 0, time.UTC), Watched: true, Folders: []desk.Pulled{{
		Unreadable: 1,
		Result: mailbox.Result{Folder: "INBOX", New: 2, Known: 3, BeforeStart: 7, SetAside: []desk.SetAside{
			{Large: true, Size: 80 << 20}, {Reason: "It cannot be had."},
		}},
	}}}
	facts := map[string]string{}
	for _, f := range clients.AccountFacts(a, r) {
		facts[f.Name] = f.Words
	}
	for name, want := range map[string]string{
		"Sign-in":   "At Microsoft's page as priya@firm.example",
		"Last read": "At 09:05; watching for new mail",
		"INBOX": "As inbox, from Wed 1 Jul 2026 · 5 messages are here · 7 are older and were not fetched · 1 is too large and waits for your yes" +
			" · 1 could not be fetched · 1 could not be read and is kept as it came",
		"Post":   "From Wed 1 Jul 2026",
		"Drafts": "Casebook writes nothing to this mailbox",
	} {
		if facts[name] != want {
			t.Errorf("%s: %q, want %q", name, facts[name], want)
		}
	}
}

// Folders keep their start dates when others are added, and a folder that is
// called as a field of the form is no trouble.
func TestFoldersOf(t *testing.T) {
	since := civil.MustParse("2026-05-01")
	a := casefile.Account{Folders: []casefile.Folder{{Name: "INBOX", Role: casefile.InboxFolder, Since: since}}}
	all := []desk.MailFolder{
		{Listed: mailbox.Listed{Name: "INBOX", Role: casefile.InboxFolder}, Read: true},
		{Listed: mailbox.Listed{Name: "Junk", Role: casefile.JunkFolder}},
		{Listed: mailbox.Listed{Name: "since", Role: casefile.OtherFolder}},
		{Listed: mailbox.Listed{Name: "Old", Role: casefile.OtherFolder}},
	}
	v := map[string]string{}
	for _, f := range clients.FolderFields(a, all) {
		v[f.Name] = f.Value
	}
	if v["folder:INBOX"] != "inbox" || v["folder:Old"] != "none" {
		t.Errorf("it stands at %v", v)
	}
	v["folder:Junk"], v["folder:since"], v["since"] = "junk", "inbox", "2026-09-01"
	want := []casefile.Folder{
		{Name: "INBOX", Role: casefile.InboxFolder, Since: since},
		{Name: "Junk", Role: casefile.JunkFolder, Since: civil.MustParse("2026-09-01")},
		{Name: "since", Role: casefile.OtherFolder, Since: civil.MustParse("2026-09-01")},
	}
	if got := clients.FoldersOf(a, all, v); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Whatever way of signing in is proposed, the form's own values make the
// account that was proposed.
func TestProposalsRoundTrip(t *testing.T) {
	for _, from := range []string{"microsoft", "google", "hand"} {
		proposed := clients.Preset(from, "dpo@firm.example").Account
		v := map[string]string{}
		for _, f := range clients.MailboxFields(proposed) {
			v[f.Name] = f.Value
		}
		v["client-id"] = "one"
		a, problems := clients.AccountOf(proposed.Auth, proposed.OAuth.Provider, v)
		if len(problems) > 0 || a.Host != proposed.Host || a.Port != proposed.Port || a.TLS != proposed.TLS || a.User != "dpo@firm.example" ||
			a.Auth != proposed.Auth || a.OAuth.Provider != proposed.OAuth.Provider || a.Name != a.User {
			t.Errorf("%s: %+v, %v", from, a, problems)
		}
	}
}

func TestNeedsSignIn(t *testing.T) {
	for field, want := range map[string]bool{"sign-in": true, "password": true, "host": false} {
		if got := clients.NeedsSignIn(&casefile.Error{Kind: casefile.Refused, Field: field}); got != want {
			t.Errorf("%s: %v", field, got)
		}
	}
	if clients.NeedsSignIn(nil) || clients.NeedsSignIn(&casefile.Error{Kind: casefile.Unreachable, Field: "sign-in"}) {
		t.Error("no refusal wants a new sign-in")
	}
}

// The form for a server says what it is now, and left alone changes nothing of it.
func TestServerFieldsRoundTrip(t *testing.T) {
	for name, a := range map[string]casefile.Account{
		"usual port": {Host: "imap.example.org", Port: 993, TLS: casefile.Implicit, User: "dpo"},
		"its own":    {Host: "imap.example.org", Port: 1143, TLS: casefile.StartTLS, User: "dpo"},
		"authority":  {Host: "imap.example.org", Port: 993, TLS: casefile.Implicit, User: "dpo", CA: "a certificate"},
		"signed in":  {Host: "outlook.office365.com", Port: 993, TLS: casefile.Implicit, User: "dpo@firm.example", Auth: casefile.ByOAuth2},
	} {
		v, secrets, none := map[string]string{}, 0, 0
		for _, f := range clients.ServerFields(a) {
			v[f.Name] = f.Value
			if f.Name == "password" {
				secrets++
			}
			if f.Name == "noca" {
				none++
			}
		}
		c, problems := clients.ServerChange(v)
		if len(problems) > 0 || c.Host != a.Host || c.Port != a.Port || c.TLS != a.TLS || c.User != a.User || c.Password != nil || c.Usual || c.CA != "" || c.NoCA {
			t.Errorf("%s: %+v, %v", name, c, problems)
		}
		if (none == 1) != (a.CA != "") {
			t.Errorf("%s: offers %d times to take its authority away", name, none)
		}
		if (secrets == 1) != (a.Auth != casefile.ByOAuth2) {
			t.Errorf("%s: asks for %d passwords", name, secrets)
		}
	}
	c, _ := clients.ServerChange(map[string]string{"tls": "implicit", "password": "new", "folder": "usual"})
	if c.Password == nil || *c.Password != "new" || !c.Usual {
		t.Errorf("%+v", c)
	}
	v := map[string]string{"tls": "implicit", "noca": "yes"}
	if c, problems := clients.ServerChange(v); !c.NoCA || len(problems) > 0 {
		t.Errorf("%+v, %v", c, problems)
	}
	v["ca"] = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(v["ca"], []byte("a certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, problems := clients.ServerChange(v); len(problems) != 1 || problems[0].Field != "noca" {
		t.Errorf("with a file it says %v", problems)
	}
	if _, problems := clients.ServerChange(map[string]string{"tls": "implicit", "port": "0"}); len(problems) != 1 || problems[0].Field != "port" {
		t.Errorf("%v", problems)
	}
}
