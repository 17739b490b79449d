package page_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/theme"

	"casebook/internal/page"
)

var update = flag.Bool("update", false, "write the golden files anew")

var theFonts = func() *page.Fonts {
	f, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(),
		theme.DefaultTextItalicFont().Content())
	if err != nil {
		panic(err)
	}
	return f
}()

// letterWith is an invented letter with the text given.
func letterWith(body ...page.Block) page.LetterSheet {
	return page.LetterSheet{
		Letterhead: []string{"Birk Fell Trust", "1 Fell Road, Ousby", "01632 960 101"},
		Address:    []string{"Mr Bram Ó Súilleabháin", "3 Quay Street", "Ousby", "CA10 9ZZ"},
		Block: []page.Field{
			{Label: "Date", Value: "Fri 9 Oct 2026"},
			{Label: "Our reference", Value: "26-0HQ7RA"},
			{Label: "Your reference"},
			{Label: "When you reply", Value: "please give our reference"},
		},
		Subject: "Your request", Body: body, Reference: "26-0HQ7RA", Date: "Fri 9 Oct 2026",
		Controller: "Birk Fell Trust Limited", Contact: "Ask dpo@birkfell.example",
	}
}

// words makes a text of n words that can be told apart: "a1 a2 a3".
func words(name string, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d", name, i+1)
	}
	return strings.Join(out, " ")
}

// fullBody uses every kind of block.
func fullBody() []page.Block {
	return []page.Block{
		page.Plain("Dear Mr Ó Súilleabháin"),
		page.Para(page.Span{Text: "You asked on "}, page.Span{Text: page.Hold("Thu 3 Sep 2026"), Bold: true},
			page.Span{Text: " for "}, page.Span{Text: "everything", Italic: true}, page.Span{Text: " we hold about you."}),
		page.Head("What we did"),
		page.Plain("We looked in three places:"),
		page.List("the register", words("bullet", 30), "the post book"),
		page.Steps("write to us", "wait for our answer"),
		page.Plain(words("plain", 120)),
		page.Fine(words("fine", 25)),
		page.Sign("Yours sincerely", "Ina Holt", "Data protection officer"),
	}
}

// form is an invented record.
func form() page.FormSheet {
	return page.FormSheet{
		Title: "Record of a complaint", Reference: "26-M2XT9C", Date: "Fri 9 Oct 2026",
		Controller: "Birk Fell Trust Limited", Contact: "dpo@birkfell.example",
		Facts: []page.Field{{Label: "Complaint by", Value: "Ms Ola Brandt"}, {Label: "About", Value: words("about", 40)}},
		Issues: []page.Issue{
			{Title: "The open cupboard", Parts: []page.Part{
				{Heading: "What was said", Body: []page.Block{page.Plain(words("said", 60))}},
				{Heading: "What we found", Body: []page.Block{page.Plain(words("found", 200)), page.List("one", "two")}},
				{Heading: "What we changed"},
			}},
			{Title: "The late answer", Parts: []page.Part{
				{Heading: "What was said", Body: []page.Block{page.Plain(words("late", 300))}},
			}},
		},
		Closing: []page.Block{page.Head("What Ms Brandt can do"), page.Plain(words("closing", 30))},
		Dates: []page.Working{
			{Name: "Acknowledge the complaint", Due: "Fri 9 Oct 2026", Steps: []page.Step{
				{Date: "Wed 9 Sep 2026", Text: "The complaint came.", Law: "first rule"},
				{Date: "Fri 9 Oct 2026", Text: words("step", 40), Law: "second rule, third part"},
			}},
			{Name: "Tell the outcome", Due: "Mon 19 Oct 2026"},
		},
	}
}

func mustLetter(tb testing.TB, sheet page.LetterSheet) page.Document {
	tb.Helper()
	doc, err := theFonts.Letter(sheet)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

func mustForm(tb testing.TB, sheet page.FormSheet) page.Document {
	tb.Helper()
	doc, err := theFonts.Form(sheet)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

// dump prints a document as text, a line an item.
func dump(doc page.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %s %gx%g missing %U\n", doc.Title, doc.Lang, doc.Width, doc.Height, doc.Missing)
	for n, p := range doc.Pages {
		fmt.Fprintf(&b, "page %d\n", n+1)
		for _, f := range p.Fills {
			fmt.Fprintf(&b, "  fill %.2f %.2f  %.2f x %.2f  grey %d\n", f.X, f.Y, f.W, f.H, f.Tone.Grey())
		}
		for _, r := range p.Rules {
			fmt.Fprintf(&b, "  rule %.2f %.2f to %.2f %.2f  %.2f  grey %d\n", r.X1, r.Y1, r.X2, r.Y2, r.Thick, r.Tone.Grey())
		}
		for _, r := range p.Runs {
			fmt.Fprintf(&b, "  %6.2f %6.2f +%6.2f  %g %s grey %d  %s\n", r.X, r.Y, r.Width, r.Size, r.Face, r.Tone.Grey(), r.Text)
		}
	}
	return b.String()
}

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at the PDF, then run with -update\n%s", file, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\ngot  %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return "one is longer"
}

// lines gathers the runs of a page that stand on one baseline and in one
// column, in reading order.
func lines(p page.Page) []string {
	var out []string
	var last page.Run
	for i, r := range p.Runs {
		if i > 0 && near(r.Y, last.Y) && near(r.X, last.X+last.Width) {
			out[len(out)-1] += r.Text
		} else {
			out = append(out, r.Text)
		}
		last = r
	}
	return out
}

func near(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }

// body returns a page's lines without its header and footer.
func body(p page.Page, index int) []string {
	all := lines(p)
	if index > 0 {
		all = all[2:]
	}
	return all[:len(all)-3]
}
