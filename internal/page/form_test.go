package page_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"casebook/internal/page"
)

func TestFormSaysItsReferenceOnEveryPage(t *testing.T) {
	sheet := form()
	sheet.Issues = append(sheet.Issues, sheet.Issues...)
	doc := mustForm(t, sheet)
	if len(doc.Pages) < 3 {
		t.Fatalf("%d pages", len(doc.Pages))
	}
	for i, p := range doc.Pages {
		find(t, p, "26-M2XT9C")
		find(t, p, fmt.Sprintf("Page %d of %d", i+1, len(doc.Pages)))
	}
}

func TestFormKeepsItsOrder(t *testing.T) {
	var all []string
	for _, p := range mustForm(t, form()).Pages {
		all = append(all, lines(p)...)
	}
	at := -1
	for _, want := range []string{
		"Record of a complaint", "Complaint by", "Ms Ola Brandt", "1", "The open cupboard", "What was said", "What we found",
		"2", "The late answer", "What Ms Brandt can do", "How each date was worked out", "Acknowledge the complaint",
		"Tell the outcome",
	} {
		next := slices.Index(all[at+1:], want)
		if next < 0 {
			t.Fatalf("%q does not come after %q", want, all[max(at, 0)])
		}
		at += 1 + next
	}
	if slices.Contains(all, "What we changed") {
		t.Error("a part without text is shown")
	}
}

func TestDatesRepeatTheirColumnNames(t *testing.T) {
	sheet := form()
	for i := range 60 {
		sheet.Dates[0].Steps = append(sheet.Dates[0].Steps, page.Step{Date: "Thu 1 Oct 2026", Text: fmt.Sprintf("step %d", i), Law: "rule"})
	}
	doc := mustForm(t, sheet)
	with := 0
	for i, p := range doc.Pages {
		text := lines(p)
		if at := slices.Index(text, "What was counted"); at >= 0 {
			with++
			if at+2 >= len(text)-3 {
				t.Errorf("page %d ends in the column names", i+1)
			}
		}
	}
	for i, p := range doc.Pages {
		if below := belowFooterRule(p); below != 3 {
			t.Errorf("page %d: %d runs stand in the footer", i+1, below)
		}
	}
	if with < 2 {
		t.Errorf("the column names stand on %d pages", with)
	}
}

func TestCellsStayInTheirColumns(t *testing.T) {
	sheet := form()
	long := strings.Repeat("x", 120)
	sheet.Facts = []page.Field{{Label: long, Value: long}}
	p := mustForm(t, sheet).Pages[0]
	for _, r := range p.Runs {
		if strings.HasPrefix(r.Text, "xx") && r.X < 60 && r.X+r.Width > 66.01 {
			t.Errorf("a label reaches %.1f", r.X+r.Width)
		}
	}
}

func TestFormRefuses(t *testing.T) {
	for field, change := range map[string]func(*page.FormSheet){
		"Title":     func(s *page.FormSheet) { s.Title = "" },
		"Reference": func(s *page.FormSheet) { s.Reference = " " },
	} {
		sheet := form()
		change(&sheet)
		_, err := theFonts.Form(sheet)
		var e *page.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestBareFormAndLetter(t *testing.T) {
	doc := mustForm(t, page.FormSheet{Title: "Record", Reference: "26-M2XT9C"})
	if len(doc.Pages) != 1 || doc.Lang != "en-GB" {
		t.Errorf("%d pages in %q", len(doc.Pages), doc.Lang)
	}
	bare := mustLetter(t, page.LetterSheet{Address: []string{"A"}, Subject: "B", Body: []page.Block{page.Plain("C"), {Kind: page.Bullets}}})
	if len(bare.Pages) != 1 {
		t.Errorf("%d pages", len(bare.Pages))
	}
}
