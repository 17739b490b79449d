package ui

import "time"

const (
	// lookEvery is how often it is asked whether somebody is there.
	lookEvery = 10 * time.Second
	// warnFor is how long before the vault locks itself that is said.
	warnFor = 30 * time.Second
)

// watchIdle locks the vault when nobody has done anything for as long as the
// settings say. Work that a person started is waited for: a backup is not cut
// short because somebody went for tea.
func (b *bench) watchIdle() {
	b.after("idle", lookEvery, b.watchIdle)
	away, limit := b.w.idle.For(b.w.window.Canvas()), b.w.settings.LockAfter()
	switch {
	case b.status.shown != 0 && !b.mail.running:
	case away >= limit:
		b.w.lock("Locked because nobody was here. Nothing that was saved is lost.")
	case away >= limit-warnFor:
		b.w.toast.Say("Locking soon: nobody seems to be here. Move the mouse to stay.", nil)
	}
}
