package page

import "strconv"

// The measures of codes to be typed: every character has a cell of its own, so
// that groups are of one width in any font; mm.
const (
	codeColumns = 3
	codePitch   = 8.0  // from one character to the next
	codeNumber  = 8.0  // room for the number before a group
	codeLine    = 13.0 // from one line of groups to the next
)

// codeType is the type of a code, and codeCount of the number before it.
var codeType, codeCount = typeSize{22, codeLine}, typeSize{8.5, codeLine}

// codes sets groups of characters that a person is to type, numbered, three to a
// line.
func (s setter) codes(groups []string) []row {
	var out []row
	column := s.width / codeColumns
	for from := 0; from < len(groups); from += codeColumns {
		line := row{height: codeLine, text: true, keep: true}
		for i, group := range groups[from:min(from+codeColumns, len(groups))] {
			cell := s.within(s.left+float64(i)*column, column)
			line.Runs = append(line.Runs, cell.line(strconv.Itoa(from+i+1), Regular, codeCount, Quiet)...)
			line.Runs = append(line.Runs, cell.within(cell.left+codeNumber, column-codeNumber).spaced(group)...)
		}
		line.Rules = append(line.Rules, s.across(codeLine, Faint))
		out = append(out, line)
	}
	if len(out) > 0 {
		out[0].Rules = append(out[0].Rules, s.across(0, Faint))
		out[len(out)-1].keep = false
	}
	return out
}

// spaced sets each character in the middle of its cell.
func (s setter) spaced(text string) []Run {
	var out []Run
	for i, g := range s.oneLine(text, Bold) {
		x := s.left + (float64(i)+0.5)*codePitch - widthOf([]glyph{g}, codeType.size)/2
		out = append(out, runs([]glyph{g}, x, s.baseline(codeType.size, codeType.lead), codeType.size, Ink)...)
	}
	return out
}
