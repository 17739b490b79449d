package letter_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"casebook/internal/casefile"
	"casebook/internal/letter"
	"casebook/internal/page"
)

// hostile is text as mail can hold it: wording's own signs, other scripts,
// line ends, control characters, and far too much.
func hostile() *rapid.Generator[string] {
	pieces := []string{
		"{received}", "{", "}", "[if granted]", "[duty reasons]", "*", "**bold**", "Use: routes", "Heading: Hello", "- ", "> ", "# ",
		"\n", "\r\n", "\n\n", "\t", "\u2028", "\u202e", "\u200f", "\u0000", "\u001b[31m", "שלום", "مرحبا", "Łódź", "李", "🙂",
		"%s%d%n", "<b>", "&amp;", "=1+1", "\\", "”", "“", "{{.}}", "$(x)", "long", " ", "word", ".",
	}
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		return "x" + strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 1, 30}).Draw(t, "times"))
	})
}

// TestHostileTextStaysText: whatever people are called and write, the wording
// around it is printed as ever and their words are not obeyed.
func TestHostileTextStaysText(t *testing.T) {
	f := fonts(t)
	plain := func(l casefile.LetterKind, k casefile.Kind, o casefile.Outcome) letter.Input {
		return input(t, l, decidedAs(k, o))
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(casefile.OpenKinds()).Draw(t, "kind").Kind
		outcome := rapid.SampledFrom(casefile.Outcomes()).Draw(t, "outcome")
		l := rapid.SampledFrom([]casefile.LetterKind{casefile.Acknowledgement, casefile.Reply}).Draw(t, "letter")
		in := plain(l, kind, outcome)
		usual, err := letter.Draw(f, in)
		if err != nil {
			t.Fatal(err)
		}
		in.Case.Person = casefile.Person{Name: hostile().Draw(t, "name"), Email: "a@b.example"}
		in.Case.Asked = hostile().Draw(t, "asked")
		in.Case.Decision.What = hostile().Draw(t, "done")
		in.Case.Decision.Reasons = hostile().Draw(t, "reasons")
		in.Case.Handler = hostile().Draw(t, "handler")
		in.Case.Issues[0].What, in.Case.Issues[1].Finding = hostile().Draw(t, "issue"), hostile().Draw(t, "finding")
		in.Client.Sources = []string{hostile().Draw(t, "source")}
		in.Values = given(&in, map[string]string{"note": hostile().Draw(t, "note")})
		doc, err := letter.Draw(f, in)
		if err != nil {
			var e *casefile.Error
			if !errors.As(err, &e) || e.Field != "Address" {
				t.Fatalf("refused: %v", err)
			}
			return // a name too long for the envelope's window is said to be so
		}
		if got, want := headings(doc), headings(usual); got != want {
			t.Fatalf("the letter's own headings changed:\n%s\nwere\n%s", got, want)
		}
	})
}

// headings are the bold lines that the wording brings: those a letter with the
// same case but other words must have as well.
func headings(doc page.Document) string {
	known := []string{
		"What you asked", "What you told us", "What we decided", "What happens next", "When you will hear from us", "Who to ask",
		"What you can do", "What this means for you", "If you disagree", "If you would rather not wait", "Our answer", "Issue 1", "Issue 2",
	}
	var out []string
	for _, p := range doc.Pages {
		for _, r := range p.Runs {
			for _, k := range known {
				if r.Face == page.Bold && r.Text == k {
					out = append(out, k)
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

// TestBracesInANameAreAName is the plain case of the property.
func TestBracesInANameAreAName(t *testing.T) {
	in := input(t, casefile.Reply, decidedAs(casefile.Erasure, casefile.Partly))
	in.Case.Person.Name = "{due} *Ann* [if granted]"
	in.Case.Decision.What = "We erased {purposes}\n\nUse: routes\n\nHeading: Boo"
	doc, err := letter.Draw(fonts(t), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Dear {due} *Ann* [if granted]", "We erased {purposes}", "Use: routes", "Heading: Boo"} {
		if !strings.Contains(flow(doc), want) {
			t.Errorf("%q is not printed as it stands", want)
		}
	}
}

// TestLongTextIsWhole: a long answer runs over as many pages as it takes.
func TestLongTextIsWhole(t *testing.T) {
	in := input(t, casefile.Reply, decidedAs(casefile.Rectification, casefile.Declined))
	words := strings.Repeat("reason ", 5000/7)
	in.Case.Decision.Reasons = words + "end."
	doc, err := letter.Draw(fonts(t), in)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(flow(doc), "reason "); got < 5000/7 || !strings.Contains(flow(doc), "end.") {
		t.Errorf("%d of %d words are printed", got, 5000/7)
	}
	in.Case.Asked = words
	doc, err = letter.Draw(fonts(t), in)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(flow(doc), "reason …”") {
		t.Error("a long request is not cut at a word")
	}
}
