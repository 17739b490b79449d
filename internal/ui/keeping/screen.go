package keeping

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/side"
	"casebook/internal/ui/theme"
)

// Screen is the view.
type Screen struct {
	*side.Side
	known  State
	ticked map[casefile.Reference]bool // of what is due
	shelf  *shelf                      // the list on the right, or nil
	refill func()                      // makes it true again, or nil
}

// New returns the screen with nothing read.
func New(props screen.Props) *Screen {
	s := &Screen{ticked: map[casefile.Reference]bool{}}
	s.Side = side.New(props, "Reading how the vault stands …", s.detail)
	return s
}

// Show reads the state again.
func (s *Screen) Show(ctx context.Context) {
	var known State
	s.Read(ctx, func(ctx context.Context) (err error) {
		known, err = ReadAll(ctx, s.Props.Desk)
		return err
	}, func() {
		s.known = known
		s.SetRows(known.Rows())
		if s.refill != nil {
			s.refill()
		}
	})
}

// Backups shows how the vault stands with its backups.
func (s *Screen) Backups() { s.Go(backupNow) }

// detail shows what a row is about.
func (s *Screen) detail(id string) {
	s.clear()
	map[string]func(){
		backupNow: s.askBackup, backupPlan: s.askPlan, passphrase: s.askPassphrase, recovery: s.askRecovery,
		keyring: s.askKeyring, check: s.askCheck, decrypt: s.askDecrypt,
		dueRow: s.showDue, mailRow: s.showMail, goneRow: s.showGone, lawRow: s.askLaw,
	}[id]()
}

func (s *Screen) askBackup() {
	s.Ask(side.Question{
		Heading: "Back up now", Submit: "Back up",
		Lead: s.known.Backup.Words + " A backup is one encrypted file. It opens with the keys the vault has today.",
		Fields: []form.Field{{
			Name: "file", Label: "File", Kind: form.File, Path: form.NewFile, NewName: s.backupName(), Required: true,
			Hint: "Best on another disk. A backup of this vault that is there is replaced.", Missing: "Enter a file",
		}},
		Then: func(v map[string]string) []form.Problem {
			return s.Work(side.Work{
				Title: "Backing up", Done: "The backup is made and checked.", Want: backupNow,
				Do: func(ctx context.Context, report jobs.Report) error {
					return s.Props.Desk.Backup(ctx, v["file"], told(report))
				},
			})
		},
	})
}

// backupName is what a backup is called if nobody says otherwise.
func (s *Screen) backupName() string { return "casebook-" + s.Props.Desk.Today().String() + ".backup" }

// told reports bytes as whole megabytes.
func told(report jobs.Report) func(done, total int64) {
	return func(done, total int64) {
		report(jobs.Progress{Done: int(done >> 20), Total: int(total>>20) + 1, Words: "Backing up (MB)"})
	}
}

func (s *Screen) askPlan() {
	s.Ask(side.Question{
		Heading: "Automatic backups", Submit: "Save", Fields: s.known.PlanFields(),
		Lead: "Casebook backs the vault up by itself while it is open, and deletes its own old backups. The first one is made at once.",
		Then: func(v map[string]string) []form.Problem {
			plan, problems := PlanOf(v)
			if len(problems) > 0 {
				return problems
			}
			return s.Work(side.Work{
				Title: "Backing up", Done: "Saved.", Want: backupPlan,
				Do: func(ctx context.Context, report jobs.Report) error {
					if err := s.Props.Desk.SetBackupPlan(ctx, plan); err != nil || plan.Folder == "" {
						return err
					}
					_, err := s.Props.Desk.FirstBackup(ctx, told(report))
					return err
				},
			})
		},
	})
}

func (s *Screen) askPassphrase() {
	s.Ask(side.Question{
		Heading: "Change the passphrase", Submit: "Change", Fields: PassphraseFields(),
		Lead: "The vault opens with the new one from now on. " + desk.OldKeysRemain,
		Then: func(v map[string]string) []form.Problem {
			if wrong := WrongPassphrase(v); wrong != nil {
				return wrong
			}
			return s.Work(side.Work{
				Title: "Changing the passphrase", Done: "The passphrase is changed.",
				Do: func(context.Context, jobs.Report) error { return s.Props.Desk.SetPassphrase([]byte(v["passphrase"])) },
			})
		},
	})
}

func (s *Screen) askRecovery() {
	lead := "There is no recovery key. If the passphrase is forgotten, every case in the vault is lost."
	if s.known.Ways.Recovery {
		lead = "There is a recovery key. A new one takes its place. " + desk.OldKeysRemain
	}
	s.Facts("Recovery key", nil, control.NewProse(lead), control.Row(control.NewMain("Make a recovery key", s.makeRecovery)))
}

