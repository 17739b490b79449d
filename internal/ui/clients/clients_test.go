package clients_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
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
	if len(l.Shipped) != 0 || len(l.ClientFields()[0].Choices) != 1 {
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
			if a.Folders[0].Since.IsZero() != (c.since == "") && !c.wrong {
				t.Errorf("since %v", a.Folders)
			}
		})
	}
}
