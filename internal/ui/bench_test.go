package ui_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/settings"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// The window pulls by itself when it opens, says what came, and counts it.
func TestMailComesByItself(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Standard()...)
	s.says("4 new messages.", "ACCESS for Nunthorpe Multi-Academy Trust", "Mail just now", "Nothing due today")
	uitest.Markup(t, "triage", s.c)
	s.shot("desk-triage")
	s.menu("Pull mail")
	s.says("No new mail.")
	if wait := s.clock.Longest(); wait != 5*time.Minute {
		t.Errorf("the next pull waits %v", wait)
	}
	s.minutes += 6
	s.clock.Ring()
	s.says("Mail just now")
}

// A mailbox that cannot be reached is said in the status line, and in full only
// to somebody who asked.
func TestMailThatCannotBeRead(t *testing.T) {
	s := newStand(t)
	s.vault()
	d, err := s.open(t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		t.Fatal(err)
	}
	server := mailtest.Mailbox(t, d, mailtest.Access)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.says("Mail could not be read")
	s.hides("Dismiss")
	s.menu("Pull mail")
	s.says("Dismiss")
	s.shot("desk-trouble")
	s.press(fyne.KeyEscape)
	s.hides("Dismiss")
}

// opened opens a case that came by post on a day.
func (s *stand) opened(name, received string) casefile.Reference {
	s.t.Helper()
	refs, err := s.desk.Intake.Open(s.t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe", Person: casefile.Person{Name: name},
		Channel: casefile.ByPost, Received: civil.On(civil.MustParse(received)), Asked: "Everything you hold about me.",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return refs[0]
}

// What is due is said when the window opens and again on a new day: by
// reference and days, never by name.
func TestReminder(t *testing.T) {
	s := newStand(t)
	s.vault()
	d, err := s.open(t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		t.Fatal(err)
	}
	late, due := s.opened("Ada Brook", "2026-09-08"), s.opened("Wren Hollow", "2026-09-12")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.says("1 due today, 1 late.", string(late)+" 4 days late, "+string(due)+" due today.")
	s.hides("Ada Brook", "Wren Hollow")
	s.shot("desk-reminder")
	s.menu("Today")
	s.says("Ada Brook", "Wren Hollow")
	s.shot("desk-today")
	s.today = civil.MustParse("2026-10-13")
	s.clock.Ring()
	s.says("2 late.", string(late)+" 5 days late, "+string(due)+" 1 day late.")
}

// Search finds people while they are being typed, and opens their case.
func TestSearch(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	ref := s.opened("Ada Brook", "2026-10-01")
	s.menu("Search")
	s.write("brook")
	s.says("Ada Brook", string(ref))
	s.shot("desk-search")
	s.press(fyne.KeyReturn)
	s.says(string(ref), "Send the reply")
	s.shot("desk-case")
	s.menu("Search")
	s.write("son")
	s.says("to triage")
	s.press(fyne.KeyReturn)
	s.says("ACCESS for Nunthorpe Multi-Academy Trust")
}

// What was set aside is found as that, and is shown where it lies.
func TestSearchFindsWhatIsSetAside(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access, mailtest.Letter{
		From: "Pens <pens@shop.example>", Subject: "Pens are cheap", At: "2026-10-09 09:00", Text: "Buy our fountain pens.",
	})
	aside := func() {
		s.menu("Search")
		s.write("fountain")
	}
	aside()
	s.says("to triage")
	s.press(fyne.KeyReturn)
	s.write("3")
	aside()
	s.says("set aside")
	s.hides("to triage")
	s.press(fyne.KeyReturn)
	s.says("Set aside today at", "Pens are cheap", "Buy our fountain pens.", "Put back")
}

// The palette runs a command by its name.
func TestCommands(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	s.menu("Commands")
	s.shot("desk-commands")
	s.write("clients")
	s.press(fyne.KeyReturn)
	s.says("Add a mailbox", "Fronting the Challenge Projects Limited")
	s.shot("desk-clients")
}

