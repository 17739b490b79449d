package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/uitest"
)

// The view of the vault backs it up, changes the passphrase, makes a recovery
// key and checks the vault.
func TestTheVaultsOwnView(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	s.menu("Vault")
	s.says("There has been no backup yet.", "None: a forgotten passphrase loses every case")
	s.shot("vault")
	file := filepath.Join(t.TempDir(), "cases.backup")
	s.press(fyne.KeyReturn)
	s.write(file)
	s.press(fyne.KeyReturn)
	s.says("The backup is made and checked.", "Last on 12 October 2026")
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	s.row("Automatic backups")
	s.shot("vault-plan")
	s.write(filepath.Join(t.TempDir(), "nowhere"))
	s.press(fyne.KeyReturn)
	s.says("The folder for the backups is not there.")
	s.row("Recovery key")
	s.tap("Make a recovery key")
	groups := s.groups()
	s.shot("vault-recovery")
	s.row("Recovery key")
	s.row("Check the vault")
	s.tap("Check now")
	s.says("The vault is sound.")
	s.shot("vault-checked")
	s.row("Passphrase")
	for _, words := range []string{"four other words now", "four other words now"} {
		s.write(words)
		s.c.FocusNext()
	}
	s.tap("Change")
	s.says("The passphrase is changed.")
	s.menu("Lock")
	s.write("four other words now")
	s.press(fyne.KeyReturn)
	s.says("Three steps to the first case")
	if len(groups) != 13 {
		t.Errorf("the recovery key has %d groups", len(groups))
	}
}

// row selects a row of the list and gives the keyboard to its form.
func (s *stand) row(title string) {
	s.t.Helper()
	s.tap(title)
	s.press(fyne.KeyReturn)
}

func (s *stand) tap(words string) {
	s.t.Helper()
	s.drain()
	if !uitest.Tap(s.c, words) {
		s.t.Fatalf("the window has no %q", words)
	}
}
