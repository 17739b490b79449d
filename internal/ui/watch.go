package ui

import (
	"context"
	"reflect"

	"casebook/internal/casefile"
	"casebook/internal/ui/jobs"
)

// watched is a mailbox that tells the window of new mail.
type watched struct {
	account casefile.Account
	job     int
}

// watch begins to watch the mailboxes that a round has read well. Watching is
// work that lasts: it has jobs of its own, which stand in no list.
func (b *bench) watch(r *round) {
	b.unwatch(r.accounts)
	for _, a := range r.accounts {
		read, now := r.readings[a.Name]
		if _, runs := b.watches[a.Name]; runs || !now || read.Err != nil {
			continue
		}
		w := &watched{account: a}
		b.watches[a.Name] = w
		w.job = b.w.lasting.Go(b.forever, "", func(ctx context.Context, _ jobs.Report) error {
			return b.desk.Watch(ctx, a.Name, func() { b.w.deps.Loop.Do(func() { b.woken(a.Name) }) })
		}, func(jobs.Job) { b.unwatched(w) })
	}
}

// woken fetches what a mailbox has told of.
func (b *bench) woken(name string) {
	if !b.stopped {
		b.pullOf(&round{only: name})
	}
}

// unwatched forgets a mailbox that is not watched any more. If that is because
// its server lets nobody in, the next pull says so; the next that works watches
// it again.
func (b *bench) unwatched(w *watched) {
	b.w.lasting.Forget()
	if b.watches[w.account.Name] == w {
		delete(b.watches, w.account.Name)
	}
	if !b.stopped {
		b.showReadings()
	}
}

// unwatch ends the watching of mailboxes that are gone or read otherwise now.
func (b *bench) unwatch(accounts []casefile.Account) {
	known := map[string]casefile.Account{}
	for _, a := range accounts {
		known[a.Name] = a
	}
	for name, w := range b.watches {
		if a, there := known[name]; !there || !reflect.DeepEqual(a, w.account) {
			delete(b.watches, name)
			b.w.lasting.Cancel(w.job)
		}
	}
	for name := range b.readings {
		if _, there := known[name]; !there {
			delete(b.readings, name)
		}
	}
}
