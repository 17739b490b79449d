// Package report draws what is kept and counted about cases: the record of a
// complaint or a request as pages, the registers and deadlines as tables.
package report

// Table is rows under named columns, for a CSV file or a spreadsheet. Every
// row has as many cells as there are columns.
//
// Cells hold text that came from people: whoever writes a file must see that
// a spreadsheet does not take one for a formula.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]string
}

// Column is the name of a column and what its cells hold.
type Column struct {
	Name string
	Type CellType
}

// CellType says how a cell is to be read. An empty cell is always allowed.
type CellType string

// The types of cell.
const (
	TextCell   CellType = "text"
	DateCell   CellType = "date"   // 2026-10-09
	NumberCell CellType = "number" // a whole number
)

// Cell returns the cell of a row under a column, or "" if there is none.
func (t Table) Cell(row int, column string) string {
	for i, c := range t.Columns {
		if c.Name == column && row >= 0 && row < len(t.Rows) {
			return t.Rows[row][i]
		}
	}
	return ""
}

// column is a column and how its cell is made from a row of type R.
type column[R any] struct {
	name string
	kind CellType
	cell func(R) string
}

// table makes a table from its columns.
func table[R any](title string, columns []column[R], rows []R) Table {
	t := Table{Title: title}
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{c.name, c.kind})
	}
	for _, r := range rows {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(r)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
