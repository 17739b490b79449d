package cli

import (
	"errors"
	"fmt"
	"os"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type accountCmd struct {
	Add     accountAddCmd     `cmd:"" help:"Sign in to a mailbox and record it."`
	List    accountListCmd    `cmd:"" help:"List the mailboxes."`
	Folders accountFoldersCmd `cmd:"" help:"List the folders that a recorded mailbox has."`
	Set     accountSetCmd     `cmd:"" help:"Change which folders of a mailbox are read, or its password."`
	Remove  accountRemoveCmd  `cmd:"" help:"Stop reading a mailbox; its messages stay."`
}

type accountAddCmd struct {
	Name         string `arg:"" help:"What to call it."`
	Host         string `required:"" help:"The mail server."`
	Port         int    `required:"" help:"Its port: 993 as a rule."`
	TLS          string `name:"tls" default:"implicit" enum:"implicit,starttls,none" help:"How the connection is protected (none: to this machine only)."`
	User         string `required:"" help:"The name to sign in with."`
	PasswordFile string `required:"" help:"A file whose first line is the password."`
	CA           string `name:"ca" help:"A file with a private authority to trust as well (PEM)."`
	folderFlags
	Auth string `default:"password" enum:"password,oauth2" help:"How to sign in."`
}

// folderFlags choose the folders of a mailbox.
type folderFlags struct {
	Folder []string `sep:"none" help:"A folder to read; may be given several times. Left out, the inbox and the folders of junk and of sent mail are read."`
	Junk   []string `sep:"none" help:"A folder to read, and show as junk."`
	Sent   []string `sep:"none" help:"A folder to read, of mail that was sent."`
	Since  string   `help:"Mail before this day is counted, not fetched (three months back if left out)." placeholder:"DATE"`
}

// folders are those that were chosen; where only a start date was given, none
// is and the date is returned for all.
func (f folderFlags) folders() ([]casefile.Folder, civil.Date, error) {
	var since civil.Date
	if f.Since != "" {
		var err error
		if since, err = day("since", f.Since); err != nil {
			return nil, since, err
		}
	}
	var out []casefile.Folder
	for _, of := range []struct {
		names []string
		role  casefile.FolderRole
	}{{f.Folder, ""}, {f.Junk, casefile.JunkFolder}, {f.Sent, casefile.SentFolder}} {
		for _, name := range of.names {
			out = append(out, casefile.Folder{Name: name, Role: of.role, Since: since})
		}
	}
	return out, since, nil
}

func (a *accountAddCmd) Run(c *call) error {
	if a.Auth == "oauth2" {
		return notBuilt("account add --auth oauth2")
	}
	account := casefile.Account{
		Name: a.Name, Host: a.Host, Port: a.Port, TLS: casefile.TLSMode(a.TLS), User: a.User,
	}
	folders, since, err := a.folders()
	if err != nil {
		return err
	}
	account.Folders = folders
	if len(folders) == 0 {
		account.Folders = []casefile.Folder{{Since: since}} // the usual ones
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

type accountListCmd struct{}

// accountLine is a mailbox as account list prints it.
type accountLine struct {
	Name    string            `json:"name"`
	Host    string            `json:"host"`
	Port    int               `json:"port"`
	TLS     casefile.TLSMode  `json:"tls"`
	User    string            `json:"user"`
	Folders []casefile.Folder `json:"folders"`
}

func (*accountListCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		accounts, err := d.Accounts(c.ctx)
		for _, a := range accounts {
			line := accountLine{a.Name, a.Host, a.Port, a.TLS, a.User, a.Folders}
			text := fmt.Sprintf("%s: %s at %s, port %d", a.Name, a.User, a.Host, a.Port)
			for _, f := range a.Folders {
				text += fmt.Sprintf("\n    %s (%s), mail since %s", f.Name, f.Role, f.Since.Long())
			}
			err = errors.Join(err, c.print(line, text))
		}
		return err
	})
}

type accountFoldersCmd struct {
	Name string `arg:"" help:"The mailbox."`
}

// folderLine is a folder as account folders prints it.
type folderLine struct {
	Folder string              `json:"folder"`
	Role   casefile.FolderRole `json:"role"`
	Read   bool                `json:"read"`
}

func (a *accountFoldersCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		folders, err := d.FoldersOf(c.ctx, a.Name)
		for _, f := range folders {
			text := fmt.Sprintf("%s (%s)", f.Name, f.Role)
			if f.Read {
				text += ", read"
			}
			err = errors.Join(err, c.print(folderLine{f.Name, f.Role, f.Read}, text))
		}
		return err
	})
}

type accountSetCmd struct {
	Name         string `arg:"" help:"The mailbox."`
	PasswordFile string `help:"A file whose first line is the new password."`
	folderFlags
}

func (a *accountSetCmd) Run(c *call) error {
	folders, since, err := a.folders()
	if err != nil {
		return err
	}
	change := desk.AccountChange{Folders: folders, Since: since}
	if a.PasswordFile != "" {
		password, err := secretFile("password-file", a.PasswordFile)
		if err != nil {
			return err
		}
		text := string(password)
		change.Password = &text
	}
	return c.withDesk(func(d *desk.Desk) error { return d.ChangeAccount(c.ctx, a.Name, change) })
}

type accountRemoveCmd struct {
	Name string `arg:"" help:"The mailbox."`
}

func (a *accountRemoveCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		if err := d.RemoveAccount(c.ctx, a.Name); err != nil {
			return err
		}
		c.say("The mailbox is no longer read and its password is forgotten. Its messages stay.")
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
