package casefile

import "casebook/internal/civil"

// Account is a mailbox that Casebook reads. Its password or tokens are kept in
// the vault apart from the events, so that they can be changed and forgotten.
type Account struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Host   string     `json:"host"`
	Port   int        `json:"port"`
	TLS    TLSMode    `json:"tls"`
	User   string     `json:"user"`
	CA     string     `json:"ca,omitempty"` // PEM of a private authority to trust as well
	Folder string     `json:"folder"`
	Since  civil.Date `json:"since"` // mail before it is counted, not fetched
	Auth   AuthMode   `json:"auth,omitempty"`
	OAuth  OAuth      `json:"oauth,omitzero"` // how the tokens are got, where Auth is [ByOAuth2]
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
var accountPayloads = []func() Payload{empty[AccountRecorded]}

// AccountRecorded holds the whole of an account, in place of what was known.
type AccountRecorded struct {
	Account Account `json:"account"`
}

// EventType implements [Payload].
func (AccountRecorded) EventType() (string, int) { return "account.recorded", 1 }

// FoldAccount returns the account that the events of its stream make.
func FoldAccount(events []Event) (Account, error) {
	entries, err := read(events)
	if err != nil {
		return Account{}, err
	}
	var a Account
	for _, e := range entries {
		if p, ok := e.payload.(*AccountRecorded); ok && !e.withdrawn {
			a = p.Account
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
