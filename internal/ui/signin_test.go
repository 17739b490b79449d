//go:build unix

package ui_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/dovecottest"
	"casebook/internal/signin/idptest"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
)

// signedIn adds a mailbox by its provider's page and returns the provider. The
// test is the browser.
func (s *stand) signedIn() (*idptest.Server, *dovecottest.Server) {
	s.t.Helper()
	idp := idptest.Start(s.t, s.now)
	server := dovecottest.Start(s.t, dovecottest.OAuth2(idp.IntrospectURL))
	server.Put("INBOX", mailtest.Access.Raw(), s.now().Add(-time.Hour), "")
	s.vault()
	d := s.deps()
	d.Dir, d.Passphrase = s.dir, []byte(passphrase)
	d.Browse = func(address string) error {
		s.sent = append(s.sent, address)
		go func() { _, _ = idptest.Browse(address) }()
		return nil
	}
	s.start(d)
	s.byHand(server.User)
	s.tap("Sign in at a provider's page instead")
	s.says("Address of the sign-in page", "Client id")
	s.shot("desk-mailbox-provider")
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	// Name and user stand there; then the fields in their order.
	s.fill(map[int]string{
		2: idptest.ClientID, 4: idp.AuthorizeURL, 5: idp.TokenURL, 6: idp.DeviceURL, 7: idptest.Scope,
		9: host, 10: port, 13: server.CAFile,
	})
	s.tap("Sign in and add")
	return idp, server
}

// A mailbox is signed in to at the provider's page, and again when the provider
// wants it: the band says so and leads there.
func TestSignInAtTheProvidersPage(t *testing.T) {
	s := newStand(t)
	idp, _ := s.signedIn()
	s.says("1 new message.", "At the provider", "1 message is here")
	if len(s.sent) != 1 || !strings.HasPrefix(s.sent[0], idp.AuthorizeURL) {
		t.Errorf("opened %q", s.sent)
	}
	idp.Revoke()
	s.clock.Ring()
	s.says("does not accept the earlier sign-in", "No new mail comes in until then.")
	s.shot("desk-sign-in-again")
	s.tap("Sign in again")
	s.tap("Sign in")
	s.says("Signed in.")
	s.hides("does not accept the earlier sign-in")
}

// While Casebook waits for a person to sign in, it says where and with which
// code, and can be stopped.
func TestSignInWithACode(t *testing.T) {
	s := newStand(t)
	var held held
	queue := &loop.Queue{}
	idp := idptest.Start(t, s.now)
	idp.Set(idptest.Settings{})
	s.vault()
	d := s.deps()
	d.Dir, d.Passphrase, d.Runner, d.Loop = s.dir, []byte(passphrase), &held, queue
	s.start(d)
	queue.Drain()
	s.byHandQueued(queue, "dpo@firm.example")
	s.tap("Sign in at a provider's page instead")
	s.fill(map[int]string{
		2: idptest.ClientID, 4: idp.AuthorizeURL, 5: idp.TokenURL, 6: idp.DeviceURL, 7: idptest.Scope, 9: "127.0.0.1", 10: "1",
	})
	s.c.Focus(nil)
	held.hold = true
	s.choose("In this computer's browser", fyne.KeyRight)
	s.tap("Sign in and add")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, work := range held.work {
			work()
		}
	}()
	for !strings.Contains(strings.Join(s.texts(), " "), "type the code") {
		queue.Drain()
		time.Sleep(time.Millisecond)
	}
	s.says("Copy code", "Copy address", "The code holds until", "Cancel")
	s.shot("desk-sign-in-code")
	s.tap("Copy code")
	if code := fyne.CurrentApp().Clipboard().Content(); code == "" {
		t.Error("the code is not copied")
	}
	s.tap("Cancel")
	<-done
	queue.Drain()
	s.says("nothing was changed", "Client id")
}

// The settings that the address's domain publishes are proposed with why.
func TestFindSettings(t *testing.T) {
	s := newStand(t)
	s.web.Client = &http.Client{Transport: published(`<clientConfig version="1.1"><emailProvider id="firm.example">
<incomingServer type="imap"><hostname>imap.firm.example</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>
</emailProvider></clientConfig>`)}
	s.web.Resolver = nowhere{}
	s.unlocked()
	s.menu("Pull mail")
	s.write("dpo@firm.example")
	s.tap("Find settings")
	s.says("The domain publishes this for mail programs.", "imap.firm.example", "Password")
	s.shot("desk-mailbox-found")
	s.press(fyne.KeyEscape)
	s.says("Find them from the address", "dpo@firm.example")
}

// New mail is fetched when the server tells of it.
func TestNewMailComesAtOnce(t *testing.T) {
	s := newStand(t)
	server := dovecottest.Start(t)
	s.vault()
	queue := &loop.Queue{}
	d := s.deps()
	d.Dir, d.Passphrase, d.Loop, d.Lasting = s.dir, []byte(passphrase), queue, jobs.Beside{}
	s.start(d)
	queue.Drain()
	ca, err := filepath.Abs(server.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	s.byHandQueued(queue, server.User)
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	s.fill(map[int]string{2: server.Password, 3: host, 4: port, 7: ca})
	s.tap("Add mailbox")
	drainUntil(queue, func() bool { return strings.Contains(strings.Join(s.texts(), " "), "watching for more") })
	s.says("watching for new mail")
	server.Put("INBOX", mailtest.Access.Raw(), s.now().Add(-time.Hour), "")
	drainUntil(queue, func() bool { return strings.Contains(strings.Join(s.texts(), " "), "1 message is here") })
	s.says("1 new message.")
	s.menu("Lock")
	drainUntil(queue, func() bool { return strings.Contains(strings.Join(s.texts(), " "), "Unlock") })
	if _, err := os.Stat(ca); err != nil {
		t.Error(err)
	}
}
