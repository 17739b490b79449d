package desk_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/desk"

	"github.com/zalando/go-keyring"
)

// keeper is a vault whose clock the test drives.
type keeper struct {
	*testing.T
	*desk.Desk
	dir, folder string
	now         time.Time
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	k := &keeper{T: t, dir: filepath.Join(t.TempDir(), "vault"), folder: t.TempDir(), now: noon}
	k.must(desk.CreateQuick(k.dir, passphrase))
	k.open(desk.Passphrase(passphrase))
	t.Cleanup(func() { k.Close() })
	return k
}

func (k *keeper) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *keeper) options() desk.Options {
	return desk.Options{Now: func() time.Time { return k.now }, Actor: "Priya", Machine: "laptop", Program: "the window"}
}

func (k *keeper) open(key desk.Key) {
	k.Helper()
	var err error
	k.Desk, err = desk.OpenWith(k.Context(), k.dir, key, k.options())
	k.must(err)
}

func (k *keeper) plan(p desk.BackupPlan) {
	k.Helper()
	k.must(k.SetBackupPlan(k.Context(), p))
}

// days lets so many days go by, with what the program does on each.
func (k *keeper) days(n int) (made int) {
	k.Helper()
	for range n {
		k.now = k.now.AddDate(0, 0, 1)
		name, err := k.AutoBackup(k.Context(), nil)
		k.must(err)
		if name != "" {
			made++
		}
	}
	return made
}

