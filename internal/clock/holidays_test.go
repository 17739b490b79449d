package clock_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// The substitutes that A25 lists, the one-off day of A21, and the days that
// tell the nations apart (A20).
func TestHolidays(t *testing.T) {
	h := shipped(t).Holidays
	const all = "england wales scotland northern-ireland"
	test := func(day, nations string) {
		t.Helper()
		for _, n := range clock.Nations {
			name := h.Holiday(n, civil.MustParse(day))
			if has := strings.Contains(" "+nations+" ", " "+string(n)+" "); has != (name != "") {
				t.Errorf("%s in %s is %q", day, n, name)
			}
		}
	}
	test("2026-12-28", all)
	test("2026-12-26", "")
	test("2027-12-27", all)
	test("2027-12-28", all)
	test("2028-01-03", all)
	test("2028-01-04", "scotland")
	test("2027-01-04", "scotland")
	test("2025-12-01", "scotland")
	test("2025-11-30", "")
	test("2026-11-30", "scotland")
	test("2025-07-14", "northern-ireland")
	test("2026-07-13", "northern-ireland")
	test("2026-03-17", "northern-ireland")
	test("2026-06-15", "scotland")
	test("2026-04-03", all)
	test("2026-04-06", "england wales northern-ireland")
	test("2028-04-17", "england wales northern-ireland")
	test("2026-08-03", "scotland")
	test("2026-08-31", "england wales northern-ireland")
	test("2026-05-04", all)
	test("2026-05-25", all)
	test("2026-09-21", "") // a local holiday is no bank holiday (A23)
	if h.Holiday("france", civil.MustParse("2026-12-25")) != "" || h.Covers("france") != (civil.Range{}) {
		t.Error("an unknown nation has holidays")
	}
	if c := h.Covers(clock.Wales); c.From.String() != "2024-01-01" || c.To.String() != "2029-12-31" {
		t.Errorf("Wales is covered %v", c)
	}
}

func TestParseHolidaysRefuses(t *testing.T) {
	good, err := os.ReadFile(holidayFile)
	if err != nil {
		t.Fatal(err)
	}
	test := func(old, replacement, field string) {
		t.Helper()
		_, err := clock.ParseHolidays([]byte(strings.Replace(string(good), old, replacement, 1)))
		var e *clock.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%q for %q: got %v, want an error at %s", replacement, old, err, field)
		}
	}
	test(`"version"`, `"edition"`, "holidays")
	test(`"2026-11-21"`, `""`, "version")
	test(`"wales"`, `"cymru"`, "nations")
	test(`"from": "2024-01-01"`, `"from": "2024-13-01"`, "holidays")
	test(`"to": "2029-12-31"`, `"to": "2023-12-31"`, "nations.england")
	test(`"to": "2029-12-31"`, `"to": "2029-12-01"`, "nations.england.days[46]")
	test(`{"date": "2024-03-29"`, `{"date": "2024-01-01"`, "nations.england.days[1]")
	test(`"Good Friday"`, `""`, "nations.england.days[1]")
	if _, err := clock.ParseHolidays(append(good, '1')); err == nil {
		t.Error("text after the table was accepted")
	}
	if _, err := clock.ParseHolidays(nil); err == nil {
		t.Error("nothing was accepted as a table")
	}
}

// Two tables are equal where they say the same of every day, whatever their
// versions.
func TestHolidaysEqual(t *testing.T) {
	file := generated()
	make := func() *clock.Holidays {
		t.Helper()
		h, err := clock.NewHolidays(file)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	first := make()
	file.Version = "another"
	if !first.Equal(make()) {
		t.Error("a table is not equal to itself under another version")
	}
	part := file.Nations[clock.Wales]
	part.Days = append(part.Days, clock.HolidayDay{Date: civil.MustParse("2026-12-02"), Name: "Jubilee"})
	file.Nations[clock.Wales] = part
	more := make()
	part.Days, part.To = part.Days[:len(part.Days)-1], part.To.AddDays(1)
	file.Nations[clock.Wales] = part
	longer := make()
	var none *clock.Holidays
	if first.Equal(more) || first.Equal(longer) || first.Equal(none) || none.Equal(first) || !none.Equal(nil) {
		t.Error("tables that differ are equal, or none is not none")
	}
}
