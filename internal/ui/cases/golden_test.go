package cases_test

import (
	"path/filepath"
	"regexp"
	"testing"

	"fyne.io/fyne/v2/test"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

var reference = regexp.MustCompile(`\b26-[0-9A-Z]{6}\b`)

// golden compares the window with testdata/name.xml, whatever references the
// cases were given.
func (b *bench) golden(name string) {
	b.t.Helper()
	got := reference.ReplaceAll([]byte(test.RenderToMarkup(b.c)), []byte("26-REF0"))
	uitest.Golden(b.t, filepath.Join("testdata", name+".xml"), got)
	uitest.Shot(b.t, name, b.c)
}

const width, height = 1280 - 205, 772

func TestLooksWhenEmpty(t *testing.T) {
	b := open(t, casetest.New(t), theme.Light, width, height)
	b.ShowView("today")
	b.golden("empty")
	b.shows("Nothing is late and nothing is due this week.", "No case to show.")
}

func TestLooks(t *testing.T) {
	o, refs := office(t)
	b := open(t, o, theme.Light, width, height)
	b.ShowView("open")
	for name, who := range map[string]string{
		"open": "soon", "paused": "paused", "late": "late", "complaint": "complaint", "closed": "closed",
	} {
		b.Open(refs[who])
		b.golden(name)
	}
	b.Open(refs["later"])
	b.press("w")
	b.golden("why")
	b.shows("Why Mon 9 Nov 2026", "6 days do not count.", "UK GDPR Art 12A(5)")
	b.press("f")
	b.golden("what-if")
	b.shows("If clarification is asked today", "If the time is extended today", "Post it by Wed 4 Nov 2026, to arrive by Mon 9 Nov 2026")
	b.press("l")
	b.golden("lacking")
	b.shows("This letter still needs", "•  the decision", "Not drawn yet.")
	b.Escape()
	b.tap("Acknowledgement")
	b.golden("preview")
	b.shows("Draft, 1 page", "Issue the letter")
}

// A case whose date is cautious says what it lacks and offers to record it.
func TestLooksWithCautiousDates(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Breach, "School office", "2026-10-09")
	b := open(t, o, theme.Light, width, height)
	b.ShowView("open")
	b.Open(ref)
	b.golden("cautious")
	b.shows("Notify the regulator", "counted from the first hour of that day", "Record the hour")
	b.tap("Record the hour")
	b.golden("aware")
	b.shows("Like 14:05, by the clock in London.")
	o.Act(ref, "aware", "on", "2026-10-09", "time", "16:30", "who", "The head teacher")
	b.Escape()
	b.Show(t.Context())
	b.shows("Notify the regulator")
	b.golden("breach")
}

// A list of every height and in every palette holds together.
func TestSmallAndDark(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Complaint, "Osric Thrale", "2026-09-24")
	for _, mode := range theme.Modes()[1:] {
		b := open(t, o, mode, 1024-164, 672)
		b.Open(ref)
		uitest.Shot(t, "small-"+string(mode), b.c)
		b.shows("Acknowledge the complaint", "Mon 26 Oct 2026", "Draw letter  L")
	}
}