// files lists the folder of automatic backups.
func (k *keeper) files() []string {
	k.Helper()
	entries, err := os.ReadDir(k.folder)
	k.must(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (k *keeper) put(name, text string) {
	k.Helper()
	k.must(os.WriteFile(filepath.Join(k.folder, name), []byte(text), 0o600))
}

// Daily backups are made once a day, the oldest go when there are too many, and
// none stays beyond its days; nothing else in the folder is touched.
func TestAutomaticBackups(t *testing.T) {
	k := newKeeper(t)
	if name, err := k.AutoBackup(t.Context(), nil); err != nil || name != "" {
		t.Errorf("without a plan it makes %q, %v", name, err)
	}
	k.put("letter.txt", "mine")
	k.put("casebook-AAAAAAAA-AAAAAAAA-20200101T000000Z.backup", "another vault's")
	w := k.Ways()
	like := "casebook-" + w.ID[:8] + "-" + w.Copy[:8] + "-"
	k.put(like+"20200101T000000Z.backup", "a name like ours and nothing of it")
	k.put(like+"20200102T000000Z.backup.ABCDEFGH.part", "cut short")
	k.plan(desk.BackupPlan{Folder: k.folder, Keep: 5, KeepDays: 10})

	first, err := k.AutoBackup(t.Context(), nil)
	k.must(err)
	if again, err := k.AutoBackup(t.Context(), nil); err != nil || again != "" {
		t.Errorf("twice a day: %q, %v", again, err)
	}
	if made := k.days(3); made != 3 || len(k.files()) != 7 || !slices.Contains(k.files(), first) {
		t.Errorf("after three days %d more were made, there are %q", made, k.files())
	}
	if k.days(4); len(k.files()) != 8 || slices.Contains(k.files(), first) {
		t.Errorf("after a week there are %q", k.files())
	}
	for _, name := range []string{"letter.txt", "casebook-AAAAAAAA-AAAAAAAA-20200101T000000Z.backup", like + "20200101T000000Z.backup"} {
		if !slices.Contains(k.files(), name) {
			t.Errorf("%s is gone", name)
		}
	}
	// A long holiday: the one made afterwards is the only one young enough.
	k.now = k.now.AddDate(0, 0, 30)
	if k.days(1); len(k.files()) != 4 {
		t.Errorf("after the holiday there are %q", k.files())
	}
	if strings.Contains(strings.Join(k.files(), " "), "vault") {
		t.Error("a name says where the vault lies")
	}
	// With the clock set back it is due, and what looks younger stays.
	k.now = k.now.AddDate(-1, 0, 0)
	if made := k.days(2); made != 2 || len(k.files()) != 6 {
		t.Errorf("with the clock set back %d were made, there are %q", made, k.files())
	}
}

// Weekly backups are made weekly; a restored vault keeps its own number and
// removes those of the one before it by their age alone.
func TestAutomaticBackupsOfARestoredVault(t *testing.T) {
	k := newKeeper(t)
	k.plan(desk.BackupPlan{Folder: k.folder, EveryDays: 7, Keep: 2, KeepDays: 40})
	if made := k.days(15); made != 3 || len(k.files()) != 2 {
		t.Errorf("in 15 days %d were made, there are %q", made, k.files())
	}
	last := filepath.Join(k.folder, k.files()[1])
	k.must(k.Close())
	k.must(os.RemoveAll(k.dir))
	k.must(desk.Restore(t.Context(), last, k.dir, desk.Passphrase(passphrase), desk.Restoring{Options: desk.Options{Now: func() time.Time { return noon }}}))
	k.open(desk.Passphrase(passphrase))
	if made := k.days(30); made != 5 || len(k.files()) != 4 {
		t.Errorf("restored, it made %d, there are %q", made, k.files())
	}
	if k.days(30); len(k.files()) != 2 {
		t.Errorf("when those of before are too old, there are %q", k.files())
	}
}

// What keeps an automatic backup from being made is told, and kept until one is.
func TestAutomaticBackupFails(t *testing.T) {
	k := newKeeper(t)
	gone := filepath.Join(k.folder, "stick")
	k.must(os.Mkdir(gone, 0o700))
	k.plan(desk.BackupPlan{Folder: gone})
	k.must(os.Remove(gone))
	_, err := k.AutoBackup(t.Context(), nil)
	wantKind(t, err, casefile.Unreachable)
	s, err := k.BackupState(t.Context())
	if err != nil || !strings.Contains(s.Failed, "not there") || !strings.Contains(s.Words, s.Failed) || strings.Contains(s.Words, "stick") {
		t.Errorf("the state is %+v, %v", s, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = k.FirstBackup(stopped, nil)
	wantKind(t, err, casefile.Cancelled)
	k.must(os.Mkdir(gone, 0o700))
	name, err := k.AutoBackup(t.Context(), func(int64, int64) {})
	if s, stateErr := k.BackupState(t.Context()); err != nil || name == "" || stateErr != nil || s.Failed != "" || !s.Last.Equal(noon) {
		t.Errorf("it made %q, %v; the state is %+v, %v", name, err, s, stateErr)
	}
}

// A person is reminded when no good backup was made for a week, of whatever
// kind, and never on the first day.
func TestReminder(t *testing.T) {
	k := newKeeper(t)
	remind := func(want bool, words string) {
		t.Helper()
		s, err := k.BackupState(t.Context())
		if err != nil || s.Remind != want || !strings.Contains(s.Words, words) {
			t.Errorf("on %s it reads %+v, %v", k.now, s, err)
		}
	}
	remind(false, "no backup yet. No automatic")
	k.now = noon.AddDate(0, 0, 6)
	remind(false, "no backup yet")
	k.now = noon.AddDate(0, 0, 7)
	remind(true, "no backup yet")
	k.must(k.Backup(t.Context(), filepath.Join(k.folder, "one.backup"), nil))
	remind(false, "made on 19 October 2026 at 12:00")
	k.now = noon.AddDate(0, 0, 14)
	remind(true, "19 October")
	k.plan(desk.BackupPlan{Folder: k.folder, RemindDays: 10})
	remind(false, "19 October")
	k.now = noon.AddDate(0, 0, -1)
	remind(true, "19 October") // the clock was set back: nobody knows
}

func TestBackupPlanRefuses(t *testing.T) {
	k := newKeeper(t)
	for i, p := range []desk.BackupPlan{
		{Folder: filepath.Join(k.folder, "none")},
		{Folder: k.folder, Keep: -1},
		{Folder: k.folder, EveryDays: 4000},
		{Folder: k.folder, EveryDays: 8, KeepDays: 7},
	} {
		if err := k.SetBackupPlan(t.Context(), p); casefile.AsError(err).Kind == casefile.Internal || err == nil {
			t.Errorf("plan %d gives %v", i, err)
		}
	}
	if p, err := k.BackupPlan(t.Context()); err != nil || p != desk.DefaultPlan {
		t.Errorf("the plan is %+v, %v", p, err)
	}
}

// Back up, act, lose the vault, restore into the very folder, act: no number of
// a device is given twice, on a machine with a name or without.
func TestRestoredVaultIsAnotherDevice(t *testing.T) {
	for _, machine := range []string{"laptop", ""} {
		t.Run("on "+machine, func(t *testing.T) {
			dir, file := filepath.Join(t.TempDir(), "vault"), filepath.Join(t.TempDir(), "one.backup")
			k := &keeper{T: t, dir: dir, now: noon}
			k.must(desk.CreateQuick(dir, passphrase))
			act := func(n int) {
				t.Helper()
				for _, c := range shipped(t)[:n] {
					k.must(k.RecordClient(t.Context(), c))
				}
			}
			open := func() {
				t.Helper()
				o := k.options()
				o.Machine = machine
				var err error
				k.Desk, err = desk.OpenWith(t.Context(), dir, desk.Passphrase(passphrase), o)
				k.must(err)
			}
			open()
			act(2)
			k.must(k.Backup(t.Context(), file, nil))
			act(1)
			k.must(k.Close())
			for want := 2; want <= 3; want++ {
				k.must(os.RemoveAll(dir))
				k.must(desk.Restore(t.Context(), file, dir, desk.Passphrase(passphrase), desk.Restoring{Options: desk.Options{Machine: machine, Now: func() time.Time { return noon }}}))
				open()
				act(1)
				k.must(k.Close())
				open()
				act(1)
				k.must(k.Close())
				if n := devices(t, dir, machine); n != 2 {
					t.Errorf("restored, it has %d devices", n)
				}
			}
		})
	}
}

// shipped are the clients that ship with the program.
func shipped(t *testing.T) []casefile.Client {
	t.Helper()
	clients, err := desk.ShippedClients()
	if err != nil {
		t.Fatal(err)
	}
	return clients
}

// The keyring opens the vault until it is turned off, and where it fails the
// passphrase is asked for.
func TestKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere") // the mock is asked in its place
	keyring.MockInit()
	k := newKeeper(t)
	byKeyring := func() error {
		d, err := desk.OpenByKeyring(t.Context(), k.dir, k.options())
		if err != nil {
			return err
		}
		return d.Close()
	}
	wantKind(t, byKeyring(), casefile.Locked)
	k.must(k.KeyringOn(t.Context()))
	if w, err := desk.Look(k.dir); err != nil || !w.Keyring {
		t.Errorf("a look shows %+v, %v", w, err)
	}
	if err := byKeyring(); !strings.Contains(fmt.Sprint(err), "the window, on laptop, process") {
		t.Errorf("a second opener is told %v", err)
	}
	k.must(k.Close())
	k.must(byKeyring())
	k.open(desk.Passphrase(passphrase))
	k.must(k.KeyringOff(t.Context()))
	k.must(k.Close())
	wantKind(t, byKeyring(), casefile.Locked)

	k.open(desk.Passphrase(passphrase))
	keyring.MockInitWithError(fmt.Errorf("locked"))
	wantKind(t, k.KeyringOn(t.Context()), casefile.Unreachable)
	keyring.MockInit()
	k.must(k.KeyringOn(t.Context()))
	k.must(k.Close())
	keyring.MockInit() // another person's keyring
	if err := byKeyring(); !strings.Contains(fmt.Sprint(err), "Type the passphrase") {
		t.Errorf("an empty keyring gives %v", err)
	}
	k.open(desk.Passphrase(passphrase))
}

// The passphrase changes, the recovery key opens, and the owner gets a plain file.
func TestKeys(t *testing.T) {
	k := newKeeper(t)
	groups, err := k.NewRecovery()
	k.must(err)
	wantKind(t, k.SetPassphrase(nil), casefile.Invalid)
	k.must(k.SetPassphrase([]byte("another one altogether")))
	plain := filepath.Join(k.folder, "plain.sqlite")
	k.must(k.Decrypt(t.Context(), plain, nil))
	wantKind(t, k.Decrypt(t.Context(), plain, nil), casefile.Conflict)
	k.must(k.Close())
	_, err = desk.Open(t.Context(), k.dir, passphrase, k.options())
	wantKind(t, err, casefile.Locked)
	_, err = desk.OpenWith(t.Context(), k.dir, desk.Recovery("AAAA"), k.options())
	wantKind(t, err, casefile.Invalid)
	k.open(desk.Recovery(strings.ToLower(strings.Join(groups, ""))))
}
