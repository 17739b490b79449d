package civil_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"casebook/internal/civil"

	"pgregory.net/rapid"
)

func anyDate(t *rapid.T, label string) civil.Date {
	return civil.Must(1600, time.January, 1).AddDays(rapid.IntRange(0, 365*800).Draw(t, label))
}

// The counting agrees with package time on every day of eight centuries.
func TestAgreesWithTime(t *testing.T) {
	at := time.Date(1599, time.December, 31, 12, 0, 0, 0, time.UTC)
	d := civil.Must(1599, time.December, 31)
	for range 365 * 800 {
		at, d = at.AddDate(0, 0, 1), d.AddDays(1)
		y, m, day := d.Split()
		if ty, tm, td := at.Date(); y != ty || m != tm || day != td || d.Weekday() != at.Weekday() {
			t.Fatalf("%v: got %d-%d-%d %v", at, y, m, day, d.Weekday())
		}
		if back := civil.Must(y, m, day); back != d {
			t.Fatalf("%v does not come back: %v", d, back)
		}
	}
}

func TestFirstDay(t *testing.T) {
	d := civil.Must(1, time.January, 1)
	if d.IsZero() || d.String() != "0001-01-01" || d.Weekday() != time.Monday {
		t.Errorf("1 January 0001 is %q, %v, zero %v", d, d.Weekday(), d.IsZero())
	}
	if last := civil.Must(9999, time.December, 31); last.String() != "9999-12-31" {
		t.Errorf("the last day prints as %q", last)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-2-3", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026/10/09", "20261009", "2026-10-09T00:00:00Z", " 2026-10-0", "２０26-1-1"} {
		if d, err := civil.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, d)
		}
	}
}

func TestAddMonths(t *testing.T) {
	test := func(from string, months int, want string) {
		t.Helper()
		if got := civil.MustParse(from).AddMonths(months).String(); got != want {
			t.Errorf("%s + %d months = %s, want %s", from, months, got, want)
		}
	}
	test("2026-01-31", 1, "2026-02-28")
	test("2028-01-31", 1, "2028-02-29")
	test("2026-02-28", 1, "2026-03-28")
	test("2026-11-30", 3, "2027-02-28")
	test("2026-12-15", 1, "2027-01-15")
	test("2026-01-31", -2, "2025-11-30")
	test("2026-03-15", -3, "2025-12-15")
}

func TestLondonDay(t *testing.T) {
	test := func(stamp, want string) {
		t.Helper()
		at, err := time.Parse(time.RFC3339, stamp)
		if err != nil {
			t.Fatal(err)
		}
		if got := civil.Of(at).String(); got != want {
			t.Errorf("%s is %s in London, want %s", stamp, got, want)
		}
	}
	test("2026-06-30T23:30:00Z", "2026-07-01")
	test("2026-12-31T23:30:00Z", "2026-12-31")
	test("2026-03-29T00:59:59Z", "2026-03-29")
	test("2026-10-24T23:30:00Z", "2026-10-25")
	test("2026-07-01T01:30:00+03:00", "2026-06-30")
}

func TestWords(t *testing.T) {
	d := civil.MustParse("2026-10-09")
	if d.Long() != "Fri 9 Oct 2026" || d.Letter() != "9 October 2026" {
		t.Errorf("got %q and %q", d.Long(), d.Letter())
	}
	var none civil.Date
	if none.String() != "" || none.Long() != "" {
		t.Errorf("no day prints as %q, %q", none, none.Long())
	}
}

func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "day")
		m := civil.At(d.Midnight().Add(time.Duration(rapid.Int64Range(0, int64(24*time.Hour)).Draw(t, "clock"))))
		type both struct {
			D civil.Date
			M civil.Moment
			N civil.Moment
		}
		in := both{D: d, M: m, N: civil.On(d)}
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out both
		if err := json.Unmarshal(b, &out); err != nil {
			t.Fatal(err)
		}
		if in != out {
			t.Fatalf("%s came back as %+v", b, out)
		}
	})
}

func TestEarlierAndLater(t *testing.T) {
	var none civil.Date
	a, b := civil.MustParse("2026-01-01"), civil.MustParse("2026-01-02")
	for _, c := range []struct{ got, want civil.Date }{
		{civil.Earlier(a, b), a},
		{civil.Earlier(b, a), a},
		{civil.Earlier(none, b), b},
		{civil.Earlier(a, none), a},
		{civil.Earlier(none, none), none},
		{civil.Later(a, b), b},
		{civil.Later(b, a), b},
		{civil.Later(none, b), b},
		{civil.Later(a, none), a},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

func TestRange(t *testing.T) {
	r := civil.Range{From: civil.MustParse("2026-09-10"), To: civil.MustParse("2026-09-15")}
	if r.Days() != 6 || !r.Has(r.From) || !r.Has(r.To) || r.Has(r.To.AddDays(1)) || r.Has(r.From.AddDays(-1)) {
		t.Errorf("%v has %d days", r, r.Days())
	}
	if n := (civil.Range{From: r.To, To: r.From}).Days(); n != 0 {
		t.Errorf("a range that ends before it begins has %d days", n)
	}
}

func TestMomentOrder(t *testing.T) {
	day := civil.On(civil.MustParse("2026-06-30"))
	morning, _ := civil.ParseMoment("2026-06-30T08:00:00Z")
	evening, _ := civil.ParseMoment("2026-06-30T23:30:00Z") // 1 July in London
	if day.Compare(morning) != -1 || morning.Compare(evening) != -1 || evening.Compare(evening) != 0 || evening.Compare(day) != 1 {
		t.Error("moments are out of order")
	}
	if _, err := civil.ParseMoment("30 June"); err == nil {
		t.Error("30 June was taken for a moment")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2026-10-09")
	f.Add("2024-02-29")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := civil.Parse(s); err == nil && d.String() != s {
			t.Errorf("Parse(%q) prints as %q", s, d)
		}
	})
}

func TestParseLocal(t *testing.T) {
	for s, want := range map[string]string{
		"2026-06-01T10:00":    "2026-06-01T09:00:00Z",
		"2026-12-01T10:00:05": "2026-12-01T10:00:05Z",
		"2026-03-29T00:59":    "2026-03-29T00:59:00Z",
		"2026-03-29T01:30":    "the clocks go forward over it",
		"2026-03-29T02:00":    "2026-03-29T01:00:00Z",
		"2026-10-25T00:30":    "2026-10-24T23:30:00Z",
		"2026-10-25T01:30":    "2026-10-25T00:30:00Z", // the first of the two
		"2026-10-25T02:00":    "2026-10-25T02:00:00Z",
		"2026-02-30T10:00":    "an hour is written like",
		"2026-06-01T24:00":    "an hour is written like",
		"2026-06-01":          "an hour is written like",
	} {
		m, err := civil.ParseLocal(s)
		got := m.String()
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) && !strings.HasSuffix(got, want) {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
}
