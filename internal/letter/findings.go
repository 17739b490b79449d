package letter

import (
	"fmt"

	"casebook/internal/casefile"
	"casebook/internal/page"
)

// findings answers the issues of a complaint in turn: what was said, what was
// found, what changed.
//
// law: DPA 2018 s.164A(4)
func findings(v *view) []page.Block {
	var out []page.Block
	for _, issue := range v.Case.Issues {
		heading := page.Head(fmt.Sprintf("Issue %d", issue.Number))
		if len(v.Case.Issues) == 1 {
			heading = page.Head("The issue you raised")
		}
		out = append(out, heading)
		out = append(out, labelled("You told us", issue.What)...)
		out = append(out, labelled("We found", issue.Finding)...)
		if words := upheldWords[issue.Upheld]; words != "" {
			last := &out[len(out)-1]
			last.Spans = append(last.Spans, page.Span{Text: " " + words, Bold: true})
		}
		if issue.Changed != "" {
			out = append(out, labelled("What we changed", issue.Changed)...)
		}
	}
	return out
}

// upheldWords say what a finding comes to.
var upheldWords = map[casefile.Upheld]string{
	casefile.IsUpheld:  "We uphold this part of your complaint.",
	casefile.IsPartly:  "We uphold this in part.",
	casefile.NotUpheld: "We do not uphold this part of your complaint.",
}

// labelled sets a text behind a label, further lines as paragraphs beneath.
func labelled(label, text string) []page.Block {
	lines := splitLines(text)
	if len(lines) == 0 {
		return nil
	}
	out := []page.Block{page.Para(page.Span{Text: label + ": ", Bold: true}, page.Span{Text: lines[0]})}
	for _, line := range lines[1:] {
		out = append(out, page.Plain(line))
	}
	return out
}
