package ui_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/theme"
)

// done opens a case and closes it on a day.
func (s *stand) done(name, day string) casefile.Reference {
	s.t.Helper()
	s.today = civil.MustParse(day)
	ref := s.opened(name, day)
	if err := s.desk.Do(s.t.Context(), ref, "close", casefile.Values{"reason": "Answered in full"}); err != nil {
		s.t.Fatal(err)
	}
	return ref
}

// kept makes a vault with three cases whose time has come, of which one is
// held, one whose time has not, and a message that was set aside long ago.
func (s *stand) kept() []casefile.Reference {
	s.t.Helper()
	s.vault(mailtest.Away, mailtest.Complaint)
	d, err := s.open(s.t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := d.Pull(s.t.Context(), "", nil); err != nil {
		s.t.Fatal(err)
	}
	rows, err := d.Messages(s.t.Context(), casefile.MessageNew)
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(m desk.MessageRow) bool { return m.Subject == mailtest.Away.Subject })
	if err := d.SetAside(s.t.Context(), rows[i].ID, "An automatic answer"); err != nil {
		s.t.Fatal(err)
	}
	refs := []casefile.Reference{
		s.done("Ada Brook", "2026-10-12"), s.done("Wren Hollow", "2026-10-14"),
		s.done("Bea Field", "2026-10-15"), s.done("Tom Marsh", "2028-03-01"),
	}
	s.today = civil.MustParse("2029-10-20")
	s.opened("Bea Field", "2029-10-18")
	if err := d.Close(); err != nil {
		s.t.Fatal(err)
	}
	return refs
}

// looks writes pictures in every palette, and on the smallest window.
func (s *stand) looks(name string) {
	if flag.Lookup("shots").Value.String() == "" {
		return
	}
	app := fyne.CurrentApp().Settings()
	for _, mode := range []theme.Mode{theme.Dark, theme.Contrast, theme.Light} {
		app.SetTheme(theme.New(mode, 1))
		s.shot(name + "-" + string(mode))
	}
	s.Fyne().Resize(fyne.NewSize(1024, 700))
	s.shot(name + "-small")
	s.Fyne().Resize(fyne.NewSize(1280, 800))
}

// What is due is put up, ticked, approved and gone, with a certificate; what is
// held stays, and says why.
func TestDisposingInTheWindow(t *testing.T) {
	s := newStand(t)
	refs := s.kept()
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.menu("Vault")
	s.says("Due for disposal", "2 cases have been kept as long as planned", "Kept for 90 days; 1 is past that")
	s.row("Due for disposal")
	s.says(string(refs[0])+"  Ada Brook", string(refs[1])+"  Wren Hollow", "Held")
	s.write("  ") // Space ticks, and unticks
	s.press(fyne.KeyReturn)
	s.says("Tick what may go first")
	s.shot("retention-due")
	s.press(fyne.KeyEnd)
	s.says("(DPA 2018 s.173)", "Wait until it is answered and closed.")
	s.looks("retention-held")
	s.press(fyne.KeyHome)
	s.write(" ")
	s.says("Dispose of 1 case")
	s.tap("Tick all")
	s.says("Dispose of 2 cases", "Tick none")
	s.looks("retention-ticked")
	s.press(fyne.KeyReturn)
	s.says("Approved by (optional)", "A certificate of each stays.")
	s.shot("retention-approve")
	s.write("The head")
	s.press(fyne.KeyReturn)
	s.says("Dispose of 2 cases?", "This cannot be taken back.")
	s.shot("retention-sure")
	s.press(fyne.KeyReturn) // No has the keyboard
	s.says(string(refs[0]))
	s.tap("Dispose …")
	s.tap("Dispose of 2 cases")
	s.says("2 cases were disposed of. Their certificates are here.", "approved by The head")
	s.hides("Ada Brook")
	s.looks("retention-gone")
	s.press(fyne.KeyReturn)
	if len(s.sent) != 1 || !strings.Contains(s.sent[0], "certificate") {
		t.Errorf("opened %v", s.sent)
	}
	s.row("Due for disposal")
	s.shot("retention-only-held")
	s.says("Nothing may go yet: something holds 1 case that is due.")
	s.tap("Open case")
	s.says(string(refs[2]) + " · Access")
	if d, err := s.desk.Disposals(t.Context()); err != nil || len(d) != 2 || d[0].Proof.(*casefile.CaseDisposed).Approver != "The head" {
		t.Errorf("%+v, %v", d, err)
	}
}