// A case that came by post is opened from the form.
func TestNewCase(t *testing.T) {
	s := newStand(t)
	s.unlocked()
	s.menu("New case")
	s.says("By post", "What is asked for")
	s.shot("desk-new-case")
	s.press(fyne.KeyRight)
	s.c.FocusNext()
	s.press(fyne.KeyRight)
	s.c.FocusNext()
	s.write("1/10")
	s.press(fyne.KeyReturn)
	s.says("Enter the person")
	s.write("Ada Brook")
	s.press(fyne.KeyReturn)
	rows, err := s.desk.Cases(t.Context(), desk.CaseQuery{})
	if err != nil || len(rows) != 1 || rows[0].Person != "Ada Brook" || rows[0].Received.String() != "2026-10-01" {
		t.Fatalf("opened %+v, %v", rows, err)
	}
	s.says("Ada Brook", "Case "+string(rows[0].Reference)+" opened.")

	// The next one is due later; it is shown all the same.
	s.menu("New case")
	s.press(fyne.KeyRight)
	s.c.FocusNext()
	s.press(fyne.KeyRight)
	s.c.FocusNext()
	s.write("6/10")
	s.press(fyne.KeyReturn)
	s.write("Bea Field")
	s.press(fyne.KeyReturn)
	rows, err = s.desk.Cases(t.Context(), desk.CaseQuery{})
	if err != nil || len(rows) != 2 || rows[1].Person != "Bea Field" {
		t.Fatalf("opened %+v, %v", rows, err)
	}
	s.says(string(rows[1].Reference) + " · Access")
}

// F6 moves the keyboard from pane to pane and round; Ctrl and a figure shows
// the view of that number.
func TestPanes(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	seen := map[fyne.Focusable]bool{}
	for range 3 {
		seen[s.c.Focused()] = true
		s.press(fyne.KeyF6)
	}
	if len(seen) != 3 || !seen[s.c.Focused()] {
		t.Errorf("%d panes had the keyboard", len(seen))
	}
}

// Looks chosen in the settings hold at the next start.
func TestLooks(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Standard()...)
	app := fyne.CurrentApp()
	kept := settings.New(app.Preferences())
	s.menu("Larger text")
	if kept.Zoom() < 1.05 {
		t.Errorf("zoom %v", kept.Zoom())
	}
	s.menu("Normal text")
	for _, m := range []theme.Mode{theme.Dark, theme.Contrast} {
		app.Settings().SetTheme(theme.New(m, 1))
		s.shot("desk-" + string(m))
	}
	app.Settings().SetTheme(theme.New(theme.Light, 1))
	s.menu("Settings")
	s.says("Colours", "Desktop notifications of what is due")
	s.shot("desk-settings")
	s.press(fyne.KeyEscape)
	s.Fyne().Resize(fyne.NewSize(1024, 700))
	s.shot("desk-1024")
	s.menu("Keys")
	s.says("Search")
	s.press(fyne.KeyEscape)
	if s.c.Overlays().Top() != nil {
		t.Error("Escape does not close the keys")
	}
}

// A letter goes to the system's viewer as a file of the vault's spool, which is
// empty again once the vault is locked.
func TestViewer(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Complaint)
	s.write("1")
	s.menu("Open")
	s.write("l")
	s.says("Issue the letter", "Open draft")
	s.shot("desk-letter")
	s.c.FocusNext()
	s.press(fyne.KeyReturn)
	if len(s.sent) != 1 || filepath.Ext(s.sent[0]) != ".pdf" {
		t.Fatalf("handed over %q", s.sent)
	}
	b, err := os.ReadFile(s.sent[0])
	if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("%d bytes that are no PDF, %v", len(b), err)
	}
	s.menu("Lock")
	if _, err := os.Stat(s.sent[0]); err == nil {
		t.Error("the letter is still there after locking")
	}
}

// held is a runner that keeps its work back while it is told to.
type held struct {
	hold bool
	work []func()
}

func (h *held) Start(work func()) {
	if h.hold {
		h.work = append(h.work, work)
		return
	}
	work()
}

// While mail is pulled the status line says so and offers to stop it; stopping
// keeps what had come.
func TestPullCanBeStopped(t *testing.T) {
	s := newStand(t)
	s.vault(mailtest.Access)
	var h held
	d := s.deps()
	d.Dir, d.Passphrase, d.Runner = s.dir, []byte(passphrase), &h
	s.start(d)
	s.says("1 new message.")
	h.hold = true
	s.menu("Pull mail")
	s.says("Pulling mail", "Cancel")
	s.shot("desk-pulling")
	test.TapCanvas(s.c, fyne.NewPos(1105, 782))
	h.hold = false
	for _, work := range h.work {
		work()
	}
	s.says("Pulling stopped; what had come is kept.", "Łucja Wright")
}
