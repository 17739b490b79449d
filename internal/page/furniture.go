package page

import "fmt"

// furniture is what stands on every page of a sheet around its text.
type furniture struct {
	reference, date     string // header, from page 2
	controller, contact string // footer
}

// footerEdge is how far the footer stays from the edge of the paper, and
// footerGap from the text above it, in millimetres.
const (
	footerEdge = 9.0
	footerGap  = 4.0
	headerTop  = 10.0
)

// footer sets the controller's name and contact at the left and "Page 2 of 3"
// at the right, or beneath in large print.
func (s setter) footer(f furniture, n, of int) []row {
	t := s.style.small
	count := fmt.Sprintf("Page %d of %d", n, of)
	countWidth := widthOf(s.oneLine(count, Regular), t.size) + 6
	text := s.within(s.left, s.width-countWidth)
	rows := text.paragraph(Text(flat(f.controller)), Bold, t, Quiet, 0)
	rows = append(rows, text.paragraph(Text(flat(f.contact)), Regular, t, Quiet, 0)...)
	if len(rows) == 0 {
		rows = []row{{height: t.lead}}
	}
	rows[0].Runs = append(rows[0].Runs, s.lineRight(count, Regular, t, Quiet)...)
	return rows
}

// bottom returns where the text of a page must end: the bottom margin, or
// higher where the footer needs more room.
func (s setter) bottom(f furniture, margin float64) float64 {
	footer := heightOf(s.footer(f, 88, 88))
	return A4Height - max(margin, footerEdge+footer+footerGap)
}

// header sets the reference at the left and the date at the right.
func (s setter) header(f furniture) []row {
	t := s.style.small
	out := row{height: t.lead}
	out.Runs = s.line(f.reference, Bold, t, Quiet)
	out.Runs = append(out.Runs, s.lineRight(f.date, Regular, t, Quiet)...)
	return []row{out}
}

// top returns where the text of a page with a header begins: at least an
// empty line beneath it.
func (s setter) top(margin float64) float64 {
	return max(margin, headerTop+2*s.style.small.lead)
}

// furnish adds header and footer to finished pages. The header comes before
// the text and the footer after it, as they are read.
func (s setter) furnish(pages []Page, f furniture, headerFrom int) {
	for i := range pages {
		var whole Page
		if i >= headerFrom {
			whole.add(place(s.header(f), headerTop), 0)
		}
		whole.add(pages[i], 0)
		footer := s.footer(f, i+1, len(pages))
		top := A4Height - footerEdge - heightOf(footer)
		whole.Rules = append(whole.Rules, Rule{
			X1: s.left, Y1: top - 1.5, X2: s.left + s.width, Y2: top - 1.5, Thick: hairline, Tone: Faint,
		})
		whole.add(place(footer, top), 0)
		pages[i] = whole
	}
}

// hairline is the thickness of the thinnest rule, mm.
const hairline = 0.2
