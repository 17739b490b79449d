package clientfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// maxSheet is how much of one part of a spreadsheet is read, in bytes, maxColumns
// how many columns it may have, and maxCells how many cells, those left out among
// them: a few bytes of a packed file can name a cell far to the right in each of a
// million rows.
const (
	maxSheet   = 16 << 20
	maxColumns = 500
	maxCells   = 1 << 20
)

// text is a piece of writing in a spreadsheet, in one part or several.
type text struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (t text) String() string {
	s := t.T
	for _, r := range t.Runs {
		s += r.T
	}
	return s
}

// sheet is as much of a worksheet as its cells need (ECMA-376, part 1, 18.3).
type sheet struct {
	Rows []struct {
		Number int `xml:"r,attr"`
		Cells  []struct {
			At     string `xml:"r,attr"`
			Type   string `xml:"t,attr"`
			Value  string `xml:"v"`
			Inline text   `xml:"is"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

// xlsxRows returns the cells of the first sheet as texts. Formulas are taken by
// the value that was saved with them.
func xlsxRows(name string, data []byte) ([][]string, error) {
	broken := tableError(name, "It is no spreadsheet that can be read.", "Save it again as XLSX with the clients on its first sheet, or as \u201cCSV UTF-8\u201d.")
	file, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, broken
	}
	var first sheet
	if found, err := part(file, "xl/worksheets/sheet1.xml", &first); err != nil || !found {
		return nil, broken
	}
	var shared struct {
		Items []text `xml:"si"`
	}
	if _, err := part(file, "xl/sharedStrings.xml", &shared); err != nil {
		return nil, broken
	}
	var rows [][]string
	cells := 0
	for _, r := range first.Rows {
		for r.Number > len(rows)+1 && r.Number < 1<<20 {
			rows = append(rows, nil) // rows left out are empty
		}
		var row []string
		for _, c := range r.Cells {
			at := column(c.At, len(row))
			if at < 0 || at > maxColumns {
				return nil, broken
			}
			for len(row) <= at {
				row = append(row, "")
			}
			switch c.Type {
			case "s":
				n, err := strconv.Atoi(c.Value)
				if err != nil || n < 0 || n >= len(shared.Items) {
					return nil, broken
				}
				row[at] = shared.Items[n].String()
			case "inlineStr":
				row[at] = c.Inline.String()
			case "b":
				row[at] = map[string]string{"1": "true", "0": "false"}[c.Value]
			default:
				row[at] = c.Value
			}
		}
		if cells += len(row); cells > maxCells {
			return nil, tableError(name, "It has more cells than a table of clients can have.", "Save the clients alone, without empty columns before them, as XLSX or as \u201cCSV UTF-8\u201d.")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// part reads one part of a spreadsheet, if it is there.
func part(file *zip.Reader, name string, into any) (found bool, err error) {
	f, err := file.Open(name)
	if err != nil {
		return false, nil // the caller knows whether it must be there
	}
	defer f.Close()
	return true, xml.NewDecoder(io.LimitReader(f, maxSheet)).Decode(into)
}

// column returns the number, from 0, of the column of a cell such as "AB7"; a
// cell that does not say where it is comes next.
func column(at string, next int) int {
	letters := strings.TrimRight(at, "0123456789")
	if letters == "" {
		return next
	}
	n := 0
	for _, c := range letters {
		if c < 'A' || c > 'Z' || n > maxColumns {
			return -1
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}
