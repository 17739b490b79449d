package remind_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/notify"
	"casebook/internal/ui/remind"
)

var today = civil.MustParse("2026-10-12")

func row(ref string, days int) desk.CaseRow {
	return desk.CaseRow{Reference: casefile.Reference(ref), Person: "Ada Brook", NextDue: today.AddDays(days), State: casefile.StateOpen}
}

func TestWords(t *testing.T) {
	closed := row("26-0HQ7RA", -9)
	closed.State = casefile.StateClosed
	noDate := row("26-0HQ7RA", 0)
	noDate.NextDue = civil.Date{}
	cases := map[string]struct {
		rows        []desk.CaseRow
		short, long string
	}{
		"nothing":  {[]desk.CaseRow{row("26-M2XT9C", 1), closed, noDate}, "Nothing due today", "."},
		"due":      {[]desk.CaseRow{row("26-M2XT9C", 0)}, "1 due today", "26-M2XT9C due today."},
		"the late": {[]desk.CaseRow{row("26-M2XT9C", 0), row("26-7KQ4MX", -1), row("26-0HQ7RA", -3)}, "1 due today, 2 late", "26-0HQ7RA 3 days late, 26-7KQ4MX 1 day late, 26-M2XT9C due today."},
		"many": {
			[]desk.CaseRow{row("a", -1), row("b", -1), row("c", -1), row("d", -1), row("e", -1), row("f", 0)},
			"1 due today, 5 late", "a 1 day late, b 1 day late, c 1 day late, d 1 day late, and 2 more.",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := remind.Count(c.rows, today)
			if d.Short() != c.short || d.Long() != c.long && d.Any() {
				t.Errorf("%q / %q, want %q / %q", d.Short(), d.Long(), c.short, c.long)
			}
			if d.Any() != (len(d.Late)+len(d.Due) > 0) || d.Day != today {
				t.Errorf("%+v", d)
			}
		})
	}
}

// sent keeps what would be shown on the desktop.
type sent struct{ texts []string }

func (s *sent) SendNotification(n *fyne.Notification) { s.texts = append(s.texts, n.Content) }

// The desktop is told once a person wants it: one late case by its reference,
// more by their number.
func TestNotify(t *testing.T) {
	cases := map[string]struct {
		on   bool
		rows []desk.CaseRow
		want []string
	}{
		"off":  {false, []desk.CaseRow{row("26-7KQ4MX", -2)}, nil},
		"one":  {true, []desk.CaseRow{row("26-7KQ4MX", -2)}, []string{"Case 26-7KQ4MX is 2 days late."}},
		"more": {true, []desk.CaseRow{row("26-7KQ4MX", -2), row("26-M2XT9C", -1), row("26-0HQ7RA", 0)}, []string{"2 duties are late.", "1 duty is due today."}},
		"none": {true, nil, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var s sent
			n := notify.New(&s)
			n.Turn(c.on)
			if err := remind.Count(c.rows, today).Notify(n); err != nil {
				t.Fatal(err)
			}
			if len(s.texts) != len(c.want) {
				t.Fatalf("sent %q, want %q", s.texts, c.want)
			}
			for i := range c.want {
				if s.texts[i] != c.want[i] {
					t.Errorf("sent %q, want %q", s.texts[i], c.want[i])
				}
			}
		})
	}
}
