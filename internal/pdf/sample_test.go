package pdf_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/theme"

	"casebook/internal/page"
	"casebook/internal/pdf"
)

var samples = flag.String("samples", "", "keep the sample PDFs in this folder, to be looked at")

var at = time.Date(2026, 10, 9, 14, 5, 0, 0, time.UTC)

func fonts(tb testing.TB) *page.Fonts {
	tb.Helper()
	f, err := page.NewFonts(theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content(),
		theme.DefaultTextItalicFont().Content())
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// write writes a sample, and keeps it where -samples says.
func write(t *testing.T, name string, doc page.Document) []byte {
	t.Helper()
	file, err := pdf.Write(doc, fonts(t), at)
	if err != nil {
		t.Fatal(err)
	}
	if *samples != "" {
		if err := os.WriteFile(filepath.Join(*samples, name+".pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// letter is an invented reply of one page.
func letter() page.LetterSheet {
	return page.LetterSheet{
		Letterhead: []string{
			"Marsh Lane Academy Trust", "Data protection", "14 Marsh Lane, Ousby, Cumbria CA10 9ZZ",
			"01632 960 144 · dpo@marshlane.example",
		},
		Address: []string{"Ms Łucja Wójcik-Ødegård", "Flat 2", "7 Harbour Row", "Ousby", "CA10 9ZY"},
		Block: []page.Field{
			{Label: "Date", Value: "Fri 9 Oct 2026"},
			{Label: "Our reference", Value: "26-7KQ4MX"},
			{Label: "Your reference", Value: ""},
			{Label: "When you reply", Value: "please give our reference, 26-7KQ4MX"},
		},
		Subject:    "Your request for a copy of Jan’s records",
		Body:       body(),
		Reference:  "26-7KQ4MX",
		Date:       "Fri 9 Oct 2026",
		Controller: "Marsh Lane Academy Trust",
		Contact:    "Data protection officer: Priya Venn, dpo@marshlane.example, 01632 960 144",
	}
}

func body() []page.Block {
	return []page.Block{
		page.Plain("Dear Ms Wójcik-Ødegård"),
		page.Para(page.Span{Text: "You asked us on "}, page.Span{Text: "Thu 3 Sep 2026", Bold: true},
			page.Span{Text: " for a copy of the personal information we hold about your son Jan, who is in Year 8. " +
				"We are sending it with this letter."}),
		page.Head("What we looked for"),
		page.Plain("We searched the pupil register, the safeguarding file, the mailboxes of four members of staff and the " +
			"paper folder kept by the year office. We found 214 pages. They are numbered in the order of that list:"),
		page.List("the pupil register: 12 pages", "the safeguarding file: 41 pages, of which 3 are partly blacked out",
			"letters and e-mails between the school and you, and between members of staff where Jan is named: 161 pages"),
		page.Head("What we left out"),
		page.Plain("Three pages name other children. We have blacked their names out, because their families did not agree " +
			"to our sharing them and it would not be fair to them. Nothing about Jan himself is missing."),
		page.Head("What you can do"),
		page.Plain("If you think that something is wrong or missing, tell us and we will look again. You can also complain " +
			"to the Information Commissioner, or ask a court to decide."),
		page.Sign("Yours sincerely", "Priya Venn", "Data protection officer"),
	}
}

// longLetter is the letter with more to say, three pages of it.
func longLetter() page.LetterSheet {
	sheet := letter()
	first := sheet.Body
	for range 3 {
		sheet.Body = append(sheet.Body[:len(sheet.Body)-1:len(sheet.Body)-1], first[2:]...)
	}
	return sheet
}

func largeLetter() page.LetterSheet {
	sheet := letter()
	sheet.LargePrint = true
	return sheet
}

func record() page.FormSheet {
	said := "Mr Okafor said that a list of pupils with unpaid meals was pinned up beside the hatch on Mon 7 Sep 2026, and " +
		"that other parents read his daughter’s name on it. He asked us to take it down, to tell him who had seen it, and " +
		"to see that it does not happen again."
	found := "The list was printed by the kitchen from the till, which can print a list by class for the cook’s use. It " +
		"hung for two days. We spoke to the kitchen supervisor and to the two members of staff on duty."
	return page.FormSheet{
		Title: "Record of a complaint", Reference: "26-M2XT9C", Date: "Fri 9 Oct 2026",
		Controller: "Birk Fell Schools",
		Contact:    "Data protection officer: Priya Venn, dpo@birkfell.example",
		Facts: []page.Field{
			{Label: "Complaint by", Value: "Ade Okafor, for his daughter Ife (Year 4)"},
			{Label: "About", Value: "Birk Fell Schools, Fellside Primary School"},
			{Label: "Received", Value: "Wed 9 Sep 2026, by e-mail to the school office, passed to us on Fri 11 Sep 2026"},
			{Label: "Acknowledged", Value: "Mon 14 Sep 2026"},
			{Label: "Outcome", Value: "Upheld in part. We have apologised, and the till no longer prints names."},
			{Label: "Handled by", Value: "Priya Venn"},
		},
		Issues: []page.Issue{
			{Title: "The list beside the hatch", Parts: []page.Part{
				{Heading: "What was said", Body: []page.Block{page.Plain(said)}},
				{Heading: "What we found", Body: []page.Block{page.Plain(found)}},
				{Heading: "What we changed", Body: []page.Block{page.Plain("Three things:"), page.List(
					"the till prints numbers of meals only", "the office tells parents by e-mail, one at a time",
					"all kitchen staff had the short course on 29 September")}},
			}},
			{Title: "Who had seen the name", Parts: []page.Part{
				{Heading: "What was said", Body: []page.Block{page.Plain("Mr Okafor wants to know which parents read the list.")}},
				{Heading: "What we found", Body: []page.Block{page.Plain("Nobody kept a record of who came to the hatch. " +
					"We cannot say, and we have told Mr Okafor so.")}},
			}},
			{Title: "The answer of the school office", Parts: []page.Part{
				{Heading: "What was said", Body: []page.Block{page.Plain(said), page.Plain(found)}},
				{Heading: "What we found", Body: []page.Block{page.Plain(found), page.Plain(said)}},
				{Heading: "What we changed", Body: []page.Block{page.Plain("Nothing.")}},
			}},
		},
		Closing: []page.Block{
			page.Head("What Mr Okafor can do"),
			page.Plain("He can ask the Information Commissioner to look at it."),
		},
		Dates: workings(),
	}
}

func workings() []page.Working {
	return []page.Working{
		{Name: "Acknowledge the complaint", Due: "Fri 9 Oct 2026", Steps: []page.Step{
			{Date: "Wed 9 Sep 2026", Text: "The complaint reached the school.", Law: "DPA 2018 s 164A(1)"},
			{Date: "Thu 10 Sep 2026", Text: "The thirty days begin the day after.", Law: "DPA 2018 s 164A(3)"},
			{Date: "Fri 9 Oct 2026", Text: "The thirtieth day. It is a working day, so the date stands.", Law: "DPA 2018 s 164A(3)"},
		}},
		{Name: "Tell Mr Okafor the outcome", Due: "without undue delay", Steps: []page.Step{
			{
				Date: "Mon 14 Sep 2026", Text: "Acknowledged. The law names no last day; we set ourselves four weeks.",
				Law: "DPA 2018 s 164A(4)",
			},
		}},
	}
}

func mustLetter(tb testing.TB, sheet page.LetterSheet) page.Document {
	tb.Helper()
	doc, err := fonts(tb).Letter(sheet)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

func mustForm(tb testing.TB, sheet page.FormSheet) page.Document {
	tb.Helper()
	doc, err := fonts(tb).Form(sheet)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}
