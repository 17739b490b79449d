package cli

import (
	"path/filepath"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type backupCmd struct {
	File     string `arg:"" optional:"" help:"Write a backup into this file, in place of an older one of this vault; any other file is left."`
	Auto     string `help:"Back up into this folder by itself from now on, and make the first one." placeholder:"DIR"`
	Every    int    `help:"Days between two automatic backups (1)." placeholder:"N"`
	Keep     int    `help:"How many automatic backups to keep (14)." placeholder:"N"`
	KeepDays int    `help:"How many days to keep one at most (30): a person disposed of is then in none." placeholder:"N"`
	NoAuto   bool   `help:"No more automatic backups; those that were made stay."`
	Due      bool   `help:"Make the automatic backup if one is due."`
}

func (b *backupCmd) Run(c *call) error {
	asked := 0
	for _, given := range []bool{b.File != "", b.Auto != "", b.NoAuto, b.Due} {
		if given {
			asked++
		}
	}
	if asked != 1 {
		return &casefile.Error{Kind: casefile.Usage, Field: "file", What: "It is not said what to back up to.", Do: "Give one of FILE, --auto DIR, --no-auto and --due."}
	}
	return c.withDesk(func(d *desk.Desk) error {
		switch {
		case b.Auto != "":
			return b.auto(c, d)
		case b.NoAuto:
			return b.noAuto(c, d)
		case b.Due:
			return b.due(c, d)
		}
		w := c.watching()
		err := d.Backup(c.ctx, b.File, w.backup)
		if w.end(); err != nil {
			return err
		}
		c.say("The backup is made and checked. It opens with the passphrase or the recovery key of today.")
		return c.print(map[string]any{"file": b.File}, b.File)
	})
}

// auto sets the plan and shows that it works by making the first backup; where
// that fails, the plan stays what it was.
func (b *backupCmd) auto(c *call, d *desk.Desk) error {
	before, err := d.BackupPlan(c.ctx)
	if err != nil {
		return err
	}
	plan := desk.BackupPlan{Folder: b.Auto, EveryDays: b.Every, Keep: b.Keep, KeepDays: b.KeepDays, RemindDays: before.RemindDays}
	if err := d.SetBackupPlan(c.ctx, plan); err != nil {
		return err
	}
	w := c.watching()
	name, err := d.FirstBackup(c.ctx, w.backup)
	w.end()
	if err != nil {
		if back := d.SetBackupPlan(c.ctx, before); back != nil {
			return back
		}
		return err
	}
	c.say("Automatic backups are set, and the first one is made.")
	return c.print(map[string]any{"file": filepath.Join(b.Auto, name)}, filepath.Join(b.Auto, name))
}

func (b *backupCmd) noAuto(c *call, d *desk.Desk) error {
	plan, err := d.BackupPlan(c.ctx)
	if err != nil {
		return err
	}
	plan.Folder = ""
	if err := d.SetBackupPlan(c.ctx, plan); err != nil {
		return err
	}
	c.say("There are no more automatic backups. Those that were made stay until you delete them.")
	return nil
}

func (b *backupCmd) due(c *call, d *desk.Desk) error {
	w := c.watching()
	name, err := d.AutoBackup(c.ctx, w.backup)
	w.end()
	if err != nil {
		return err
	}
	if name == "" {
		c.say("No automatic backup is due.")
		return nil
	}
	plan, err := d.BackupPlan(c.ctx)
	if err != nil {
		return err
	}
	return c.print(map[string]any{"file": filepath.Join(plan.Folder, name)}, filepath.Join(plan.Folder, name))
}

// sayBackups says how the vault stands with its backups.
func (c *call) sayBackups(d *desk.Desk) error {
	s, err := d.BackupState(c.ctx)
	if err != nil {
		return err
	}
	said := s.Words
	if s.Remind {
		said += " It is time to make one: casebook backup FILE."
	}
	c.say("%s", said)
	return nil
}

type restoreCmd struct {
	File string `arg:"" help:"The backup."`
	To   string `required:"" help:"The folder of the vault to be made: a new or an empty one." placeholder:"DIR"`
}

func (r *restoreCmd) Run(c *call) error {
	key, err := c.key()
	if err != nil {
		return err
	}
	with := desk.Restoring{Options: c.options()}
	if c.flags.Vault != "" {
		with.Vaults = []string{c.flags.Vault}
	}
	if err := desk.Restore(c.ctx, r.File, r.To, key, with); err != nil {
		return err
	}
	c.say("The vault is restored. Its passphrase is that of the day of the backup. Check it with casebook verify.")
	return nil
}

type decryptCmd struct {
	To string `required:"" help:"The plain file to be written; one that is there is left." placeholder:"FILE.sqlite"`
}

func (o *decryptCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		if err := d.Decrypt(c.ctx, o.To, nil); err != nil {
			return err
		}
		c.say("%s", desk.PlainWarning)
		return nil
	})
}

type passphraseCmd struct {
	NewPassphraseFile string `required:"" help:"A file whose first line is the new passphrase." placeholder:"FILE"`
}

func (p *passphraseCmd) Run(c *call) error {
	words, err := c.secret("new-passphrase-file", p.NewPassphraseFile)
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		if err := d.SetPassphrase(words); err != nil {
			return err
		}
		c.say("The passphrase is changed. %s", desk.OldKeysRemain)
		return nil
	})
}

type recoveryCmd struct{}

// groupsALine is how many groups of a recovery key stand on a line.
const groupsALine = 4

func (*recoveryCmd) Run(c *call) error {
	return c.withDesk(func(d *desk.Desk) error {
		groups, err := d.NewRecovery()
		if err != nil {
			return err
		}
		c.say("This key opens the vault like the passphrase and is shown this once. Print it and lock it away, not beside this machine. %s", desk.OldKeysRemain)
		var lines []string
		for rest := groups; len(rest) > 0; rest = rest[min(groupsALine, len(rest)):] {
			lines = append(lines, strings.Join(rest[:min(groupsALine, len(rest))], " "))
		}
		return c.print(map[string]any{"recovery": strings.Join(groups, " ")}, strings.Join(lines, "\n"))
	})
}
