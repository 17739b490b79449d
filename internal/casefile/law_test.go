package casefile_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

var lawDay = civil.MustParse("2026-10-12")

// tableFile is a small table of holidays: Christmas Day and one more day.
func tableFile(version, from, to, extra string) string {
	const nation = `%q: {"from": %q, "to": %q, "days": [{"date": "2026-12-25", "name": "Christmas Day"}, {"date": %q, "name": "Jubilee"}]}`
	parts := make([]string, len(clock.Nations))
	for i, n := range clock.Nations {
		parts[i] = fmt.Sprintf(nation, n, from, to, extra)
	}
	return fmt.Sprintf("{\"version\": %q,\n\"source\": \"invented\", \"nations\": {\n%s}}", version, strings.Join(parts, ",\n"))
}

func goodTable(version string) string {
	return tableFile(version, "2026-01-01", "2029-12-31", "2026-10-05")
}

const calendarFile = `{"calendars": {"hill": {"name": "Hill Schools",
	"sessions": [["2026-09-02", "2026-10-23"], ["2026-11-02", "2026-12-18"]], "closed": ["2026-09-18"]}}}`

func readLaw(t testing.TB, file string) *casefile.LawLoaded {
	t.Helper()
	p, err := casefile.ReadLawFile([]byte(file), lawDay)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shippedLaw(t testing.TB) clock.Law {
	t.Helper()
	b, err := os.ReadFile("../../assets/law/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	law, err := clock.DefaultLaw(b)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// lawState folds these payloads, each on its day.
func lawState(t testing.TB, payloads ...casefile.Payload) casefile.LawState {
	t.Helper()
	var events []casefile.Event
	for i, p := range payloads {
		e, err := casefile.NewEvent(casefile.TheLaw, civil.On(lawDay.AddDays(i)), p)
		if err != nil {
			t.Fatal(err)
		}
		e.ID, e.Actor = fmt.Sprint(i), "Priya"
		events = append(events, e)
	}
	s, err := casefile.FoldLaw(events)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReadLawFile(t *testing.T) {
	p := readLaw(t, "\xef\xbb\xbf"+goodTable("2026-12-01"))
	if p.Kind != casefile.BankHolidays || p.Version != "2026-12-01" || strings.Contains(string(p.File), "\n") {
		t.Errorf("got %s %s %.40s", p.Kind, p.Version, p.File)
	}
	if p := readLaw(t, calendarFile); p.Kind != casefile.SchoolCalendars || p.Version != "2026-10-12" {
		t.Errorf("a calendar without a version: %s %s", p.Kind, p.Version)
	}
	twice := strings.Replace(calendarFile, `"calendars"`, `"version": "2026-07-01", "version": "2026-08-01", "calendars"`, 1)
	if p := readLaw(t, twice); p.Version != "2026-08-01" || strings.Count(string(p.File), "version") != 1 {
		t.Errorf("a key that is there twice: %s, %s", p.Version, p.File)
	}
}

func TestReadLawFileSaysWhatIsWrong(t *testing.T) {
	good := goodTable("2026-12-01")
	for _, test := range []struct{ name, old, new, field, want string }{
		{"not JSON", `"version"`, `version`, "file", "is not written as JSON: line 1"},
		{"not JSON further down", `"nations": {`, `"nations": {,`, "file", "is not written as JSON: line 2"},
		{"cut off", `}}`, ``, "file", "is not written as JSON: line 6"},
		{"a list", good, `[]`, "file", "holds no JSON object"},
		{"null", good, `null`, "file", "holds no JSON object"},
		{"empty", good, ``, "file", "is not written as JSON: line 1"},
		{"something else", `"nations"`, `"peoples"`, "file", "neither a table of bank holidays nor one of school calendars"},
		{"both", `"nations"`, `"calendars": {}, "nations"`, "file", "neither"},
		{"not text", good, "\xff", "file", "not a text file in UTF-8"},
		{"too large", good, strings.Repeat(" ", 5<<20), "file", "too large"},
		{"no day", "2026-12-25", "2026-02-30", "nations.england.days[0].date", `gives nations.england.days[0].date as "2026-02-30", which is not a day`},
		{"no first day", "2026-01-01", "2026-13-01", "nations.england.from", `as "2026-13-01"`},
		{"long text for a day", "2026-12-25", strings.Repeat("x", 90), "nations.england.days[0].date", strings.Repeat("x", 40) + "…"},
		{"unknown nation", `"wales"`, `"cymru"`, "nations", `"cymru" is not one of england`},
		{"nation missing", `"wales"`, `"england"`, "nations", "the holidays of Wales are missing"},
		{"ends before it begins", "2029-12-31", "2025-12-31", "nations.england", "from which to which day it covers England"},
		{"outside what it covers", "2026-01-01", "2026-10-06", "nations.england.days[1]", "5 October 2026 is outside"},
		{"no version", `"2026-12-01"`, `""`, "version", "does not say which version"},
		{"version that is no day", `"2026-12-01"`, `"new"`, "version", `version is "new", which is not a day`},
		{"unknown field", `"source"`, `"sauce"`, "holidays", "unknown field"},
		{"calendar ends before it begins", good, strings.Replace(calendarFile, "2026-10-23", "2026-08-23", 1), "calendars.hill", "has to begin before it ends"},
		{"calendar without sessions", good, `{"calendars": {"hill": {"name": "Hill", "sessions": [], "closed": []}}}`, "calendars.hill", "no sessions"},
		{"half a session", good, strings.Replace(calendarFile, `, "2026-10-23"`, "", 1), "calendars.hill.sessions[0]", "its first and its last day"},
		{"session that is no day", good, strings.Replace(calendarFile, "2026-10-23", "2026-10-32", 1), "calendars.hill.sessions[0][1]", "not a day"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := casefile.ReadLawFile([]byte(strings.Replace(good, test.old, test.new, 1)), lawDay)
			e, ok := errors.AsType[*casefile.Error](err)
			if !ok || p != nil || e.Kind != casefile.Invalid || e.Do == "" {
				t.Fatalf("got %v, %v", p, err)
			}
			if e.Field != test.field || !strings.Contains(e.What, test.want) || strings.Contains(e.Error(), "\n") {
				t.Errorf("field %q: %s\nwant field %q: %s", e.Field, e, test.field, test.want)
			}
		})
	}
}

func FuzzReadLawFile(f *testing.F) {
	f.Add([]byte(goodTable("2026-12-01")))
	f.Add([]byte(calendarFile))
	f.Add([]byte(`{"nations": {"england": null}, "version": 3}`))
	f.Add([]byte(`{"calendars": {"": {"sessions": [[null, ""]], "closed": [""]}}}`))
	shipped := shippedLaw(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := casefile.ReadLawFile(file, lawDay)
		if err != nil {
			if e, ok := errors.AsType[*casefile.Error](err); !ok || e.Kind != casefile.Invalid || e.What == "" || e.Do == "" {
				t.Errorf("not an error for people: %#v", err)
			}
			return
		}
		s := lawState(t, p) // what was read can be kept and read again
		s.InForce(shipped)
		if !s.Same(p, shipped) {
			t.Error("what is in force is not the same as itself")
		}
	})
}

// The stream of the law says what is in force, and since when.
func TestFoldLaw(t *testing.T) {
	shipped := shippedLaw(t)
	began := &casefile.LawChanged{Rules: shipped.Version, Holidays: shipped.Holidays.Version()}
	newer := shipped
	var err error
	if newer.Holidays, err = clock.ParseHolidays([]byte(goodTable("2027-06-01"))); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name     string
		program  clock.Law
		payloads []casefile.Payload
		holidays string
		since    civil.Date // of the loaded table
	}{
		{"nothing loaded", shipped, []casefile.Payload{began}, "2026-11-21", civil.Date{}},
		{"a newer table", shipped, []casefile.Payload{began, readLaw(t, goodTable("2026-12-01"))}, "2026-12-01", lawDay.AddDays(1)},
		{"an older one, forced", shipped, []casefile.Payload{began, readLaw(t, goodTable("2026-02-01"))}, "2026-02-01", lawDay.AddDays(1)},
		{
			"the last one counts", shipped,
			[]casefile.Payload{began, readLaw(t, goodTable("2027-12-01")), readLaw(t, goodTable("2026-12-01"))},
			"2026-12-01", lawDay.AddDays(2),
		},
		{"one taken back", shipped, []casefile.Payload{began, readLaw(t, goodTable("2026-12-01")), &casefile.EventWithdrawn{Event: "1"}}, "2026-11-21", civil.Date{}},
		{"a newer program", newer, []casefile.Payload{began, readLaw(t, goodTable("2026-12-01"))}, "2027-06-01", lawDay.AddDays(1)},
		{"a newer program, a table newer still", newer, []casefile.Payload{began, readLaw(t, goodTable("2027-12-01"))}, "2027-12-01", lawDay.AddDays(1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := lawState(t, test.payloads...)
			if law := s.InForce(test.program); law.Holidays.Version() != test.holidays || s.TableSince != test.since {
				t.Errorf("in force is %s since %s", law.Holidays.Version(), s.TableSince)
			}
			if s.RulesSince != lawDay || s.HolidaysSince != lawDay || s.Rules != shipped.Version {
				t.Errorf("the program's law: %+v", s)
			}
			if bare := s.InForce(clock.Law{}); (s.Table == nil) != (bare.Holidays == nil) {
				t.Error("a program without a table")
			}
		})
	}
}

// A file of calendars takes the place of those of the same id, and leaves the
// others; the state that it was loaded over stays as it was.
func TestCalendarsAreAdded(t *testing.T) {
	first := lawState(t, readLaw(t, calendarFile))
	s, err := first.Load(readLaw(t, strings.NewReplacer(`"hill"`, `"dale"`, "Hill", "Dale").Replace(calendarFile)), lawDay.AddDays(9))
	if err != nil {
		t.Fatal(err)
	}
	longer := readLaw(t, strings.Replace(calendarFile, "2026-12-18", "2026-12-19", 1))
	again, err := s.Load(longer, lawDay.AddDays(20))
	if err != nil || len(first.Calendars) != 1 || len(s.Calendars) != 2 || len(again.Calendars) != 2 {
		t.Fatalf("%d, %d, %d calendars, %v", len(first.Calendars), len(s.Calendars), len(again.Calendars), err)
	}
	if again.CalendarsSince["hill"] != lawDay.AddDays(20) || again.CalendarsSince["dale"] != lawDay.AddDays(9) || s.CalendarsSince["hill"] != lawDay {
		t.Errorf("since %v", again.CalendarsSince)
	}
	if s.Same(longer, clock.Law{}) || !again.Same(longer, clock.Law{}) {
		t.Error("what is the same is mistaken")
	}
}

func TestMovedDates(t *testing.T) {
	d := civil.MustParse
	before := []clock.Obligation{
		{Rule: clock.Rights, Name: "Send the reply", Due: d("2026-10-05"), WorkTo: d("2026-10-05"), NoticeBy: d("2026-10-05")},
		{Rule: clock.QuestionChase, Name: "Chase the answer", Due: d("2026-10-01"), WorkTo: d("2026-10-01")},
	}
	after := []clock.Obligation{
		{Rule: clock.Rights, Name: "Send the reply", Due: d("2026-10-06"), WorkTo: d("2026-10-02"), NoticeBy: d("2026-10-06")},
	}
	got := casefile.MovedDates("26-7KQ4MX", before, after)
	var words []string
	for _, m := range got {
		words = append(words, m.Words())
	}
	want := []string{
		"Send the reply: Mon 5 Oct 2026 -> Tue 6 Oct 2026",
		"Chase the answer: Thu 1 Oct 2026 -> no date",
		"Send the reply, the day to work to: Mon 5 Oct 2026 -> Fri 2 Oct 2026",
	}
	if !slices.Equal(words, want) || got[0].Case != "26-7KQ4MX" || got[2].Date != casefile.WorkToDate {
		t.Errorf("got %q", words)
	}
	notice := slices.Clone(before)
	notice[0].NoticeBy = d("2026-10-09")
	if got := casefile.MovedDates("", before, notice); len(got) != 1 || got[0].Date != casefile.NoticeByDate {
		t.Errorf("a notice that moved: %v", got)
	}
	if got := casefile.MovedDates("", before, before); got != nil {
		t.Errorf("nothing moved, got %v", got)
	}
}

// Schools share calendars; each may do otherwise on days of its own.
func TestLawForSchools(t *testing.T) {
	base := lawState(t, readLaw(t, calendarFile)).InForce(shippedLaw(t))
	d := civil.MustParse
	client := casefile.Client{Nation: "england", School: []casefile.School{
		{Name: "Low School", Calendar: "hill"},
		{Name: "High School", Calendar: "Hill Schools", Closed: []civil.Date{d("2026-09-21")}, Open: []civil.Date{d("2026-09-18"), d("2025-09-18")}},
		{Name: "New School", Calendar: "dale"},
		{Name: "Bare School"},
	}}
	law := casefile.LawFor(base, client)
	if len(law.Schools) != 2 {
		t.Fatalf("%d schools have days", len(law.Schools))
	}
	for _, test := range []struct {
		school, day string
		open        bool
	}{
		{"Low School", "2026-09-17", true},
		{"Low School", "2026-09-18", false},
		{"Low School", "2026-09-21", true},
		{"High School", "2026-09-18", true},
		{"High School", "2026-09-21", false},
		{"High School", "2026-10-26", false},
	} {
		if got := law.Schools[test.school].Open(d(test.day)); got != test.open {
			t.Errorf("%s on %s: open %v", test.school, test.day, got)
		}
	}
	record := func(school, received string) (clock.Obligation, error) {
		return clock.One(clock.EducationRecord, clock.Facts{
			Kind: "education-record", Nation: clock.England, School: school, SchoolType: clock.Maintained, Received: civil.On(d(received)),
		}, law)
	}
	low, err := record("Low School", "2026-09-07")
	if err != nil {
		t.Fatal(err)
	}
	if step := low.Working[len(low.Working)-1]; !strings.Contains(step.Text(), "Hill Schools, calendar of 2026-10-12") || step.Table() != "2026-10-12" {
		t.Errorf("the working does not name the calendar: %s", step.Text())
	}
	for school, want := range map[string]string{
		"New School": "the time is counted in school days: add the school's calendar",
		"Low School": "the calendar of Hill Schools ends on 18 December 2026: add the next year",
	} {
		if _, err := record(school, "2026-12-14"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", school, err, want)
		}
	}
	if s, ok := client.SchoolNamed("High School"); !ok || s.Calendar != "Hill Schools" {
		t.Error("a school is not found by its name")
	}
	client.Schools = []string{"Old School", "Low School"}
	if got := client.SchoolNames(); !slices.Equal(got, []string{"Old School", "Low School", "High School", "New School", "Bare School"}) {
		t.Errorf("the schools are called %q", got)
	}
}
