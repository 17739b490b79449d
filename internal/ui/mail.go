package ui

import (
	"context"
	"fmt"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/clients"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/notify"
)

const (
	pullEvery = 5 * time.Minute
	tickEvery = time.Minute
)

// readAccounts learns whether there is a mailbox at all, and stops watching one
// that is gone or read otherwise now.
func (b *bench) readAccounts() {
	var all []casefile.Account
	b.w.jobs.Go(b.forever, "", func(ctx context.Context, _ jobs.Report) (err error) {
		all, err = b.desk.Accounts(ctx)
		return err
	}, func(j jobs.Job) {
		if !b.stopped && j.State == jobs.Done {
			b.mail.accounts = len(all)
			b.unwatch(all)
			b.showMail()
		}
	})
}

// round is one reading of the mailboxes.
type round struct {
	asked    bool            // by a person
	meant    bool            // a person did something after which all are to be tried
	only     string          // the name of the one to be read; "" is all
	shut     map[string]bool // those that are left alone
	accounts []casefile.Account
	readings map[string]clients.Reading
}

// pull fetches new mail because of what a person did. One that they asked for
// says what came of it; any other is quiet about it.
func (b *bench) pull(asked bool) { b.pullOf(&round{asked: asked, meant: true}) }

// pullByItself fetches new mail because it is time to.
func (b *bench) pullByItself() { b.pullOf(&round{}) }

func (b *bench) pullOf(r *round) {
	if b.mail.running {
		b.mail.again, b.mail.asked, b.mail.meant = true, b.mail.asked || r.asked, b.mail.meant || r.meant
		return
	}
	b.mail.running = true
	if !r.meant {
		r.shut = b.shut()
	}
	b.w.jobs.Go(b.forever, "Pulling mail", func(ctx context.Context, report jobs.Report) error {
		return r.run(ctx, b.desk, report)
	}, func(j jobs.Job) {
		if !b.stopped {
			b.pulled(j, r)
		}
	})
}

// shut names the mailboxes that let nobody in when they were last tried. To try
// them again and again without a person would have them locked.
func (b *bench) shut() map[string]bool {
	names := map[string]bool{}
	for name, r := range b.readings {
		names[name] = clients.NeedsSignIn(r.Err)
	}
	return names
}

// run reads one mailbox after the other, so that what is wrong with one is known
// to be of that one and keeps no other from being read.
func (r *round) run(ctx context.Context, d *desk.Desk, report jobs.Report) error {
	var err error
	if r.accounts, err = d.Accounts(ctx); err != nil {
		return err
	}
	r.readings = map[string]clients.Reading{}
	var failed []error
	for _, a := range r.accounts {
		if r.only != "" && r.only != a.Name || r.shut[a.Name] {
			continue
		}
		done, err := d.Pull(ctx, a.Name, func(p desk.Progress) {
			report(jobs.Progress{Done: p.Done, Total: p.Total, Bytes: p.Bytes, Words: "Pulling mail"})
		})
		r.readings[a.Name] = clients.Reading{Folders: done, Err: err}
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			failed = append(failed, ofMailbox(a, len(r.accounts), err))
		}
	}
	if len(failed) > 0 {
		return failed[0]
	}
	return nil
}

// ofMailbox says which of several mailboxes an error is about.
func ofMailbox(a casefile.Account, of int, err error) error {
	if of < 2 {
		return err
	}
	e := *casefile.AsError(err)
	e.What = "Mailbox " + a.Name + ": " + e.What
	return &e
}

func (b *bench) pulled(j jobs.Job, r *round) {
	next := &round{asked: b.mail.asked, meant: b.mail.meant}
	again := b.mail.again
	b.mail.running, b.mail.again, b.mail.asked, b.mail.meant, b.mail.accounts = false, false, false, false, len(r.accounts)
	b.after("pull", pullEvery, b.pullByItself)
	fresh := b.learn(j, r)
	switch {
	case j.State == jobs.Failed && r.asked:
		b.fail(j.Err)
	case j.State == jobs.Cancelled && r.asked:
		b.w.toast.Say("Pulling stopped; what had come is kept.", nil)
	case j.State == jobs.Done && len(r.accounts) == 0:
		if r.asked {
			b.addMailbox()
		}
	case j.State == jobs.Done:
		b.tell(fresh, r.asked)
	}
	b.askSignIn(r)
	if fresh > 0 {
		b.changed()
	}
	b.showReadings()
	b.w.jobs.Forget()
	if again {
		b.pullOf(next)
	}
}

