package cli

import (
	"fmt"
	"os"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type accountCmd struct {
	Add      accountAddCmd      `cmd:"" help:"Sign in to a mailbox and record it."`
	SignIn   accountSignInCmd   `cmd:"" name:"sign-in" help:"Sign in again at the provider's page, when the mailbox asks for it."`
	Discover accountDiscoverCmd `cmd:"" help:"Propose the settings of a mailbox from its address (needs no vault)."`
}

type accountAddCmd struct {
	Name         string `arg:"" help:"What to call it."`
	Host         string `help:"The mail server (known for microsoft and google)."`
	Port         int    `help:"Its port: 993 as a rule."`
	TLS          string `name:"tls" default:"implicit" enum:"implicit,starttls,none" help:"How the connection is protected (none: to this machine only)."`
	User         string `required:"" help:"The name to sign in with; with oauth2 the mailbox's address."`
	PasswordFile string `help:"A file whose first line is the password."`
	CA           string `name:"ca" help:"A file with a private authority to trust as well (PEM)."`
	Folder       string `default:"INBOX" help:"The folder to read."`
	Since        string `help:"Mail before this day is counted, not fetched (three months back if left out)." placeholder:"DATE"`
	Auth         string `default:"password" enum:"password,oauth2" help:"How to sign in."`

	Provider     string `enum:",microsoft,google,custom" default:"" help:"Whose sign-in page it is (oauth2)."`
	Tenant       string `help:"The directory at Microsoft: its id or its domain (oauth2)."`
	ClientID     string `name:"client-id" help:"The application, as the firm registered it (oauth2)."`
	SignInAs     string `help:"The member of staff who signs in, where the mailbox is a shared one (oauth2)."`
	AuthorizeURL string `name:"authorize-url" help:"The address of the sign-in page (oauth2, custom)."`
	TokenURL     string `name:"token-url" help:"The address for tokens (oauth2, custom)."`
	DeviceURL    string `name:"device-url" help:"The address for codes (oauth2, custom)."`
	Scope        string `help:"What to ask for (oauth2, custom)."`
	signInFlags
}

func (a *accountAddCmd) Run(c *call) error {
	if err := a.lacks(); err != nil {
		return err
	}
	account, err := a.account()
	if err != nil {
		return err
	}
	if a.Auth == "oauth2" {
		how, err := a.how(c)
		if err != nil {
			return err
		}
		return c.withDesk(func(d *desk.Desk) error {
			return c.signedIn(d.AddSignedInAccount(c.ctx, account, how))
		})
	}
	password, err := secretFile("password-file", a.PasswordFile)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		return c.signedIn(d.AddAccount(c.ctx, account, string(password)))
	})
}

// signedIn says that a mailbox was signed in to.
func (c *call) signedIn(err error) error {
	if err == nil {
		c.say("Signed in. Fetch the mail with casebook pull.")
	}
	return err
}

// lacks names the first option that this way of signing in cannot do without.
func (a *accountAddCmd) lacks() error {
	oauth2 := a.Auth == "oauth2"
	known := oauth2 && (a.Provider == "microsoft" || a.Provider == "google")
	for _, o := range []struct {
		flag   string
		needed bool
		given  bool
	}{
		{"host", !known, a.Host != ""},
		{"port", !known || a.Host != "", a.Port != 0},
		{"password-file", !oauth2, a.PasswordFile != ""},
		{"provider", oauth2, a.Provider != ""},
		{"client-id", oauth2, a.ClientID != ""},
	} {
		if o.needed && !o.given {
			return &casefile.Error{Kind: casefile.Usage, Field: o.flag, What: "The option --" + o.flag + " is missing.", Do: "See casebook account add --help."}
		}
	}
	return nil
}

// account is the mailbox that the options describe.
func (a *accountAddCmd) account() (casefile.Account, error) {
	account := casefile.Account{
		Name: a.Name, Host: a.Host, Port: a.Port, TLS: casefile.TLSMode(a.TLS), User: a.User, Folder: a.Folder,
		OAuth: casefile.OAuth{
			Provider: casefile.OAuthProvider(a.Provider), Tenant: a.Tenant, ClientID: a.ClientID, SignInAs: a.SignInAs,
			AuthorizeURL: a.AuthorizeURL, TokenURL: a.TokenURL, DeviceURL: a.DeviceURL, Scope: a.Scope,
		},
	}
	if a.Since != "" {
		since, err := day("since", a.Since)
		if err != nil {
			return account, err
		}
		account.Since = since
	}
	if a.CA != "" {
		pem, err := os.ReadFile(a.CA)
		if err != nil {
			return account, unreadable("ca", err)
		}
		account.CA = string(pem)
	}
	return account, nil
}

// day reads a day that a person gave.
func day(field, s string) (civil.Date, error) {
	d, err := civil.Parse(s)
	if err != nil {
		return d, &casefile.Error{Kind: casefile.Invalid, Field: field, What: fmt.Sprintf("%q is not a day (--%s).", s, field), Do: "Write it like 2026-10-09."}
	}
	return d, nil
}
