package office_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/office"
	"casebook/internal/report"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var at = time.Date(2026, 10, 9, 8, 30, 0, 0, time.UTC)

func write(t testing.TB, table report.Table, ending string) []byte {
	t.Helper()
	b, err := office.Write(table, ending, at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// names is a table of one column of words.
func names(cells ...string) report.Table {
	t := report.Table{Columns: []report.Column{{Name: "Person", Type: report.TextCell}, {Name: "Days", Type: report.NumberCell}}}
	for _, c := range cells {
		t.Rows = append(t.Rows, []string{c, "-3"})
	}
	return t
}

func TestCSV(t *testing.T) {
	got := string(write(t, names("Łucja Wright", `A "B", C`, "two\r\nlines", " led", ""), ".csv"))
	want := "\ufeffPerson,Days\r\nŁucja Wright,-3\r\n\"A \"\"B\"\", C\",-3\r\n\"two\nlines\",-3\r\n\" led\",-3\r\n,-3\r\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCSVDefusesFormulas(t *testing.T) {
	for _, test := range []struct{ cell, want string }{
		{"=1+1", "'=1+1"},
		{"+44 7700 900123", "'+44 7700 900123"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "' =1"},
		{"\r\n=1", "'\n=1"},
		{"\u200b=1", "'=1"},
		{"\ufeff=1", "'=1"},
		{"\x00=1", "'=1"},
		{"\u00a0=1", "'\u00a0=1"},
		{"＝1", "'＝1"},
		{"a=b", "a=b"},
		{"O'Neil", "O'Neil"},
		{"2026-10-09", "2026-10-09"},
		{"\u202egnp.exe", "gnp.exe"},
		{"bad \xff byte", "bad \ufffd byte"},
	} {
		rows := parse(t, write(t, names(test.cell), ".csv"))
		if got := rows[1][0]; got != test.want {
			t.Errorf("%q is written %q, want %q", test.cell, got, test.want)
		}
	}
}

func parse(t testing.TB, b []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Whatever the cells hold, the file has the shape of the table, and no cell of
// words begins with a character that makes a formula.
func TestCSVKeepsItsShape(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cells := rapid.SliceOfN(rapid.String(), 1, 8).Draw(rt, "cells")
		rows := parse(t, write(t, names(cells...), ".csv"))
		if len(rows) != len(cells)+1 {
			rt.Fatalf("%d rows for %d", len(rows), len(cells)+1)
		}
		for _, row := range rows[1:] {
			if len(row) != 2 || strings.ContainsAny(row[0][:min(1, len(row[0]))], "=+-@") || row[1] != "-3" {
				rt.Fatalf("row %q", row)
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("=cmd|' /C calc'!A0", "9")
	f.Add("\"\n,\"", "-")
	f.Fuzz(func(t *testing.T, words, number string) {
		table := names(words)
		table.Rows[0][1] = number
		rows := parse(t, write(t, table, ".csv"))
		if len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q", rows)
		}
	})
}

func deadlines() report.Table {
	return report.Table{
		Title: "Deadlines",
		Columns: []report.Column{
			{Name: "Due", Type: report.DateCell},
			{Name: "Work to", Type: report.DateCell},
			{Name: "Duty", Type: report.TextCell},
			{Name: "Case", Type: report.TextCell},
			{Name: "Client", Type: report.TextCell},
			{Name: "Handler", Type: report.TextCell},
		},
		Rows: [][]string{
			{"2026-11-09", "2026-11-06", "Answer the request", "26-7KQ4MX", "Oakfield", "Priya Venn"},
			{"2026-11-10", "2026-11-10", "Acknowledge; the complaint, now", "26-M2XT9C", "Alder", ""},
			{"2026-12-31", "", "Tell of progress", "26-M2XT9C", "Alder", ""},
			{"2027-01-31", "", "Tell of progress", "26-M2XT9C", "Alder", ""},
		},
	}
}

func TestICS(t *testing.T) {
	b := write(t, deadlines(), ".ics")
	cal, err := ics.ParseCalendar(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range cal.Events() {
		start, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		end, err := e.GetAllDayEndAt()
		if err != nil || end.Sub(start) != 24*time.Hour {
			t.Errorf("not one whole day: %v to %v, %v", start, end, err)
		}
		if len(e.Alarms()) != 1 {
			t.Errorf("%s has %d alarms", e.Id(), len(e.Alarms()))
		}
		got = append(got, start.Format(time.DateOnly)+" "+e.Id()+" "+e.GetProperty(ics.ComponentPropertySummary).Value)
	}
	want := []string{
		"2026-11-09 26-7kq4mx-answer-the-request@casebook.invalid 26-7KQ4MX Answer the request",
		"2026-11-10 26-m2xt9c-acknowledge-the-complaint-now@casebook.invalid 26-M2XT9C Acknowledge; the complaint, now",
		"2026-12-31 26-m2xt9c-tell-of-progress@casebook.invalid 26-M2XT9C Tell of progress",
		"2027-01-31 26-m2xt9c-tell-of-progress-2@casebook.invalid 26-M2XT9C Tell of progress",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cal.Events()[0].GetProperty(ics.ComponentPropertyDescription); d == nil || d.Value != "Work to Fri 6 Nov 2026; the last lawful day is Mon 9 Nov 2026." {
		t.Errorf("description %v", d)
	}
	if bytes.Contains(b, []byte("Priya")) || bytes.Contains(b, []byte("Oakfield")) {
		t.Error("the calendar names a person or a client")
	}
}

func TestICSIsTheSameBytesEachTime(t *testing.T) {
	first, second := write(t, deadlines(), ".ics"), write(t, deadlines(), ".ics")
	if !bytes.Equal(first, second) {
		t.Error("one table makes two calendars")
	}
	if bytes.Contains(bytes.ReplaceAll(first, []byte("\r\n"), nil), []byte("\n")) {
		t.Error("a line does not end in CRLF (RFC 5545, section 3.1)")
	}
	for _, line := range strings.Split(string(first), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes (RFC 5545, section 3.1): %s", len(line), line)
		}
	}
}

func TestICSEmpty(t *testing.T) {
	table := deadlines()
	table.Rows = nil
	cal, err := ics.ParseCalendar(bytes.NewReader(write(t, table, ".ics")))
	if err != nil || len(cal.Events()) != 0 {
		t.Errorf("no duties: %v %v", cal, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		table  report.Table
		ending string
		want   string
	}{
		{deadlines(), ".xlsx", "Casebook does not write Excel workbooks. Use a name that ends in .csv: Excel opens it as it is."},
		{deadlines(), ".xls", "Casebook does not write Excel workbooks. Use a name that ends in .csv: Excel opens it as it is."},
		{deadlines(), ".pdf", "That kind of file cannot be written. Use a name that ends in .csv, or in .ics for deadlines."},
		{deadlines(), "", "That kind of file cannot be written. Use a name that ends in .csv, or in .ics for deadlines."},
		{names("a"), ".ics", "Only deadlines make a calendar. Use a name that ends in .csv, or export deadlines."},
	} {
		b, err := office.Write(test.table, test.ending, at)
		e, ok := errors.AsType[*casefile.Error](err)
		if b != nil || !ok || e.Kind != casefile.Invalid || e.Error() != test.want {
			t.Errorf("%q: %q, %v", test.ending, b, err)
		}
	}
}

func TestICSNeedsItsDays(t *testing.T) {
	table := deadlines()
	table.Rows[1][0] = "soon"
	_, err := office.Write(table, ".ics", at)
	if e, ok := errors.AsType[*casefile.Error](err); !ok || e.Kind != casefile.Internal {
		t.Errorf("a row without a day: %v", err)
	}
}