// learn keeps what a round says of each mailbox and counts what it brought.
func (b *bench) learn(j jobs.Job, r *round) int {
	fresh := 0
	for name, now := range r.readings {
		for _, p := range now.Folders {
			fresh += p.Fresh()
		}
		before := b.readings[name]
		switch {
		case j.State == jobs.Cancelled:
			continue
		case now.Err == nil:
			now.At = b.w.deps.Now()
			if b.refused[name] { // what the band says of it is over
				b.trouble.clear()
			}
			delete(b.refused, name)
		default:
			now.At, now.Folders = before.At, before.Folders
		}
		b.readings[name] = now
	}
	b.mail.failed = j.State == jobs.Failed && len(r.readings) == 0
	for _, now := range b.readings {
		b.mail.failed = b.mail.failed || now.Err != nil
	}
	if j.State == jobs.Done && len(r.readings) > 0 {
		b.mail.at = b.w.deps.Now()
	}
	if j.State != jobs.Cancelled {
		b.watch(r)
	}
	return fresh
}

// askSignIn says, once, that a mailbox wants a new sign-in: no waiting mends
// that.
func (b *bench) askSignIn(r *round) {
	for _, a := range r.accounts {
		err := r.readings[a.Name].Err
		if !clients.NeedsSignIn(err) || b.refused[a.Name] && !r.asked {
			continue
		}
		b.refused[a.Name] = true
		e := casefile.AsError(ofMailbox(a, len(r.accounts), err))
		b.trouble.offer(e.What, "No new mail comes in until then.", "Sign in again", func() {
			b.trouble.clear()
			b.goTo(viewIndex(clientsView))
			b.clients.SignInAgain(a.Name)
		})
		return
	}
}

// tell says what a pull brought.
func (b *bench) tell(fresh int, asked bool) {
	if fresh > 0 {
		b.w.toast.Say(newMessages(fresh), nil)
		if err := b.w.notifier.Count(notify.NewMail, fresh); err != nil {
			b.fail(err)
		}
	} else if asked {
		b.w.toast.Say("No new mail.", nil)
	}
}

func newMessages(n int) string {
	if n == 1 {
		return "1 new message."
	}
	return fmt.Sprintf("%d new messages.", n)
}

func (b *bench) showMail() {
	b.mail.watched = b.mail.accounts > 0 && len(b.watches) == b.mail.accounts
	b.status.setMail(b.mail, b.w.deps.Now())
}

// showReadings shows what is known of each mailbox where it is described.
func (b *bench) showReadings() {
	b.showMail()
	shown := map[string]clients.Reading{}
	for name, r := range b.readings {
		_, r.Watched = b.watches[name]
		shown[name] = r
	}
	b.clients.SetReadings(shown)
}

// tick keeps "4 min ago" true and notices a new day.
func (b *bench) tick() {
	b.after("tick", tickEvery, b.tick)
	b.showMail()
	if day := b.reminded.Day; !day.IsZero() && day != b.desk.Today() {
		b.recount()
		if b.current != nil {
			b.current.Show(b.forever)
		}
	}
}

// remind says what is due once a day, in the window and, where that is switched
// on, on the desktop.
func (b *bench) remind() {
	d := b.known.duties
	fresh := b.reminded.Day != d.Day
	b.reminded = d
	switch {
	case !d.Any():
		b.banner.clear()
	case fresh || b.banner.said(): // once dismissed, it is quiet until tomorrow
		b.banner.say(d.Short()+".", d.Long())
	}
	if !fresh {
		return
	}
	if err := d.Notify(b.w.notifier); err != nil {
		b.fail(err)
	}
}

// addClient shows the form for a client.
func (b *bench) addClient() {
	b.goTo(viewIndex(clientsView))
	b.clients.AddClient()
}

// addMailbox shows the form for a mailbox.
func (b *bench) addMailbox() {
	b.goTo(viewIndex(clientsView))
	b.clients.AddMailbox()
}
