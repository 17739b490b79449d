package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/clientfile"
)

// Intake is what comes in: clients, mailboxes, messages, and their filing.
type Intake struct{ *room }

// ClientFile is a client file as it was given: its name is for messages only.
type ClientFile struct {
	Name string
	Data []byte
}

// AddClient records the client that a client file describes, in place of what
// was known of it.
func (in *Intake) AddClient(ctx context.Context, name string, file []byte) (casefile.Client, error) {
	clients, err := in.AddClients(ctx, ClientFile{name, file})
	if err != nil {
		return casefile.Client{}, err
	}
	return clients[0], nil
}

// AddClients records the clients that client files describe, or none of them
// where one file has a mistake in it.
func (in *Intake) AddClients(ctx context.Context, files ...ClientFile) ([]casefile.Client, error) {
	clients := make([]casefile.Client, len(files))
	for i, f := range files {
		var err error
		if clients[i], err = clientfile.Read(f.Name, f.Data); err != nil {
			return nil, err
		}
		id := clients[i].ID
		if slices.ContainsFunc(clients[:i], func(c casefile.Client) bool { return c.ID == id }) {
			return nil, invalid("id", "Two of the files describe the client "+id+".", "Give each client an id of its own.")
		}
	}
	return clients, in.RecordClient(ctx, clients...)
}

// RecordClient records clients, each in place of what was known of it.
func (in *Intake) RecordClient(ctx context.Context, clients ...casefile.Client) error {
	a := in.newAct()
	for _, c := range clients {
		s := clientStream(c.ID)
		if err := a.onStream(ctx, s); err != nil {
			return err
		}
		a.today(s, &casefile.ClientRecorded{Client: c})
	}
	_, err := a.keep(ctx)
	return err
}
