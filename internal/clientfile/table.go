package clientfile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"casebook/internal/casefile"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/encoding/unicode"
)

// Columns returns the headings that a table of clients may have: the keys of a
// client file that do not repeat, as dotted paths.
func Columns() []string {
	var out []string
	for key, takes := range known {
		table, _ := splitKey(key)
		if strings.HasPrefix(takes, "a table") || table != "" && strings.HasPrefix(known[table], "a table of its own") {
			continue
		}
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// tableRow is a row with something in it. Its number, from 1, is the spreadsheet's;
// in CSV each line break in quotation marks is left out of the count, as a
// spreadsheet would.
type tableRow struct {
	number int
	cells  []string
}

func (r tableRow) empty() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// ReadTable reads the clients of a spreadsheet, CSV or XLSX by its content: the
// first row names the keys of a client file, such as id, name and dpo.email,
// and each other row is a client. A cell left empty is a gap; what is a list has
// ; between its items. An error names the row and the column.
func ReadTable(name string, data []byte) ([]casefile.Client, error) {
	rows, err := tableRows(name, data)
	if err != nil {
		return nil, err
	}
	if len(rows) < 2 {
		return nil, tableError(name, "It has no rows below its headings.", "The first row names the columns: id, name, kind, nation, address, dpo.email and so on.")
	}
	headings := rows[0].cells
	if err := checkColumns(name, headings); err != nil {
		return nil, err
	}
	var clients []casefile.Client
	above := map[string]bool{} // ids
	for _, row := range rows[1:] {
		c, err := readRow(headings, row.cells)
		if err != nil {
			e := casefile.AsError(err)
			return nil, &casefile.Error{Kind: e.Kind, Field: e.Field, What: fmt.Sprintf("Row %d of the table of clients, column %s: %s", row.number, e.Field, e.What), Do: e.Do, Law: e.Law, Err: err}
		}
		if above[c.ID] {
			return nil, tableError(name, fmt.Sprintf("Row %d has the id of a row above it: %s.", row.number, c.ID), "Give each client an id of its own.")
		}
		above[c.ID] = true
		clients = append(clients, c)
	}
	return clients, nil
}

func tableError(name, what, do string) error {
	return &casefile.Error{Kind: casefile.Invalid, Field: "file", What: "The table of clients " + name + " cannot be used. " + what, Do: do}
}

// readRow returns the client of a row.
func readRow(headings, row []string) (casefile.Client, error) {
	var c casefile.Client
	for i, cell := range row[:min(len(row), len(headings))] {
		if err := checkCell(strings.TrimSpace(headings[i]), strings.TrimSpace(cell)); err != nil {
			return c, err
		}
	}
	f := file{data: rowFile(headings, row)}
	if err := toml.NewDecoder(bytes.NewReader(f.data)).Decode(&c); err != nil {
		key := casefile.AsError(f.explain(err)).Field
		return c, &casefile.Error{Kind: casefile.Invalid, Field: key, What: "It holds something else than it can take.", Do: "It takes " + known[key] + ".", Err: err}
	}
	return c, casefile.CheckClient(c)
}

// checkColumns refuses headings that name no key: nothing is left out silently.
func checkColumns(name string, headings []string) error {
	all := Columns()
	for i, h := range headings {
		h = strings.TrimSpace(h)
		switch {
		case h == "" || slices.Contains(all, h):
		default:
			do := "The columns may be: " + strings.Join(all, ", ") + "."
			if near := nearest(strings.Split(h, ".")); near != "" {
				do = "Perhaps " + near + " is meant. " + do
			}
			return tableError(name, fmt.Sprintf("There is no column %q.", h), do)
		}
		if h != "" && slices.ContainsFunc(headings[:i], func(o string) bool { return strings.TrimSpace(o) == h }) {
			return tableError(name, fmt.Sprintf("The column %q is there twice.", h), "Keep one of the two.")
		}
	}
	return nil
}

// rowFile writes a row as a client file: keys of its own first, then the tables.
func rowFile(headings, row []string) []byte {
	lines := map[string][]string{}
	for i, h := range headings {
		h = strings.TrimSpace(h)
		if h == "" || i >= len(row) || strings.TrimSpace(row[i]) == "" {
			continue
		}
		table, key := splitKey(h)
		lines[table] = append(lines[table], key+" = "+tomlValue(known[h], strings.TrimSpace(row[i])))
	}
	tables := make([]string, 0, len(lines))
	for t := range lines {
		tables = append(tables, t)
	}
	slices.Sort(tables) // "" comes first
	var out bytes.Buffer
	for _, t := range tables {
		if t != "" {
			fmt.Fprintf(&out, "[%s]\n", t)
		}
		out.WriteString(strings.Join(lines[t], "\n") + "\n")
	}
	return out.Bytes()
}

// tomlValue writes a cell as the key takes it.
func tomlValue(takes, cell string) string {
	switch {
	case strings.HasPrefix(takes, "a list"):
		var items []string
		for _, item := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, tomlText(item))
			}
		}
		return "[" + strings.Join(items, ", ") + "]"
	case strings.HasPrefix(takes, "true"):
		for word, value := range map[string]string{"yes": "true", "no": "false", "true": "true", "false": "false"} {
			if strings.EqualFold(cell, word) {
				return value
			}
		}
	case strings.HasPrefix(takes, "a whole number"):
		if _, err := strconv.Atoi(cell); err == nil {
			return cell
		}
	}
	return tomlText(cell)
}

