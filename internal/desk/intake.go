package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clientfile"
	"casebook/internal/mailbox"
	"casebook/internal/message"
	"casebook/internal/store"
)

// Intake is what comes in: clients, mailboxes, messages, and their filing.
type Intake struct{ *room }

// ClientFile is a file that describes a client.
type ClientFile struct {
	Name string
	Text []byte
}

// AddClients records the clients that client files describe, each in place of
// what was known of it: all of them, or none where one cannot be read.
func (in *Intake) AddClients(ctx context.Context, files []ClientFile) ([]casefile.Client, error) {
	clients := make([]casefile.Client, len(files))
	events := make([]casefile.Event, len(files))
	seen := map[string]bool{}
	for i, f := range files {
		c, err := clientfile.Read(f.Name, f.Text)
		if err != nil {
			return nil, err
		}
		if seen[c.ID] {
			return nil, &casefile.Error{
				Kind: casefile.Invalid, Field: "id", What: "Two of the files describe the client " + c.ID + ".",
				Do: "Give each client an id of its own.",
			}
		}
		seen[c.ID] = true
		clients[i] = c
		events[i], err = casefile.NewEvent(casefile.Stream{Kind: casefile.ClientStream, ID: c.ID}, civil.On(in.env.Today()), &casefile.ClientRecorded{Client: c})
		if err != nil {
			return nil, err
		}
	}
	return clients, in.append(ctx, events...)
}

// RecordClient records a client, in place of what was known of it.
func (in *Intake) RecordClient(ctx context.Context, c casefile.Client) error {
	return in.record(ctx, casefile.Stream{Kind: casefile.ClientStream, ID: c.ID}, &casefile.ClientRecorded{Client: c})
}

// record appends one event that happened today.
func (r *room) record(ctx context.Context, s casefile.Stream, p casefile.Payload) error {
	e, err := casefile.NewEvent(s, civil.On(r.env.Today()), p)
	if err != nil {
		return err
	}
	return r.append(ctx, e)
}

func (r *room) append(ctx context.Context, events ...casefile.Event) error {
	_, err := r.store.Append(ctx, store.Act{Actor: r.actor, Events: events})
	return err
}

// defaultMonths is how far back a new mailbox is read where no day is given.
const defaultMonths = 3

// AddAccount signs in to a mailbox, and records it if that works. An account
// of the same name is replaced if it is the same mailbox: what the vault holds
// of one is no reason to pass over a message of another.
func (in *Intake) AddAccount(ctx context.Context, a casefile.Account, password string) error {
	if a.Since.IsZero() {
		a.Since = in.env.Today().AddMonths(-defaultMonths)
	}
	if a.Folder == "" {
		a.Folder = "INBOX"
	}
	if strings.TrimSpace(a.Name) == "" {
		return missing("name", "The mailbox has no name.", "Give it one, such as dpo.")
	}
	if a.Since.After(in.env.Today()) {
		return missing("since", "That day is still to come.", "Give the day from which mail is to be fetched.")
	}
	a.ID = in.env.NewID()
	accounts, err := in.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, known := range accounts {
		if known.Name != a.Name {
			continue
		}
		if !strings.EqualFold(known.Host, a.Host) || known.User != a.User {
			return &casefile.Error{
				Kind: casefile.Conflict, Field: "name", What: "A mailbox of that name is here already, on another server or of another user.",
				Do: "Give this one another name.",
			}
		}
		a.ID = known.ID
	}
	if err := mailbox.Check(ctx, mailbox.Source{Account: a, Password: password}); err != nil {
		return err
	}
	if err := in.store.SetSecret(ctx, a.ID, []byte(password)); err != nil {
		return err
	}
	return in.record(ctx, casefile.Stream{Kind: casefile.AccountStream, ID: a.ID}, &casefile.AccountRecorded{Account: a})
}

// Progress is how far a pull is.
type Progress = mailbox.Progress

// Pulled is what a pull of one folder did.
type Pulled struct {
	Account string
	mailbox.Result
	Unreadable int
}

