package triage_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/civil"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// The request of 5 October and the chaser of 9 October that answers it.
var (
	request = mailtest.Access
	chaser  = mailtest.Letter{
		From: "Łucja Wright <lucja@wright.example>", Subject: "Re: My son's records", At: "2026-10-09 09:00",
		Headers: []string{"References: <1791191520@example>"},
		Text:    "Dear Nunthorpe Multi-Academy Trust,\n\nI still want a copy of all the personal data you hold about my son Jan.",
	}
)

func (s *stand) received() civil.Date {
	s.t.Helper()
	all := s.cases()
	if len(all) != 1 {
		s.t.Fatalf("there are %d cases", len(all))
	}
	return all[0].Received
}

// A case opened from a chaser says that the message before it waits; adding
// that one corrects the day from which the clock counts, and U takes both back.
func TestTheEarlierMessageCounts(t *testing.T) {
	if want := "<1791191520@example>"; !strings.Contains(string(request.Raw()), want) {
		t.Fatalf("the request is not %s: %s", want, request.Raw())
	}
	s := open(t, request, chaser)
	uitest.Press(s.canvas, fyne.KeyDown)
	s.says("An earlier message of the thread, of Mon 5 Oct 2026, is still to be decided.")
	uitest.Shot(t, "triage-earlier", s.canvas)
	uitest.Type(s.canvas, "1")
	if s.toast.Text() == "" || !strings.Contains(s.toast.Text(), "Decide the earlier one too: Mon 5 Oct.") {
		t.Errorf("says %q", s.toast.Text())
	}
	if got := s.received(); got != civil.MustParse("2026-10-09") {
		t.Fatalf("received %v", got)
	}
	ref := string(s.cases()[0].Reference)
	s.says("2  Add to "+ref, "ACCESS, belongs to "+ref, ref+", Access, received Fri 9 Oct 2026. The same person")
	uitest.Shot(t, "triage-same-person", s.canvas)
	uitest.Press(s.canvas, fyne.KeyReturn) // the main button
	s.says("Correct when "+ref+" was received?", "Mon 5 Oct 2026")
	uitest.Shot(t, "triage-older", s.canvas)
	uitest.Press(s.canvas, fyne.KeyReturn)
	if got := s.received(); got != civil.MustParse("2026-10-05") {
		t.Errorf("received %v after the correction", got)
	}
	uitest.Type(s.canvas, "u")
	if got := s.received(); got != civil.MustParse("2026-10-09") {
		t.Errorf("received %v after the undo", got)
	}
	s.says("2  Add to " + ref)
	uitest.Type(s.canvas, "2")
	if !uitest.Tap(s.canvas, "Add only") {
		t.Fatal("there is no such answer")
	}
	if got := s.received(); got != civil.MustParse("2026-10-09") {
		t.Errorf("received %v after adding alone", got)
	}
	s.unfailed()
}
