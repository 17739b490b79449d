package triage_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// A message that brings what a case waits for is recorded there by one key,
// which says what the clock does now; the buttons that are always there keep
// their places beside the one more, and Undo is no button while there is
// nothing to take back.
func TestAnAnswerSetsTheClockGoing(t *testing.T) {
	s := open(t)
	ref := s.Opened(desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: s.Client(0), Person: casefile.Person{Name: "Łucja Wright", Email: "lucja@wright.example"},
		Channel: casefile.ByEmail, Received: civil.On(civil.MustParse("2026-10-01")),
	})
	s.Act(ref, "clarify-ask", "on", "2026-10-05", "reason", "Which emails?", "volume", "Ten years of emails")
	mailtest.Pull(t, s.Desk, mailtest.Letter{
		From: "Łucja Wright <lucja@wright.example>", Subject: "Re: your question", At: "2026-10-09 09:00",
		Text: "In answer to your question, only the emails from March.",
	}, mailtest.Away)
	s.screen.Show(t.Context())
	s.says("Answer · Re: your question", "4  Record the answer")
	uitest.Shot(t, "triage-answer", s.canvas)
	if uitest.Tap(s.canvas, "U  Undo"); s.toast.Text() != "" {
		t.Errorf("Undo can be pressed, and says %q", s.toast.Text())
	}
	s.screen.Focus(s.canvas)
	with, seen := uitest.Place(s.canvas, "H  Later")
	uitest.Type(s.canvas, "4")
	if said, want := s.toast.Text(), "Answer recorded; the clock of "+string(ref)+" runs again, due "; !strings.HasPrefix(said, want) {
		t.Errorf("says %q, want %q", said, want)
	}
	if without, _ := uitest.Place(s.canvas, "H  Later"); !seen || with != without {
		t.Errorf("Later stands at %v beside an answer and at %v without", with, without)
	}
	uitest.Type(s.canvas, "u")
	f, err := s.Desk.Case(t.Context(), ref)
	if err != nil || f.Case.State() != casefile.StatePaused {
		t.Errorf("%v after the undo, %v", f.Case.State(), err)
	}
	s.unfailed()
}
