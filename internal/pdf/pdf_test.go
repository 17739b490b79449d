package pdf_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"casebook/internal/page"
	"casebook/internal/pdf"
)

func TestSameInputSameBytes(t *testing.T) {
	for name, doc := range map[string]page.Document{
		"letter": mustLetter(t, letter()), "long": mustLetter(t, longLetter()),
		"large": mustLetter(t, largeLetter()), "record": mustForm(t, record()),
	} {
		first := write(t, name, doc)
		shared := fonts(t)
		for range 3 {
			again, err := pdf.Write(doc, shared, at)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, again) {
				t.Fatalf("%s: two writings differ", name)
			}
		}
		elsewhere, err := pdf.Write(doc, shared, at.In(time.FixedZone("", 3600)))
		if err != nil || !bytes.Equal(first, elsewhere) {
			t.Errorf("%s: the same instant in another zone differs: %v", name, err)
		}
	}
}

// TestWritingAtOnce shares the fonts between writers, as the window does.
func TestWritingAtOnce(t *testing.T) {
	shared, doc := fonts(t), mustLetter(t, longLetter())
	before := bytes.Clone(shared.Bytes(page.Regular))
	want := write(t, "long", doc)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			got, err := pdf.Write(doc, shared, at)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("a writing beside others differs: %v", err)
			}
		})
	}
	group.Wait()
	if !bytes.Equal(before, shared.Bytes(page.Regular)) {
		t.Error("the font was changed")
	}
}

// TestEveryCharacterOfTheFonts writes each character that the fonts have and
// reads it back: none may upset the writer or come out as another.
func TestEveryCharacterOfTheFonts(t *testing.T) {
	f := fonts(t)
	doc := page.Document{Title: "All", Lang: "en-GB", Width: page.A4Width, Height: page.A4Height}
	var p page.Page
	var all []rune
	y := 20.0
	for r := rune(0x21); r < 0xFFFF; r++ {
		if !f.Has(page.Regular, r) || !unicode.IsLetter(r) || unicode.Is(unicode.Lm, r) {
			continue
		}
		all = append(all, r)
	}
	for len(all) > 0 {
		n := min(30, len(all))
		p.Runs = append(p.Runs, page.Run{X: 20, Y: y, Size: 8, Text: string(all[:n])})
		all = all[n:]
		if y += 5; y > 280 {
			y = 20
			doc.Pages = append(doc.Pages, p)
			p = page.Page{}
		}
	}
	doc.Pages = append(doc.Pages, p)
	got := poppler(t, write(t, "characters", doc), "pdftotext", "-raw", "FILE", "-")
	for _, p := range doc.Pages {
		for _, r := range p.Runs {
			if !strings.Contains(got, r.Text) {
				t.Errorf("%q does not come out", r.Text)
			}
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	run := func(r page.Run) func(*page.Document) {
		return func(d *page.Document) { d.Pages[0].Runs = append(d.Pages[0].Runs, r) }
	}
	for name, change := range map[string]func(*page.Document){
		"no pages":           func(d *page.Document) { d.Pages = nil },
		"no size":            func(d *page.Document) { d.Width = 0 },
		"title not UTF-8":    func(d *page.Document) { d.Title = "a\xff" },
		"text not UTF-8":     run(page.Run{Text: "a\xe2"}),
		"beyond the plane":   run(page.Run{Text: "\U0001F600"}),
		"without a glyph":    run(page.Run{Text: "日"}),
		"unknown face":       run(page.Run{Text: "a", Face: 9}),
		"not a language":     func(d *page.Document) { d.Lang = "en) /X (" },
		"last noncharacter":  run(page.Run{Text: "\uffff"}),
		"the null character": run(page.Run{Text: "\x00"}),
	} {
		doc := mustLetter(t, letter())
		change(&doc)
		if file, err := pdf.Write(doc, fonts(t), at); err == nil || file != nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTitleBeyondThePlane(t *testing.T) {
	doc := mustLetter(t, letter())
	doc.Title = "Reply \U0001F600 (draft) \\ \r end"
	info := poppler(t, write(t, "title", doc), "pdfinfo", "FILE")
	if !strings.Contains(info, "Reply \uFFFD (draft) \\") {
		t.Errorf("the title came out as\n%s", info)
	}
}

func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "Łucja", "\U0001F600\u202e", "a\xff\xfe", "(\\)\r\n", strings.Repeat("w", 400), "\ufb01\u0301"} {
		f.Add(s, s)
	}
	shared := fonts(f)
	f.Fuzz(func(t *testing.T, subject, text string) {
		sheet := letter()
		sheet.Subject = "About " + subject
		sheet.Body = []page.Block{page.Plain(text), page.Head(text), page.List(text, subject)}
		doc, err := shared.Letter(sheet)
		if err != nil {
			return // a subject that fills the page is refused
		}
		if _, err := pdf.Write(doc, shared, at); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	doc, shared := mustLetter(b, longLetter()), fonts(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pdf.Write(doc, shared, at); err != nil {
			b.Fatal(err)
		}
	}
}
