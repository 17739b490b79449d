package keeping_test

import (
	"testing"
	"time"

	"casebook/internal/desk"
	"casebook/internal/ui/keeping"
	"casebook/internal/ui/rowlist"
)

// What needs a person is marked, and counted beside the view.
func TestWhatNeedsAPerson(t *testing.T) {
	sound := keeping.State{Backup: desk.BackupState{Last: time.Now(), Plan: desk.DefaultPlan}, Ways: desk.Ways{Recovery: true}}
	for name, c := range map[string]struct {
		change func(*keeping.State)
		row    string
		want   int
	}{
		"nothing":            {func(*keeping.State) {}, "", 0},
		"no recovery key":    {func(s *keeping.State) { s.Ways.Recovery = false }, "Recovery key", 1},
		"no backup for long": {func(s *keeping.State) { s.Backup.Remind = true }, "Back up now", 1},
		"a backup failed":    {func(s *keeping.State) { s.Backup.Failed = "The folder is not there." }, "Automatic backups", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := sound
			c.change(&s)
			if s.Waiting() != c.want {
				t.Errorf("%d rows wait, want %d", s.Waiting(), c.want)
			}
			for _, r := range s.Rows() {
				if marked := r.State != rowlist.None; marked != (r.Title == c.row) {
					t.Errorf("%q is marked: %v", r.Title, marked)
				}
			}
		})
	}
}

func TestPlanOf(t *testing.T) {
	whole := map[string]string{"folder": "/srv/backups", "every": "1", "keep": "14", "keep-days": "30", "remind": "7"}
	p, problems := keeping.PlanOf(whole)
	if len(problems) > 0 || p != (desk.BackupPlan{Folder: "/srv/backups", EveryDays: 1, Keep: 14, KeepDays: 30, RemindDays: 7}) {
		t.Errorf("%+v, %v", p, problems)
	}
	for _, wrong := range []string{"", "0", "-3", "often"} {
		whole["keep"] = wrong
		if _, problems := keeping.PlanOf(whole); len(problems) != 1 || problems[0].Field != "keep" {
			t.Errorf("%q: %v", wrong, problems)
		}
	}
}

// The last group is known however it is typed, and no other is.
func TestTheLastGroup(t *testing.T) {
	groups := []string{"EN18Y", "QYS0P"}
	for typed, right := range map[string]bool{
		"QYS0P": true, "qys0p": true, "qyso-p": true, " QYS 0P ": true, "EN18Y": false, "": false,
	} {
		if got := keeping.WrongGroup(groups, typed) == nil; got != right {
			t.Errorf("%q is right: %v", typed, got)
		}
	}
}

func TestWrongPassphrase(t *testing.T) {
	for _, c := range []struct {
		one, two, field string
	}{
		{"four words are good", "four words are good", ""}, {"short", "short", "passphrase"}, {"four words are good", "four words are goof", "again"},
	} {
		field := ""
		if wrong := keeping.WrongPassphrase(map[string]string{"passphrase": c.one, "again": c.two}); wrong != nil {
			field = wrong[0].Field
		}
		if field != c.field {
			t.Errorf("%q and %q: %q is wrong, want %q", c.one, c.two, field, c.field)
		}
	}
}

func TestCheckRows(t *testing.T) {
	facts := keeping.CheckRows([]desk.Check{{Name: "events", OK: true, Count: 7}})
	if facts[0].Words != "fine (7)" {
		t.Errorf("%v", facts)
	}
	if facts = keeping.CheckRows([]desk.Check{{Name: "events", Detail: "one is missing"}}); facts[0].Words != "FAILED: one is missing" {
		t.Errorf("%v", facts)
	}
}
