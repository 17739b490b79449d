// Package office writes tables as files that office programs open.
package office

import (
	"bytes"
	"encoding/csv"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/report"
)

// Write returns the table in the form that the file's ending asks for.
func Write(t report.Table, ending string, _ time.Time) ([]byte, error) {
	if ending != ".csv" {
		return nil, &casefile.Error{Kind: casefile.Invalid, Field: "out", What: "That kind of file cannot be written.", Do: "Use a name that ends in .csv."}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	if err := w.WriteAll(append([][]string{head}, t.Rows...)); err != nil {
		return nil, casefile.AsError(err)
	}
	return b.Bytes(), nil
}
