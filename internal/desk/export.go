package desk

import (
	"context"
	"path/filepath"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/office"
	"casebook/internal/report"
)

// exports are the tables that can be written to a file.
var exports = map[string]func([]report.Row, civil.Date) report.Table{
	"register":   func(rows []report.Row, _ civil.Date) report.Table { return report.Register(rows) },
	"complaints": func(rows []report.Row, _ civil.Date) report.Table { return report.Complaints(rows) },
	"deadlines":  report.Deadlines,
}

// Export returns a table of the cases in the form that the file's ending asks
// for: csv or ics. What is register, complaints or deadlines.
func (r *Records) Export(ctx context.Context, what, file string) ([]byte, error) {
	table, known := exports[what]
	if !known {
		return nil, invalid("export", "There is no export by that name.", "Use register, complaints or deadlines.")
	}
	rows, err := r.rows(ctx)
	if err != nil {
		return nil, err
	}
	return office.Write(table(rows, r.env.Today()), strings.ToLower(filepath.Ext(file)), r.env.Now())
}

// rows returns every case as the tables of report take it. One whose dates
// cannot be worked out stands there without them.
func (r *room) rows(ctx context.Context) ([]report.Row, error) {
	cases, err := r.store.Cases(ctx, CaseQuery{})
	if err != nil {
		return nil, err
	}
	known, err := r.store.Clients(ctx)
	if err != nil {
		return nil, err
	}
	clients := make(map[string]casefile.Client, len(known))
	for _, c := range known {
		clients[c.ID] = c
	}
	law, err := r.store.Law(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]report.Row, 0, len(cases))
	for _, row := range cases {
		c, _, err := r.store.Case(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		f, err := dated(c, clients[c.Client], law)
		if err != nil {
			return nil, err
		}
		rows = append(rows, report.Row{Case: f.Case, Client: f.Client, Obligations: f.Obligations})
	}
	return rows, nil
}
