package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/page"
	"casebook/internal/pdf"
	"casebook/internal/report"
)

var (
	samples = flag.String("samples", "", "keep the records as PDFs in this folder, to be looked at")
	update  = flag.Bool("update", false, "write the golden files anew")
)

// text returns the words of a document as they are read, one line a line.
func text(doc page.Document) string {
	var b strings.Builder
	for _, p := range doc.Pages {
		y := -1.0
		for _, r := range p.Runs {
			if r.Y != y && y >= 0 {
				b.WriteByte('\n')
			} else if y >= 0 {
				b.WriteString(" | ")
			}
			y = r.Y
			b.WriteString(r.Text)
		}
		b.WriteString("\n\f\n")
	}
	return b.String()
}

func flow(doc page.Document) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text(doc), "|", "")), " ")
}

func record(t *testing.T, c casefile.Case) page.Document {
	t.Helper()
	doc, err := report.ComplaintRecord(fonts(t), input(t, c))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestGolden(t *testing.T) {
	for name, c := range map[string]casefile.Case{"complaint": complaint(), "erasure": erasure()} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".txt")
			got := text(record(t, c))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the record changed; look at it, then run with -update:\n%s", got)
			}
		})
	}
}

// TestRecordHolds reads the record of a complaint for what part D of
// law/rules.md asks to be kept.
func TestRecordHolds(t *testing.T) {
	printed := flow(record(t, complaint()))
	for _, want := range []string{
		"Record of a complaint", "26-M2XT9C", "Marsh Lane Academy Trust Limited", "Ade Okafor", "Ife Okafor, a child", "DPA 2018 s.164A",
		"by the controller on Wed 9 Sep 2026, by the data protection officer on Fri 11 Sep 2026", "by e-mail",
		"Other parents read it.", "A list of pupils with unpaid meals", "hung for two days", "prints numbers of meals only",
		"Acknowledged Mon 14 Sep 2026", "Thu 1 Oct 2026: upheld in part, by Priya Venn", "Answered Fri 2 Oct 2026",
		"kitchen supervisor", "Tillwise Limited", "26-7KQ4MX", "Chief Operating Officer", "My daughter's name on your wall",
		"Taken back: Note: Rang the office.", "4be1f0c2a9d87e66", "How each date was worked out", "DPA 2018 s.164A(3)",
		"Acknowledge the complaint, done on Mon 14 Sep 2026", "(our own target)",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("the record does not hold %q", want)
		}
	}
}

func TestEveryPageSaysWhatItIs(t *testing.T) {
	doc := record(t, complaint())
	for i, p := range doc.Pages {
		var all string
		for _, r := range p.Runs {
			all += r.Text + "\n"
		}
		if !strings.Contains(all, "26-M2XT9C") || !strings.Contains(all, "Page ") || !strings.Contains(all, " of ") {
			t.Errorf("page %d lacks the reference or its number", i+1)
		}
	}
}

// TestEveryKindHasARecord: with everything there, and with nothing.
func TestEveryKindHasARecord(t *testing.T) {
	for _, k := range casefile.OpenKinds() {
		full := erasure()
		full.Kind = k.Kind
		full.Pauses = []casefile.Pause{{Asked: day("2026-09-04"), Reason: "Which?", Volume: "Many."}, {Asked: day("2026-09-05"), Answered: day("2026-09-06")}}
		full.Extension = &casefile.Extension{Noticed: day("2026-09-21"), Ground: casefile.Number, Reasons: "Six requests."}
		full.Fee = casefile.Awaited{Asked: day("2026-09-02"), Pence: 1250, Reason: "Excessive."}
		for name, c := range map[string]casefile.Case{
			"full": full, "empty": {Reference: "26-0HQ7RA", Kind: k.Kind},
		} {
			in := report.Input{Case: c, Client: client(), On: day("2026-10-09")}
			doc, err := report.ComplaintRecord(fonts(t), in)
			if err != nil {
				t.Errorf("%s, %s: %v", k.Kind, name, err)
				continue
			}
			if name == "full" && k.Kind != casefile.Complaint && !strings.Contains(flow(doc), "Fee of £12.50 charged") {
				t.Errorf("%s: no fee in\n%s", k.Kind, text(doc))
			}
		}
	}
}

