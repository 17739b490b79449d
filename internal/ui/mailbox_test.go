package ui_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// fill fills the text fields of the form that is shown, by their places.
func (s *stand) fill(texts map[int]string) {
	s.t.Helper()
	for n, text := range texts {
		if !uitest.Fill(s.c, n, text) {
			s.t.Fatalf("there is no field %d in %q", n, uitest.Texts(s.c))
		}
	}
}

// served is a mailbox that is not in the vault.
func (s *stand) served(letters ...mailtest.Letter) (*demo.Server, casefile.Account) {
	s.t.Helper()
	var mails []demo.Mail
	for _, l := range letters {
		mails = append(mails, demo.Mail{Raw: l.Raw(), Received: s.now().AddDate(0, 0, -2)})
	}
	server, err := demo.Serve(mails)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = server.Close() })
	return server, server.Account()
}

// waitFor drains the window's loop until it says a text. Where work runs beside
// the window it waits for as long as the tests may take.
func (s *stand) waitFor(text string) {
	s.t.Helper()
	ctx, stop := context.WithCancel(s.t.Context())
	defer stop()
	if end, limited := s.t.Deadline(); limited {
		ctx, stop = context.WithDeadline(ctx, end.Add(-10*time.Second)) // to say what was shown in place of it
		defer stop()
	}
	for {
		s.drain()
		if strings.Contains(strings.Join(uitest.Texts(s.c), " "), text) {
			return
		}
		if s.queue == nil || ctx.Err() != nil {
			s.t.Fatalf("the window does not come to say %q in %q", text, uitest.Texts(s.c))
		}
		time.Sleep(time.Millisecond)
	}
}

// byHand goes to the form for a mailbox whose settings a person has.
func (s *stand) byHand(address string) {
	s.t.Helper()
	s.menu("Pull mail")
	s.waitFor("E-mail address")
	s.write(address)
	s.c.FocusNext()
	s.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight) // to the last
	s.tap("Next")
	s.says("mail administrator", "Password", "Protection")
}

// Where nothing can be looked up, the way on is named, and taking it clears what
// was said.
func TestNoSettingsFound(t *testing.T) {
	s := newStand(t)
	s.web.Resolver = offline{}
	s.web.Client = &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, offline{}.fault() },
	}}
	s.unlocked()
	s.menu("Pull mail")
	s.write("dpo@firm.example")
	s.tap("Next")
	s.waitFor("choose “I know the server” under Settings")
	s.shot("desk-mailbox-offline")
	s.tap("Find them from the address")
	s.tap("I know the server")
	s.hides("choose “I know the server”")
	s.tap("Next")
	s.says("mail administrator", "Password", "Protection")
}

// offline is a machine without a network.
type offline struct{}

func (offline) fault() error {
	return &net.OpError{Op: "dial", Net: "udp", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
}

func (o offline) LookupMX(context.Context, string) ([]*net.MX, error) { return nil, o.fault() }

func (o offline) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, o.fault()
}

// Without a mailbox, pulling asks for one. What is missing or wrong is said at
// its field; what works is read at once and described.
func TestAddMailbox(t *testing.T) {
	s := newStand(t)
	server, account := s.served(mailtest.Standard()...)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(server.CA), 0o600); err != nil {
		t.Fatal(err)
	}
	s.unlocked()
	s.menu("Pull mail")
	s.shot("desk-mailbox")
	s.press(fyne.KeyReturn)
	s.says("Enter the mailbox")
	s.byHand(server.User)
	s.shot("desk-mailbox-settings")
	s.press(fyne.KeyReturn)
	s.says("Enter the server.", "Enter the password.")
	const password, host, port, authority = 2, 3, 4, 7
	s.fill(map[int]string{password: "wrong", host: account.Host, port: strconv.Itoa(account.Port), authority: ca})
	s.press(fyne.KeyReturn)
	s.says("does not accept the user name and password")
	s.shot("desk-mailbox-refused")
	s.fill(map[int]string{password: server.Password})
	s.press(fyne.KeyReturn)
	s.says("4 new messages.", server.User, "4 messages are here", "With a password", "watching for new mail", "Mail just now, watching for more")
	s.shot("desk-mailbox-added")
	if len(s.lasting.work) != 1 {
		t.Errorf("%d mailboxes are watched", len(s.lasting.work))
	}
}

// A mailbox is changed and removed from its row.
func TestMailboxRow(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Standard()...)
	s.menu("Clients")
	s.tap("Demo mailbox")
	s.says("INBOX", "4 messages are here")
	s.tap("Change folders")
	s.says("Requests get lost among junk", "New folders since")
	s.shot("desk-mailbox-folders")
	s.press(fyne.KeyEscape)
	s.tap("Change start dates")
	s.says("An earlier day fetches more")
	s.tap("Change")
	s.says("The start dates are changed.", "4 messages are here")
	s.tap("Fetch older mail")
	s.tap("Fetch")
	s.says("Give a sender or a day.")
	if n := strings.Count(strings.Join(uitest.Texts(s.c), " "), "Give a sender or a day."); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	s.shot("desk-mailbox-older")
	s.write("lucja")
	s.press(fyne.KeyReturn)
	s.says("Nothing more was found.")
	s.tap("Allow drafts")
	s.says("Allow drafts in Demo mailbox?", "unless you allow drafts", "Nothing else is ever written to this mailbox.")
	s.hides("--draft")
	s.shot("desk-mailbox-drafts")
	s.tap("Allow drafts")
	s.says("Finished replies may be put among its drafts", "Forbid drafts")
	s.shot("desk-mailbox-drafts-allowed")
	s.tap("Forbid drafts")
	s.says("Nothing is put among its drafts any more.", "Casebook writes nothing to this mailbox")
	s.tap("Change the password")
	s.write("wrong")
	s.press(fyne.KeyReturn)
	s.says("does not accept the user name and password")
	s.press(fyne.KeyEscape)
	s.tap("Remove")
	s.says("Stop reading Demo mailbox?", "What was fetched from it stays")
	s.shot("desk-mailbox-remove")
	s.tap("Remove")
	s.says("is not read any more", "No mailbox yet")
	rows, err := s.desk.Messages(t.Context(), "")
	if err != nil || len(rows) != 4 {
		t.Errorf("%d messages are left, %v", len(rows), err)
	}
}

// A mailbox that wants a new sign-in says so once, with a button that leads to
// it.
func TestMailboxThatWantsASignIn(t *testing.T) {
	s := newStand(t)
	s.vault()
	d, err := s.open(t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		t.Fatal(err)
	}
	server := mailtest.Mailbox(t, d, mailtest.Access)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	server.SetPassword("another")
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.says("does not accept the user name and password", "Sign in again")
	s.shot("desk-mailbox-sign-in")
	s.tap("Dismiss")
	s.clock.Ring()
	s.hides("Dismiss")
	s.menu("Pull mail")
	s.tap("Sign in again")
	s.says("It is tried before it is kept.")
	s.write("another")
	s.press(fyne.KeyReturn)
	s.hides("Dismiss")
	if all := strings.Join(uitest.Texts(s.c), " "); !strings.Contains(all, "1 message is here") {
		t.Errorf("the window says %s", all)
	}
}
