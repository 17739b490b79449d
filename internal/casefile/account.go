package casefile

import "casebook/internal/civil"

// Account is a mailbox that Casebook reads. Its password or tokens are kept in
// the vault apart from the events, so that they can be changed and forgotten.
type Account struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Host string  `json:"host"`
	Port int     `json:"port"`
	TLS  TLSMode `json:"tls"`
	User string  `json:"user"`
	CA   string  `json:"ca,omitempty"` // PEM of a private authority to trust as well
	// Folders are those that are read, in that order.
	Folders []Folder `json:"folders"`
	Auth    AuthMode `json:"auth,omitempty"`
	OAuth   OAuth    `json:"oauth,omitzero"` // how the tokens are got, where Auth is [ByOAuth2]
	// Drafts lets finished replies be put into the mailbox's drafts, the one thing
	// that is ever written to it. A person turns it on.
	Drafts bool `json:"drafts,omitempty"`
}

// Folder is a folder of a mailbox that is read.
type Folder struct {
	Name  string     `json:"name"` // as the server calls it
	Role  FolderRole `json:"role"`
	Since civil.Date `json:"since"` // mail before it is counted, not fetched
}

// FolderRole says what the mail of a folder is.
type FolderRole string

// The roles. What is in a Junk folder is shown as junk until a person decides;
// what is in a Sent folder is ours and is no request.
const (
	InboxFolder FolderRole = "inbox"
	JunkFolder  FolderRole = "junk"
	SentFolder  FolderRole = "sent"
	OtherFolder FolderRole = "other"
)

// FolderRoles returns every role, in the order of lists.
func FolderRoles() []FolderRole {
	return []FolderRole{InboxFolder, JunkFolder, SentFolder, OtherFolder}
}

// Role returns what the mail of a folder is; a folder that is not read is no
// more than another one.
func (a Account) Role(folder string) FolderRole {
	for _, f := range a.Folders {
		if f.Name == folder {
			return f.Role
		}
	}
	return OtherFolder
}

// TLSMode is how the connection to a mail server is protected.
type TLSMode string

// The modes. Plain is allowed to a loopback address only.
const (
	Implicit TLSMode = "implicit"
	StartTLS TLSMode = "starttls"
	Plain    TLSMode = "none"
)

// TLSModes returns every mode, in the order of lists.
func TLSModes() []TLSMode { return []TLSMode{Implicit, StartTLS, Plain} }

// accountPayloads are the events of an account.
var accountPayloads = []func() Payload{empty[AccountRecorded], empty[AccountRemoved]}

// AccountRecorded holds the whole of an account, in place of what was known.
type AccountRecorded struct {
	Account Account `json:"account"`
}

// EventType implements [Payload].
func (AccountRecorded) EventType() (string, int) { return "account.recorded", 1 }

// AccountRemoved ends the reading of a mailbox. What was fetched from it stays.
type AccountRemoved struct{}

// EventType implements [Payload].
func (AccountRemoved) EventType() (string, int) { return "account.removed", 1 }

// FoldAccount returns the account that the events of its stream make.
func FoldAccount(events []Event) (Account, error) {
	entries, err := read(events)
	if err != nil {
		return Account{}, err
	}
	var a Account
	for _, e := range entries {
		if e.withdrawn {
			continue
		}
		switch p := e.payload.(type) {
		case *AccountRecorded:
			a = p.Account
		case *AccountRemoved:
			a = Account{}
		}
	}
	if a.ID == "" {
		return Account{}, notFound("There is no such mailbox.", "Add one with casebook account add.")
	}
	return a, nil
}

// vaultPayloads are the events of a vault itself.
var vaultPayloads = []func() Payload{empty[DeviceStarted]}

// DeviceStarted is the first event of a device: one copy of a vault on one
// machine. A restored or copied vault starts a new one, which names the head
// of the chain it grew from.
type DeviceStarted struct {
	Parent string `json:"parent,omitempty"` // hash of that head, in hexadecimal
}

// EventType implements [Payload].
func (DeviceStarted) EventType() (string, int) { return "device.started", 1 }
