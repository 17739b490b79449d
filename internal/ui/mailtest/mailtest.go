// Package mailtest puts invented mail into real vaults, by a real server and a
// real pull, for the tests of the window.
package mailtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casebook/internal/demo"
	"casebook/internal/desk"
)

// Letter is one invented message.
type Letter struct {
	From, Subject, Text string
	At                  string // "2026-10-09 09:12"
	Headers             []string
}

// Raw returns the bytes of the message.
func (l Letter) Raw() []byte {
	head := []string{
		"From: " + l.From, "To: DPO <dpo@casebook.example>", "Subject: " + l.Subject,
		"Date: " + l.time().Format(time.RFC1123Z), fmt.Sprintf("Message-ID: <%d@example>", l.time().Unix()),
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
	}
	head = append(head, l.Headers...)
	return []byte(strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(l.Text, "\n", "\r\n") + "\r\n")
}

func (l Letter) time() time.Time {
	at, err := time.Parse("2006-01-02 15:04", l.At)
	if err != nil {
		panic("mailtest: " + err.Error())
	}
	return at
}

// The letters of the tests: a plain request, one that a school passes on, two
// requests in one, a complaint, one for nobody known, and one that asks
// nothing.
var (
	Access = Letter{
		From: "Łucja Wright <lucja@wright.example>", Subject: "My son's records", At: "2026-10-05 09:12",
		Text: "Dear Nunthorpe Multi-Academy Trust,\n\nI would like a copy of all the personal data you hold about my son Jan.\n\nPlease send it by post.\n\nŁucja Wright",
	}
	Complaint = Letter{
		From: "Ade Okafor <ade@okafor.example>", Subject: "Complaint", At: "2026-10-07 16:40",
		Text: "To Thrive,\n\nI wish to make a complaint about how you handled my personal data: my phone number was given to another family.\n\nAde Okafor",
	}
	Unknown = Letter{
		From: "M. Quill <m@quill.example>", Subject: "Delete me", At: "2026-10-08 11:00",
		Text: "Hello,\n\nplease delete all the personal data you hold about me.\n\nM. Quill",
	}
	Away = Letter{
		From: "Bea Lund <bea@lund.example>", Subject: "Out of office", At: "2026-10-09 08:00",
		Headers: []string{"Auto-Submitted: auto-replied"},
		Text:    "I am away until Monday.",
	}
)

// Standard returns the letters of the tests, the oldest first.
func Standard() []Letter { return []Letter{Access, Complaint, Unknown, Away} }

// Mailbox serves letters and records the mailbox in a vault; the window pulls.
func Mailbox(t testing.TB, d *desk.Desk, letters ...Letter) *demo.Server {
	t.Helper()
	var mails []demo.Mail
	for _, l := range letters {
		mails = append(mails, demo.Mail{Raw: l.Raw(), Received: l.time()})
	}
	server, err := demo.Serve(mails)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := d.AddAccount(t.Context(), server.Account(), server.Password); err != nil {
		t.Fatal(err)
	}
	return server
}

// Pull serves letters and pulls them.
func Pull(t testing.TB, d *desk.Desk, letters ...Letter) {
	t.Helper()
	Mailbox(t, d, letters...)
	if _, err := d.Pull(t.Context(), "", nil); err != nil {
		t.Fatal(err)
	}
}
