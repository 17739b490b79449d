package ui_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/ui/mailtest"
)

// A mailbox that has moved is changed in its row: the settings are tried, and
// what was fetched is not told as new.
func TestMailboxMoves(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access, mailtest.Complaint)
	next, account := s.served(mailtest.Access, mailtest.Complaint, mailtest.Unknown)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(next.CA), 0o600); err != nil {
		t.Fatal(err)
	}
	s.menu("Clients")
	s.tap("Demo mailbox")
	s.shot("desk-mailbox-row")
	s.tap("Change the server")
	s.says("no message comes twice", "Those that are read now", "Left empty, the one that is kept is tried.")
	s.shot("desk-mailbox-server")
	const port, password, authority = 1, 3, 4
	s.fill(map[int]string{port: "0"})
	s.press(fyne.KeyReturn)
	s.says("The port is not a number from 1 to 65535.")
	s.fill(map[int]string{port: strconv.Itoa(account.Port), password: "wrong", authority: ca})
	s.press(fyne.KeyReturn)
	s.says("does not accept the user name and password")
	s.fill(map[int]string{password: next.Password})
	s.press(fyne.KeyReturn)
	s.says("1 new message.", "3 messages are here", "port "+strconv.Itoa(account.Port))
	s.shot("desk-mailbox-moved")
	rows, err := s.desk.Messages(t.Context(), "")
	if err != nil || len(rows) != 3 {
		t.Errorf("%d messages, %v", len(rows), err)
	}
}
