package cases_test

import (
	"context"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/demo"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// issued is a vault with a mailbox and a case whose acknowledgement is issued.
func issued(t *testing.T) (*casetest.Office, *demo.Server, casefile.Reference) {
	o := casetest.New(t)
	ref := o.Case(casefile.Complaint, "Petra Lindqvist", "2026-10-01")
	server := mailtest.Mailbox(t, o.Desk, mailtest.Access)
	if _, _, err := present.Issue(t.Context(), o.Desk, ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	return o, server, ref
}

func (b *bench) drafts(server *demo.Server, want int) {
	b.t.Helper()
	if n, err := server.Drafts(); err != nil || n != want {
		b.t.Errorf("there are %d drafts, want %d; %v", n, want, err)
	}
}

// A letter that was issued goes among the drafts by a key, once a mailbox may
// hold them; doing it again leaves one and says so.
func TestPutAmongTheDrafts(t *testing.T) {
	o, server, ref := issued(t)
	b := open(t, o, theme.Light, width, height)
	b.ShowView("open")
	uitest.Shot(t, "drafts-before", b.c)
	b.press("m")
	b.shows("Demo mailbox may not hold drafts yet", "Nothing else is ever written to a mailbox")
	uitest.Shot(t, "drafts-allow", b.c)
	b.drafts(server, 0)
	b.tap("Not now")
	b.shows("It has not been sent.", "Record that it was sent")
	b.tap("Put among the drafts")
	b.tap("Allow it and put it there")
	b.drafts(server, 1)
	b.shows("It is among the drafts of Demo mailbox (Drafts), not sent", "Record that it was sent")
	uitest.Shot(t, "drafts-put", b.c)
	b.tap("Put among the drafts")
	b.drafts(server, 1)
	want := "It lies among the drafts of Demo mailbox, in the folder Drafts. Send it from there." +
		"|It lay there already: there is one draft of it in Demo mailbox, in the folder Drafts."
	if got := strings.Join(b.said, "|"); got != want || len(b.failed) > 0 {
		t.Errorf("said %s, failed %v", got, b.failed)
	}
	b.Escape()
	b.shows("the acknowledgement is in drafts, not sent", "It was sent")
	b.tap("Letters")
	uitest.Shot(t, "drafts-letters", b.c)
	b.shows("in drafts, not sent")
	b.tap("in drafts, not sent")
	b.shows("It is among the mailbox's drafts, not sent")
	if l := b.caseFile(ref).Letters[0]; !l.Drafted || l.Sent != nil {
		t.Errorf("the letter is %+v", l)
	}
}

// The command is offered where there is something to put, and nowhere else.
func TestDraftsAreOfferedForWhatIsUnsent(t *testing.T) {
	o, _, ref := issued(t)
	none := o.Case(casefile.Access, "Mabel Quince", "2026-10-02")
	b := open(t, o, theme.Light, width, height)
	for _, c := range []struct {
		way  func()
		want bool
	}{
		{func() { b.Open(none) }, false},
		{func() { b.Open(ref) }, true},
		{func() { b.tap("Letters"); b.tap("not sent") }, true},
		{func() { b.Escape(); b.Act(ref, "letter-sent", "how", "post", "to", "4 Mill Row"); b.Open(ref) }, false},
	} {
		c.way()
		if b.Board.Can(keys.Drafts) != c.want {
			t.Errorf("offered: %v in\n%s", !c.want, b.text())
		}
	}
}

func TestDraftsWithoutAMailbox(t *testing.T) {
	b, ref := one(t, casefile.Access)
	if _, _, err := present.Issue(t.Context(), b.Desk, ref, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	b.Show(t.Context())
	b.press("m")
	b.shows("There is no mailbox to put it in.", "Add one under Clients")
	b.tap("Not now")
	b.shows("It has not been sent.")
}

// Who has left the letter meanwhile is told that no mailbox took it, and what
// to press.
func TestDraftsThatAreNotAllowedAfterLeaving(t *testing.T) {
	none, bare := one(t, casefile.Access)
	if _, _, err := present.Issue(t.Context(), none.Desk, bare, casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	closed, _, ref := issued(t)
	for _, c := range []struct {
		o    *casetest.Office
		ref  casefile.Reference
		want string
	}{
		{closed, ref, "no mailbox may hold drafts yet. Press M on the case"},
		{none.Office, bare, "there is no mailbox. Add one under Clients"},
	} {
		queue := &loop.Queue{}
		b := openOn(t, c.o, theme.Light, width, height, queue)
		b.Open(c.ref)
		queue.Drain()
		b.tap("Letters")
		b.tap("not sent")
		queue.Drain()
		b.tap("Put among the drafts")
		b.Escape()
		queue.Drain()
		if len(b.failed) != 1 || len(b.said) > 0 {
			t.Fatalf("said %q, failed %v", b.said, b.failed)
		}
		if e := casefile.AsError(b.failed[0]); !strings.Contains(e.What+" "+e.Do, c.want) || !strings.Contains(e.What, string(c.ref)) {
			t.Errorf("%s %s", e.What, e.Do)
		}
		b.press("m")
		queue.Drain()
		b.shows("Not now")
	}
}

// A server that is away is told with a way to try again; stopping leaves the
// letter as it was.
func TestDraftsWhenTheServerIsAway(t *testing.T) {
	o, server, ref := issued(t)
	yes := true
	if err := o.ChangeAccount(t.Context(), "Demo mailbox", desk.AccountChange{Drafts: &yes}); err != nil {
		t.Fatal(err)
	}
	server.SetPassword("another")
	queue := &loop.Queue{}
	b := openOn(t, o, theme.Light, width, height, queue)
	b.Open(ref)
	queue.Drain()
	b.press("m")
	queue.Drain()
	b.shows("does not accept the user name and password", "Try again", "Not now")
	uitest.Shot(t, "drafts-refused", b.c)
	server.SetPassword("demo-mailbox")
	ctx, stop := context.WithCancel(t.Context())
	b.tap("Not now")
	b.Show(ctx)
	stop()
	b.tap("Put among the drafts")
	b.shows("Putting it among the drafts …", "Cancel")
	queue.Drain()
	if len(b.said) != 1 || !strings.Contains(b.said[0], "doing it again looks first") {
		t.Errorf("said %q", b.said)
	}
	b.shows("It has not been sent.")
	b.drafts(server, 0)
	if len(b.failed) > 0 {
		t.Errorf("failed %v", b.failed)
	}
}
