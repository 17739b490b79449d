package report_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/report"
)

// whole sees that every row has a cell for each column and that typed cells
// hold what their column says.
func whole(t *testing.T, table report.Table) {
	t.Helper()
	if table.Title == "" {
		t.Error("the table has no title")
	}
	seen := map[string]bool{}
	for i, c := range table.Columns {
		if c.Name == "" || seen[c.Name] {
			t.Errorf("%s: column %d is %q", table.Title, i, c.Name)
		}
		seen[c.Name] = true
	}
	for _, row := range table.Rows {
		if len(row) != len(table.Columns) {
			t.Fatalf("%s: %d cells under %d columns", table.Title, len(row), len(table.Columns))
		}
		for i, cell := range row {
			if _, err := civil.Parse(cell); table.Columns[i].Type == report.DateCell && cell != "" && err != nil {
				t.Errorf("%s, %s: %q is no day", table.Title, table.Columns[i].Name, cell)
			}
		}
	}
}

func cells(t *testing.T, table report.Table, row int, want map[string]string) {
	t.Helper()
	for column, value := range want {
		if !slices.ContainsFunc(table.Columns, func(c report.Column) bool { return c.Name == column }) {
			t.Errorf("there is no column %q", column)
		}
		if got := table.Cell(row, column); got != value {
			t.Errorf("%s: %q, want %q", column, got, value)
		}
	}
}

func TestRegister(t *testing.T) {
	rows := []report.Row{row(t, complaint()), row(t, erasure())}
	table := report.Register(rows)
	whole(t, table)
	cells(t, table, 0, map[string]string{
		"Case": "26-0HQ7RA", "Kind": "Erasure", "Person": "Nia Prosser", "On behalf of": "", "Received": "2026-08-31",
		"Due": "2026-10-05", "Identity asked": "2026-09-01", "Identity received": "2026-09-03", "Outcome": "done in part",
		"Answered": "2026-10-07", "Answered by": "post", "Days late": "2", "State": "Open", "Closed": "", "Days paused": "",
	})
	cells(t, table, 1, map[string]string{
		"Case": "26-M2XT9C", "Person": "Ade Okafor", "On behalf of": "Ife Okafor", "Relation": "parent", "Received by DPO": "2026-09-11",
		"Acknowledged": "2026-09-14", "Answered": "2026-10-02", "Days late": "", "Closed": "2026-10-09", "Why closed": "outcome sent",
	})
	if rows[0].Case.Kind != casefile.Complaint {
		t.Error("the caller's rows were put in another order")
	}
	if got := table.Cell(5, "Case"); got != "" {
		t.Errorf("a row that is not there holds %q", got)
	}
	whole(t, report.Register(nil))
}

func TestPausesAndExtensions(t *testing.T) {
	c := erasure()
	c.Kind = casefile.Access
	c.Pauses = []casefile.Pause{
		{Asked: day("2026-09-08"), Answered: day("2026-09-10"), Reason: "Which years?", Volume: "40,000 messages"},
		{Asked: day("2026-09-10"), Answered: day("2026-09-12")},
		{Asked: day("2026-09-20")},
	}
	c.Extension = &casefile.Extension{Noticed: day("2026-09-21"), Ground: casefile.Complexity, Reasons: "Many files."}
	r := row(t, erasure())
	r.Case = c
	cells(t, report.Register([]report.Row{r}), 0, map[string]string{
		"Days paused": "5", "Extension noticed": "2026-09-21", "Extension ground": "complexity",
	})
}

func TestComplaints(t *testing.T) {
	table := report.Complaints([]report.Row{row(t, erasure()), row(t, complaint())})
	whole(t, table)
	if len(table.Rows) != 1 {
		t.Fatalf("%d rows", len(table.Rows))
	}
	cells(t, table, 0, map[string]string{
		"Complainant": "Ade Okafor", "Acknowledge by": "2026-10-09", "Acknowledged": "2026-09-14", "Acknowledged by": "email", "Issues": "2",
		"Upheld": "1", "Partly upheld": "", "Not upheld": "1", "Enquiries": "2", "Progress letters": "", "Outcome": "upheld in part",
		"Outcome sent": "2026-10-02", "Linked cases": "26-7KQ4MX (access request that came with it)",
		"What was said": "1. A list of pupils with unpaid meals hung beside the hatch.; 2. Nobody said which parents had read the list.",
		"What changed":  "1. The till prints numbers of meals only. The kitchen staff had the short course on 29 September.",
	})
}

func TestDeadlines(t *testing.T) {
	open := complaint()
	open.Letters, open.Decision, open.Closed = open.Letters[:1], nil, nil // acknowledged, not answered
	late := erasure()
	late.Letters = nil
	waiting := erasure()
	waiting.Reference, waiting.Letters, waiting.Identity.Received = "26-000001", nil, civil.Date{}
	table := report.Deadlines([]report.Row{row(t, open), row(t, late), row(t, waiting), row(t, complaint())}, day("2026-10-06"))
	whole(t, table)
	replies := 0
	for i := range table.Rows {
		duty, due := table.Cell(i, "Duty"), table.Cell(i, "Due")
		switch {
		case duty == "Send the reply":
			replies++
			cells(t, table, i, map[string]string{
				"Case": "26-0HQ7RA", "Due": "2026-10-05", "Days left": "-1", "Rests on": string(clock.Statute), "Client": "Marsh Lane Academies",
			})
		case duty == "Acknowledge the complaint":
			t.Error("a duty that is discharged has a deadline")
		case i > 0 && due < table.Cell(i-1, "Due"):
			t.Error("the deadlines are not in order")
		}
		for _, cell := range table.Rows[i] {
			if cell == "Ade Okafor" || cell == "Nia Prosser" {
				t.Error("a calendar names a person")
			}
		}
	}
	if replies != 1 { // the clock of the other one has not started
		t.Errorf("%d replies are due", replies)
	}
}

// TestCounts: by controller, year and outcome (DPA 2018 s.164B).
func TestCounts(t *testing.T) {
	other := complaint()
	other.Received, other.ReceivedByDPO = civil.On(day("2027-01-04")), civil.Moment{}
	other.Decision, other.Letters = nil, nil
	third := row(t, complaint())
	third.Client.Name = "A Trust"
	table := report.Counts([]report.Row{row(t, complaint()), row(t, other), row(t, complaint()), row(t, erasure()), third})
	whole(t, table)
	if len(table.Rows) != 3 {
		t.Fatalf("%d rows", len(table.Rows))
	}
	cells(t, table, 0, map[string]string{"Client": "A Trust", "Received": "1"})
	cells(t, table, 1, map[string]string{"Year": "2026", "Received": "2", "Answered": "2", "Upheld": "0", "Upheld in part": "2"})
	cells(t, table, 2, map[string]string{"Year": "2027", "Received": "1", "Answered": "0", "Upheld in part": "0"})
}