// tomlText writes a text as TOML does; JSON's escapes are among its own.
func tomlText(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(strings.ReplaceAll(s, "\x7f", "")); err != nil {
		return `""` // a text can always be written: this cannot be
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// tableRows returns the cells of a table.
func tableRows(name string, data []byte) ([]tableRow, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		rows, err := xlsxRows(name, data)
		return slices.DeleteFunc(rows, tableRow.empty), err
	}
	rows, err := csvRows(name, data)
	return slices.DeleteFunc(rows, tableRow.empty), err
}

// plain returns a text in UTF-8 without a mark in front, and whether it is text.
// What spreadsheets call Unicode text is UTF-16, which its mark shows.
func plain(data []byte) (text []byte, ok bool) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) { // a half of something
			return nil, false
		}
		data = decoded
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return data, utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
}

// separator returns what stands between the headings: where the comma is the
// decimal sign spreadsheets write a semicolon, and in Unicode text a tab.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	found, most := ',', bytes.Count(first, []byte(","))
	for _, r := range ";\t" {
		if n := bytes.Count(first, []byte(string(r))); n > most {
			found, most = r, n
		}
	}
	return found
}

func csvRows(name string, data []byte) ([]tableRow, error) {
	data, ok := plain(data)
	if !ok {
		return nil, tableError(name, "It is neither CSV in Unicode nor XLSX.", "Save it from the spreadsheet as \u201cCSV UTF-8\u201d or as XLSX.")
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.Comma = -1, separator(data)
	in.TrimLeadingSpace = in.Comma != '\t' // or an empty cell would be none
	var rows []tableRow
	number, lines, end := 0, 0, 0 // of the row, of those before it, of their bytes
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			var wrong *csv.ParseError
			line := 0
			if errors.As(err, &wrong) {
				line = wrong.Line
			}
			return nil, tableError(name, fmt.Sprintf("Its line %d is no CSV.", line), "Check its quotation marks, or save it from the spreadsheet again.")
		}
		begun, _ := in.FieldPos(0)
		number += begun - lines // blank lines are rows that the reader leaves out
		rows = append(rows, tableRow{number, row})
		now := int(in.InputOffset())
		lines, end = lines+bytes.Count(data[end:now], []byte("\n")), now
	}
}
