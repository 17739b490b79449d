package paper_test

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/theme"

	"casebook/internal/page"
	"casebook/internal/pdf"
	"casebook/internal/ui/paper"
)

func fonts(tb testing.TB) *page.Fonts {
	tb.Helper()
	f, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(),
		theme.DefaultTextItalicFont().Content())
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// sheet is an invented record: text in all faces and sizes, rules and shading.
func sheet(tb testing.TB) page.Document {
	tb.Helper()
	text := strings.Repeat("Łucja’s office answered; the “late” reply was found: œuvre, façade, ½ day. ", 9)
	doc, err := fonts(tb).Form(page.FormSheet{
		Title: "Record of a complaint", Reference: "26-M2XT9C", Date: "Fri 9 Oct 2026", Controller: "Birk Fell Trust",
		Facts: []page.Field{{Label: "Complaint by", Value: "Ms Ola Brandt"}, {Label: "About", Value: text}},
		Issues: []page.Issue{{Title: "The open cupboard", Parts: []page.Part{{Heading: "What was said", Body: []page.Block{
			page.Para(page.Span{Text: text, Italic: true}), page.List("one", "two"), page.Plain(text),
		}}}}},
		Dates: []page.Working{{Name: "Acknowledge", Due: "Fri 9 Oct 2026", Steps: []page.Step{{Date: "Wed 9 Sep 2026", Text: text}}}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

const dpi = 100

// TestPictureIsThePrintedPage compares the preview with poppler's drawing of
// the PDF of the same page: each square of five millimetres must be equally
// dark.
func TestPictureIsThePrintedPage(t *testing.T) {
	doc := sheet(t)
	painted, err := paper.Paint(doc, fonts(t), 0, dpi)
	if err != nil {
		t.Fatal(err)
	}
	printed, width := poppler(t, doc)
	const square = 20
	bounds := painted.Bounds()
	inked := 0
	for y := 0; y+square <= bounds.Dy(); y += square {
		for x := 0; x+square <= bounds.Dx() && x+square <= width; x += square {
			area := image.Rect(x, y, x+square, y+square)
			a := darkness(area, func(x, y int) float64 {
				r, _, _, _ := painted.At(x, y).RGBA()
				return float64(r) / 0xffff
			})
			b := darkness(area, func(x, y int) float64 { return float64(printed[y*width+x]) / 0xff })
			if b > 0.05 {
				inked++
			}
			if math.Abs(a-b) > 0.06 {
				t.Errorf("square %v: painted %.3f dark, printed %.3f", area, a, b)
			}
		}
	}
	if inked < 100 {
		t.Errorf("only %d squares have ink", inked)
	}
}

// darkness is the mean of an area, 0 white to 1 black.
func darkness(area image.Rectangle, level func(x, y int) float64) float64 {
	sum := 0.0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			sum += 1 - level(x, y)
		}
	}
	return sum / float64(area.Dx()*area.Dy())
}

// poppler draws the first page of the document's PDF and returns its grey
// points and width.
func poppler(t *testing.T, doc page.Document) ([]byte, int) {
	t.Helper()
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Fatal("pdftoppm is not installed: apt-get install poppler-utils")
	}
	file, err := pdf.Write(doc, fonts(t), time.Date(2026, 10, 9, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-r", fmt.Sprint(dpi), "-gray", "-f", "1", "-l", "1", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var w, h, most int
	if n, err := fmt.Fscanf(bytes.NewReader(out), "P5\n%d %d\n%d\n", &w, &h, &most); n != 3 || err != nil || len(out) < w*h {
		t.Fatalf("pdftoppm gave no picture: %v", err)
	}
	return out[len(out)-w*h:], w
}

func TestPaintRefuses(t *testing.T) {
	doc, f := sheet(t), fonts(t)
	for _, tt := range []struct {
		index int
		dpi   float64
	}{{-1, dpi}, {len(doc.Pages), dpi}, {0, 0}, {0, -3}, {0, math.NaN()}, {0, math.Inf(1)}, {0, 1e6}} {
		if _, err := paper.Paint(doc, f, tt.index, tt.dpi); err == nil {
			t.Errorf("page %d at %g: no error", tt.index, tt.dpi)
		}
	}
	doc.Pages[0].Runs[0].Face = 9
	if _, err := paper.Paint(doc, f, 0, dpi); err == nil {
		t.Error("an unknown face: no error")
	}
}

// TestWhatHangsOverTheEdge draws things that lie partly off the paper.
func TestWhatHangsOverTheEdge(t *testing.T) {
	doc := page.Document{Width: 50, Height: 30, Pages: []page.Page{{
		Fills: []page.Fill{{X: -10, Y: -10, W: 100, H: 20, Tone: page.Tint}, {X: 60, Y: 60, W: 1, H: 1}},
		Rules: []page.Rule{{X1: 25, Y1: -5, X2: 25, Y2: 100, Thick: 1}, {X1: 80, Y1: 29, X2: -5, Y2: 29, Thick: 0.5}},
		Runs:  []page.Run{{X: -3, Y: 2, Size: 20, Text: "edge"}, {X: 45, Y: 33, Size: 20, Text: "edge"}, {X: 5, Y: 20, Size: 0, Text: "x"}},
	}}}
	got, err := paper.Paint(doc, fonts(t), 0, 96)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []struct {
		mmX, mmY float64
		grey     uint8
	}{{5, 9, page.Tint.Grey()}, {25, 20, page.Ink.Grey()}, {40, 20, 255}, {40, 29, page.Ink.Grey()}} {
		r, _, _, _ := got.At(int(p.mmX*96/25.4), int(p.mmY*96/25.4)).RGBA()
		if math.Abs(float64(r>>8)-float64(p.grey)) > 40 {
			t.Errorf("at %g %g mm: grey %d, want %d", p.mmX, p.mmY, r>>8, p.grey)
		}
	}
}

func BenchmarkPaint(b *testing.B) {
	doc, f := sheet(b), fonts(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := paper.Paint(doc, f, 0, 144); err != nil {
			b.Fatal(err)
		}
	}
}
