package present_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/present"
)

func view(m casefile.Message, subject string) desk.MessageView {
	v := desk.MessageView{Message: m}
	v.Row.Subject, v.Row.Received = subject, civil.On(civil.MustParse("2026-10-01"))
	return v
}

func TestMail(t *testing.T) {
	got := present.NewMail(view(casefile.Message{
		From: casefile.Address{Name: "School office", Email: "office@example.org"}, Text: "Please see below.",
		Attachments: []casefile.Attachment{{Name: "form.pdf"}}, Defects: []string{"A part could not be read."},
		Forwarded: []casefile.Forwarded{{From: casefile.Address{Email: "parent@example.org"}, Text: "I want a copy."}},
	}, "FW: request"))
	want := present.Mail{
		Subject: "FW: request", From: "from School office <office@example.org> · Thu 1 Oct 2026",
		Notes: []string{"Attached: form.pdf", "A part could not be read."},
		Text:  []string{"Please see below.\n\nForwarded from parent@example.org:\n\nI want a copy."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyMail(t *testing.T) {
	got := present.NewMail(view(casefile.Message{}, ""))
	if got.Subject != "No subject" || got.Text[0] != "The message has no text that can be read." {
		t.Errorf("%+v", got)
	}
}

// A long message is shown in pieces, cut at line ends, and not without end.
func TestLongMail(t *testing.T) {
	line := strings.Repeat("ł", 99) + "\n"
	got := present.NewMail(view(casefile.Message{Text: strings.Repeat(line, 2000)}, "Long"))
	if last := got.Text[len(got.Text)-1]; !strings.HasPrefix(last, "The rest of this long message") {
		t.Errorf("ends with %.40q", last)
	}
	for _, p := range got.Text[:len(got.Text)-2] {
		if n := len([]rune(p)); n > 2048 || n < 900 || !strings.HasSuffix(p, strings.Repeat("ł", 99)) {
			t.Errorf("a piece of %d letters", n)
		}
	}
}
