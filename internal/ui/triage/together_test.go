package triage_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/ui/mailtest"
	"casebook/internal/ui/uitest"
)

// office is a school office that passes on what people ask, among its own mail.
var office = []mailtest.Letter{
	{From: "Office <office@elsewhere.example>", Subject: "Request", At: "2026-10-01 08:00", Text: "To Nunthorpe Multi-Academy Trust: please send me a copy of all the personal data you hold about me."},
	{From: "Office <office@elsewhere.example>", Subject: "Pens", At: "2026-10-02 08:00", Text: "Pens are cheap."},
}

// S on a sender who also asks for something does nothing before a person has
// seen how many messages are meant and how many of them look like requests.
func TestAsksBeforeSettingRequestsAside(t *testing.T) {
	s := open(t, office...)
	s.says("all 2 of this sender (S)")
	uitest.Type(s.canvas, "s")
	s.says("Set aside 2 messages of this sender?", "1 of them looks like a request")
	uitest.Shot(t, "triage-aside-ask", s.canvas)
	if n := len(s.state(casefile.MessageNew)); n != 2 {
		t.Fatalf("%d wait before the answer", n)
	}
	uitest.Press(s.canvas, fyne.KeyReturn) // Cancel has the keyboard
	if n := len(s.state(casefile.MessageNew)); n != 2 {
		t.Fatalf("%d wait after Cancel", n)
	}
	uitest.Type(s.canvas, "s")
	if !uitest.Tap(s.canvas, "Set aside all 2") {
		t.Fatal("there is no such answer")
	}
	if n := len(s.state(casefile.MessageSetAside)); n != 2 {
		t.Errorf("%d are set aside", n)
	}
	uitest.Type(s.canvas, "u")
	if n := len(s.state(casefile.MessageNew)); n != 2 {
		t.Errorf("%d wait after the undo", n)
	}
	s.unfailed()
}

// What looks like a request is asked about in a thread too, and one address of
// a client always is.
func TestAsksBeforeSettingAThreadOrAClientAside(t *testing.T) {
	s := open(t, mailtest.Access)
	uitest.Type(s.canvas, "t")
	s.says("Set aside 1 message of this thread?", "It looks like a request")
	uitest.Press(s.canvas, fyne.KeyEscape)
	if n := len(s.state(casefile.MessageNew)); n != 1 {
		t.Errorf("%d wait after Escape", n)
	}
	s = open(t, mailtest.Letter{From: "office@mill.example", Subject: "Pens", At: "2026-10-02 08:00", Text: "Pens are cheap."})
	mill := "id = \"mill\"\nname = \"Mill Limited\"\nkind = \"company\"\nnation = \"england\"\naddress = [\"1 Mill Lane\"]\ndomains = [\"mill.example\"]\n[dpo]\nname = \"Ada Brook\"\nemail = \"dpo@mill.example\"\n"
	if _, err := s.AddClient(t.Context(), "mill.toml", []byte(mill)); err != nil {
		t.Fatal(err)
	}
	uitest.Type(s.canvas, "s")
	s.says("Set aside 1 message of this sender?", "It does not look like a request. It is an address of Mill", "pass on what people ask.")
	s.unfailed()
}

// Mail of nobody known that asks for nothing goes without a question.
func TestSetsAsideWithoutAQuestion(t *testing.T) {
	s := open(t, thread...)
	uitest.Type(s.canvas, "s")
	if n := len(s.state(casefile.MessageSetAside)); n != 3 {
		t.Errorf("%d are set aside", n)
	}
	s.unfailed()
}
