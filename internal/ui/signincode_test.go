//go:build unix

package ui_test

import (
	"bytes"
	"net"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/dovecottest"
	"casebook/internal/signin/idptest"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// beside shows the window on a vault with clients, with its work on goroutines
// of its own, as in the real program.
func (s *stand) beside() {
	s.t.Helper()
	s.queue = &loop.Queue{}
	s.vault()
	d := s.deps()
	d.Dir, d.Passphrase, d.Runner, d.Loop = s.dir, []byte(passphrase), jobs.Beside{}, s.queue
	s.start(d)
	s.waitFor("No mailbox yet")
}

// A person signs in with the code on another machine: Casebook goes on by
// itself, adds the mailbox and fetches its mail.
func TestSignInWithACodeIsCompleted(t *testing.T) {
	s := newStand(t)
	idp := idptest.Start(t, s.now)
	server := dovecottest.Start(t, dovecottest.OAuth2(idp.IntrospectURL))
	server.Put("INBOX", mailtest.Access.Raw(), s.now().Add(-time.Hour), "")
	s.beside()
	s.byHand(server.User)
	s.tap("Sign in at a provider's page instead")
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	s.fill(map[int]string{
		2: idptest.ClientID, 4: idp.AuthorizeURL, 5: idp.TokenURL, 6: idp.DeviceURL, 7: idptest.Scope,
		9: host, 10: port, 13: server.CAFile,
	})
	uitest.Fill(s.c, 8, "") // the choice of the way comes next
	s.c.FocusNext()
	s.press(fyne.KeyRight)
	s.tap("Sign in and add")
	s.waitFor("type the code")
	s.tap("Copy code")
	idp.Approve(fyne.CurrentApp().Clipboard().Content(), server.User)
	s.waitFor("1 message is here")
	s.says("1 new message.", "At the provider")
	s.hides("type the code")
	s.shot("desk-signed-in-code")
	s.menu("Triage")
	s.waitFor("ACCESS for Nunthorpe Multi-Academy Trust")
}

// Somebody else's sign-in, and one that is refused there, add nothing and are
// said at the form.
func TestSignInWithACodeIsDenied(t *testing.T) {
	s := newStand(t)
	idp := idptest.Start(t, s.now)
	s.beside()
	s.byHand("dpo@firm.example")
	s.tap("Sign in at a provider's page instead")
	s.fill(map[int]string{
		2: idptest.ClientID, 4: idp.AuthorizeURL, 5: idp.TokenURL, 6: idp.DeviceURL, 7: idptest.Scope, 9: "127.0.0.1", 10: "1",
	})
	uitest.Fill(s.c, 8, "")
	s.c.FocusNext()
	s.press(fyne.KeyRight)
	s.tap("Sign in and add")
	s.waitFor("type the code")
	s.tap("Copy code")
	idp.Deny(fyne.CurrentApp().Clipboard().Content())
	s.waitFor("Client id")
	s.says("No mailbox yet")
	s.hides("type the code")
	s.shot("desk-sign-in-denied")
}

// A message above the limit is not fetched until a person says so; then it is,
// and triage has it.
func TestFetchAllTheSame(t *testing.T) {
	s := newStand(t)
	server := dovecottest.Start(t)
	const limit = 64 << 20 // bytes
	line := append(bytes.Repeat([]byte("QUJD"), 18), "\r\n"...)
	large := []byte("From: Ada Brook <ada@brook.example>\r\nSubject: Recordings\r\nDate: Mon, 12 Oct 2026 08:00:00 +0100\r\n" +
		"Message-ID: <recordings@brook.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain\r\n\r\nI would like a copy of all the personal data you hold about me.\r\n" +
		"--b\r\nContent-Type: audio/mpeg; name=calls.mp3\r\nContent-Disposition: attachment; filename=calls.mp3\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	large = append(large, bytes.Repeat(line, limit/len(line)+1)...)
	server.Put("INBOX", append(large, "--b--\r\n"...), s.now().Add(-time.Hour), "")
	server.Put("INBOX", mailtest.Access.Raw(), s.now().Add(-2*time.Hour), "")
	s.unlocked()
	s.byHand(server.User)
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	s.fill(map[int]string{2: server.Password, 3: host, 4: port, 7: server.CAFile})
	s.tap("Add mailbox")
	s.waitFor("1 is too large and waits for your yes")
	s.says("1 message is here")
	s.shot("desk-mailbox-large")
	s.tap("Fetch 1 large message all the same (65 MB)")
	s.says("1 message fetched.", "2 messages are here")
	s.hides("too large", "all the same")
	s.menu("Triage")
	s.says("Ada Brook", "Recordings")
	s.tap("Access · Recordings")
	s.says("calls.mp3")
	s.shot("desk-triage-large")
}
