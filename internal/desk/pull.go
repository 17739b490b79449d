package desk

import (
	"context"
	"errors"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/mailbox"
	"casebook/internal/store"
)

// Progress is how far a pull is.
type Progress = mailbox.Progress

// SetAside is a message that a pull left on the server.
type SetAside = mailbox.SetAside

// Pulled is what a pull of one folder did.
type Pulled struct {
	Account string
	mailbox.Result
	Unreadable int
	// Again are those of New whose very bytes were here already, from another
	// place: another folder, a mailbox that has moved. They make no message more.
	Again int
}

// Fresh is how many messages more there are by it.
func (p Pulled) Fresh() int { return p.New - p.Again }

// PullOptions say what to pull.
type PullOptions struct {
	Account string // its name; "" is all
	// From, Since and Until fetch older mail as well, of one sender or of days
	// (both included), in place of what is newer than the start dates.
	From         string
	Since, Until civil.Date
	// AllowLarge takes messages above the limit of size too: a person said yes.
	AllowLarge bool
}

// selection is the older mail that is asked for, nil where none is.
func (o PullOptions) selection() (*mailbox.Selection, error) {
	only := mailbox.Selection{From: o.From, Since: o.Since, Until: o.Until}
	if only == (mailbox.Selection{}) {
		return nil, nil
	}
	for _, r := range o.From {
		if r < ' ' || r > '~' {
			return nil, invalid("from", "Mail servers search for plain letters only.", "Give the address, or a part of it.")
		}
	}
	if !o.Since.IsZero() && !o.Until.IsZero() && o.Until.Before(o.Since) {
		return nil, invalid("until", "The period ends before it begins.", "Give the first day as since and the last as until.")
	}
	return &only, nil
}

// Pull fetches every new message of one mailbox, or of all where name is "":
// see [Intake.PullMail].
func (in *Intake) Pull(ctx context.Context, name string, progress func(Progress)) ([]Pulled, error) {
	return in.PullMail(ctx, PullOptions{Account: name}, progress)
}

// PullMail fetches messages from one mailbox, or from all. There is an answer
// for each folder. It says how far it is through progress, and can be
// cancelled: what was kept is kept, and the next pull goes on from there. A
// mailbox that does not answer keeps no other from being pulled. Two pulls are
// one after the other.
func (in *Intake) PullMail(ctx context.Context, o PullOptions, progress func(Progress)) ([]Pulled, error) {
	if o.Since.After(in.env.Today()) {
		return nil, tooSoon
	}
	only, err := o.selection()
	if err != nil {
		return nil, err
	}
	end, err := in.alone(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	accounts, err := in.accounts(ctx, o.Account)
	if err != nil {
		return nil, err
	}
	var done []Pulled
	var failed []error
	for _, a := range accounts {
		p, err := in.pull(ctx, a, only, o.AllowLarge, progress)
		done = append(done, p...)
		if err != nil {
			failed = append(failed, ofMailbox(a, len(accounts), err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	if len(failed) == 1 {
		return done, failed[0]
	}
	return done, errors.Join(failed...)
}

// alone waits until no mail is pulled, and lets none be until end is called.
func (r *room) alone(ctx context.Context) (end func(), err error) {
	select {
	case r.pulling <- struct{}{}:
		return func() { <-r.pulling }, nil
	case <-ctx.Done():
		return nil, store.Problem(ctx.Err())
	}
}

// ofMailbox says which of several mailboxes an error is about.
func ofMailbox(a casefile.Account, of int, err error) error {
	if of < 2 || errors.Is(err, context.Canceled) {
		return err
	}
	e := *casefile.AsError(err)
	e.What = "Mailbox " + a.Name + ": " + e.What
	return &e
}

// pull keeps what is new in one mailbox, and then reads what was kept: messages
// are safe before anything is made of them.
func (in *Intake) pull(ctx context.Context, a casefile.Account, only *mailbox.Selection, large bool, progress func(Progress)) ([]Pulled, error) {
	src, err := in.source(ctx, a)
	if err != nil {
		return []Pulled{{Account: a.Name}}, err
	}
	src.Only, src.AllowLarge = only, large
	k := in.keeper(a)
	results, err := mailbox.Pull(ctx, src, k, progress)
	if reading := k.read(ctx); err == nil {
		err = reading
	}
	unreadable := k.cannotRead()
	if len(results) == 0 {
		results = []mailbox.Result{{}}
	}
	done := make([]Pulled, len(results))
	for i, r := range results {
		r.New -= k.passed[r.Folder] // what was disposed of is known, and does not come back
		r.Known += k.passed[r.Folder]
		done[i] = Pulled{Account: a.Name, Result: r, Unreadable: unreadable[r.Folder], Again: k.again[r.Folder]}
	}
	return done, err
}

// Every is how often a mailbox is asked for mail where its server does not say
// when there is some.
const Every = 5 * time.Minute

// Watch calls wake whenever it is time to pull the mailbox of that name, until
// ctx ends or its server refuses to let Casebook in. wake must not wait for
// long: it starts a pull and returns.
func (in *Intake) Watch(ctx context.Context, name string, wake func()) error {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return err
	}
	src, err := in.source(ctx, accounts[0])
	if err != nil {
		return err
	}
	return mailbox.Watch(ctx, src, Every, wake)
}
