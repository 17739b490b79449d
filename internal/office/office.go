// Package office writes tables in forms that office programs open: CSV for a
// spreadsheet, iCalendar for a calendar.
//
// What a cell holds may have come from mail, so nothing in it may act: a cell
// that a spreadsheet would take for a formula is written as text, and a
// calendar carries references, never names.
package office

import (
	"slices"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/report"
)

// Write returns the table in the form that the file's ending asks for: ".csv",
// or ".ics" for a table of deadlines. The moment is when it is written; the
// same table at the same moment makes the same bytes. An error is a
// [casefile.Error] of kind Invalid.
func Write(t report.Table, ending string, at time.Time) ([]byte, error) {
	switch ending {
	case ".csv":
		return writeCSV(t), nil
	case ".ics":
		if !isDeadlines(t) {
			return nil, refuse("Only deadlines make a calendar.", "Use a name that ends in .csv, or export deadlines.")
		}
		return writeICS(t, at)
	case ".xlsx", ".xls", ".xlsm":
		return nil, refuse("Casebook does not write Excel workbooks.", "Use a name that ends in .csv: Excel opens it as it is.")
	}
	return nil, refuse("That kind of file cannot be written.", "Use a name that ends in .csv, or in .ics for deadlines.")
}

func refuse(what, do string) error {
	return &casefile.Error{Kind: casefile.Invalid, Field: "out", What: what, Do: do}
}

// isDeadlines reports whether a table has what a calendar needs.
func isDeadlines(t report.Table) bool {
	for _, name := range []string{columnCase, columnDuty, columnDue} {
		if !slices.ContainsFunc(t.Columns, func(c report.Column) bool { return c.Name == name }) {
			return false
		}
	}
	return true
}
