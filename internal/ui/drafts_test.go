package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/ui/mailtest"
)

// The command among all commands puts a letter that was issued among the drafts
// of the mailbox that the request came by; the window says where it lies.
func TestDraftByCommand(t *testing.T) {
	s := newStand(t)
	s.unlocked(mailtest.Access)
	s.press(fyne.KeyReturn) // opens the case that is proposed
	refs, err := s.desk.Messages(t.Context(), casefile.MessageFiled)
	if err != nil || len(refs) != 1 || len(refs[0].References) != 1 {
		t.Fatalf("filed %+v, %v", refs, err)
	}
	if _, err := s.desk.Issue(t.Context(), refs[0].References[0], casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	s.menu("Open")
	s.menu("Commands")
	s.write("drafts")
	s.says("Put among the drafts")
	s.shot("desk-drafts-command")
	s.press(fyne.KeyReturn)
	s.says("Demo mailbox may not hold drafts yet")
	s.tap("Allow it and put it there")
	s.says("It lies among the drafts of Demo mailbox, in the folder Drafts.", "It is among the drafts of Demo mailbox (Drafts),", "watching for more")
	s.shot("desk-drafts-put")
	s.menu("Clients")
	s.tap("Demo mailbox")
	s.says("Finished replies may be put among its drafts, and nothing else")
	s.menu("Open")
	s.tap("Letters")
	s.says("in drafts, not sent")
}
