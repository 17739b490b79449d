//go:build unix

package desk_test

import (
	"bytes"
	"context"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/dovecottest"
	"casebook/internal/signin/idptest"
)

func atNoon() time.Time { return noon }

// provider is a sign-in service with a mail server that trusts it.
type provider struct {
	*idptest.Server
	mail *dovecottest.Server
}

func newProvider(t *testing.T, mechanisms ...string) provider {
	t.Helper()
	p := provider{Server: idptest.Start(t, atNoon)}
	p.mail = dovecottest.Start(t, dovecottest.OAuth2(p.IntrospectURL, mechanisms...))
	p.put("Subject: first\r\n\r\nHello.\r\n")
	return p
}

func (p provider) put(raw string) { p.mail.Put("INBOX", []byte(raw), noon.Add(-time.Hour), "") }

// account is the mailbox there, without id and start date.
func (p provider) account(t *testing.T) casefile.Account {
	t.Helper()
	ca, err := os.ReadFile(p.mail.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(p.mail.ImapsAddr)
	n, _ := strconv.Atoi(port)
	return casefile.Account{
		Name: "dpo", Host: host, Port: n, TLS: casefile.Implicit, User: p.mail.User, CA: string(ca),
		OAuth: casefile.OAuth{
			Provider: casefile.Custom, ClientID: idptest.ClientID, Scope: idptest.Scope,
			AuthorizeURL: p.AuthorizeURL, TokenURL: p.TokenURL, DeviceURL: p.DeviceURL,
		},
	}
}

// atThePage signs in with a browser on this machine.
var atThePage = desk.SignIn{Prompt: func(p desk.SignInPrompt) error {
	_, err := idptest.Browse(p.Address)
	return err
}}

// byCode signs in as a person who types the code.
func (p provider) byCode(user string) desk.SignIn {
	return desk.SignIn{Device: true, Prompt: func(prompt desk.SignInPrompt) error {
		p.Approve(prompt.Code, user)
		return nil
	}}
}

// wantPulled pulls and checks how many messages were new.
func wantPulled(t *testing.T, d *desk.Desk, want int) {
	t.Helper()
	done, err := d.Pull(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, folder := range done {
		got += folder.New
	}
	if got != want {
		t.Errorf("the pull did %+v, want %d new", done, want)
	}
}

// wantNowhere checks that no token, code or verifier stands in any file under a
// folder: the vault seals what it keeps.
func (p provider) wantNowhere(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		files++
		for _, secret := range p.Secrets() {
			if secret != "" && bytes.Contains(raw, []byte(secret)) {
				t.Errorf("a secret stands in %s", filepath.Base(path))
			}
		}
		return err
	})
	if err != nil || files == 0 || len(p.Secrets()) == 0 {
		t.Errorf("%d files and %d secrets were looked at: %v", files, len(p.Secrets()), err)
	}
}

// Both ways of signing in, a vault that is closed in between, tokens that end
// and are renewed: the mail comes in, and no token lies about.
func TestSignedInMailbox(t *testing.T) {
	for name, device := range map[string]bool{"browser": false, "device": true} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			how := atThePage
			if device {
				how = p.byCode(p.mail.User)
			}
			d, dir := newDesk(t)
			if err := d.AddSignedInAccount(t.Context(), p.account(t), how); err != nil {
				t.Fatal(err)
			}
			wantPulled(t, d, 1)
			p.ExpireAccess()
			p.put("Subject: second\r\n\r\nHello again.\r\n")
			wantPulled(t, d, 1)
			p.wantNowhere(t, dir)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			p.wantNowhere(t, dir)

			d = openDesk(t, dir)
			p.ExpireAccess()
			wantPulled(t, d, 0)
			if got := strings.Count(strings.Join(p.Requests(), " "), "refresh_token"); got != 2 {
				t.Errorf("tokens were renewed %d times: %v", got, p.Requests())
			}
		})
	}
}

