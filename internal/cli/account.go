package cli

import (
	"fmt"
	"os"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type accountCmd struct {
	Add accountAddCmd `cmd:"" help:"Sign in to a mailbox and record it."`
}

type accountAddCmd struct {
	Name         string `arg:"" help:"What to call it."`
	Host         string `required:"" help:"The mail server."`
	Port         int    `required:"" help:"Its port: 993 as a rule."`
	TLS          string `name:"tls" default:"implicit" enum:"implicit,starttls,none" help:"How the connection is protected (none: to this machine only)."`
	User         string `required:"" help:"The name to sign in with."`
	PasswordFile string `required:"" help:"A file whose first line is the password."`
	CA           string `name:"ca" help:"A file with a private authority to trust as well (PEM)."`
	Folder       string `default:"INBOX" help:"The folder to read."`
	Since        string `help:"Mail before this day is counted, not fetched (three months back if left out)." placeholder:"DATE"`
	Auth         string `default:"password" enum:"password,oauth2" help:"How to sign in."`
}

func (a *accountAddCmd) Run(c *call) error {
	if a.Auth == "oauth2" {
		return notBuilt("account add --auth oauth2")
	}
	account := casefile.Account{
		Name: a.Name, Host: a.Host, Port: a.Port, TLS: casefile.TLSMode(a.TLS), User: a.User, Folder: a.Folder,
	}
	if a.Since != "" {
		since, err := day("since", a.Since)
		if err != nil {
			return err
		}
		account.Since = since
	}
	if a.CA != "" {
		pem, err := os.ReadFile(a.CA)
		if err != nil {
			return unreadable("ca", err)
		}
		account.CA = string(pem)
	}
	password, err := secretFile("password-file", a.PasswordFile)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		if err := d.AddAccount(c.ctx, account, string(password)); err != nil {
			return err
		}
		c.say("Signed in. Fetch the mail with casebook pull.")
		return nil
	})
}

// day reads a day that a person gave.
func day(field, s string) (civil.Date, error) {
	d, err := civil.Parse(s)
	if err != nil {
		return d, &casefile.Error{Kind: casefile.Invalid, Field: field, What: fmt.Sprintf("%q is not a day (--%s).", s, field), Do: "Write it like 2026-10-09."}
	}
	return d, nil
}
