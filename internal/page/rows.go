package page

import (
	"strconv"
	"strings"
)

// A row is the smallest thing that is never parted by the end of a page: a
// line of text or of a table, with its rules and shading. The page inside it
// has absolute x and y from the row's top.
type row struct {
	before float64 // gap above, dropped at the top of a page; mm
	height float64 // mm
	keep   bool    // no page may end between this row and the next
	text   bool    // counts as a line of text beside a signature
	head   []row   // set again above this row where it begins a page
	Page
}

// A setter makes rows in one column of a page.
type setter struct {
	*measure
	style style
	left  float64 // mm
	width float64 // mm
}

// within returns the setter of a narrower column.
func (s setter) within(left, width float64) setter {
	s.left, s.width = left, width
	return s
}

// paragraph sets spans as rows in one type size. gap is left above the first.
func (s setter) paragraph(spans []Span, base Face, t typeSize, tone Tone, gap float64) []row {
	var out []row
	for _, line := range breakLines(s.glyphs(spans, base), t.size, s.width) {
		out = append(out, row{height: t.lead, text: true, Page: Page{
			Runs: runs(line, s.left, s.baseline(t.size, t.lead), t.size, tone),
		}})
	}
	if len(out) > 0 {
		out[0].before = gap
	}
	return noWidows(out)
}

// noWidows forbids a page break after the first and before the last line.
func noWidows(rows []row) []row {
	if n := len(rows); n > 1 {
		rows[0].keep = true
		rows[n-2].keep = true
	}
	return rows
}

// keepAll holds rows together, and with what follows them.
func keepAll(rows []row) []row {
	for i := range rows {
		rows[i].keep = true
	}
	return rows
}

// blocks sets a text.
func (s setter) blocks(blocks []Block) []row {
	var out []row
	for i, b := range blocks {
		rows := s.block(b)
		if len(rows) == 0 {
			continue
		}
		if b.Kind == Signature {
			keepTail(out, 2)
		}
		if i > 0 && blocks[i-1].Kind == Heading {
			rows[0].before = s.style.itemGap / 2
		}
		if b.KeepWithNext || leadsIn(b, blocks[i+1:]) {
			rows[len(rows)-1].keep = true
		}
		out = append(out, rows...)
	}
	if n := len(out); n > 0 {
		out[n-1].keep = false
	}
	return out
}

// leadsIn tells whether a paragraph introduces the list after it.
func leadsIn(b Block, rest []Block) bool {
	if b.Kind != Body || len(b.Spans) == 0 || len(rest) == 0 || len(rest[0].Items) == 0 {
		return false
	}
	return strings.HasSuffix(strings.TrimSpace(b.Spans[len(b.Spans)-1].Text), ":")
}

// keepTail holds the last rows together with what follows, so that at least
// count lines of text go with a signature to its page.
func keepTail(rows []row, count int) {
	for i := len(rows) - 1; i >= 0 && (count > 0 || rows[i].keep); i-- {
		if rows[i].text {
			count--
		}
		rows[i].keep = true
	}
}

// block sets one block.
func (s setter) block(b Block) []row {
	st := s.style
	switch b.Kind {
	case Heading:
		return keepAll(s.paragraph(b.Spans, Bold, st.head, Ink, st.paraGap+st.headGap))
	case Small:
		return s.paragraph(b.Spans, Regular, st.small, Quiet, st.paraGap)
	case Signature:
		return s.signature(b.Items)
	case Bullets, Numbers:
		return s.list(b)
	default:
		return s.paragraph(b.Spans, Regular, st.body, Ink, st.paraGap)
	}
}

// list sets items with a dot or a number in the indent.
func (s setter) list(b Block) []row {
	st := s.style
	inner := s.within(s.left+st.indent, s.width-st.indent)
	var out []row
	for i, item := range b.Items {
		gap := st.itemGap
		if len(out) == 0 {
			gap = st.paraGap / 2
		}
		rows := inner.paragraph(item, Regular, st.body, Ink, gap)
		if len(rows) == 0 {
			continue
		}
		mark := "\u2022"
		if b.Kind == Numbers {
			mark = strconv.Itoa(i+1) + "."
		}
		rows[0].Runs = append(s.line(mark, Regular, st.body, Ink), rows[0].Runs...)
		out = append(out, rows...)
	}
	return out
}

// signature sets the closing words, room to sign, and the names. It is never
// parted.
func (s setter) signature(items [][]Span) []row {
	st := s.style
	var out []row
	for i, item := range items {
		gap, base := 0.0, Regular
		switch i {
		case 0:
			gap = st.paraGap * 2
		case 1:
			gap, base = st.signGap, Bold
		}
		out = append(out, s.paragraph(item, base, st.body, Ink, gap)...)
	}
	out = keepAll(out)
	if n := len(out); n > 0 {
		out[n-1].keep = false
	}
	return out
}

// line sets a text as one line at the left of the column, however wide.
func (s setter) line(text string, face Face, t typeSize, tone Tone) []Run {
	return runs(s.oneLine(text, face), s.left, s.baseline(t.size, t.lead), t.size, tone)
}

// lineRight sets a text as one line that ends at the right of the column.
func (s setter) lineRight(text string, face Face, t typeSize, tone Tone) []Run {
	gs := s.oneLine(text, face)
	x := s.left + s.width - widthOf(gs, t.size)
	return runs(gs, x, s.baseline(t.size, t.lead), t.size, tone)
}

// oneLine prepares a text that is one line by nature: line ends are spaces.
func (s setter) oneLine(text string, face Face) []glyph {
	return trimSpace(s.glyphs(Text(flat(text)), face))
}

// flat turns line ends into spaces.
func flat(text string) string { return strings.TrimSpace(lineEnds.Replace(text)) }

var lineEnds = strings.NewReplacer("\n", " ", "\r", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ")
