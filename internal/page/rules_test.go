package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casebook/internal/page"
)

// wild draws text of every sort: names, long words, odd spaces and signs.
func wild() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringN(0, 60, -1),
		rapid.StringMatching(`([A-Za-zÀ-ž]{1,12}[ \n\x{00A0}-]){0,60}`),
		rapid.StringMatching(`[a-z0-9./@_-]{200,300}`),
	)
}

func anyBlock() *rapid.Generator[page.Block] {
	return rapid.Custom(func(t *rapid.T) page.Block {
		kind := rapid.SampledFrom([]page.Kind{page.Body, page.Body, page.Heading, page.Bullets, page.Numbers, page.Small}).Draw(t, "kind")
		b := page.Block{Kind: kind, KeepWithNext: rapid.IntRange(0, 9).Draw(t, "keep") == 0}
		span := rapid.Custom(func(t *rapid.T) page.Span {
			return page.Span{Text: wild().Draw(t, "text"), Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic")}
		})
		if kind == page.Bullets || kind == page.Numbers {
			b.Items = rapid.SliceOfN(rapid.SliceOfN(span, 0, 3), 0, 5).Draw(t, "items")
			return b
		}
		b.Spans = rapid.SliceOfN(span, 0, 3).Draw(t, "spans")
		return b
	})
}

// inside checks that nothing leaves the margins.
func inside(t *rapid.T, doc page.Document, margin float64) {
	for n, p := range doc.Pages {
		if below := belowFooterRule(p); below != 3 {
			t.Fatalf("page %d: %d runs stand in the footer", n+1, below)
		}
		for _, r := range p.Runs {
			if r.X < margin-0.01 || r.X+r.Width > page.A4Width-margin+0.01 || r.Y < 9 || r.Y > page.A4Height-9 {
				t.Fatalf("page %d: run %q at %.2f %.2f, %.2f wide", n+1, r.Text, r.X, r.Y, r.Width)
			}
		}
	}
}

// belowFooterRule counts the runs under a page's last rule: the name, the
// contact and the page number, where nothing else has slid down.
func belowFooterRule(p page.Page) int {
	rule := p.Rules[len(p.Rules)-1]
	count := 0
	for _, r := range p.Runs {
		if r.Y > rule.Y1-1 {
			count++
		}
	}
	return count
}

func TestNothingLeavesTheMarginsWhateverComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheet := letterWith(rapid.SliceOfN(anyBlock(), 1, 12).Draw(t, "body")...)
		sheet.LargePrint = rapid.Bool().Draw(t, "large")
		doc, err := theFonts.Letter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		inside(t, doc, 22)
		record := form()
		record.Facts = append(record.Facts, page.Field{Label: wild().Draw(t, "label"), Value: wild().Draw(t, "value")})
		record.Dates[0].Steps[0] = page.Step{
			Date: wild().Draw(t, "date"), Text: wild().Draw(t, "step"), Law: wild().Draw(t, "law"),
		}
		record.Issues[0].Parts[0].Body = sheet.Body
		if doc, err = theFonts.Form(record); err != nil {
			t.Fatal(err)
		}
		inside(t, doc, 20)
	})
}

// TestEveryWordOnceInOrder sets numbered words and reads them back.
func TestEveryWordOnceInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lengths := rapid.SliceOfN(rapid.IntRange(1, 200), 1, 12).Draw(t, "lengths")
		var blocks []page.Block
		var want []string
		for i, n := range lengths {
			text := words(fmt.Sprintf("p%dw", i), n)
			if i%4 == 3 && n < 12 {
				blocks = append(blocks, page.Head(text))
			} else {
				blocks = append(blocks, page.Plain(text))
			}
			want = append(want, strings.Fields(text)...)
		}
		sheet := letterWith(append(blocks, page.Sign("Yours", "Ina Holt", "Officer"))...)
		sheet.LargePrint = rapid.Bool().Draw(t, "large")
		doc, err := theFonts.Letter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range content(doc) {
			if strings.HasPrefix(w, "p") && strings.Contains(w, "w") && w != "please" {
				got = append(got, w)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %d words, want %d", len(got), len(want))
		}
		perPage := 280
		if sheet.LargePrint {
			perPage = 90
		}
		if most := 2 + (len(want)+20*len(lengths))/perPage*2; len(doc.Pages) > most {
			t.Fatalf("%d pages for %d words", len(doc.Pages), len(want))
		}
		checkPageEnds(t, doc)
	})
}

// checkPageEnds looks at where pages end: no heading last, no lone line of a
// paragraph at the foot or the head, no signature by itself.
func checkPageEnds(t *rapid.T, doc page.Document) {
	for i, p := range doc.Pages {
		text := body(p, i)
		if i+1 < len(doc.Pages) && len(text) > 0 {
			last := p.Runs[len(p.Runs)-4]
			if last.Face == page.Bold {
				t.Fatalf("page %d ends in the heading %q", i+1, last.Text)
			}
			next := body(doc.Pages[i+1], i+1)
			if paragraph(text[len(text)-1]) == paragraph(next[0]) {
				lonely(t, text[len(text)-1], text, -1)
				lonely(t, next[0], next, 1)
			}
		}
		if at := slices.Index(text, "Yours"); i > 0 && at >= 0 && at < 2 && !shortEnd(doc) {
			t.Fatalf("the signature stands on page %d behind %d lines", i+1, at)
		}
	}
}

// shortEnd tells whether the text before the signature is too short to lend
// two lines.
func shortEnd(doc page.Document) bool {
	total := 0
	for i, p := range doc.Pages {
		total += len(body(p, i))
	}
	return total < 8
}

// paragraph names the paragraph of a line, "p3" of "p3w17 p3w18".
func paragraph(line string) string {
	name, _, _ := strings.Cut(line, "w")
	return name
}

// lonely fails when a paragraph that goes over the page's end has one line
// there.
func lonely(t *rapid.T, line string, text []string, step int) {
	at := 0
	if step < 0 {
		at = len(text) - 1
	}
	if neighbour := at + step; neighbour >= 0 && neighbour < len(text) && paragraph(text[neighbour]) != paragraph(line) {
		t.Fatalf("the line %q stands alone", line)
	}
}

func TestBlocksLongerThanAPageAreParted(t *testing.T) {
	blocks := make([]page.Block, 80)
	for i := range blocks {
		blocks[i] = page.Head(fmt.Sprintf("Heading %d", i))
	}
	doc := mustLetter(t, letterWith(blocks...))
	if len(doc.Pages) < 2 {
		t.Fatalf("%d pages", len(doc.Pages))
	}
	find(t, doc.Pages[len(doc.Pages)-1], "Heading 79")
}
