package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/vault"
)

// BackupPlan says how the vault is backed up by itself, and when a person is
// reminded of it.
type BackupPlan struct {
	Folder     string `json:"folder"`      // "" for no automatic backup
	EveryDays  int    `json:"every_days"`  // between two of them
	Keep       int    `json:"keep"`        // how many are kept at most
	KeepDays   int    `json:"keep_days"`   // how long one is kept at most: who was disposed of is then gone from all
	RemindDays int    `json:"remind_days"` // after so many days without a good backup a person is told
}

// DefaultPlan backs up daily, to nowhere yet.
var DefaultPlan = BackupPlan{EveryDays: 1, Keep: 14, KeepDays: 30, RemindDays: 7}

// mostDays is the longest period of a plan.
const mostDays = 3660

// backupLog is what is known of the backups that were made.
type backupLog struct {
	Last   time.Time `json:"last,omitzero"`   // the last good one, UTC
	Auto   time.Time `json:"auto,omitzero"`   // the last good automatic one
	Failed string    `json:"failed,omitzero"` // why the last automatic one failed, in words; "" if it did not
}

// BackupState says how the vault stands with its backups.
type BackupState struct {
	Plan   BackupPlan
	Last   time.Time // the last good backup; zero if there was none
	Failed string    // why the last automatic one failed; "" if it did not
	Remind bool      // whether it is time to tell the person
	Words  string    // all that as one sentence
}

const (
	planSetting = "backup plan"
	logSetting  = "backup log"
)

// BackupPlan returns the plan that was set, or the default.
func (k *Keeping) BackupPlan(ctx context.Context) (BackupPlan, error) {
	plan := DefaultPlan
	return plan, k.load(ctx, planSetting, &plan)
}

// SetBackupPlan sets how the vault is backed up by itself. A number that is 0
// is its default; a folder must be there.
func (k *Keeping) SetBackupPlan(ctx context.Context, p BackupPlan) error {
	for n, standard := range map[*int]int{
		&p.EveryDays: DefaultPlan.EveryDays, &p.Keep: DefaultPlan.Keep, &p.KeepDays: DefaultPlan.KeepDays, &p.RemindDays: DefaultPlan.RemindDays,
	} {
		if *n == 0 {
			*n = standard
		}
		if *n < 1 || *n > mostDays {
			return &casefile.Error{Kind: casefile.Invalid, Field: "backup", What: "That number of days or backups cannot be.", Do: fmt.Sprintf("Use a number from 1 to %d.", mostDays)}
		}
	}
	if p.KeepDays < p.EveryDays {
		return &casefile.Error{
			Kind: casefile.Invalid, Field: "keep-days", What: "Backups would be deleted before the next one is made.",
			Do: "Keep each at least as long as it takes to the next.",
		}
	}
	if p.Folder != "" {
		whole, err := filepath.Abs(p.Folder)
		if err != nil {
			return casefile.AsError(err)
		}
		if info, err := os.Stat(whole); err != nil || !info.IsDir() {
			return &casefile.Error{
				Kind: casefile.NotFound, Field: "folder", What: "The folder for the backups is not there.",
				Do: "Make it, or choose another: best on another disk.", Err: err,
			}
		}
		p.Folder = whole
	}
	return k.save(ctx, planSetting, p)
}

// BackupState says when the last good backup was, and whether it is time to
// remind the person. A vault that was never backed up is counted from its
// first event.
func (k *Keeping) BackupState(ctx context.Context) (BackupState, error) {
	plan, err := k.BackupPlan(ctx)
	if err != nil {
		return BackupState{}, err
	}
	var l backupLog
	if err := k.load(ctx, logSetting, &l); err != nil {
		return BackupState{}, err
	}
	since := l.Last
	if since.IsZero() {
		ms, err := k.store.Began(ctx)
		if err != nil {
			return BackupState{}, err
		}
		since = time.UnixMilli(ms)
	}
	s := BackupState{Plan: plan, Last: l.Last, Failed: l.Failed}
	s.Remind = k.past(since, plan.RemindDays)
	s.Words = s.words()
	return s, nil
}

// past reports whether so many days have gone by since; a time yet to come is
// one of a clock that was wrong, and counts as long ago.
func (k *Keeping) past(since time.Time, days int) bool {
	now := k.env.Now()
	return since.After(now) || civil.Of(since).AddDays(days).Compare(civil.Of(now)) <= 0
}

func (s BackupState) words() string {
	said := "There has been no backup yet."
	if !s.Last.IsZero() {
		said = "The last backup was made on " + s.Last.In(civil.London()).Format("2 January 2006 at 15:04") + "."
	}
	if s.Plan.Folder == "" {
		said += " No automatic backup is set."
	}
	if s.Failed != "" {
		said += " The last automatic one failed: " + s.Failed
	}
	return said
}

// noteBackup records that a good backup was made.
func (k *Keeping) noteBackup(ctx context.Context, auto bool) error {
	var l backupLog
	if err := k.load(ctx, logSetting, &l); err != nil {
		return err
	}
	l.Last = k.env.Now().UTC().Truncate(time.Second)
	if auto {
		l.Auto, l.Failed = l.Last, ""
	}
	return k.save(ctx, logSetting, l)
}

