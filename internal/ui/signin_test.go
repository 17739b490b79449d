//go:build unix

package ui_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/signin/idptest"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
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
		jobs.Beside{}.Start(func() { _, _ = idptest.Browse(address) })
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
	s.shot("desk-signed-in")
	s.says("Signed in.")
	s.hides("does not accept the earlier sign-in")
}

// While Casebook waits for a person to sign in, it says where and with which
// code, and can be stopped.
func TestSignInWithACode(t *testing.T) {
	s := newStand(t)
	s.queue = &loop.Queue{}
	idp := idptest.Start(t, s.now)
	s.vault()
	d := s.deps()
	d.Dir, d.Passphrase, d.Runner, d.Loop = s.dir, []byte(passphrase), jobs.Beside{}, s.queue
	s.start(d)
	s.waitFor("No mailbox yet")
	s.byHand("dpo@firm.example")
	s.tap("Sign in at a provider's page instead")
	s.fill(map[int]string{
		2: idptest.ClientID, 4: idp.AuthorizeURL, 5: idp.TokenURL, 6: idp.DeviceURL, 7: idptest.Scope, 9: "127.0.0.1", 10: "1",
	})
	uitest.Fill(s.c, 8, "") // the choice of the way comes next
	s.c.FocusNext()
	s.press(fyne.KeyRight)
	s.tap("Sign in and add")
	s.waitFor("type the code")
	s.says("Copy code", "Copy address", "The code holds until", "Cancel")
	s.shot("desk-sign-in-code")
	s.tap("Copy code")
	if code := fyne.CurrentApp().Clipboard().Content(); code == "" {
		t.Error("the code is not copied")
	}
	s.tap("Cancel")
	s.waitFor("nothing was changed")
	s.says("Client id")
}

// microsoft365 answers as the name service of a domain there.
type microsoft365 struct{}

func (microsoft365) LookupMX(context.Context, string) ([]*net.MX, error) {
	return []*net.MX{{Host: "firm-example.mail.protection.outlook.com."}}, nil
}

func (microsoft365) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, errors.New("not here")
}

// Settings found from the address are proposed with why, and the way back keeps
// the address.
func TestFindSettings(t *testing.T) {
	s := newStand(t)
	s.web.Resolver = microsoft365{}
	s.web.Client = &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("not here") },
	}}
	s.unlocked()
	s.menu("Pull mail")
	s.write("dpo")
	s.tap("Next")
	s.says("That is not an e-mail address.")
	s.write("@firm.example")
	s.tap("Next")
	s.says("Mail for this domain goes to a provider that Casebook knows.", "Tenant id", "docs/MICROSOFT365.md", "Signs in as (optional)")
	s.shot("desk-mailbox-found")
	s.tap("Cancel")
	s.says("Find them from the address", "dpo@firm.example")
}

// New mail is fetched when the server tells of it.
func TestNewMailComesAtOnce(t *testing.T) {
	s := newStand(t)
	s.queue = &loop.Queue{}
	server := dovecottest.Start(t)
	s.vault()
	d := s.deps()
	d.Dir, d.Passphrase, d.Loop, d.Runner, d.Lasting = s.dir, []byte(passphrase), s.queue, jobs.Beside{}, jobs.Beside{}
	s.start(d)
	s.waitFor("No mailbox yet")
	s.byHand(server.User)
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	s.fill(map[int]string{2: server.Password, 3: host, 4: port, 7: server.CAFile})
	s.tap("Add mailbox")
	s.waitFor("watching for new mail")
	server.Put("INBOX", mailtest.Access.Raw(), s.now().Add(-time.Hour), "")
	s.waitFor("1 message is here")
	s.says("1 new message.", "Mail just now, watching for more")
	s.menu("Lock")
	s.waitFor("Unlock")
}

// Mail that was sent proposes which letter left with it; a person confirms it,
// or says that it did not, which can be undone.
func TestSentLetters(t *testing.T) {
	s := newStand(t)
	server := dovecottest.Start(t)
	s.vault()
	d, err := s.open(t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		t.Fatal(err)
	}
	ref := s.opened("Ada Brook", "2026-10-01")
	if _, err := d.Issue(t.Context(), ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	raw := mailtest.Letter{From: "dpo@firm.example", Subject: "Your request " + string(ref), At: "2026-10-12 09:00", Text: "Please see the letter."}
	server.Put("Sent", raw.Raw(), s.now().Add(-time.Hour), "S")
	host, port, _ := net.SplitHostPort(server.ImapsAddr)
	n, _ := strconv.Atoi(port)
	ca, err := os.ReadFile(server.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	a := casefile.Account{Name: "dpo", Host: host, Port: n, TLS: casefile.Implicit, User: server.User, CA: string(ca)}
	if err := d.AddAccount(t.Context(), a, server.Password); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.menu("Clients")
	s.tap("Sent letters to confirm")
	s.says("cknowledgement of "+string(ref)+" left on Mon 12 Oct 2026", "Its subject bears")
	s.shot("desk-sent")
	s.tap("Not with this message")
	s.says("It is not proposed again.")
	s.hides("Not with this message")
	s.tap("Undo")
	s.tap("Sent letters to confirm")
	s.tap("It was sent")
	s.says("recorded as sent.")
	f, err := s.desk.Case(t.Context(), ref)
	if err != nil || f.Case.Letters[0].Sent == nil || f.Case.Letters[0].Sent.On != s.today {
		t.Errorf("the letter is %+v, %v", f.Case.Letters, err)
	}
}