// Pull fetches every new message of one mailbox, or of all where name is "".
// It says how far it is through progress, and can be cancelled: what was kept
// is kept, and the next pull goes on from there. A mailbox that cannot be read
// keeps no other from being pulled; the first error is returned at the end.
func (in *Intake) Pull(ctx context.Context, name string, progress func(Progress)) ([]Pulled, error) {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return nil, err
	}
	var done []Pulled
	var first error
	for _, a := range accounts {
		password, err := in.store.Secret(ctx, a.ID)
		if err != nil {
			return done, err
		}
		k := &keeper{room: in.room, account: a}
		result, err := mailbox.Pull(ctx, mailbox.Source{Account: a, Password: string(password)}, k, progress)
		done = append(done, Pulled{Account: a.Name, Result: result, Unreadable: k.unreadable})
		if ctx.Err() != nil {
			return done, err
		}
		if err != nil && first == nil {
			first = ofMailbox(a, len(accounts), err)
		}
	}
	return done, first
}

// ofMailbox says which of several mailboxes an error is about.
func ofMailbox(a casefile.Account, of int, err error) error {
	e := *casefile.AsError(err)
	if of > 1 {
		e.What = "Mailbox " + a.Name + ": " + e.What
	}
	return &e
}

func (in *Intake) accounts(ctx context.Context, name string) ([]casefile.Account, error) {
	accounts, err := in.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	if name != "" {
		accounts = slices.DeleteFunc(accounts, func(a casefile.Account) bool { return a.Name != name })
	}
	if len(accounts) == 0 {
		return nil, &casefile.Error{
			Kind: casefile.NotFound, Field: "account", What: "There is no such mailbox in this vault.",
			Do: "Add one with casebook account add.",
		}
	}
	return accounts, nil
}

// keeper puts what a mailbox holds into the vault.
type keeper struct {
	*room
	account    casefile.Account
	unreadable int
}

// Held implements [mailbox.Keeper].
func (k *keeper) Held(ctx context.Context, folder string, validity uint32) ([]uint32, error) {
	return k.store.Held(ctx, k.account.ID, folder, validity)
}

// Keep implements [mailbox.Keeper]: the raw bytes and the events that record
// them are written in one transaction.
func (k *keeper) Keep(ctx context.Context, batch []mailbox.Fetched) error {
	act := store.Act{Actor: k.account.Name}
	fresh := map[string]string{} // id of a message first seen in this batch, by SHA-256
	unreadable := 0
	for _, f := range batch {
		f.Copy.Account = k.account.ID
		e, isNew, err := k.received(ctx, f, fresh)
		if err != nil {
			return err
		}
		act.Events = append(act.Events, e)
		if isNew {
			act.Blobs = append(act.Blobs, f.Raw)
			if m := message.Read(f.Raw); m.Unreadable {
				unreadable++
			}
		}
	}
	if _, err := k.store.Append(ctx, act); err != nil {
		return err
	}
	k.unreadable += unreadable
	return nil
}

// received makes the event for one fetched copy: a new message, or another
// copy of bytes that the vault holds.
func (k *keeper) received(ctx context.Context, f mailbox.Fetched, fresh map[string]string) (casefile.Event, bool, error) {
	sum := store.Sum(f.Raw)
	id, known := fresh[sum]
	if !known {
		var err error
		if id, known, err = k.store.MessageBySHA(ctx, sum); err != nil {
			return casefile.Event{}, false, err
		}
	}
	if f.Copy.InternalDate.IsZero() {
		f.Copy.InternalDate = k.env.Now().UTC() // the server gives none that can be read
	}
	on := civil.At(f.Copy.InternalDate)
	if known {
		e, err := casefile.NewEvent(messageStream(id), on, &casefile.MessageCopied{Copy: f.Copy})
		return e, false, err
	}
	id = k.env.NewID()
	fresh[sum] = id
	e, err := casefile.NewEvent(messageStream(id), on, &casefile.MessageReceived{
		SHA256: sum, Size: len(f.Raw), Copy: f.Copy, Unreadable: message.Read(f.Raw).Unreadable,
	})
	return e, true, err
}

func messageStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.MessageStream, ID: id}
}

func caseStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.CaseStream, ID: id}
}
