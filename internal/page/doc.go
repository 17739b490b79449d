// Package page turns paragraphs into lines, and lines into pages of positioned
// runs of text. What it returns is plain data: the PDF writer and the preview
// in the window draw the same [Document], so what is seen is what is posted.
//
// Lengths are millimetres from the top left corner of the paper, type sizes
// are points. The package lays out text only as it is given: nothing in a text
// is read as markup, so words that came by mail are safe to set.
package page

import "slices"

// A4, upright, in millimetres.
const (
	A4Width  = 210.0
	A4Height = 297.0
)

// mmPerPoint is the length of one point, 1/72 inch, in millimetres.
const mmPerPoint = 25.4 / 72

// A Document is a finished layout: everything that will be on the paper.
type Document struct {
	Title  string  // for the file's properties and the window's title
	Lang   string  // BCP 47, "en-GB" unless the sheet says otherwise
	Width  float64 // of every page, mm
	Height float64 // of every page, mm
	Pages  []Page
	// Missing lists, in code point order, the characters of the input that the
	// fonts cannot draw. Each stands on the page as [Fonts.Fallback]; whoever
	// sends the letter must be told before it goes.
	Missing []rune
}

// A Page holds what is on one side of paper. Fills are drawn first, then
// rules, then runs; runs stand in reading order.
type Page struct {
	Fills []Fill
	Rules []Rule
	Runs  []Run
}

// A Run is a piece of one line in one face, size and tone.
type Run struct {
	X, Y  float64 // left end of the baseline, mm
	Width float64 // advance width, mm
	Face  Face
	Size  float64 // pt
	Tone  Tone
	Text  string // one line, every character is in the face
}

// A Rule is a straight line.
type Rule struct {
	X1, Y1, X2, Y2 float64 // mm
	Thick          float64 // mm
	Tone           Tone
}

// A Fill is a filled rectangle.
type Fill struct {
	X, Y, W, H float64 // mm
	Tone       Tone
}

// A Rect is an upright rectangle in millimetres.
type Rect struct {
	X, Y, W, H float64
}

// Face names one of the fonts of a [Fonts].
type Face uint8

// The faces a document may use.
const (
	Regular Face = iota
	Bold
	Italic
	faceCount
)

// String returns the face's name, as golden files print it.
func (f Face) String() string {
	names := [...]string{"regular", "bold", "italic"}
	if int(f) < len(names) {
		return names[f]
	}
	return "unknown"
}

// Tone is how dark a thing is drawn. There is no colour: letters are copied
// and faxed, and meaning must survive that.
type Tone uint8

// The tones, darkest first.
const (
	Ink   Tone = iota // text
	Quiet             // labels, headers and footers; 7:1 against white
	Faint             // rules
	Tint              // shading behind text
)

// Grey returns the tone as a level from 0, black, to 255, white.
func (t Tone) Grey() uint8 {
	levels := [...]uint8{0x11, 0x4f, 0xa6, 0xef}
	if int(t) < len(levels) {
		return levels[t]
	}
	return levels[Ink]
}

// An Error is a sheet that cannot be set. Field names the sheet's field, What
// says what is wrong and Do how to mend it, for people; neither holds text of
// the sheet.
type Error struct {
	Field, What, Do string
}

// Error says what happened and what to do.
func (e *Error) Error() string { return e.What + " " + e.Do }

// add copies another page's things to this one, moved down by dy.
func (p *Page) add(from Page, dy float64) {
	for _, f := range from.Fills {
		f.Y += dy
		p.Fills = append(p.Fills, f)
	}
	for _, r := range from.Rules {
		r.Y1 += dy
		r.Y2 += dy
		p.Rules = append(p.Rules, r)
	}
	for _, r := range from.Runs {
		r.Y += dy
		p.Runs = append(p.Runs, r)
	}
}

// sortedRunes lists a set in code point order.
func sortedRunes(set map[rune]bool) []rune {
	var out []rune
	for r := range set {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}
