package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// Somebody without a vault is offered the demo and a vault of their own.
func TestFirstScreen(t *testing.T) {
	s := newStand(t)
	s.start(s.deps())
	s.says("Try it with a demo mailbox", "Set up my vault")
	uitest.Markup(t, "first", s.c)
	s.shot("first")
	s.press(fyne.KeyReturn)
	s.says("No port is free.", "Try again.")
}

// A vault is made from a folder and a passphrase given twice, and opens.
func TestSetUp(t *testing.T) {
	s := newStand(t)
	d := s.deps()
	d.DefaultDir = s.dir
	s.start(d)
	s.c.FocusNext()
	s.press(fyne.KeyReturn)
	s.says("encrypted")
	uitest.Shot(t, "setup", s.c)
	s.c.FocusNext() // Browse
	for _, text := range []string{passphrase, "correct hors"} {
		s.c.FocusNext()
		s.write(text)
	}
	s.press(fyne.KeyReturn)
	s.says("The two passphrases differ.")
	s.write("e")
	s.press(fyne.KeyReturn)
	s.says("Your recovery key", "It is shown this once.")
	s.hides("Three steps")
	uitest.Shot(t, "recovery", s.c)
	const other = "a group of another key"
	s.write(other)
	s.press(fyne.KeyReturn)
	s.says("That is not the last group.")
	for range other {
		s.press(fyne.KeyBackspace)
	}
	groups := s.groups()
	s.write(strings.ToLower(groups[len(groups)-1]))
	s.press(fyne.KeyReturn)
	s.says("Three steps to the first case", "No mailbox yet")
	s.menu("Lock")
	if !uitest.Tap(s.c, "Use the recovery key") {
		t.Fatal("the recovery key cannot be used")
	}
	s.write(strings.Join(groups, " "))
	uitest.Shot(t, "recover", s.c)
	for range 2 {
		s.c.FocusNext()
		s.write("four other words now")
	}
	s.press(fyne.KeyReturn)
	s.says("Three steps to the first case")
	s.menu("Lock")
	s.write("four other words now")
	s.press(fyne.KeyReturn)
	s.says("Three steps to the first case")
}

// groups returns the recovery key as it stands in the window.
func (s *stand) groups() []string {
	s.t.Helper()
	var all []string
	for _, text := range uitest.Texts(s.c) {
		if fields := strings.Fields(text); len(fields) > 0 && len(fields) <= 4 && recoveryGroup(fields) {
			all = append(all, fields...)
		}
	}
	if len(all) != 13 {
		s.t.Fatalf("the window shows %d groups: %q", len(all), all)
	}
	return all
}

// recoveryGroup reports whether words are groups of a recovery key: capitals
// and figures, all of one length.
func recoveryGroup(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return len(w) != len(words[0]) || len(w) < 4 || strings.Trim(w, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != ""
	})
}

// A passphrase of a few letters makes no vault.
func TestSetUpRefusesAShortPassphrase(t *testing.T) {
	s := newStand(t)
	d := s.deps()
	d.DefaultDir = s.dir
	s.start(d)
	s.c.FocusNext()
	s.press(fyne.KeyReturn)
	s.c.FocusNext() // Browse
	for range 2 {
		s.c.FocusNext()
		s.write("hunter2")
	}
	s.press(fyne.KeyReturn)
	s.says("The passphrase is too short to keep anybody out.")
}

// A wrong passphrase is said at the field; the right one opens.
func TestUnlock(t *testing.T) {
	s := newStand(t)
	s.vault()
	d := s.deps()
	d.Dir = s.dir
	s.start(d)
	uitest.Shot(t, "unlock", s.c)
	s.write("wrong")
	s.press(fyne.KeyReturn)
	s.says("That passphrase does not open this vault.")
	s.hides("Triage")
	uitest.Shot(t, "unlock-wrong", s.c)
	s.write(passphrase)
	s.press(fyne.KeyReturn)
	s.says("Triage", "Three steps to the first case")
}

// Locking closes the vault and leaves nothing of it in the window.
func TestLock(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	s.says("Łucja Wright")
	s.menu("Lock")
	s.hides("Łucja Wright", "Nunthorpe", "My son")
	s.says("Unlock Casebook")
	if s.Fyne().Title() != "Casebook" {
		t.Errorf("the title says %q", s.Fyne().Title())
	}
	if n := s.clock.Ring(); n != 0 {
		t.Errorf("%d clocks ran on after locking", n)
	}
	s.menu("Search")
	if s.c.Overlays().Top() != nil {
		t.Error("a locked vault can be searched")
	}
	s.write(passphrase)
	s.press(fyne.KeyReturn)
	s.says("Łucja Wright")
}

// A vault that nobody works on locks itself, says before that it will, and
// why it did.
func TestLockWhenNobodyIsThere(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	s.says("Łucja Wright")
	s.minutes += 9
	s.clock.Ring()
	s.hides("Locking soon")
	s.minutes++
	s.c.Content().(desktop.Cursorable).Cursor() // as the driver asks when the mouse moves
	s.clock.Ring()
	s.says("Łucja Wright")
	s.seconds += 9*60 + 40
	s.clock.Ring()
	s.says("Locking soon: nobody seems to be here. Move the mouse to stay.")
	s.seconds += 20
	s.clock.Ring()
	s.says("Unlock Casebook", "Locked because nobody was here. Nothing that was saved is lost.")
	s.hides("Łucja Wright")
	uitest.Shot(t, "locked-idle", s.c)
}

// What lies over the window goes with the vault.
func TestLockTakesSheetsAway(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	s.folder()
	s.menu("Import mail files")
	s.tap("Browse")
	s.clock.Ring() // sees that somebody was here
	s.minutes += 11
	s.clock.Ring()
	s.says("Unlock Casebook")
	if s.c.Overlays().Top() != nil {
		t.Errorf("the window still shows %q", uitest.Texts(s.c))
	}
	s.settled()
	s.write(passphrase)
	s.press(fyne.KeyReturn)
	s.says("Łucja Wright")
}
