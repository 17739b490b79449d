package page_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casebook/internal/page"
)

func TestLetterStandsWhereTheEnvelopeShowsIt(t *testing.T) {
	sheet := letterWith(fullBody()...)
	sheet.Address = []string{"Mr Bram Ó Súilleabháin", "Flat 9", "3 Quay Street", "Ousby", "CA10 9ZZ"}
	for _, large := range []bool{false, true} {
		sheet.LargePrint = large
		doc := mustLetter(t, sheet)
		for _, line := range sheet.Address {
			r := find(t, doc.Pages[0], line)
			w := page.DLWindow
			top, bottom := r.Y-1.07*r.Size*25.4/72, r.Y+0.3*r.Size*25.4/72
			if r.X < w.X || r.X+r.Width > w.X+w.W || top < w.Y-0.3 || bottom > w.Y+w.H+0.3 {
				t.Errorf("large %v: %q at %.1f %.1f to %.1f %.1f is outside the window", large, line, r.X, top, r.X+r.Width, bottom)
			}
		}
	}
}

func TestFoldMarks(t *testing.T) {
	doc := mustLetter(t, letterWith(fullBody()...))
	var got []float64
	for _, r := range doc.Pages[0].Rules {
		if r.X2 < 20 {
			got = append(got, r.Y1, r.Y2)
		}
	}
	if !slices.Equal(got, []float64{99, 99, 198, 198}) {
		t.Errorf("fold marks at %v", got)
	}
}

func TestFixedPlaces(t *testing.T) {
	p := mustLetter(t, letterWith(fullBody()...)).Pages[0]
	if r := find(t, p, "01632 960 101"); r.Y > 45 {
		t.Errorf("the letterhead reaches %.1f", r.Y)
	}
	for _, text := range []string{"Date", "Our reference", "26-0HQ7RA", "please give our"} {
		if r := find(t, p, text); r.X < 120 || r.X+r.Width > 188 || r.Y < 50 || r.Y > 81 {
			t.Errorf("%q at %.1f %.1f is outside the right block", text, r.X, r.Y)
		}
	}
	if r := find(t, p, "Your request"); r.Face != page.Bold || r.Y < 96 || r.Y > 101 {
		t.Errorf("the subject is %s at %.1f", r.Face, r.Y)
	}
	if r := find(t, p, "Dear Mr Ó Súilleabháin"); r.Size != 10.5 || r.Y < 104 || r.Y > 109 {
		t.Errorf("the text begins at %.1f in %g pt", r.Y, r.Size)
	}
	for _, r := range p.Runs {
		if strings.Contains(r.Text, "Your reference") {
			t.Error("a field without a value is shown")
		}
	}
}

func TestLongTopMatterPushesTheTextDown(t *testing.T) {
	sheet := letterWith(page.Plain("First words"))
	sheet.Subject = words("subject", 40)
	for range 6 {
		sheet.Block = append(sheet.Block, page.Field{Label: "Also", Value: words("field", 6)})
	}
	p := mustLetter(t, sheet).Pages[0]
	block := p.Runs[slices.IndexFunc(p.Runs, func(r page.Run) bool { return strings.HasPrefix(r.Text, "subject1 ") })-1]
	subject, text := find(t, p, "subject1 "), find(t, p, "First words")
	if !(block.Y < subject.Y-4 && subject.Y < text.Y-10) {
		t.Errorf("block %.1f, subject %.1f, text %.1f overlap", block.Y, subject.Y, text.Y)
	}
}

func TestLargePrintLosesNothing(t *testing.T) {
	sheet := letterWith(fullBody()...)
	sheet.Letterhead = append(sheet.Letterhead, "Room 4", "Second floor", "Ask at the desk")
	plainText := content(mustLetter(t, sheet))
	sheet.LargePrint = true
	doc := mustLetter(t, sheet)
	large := content(doc)
	for _, word := range plainText {
		if !slices.Contains(large, word) && !slices.Contains(large, word+":") {
			t.Errorf("%q is not in the large print", word)
		}
	}
	for _, p := range doc.Pages {
		for _, r := range p.Runs {
			inWindow := r.Y > page.DLWindow.Y && r.Y < page.DLWindow.Y+page.DLWindow.H
			if r.Size < 16 && !inWindow {
				t.Errorf("%q is set in %g pt", r.Text, r.Size)
			}
		}
	}
}

func TestPagesSayWhereTheyBelong(t *testing.T) {
	doc := mustLetter(t, letterWith(page.Plain(words("w", 1300)), page.Sign("Yours", "Ina Holt")))
	if len(doc.Pages) != 3 {
		t.Fatalf("%d pages", len(doc.Pages))
	}
	for i, p := range doc.Pages {
		find(t, p, []string{"Page 1 of 3", "Page 2 of 3", "Page 3 of 3"}[i])
		find(t, p, "Birk Fell Trust Limited")
		find(t, p, "Ask dpo@birkfell.example")
		if i > 0 && (p.Runs[0].Text != "26-0HQ7RA" || p.Runs[1].Text != "Fri 9 Oct 2026") {
			t.Errorf("page %d begins %q %q", i+1, p.Runs[0].Text, p.Runs[1].Text)
		}
	}
}

func TestLetterRefuses(t *testing.T) {
	long := strings.Repeat("verylongname", 12)
	tests := []struct {
		field  string
		change func(*page.LetterSheet)
	}{
		{"Address", func(s *page.LetterSheet) { s.Address = []string{"1", "2", "3", "4", "5", "6"} }},
		{"Address", func(s *page.LetterSheet) { s.Address = []string{" ", ""} }},
		{"Address", func(s *page.LetterSheet) { s.Address = []string{long, long, long} }},
		{"Address", func(s *page.LetterSheet) { s.Window = page.Rect{X: 20, Y: 57, W: 9, H: 24} }},
		{"Letterhead", func(s *page.LetterSheet) { s.Letterhead = strings.Fields(words("line", 12)) }},
		{"Subject", func(s *page.LetterSheet) { s.Subject = " \n" }},
		{"Subject", func(s *page.LetterSheet) { s.Subject = words("subject", 400) }},
		{"Body", func(s *page.LetterSheet) { s.Body = nil }},
	}
	for _, tt := range tests {
		sheet := letterWith(page.Plain("x"))
		tt.change(&sheet)
		_, err := theFonts.Letter(sheet)
		var e *page.Error
		if !errors.As(err, &e) || e.Field != tt.field || e.What == "" || e.Do == "" {
			t.Errorf("%s: got %v", tt.field, err)
		}
	}
}

func TestFiveAddressLinesAndALongOneFit(t *testing.T) {
	sheet := letterWith(page.Plain("x"))
	sheet.Address = []string{"The Parents of the Fourth Class of Ousby School", "2", "3", "4", "5"}
	p := mustLetter(t, sheet).Pages[0]
	if r := find(t, p, sheet.Address[0]); r.Size >= 10.5 || r.Size < 8 {
		t.Errorf("a long line is set in %g pt", r.Size)
	}
}

// find returns the first run that begins with a text.
func find(t *testing.T, p page.Page, text string) page.Run {
	t.Helper()
	for _, r := range p.Runs {
		if strings.HasPrefix(r.Text, text) {
			return r
		}
	}
	t.Fatalf("%q is not on the page:\n%s", text, strings.Join(lines(p), "\n"))
	return page.Run{}
}

// content lists the words of a document, headers and footers aside.
func content(doc page.Document) []string {
	var out []string
	for i, p := range doc.Pages {
		out = append(out, strings.Fields(strings.Join(body(p, i), " "))...)
	}
	return out
}
