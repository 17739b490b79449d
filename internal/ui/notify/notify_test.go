package notify_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"casebook/internal/ui/notify"
)

func TestSentences(t *testing.T) {
	cases := []struct {
		send func(*notify.Notifier) error
		want string
	}{
		{func(n *notify.Notifier) error { return n.Count(notify.DueToday, 1) }, "1 duty is due today."},
		{func(n *notify.Notifier) error { return n.Count(notify.DueToday, 3) }, "3 duties are due today."},
		{func(n *notify.Notifier) error { return n.Count(notify.Overdue, 2) }, "2 duties are late."},
		{func(n *notify.Notifier) error { return n.Count(notify.NewMail, 1) }, "1 new message to triage."},
		{func(n *notify.Notifier) error { return n.Count(notify.PullFails, 0) }, "The mailbox could not be read."},
		{
			func(n *notify.Notifier) error { return n.Case(notify.CaseDue, 4, "26-7KQ4MX") },
			"Case 26-7KQ4MX is due in 4 days.",
		},
		{
			func(n *notify.Notifier) error { return n.Case(notify.CaseLate, 1, "26-0HQ7RA") },
			"Case 26-0HQ7RA is 1 day late.",
		},
	}
	app := test.NewTempApp(t)
	for _, c := range cases {
		n := notify.New(app)
		n.Turn(true)
		test.AssertNotificationSent(t, fyne.NewNotification("Casebook", c.want), func() {
			if err := c.send(n); err != nil {
				t.Errorf("%s: %v", c.want, err)
			}
		})
	}
}

func TestOffByDefault(t *testing.T) {
	n := notify.New(test.NewTempApp(t))
	test.AssertNotificationSent(t, nil, func() {
		if err := n.Count(notify.DueToday, 1); err != nil {
			t.Error(err)
		}
	})
	if n.On() {
		t.Error("on without being asked")
	}
}

var hostile = []string{
	"", "$(calc.exe)", "`id`", "a\"b", "a'b", "a;b", "a|b", "a&b", "<b>", "a\nb", "a\x00b",
	"26-7KQ4MX$(x)", "Łucja", "100%", "{0}", "[x]", "\\\\host\\share", "@here", "a\u202eb",
	strings.Repeat("a", 201),
}

func TestHostileTextIsRefused(t *testing.T) {
	n := notify.New(test.NewTempApp(t))
	n.Turn(true)
	test.AssertNotificationSent(t, nil, func() {
		for _, text := range hostile {
			if err := notify.Check(text); !errors.Is(err, notify.ErrRefused) {
				t.Errorf("Check(%q) = %v", text, err)
			}
			if err := n.Case(notify.CaseDue, 1, text); !errors.Is(err, notify.ErrRefused) {
				t.Errorf("Case(%q) = %v", text, err)
			}
		}
	})
}

func TestWrongSentenceIsRefused(t *testing.T) {
	n := notify.New(test.NewTempApp(t))
	n.Turn(true)
	for name, err := range map[string]error{
		"count of a case":    n.Count(notify.CaseDue, 1),
		"case of a count":    n.Case(notify.NewMail, 1, "26-7KQ4MX"),
		"unknown sentence":   n.Count(notify.Sentence(99), 1),
		"number below zero":  n.Count(notify.NewMail, -1),
		"ambiguous figure I": n.Case(notify.CaseDue, 1, "26-7KQ4MI"),
	} {
		if !errors.Is(err, notify.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if notify.Check(text) == nil && strings.ContainsAny(text, "\"'$`\\;&|<>{}[]@%\r\n\x00") {
			t.Errorf("%q passed", text)
		}
	})
}
