package desk

import (
	"context"
	"errors"
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
		return invalid("name", "The mailbox has no name.", "Give it one, such as dpo.")
	}
	if a.Since.After(in.env.Today()) {
		return invalid("since", "That day is still to come.", "Give the day from which mail is to be fetched.")
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
	return in.recordAccount(ctx, a, password)
}

// recordAccount keeps an account and its password, or neither.
func (in *Intake) recordAccount(ctx context.Context, account casefile.Account, password string) error {
	a := in.newAct()
	s := casefile.Stream{Kind: casefile.AccountStream, ID: account.ID}
	if err := a.onStream(ctx, s); err != nil {
		return err
	}
	a.Secrets = map[string][]byte{account.ID: []byte(password)}
	a.today(s, &casefile.AccountRecorded{Account: account})
	_, err := a.keep(ctx)
	return err
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
// is kept, and the next pull goes on from there. A mailbox that does not answer
// keeps no other from being pulled. Two pulls are one after the other.
func (in *Intake) Pull(ctx context.Context, name string, progress func(Progress)) ([]Pulled, error) {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return nil, err
	}
	select {
	case in.pulling <- struct{}{}:
		defer func() { <-in.pulling }()
	case <-ctx.Done():
		return nil, store.Problem(ctx.Err())
	}
	var done []Pulled
	var failed error
	for _, a := range accounts {
		p, err := in.pull(ctx, a, progress)
		done = append(done, p)
		failed = errors.Join(failed, ofMailbox(a, len(accounts), err))
		if ctx.Err() != nil {
			break
		}
	}
	return done, failed
}

// ofMailbox says which of several mailboxes an error is about.
func ofMailbox(a casefile.Account, of int, err error) error {
	if err == nil || of < 2 || errors.Is(err, context.Canceled) {
		return err
	}
	e := *casefile.AsError(err)
	e.What = "Mailbox " + a.Name + ": " + e.What
	return &e
}

func (in *Intake) pull(ctx context.Context, a casefile.Account, progress func(Progress)) (Pulled, error) {
	k := &keeper{room: in.room, account: a}
	password, err := in.store.Secret(ctx, a.ID)
	if err != nil {
		return Pulled{Account: a.Name}, err
	}
	result, err := mailbox.Pull(ctx, mailbox.Source{Account: a, Password: string(password)}, k, progress)
	result.New -= k.passed // what was disposed of is known, and does not come back
	result.Known += k.passed
	return Pulled{Account: a.Name, Result: result, Unreadable: k.unreadable}, err
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
	passed     int // messages that were disposed of
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
	unreadable, passed := 0, 0
	for _, f := range batch {
		f.Copy.Account = k.account.ID
		if f.Copy.InternalDate.IsZero() {
			f.Copy.InternalDate = k.env.Now().UTC() // the server gives none that can be read
		}
		id, p, err := k.arrival(ctx, f, fresh)
		if err != nil {
			return err
		}
		e, err := casefile.NewEvent(messageStream(id), civil.At(f.Copy.InternalDate), p)
		if err != nil {
			return err
		}
		act.Events = append(act.Events, e)
		if _, gone := p.(*casefile.MessagePassed); gone {
			passed++
		}
		if first, ok := p.(*casefile.MessageReceived); ok {
			act.Blobs = append(act.Blobs, f.Raw)
			if first.Unreadable {
				unreadable++
			}
		}
	}
	if _, err := k.store.Append(ctx, act); err != nil {
		return err
	}
	k.unreadable += unreadable
	k.passed += passed
	return nil
}

// arrival says of one fetched copy which message it is and what happened to it:
// it was received, or is another copy of bytes that the vault holds.
func (k *keeper) arrival(ctx context.Context, f mailbox.Fetched, fresh map[string]string) (string, casefile.Payload, error) {
	sum := store.Sum(f.Raw)
	id, known := fresh[sum]
	if !known {
		var err error
		if id, known, err = k.store.MessageBySHA(ctx, sum); err != nil {
			return "", nil, err
		}
	}
	if known {
		return id, &casefile.MessageCopied{Copy: f.Copy}, nil
	}
	if id, gone, err := k.store.DisposedMessage(ctx, sum); err != nil || gone {
		return id, &casefile.MessagePassed{Place: f.Copy.Place()}, err
	}
	id = k.env.NewID()
	fresh[sum] = id
	return id, &casefile.MessageReceived{
		SHA256: sum, Size: len(f.Raw), Copy: f.Copy, Unreadable: message.Read(f.Raw).Unreadable,
	}, nil
}
