package ui_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// fresh shows the window on a vault in which nothing has been done.
func (s *stand) fresh() {
	s.t.Helper()
	if err := desk.CreateQuick(s.dir, []byte(passphrase)); err != nil {
		s.t.Fatal(err)
	}
	d := s.deps()
	d.Dir, d.Passphrase = s.dir, []byte(passphrase)
	s.start(d)
}

// A vault with nothing in it says what to do first; each step is a button that
// leads there, and a step that is done says so.
func TestFirstSteps(t *testing.T) {
	s := newStand(t)
	server, account := s.served(mailtest.Access)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(server.CA), 0o600); err != nil {
		t.Fatal(err)
	}
	s.fresh()
	s.says("Three steps to the first case", "Add a mailbox", "Pull mail  F5", "New case  Ctrl+N")
	uitest.Markup(t, "begin", s.c)
	s.shot("desk-begin")
	s.press(fyne.KeyReturn) // the first step's button has the keyboard
	s.says("From a client file, or one of the two examples.", "Client file")
	s.press(fyne.KeyRight)
	s.tap("Add client")
	s.menu("Triage")
	s.says("Done: 1 client", "Add the mailbox that requests come to")
	s.shot("desk-begin-client")
	s.press(fyne.KeyReturn)
	s.says("E-mail address")
	s.byHand(server.User)
	s.fill(map[int]string{2: server.Password, 3: account.Host, 4: strconv.Itoa(account.Port), 7: ca})
	s.tap("Add mailbox")
	s.says("1 new message.", "1 message is here")
	s.menu("Triage")
	s.hides("Three steps")
	s.says("To decide", "Łucja Wright")
}

// A client file is made and taken in without leaving the window, never over one
// that is there, and the client that was added is shown.
func TestClientFileIsMadeHere(t *testing.T) {
	s := newStand(t)
	s.fresh()
	name := filepath.Join(t.TempDir(), "mill.toml")
	build := func() {
		s.tap("Make a client file to fill in")
		s.says("Fill it in with any text editor")
		s.write(name)
		s.press(fyne.KeyReturn)
	}
	s.press(fyne.KeyReturn) // the first step's button has the keyboard
	s.shot("desk-client")
	build()
	s.says("The file is made. Fill it in", name)
	s.shot("desk-client-made")
	build()
	s.says("There is something of that name already", "Choose another name.")
	s.press(fyne.KeyEscape)
	b, err := os.ReadFile(name)
	if err != nil || string(b) != desk.ClientTemplate() {
		t.Fatalf("the file holds %q, %v", b, err)
	}
	s.fill(map[int]string{0: name})
	s.tap("Add client")
	s.says("Client added.", "Legal name", "Oakfield Learning Trust Limited", "Example DPO Services Ltd")
	s.hides("Make a client file to fill in")
}

// What is no file is said at the field, not waited for.
func TestClientFileIsAFile(t *testing.T) {
	s := newStand(t)
	s.fresh()
	s.press(fyne.KeyReturn) // the first step's button has the keyboard
	s.fill(map[int]string{0: os.DevNull})
	s.tap("Add client")
	s.says("That is a pipe or a device, not a file")
}

// The last step, and the ways in beside the mailbox, are commands with keys.
func TestFirstStepsWithoutAMailbox(t *testing.T) {
	s := newStand(t)
	s.fresh()
	s.tap("Pull mail  F5")
	s.says("E-mail address") // there is no mailbox to be read yet
	s.menu("Triage")
	s.tap("Import mail files  Ctrl+I")
	s.says("A message (.eml)")
	s.press(fyne.KeyEscape)
	s.tap("New case  Ctrl+N")
	s.says("What is asked for")
}

// Every view without anything in it says what comes next.
func TestEmptyViews(t *testing.T) {
	s := newStand(t)
	s.fresh()
	for view, says := range map[string]string{
		"Today": "New requests are opened in Triage", "Open": "Open one from a message in Triage", "Waiting on them": "waits for somebody else",
		"Complaints": "opened in Triage", "Closed": "Close one under its Actions", "Clients": "Add a client", "Vault": "Recovery key",
	} {
		s.menu(view)
		s.waitFor(says)
	}
	s.menu("Open")
	s.shot("desk-empty-open")
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark, 1))
	s.menu("Triage")
	s.Fyne().Resize(fyne.NewSize(1024, 700))
	s.shot("desk-begin-dark-1024")
}

// What was set aside is found again where it was decided.
func TestSetAsideInTheWindow(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Standard()...)
	s.write("3")
	s.says("Set aside as not a request.", "3", "1")
	s.write("a")
	s.says("Set aside today", "No request (proposed: access); set aside alone", "Rowan Ash")
	s.looks("desk-tray")
	s.press(fyne.KeyReturn)
	s.says("Put back to be decided: 1 message.", "Nothing is set aside.")
	s.write("a")
	s.says("ACCESS for Nunthorpe Multi-Academy Trust")
	if rows, err := s.desk.Queue(t.Context()); err != nil || len(rows) != 4 {
		t.Errorf("%d messages wait, %v", len(rows), err)
	}
}
