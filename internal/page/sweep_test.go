package page_test

import (
	"fmt"
	"slices"
	"testing"

	"casebook/internal/page"
)

// The tests here push what must hold together over the end of a page by
// setting it behind longer and longer texts.

func TestWhatHoldsTogetherStaysTogether(t *testing.T) {
	held := page.Plain("First")
	held.KeepWithNext = true
	for name, pair := range map[string][]page.Block{
		"kept":            {held, page.Plain("Second")},
		"heading":         {page.Head("First"), page.Plain("Second")},
		"lead-in":         {page.Plain("First:"), page.List("Second")},
		"heading of list": {page.Head("First"), page.Steps("Second")},
		"two headings":    {page.Head("First"), page.Head("Second"), page.Plain("Third")},
	} {
		ends := map[int]bool{}
		for n := range 60 {
			blocks := append([]page.Block{page.Plain(words("w", 300+6*n))}, pair...)
			doc := mustLetter(t, letterWith(append(blocks, page.Plain("Rest"))...))
			for i, p := range doc.Pages {
				text := body(p, i)
				first := slices.Contains(text, "First") || slices.Contains(text, "First:")
				if first != slices.Contains(text, "Second") {
					t.Fatalf("%s: parted behind %d words", name, 300+6*n)
				}
				if first {
					ends[i] = true
				}
			}
		}
		if len(ends) < 2 {
			t.Errorf("%s: the sweep never crossed the end of a page", name)
		}
	}
}

func TestNoHeadingEndsAPageOfAForm(t *testing.T) {
	headings := []string{"What was said", "What we found", "The open cupboard", "The late answer", "Date", "What was counted", "Rule"}
	for n := range 60 {
		sheet := form()
		sheet.Facts[1].Value = words("w", 10*n)
		for i, p := range mustForm(t, sheet).Pages {
			text := lines(p)
			last := text[len(text)-4]
			if slices.Contains(headings, last) {
				t.Fatalf("behind %d words page %d ends in %q", 10*n, i+1, last)
			}
		}
	}
}

func TestTablesEndAboveTheMargin(t *testing.T) {
	for n := range 60 {
		sheet := form()
		sheet.Facts[1].Value = words("w", 10*n)
		for i := range 50 {
			sheet.Dates[1].Steps = append(sheet.Dates[1].Steps, page.Step{Date: "Thu 1 Oct 2026", Text: fmt.Sprintf("step %d", i)})
		}
		for i, p := range mustForm(t, sheet).Pages {
			for _, r := range p.Rules[:len(p.Rules)-1] {
				if r.Y1 > page.A4Height-22+0.01 {
					t.Fatalf("behind %d words a rule of page %d is at %.1f", 10*n, i+1, r.Y1)
				}
			}
		}
	}
}
