package clock_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// A fee notice takes the days to the payment out of an information request, and
// stops the time until then.
func TestFeeNotice(t *testing.T) {
	law, d := fullLaw(t), civil.MustParse
	test := func(school string, asked, paid string, state clock.State, last string, left int) {
		t.Helper()
		f := of("information-request", clock.England, "2026-11-02")
		f.School = school
		f.Fee.Asked = d(asked)
		if paid != "" {
			f.Fee.Received = d(paid)
		}
		o := byRule(must(t, f, law))
		got := o[clock.FOI]
		if school != "" {
			got = o[clock.FOISchool]
		}
		if got.State != state || got.Due.String() != last || got.Left != left {
			t.Errorf("asked %s, paid %s: %s, due %s, %d left", asked, paid, got.State, got.Due, got.Left)
		}
	}
	test("", "2026-11-05", "", clock.Paused, "", 18)
	test("ENG-SAMPLE", "2026-11-05", "", clock.Paused, "", 18)
	test("", "2026-11-05", "2026-11-06", clock.Running, "2026-12-03", 0)
	test("", "2026-11-02", "2026-11-02", clock.Running, "2026-12-01", 0)
	test("", "2026-11-07", "2026-11-08", clock.Running, "2026-12-01", 0)
}

func must(t *testing.T, f clock.Facts, law clock.Law) []clock.Obligation {
	t.Helper()
	all, err := clock.Due(f, law)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestInformationRequestErrors(t *testing.T) {
	law, d := fullLaw(t), civil.MustParse
	test := func(field, words string, change func(*clock.Facts)) {
		t.Helper()
		f := with(of("information-request", clock.England, "2026-11-02"), change)
		_, err := clock.Due(f, law)
		var e *clock.Error
		if !errors.As(err, &e) || e.Field != field || !strings.Contains(e.Message, words) {
			t.Errorf("got %v, want an error at %s with %q", err, field, words)
		}
	}
	test("fee_asked", "needed", func(f *clock.Facts) { f.Fee.Received = d("2026-11-04") })
	test("fee_asked", "before the receipt", func(f *clock.Facts) { f.Fee.Asked = d("2026-11-01") })
	test("fee_asked", "due (1 December 2026)", func(f *clock.Facts) { f.Fee.Asked = d("2026-12-02") })
	test("pauses[0].asked", "due (1 December 2026)", func(f *clock.Facts) { f.Pauses = []clock.Pause{{Asked: d("2026-12-02")}} })
	test("school", "add the school's calendar", func(f *clock.Facts) { f.School = "hill" })
	test("holidays", "of the UK ends on 31 December 2029", func(f *clock.Facts) { f.Received = on("2029-12-12") })
	// The calendar ends before twenty school days, and before the sixty working
	// days that might have come first.
	test("school", "the calendar of CLOSED-SAMPLE ends on 18 December 2026: add the next year", func(f *clock.Facts) {
		f.School, f.Received = "CLOSED-SAMPLE", on("2026-12-07")
	})
}

// Where the calendar ends too early the sixty working days still hold, if they
// surely come first.
func TestCapWithinAShortCalendar(t *testing.T) {
	law := shipped(t)
	school, err := clock.NewSchool(clock.Calendar{Name: "Hill School", Sessions: []civil.Range{
		{From: civil.MustParse("2026-06-08"), To: civil.MustParse("2026-07-10")},
		{From: civil.MustParse("2026-11-09"), To: civil.MustParse("2026-11-13")},
	}}, clock.Except{})
	if err != nil {
		t.Fatal(err)
	}
	law.Schools = map[string]*clock.School{"hill": school}
	f := of("information-request", clock.England, "2026-07-06")
	f.School = "hill"
	if o := byRule(must(t, f, law))[clock.FOISchool]; o.Due.String() != "2026-10-01" {
		t.Errorf("due %s", o.Due)
	}
}

func TestBreachToTheHour(t *testing.T) {
	law := shipped(t)
	aware := time.Date(2026, time.November, 20, 17, 30, 0, 0, time.UTC)
	f := clock.Facts{Kind: "breach", Nation: clock.England, Received: civil.At(aware)}
	o := byRule(must(t, f, law))[clock.Breach]
	last := aware.Add(72 * time.Hour)
	if !o.DueAt.Equal(last) || clock.OverdueAt(o, last) || !clock.OverdueAt(o, last.Add(time.Second)) {
		t.Errorf("due at %v", o.DueAt)
	}
	f.ReceivedByDPO = civil.At(aware.Add(-time.Hour))
	o = byRule(must(t, f, law))[clock.Breach]
	if !o.DueAt.Equal(last.Add(-time.Hour)) || !strings.Contains(text(o), "at 16:30 in London") {
		t.Errorf("due at %v\n%s", o.DueAt, text(o))
	}
	f.Sent = civil.MustParse("2026-11-22")
	if o := byRule(must(t, f, law))[clock.Breach]; clock.OverdueAt(o, last.Add(time.Hour)) {
		t.Error("overdue after the notice")
	}
	reply := byRule(must(t, request("access"), law))[clock.Rights]
	if clock.OverdueAt(reply, time.Date(2026, time.October, 5, 22, 59, 0, 0, time.UTC)) ||
		!clock.OverdueAt(reply, time.Date(2026, time.October, 5, 23, 0, 0, 0, time.UTC)) {
		t.Error("a day ends at midnight in London")
	}
	f = clock.Facts{Kind: "breach", Nation: clock.England, Received: on("2026-11-20")}
	if _, err := clock.Due(f, law); err == nil || !strings.Contains(err.Error(), "hour is needed") {
		t.Errorf("got %v", err)
	}
}

func TestStepAsJSON(t *testing.T) {
	o := byRule(must(t, request("access"), shipped(t)))[clock.Rights]
	b, err := json.Marshal(o.Working[len(o.Working)-1])
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"date":"2026-10-05","step":"Sat 3 Oct and Sun 4 Oct do not count; the next working day is Mon 5 Oct 2026 (England, bank holidays of 2026-11-21)","law":"UK GDPR Art 4A; Reg 1182/71 Art 3(4)"}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
	if v := o.Working[2].Table(); v != "2026-11-21" {
		t.Errorf("days skipped by the table %q", v)
	}
	if o.Working[0].Table() != "" || o.Working[0].Skipped() != nil {
		t.Error("a receipt skips days")
	}
	if s := (clock.Step{}).Text(); s != "" {
		t.Errorf("no step says %q", s)
	}
}

func TestLawWithoutTables(t *testing.T) {
	if _, err := clock.DefaultLaw([]byte("{")); err == nil {
		t.Error("half a table makes a law")
	}
	_, err := clock.Due(request("access"), clock.Law{Rules: clock.Rules()})
	var e *clock.Error
	if !errors.As(err, &e) || e.Field != "holidays" {
		t.Errorf("got %v, want an error about the holidays", err)
	}
	if n := clock.Nation("france").Name(); n != "" {
		t.Errorf("france is called %q", n)
	}
}