func TestRecordWithoutAReference(t *testing.T) {
	_, err := report.ComplaintRecord(fonts(t), report.Input{Case: casefile.Case{Kind: casefile.Complaint}})
	if e := casefile.AsError(err); err == nil || e.Kind != casefile.Invalid || e.Field != "Reference" || e.Do == "" {
		t.Errorf("%v", err)
	}
}

func TestLate(t *testing.T) {
	for name, c := range map[string]struct {
		sent string
		on   string
		want string
	}{
		"in time":              {"2026-10-05", "2026-10-09", ""},
		"a day late":           {"2026-10-06", "2026-10-09", "Late answered 1 day after the last day"},
		"late":                 {"2026-10-07", "2026-10-09", "Late answered 2 days after the last day"},
		"not answered":         {"", "2026-10-09", "Late not answered, 4 days after the last day"},
		"not answered, no yet": {"", "2026-10-05", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := erasure()
			if c.sent == "" {
				e.Letters = nil
			} else {
				e.Letters[0].Sent.On = day(c.sent)
			}
			in := input(t, e)
			in.On = day(c.on)
			doc, err := report.ComplaintRecord(fonts(t), in)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(flow(doc), "after the last day"); got != (c.want != "") || !strings.Contains(flow(doc), c.want) {
				t.Errorf("want %q in\n%s", c.want, text(doc))
			}
		})
	}
}

// TestAnyTextMakesARecord: whatever was written, the record is drawn and each
// of its sections is there.
func TestAnyTextMakesARecord(t *testing.T) {
	f, base := fonts(t), input(t, complaint())
	rapid.Check(t, func(t *rapid.T) {
		in := base
		in.Case.Person.Name = rapid.String().Draw(t, "name")
		in.Case.Asked = strings.Repeat(rapid.String().Draw(t, "asked"), rapid.IntRange(1, 200).Draw(t, "times"))
		in.Case.Issues = []casefile.Issue{{Number: 1, What: rapid.String().Draw(t, "what"), Finding: rapid.String().Draw(t, "finding")}}
		in.Timeline = []casefile.TimelineEntry{{On: civil.On(day("2026-09-09")), Words: "Note", Detail: rapid.String().Draw(t, "detail"), Actor: rapid.String().Draw(t, "actor")}}
		in.Messages = []report.Message{{From: rapid.String().Draw(t, "from"), Subject: rapid.String().Draw(t, "subject")}}
		doc, err := report.ComplaintRecord(f, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Record of a complaint", "What was said", "Messages", "What happened, in order", "How each date was worked out"} {
			if !strings.Contains(flow(doc), want) {
				t.Fatalf("%q is gone", want)
			}
		}
	})
}

func TestPDF(t *testing.T) {
	for name, c := range map[string]casefile.Case{"record_complaint": complaint(), "record_erasure": erasure()} {
		file, err := pdf.Write(record(t, c), fonts(t), time.Date(2026, 10, 9, 9, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(name, err)
		}
		if *samples != "" {
			if err := os.WriteFile(filepath.Join(*samples, name+".pdf"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// An outcome that goes out without an acknowledgement before it stands for
// one, and the record does not say that it is still to come.
func TestOutcomeStandsForTheAcknowledgement(t *testing.T) {
	c := complaint()
	c.Letters = c.Letters[1:]
	if got := flow(record(t, c)); !strings.Contains(got, "Acknowledged by the answer itself, on Fri 2 Oct 2026") {
		t.Errorf("the record says %s", got)
	}
	c.Letters = nil
	if got := flow(record(t, c)); !strings.Contains(got, "Acknowledged not yet") {
		t.Errorf("the record says %s", got)
	}
}