// BackupDue reports whether it is time for an automatic backup.
func (k *Keeping) BackupDue(ctx context.Context) (bool, error) {
	plan, err := k.BackupPlan(ctx)
	if err != nil || plan.Folder == "" {
		return false, err
	}
	var l backupLog
	err = k.load(ctx, logSetting, &l)
	return err == nil && (l.Auto.IsZero() || k.past(l.Auto, plan.EveryDays)), err
}

// AutoBackup makes an automatic backup if one is due, and then removes those
// that are too many or too old. It returns the name of the new file, "" where
// none was due. Why it failed is kept for [Keeping.BackupState].
func (k *Keeping) AutoBackup(ctx context.Context, tell func(done, total int64)) (string, error) {
	due, err := k.BackupDue(ctx)
	if err != nil || !due {
		return "", err
	}
	return k.FirstBackup(ctx, tell)
}

// FirstBackup makes an automatic backup whether one is due or not: the first
// after the plan was set shows whether it works.
func (k *Keeping) FirstBackup(ctx context.Context, tell func(done, total int64)) (string, error) {
	plan, err := k.BackupPlan(ctx)
	if err != nil {
		return "", err
	}
	now := k.env.Now().UTC()
	name := k.autoName(now)
	if err := k.store.Backup(ctx, filepath.Join(plan.Folder, name), tell); err != nil {
		return "", k.failed(ctx, err)
	}
	if err := k.noteBackup(ctx, true); err != nil {
		return name, err
	}
	if err := k.RememberBackup(ctx, filepath.Join(plan.Folder, name)); err != nil {
		return name, err
	}
	k.prune(plan, name, now)
	return name, nil
}

// failed records why an automatic backup failed, unless the person stopped it.
func (k *Keeping) failed(ctx context.Context, err error) error {
	if casefile.IsKind(err, casefile.Cancelled) {
		return err
	}
	var l backupLog
	if k.load(ctx, logSetting, &l) == nil {
		l.Failed = casefile.AsError(err).Error()
		_ = k.save(ctx, logSetting, l) // the backup's own error is the one to tell
	}
	return err
}

// The names of automatic backups: the vault's and the copy's first letters, and
// when. Nothing in them is about a person.
const (
	autoTime  = "20060102T150405Z"
	autoShort = 8
)

var autoPattern = regexp.MustCompile(`^casebook-([A-Z2-7]{8})-([A-Z2-7]{8})-(\d{8}T\d{6}Z)\.backup(\.[A-Z2-7]{8}\.part)?$`)

func (k *Keeping) autoName(at time.Time) string {
	w := k.Ways()
	return "casebook-" + short(w.ID) + "-" + short(w.Copy) + "-" + at.Format(autoTime) + ".backup"
}

func short(id string) string { return id[:min(autoShort, len(id))] }

// automatic is a backup found in the folder.
type automatic struct {
	name string
	at   time.Time
	own  bool // of this copy of the vault
	part bool // one that was cut short
}

// prune removes automatic backups of this vault that are older than the plan
// keeps them, and of those that this copy made, the oldest beyond the number
// that is kept. What it does not recognise it leaves. What cannot be removed
// now is found again next time.
func (k *Keeping) prune(plan BackupPlan, made string, now time.Time) {
	kept := 1 // the one just made
	for _, a := range k.automatics(plan.Folder) {
		if a.name == made {
			continue
		}
		old := a.at.Before(now.AddDate(0, 0, -plan.KeepDays))
		if a.own && !a.part {
			kept++
		}
		if old || a.own && (a.part || kept > plan.Keep) {
			_ = os.Remove(filepath.Join(plan.Folder, a.name))
			_ = os.Remove(filepath.Join(plan.Folder, a.name) + vault.LedgerSuffix)
		}
	}
}

// automatics lists the automatic backups of this vault in a folder, the newest
// first: those whose name and content say so.
func (k *Keeping) automatics(folder string) []automatic {
	entries, _ := os.ReadDir(folder)
	w := k.Ways()
	var found []automatic
	for _, e := range entries {
		m := autoPattern.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() || m[1] != short(w.ID) {
			continue
		}
		at, err := time.Parse(autoTime, m[3])
		if err != nil {
			continue
		}
		a := automatic{name: e.Name(), at: at, own: m[2] == short(w.Copy), part: m[4] != ""}
		if !a.part {
			of, err := vault.LookBackup(filepath.Join(folder, e.Name()))
			if err != nil || of.ID != w.ID {
				continue
			}
			a.own = a.own && of.Copy == w.Copy
		}
		found = append(found, a)
	}
	slices.SortFunc(found, func(a, b automatic) int { return strings.Compare(b.at.Format(autoTime), a.at.Format(autoTime)) })
	return found
}

// load reads a setting that was saved, if it was.
func (k *Keeping) load(ctx context.Context, name string, into any) error {
	text, err := k.store.Setting(ctx, name)
	if err != nil || text == "" {
		return err
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return casefile.AsError(fmt.Errorf("the setting %q: %w", name, err))
	}
	return nil
}

func (k *Keeping) save(ctx context.Context, name string, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return casefile.AsError(err)
	}
	return k.store.SetSetting(ctx, name, string(b))
}
