package ui

import (
	"context"
	"time"

	"casebook/internal/ui/jobs"
)

// backupEvery is how often it is asked whether an automatic backup is due.
const backupEvery = 5 * time.Minute

// backup makes an automatic backup if one is due, and says once a day if there
// has been none for too long.
func (b *bench) backup() {
	b.after("backup", backupEvery, b.backup)
	var due bool
	b.w.jobs.Go(b.forever, "", func(ctx context.Context, _ jobs.Report) (err error) {
		due, err = b.desk.BackupDue(ctx)
		return err
	}, func(j jobs.Job) {
		switch {
		case b.stopped:
		case j.State == jobs.Failed:
			b.fail(j.Err)
		case due:
			b.backUp()
		default:
			b.remindBackup()
		}
	})
}

func (b *bench) backUp() {
	b.w.jobs.Go(b.forever, "Backing up", func(ctx context.Context, report jobs.Report) error {
		_, err := b.desk.AutoBackup(ctx, func(done, total int64) {
			report(jobs.Progress{Done: int(done >> 20), Total: int(total>>20) + 1, Words: "Backing up (MB)"})
		})
		return err
	}, func(j jobs.Job) {
		if j.State == jobs.Failed {
			b.fail(j.Err)
		}
		b.recount()
	})
}

// remindBackup says that it is time for a backup, once a day.
func (b *bench) remindBackup() {
	if s := b.known.keeping.Backup; s.Remind && b.remindedBackup != b.desk.Today() {
		b.remindedBackup = b.desk.Today()
		b.w.toast.Say("It is time for a backup: see Vault (Ctrl+8).", nil)
	}
}
