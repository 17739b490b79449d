package clock_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

var update = flag.Bool("update", false, "write the files that the tests compare with")

const holidayFile = "../../assets/law/holidays.json"

// The years for which the pattern was compared with an independent table (A20).
const firstYear, lastYear = 2024, 2029

// easter returns Easter Sunday (the Gregorian computus).
func easter(y int) civil.Date {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return civil.Must(y, time.Month(n/31), n%31+1)
}

// monday returns the first Monday of a month from that day on.
func monday(y int, m time.Month, day int) civil.Date {
	d := civil.Must(y, m, day)
	for d.Weekday() != time.Monday {
		d = d.AddDays(1)
	}
	return d
}

func lastMonday(y int, m time.Month) civil.Date {
	return monday(y, m, civil.DaysIn(y, m)-6)
}

// pattern returns one year's bank holidays of a nation before substitutes.
//
// law: Banking and Financial Dealings Act 1971 Sch 1, as law/rules.md A20 has it
func pattern(n clock.Nation, y int) []clock.HolidayDay {
	on := func(m time.Month, d int, name string) clock.HolidayDay {
		return clock.HolidayDay{Date: civil.Must(y, m, d), Name: name}
	}
	days := []clock.HolidayDay{
		on(time.January, 1, "New Year's Day"),
		{Date: easter(y).AddDays(-2), Name: "Good Friday"},
		{Date: monday(y, time.May, 1), Name: "Early May bank holiday"},
		{Date: lastMonday(y, time.May), Name: "Spring bank holiday"},
		on(time.December, 25, "Christmas Day"),
		on(time.December, 26, "Boxing Day"),
	}
	if n == clock.Scotland {
		return append(days,
			on(time.January, 2, "2nd January"),
			clock.HolidayDay{Date: monday(y, time.August, 1), Name: "Summer bank holiday"},
			on(time.November, 30, "St Andrew's Day"))
	}
	days = append(days,
		clock.HolidayDay{Date: easter(y).AddDays(1), Name: "Easter Monday"},
		clock.HolidayDay{Date: lastMonday(y, time.August), Name: "Summer bank holiday"})
	if n == clock.NorthernIreland {
		days = append(days,
			on(time.March, 17, "St Patrick's Day"),
			on(time.July, 12, "Battle of the Boyne"))
	}
	return days
}

// observed moves a holiday on a weekend to the next weekday that is free.
func observed(days []clock.HolidayDay) []clock.HolidayDay {
	slices.SortFunc(days, func(a, b clock.HolidayDay) int { return a.Date.Compare(b.Date) })
	weekend := func(d civil.Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
	taken := map[civil.Date]bool{}
	for _, d := range days {
		taken[d.Date] = true
	}
	for i, d := range days {
		if !weekend(d.Date) {
			continue
		}
		on := d.Date
		for weekend(on) || taken[on] {
			on = on.AddDays(1)
		}
		taken[on] = true
		days[i] = clock.HolidayDay{Date: on, Name: d.Name + ", substitute day"}
	}
	slices.SortFunc(days, func(a, b clock.HolidayDay) int { return a.Date.Compare(b.Date) })
	return days
}

// oneOff are the holidays no pattern gives.
var oneOff = map[clock.Nation][]clock.HolidayDay{
	// A21: royal proclamation, Scotland only
	clock.Scotland: {{Date: civil.Must(2026, time.June, 15), Name: "World Cup bank holiday"}},
}

func generated() clock.HolidayFile {
	f := clock.HolidayFile{
		Version: "2026-11-21",
		Source:  "The pattern of bank holidays of each nation with substitute days, and one-off days as proclaimed.",
		Nations: map[clock.Nation]clock.NationHoliday{},
	}
	for _, n := range clock.Nations {
		part := clock.NationHoliday{
			From: civil.Must(firstYear, time.January, 1),
			To:   civil.Must(lastYear, time.December, 31),
		}
		for y := firstYear; y <= lastYear; y++ {
			part.Days = append(part.Days, pattern(n, y)...)
		}
		part.Days = observed(append(part.Days, oneOff[n]...))
		f.Nations[n] = part
	}
	return f
}

// write lays the table out one day a line, so that a change reads as one.
func write(f clock.HolidayFile) []byte {
	quote := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return string(b)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"version\": %s,\n  \"source\": %s,\n  \"nations\": {", quote(f.Version), quote(f.Source))
	for i, n := range clock.Nations {
		part := f.Nations[n]
		fmt.Fprintf(&b, "%s\n    %s: {\n      \"from\": %s,\n      \"to\": %s,\n      \"days\": [", comma(i), quote(n), quote(part.From), quote(part.To))
		for j, d := range part.Days {
			fmt.Fprintf(&b, "%s\n        {\"date\": %s, \"name\": %s}", comma(j), quote(d.Date), quote(d.Name))
		}
		b.WriteString("\n      ]\n    }")
	}
	b.WriteString("\n  }\n}\n")
	return b.Bytes()
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// The table that ships is the pattern, with its substitutes and one-off days.
func TestHolidayTableIsThePattern(t *testing.T) {
	want := write(generated())
	if *update {
		if err := os.WriteFile(holidayFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(holidayFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the table differs from the pattern; if the law has changed, change the pattern and run with -update")
	}
}

// shipped is the law as it ships.
func shipped(t testing.TB) clock.Law {
	t.Helper()
	b, err := os.ReadFile(holidayFile)
	if err != nil {
		t.Fatal(err)
	}
	law, err := clock.DefaultLaw(b)
	if err != nil {
		t.Fatal(err)
	}
	return law
}
