package cases_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// one is a screen over a vault with one case.
func one(t *testing.T, kind casefile.Kind) (*bench, casefile.Reference) {
	o := casetest.New(t)
	ref := o.Case(kind, "Petra Lindqvist", "2026-10-01")
	b := open(t, o, theme.Light, width, height)
	b.ShowView("open")
	return b, ref
}

func (b *bench) caseFile(ref casefile.Reference) casefile.Case {
	b.t.Helper()
	f, err := b.Desk.Case(b.t.Context(), ref)
	if err != nil {
		b.t.Fatal(err)
	}
	return f.Case
}

// fill types into the field under a label.
func (b *bench) fill(label, text string) {
	b.t.Helper()
	b.tapBelow(label)
	uitest.Type(b.c, text)
}

// tapBelow clicks what stands under a label.
func (b *bench) tapBelow(label string) {
	b.t.Helper()
	if !uitest.TapBelow(b.c, label, 28) {
		b.t.Fatalf("%q is not there in:\n%s", label, b.text())
	}
}

func TestFirstCaseIsShown(t *testing.T) {
	b, ref := one(t, casefile.Access)
	if b.Screen.Case() != ref {
		t.Errorf("shows %q", b.Screen.Case())
	}
	b.shows("Petra Lindqvist", "Send the reply", "due Mon 2 Nov 2026")
}

// The main job: draw the acknowledgement, issue it, record that it was sent.
func TestAcknowledgementByMouse(t *testing.T) {
	b, ref := one(t, casefile.Complaint)
	b.tap("Draw letter  L")
	b.tap("Issue the letter")
	letters := b.caseFile(ref).Letters
	if len(letters) != 1 || letters[0].Kind != casefile.Acknowledgement {
		t.Fatalf("issued %+v", letters)
	}
	b.shows("Issued Mon 12 Oct 2026", "It has not been sent.", "person@example.org")
	b.tap("Open PDF")
	b.tap("Print")
	name := string(ref) + "-acknowledgement.pdf"
	if !bytes.HasPrefix(b.opened[name], []byte("%PDF-")) || len(b.printed) != 1 {
		t.Errorf("opened %v, printed %v", len(b.opened), b.printed)
	}
	b.tap("Record that a letter was sent")
	if sent := b.caseFile(ref).Letters[0].Sent; sent == nil || sent.How != casefile.ByEmail || sent.To != "person@example.org" {
		t.Errorf("sent %+v", sent)
	}
	if strings.Contains(b.text(), "Draw letter  L") && strings.Contains(b.text(), "Acknowledge the complaint  ") {
		t.Error("the duty still comes next")
	}
	b.shows("done 12 Oct")
	if len(b.failed) > 0 || b.changed != 2 {
		t.Errorf("failed %v, changed %d times", b.failed, b.changed)
	}
}

func TestIssueIsUndone(t *testing.T) {
	b, ref := one(t, casefile.Complaint)
	b.press("l")
	uitest.Press(b.c, fyne.KeyReturn) // the button that issues has the keyboard
	if len(b.said) != 1 || b.undo == nil {
		t.Fatalf("said %v", b.said)
	}
	b.undo()
	if n := len(b.caseFile(ref).Letters); n != 0 {
		t.Errorf("%d letters remain", n)
	}
	b.shows("Draft, 1 page")
}

// What a letter lacks is asked for beside it, and the letter follows.
func TestLetterAsksForWhatItLacks(t *testing.T) {
	b, ref := one(t, casefile.Objection)
	b.press("l")
	b.shows("This letter still needs", "•  the decision", "Record the decision")
	b.tapBelow("Outcome")
	b.tap("Done in full")
	b.fill("What was done", "The newsletter was stopped.")
	b.tap("Record the decision")
	if d := b.caseFile(ref).Decision; d == nil || d.What != "The newsletter was stopped." {
		t.Fatalf("decided %+v in:\n%s", d, b.text())
	}
	b.shows("Draft, ", "Issue the letter")
	if !b.Escape() || b.Escape() {
		t.Error("Escape goes back once")
	}
}

func TestFactForOneLetter(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.tap("Letters")
	b.tap("Progress")
	b.shows("•  what is being done")
	b.tap("Draw the letter")
	b.shows("Say what is being done.")
	b.fill("What is being done", "We are searching the archive.")
	b.tap("Draw the letter")
	b.shows("Draft, 1 page")
	b.tap("Add to the letter")
	b.fill("A paragraph of your own (optional)", "Thank you for your patience.")
	b.tap("Draw again")
	b.shows("Draft, 1 page")
}

