package daterow_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/daterow"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/uitest"
)

// A Saturday.
var today = civil.MustParse("2026-11-21")

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"today":              "2026-11-21",
		" Yesterday ":        "2026-11-20",
		"tomorrow":           "2026-11-22",
		"+1m":                "2026-12-21",
		"-2d":                "2026-11-19",
		"-2":                 "2026-11-19",
		"- 1 w":              "2026-11-14",
		"+1y":                "2027-11-21",
		"2026-03-31":         "2026-03-31",
		"31/3/26":            "2026-03-31",
		"31/03/2026":         "2026-03-31",
		"31.3.2026":          "2026-03-31",
		"31 3 26":            "2026-03-31",
		"31/12":              "2026-12-31",
		"3/1":                "2027-01-03", // six weeks ahead, not ten months back
		"1/9":                "2026-09-01",
		"29/2":               "2028-02-29",
		"9 Oct":              "2026-10-09",
		"9 October 2026":     "2026-10-09",
		"9oct26":             "2026-10-09",
		"9 Sept 2026":        "2026-09-09",
		"Fri 9 Oct 2026":     "2026-10-09",
		"Friday, 9 Oct 2026": "2026-10-09",
	} {
		got, err := daterow.Parse(text, today)
		if err != nil || got.String() != want {
			t.Errorf("Parse(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "soon", "31/2", "31/2/26", "32/1", "0/1", "1/13", "2026-02-30", "1/2/3", "1/2/345",
		"Thu 9 Oct 2026", "9 oc", "9 octopus", "9 junk", "++1", "+1x", "+99999d", "31/3/2026 10:00", "1//3", "+9999y", "-9999m", "0206-03-31",
	} {
		if got, err := daterow.Parse(text, today); !errors.Is(err, daterow.ErrDate) {
			t.Errorf("Parse(%q) = %s, %v", text, got, err)
		}
	}
}

// Whatever form a date is shown in, it reads back as itself.
func TestFormsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := today.AddDays(rapid.IntRange(-9000, 9000).Draw(t, "days"))
		for _, form := range []string{d.String(), d.Long(), d.Letter(), d.Format("2/1/2006"), d.Format("2/1/06")} {
			if got, err := daterow.Parse(form, today); err != nil || got != d {
				t.Fatalf("%q reads as %s, %v", form, got, err)
			}
		}
	})
}

// A date without a year is never more than half a year away, but 29 February.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := today.AddDays(rapid.IntRange(-5000, 5000).Draw(t, "now"))
		d := now.AddDays(rapid.IntRange(-182, 182).Draw(t, "away"))
		if d.Format("2/1") == "29/2" {
			return
		}
		if got, err := daterow.Parse(d.Format("2/1"), now); err != nil || got != d {
			t.Fatalf("%s seen from %s is %s, %v", d.Format("2/1"), now, got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"31/3", "today", "+1m", "2026-03-31", "Fri 9 Oct"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := daterow.Parse(s, today)
		if (err == nil) == d.IsZero() {
			t.Errorf("Parse(%q) = %s, %v", s, d, err)
		}
	})
}

func TestRow(t *testing.T) {
	uitest.App(t, theme.Light)
	r := daterow.New(func() civil.Date { return today })
	other := control.NewEntry()
	c := uitest.Window(t, container.NewVBox(r, other), 420, 90).Canvas()
	var last civil.Date
	r.OnChanged = func(d civil.Date, ok bool) { last = d }
	c.Focus(r.Entry)
	uitest.Type(c, "31/")
	if got := test.RenderToMarkup(c); !strings.Contains(got, "not a date yet") {
		t.Error("a half-typed date is not said to be one")
	}
	uitest.Type(c, "3/26")
	if got := test.RenderToMarkup(c); !strings.Contains(got, "= Tue 31 Mar 2026") {
		t.Errorf("the weekday is not shown: %s", got)
	}
	if last.String() != "2026-03-31" {
		t.Errorf("told %s", last)
	}
	uitest.Shot(t, "date", c)
	c.Focus(other)
	if r.Text() != "2026-03-31" {
		t.Errorf("after leaving: %q", r.Text())
	}
	r.SetDate(civil.Date{})
	if _, ok := r.Date(); ok || r.Text() != "" {
		t.Error("emptied, yet it has a date")
	}
	r.SetDate(today)
	if d, ok := r.Date(); !ok || d != today {
		t.Errorf("set to today, is %s", d)
	}
}
