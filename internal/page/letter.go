package page

import (
	"fmt"
	"strings"
)

// The letter's measures, in millimetres from the top left of an A4 sheet
// folded at 99 and 198 into a DL envelope.
const (
	sideMargin   = 22.0
	topMargin    = 20.0
	bottomMargin = 22.0

	letterheadTop    = 13.0
	letterheadBottom = 45.0

	blockLeft  = 120.0
	blockTop   = 57.0 - addressLead // so that its lines stand level with the address
	subjectTop = 96.0
	textTop    = 104.0

	minLines = 3 // of text on the first page

	maxAddressLines = 5
	addressLead     = 4.6
)

// DLWindow is what the common United Kingdom window (90 by 35, 20 from the
// left and 18 from the bottom of a 220 by 110 envelope) shows wherever the
// sheet slides: 10 sideways, 11 upright.
var DLWindow = Rect{X: 20, Y: 57, W: 80, H: 24}

// A Field is a labelled value.
type Field struct{ Label, Value string }

// A LetterSheet is a letter before it is set.
type LetterSheet struct {
	Title      string   // document title; Subject where empty
	Lang       string   // BCP 47; en-GB where empty
	Letterhead []string // the sender's name, then its address lines
	Address    []string // at most five lines, for the envelope's window
	Block      []Field  // date, our reference, your reference, when you reply; empty values are left out
	Subject    string
	Body       []Block
	Reference  string // in the header from page 2
	Date       string // in the header from page 2
	Controller string // legal name, in the footer
	Contact    string // how to reach the data protection officer, in the footer
	LargePrint bool   // 16 pt, one column
	Window     Rect   // where the address must stand; DLWindow where zero
}

// Letter sets a letter. The error is an [*Error] naming the sheet's field:
// Address when it cannot stand in the window, Letterhead when it would run
// into the address, Subject or Body when empty.
func (f *Fonts) Letter(sheet LetterSheet) (Document, error) {
	s := setter{measure: newMeasure(f), style: standardPrint, left: sideMargin, width: A4Width - 2*sideMargin}
	if sheet.LargePrint {
		s.style = largePrint
	}
	if sheet.Window == (Rect{}) {
		sheet.Window = DLWindow
	}
	if err := sheet.check(); err != nil {
		return Document{}, err
	}
	first, top, err := s.firstPage(sheet)
	if err != nil {
		return Document{}, err
	}
	around := furniture{
		reference: sheet.Reference, date: sheet.Date, controller: sheet.Controller, contact: sheet.Contact,
	}
	bottom := s.bottom(around, bottomMargin)
	if top+minLines*s.style.body.lead > bottom {
		return Document{}, &Error{
			"Subject", "The subject and the lines above it fill the first page.",
			"Shorten the subject, or the lines beside the address.",
		}
	}
	pages := paginate(s.blocks(sheet.Body), func(n int) frame {
		if n == 0 {
			return frame{top, bottom}
		}
		return frame{s.top(topMargin), bottom}
	})
	first.add(pages[0], 0)
	pages[0] = first
	s.furnish(pages, around, 1)
	return s.document(either(sheet.Title, sheet.Subject), sheet.Lang, pages), nil
}

// check refuses a letter that says nothing.
func (sheet LetterSheet) check() error {
	if flat(sheet.Subject) == "" {
		return &Error{"Subject", "The letter has no subject.", "Say in a few words what it is about."}
	}
	if len(sheet.Body) == 0 {
		return &Error{"Body", "The letter has no text.", "Add at least one paragraph."}
	}
	return nil
}

// firstPage sets all that stands above the text of page 1 and returns where
// the text begins.
func (s setter) firstPage(sheet LetterSheet) (Page, float64, error) {
	var page Page
	for _, y := range []float64{A4Height / 3, A4Height * 2 / 3} {
		page.Rules = append(page.Rules, Rule{X1: 5, Y1: y, X2: 9, Y2: y, Thick: hairline, Tone: Faint})
	}
	head, rest, err := s.letterhead(sheet)
	if err != nil {
		return page, 0, err
	}
	address, err := s.address(sheet.Address, sheet.Window)
	if err != nil {
		return page, 0, err
	}
	page.add(head, 0)
	page.add(address, 0)
	if sheet.LargePrint {
		column, top := s.column(rest, sheet)
		page.add(column, 0)
		return page, top, nil
	}
	block, blockEnd := s.rightBlock(sheet.Block)
	page.add(block, 0)
	subject := s.paragraph(Text(flat(sheet.Subject)), Bold, s.style.subject, Ink, 0)
	heading, end := stack(subject, max(subjectTop, blockEnd+s.style.body.lead))
	page.add(heading, 0)
	return page, max(textTop, end+(textTop-subjectTop-s.style.subject.lead)), nil
}

// letterhead sets the sender above the address. In large print, lines for
// which there is no room are returned, to be set beneath it.
func (s setter) letterhead(sheet LetterSheet) (Page, []row, error) {
	var rows []row
	for i, line := range sheet.Letterhead {
		if i == 0 {
			rows = append(rows, s.paragraph(Text(flat(line)), Bold, s.style.sender, Ink, 0)...)
			continue
		}
		rows = append(rows, s.paragraph(Text(flat(line)), Regular, s.style.small, Quiet, 0)...)
	}
	for i := range rows {
		rows[i].before, rows[i].keep = 0, false
	}
	n := 0
	if len(rows) > 0 {
		n = fit(rows, letterheadBottom-letterheadTop)
	}
	if n < len(rows) && !sheet.LargePrint {
		return Page{}, nil, &Error{
			"Letterhead", "The letterhead runs into the address.",
			"Shorten it or leave lines out: there is room for a name and six lines.",
		}
	}
	return place(rows[:n], letterheadTop), rows[n:], nil
}

// column sets, in large print, what stands beside and beneath the address in
// an ordinary letter as one column.
func (s setter) column(rest []row, sheet LetterSheet) (Page, float64) {
	rows := rest
	gap := 0.0
	if len(rest) > 0 {
		gap = s.style.paraGap
	}
	for _, field := range sheet.Block {
		if flat(field.Value) != "" {
			spans := []Span{{Text: flat(field.Label) + ": "}, {Text: flat(field.Value), Bold: true}}
			rows = append(rows, s.paragraph(spans, Regular, s.style.body, Ink, gap)...)
			gap = 0
		}
	}
	gap = s.style.paraGap * 2
	rows = append(rows, s.paragraph(Text(flat(sheet.Subject)), Bold, s.style.subject, Ink, gap)...)
	page, end := stack(rows, sheet.Window.Y+sheet.Window.H+s.style.paraGap)
	return page, end + s.style.paraGap
}

// document wraps pages up.
func (s setter) document(title, lang string, pages []Page) Document {
	return Document{
		Title: strings.ToValidUTF8(flat(title), "\uFFFD"), Lang: either(lang, "en-GB"), Width: A4Width, Height: A4Height,
		Pages: pages, Missing: sortedRunes(s.missing),
	}
}

// either returns a unless it is empty.
func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// tooManyLines is the error of an address that does not fit.
func tooManyLines(n int) error {
	return &Error{
		"Address", fmt.Sprintf("The address takes %d lines and the envelope's window shows %d.", n, maxAddressLines),
		"Put two parts on one line, or leave the county out.",
	}
}
