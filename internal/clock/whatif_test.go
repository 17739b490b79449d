package clock_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

func TestWhatIf(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	f := request("access")
	f.Pauses = make([]clock.Pause, 0, 4)
	test := func(name string, changed clock.Facts, state clock.State, last string) {
		t.Helper()
		if o := due(t, changed, law)[clock.Rights]; o.State != state || o.Due.String() != last {
			t.Errorf("if %s: %s, due %s; want %s, %s", name, o.State, o.Due, state, last)
		}
	}
	asked := clock.IfClarificationAsked(f, d("2026-09-10"))
	test("clarification is asked", asked, clock.Paused, "")
	test("it is answered", clock.IfClarified(asked, d("2026-09-15")), clock.Running, "2026-10-09")
	test("identity is asked", clock.IfIdentityAsked(f, d("2026-09-10")), clock.Waiting, "")
	test("it arrives", clock.IfIdentified(clock.IfIdentityAsked(f, d("2026-09-10")), d("2026-09-21")), clock.Running, "2026-10-21")
	test("extended", clock.IfExtended(f, d("2026-10-05"), clock.Number), clock.Running, "2026-12-03")
	test("extended too late", clock.IfExtended(f, d("2026-10-06"), clock.Number), clock.Running, "2026-10-05")
	test("nothing changed", f, clock.Running, "2026-10-05")
	if asked.Pauses[0] == f.Pauses[:1][0] {
		t.Error("asking what if changed the facts")
	}
}

func TestPostBy(t *testing.T) {
	law := shipped(t)
	test := func(last string, n int, nation clock.Nation, want string) {
		t.Helper()
		if got, err := clock.PostBy(civil.MustParse(last), n, nation, law); err != nil || got.String() != want {
			t.Errorf("to arrive by %s with %d days in %s: post by %s (%v), want %s", last, n, nation, got, err, want)
		}
	}
	test("2026-10-09", clock.PostDays, clock.England, "2026-10-06")
	test("2026-10-05", clock.PostDays, clock.England, "2026-09-30")
	test("2026-10-04", 0, clock.England, "2026-10-02")
	test("2026-12-01", 1, clock.Scotland, "2026-11-27")
	test("2026-12-01", 1, clock.Wales, "2026-11-30")
	for _, bad := range []error{
		func() error { _, err := clock.PostBy(civil.MustParse("2030-01-02"), 3, clock.Wales, law); return err }(),
		func() error { _, err := clock.PostBy(civil.MustParse("2026-01-02"), 3, "", law); return err }(),
		func() error {
			_, err := clock.PostBy(civil.MustParse("2026-01-02"), 3, clock.Wales, clock.Law{})
			return err
		}(),
	} {
		var e *clock.Error
		if !errors.As(bad, &e) {
			t.Errorf("got %v, want an error naming the field", bad)
		}
	}
}

// A holiday proclaimed after a case was dated moves the date, and says so.
func TestMoved(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	f := request("complaint")
	f.Received = on("2026-11-02")
	before, err := clock.Due(f, law)
	if err != nil {
		t.Fatal(err)
	}
	file := generated()
	part := file.Nations[clock.England]
	part.Days = append(part.Days, clock.HolidayDay{Date: d("2026-12-02"), Name: "Jubilee"})
	file.Nations[clock.England] = part
	if law.Holidays, err = clock.NewHolidays(file); err != nil {
		t.Fatal(err)
	}
	law.Settings.Periods = map[clock.RuleID]clock.Period{clock.ComplaintDelay: {}}
	after, err := clock.Due(f, law)
	if err != nil {
		t.Fatal(err)
	}
	want := []clock.Move{
		{clock.ComplaintAck, "Acknowledge the complaint", d("2026-12-02"), d("2026-12-03")},
		{clock.ComplaintProgress, "Tell the complainant how it goes", d("2026-12-02"), d("2026-12-03")},
		{clock.ComplaintOutcome, "Tell the outcome of the complaint", d("2026-12-02"), d("2026-12-03")},
		{clock.ComplaintDelay, "Explain why the outcome takes so long", d("2027-02-02"), civil.Date{}},
	}
	if got := clock.Moved(before, after); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := clock.Moved(after, before); len(got) != 4 || got[3].To != d("2027-02-02") {
		t.Errorf("back again: %v", got)
	}
	if got := clock.Moved(before, before); got != nil {
		t.Errorf("nothing moved, got %v", got)
	}
}

func TestCalendars(t *testing.T) {
	const good = `{"calendars": {"hill": {"name": "Hill School", "sessions": [["2026-09-02", "2026-10-23"]], "closed": ["2026-09-18"]}}}`
	all, err := clock.ParseCalendars([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	school, err := clock.NewSchool(all["hill"], clock.Except{
		Closed: []civil.Date{civil.MustParse("2026-09-21")}, Open: []civil.Date{civil.MustParse("2026-09-18")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for day, open := range map[string]bool{
		"2026-09-01": false, "2026-09-02": true, "2026-09-05": false, "2026-09-18": true, "2026-09-21": false, "2026-10-23": true, "2026-10-26": false,
	} {
		if school.Open(civil.MustParse(day)) != open {
			t.Errorf("%s is open: %v, want %v", day, !open, open)
		}
	}
	dated, err := clock.ParseCalendars([]byte(strings.Replace(good, "{", `{"version": "2026-07-01", "source": "the council", `, 1)))
	if err != nil || dated["hill"].Version != "2026-07-01" || all["hill"].Version != "" {
		t.Errorf("the version of the file: %+v, %v", dated, err)
	}
	test := func(old, replacement, field string) {
		t.Helper()
		_, err := clock.ParseCalendars([]byte(strings.Replace(good, old, replacement, 1)))
		var e *clock.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%q for %q: got %v, want an error at %s", replacement, old, err, field)
		}
	}
	test(`"name"`, `"title"`, "calendars")
	test(`"2026-09-02"`, `"2026-09-32"`, "calendars")
	test(`, "2026-10-23"`, ``, "calendars.hill.sessions[0]")
	test(`["2026-09-02", "2026-10-23"]`, ``, "calendars.hill")
	test(`2026-10-23`, `2026-08-23`, "calendars.hill")
}
