package cli

import (
	"reflect"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type accountSetCmd struct {
	Name         string   `arg:"" help:"The mailbox."`
	Host         string   `help:"The mail server, where it is another now. What was fetched stays known." placeholder:"NAME"`
	Port         int      `help:"Its port. Left out it stays, or follows --tls where it is the usual one." placeholder:"N"`
	TLS          *string  `name:"tls" enum:"implicit,starttls,none" help:"How the connection is protected: implicit, starttls, or none (to this machine only)." placeholder:"HOW"`
	User         string   `help:"The name to sign in with." placeholder:"NAME"`
	CA           string   `name:"ca" xor:"ca" help:"A file with a private authority to trust as well (PEM)." placeholder:"FILE"`
	NoCA         bool     `name:"no-ca" xor:"ca" help:"Trust no private authority any more."`
	PasswordFile string   `help:"A file whose first line is the new password." placeholder:"FILE"`
	Drafts       *bool    `xor:"drafts" help:"Let finished replies be put into its drafts (letter --draft). Nothing else is ever written to a mailbox."`
	NoDrafts     bool     `name:"no-drafts" xor:"drafts" help:"Put nothing into its drafts any more."`
	Folder       []string `sep:"none" help:"A folder to read; may be given several times. These replace the earlier ones, but not junk, sent mail and the inbox."`
	Junk         []string `sep:"none" help:"A folder to read, and show as junk; may be given several times. These replace the earlier ones of junk." placeholder:"FOLDER"`
	Sent         []string `sep:"none" help:"A folder to read, of mail that was sent; may be given several times. These replace the earlier ones of sent mail." placeholder:"FOLDER"`
	NoInbox      bool     `name:"no-inbox" help:"Do not read the inbox any more."`
	Usual        bool     `help:"Read the usual folders: the server's own inbox, junk and sent mail, changed by those that are named."`
	Since        string   `help:"Mail before this day is counted, not fetched: of the folders that are named, else of all. Without it a folder that is read keeps its day." placeholder:"DATE"`
}

func (a *accountSetCmd) Run(c *call) error {
	change, err := a.change(c)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		before, err := c.account(d, a.Name)
		if err == nil {
			err = d.ChangeAccount(c.ctx, a.Name, change)
		}
		if err != nil {
			return err
		}
		after, err := c.account(d, a.Name)
		if err != nil {
			return err
		}
		c.say("The mailbox is changed.")
		for _, f := range before.Folders {
			if !reads(after, f.Name) {
				c.say("%s is not read any more.", plain(f.Name))
			}
		}
		return c.printAccount(after)
	})
}

// change is what the options ask for.
func (a *accountSetCmd) change(c *call) (desk.AccountChange, error) {
	change, err := a.server()
	if err != nil {
		return change, err
	}
	folders, since, err := folderFlags{Folder: a.Folder, Junk: a.Junk, Sent: a.Sent, Since: a.Since}.folders()
	change.Some, change.Usual, change.NoInbox, change.Since, change.Drafts = folders, a.Usual, a.NoInbox, since, a.Drafts
	if a.NoDrafts {
		change.Drafts = new(bool)
	}
	if err != nil {
		return change, err
	}
	if a.PasswordFile != "" {
		password, err := c.secret("password-file", a.PasswordFile)
		if err != nil {
			return change, err
		}
		text := string(password)
		change.Password = &text
	}
	if reflect.DeepEqual(change, desk.AccountChange{}) {
		return change, &casefile.Error{Kind: casefile.Usage, What: "It is not said what is to change.", Do: "See casebook account set --help."}
	}
	return change, nil
}

// server is what the options change of how the mailbox is reached.
func (a *accountSetCmd) server() (desk.AccountChange, error) {
	change := desk.AccountChange{Host: a.Host, Port: a.Port, User: a.User, NoCA: a.NoCA}
	if a.TLS != nil {
		change.TLS = casefile.TLSMode(*a.TLS)
	}
	if a.CA == "" {
		return change, nil
	}
	pem, err := desk.ReadFile("ca", a.CA, desk.MaxSettings)
	change.CA = string(pem)
	return change, err
}

// account is the recorded mailbox of that name, or none where there is no such.
func (c *call) account(d *desk.Desk, name string) (casefile.Account, error) {
	accounts, err := d.Accounts(c.ctx)
	for _, a := range accounts {
		if a.Name == name {
			return a, err
		}
	}
	return casefile.Account{}, err
}

// reads reports whether a mailbox's folder is read.
func reads(a casefile.Account, folder string) bool {
	for _, f := range a.Folders {
		if f.Name == folder {
			return true
		}
	}
	return false
}
