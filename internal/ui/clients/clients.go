// Package clients is the screen of those one works for: the controllers and
// their mailboxes, and the forms that add them.
package clients

import (
	"context"
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/side"
)

// Listing is what the screen shows.
type Listing struct {
	Clients  []casefile.Client
	Accounts []casefile.Account
	Shipped  []casefile.Client // examples that are not in the vault yet
	Sent     []desk.SentLetter // letters that seem to have left with sent mail
}

// Read reads the listing. It is called beside the window.
func Read(ctx context.Context, d *desk.Desk) (Listing, error) {
	var l Listing
	var err error
	if l.Clients, err = d.Clients(ctx); err != nil {
		return l, err
	}
	if l.Accounts, err = d.Accounts(ctx); err != nil {
		return l, err
	}
	if l.Sent, err = d.SentLetters(ctx); err != nil {
		return l, err
	}
	shipped, err := desk.ShippedClients()
	for _, c := range shipped {
		if _, known := l.client(c.ID); !known {
			l.Shipped = append(l.Shipped, c)
		}
	}
	return l, err
}

func (l Listing) client(id string) (casefile.Client, bool) {
	for _, c := range l.Clients {
		if c.ID == id {
			return c, true
		}
	}
	return casefile.Client{}, false
}

// The rows that are no client and no mailbox, and what the ids of the others
// begin with.
const (
	addClient  = "add-client"
	addMailbox = "add-mailbox"
	sentMail   = "sent-letters"
	clientRow  = "client:"
	accountRow = "account:"
)

// Rows returns the list.
func (l Listing) Rows() []rowlist.Row {
	rows := []rowlist.Row{{Title: "Clients", Heading: true}}
	for _, c := range l.Clients {
		rows = append(rows, rowlist.Row{ID: clientRow + c.ID, Title: c.Called(), Sub: join(c.Name, nations[c.Nation])})
	}
	rows = append(rows,
		rowlist.Row{ID: addClient, Title: "Add a client", Sub: "From a client file, or one of the two examples."},
		rowlist.Row{Title: "Mailboxes", Heading: true})
	for _, a := range l.Accounts {
		rows = append(rows, rowlist.Row{ID: accountRow + a.Name, Title: a.Name, Sub: join(a.User, a.Host)})
	}
	if n := len(l.Sent); n > 0 {
		rows = append(rows, rowlist.Row{
			ID: sentMail, Title: "Sent letters to confirm", Right: strconv.Itoa(n), State: rowlist.Info,
			Sub: "Mail in a Sent folder that seems to have carried a letter.",
		})
	}
	return append(rows, rowlist.Row{ID: addMailbox, Title: "Add a mailbox", Sub: "Casebook only reads it, unless you allow drafts."})
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

var nations = map[string]string{
	"england": "England", "wales": "Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland",
}

// Fact is a line of what is known.
type Fact = side.Fact

// Facts is what is known of a client, in short.
func Facts(c casefile.Client) []Fact {
	all := []Fact{
		{Name: "Legal name", Words: c.Name},
		{Name: "Nation", Words: nations[c.Nation]},
		{Name: "DPO", Words: join(c.DPO.Name, c.DPO.Provider)},
		{Name: "DPO's mail", Words: c.DPO.Email},
		{Name: "Review", Words: join(c.Reviewer.Name, c.Reviewer.Role)},
	}
	for _, n := range c.Notices {
		all = append(all, Fact{Name: "Notice", Words: join(n.Title, n.Date.Long())})
	}
	all = append(all,
		Fact{Name: "Systems", Words: some(len(c.Systems), "place where data is kept", "places where data is kept")},
		Fact{Name: "Recipients", Words: some(len(c.Recipient), "recipient", "recipients")})
	var known []Fact
	for _, f := range all {
		if f.Words != "" {
			known = append(known, f)
		}
	}
	return known
}

// some says how many there are, or nothing where there are none.
func some(n int, one, many string) string {
	if n == 0 {
		return ""
	}
	return casefile.Counted(n, one, many)
}

var protections = map[casefile.TLSMode]string{
	casefile.Implicit: "TLS from the start", casefile.StartTLS: "TLS after STARTTLS", casefile.Plain: "None (this computer only)",
}

// fromFile is the choice of a client file instead of an example.
const fromFile = "file"

// ClientFields are the questions of the form for a client, whose file may be
// known.
func (l Listing) ClientFields(file string) []form.Field {
	choices := []form.Choice{{Value: fromFile, Label: "My client file"}}
	for _, c := range l.Shipped {
		choices = append(choices, form.Choice{Value: c.ID, Label: "Example: " + c.Called()})
	}
	return []form.Field{
		{Name: "source", Label: "From", Kind: form.Choose, Choices: choices, Required: true, Value: fromFile},
		{Name: "file", Label: "Client file", Kind: form.File, Value: file, Hint: "Not needed for an example."},
	}
}
