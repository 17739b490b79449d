package ui

import (
	"context"
	"fmt"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/notify"
)

const (
	pullEvery = 5 * time.Minute
	tickEvery = time.Minute
)

// readAccounts learns whether there is a mailbox at all.
func (b *bench) readAccounts() {
	var all []casefile.Account
	b.w.jobs.Go(b.forever, "", func(ctx context.Context, _ jobs.Report) (err error) {
		all, err = b.desk.Accounts(ctx)
		return err
	}, func(j jobs.Job) {
		if !b.stopped && j.State == jobs.Done {
			b.mail.accounts = len(all)
			b.showMail()
		}
	})
}

// pull fetches new mail. One that a person asked for says what came of it; one
// that starts by itself is quiet about it.
func (b *bench) pull(asked bool) {
	if b.mail.running {
		return
	}
	b.mail.running = true
	var done []desk.Pulled
	accounts := 0
	b.w.jobs.Go(b.forever, "Pulling mail", func(ctx context.Context, report jobs.Report) error {
		all, err := b.desk.Accounts(ctx)
		if accounts = len(all); err != nil || accounts == 0 {
			return err
		}
		done, err = b.desk.Pull(ctx, "", func(p desk.Progress) {
			report(jobs.Progress{Done: p.Done, Total: p.Total, Words: "Pulling mail"})
		})
		return err
	}, func(j jobs.Job) {
		if !b.stopped {
			b.pulled(j, done, accounts, asked)
		}
	})
}

func (b *bench) pulled(j jobs.Job, done []desk.Pulled, accounts int, asked bool) {
	b.mail.running, b.mail.accounts = false, accounts
	b.after("pull", pullEvery, func() { b.pull(false) })
	fresh := 0
	for _, p := range done {
		fresh += p.New
	}
	switch {
	case j.State == jobs.Failed:
		b.mail.failed = true
		if asked {
			b.fail(j.Err)
		}
	case j.State == jobs.Cancelled && asked:
		b.w.toast.Say("Pulling stopped; what had come is kept.", nil)
	case j.State == jobs.Done && accounts == 0:
		if asked {
			b.addMailbox()
		}
	case j.State == jobs.Done:
		b.mail.failed, b.mail.at = false, b.w.deps.Now()
		b.tell(fresh, asked)
	}
	if fresh > 0 {
		b.changed()
	}
	b.showMail()
	b.w.jobs.Forget()
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

func (b *bench) showMail() { b.status.setMail(b.mail, b.w.deps.Now()) }

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

// addMailbox shows the form for a mailbox.
func (b *bench) addMailbox() {
	b.goTo(viewIndex(clientsView))
	b.clients.AddMailbox()
}