// Several connections that want a new token at once spend the refresh token
// once: spent twice it would end the sign-in.
func TestTokensAreRenewedOnceForAll(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	p.ExpireAccess()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := d.FoldersOf(t.Context(), "dpo"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := strings.Count(strings.Join(p.Requests(), " "), "refresh_token"); got != 1 {
		t.Errorf("tokens were renewed %d times", got)
	}
}

// A colleague's sign-in opens the shared mailbox if they may read it.
func TestSignedInSharedMailbox(t *testing.T) {
	p := newProvider(t, "xoauth2")
	d, _ := newDesk(t)
	a := p.account(t)
	a.OAuth.SignInAs = "priya@firm.example"
	err := d.AddSignedInAccount(t.Context(), a, atThePage)
	wantKind(t, err, casefile.Refused)
	if accounts, _ := d.Accounts(t.Context()); len(accounts) != 0 {
		t.Errorf("a mailbox that cannot be opened was recorded: %v", accounts[0].Name)
	}
	p.Share("priya@firm.example", p.mail.User)
	if err := d.AddSignedInAccount(t.Context(), a, atThePage); err != nil {
		t.Fatal(err)
	}
	wantPulled(t, d, 1)
}

// A sign-in that has ended asks for another one, and goes on with it. One that
// fails, or is somebody else's, takes nothing away.
func TestSignInAgain(t *testing.T) {
	p := newProvider(t)
	d, dir := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	wrong := p.byCode("somebody@else.example")
	wantKind(t, d.SignIn(t.Context(), "dpo", wrong), casefile.Refused)
	wantPulled(t, d, 1)

	p.Revoke()
	_, err := d.Pull(t.Context(), "", nil)
	wantKind(t, err, casefile.Refused)
	if e := casefile.AsError(err); e == nil || e.Field != "sign-in" || !strings.Contains(e.Do, "AADSTS700082") {
		t.Errorf("the pull says %v", err)
	}
	if err := d.SignIn(t.Context(), "dpo", atThePage); err != nil {
		t.Fatal(err)
	}
	wantPulled(t, d, 0)
	p.wantNowhere(t, dir)
}

// While the mail server is away a new sign-in is kept all the same: the person
// need not sign in twice.
func TestSignInWhileTheMailServerIsAway(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	p.Revoke()
	p.mail.Stop()
	wantKind(t, d.SignIn(t.Context(), "dpo", atThePage), casefile.Unreachable)
	p.mail.Restart()
	wantPulled(t, d, 1)
}

// Everything that can go wrong is a sentence for people, and records nothing.
func TestSignInFailuresAreSentences(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	for name, test := range map[string]struct {
		spoil func(a *casefile.Account, how *desk.SignIn)
		set   idptest.Settings
		kind  casefile.ErrorKind
		says  string
	}{
		"declined":     {set: idptest.Settings{Decline: "access_denied"}, kind: casefile.Refused, says: "did not give Casebook access"},
		"not approved": {set: idptest.Settings{Decline: "consent_required", Describe: "AADSTS65001: who is <b>this</b>?"}, kind: casefile.Refused, says: "AADSTS65001"},
		"out of order": {set: idptest.Settings{Fail: 503}, kind: casefile.Unreachable, says: "cannot be reached"},
		"clock":        {set: idptest.Settings{Fail: 400, ClockOff: -time.Hour}, kind: casefile.Refused, says: "clock"},
		"client id":    {spoil: func(a *casefile.Account, _ *desk.SignIn) { a.OAuth.ClientID = "" }, kind: casefile.Invalid, says: "client id"},
		"secret":       {set: idptest.Settings{Secret: "wanted"}, kind: casefile.Refused, says: "does not accept this application"},
		"address":      {spoil: func(a *casefile.Account, _ *desk.SignIn) { a.OAuth.TokenURL = "http://id.example" }, kind: casefile.Invalid, says: "https"},
		"no device": {spoil: func(a *casefile.Account, how *desk.SignIn) {
			how.Device, a.OAuth.DeviceURL = true, ""
		}, kind: casefile.Invalid, says: "signing in with a code"},
		"no browser": {spoil: func(_ *casefile.Account, how *desk.SignIn) {
			how.Prompt = func(desk.SignInPrompt) error { return os.ErrNotExist }
		}, kind: casefile.Unreachable, says: "could not be opened"},
		"passwords only": {spoil: func(a *casefile.Account, _ *desk.SignIn) { a.User = "" }, kind: casefile.Refused, says: "refuses this sign-in"},
	} {
		t.Run(name, func(t *testing.T) {
			p.Set(test.set)
			a, how := p.account(t), atThePage
			if test.spoil != nil {
				test.spoil(&a, &how)
			}
			err := d.AddSignedInAccount(t.Context(), a, how)
			wantKind(t, err, test.kind)
			e := casefile.AsError(err)
			if e == nil || !strings.Contains(e.Error(), test.says) || e.Do == "" || strings.ContainsAny(e.Error(), "<>") {
				t.Errorf("got %v", err)
			}
			if accounts, _ := d.Accounts(t.Context()); len(accounts) != 0 {
				t.Error("a mailbox was recorded")
			}
		})
	}
}

func TestSignInIsStopped(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := d.AddSignedInAccount(ctx, p.account(t), desk.SignIn{Prompt: func(desk.SignInPrompt) error {
		cancel()
		return nil
	}})
	wantKind(t, err, casefile.Cancelled)
}

// A mailbox with a password has no sign-in page, and none is no mailbox.
func TestSignInOfAnotherKindOfMailbox(t *testing.T) {
	d, _ := withMail(t)
	accounts, err := d.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.SignIn(t.Context(), accounts[0].Name, atThePage), casefile.Invalid)
	wantKind(t, d.SignIn(t.Context(), "nowhere", atThePage), casefile.NotFound)
}

// A change of what is read leaves the sign-in alone, and a mailbox that is
// removed is forgotten with it.
func TestSignedInMailboxIsChanged(t *testing.T) {
	p := newProvider(t)
	d, _ := newDesk(t)
	if err := d.AddSignedInAccount(t.Context(), p.account(t), atThePage); err != nil {
		t.Fatal(err)
	}
	password := "none of its"
	wantKind(t, d.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Password: &password}), casefile.Invalid)
	p.ExpireAccess()
	if err := d.ChangeAccount(t.Context(), "dpo", desk.AccountChange{Folders: []casefile.Folder{{Name: "INBOX"}}}); err != nil {
		t.Fatal(err)
	}
	p.ExpireAccess()
	wantPulled(t, d, 1)
	if err := d.RemoveAccount(t.Context(), "dpo"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, d.SignIn(t.Context(), "dpo", atThePage), casefile.NotFound)
}
