// Package keeping is the screen of the vault itself: its backups, what it is to
// keep no longer, the keys that open it, and whether it is sound.
package keeping

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/side"
)

// State is what the screen shows.
type State struct {
	Backup  desk.BackupState
	Ways    desk.Ways
	Due     []desk.CaseDue // cases, those that something holds among them
	Notices []string       // of the law that dates rest on
	// Shelf is what only the screen itself shows: it takes longer to read.
	Shelf Shelf
}

// Read reads what is counted beside the view. It is called beside the window.
func Read(ctx context.Context, d *desk.Desk) (State, error) {
	s, err := read(ctx, d)
	if err != nil {
		return s, err
	}
	s.Due, err = d.DueCases(ctx)
	return s, err
}

// ReadAll reads all of it. It is called beside the window.
func ReadAll(ctx context.Context, d *desk.Desk) (State, error) {
	s, err := read(ctx, d)
	if err != nil {
		return s, err
	}
	due, err := d.Due(ctx)
	if err != nil {
		return s, err
	}
	s.Due = due.Cases
	s.Shelf, err = readShelf(ctx, d)
	s.Shelf.Messages = due.Messages
	return s, err
}

func read(ctx context.Context, d *desk.Desk) (State, error) {
	s := State{Ways: d.Ways()}
	var err error
	if s.Backup, err = d.BackupState(ctx); err != nil {
		return s, err
	}
	s.Notices, err = d.Notices(ctx)
	return s, err
}

// The rows.
const (
	backupNow  = "backup-now"
	backupPlan = "backup-plan"
	passphrase = "passphrase"
	recovery   = "recovery"
	keyring    = "keyring"
	check      = "check"
	decrypt    = "decrypt"
	dueRow     = "due"
	mailRow    = "messages"
	goneRow    = "disposed"
	lawRow     = "law"
)

// Rows returns the list: what needs a person is marked.
func (s State) Rows() []rowlist.Row {
	rows := []rowlist.Row{{Title: "Backups", Heading: true}}
	rows = append(rows, s.backupRows()...)
	rows = append(rows, rowlist.Row{Title: "Retention", Heading: true}, s.dueRow(), s.mailRow(), s.goneRow())
	rows = append(rows, rowlist.Row{Title: "Keys", Heading: true})
	rows = append(rows, s.keyRows()...)
	return append(rows,
		rowlist.Row{Title: "The vault", Heading: true},
		s.lawRow(),
		rowlist.Row{ID: check, Title: "Check the vault", Sub: "Every page, event, file and list"},
		rowlist.Row{ID: decrypt, Title: "Hand over a plain copy", Sub: "For its owner, without any protection"},
	)
}

func (s State) backupRows() []rowlist.Row {
	plan := "Not set: the vault is backed up only when you do it"
	if s.Backup.Plan.Folder != "" {
		plan = "Every " + days(s.Backup.Plan.EveryDays) + ", " + strconv.Itoa(s.Backup.Plan.Keep) + " kept"
	}
	last := "There has been none yet"
	if !s.Backup.Last.IsZero() {
		last = "Last on " + s.Backup.Last.Format("2 January 2006")
	}
	now := rowlist.Row{ID: backupNow, Title: "Back up now", Sub: last}
	if s.Backup.Remind {
		now.State = rowlist.Today
	}
	auto := rowlist.Row{ID: backupPlan, Title: "Automatic backups", Sub: plan}
	if s.Backup.Failed != "" {
		auto.State, auto.Sub = rowlist.Late, "The last one failed"
	}
	return []rowlist.Row{now, auto}
}

func (s State) keyRows() []rowlist.Row {
	key := rowlist.Row{ID: recovery, Title: "Recovery key", Sub: "There is one"}
	if !s.Ways.Recovery {
		key.State, key.Sub = rowlist.Today, "None: a forgotten passphrase loses every case"
	}
	ring := "Off: the passphrase is asked for"
	if s.Ways.Keyring {
		ring = "On: unlocking is one press"
	}
	return []rowlist.Row{
		{ID: passphrase, Title: "Passphrase", Sub: "Change it"},
		key,
		{ID: keyring, Title: "This computer's keyring", Sub: ring},
	}
}