func TestErrorStandsAtItsField(t *testing.T) {
	b, ref := one(t, casefile.Access)
	b.press("d")
	b.tapBelow("Outcome")
	b.tap("Refused")
	b.fill("What was done", "Nothing was sent.")
	b.tap("Record the decision")
	b.shows("Reasons is missing.", "Say why not everything asked for was done.")
	if b.caseFile(ref).Decision != nil || b.changed != 0 {
		t.Error("decided all the same")
	}
}

func TestNoteByKeyAndUndo(t *testing.T) {
	b, ref := one(t, casefile.Access)
	b.press("n")
	uitest.Type(b.c, "Rang: no answer.")
	b.tap("Add a note")
	b.shows("Rang: no answer. · Rowan Ash")
	if len(b.said) != 1 || b.said[0] != "Note." {
		t.Errorf("said %q", b.said)
	}
	b.undo()
	b.shows("taken back, no longer counts · Rang: no answer.")
	if len(b.caseFile(ref).Standing) != 3 {
		t.Errorf("%v stand", b.caseFile(ref).Standing)
	}
}

func TestRefusedActionSaysWhy(t *testing.T) {
	b, _ := one(t, casefile.Complaint)
	b.press("c")
	if len(b.failed) != 1 || casefile.AsError(b.failed[0]).Law != "UK GDPR Art 12A(5)" {
		t.Errorf("failed %v", b.failed)
	}
	b.tap("Actions")
	b.shows("Now", "Give to a handler")
}

func TestLettersAreTypedInFields(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.press("n")
	uitest.Type(b.c, "dnl")
	if e, ok := b.c.Focused().(*control.Entry); !ok || e.Text != "dnl" {
		t.Errorf("the keyboard is at %T", b.c.Focused())
	}
}

func TestEscapeClosesWhatStandsInThePane(t *testing.T) {
	b, _ := one(t, casefile.Access)
	for _, way := range []func(){
		func() { b.press("w") },
		func() { b.press("n") },
		func() { b.tap("Received by the controller") },
	} {
		way()
		uitest.Press(b.c, fyne.KeyEscape)
		if !strings.Contains(b.text(), "Access case opened") {
			t.Errorf("the timeline is not back:\n%s", b.text())
		}
	}
}

func TestMailIsRead(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.tap("Mail")
	b.shows("No message is filed to this case.")
}

func TestDetailsAreCopied(t *testing.T) {
	b, ref := one(t, casefile.Access)
	b.tap("Details")
	b.tap("Copy")
	if got := fyne.CurrentApp().Clipboard().Content(); got != string(ref) {
		t.Errorf("copied %q", got)
	}
}

// A case that leaves the list by what was done stays open beside it.
func TestCaseStaysOpenWhenItLeavesTheList(t *testing.T) {
	b, ref := one(t, casefile.Access)
	b.press("x")
	uitest.Type(b.c, "Withdrawn by the person.")
	b.tap("Close the case")
	b.shows("Closed", "Withdrawn by the person.", "No case is open.")
	if b.Screen.Case() != ref {
		t.Errorf("shows %q", b.Screen.Case())
	}
	b.ShowView("open")
	b.shows("No case to show.")
	b.ShowView("closed")
	b.shows("Petra Lindqvist", "Reopen")
}

