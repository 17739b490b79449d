// Package pdf writes a page.Document as PDF bytes. It is the only importer of
// gofpdf.
//
// The same document, fonts and time give the same bytes: a letter is frozen by
// its digest, and a test compares two writings.
package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"

	"casebook/internal/page"
)

// family is what the writer calls the document's fonts.
const family = "letter"

// faces are gofpdf's names of the styles.
var faces = []struct {
	face  page.Face
	style string
}{{page.Regular, ""}, {page.Bold, "B"}, {page.Italic, "I"}}

// Write returns the document as a PDF file. The time becomes the file's
// creation and modification date, in UTC. An error means that the document
// was not made by package page with these fonts: no pages, an unknown face, or
// a character that its face lacks.
func Write(doc page.Document, fonts *page.Fonts, at time.Time) ([]byte, error) {
	if err := check(doc, fonts); err != nil {
		return nil, err
	}
	out := gofpdf.NewCustom(&gofpdf.InitType{
		UnitStr: "mm",
		Size:    gofpdf.SizeType{Wd: doc.Width, Ht: doc.Height},
	})
	describe(out, doc, at)
	for _, f := range used(doc) {
		// gofpdf appends to slices of the bytes it is given while it cuts the
		// font down, and may so write into them.
		out.AddUTF8FontFromBytes(family, faces[f].style, bytes.Clone(fonts.Bytes(f)))
	}
	for _, p := range doc.Pages {
		out.AddPage()
		draw(out, p)
	}
	var buf bytes.Buffer
	if err := out.Output(&buf); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return catalogue(buf.Bytes(), doc.Lang)
}

// describe sets what the file says about itself and all that would otherwise
// differ from one writing to the next.
func describe(out *gofpdf.Fpdf, doc page.Document, at time.Time) {
	out.SetCatalogSort(true)
	out.SetCreationDate(at.UTC())
	out.SetModificationDate(at.UTC())
	out.SetTitle(plane0(doc.Title), true)
	out.SetProducer("Casebook", false)
	out.SetMargins(0, 0, 0)
	out.SetAutoPageBreak(false, 0)
	out.SetCellMargin(0)
	out.SetCompression(true)
}

// plane0 replaces what gofpdf's UTF-16 encoder would mangle.
func plane0(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, text)
}

// draw draws one page: fills, then rules, then text in reading order.
func draw(out *gofpdf.Fpdf, p page.Page) {
	for _, f := range p.Fills {
		grey := int(f.Tone.Grey())
		out.SetFillColor(grey, grey, grey)
		out.Rect(f.X, f.Y, f.W, f.H, "F")
	}
	for _, r := range p.Rules {
		grey := int(r.Tone.Grey())
		out.SetDrawColor(grey, grey, grey)
		out.SetLineWidth(r.Thick)
		out.Line(r.X1, r.Y1, r.X2, r.Y2)
	}
	for _, r := range p.Runs {
		grey := int(r.Tone.Grey())
		out.SetTextColor(grey, grey, grey)
		out.SetFont(family, faces[r.Face].style, r.Size)
		out.Text(r.X, r.Y, r.Text)
	}
}

// used lists the faces that occur, so that no unused font is embedded.
func used(doc page.Document) []page.Face {
	var out []page.Face
	for _, p := range doc.Pages {
		for _, r := range p.Runs {
			if !slices.Contains(out, r.Face) {
				out = append(out, r.Face)
			}
		}
	}
	slices.Sort(out)
	return out
}

// check refuses what gofpdf would panic on or draw as nothing: invalid UTF-8,
// characters beyond the Basic Multilingual Plane, characters without a glyph.
func check(doc page.Document, fonts *page.Fonts) error {
	if len(doc.Pages) == 0 {
		return fmt.Errorf("pdf: the document has no pages")
	}
	if !(doc.Width > 0 && doc.Height > 0) {
		return fmt.Errorf("pdf: the paper has no size")
	}
	if !utf8.ValidString(doc.Title) {
		return fmt.Errorf("pdf: the title is not valid UTF-8")
	}
	for n, p := range doc.Pages {
		for _, r := range p.Runs {
			if err := checkRun(r, fonts); err != nil {
				return fmt.Errorf("pdf: page %d: %w", n+1, err)
			}
		}
	}
	return nil
}

func checkRun(r page.Run, fonts *page.Fonts) error {
	if int(r.Face) >= len(faces) {
		return fmt.Errorf("unknown face %d", r.Face)
	}
	if !utf8.ValidString(r.Text) {
		return fmt.Errorf("text is not valid UTF-8")
	}
	for _, c := range r.Text {
		if !fonts.Has(r.Face, c) {
			return fmt.Errorf("the %s font lacks %U", r.Face, c)
		}
	}
	return nil
}