// Messages that nobody needs are shown, kept longer, and disposed of.
func TestMailPastItsDays(t *testing.T) {
	s := newStand(t)
	s.kept()
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.menu("Vault")
	s.row("Set aside and junk mail")
	s.says("1 message is past its 90 days.", "Out of office")
	s.looks("retention-mail")
	s.tap("Change the days")
	s.shot("retention-days")
	s.press(fyne.KeyReturn)
	s.tap("Change the days")
	for range 2 {
		s.press(fyne.KeyDelete)
	}
	s.write("2000")
	s.press(fyne.KeyReturn)
	s.says("No message is past its 2000 days.")
	s.shot("retention-mail-none")
	if err := s.desk.SetMessageDays(t.Context(), 30); err != nil {
		t.Fatal(err)
	}
	s.menu("Triage")
	s.menu("Vault")
	s.says("1 message is past its 30 days.")
	s.tap("Dispose of 1 message")
	s.says("Dispose of 1 message?")
	s.press(fyne.KeyTab)
	s.c.FocusNext()
	s.press(fyne.KeyReturn)
	s.says("1 message disposed of.", "No message is past its 30 days.")
	all, err := s.desk.Messages(t.Context(), "")
	if err != nil || len(all) != 1 {
		t.Errorf("%d messages are left, %v", len(all), err)
	}
}

// Nothing due says what comes next, and what the law knows is said quietly.
func TestNothingDue(t *testing.T) {
	s := newStand(t)
	s.vault()
	d, err := s.open(t.Context(), s.dir, desk.Passphrase([]byte(passphrase)))
	if err != nil {
		t.Fatal(err)
	}
	ref := s.done("Ada Brook", "2026-10-12")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	s.Fyne().Resize(fyne.NewSize(1024, 700))
	deps.App.Settings().SetTheme(theme.New(theme.Dark, 1))
	s.menu("Vault")
	s.row("Due for disposal")
	s.says("Nothing is due. Next: " + string(ref) + " on Fri 12 Oct 2029.")
	s.shot("retention-nothing")
	s.row("Disposed of")
	s.says("Nothing has been disposed of yet.")
	s.row("Bank holidays and calendars")
	s.says("came with the program", "England, Wales, Scotland, Northern Ireland")
	s.shot("retention-law")
	file := filepath.Join(t.TempDir(), "holidays.json")
	s.write(file)
	s.press(fyne.KeyReturn)
	s.says("A file cannot be read:")
	s.fill(map[int]string{0: os.DevNull})
	s.press(fyne.KeyReturn)
	s.says("That is a pipe or a device, not a file")
	s.fill(map[int]string{0: file})
	older := desk.LawTemplates()[string(casefile.SchoolCalendars)]
	if err := os.WriteFile(file, []byte(older), 0o600); err != nil {
		t.Fatal(err)
	}
	s.press(fyne.KeyReturn)
	s.says("The file is in force. No date moved.", "Anyshire schools")
	s.today = civil.MustParse("2026-11-20")
	s.menu("Triage")
	s.menu("Vault")
	s.says("1 thing to see to in time", "The calendar of Anyshire")
	s.shot("retention-notice")
}

// A closed case says until when it is kept, by which rule, and what holds it.
func TestClosedCaseSaysHowLongItIsKept(t *testing.T) {
	s := newStand(t)
	refs := s.kept()
	deps := s.deps()
	deps.Dir, deps.Passphrase = s.dir, []byte(passphrase)
	s.start(deps)
	if err := s.desk.Do(t.Context(), refs[3], "hold", casefile.Values{"reason": "A claim is expected"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want []string
	}{
		{"Ada Brook", []string{"Kept until", "Fri 12 Oct 2029", "may go now"}},
		{"Bea Field", []string{"Mon 15 Oct 2029", "Held"}},
		{"Tom Marsh", []string{"Sat 1 Mar 2031", "The case has been held since Sat 20 Oct 2029. Lift the"}},
	} {
		s.menu("Closed")
		s.tap(c.name)
		s.tap("Details")
		s.looks("retention-case-" + strings.ToLower(c.name[:3]))
		s.says(c.want...)
	}
}