func TestIssuedLetterIsReadAgain(t *testing.T) {
	b, ref := one(t, casefile.Access)
	if _, _, err := present.Issue(t.Context(), b.Desk, ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	b.Show(t.Context())
	b.tap("Letters")
	b.tap("not sent")
	b.shows("This letter was issued.", "It has not been sent.")
	b.tap("Open PDF")
	if len(b.opened) != 1 {
		t.Error("no PDF was opened")
	}
}

func TestRecordOfComplaint(t *testing.T) {
	b, ref := one(t, casefile.Complaint)
	b.press("r")
	b.shows("Record", "case of Petra Lindqvist", "as the case stands today")
	b.tap("Open PDF")
	if !bytes.HasPrefix(b.opened[string(ref)+"-record.pdf"], []byte("%PDF-")) {
		t.Errorf("opened %v", b.opened)
	}
}

func TestTabsByKey(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.c.Focus(b.Panes()[1])
	for _, want := range []string{"No message is filed", "To draw", "Received by the client", "Received by the client"} {
		uitest.Press(b.c, fyne.KeyRight)
		b.shows(want)
	}
	for range 4 {
		uitest.Press(b.c, fyne.KeyLeft)
	}
	b.shows("Access case opened")
	uitest.Type(b.c, "n")
	b.shows("Minutes of work (optional)")
}

// Words that would lie on one another on the line are left out, the lighter
// ones first.
func TestCrowdedStrip(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-08")
	o.Act(ref, "clarify-ask", "reason", "Which child?", "volume", "Three children", "on", "2026-10-09")
	o.Act(ref, "clarify-answer", "on", "2026-10-10")
	b := open(t, o, theme.Light, width, height)
	b.Open(ref)
	b.shows("today", "due")
	if strings.Contains(b.text(), "answered") {
		t.Error("a word lies upon another")
	}
}

func TestPanes(t *testing.T) {
	b, _ := one(t, casefile.Access)
	for _, c := range []struct {
		way  func()
		want int
	}{
		{func() {}, 3},
		{func() { b.tap("Details") }, 2},
		{func() { b.tap("Acknowledgement") }, 2},
		{func() { b.ShowView("closed") }, 1},
	} {
		c.way()
		panes := b.Panes()
		if len(panes) != c.want {
			t.Errorf("%d panes, want %d", len(panes), c.want)
		}
		for _, p := range panes {
			if b.c.Focus(p); b.c.Focused() != p {
				t.Errorf("%T cannot have the keyboard", p)
			}
		}
	}
}

// What is read again leaves the keyboard and the place in a list alone.
func TestReadingAgainDisturbsNobody(t *testing.T) {
	b, ref := one(t, casefile.Access)
	panes := b.Panes()
	timeline := panes[2].(*rowlist.List)
	b.c.Focus(timeline)
	timeline.Step(1)
	row, _ := timeline.Selected()
	b.Act(ref, "note", "text", "Rang: no answer.")
	b.Show(t.Context())
	b.shows("Rang: no answer.")
	if now, _ := timeline.Selected(); now.ID != row.ID || b.c.Focused() != fyne.Focusable(timeline) {
		t.Errorf("at %v, was at %v", now, row)
	}
	b.c.Focus(b.Panes()[1])
	b.Show(t.Context())
	if b.c.Focused() != b.Panes()[1] {
		t.Errorf("the keyboard is at %T", b.c.Focused())
	}
}

func TestOpenBesideTheList(t *testing.T) {
	o := casetest.New(t)
	o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	gone := o.Case(casefile.Access, "Mabel Quince", "2026-09-30")
	o.Act(gone, "close", "reason", "Answered.")
	b := open(t, o, theme.Light, width, height)
	b.ShowView("open")
	b.Open(gone)
	if b.Screen.Case() != gone {
		t.Errorf("shows %q", b.Screen.Case())
	}
	b.shows("Petra Lindqvist", "Mabel Quince")
}

// What was asked for first and comes last is dropped.
func TestLastChoiceWins(t *testing.T) {
	o := casetest.New(t)
	first, last := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01"), o.Case(casefile.Erasure, "Mabel Quince", "2026-09-30")
	queue := &loop.Queue{}
	b := openOn(t, o, theme.Light, width, height, queue)
	queue.Drain()
	b.Open(first)
	b.Open(last)
	queue.Drain()
	if b.Screen.Case() != last {
		t.Errorf("shows %q, want %q", b.Screen.Case(), last)
	}
	b.tap("Acknowledgement")
	b.shows("Drawing …", "Cancel")
	b.Open(first)
	queue.Drain()
	b.shows("Petra Lindqvist", "Send the reply")
	if strings.Contains(b.text(), "Draft") {
		t.Error("a letter that was left came back")
	}
}

// Leaving while a letter is drawn stops it; Cancel says so.
func TestDrawingIsCancelled(t *testing.T) {
	o := casetest.New(t)
	o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	queue := &loop.Queue{}
	b := openOn(t, o, theme.Light, width, height, queue)
	b.ShowView("open")
	queue.Drain()
	ctx, stop := context.WithCancel(t.Context())
	b.Show(ctx)
	queue.Drain()
	stop()
	b.tap("Acknowledgement")
	queue.Drain()
	b.shows("Stopped.", "Nothing was drawn.")
	b.Show(t.Context())
	queue.Drain()
	b.tap("Draw it again")
	queue.Drain()
	b.shows("Draft, 1 page")
}

// The paper that is shown is printed on.
func TestPreviewIsPainted(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.tap("Acknowledgement")
	picture := b.c.Capture()
	ink := 0
	for y := range picture.Bounds().Dy() {
		for x := width * 2 / 5; x < picture.Bounds().Dx(); x++ {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0x4000 {
				ink++
			}
		}
	}
	if ink < 2000 {
		t.Errorf("%d dark points on the paper", ink)
	}
}

func TestMessageIsShownAsItStands(t *testing.T) {
	b, _ := one(t, casefile.Access)
	b.ShowMail(present.Mail{
		Subject: "FW: request from a parent", From: "from School office <office@example.org> · Thu 1 Oct 2026",
		Notes: []string{"Attached: form.pdf"}, Text: []string{"Please see below.\n\n**Not bold** <b>nor this</b> %s", "The end."},
	})
	uitest.Shot(t, "mail", b.c)
	b.shows("FW: request from a parent", "**Not bold** <b>nor this</b> %s", "Attached: form.pdf", "The end.")
}