// Waiting is how many rows need a person. What is only to be known does not.
func (s State) Waiting() int {
	n := 0
	for _, r := range s.Rows() {
		if r.State == rowlist.Late || r.State == rowlist.Today {
			n++
		}
	}
	return n
}

func days(n int) string {
	if n == 1 {
		return "day"
	}
	return strconv.Itoa(n) + " days"
}

// PlanFields are the questions of the form for automatic backups.
func (s State) PlanFields() []form.Field {
	p := s.Backup.Plan
	return []form.Field{
		{Name: "folder", Label: "Folder", Kind: form.File, Path: form.Folder, Value: p.Folder, Hint: "Best on another disk. Empty: no automatic backups."},
		{Name: "every", Label: "Days between two backups", Value: strconv.Itoa(p.EveryDays), Required: true},
		{Name: "keep", Label: "How many to keep", Value: strconv.Itoa(p.Keep), Required: true},
		{
			Name: "keep-days", Label: "Days to keep one at most", Value: strconv.Itoa(p.KeepDays), Required: true,
			Hint: "After that nobody who was disposed of is in any of them.",
		},
		{Name: "remind", Label: "Remind after days without a backup", Value: strconv.Itoa(p.RemindDays), Required: true},
	}
}

// PlanOf turns the answers into a plan.
func PlanOf(v map[string]string) (desk.BackupPlan, []form.Problem) {
	p := desk.BackupPlan{Folder: v["folder"]}
	var problems []form.Problem
	for _, f := range []struct {
		name string
		to   *int
	}{{"every", &p.EveryDays}, {"keep", &p.Keep}, {"keep-days", &p.KeepDays}, {"remind", &p.RemindDays}} {
		n, err := strconv.Atoi(v[f.name])
		if err != nil || n < 1 {
			problems = append(problems, form.Problem{Field: f.name, What: "That is not a number of one or more.", Do: "Write it in figures, such as 7."})
		}
		*f.to = n
	}
	return p, problems
}

// Fewest is how many characters a new passphrase has at least: what stands
// between a lost laptop and the cases on it.
const Fewest = 12

// PassphraseFields ask for a new passphrase twice.
func PassphraseFields() []form.Field {
	return []form.Field{
		{
			Name: "passphrase", Label: "New passphrase", Kind: form.Secret, Required: true,
			Hint: "Four or five words are good.", Missing: "Enter a passphrase",
		},
		{Name: "again", Label: "New passphrase again", Kind: form.Secret, Required: true, Missing: "Enter the passphrase again"},
	}
}

// WrongPassphrase says what is wrong with a new passphrase, if anything.
func WrongPassphrase(v map[string]string) []form.Problem {
	switch {
	case utf8.RuneCountInString(v["passphrase"]) < Fewest:
		return []form.Problem{{
			Field: "passphrase", What: "The passphrase is too short to keep anybody out.",
			Do: "Use at least twelve characters: four or five words are good.",
		}}
	case v["passphrase"] != v["again"]:
		return []form.Problem{{Field: "again", What: "The two passphrases differ.", Do: "Type the same one twice."}}
	}
	return nil
}

// RecoveryLead says what a recovery key is.
const RecoveryLead = "It opens the vault if the passphrase is forgotten; nothing else does. " +
	"Print it or write it down, and keep it away from this computer and from the backups. It is shown this once."

// RecoveryFields ask for the last group, so that somebody has looked at it.
func RecoveryFields() []form.Field {
	return []form.Field{{
		Name: "last", Label: "Type the last group from your paper", Required: true, Missing: "Type the last group",
	}}
}

// WrongGroup says that what was typed is not the last group.
func WrongGroup(groups []string, typed string) []form.Problem {
	if len(groups) > 0 && plain(typed) == groups[len(groups)-1] {
		return nil
	}
	return []form.Problem{{Field: "last", What: "That is not the last group.", Do: "Look at the end of the last line."}}
}

// plain reads a group as people type it: the letters that the key leaves out
// stand for the figures they look like.
func plain(typed string) string {
	return strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// CheckRows are the outcome of a check, a row each.
func CheckRows(checks []desk.Check) (facts []side.Fact) {
	for _, c := range checks {
		words := fmt.Sprintf("fine (%d)", c.Count)
		if !c.OK {
			words = "FAILED: " + c.Detail
		}
		facts = append(facts, side.Fact{Name: c.Name, Words: words})
	}
	return facts
}
