package office

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"casebook/internal/report"
)

// byteOrderMark makes Excel read the file as UTF-8, so that a name with an accent
// stays what it is. Other programs skip it.
const byteOrderMark = "\ufeff"

// writeCSV writes a table as RFC 4180 says: commas, CRLF, quotation marks where
// they are needed, and the names of the columns first. The text is UTF-8 with a
// byte order mark. Days stand as 2026-10-09, which every spreadsheet reads.
func writeCSV(t report.Table) []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = harmless(c.Name)
	}
	writeRecord(&b, names)
	for _, row := range t.Rows {
		cells := make([]string, len(t.Columns))
		for i := range min(len(row), len(cells)) {
			cells[i] = cell(row[i], t.Columns[i].Type)
		}
		writeRecord(&b, cells)
	}
	return b.Bytes()
}

func writeRecord(b *bytes.Buffer, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(c, ",\"\n") || c != strings.TrimSpace(c) || len(cells) == 1 && c == "" {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	b.WriteString("\r\n")
}

// cell returns a cell as the file holds it. A number that is one may be
// negative; anything else that begins with a minus is text.
func cell(s string, kind report.CellType) string {
	if kind == report.NumberCell && isNumber(s) {
		return s
	}
	return harmless(s)
}

func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// harmless makes text safe for a spreadsheet. Excel and LibreOffice take a cell
// that begins with one of = + - @ for a formula, also after white space, and also
// where the characters are those of full width; quotation marks do not stop
// them, an apostrophe does. Control characters and those that turn the writing
// direction are dropped, since nobody can see them.
func harmless(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s)); strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}
