package clientfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// maxSheet is how much of one part of a spreadsheet is read, in bytes, maxColumns
// how many columns it may have, and maxCells how many rows and cells, empty ones
// and those left out among them: a few bytes of a packed file can name a cell far
// to the right in each of a million rows.
const (
	maxSheet   = 16 << 20
	maxColumns = 500
	maxCells   = 1 << 20
)

var (
	errNoSheet  = errors.New("there is no such sheet")
	errTooLarge = errors.New("there are too many cells")
)

// text is a piece of writing in a spreadsheet, in one part or several.
type text struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (t text) String() string {
	var s strings.Builder
	s.WriteString(t.T)
	for _, r := range t.Runs {
		s.WriteString(r.T)
	}
	return s.String()
}

// cell is as much of a cell as is needed (ECMA-376, part 1, 18.3.1.4).
type cell struct {
	At     string `xml:"r,attr"`
	Type   string `xml:"t,attr"`
	Value  string `xml:"v"`
	Inline text   `xml:"is"`
}

// xlsxRows returns the cells of the first sheet as texts. Formulas are taken by
// the value that was saved with them.
func xlsxRows(name string, data []byte) ([]tableRow, error) {
	in := sheet{}
	err := in.read(data)
	if errors.Is(err, errTooLarge) {
		return nil, tableError(name, "It has more cells than a table of clients can have.", "Save the clients alone, without empty columns before them, as XLSX or as \u201cCSV UTF-8\u201d.")
	}
	if err != nil {
		return nil, tableError(name, "It is no spreadsheet that can be read.", "Save it again as XLSX with the clients on its first sheet, or as \u201cCSV UTF-8\u201d.")
	}
	return in.rows, nil
}

// sheet is a worksheet being read, one cell after the other.
type sheet struct {
	shared []string
	rows   []tableRow
	number int // of the row at work, from 1
	next   int // the column of a cell that does not say where it is, from 0
	cells  int // so far
}

func (s *sheet) read(data []byte) error {
	file, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	first, shared, err := firstSheet(file)
	if err != nil {
		return err
	}
	if shared != "" {
		if err := decode(file, shared, s.texts); err != nil {
			return err
		}
	}
	s.cells = 0
	return decode(file, first, s.data)
}

// texts reads the shared texts.
func (s *sheet) texts(d *xml.Decoder) error {
	return s.elements(d, "sst", func(e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		var t text
		err := d.DecodeElement(&t, &e)
		s.shared = append(s.shared, t.String())
		return errors.Join(err, s.count(1))
	})
}

// data reads the rows.
func (s *sheet) data(d *xml.Decoder) error {
	return s.elements(d, "sheetData", func(e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			return s.row(e)
		case "c":
			var c cell
			if err := d.DecodeElement(&c, &e); err != nil {
				return err
			}
			return s.cell(c)
		}
		return nil
	})
}

// elements hands over what begins, until the last that is named ends.
func (s *sheet) elements(d *xml.Decoder, last string, f func(xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			err = f(e)
		case xml.EndElement:
			if e.Name.Local == last {
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

// count refuses a sheet with too much on it.
func (s *sheet) count(n int) error {
	if s.cells += n; s.cells > maxCells {
		return errTooLarge
	}
	return nil
}

func (s *sheet) row(e xml.StartElement) error {
	s.number, s.next = s.number+1, 0
	for _, a := range e.Attr {
		if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil && n > s.number {
			s.number = n // rows left out are empty
		}
	}
	return s.count(1)
}

func (s *sheet) cell(c cell) error {
	at := column(c.At, s.next)
	if at < 0 {
		return errNoSheet
	}
	s.next = at + 1
	value, err := s.value(c)
	if err != nil || value == "" {
		return errors.Join(err, s.count(1))
	}
	if at > maxColumns {
		return errNoSheet
	}
	if n := len(s.rows); n == 0 || s.rows[n-1].number != s.number {
		s.rows = append(s.rows, tableRow{number: s.number})
	}
	row := &s.rows[len(s.rows)-1]
	before := len(row.cells)
	for len(row.cells) <= at {
		row.cells = append(row.cells, "")
	}
	row.cells[at] = value
	return s.count(max(1, len(row.cells)-before))
}

// value returns what a cell says.
func (s *sheet) value(c cell) (string, error) {
	switch c.Type {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.Value))
		if err != nil || n < 0 || n >= len(s.shared) {
			return "", errNoSheet
		}
		return s.shared[n], nil
	case "inlineStr":
		return c.Inline.String(), nil
	case "b":
		return map[string]string{"1": "true", "0": "false"}[c.Value], nil
	case "", "n":
		return number(c.Value), nil
	}
	return c.Value, nil
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
		if c < 'A' || c > 'Z' || n > 1<<20 {
			return -1
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}