func (s *Screen) makeRecovery() {
	var groups []string
	s.Work(side.Work{
		Do: func(context.Context, jobs.Report) (err error) {
			groups, err = s.Props.Desk.NewRecovery()
			return err
		},
		Then: func() { s.showRecovery(groups) },
	})
}

func (s *Screen) showRecovery(groups []string) {
	s.Ask(side.Question{
		Heading: "Your recovery key", Lead: RecoveryLead, Submit: "I have it", Fields: RecoveryFields(),
		Above: []fyne.CanvasObject{Groups(groups), control.Row(control.NewButton("Open as PDF to print", func() {
			Sheet(s.Props.Jobs, s.Props.Desk, groups, s.Props.OpenFile, s.Props.Fail)
		}))},
		Then: func(v map[string]string) []form.Problem {
			if wrong := WrongGroup(groups, v["last"]); wrong != nil {
				return wrong
			}
			s.Props.Say("The recovery key is set.", nil)
			s.askRecovery()
			return nil
		},
	})
}

// Sheet draws the sheet of a recovery key and hands it on as a PDF.
func Sheet(all *jobs.Jobs, d *desk.Desk, groups []string, open func(name string, pdf []byte), fail func(error)) {
	var drawn desk.Drawn
	all.Go(context.Background(), "", func(context.Context, jobs.Report) (err error) {
		drawn, err = d.RecoverySheet(groups)
		return err
	}, func(j jobs.Job) {
		if j.State == jobs.Done {
			open("recovery key.pdf", drawn.PDF)
			return
		}
		fail(j.Err)
	})
}

// Groups shows a recovery key as it is to be written down: four groups a line,
// in letters of one width.
func Groups(groups []string) fyne.CanvasObject {
	lines := control.NewColumn(fynetheme.SizeNamePadding)
	for i := 0; i < len(groups); i += 4 {
		line := ""
		for _, g := range groups[i:min(i+4, len(groups))] {
			line += g + "   "
		}
		lines.Add(control.NewWords(line, fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Monospace: true}))
	}
	return control.On(theme.Surface, theme.SizeGroup, theme.SizeGroup, lines)
}

func (s *Screen) askKeyring() {
	lead, label, do := "The system's keyring can keep a key to the vault, so that unlocking is one press. "+
		"Whoever is signed in to this computer as you can then open it.", "Turn on", s.Props.Desk.KeyringOn
	if s.known.Ways.Keyring {
		lead, label, do = "Unlocking is one press on this computer: its keyring keeps a key to the vault.", "Turn off", s.Props.Desk.KeyringOff
	}
	s.Facts("This computer's keyring", nil, control.NewProse(lead), control.Row(control.NewMain(label, func() {
		s.Work(side.Work{
			Title: "Asking the keyring", Want: keyring,
			Do:   func(ctx context.Context, _ jobs.Report) error { return do(ctx) },
			Then: func() { s.Show(context.Background()) },
		})
	})))
}

func (s *Screen) askCheck() {
	s.Facts("Check the vault", nil,
		control.NewProse("Reads every page, event and stored file, and compares the lists with what the events make. Nothing is changed; it takes a moment."),
		control.Row(control.NewMain("Check now", func() {
			var checks []desk.Check
			s.Work(side.Work{
				Title: "Checking the vault",
				Do: func(ctx context.Context, _ jobs.Report) (err error) {
					checks, err = s.Props.Desk.Verify(ctx)
					return err
				},
				Then: func() { s.showChecks(checks) },
			})
		})))
}

func (s *Screen) showChecks(checks []desk.Check) {
	tone, what, do := say.Hint, "The vault is sound.", ""
	if err := desk.Verdict(checks); err != nil {
		e := casefile.AsError(err)
		tone, what, do = say.Problem, e.What, e.Do
	}
	panel := say.NewPanel(tone)
	panel.Say(what, do)
	s.Facts("Check the vault", CheckRows(checks), panel)
}

func (s *Screen) askDecrypt() {
	s.Ask(side.Question{
		Heading: "Hand over a plain copy", Submit: "Write it", Danger: true, Lead: desk.PlainWarning,
		Fields: []form.Field{{
			Name: "file", Label: "File", Kind: form.File, Path: form.NewFile, NewName: "cases.sqlite", Required: true,
			Hint: "A new file, such as cases.sqlite.", Missing: "Enter a file",
		}},
		Then: func(v map[string]string) []form.Problem {
			return s.Work(side.Work{
				Title: "Writing a plain copy", Done: "The plain copy is written. " + desk.PlainWarning,
				Do: func(ctx context.Context, report jobs.Report) error {
					return s.Props.Desk.Decrypt(ctx, v["file"], told(report))
				},
			})
		},
	})
}
