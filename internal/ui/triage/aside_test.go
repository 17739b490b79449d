package triage_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// thread is three messages of one sender that belong to one another.
var thread = []mailtest.Letter{
	{From: "News <news@shop.example>", Subject: "Offers", At: "2026-10-01 08:00", Text: "Pens are cheap.", Headers: []string{"References: <offers@shop>"}},
	{From: "News <news@shop.example>", Subject: "More offers", At: "2026-10-02 08:00", Text: "Paper is cheap.", Headers: []string{"References: <offers@shop>"}},
	{From: "News <news@shop.example>", Subject: "Last offers", At: "2026-10-03 08:00", Text: "Ink is cheap.", Headers: []string{"References: <offers@shop>"}},
}

// What was set aside alone, with its sender and with its thread lies in the
// tray, the last first, and says when and as what.
func TestTrayShowsWhatWasSetAside(t *testing.T) {
	for name, c := range map[string]struct{ key, row, as string }{
		"alone":  {"3", "", "No request; set aside alone"},
		"sender": {"s", "whole sender", "No request; set aside with 2 others of its sender"},
		"thread": {"t", "whole thread", "No request; set aside with 2 others of its thread"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, thread...)
			uitest.Type(s.canvas, c.key)
			uitest.Type(s.canvas, "a")
			s.says("Set aside today", c.row, c.as, "Received", "then it is put up for disposal", "P  Put back")
			if name == "sender" {
				s.says("B  Put back all 3")
				uitest.Markup(t, "tray", s.canvas)
			}
			uitest.Shot(t, "triage-tray-"+name, s.canvas)
			s.unfailed()
		})
	}
}

// P puts one back, B all of a decision; U sets them aside again as they were.
func TestPutBack(t *testing.T) {
	for name, c := range map[string]struct {
		key     string
		waiting int
		said    string
	}{
		"one": {"p", 1, "Put back to be decided: 1 message."},
		"all": {"b", 3, "Put back to be decided: 3 messages."},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, thread...)
			uitest.Type(s.canvas, "s")
			uitest.Type(s.canvas, "a")
			uitest.Type(s.canvas, c.key)
			s.says(c.said)
			if n := len(s.state(casefile.MessageNew)); n != c.waiting {
				t.Errorf("%d messages wait", n)
			}
			uitest.Type(s.canvas, "u")
			if n := len(s.state(casefile.MessageSetAside)); n != 3 {
				t.Errorf("%d are set aside after the undo", n)
			}
			s.says("set aside with 2 others of its sender", "B  Put back all 3")
			s.unfailed()
		})
	}
}

// The decisions of triage do nothing in the tray, and those of the tray nothing
// in triage; A goes there and back.
func TestKeysOfTheTray(t *testing.T) {
	s := open(t, mailtest.Access, mailtest.Away)
	uitest.Type(s.canvas, "pb")
	uitest.Type(s.canvas, "a")
	s.says("Nothing is set aside.", "can be put back")
	uitest.Shot(t, "triage-tray-empty", s.canvas)
	uitest.Type(s.canvas, "a")
	uitest.Type(s.canvas, "3a")
	uitest.Type(s.canvas, "1234sth")
	if len(s.cases()) != 0 || len(s.state(casefile.MessageSetAside)) != 1 {
		t.Error("a key of triage works in the tray")
	}
	if !uitest.Tap(s.canvas, "To decide") {
		t.Fatal("there is no way back")
	}
	s.says("2  Add to", "NOT A REQUEST")
	s.unfailed()
}

// What was proposed for a message stays known when it is set aside, and one
// that is all of its thread was set aside alone.
func TestTraySaysWhatWasProposed(t *testing.T) {
	s := open(t, mailtest.Access)
	uitest.Type(s.canvas, "t")
	if !uitest.Tap(s.canvas, "Set aside") {
		t.Fatal("it is not asked")
	}
	uitest.Type(s.canvas, "a")
	s.says("No request (proposed: access); set aside alone")
	if strings.Contains(strings.Join(uitest.Texts(s.canvas), " "), "whole thread") {
		t.Error("one message is called a whole thread")
	}
	s.unfailed()
}
