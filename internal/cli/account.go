package cli

import (
	"errors"
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type accountCmd struct {
	Add      accountAddCmd      `cmd:"" help:"Sign in to a mailbox and record it."`
	List     accountListCmd     `cmd:"" help:"List the mailboxes."`
	Folders  accountFoldersCmd  `cmd:"" help:"List the folders that a recorded mailbox has."`
	Set      accountSetCmd      `cmd:"" help:"Change a mailbox: its server, its folders, its password, whether drafts are allowed."`
	Remove   accountRemoveCmd   `cmd:"" help:"Stop reading a mailbox; its messages stay."`
	SignIn   accountSignInCmd   `cmd:"" name:"sign-in" help:"Sign in again at the provider's page, when the mailbox asks for it."`
	Discover accountDiscoverCmd `cmd:"" help:"Propose the settings of a mailbox from its address (needs no vault)."`
}

type accountAddCmd struct {
	Name         string `arg:"" help:"What to call it, such as dpo."`
	Host         string `help:"The mail server (known for microsoft and google)." placeholder:"NAME"`
	Port         int    `help:"Its port: 993 as a rule." placeholder:"N"`
	TLS          string `name:"tls" default:"implicit" enum:"implicit,starttls,none" help:"How the connection is protected: implicit (TLS from the first byte), starttls, or none (to this machine only)." placeholder:"HOW"`
	User         string `required:"" help:"The name to sign in with; with oauth2 the mailbox's address." placeholder:"NAME"`
	PasswordFile string `help:"A file whose first line is the password." placeholder:"FILE"`
	CA           string `name:"ca" help:"A file with a private authority to trust as well (PEM)." placeholder:"FILE"`
	folderFlags
	Drafts bool `help:"Let finished replies be put into its drafts (letter --draft). Nothing else is ever written to a mailbox."`

	Auth string `default:"password" enum:"password,oauth2" help:"How to sign in: password or oauth2." placeholder:"HOW"`

	Provider     *string `enum:"microsoft,google,custom" help:"Whose sign-in page it is: microsoft, google or custom (oauth2)." placeholder:"WHO"`
	Tenant       string  `help:"The directory at Microsoft: its id or its domain (oauth2)." placeholder:"ID"`
	ClientID     string  `name:"client-id" help:"The application, as the firm registered it (oauth2)." placeholder:"ID"`
	SignInAs     string  `help:"The member of staff who signs in, where the mailbox is a shared one (oauth2)." placeholder:"ADDRESS"`
	AuthorizeURL string  `name:"authorize-url" help:"The address of the sign-in page (oauth2, custom)." placeholder:"URL"`
	TokenURL     string  `name:"token-url" help:"The address for tokens (oauth2, custom)." placeholder:"URL"`
	DeviceURL    string  `name:"device-url" help:"The address for codes (oauth2, custom)." placeholder:"URL"`
	Scope        string  `help:"What to ask for (oauth2, custom)." placeholder:"TEXT"`
	signInFlags
}

// folderFlags choose the folders of a mailbox.
type folderFlags struct {
	Folder []string `sep:"none" help:"A folder to read; may be given several times. Left out, the inbox and the folders of junk and of sent mail are read."`
	Junk   []string `sep:"none" help:"A folder to read, and show as junk; may be given several times." placeholder:"FOLDER"`
	Sent   []string `sep:"none" help:"A folder to read, of mail that was sent; may be given several times." placeholder:"FOLDER"`
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
	password, err := c.secret("password-file", a.PasswordFile)
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
	known := oauth2 && (a.provider() == casefile.Microsoft || a.provider() == casefile.Google)
	for _, o := range []struct {
		flag   string
		needed bool
		given  bool
	}{
		{"host", !known, a.Host != ""},
		{"port", !known || a.Host != "", a.Port != 0},
		{"password-file", !oauth2, a.PasswordFile != ""},
		{"provider", oauth2, a.Provider != nil},
		{"client-id", oauth2, a.ClientID != ""},
	} {
		if o.needed && !o.given {
			return &casefile.Error{Kind: casefile.Usage, Field: o.flag, What: "The option --" + o.flag + " is missing.", Do: "See casebook account add --help."}
		}
	}
	return nil
}

// provider is whose page is signed in to, "" where it is not said.
func (a *accountAddCmd) provider() casefile.OAuthProvider {
	if a.Provider == nil {
		return ""
	}
	return casefile.OAuthProvider(*a.Provider)
}

// account is the mailbox that the options describe.
func (a *accountAddCmd) account() (casefile.Account, error) {
	account := casefile.Account{
		Name: a.Name, Host: a.Host, Port: a.Port, TLS: casefile.TLSMode(a.TLS), User: a.User, Drafts: a.Drafts,
		OAuth: casefile.OAuth{
			Provider: a.provider(), Tenant: a.Tenant, ClientID: a.ClientID, SignInAs: a.SignInAs,
			AuthorizeURL: a.AuthorizeURL, TokenURL: a.TokenURL, DeviceURL: a.DeviceURL, Scope: a.Scope,
		},
	}
	folders, since, err := a.folders()
	if err != nil {
		return account, err
	}
	account.Folders = folders
	if len(folders) == 0 {
		account.Folders = []casefile.Folder{{Since: since}} // the usual ones
	}
	if a.CA != "" {
		pem, err := desk.ReadFile("ca", a.CA, desk.MaxSettings)
		if err != nil {
			return account, err
		}
		account.CA = string(pem)
	}
	return account, nil
}

type accountListCmd struct{}

// accountLine is a mailbox as account list prints it.
type accountLine struct {
	Name    string            `json:"name"`
	Host    string            `json:"host"`
	Port    int               `json:"port"`
	TLS     casefile.TLSMode  `json:"tls"`
	User    string            `json:"user"`
	Auth    casefile.AuthMode `json:"auth"`
	Folders []casefile.Folder `json:"folders"`
	Drafts  bool              `json:"drafts"`
}

func (*accountListCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		accounts, err := d.Accounts(c.ctx)
		for _, a := range accounts {
			err = errors.Join(err, c.printAccount(a))
		}
		return err
	})
}

// draftWords say whether finished replies may be put into a mailbox's drafts.
var draftWords = map[bool]string{true: "replies may be put into its drafts", false: "nothing is put into its drafts"}

func (c *call) printAccount(a casefile.Account) error {
	line := accountLine{a.Name, a.Host, a.Port, a.TLS, a.User, a.Auth, a.Folders, a.Drafts}
	text := fmt.Sprintf("%s: %s at %s, port %d; %s", a.Name, a.User, a.Host, a.Port, draftWords[a.Drafts])
	for _, f := range a.Folders {
		text += fmt.Sprintf("\n    %s (%s), mail since %s", f.Name, f.Role, f.Since.Long())
	}
	return c.print(line, text)
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
