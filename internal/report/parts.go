package report

import (
	"fmt"
	"strings"
	"unicode"

	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/page"
)

// issues are the numbered blocks: the heads of a complaint, or the one thing
// that a request asked for.
func (r record) issues() []page.Issue {
	if !r.complaint() {
		return []page.Issue{r.request()}
	}
	var out []page.Issue
	for _, issue := range r.Case.Issues {
		title := "Issue raised on " + issue.Raised.Long()
		if issue.Raised.IsZero() {
			title = "Issue"
		}
		if words := upheldWords[issue.Upheld]; words != "" {
			title += ": " + words
		}
		out = append(out, page.Issue{Title: title, Parts: []page.Part{
			{Heading: "What was said", Body: recorded(issue.What, "No words of theirs are recorded.")},
			{Heading: "What we found", Body: recorded(issue.Finding, "Nothing is recorded yet.")},
			{Heading: "What we changed", Body: recorded(issue.Changed, "Nothing is recorded.")},
		}})
	}
	return out
}

var upheldWords = map[casefile.Upheld]string{
	casefile.IsUpheld: "upheld", casefile.IsPartly: "upheld in part", casefile.NotUpheld: "not upheld",
}

// request is the one block of a case that is not a complaint.
func (r record) request() page.Issue {
	d := r.row.decision()
	parts := []page.Part{
		{Heading: "What was asked", Body: recorded(r.Case.Asked, "No words of theirs are recorded.")},
		{Heading: "What we decided and did", Body: recorded(d.What, "Nothing is recorded yet.")},
		{Heading: "Reasons", Body: paragraphs(d.Reasons)},
	}
	if words := casefile.ExemptionWords(d.Exemptions); len(words) > 0 {
		parts = append(parts, page.Part{Heading: "Exemptions", Body: []page.Block{page.List(words...)}})
	}
	return page.Issue{Title: r.Case.Kind.Label() + ": " + orNot(d.Outcome.Words(), "not decided"), Parts: parts}
}

// closingBlocks are the lists after the issues. One without entries says so,
// where its absence means something.
func (r record) closingBlocks() []page.Block {
	var out []page.Block
	section := func(title, none string, blocks []page.Block) {
		if len(blocks) == 0 && none != "" {
			blocks = []page.Block{page.Plain(none)}
		}
		if len(blocks) > 0 {
			out = append(append(out, page.Head(title)), blocks...)
		}
	}
	if r.complaint() {
		section("The complaint as it was made", "No words of theirs are recorded.", paragraphs(r.Case.Asked))
		section("The outcome", "", r.outcome())
		section("Enquiries", "No enquiry is recorded.", bullets(r.enquiries()))
	}
	section("Searches", "", bullets(r.searches()))
	section("Questions and extensions", "", bullets(r.stops()))
	section("Letters", "No letter has been issued.", bullets(r.letters()))
	section("Messages", "", bullets(r.messages()))
	section("The breach", "", r.breach())
	section("Asked to search", "", bullets(r.holders()))
	if r.complaint() || !r.Case.Review.Asked.IsZero() || !r.Case.Regulator.Opened.IsZero() {
		section("Review and regulator", "", paragraphs(r.stages()))
	}
	section("What happened, in order", "", bullets(r.timeline()))
	return out
}

func (r record) outcome() []page.Block {
	d := r.row.decision()
	return append(paragraphs(d.What), paragraphs(d.Reasons)...)
}

// entry is a line of a list: a day in bold, and what happened.
type entry struct{ day, text string }

func bullets(entries []entry) []page.Block {
	if len(entries) == 0 {
		return nil
	}
	b := page.Block{Kind: page.Bullets}
	for _, e := range entries {
		b.Items = append(b.Items, []page.Span{{Text: page.Hold(e.day), Bold: true}, {Text: "  " + flat(e.text)}})
	}
	return []page.Block{b}
}

func (r record) enquiries() []entry {
	var out []entry
	for _, e := range r.Case.Enquiries {
		out = append(out, entry{e.On.Long(), e.Of + ": " + e.Found})
	}
	return out
}

func (r record) searches() []entry {
	var out []entry
	for _, s := range r.Case.Searches {
		out = append(out, entry{s.On.Long(), s.System + ": " + s.Found})
	}
	return out
}

// stops are the questions that stopped the clock, the fee and the extension.
func (r record) stops() []entry {
	var out []entry
	for _, p := range r.Case.Pauses {
		answer := "not answered"
		if !p.Open() {
			answer = "answered on " + p.Answered.Long()
		}
		out = append(out, entry{p.Asked.Long(), "Clarification asked, " + answer + ". What was unclear: " + p.Reason + " The amount held: " + p.Volume})
	}
	if x := r.Case.Extension; x != nil {
		out = append(out, entry{x.Noticed.Long(), "Told that the answer takes longer (" + string(x.Ground) + "): " + x.Reasons})
	}
	if f := r.Case.Fee; !f.Asked.IsZero() {
		out = append(out, entry{f.Asked.Long(), fmt.Sprintf("Fee of £%d.%02d charged: %s", f.Pence/100, f.Pence%100, f.Reason)})
	}
	return out
}

// letters lists the frozen letters with the fingerprint that proves which
// bytes were sent.
func (r record) letters() []entry {
	var out []entry
	for _, l := range r.Case.Letters {
		sent := "not sent"
		if l.Sent != nil {
			sent = "sent on " + l.Sent.On.Long() + " by " + l.Sent.How.Words() + " to " + l.Sent.To
		}
		out = append(out, entry{l.Issued.Long(), fmt.Sprintf("%s, %s. SHA-256 begins %.16s", l.Kind.Label(), sent, l.SHA256)})
	}
	return out
}

func (r record) messages() []entry {
	var out []entry
	for _, m := range r.Messages {
		out = append(out, entry{m.On.Date().Long(), m.From + ": " + orNot(m.Subject, "(no subject)")})
	}
	return out
}

// stages says what follows the outcome and whether it was used.
func (r record) stages() string {
	reviewer := orNot(flat(r.Client.Reviewer.Role), flat(r.Client.Reviewer.Name))
	words := "The controller has no internal review."
	if r.Client.Complaint.Review && reviewer != "" {
		words = "The controller offers an internal review by: " + reviewer + "."
	}
	if r.Case.Review.Asked.IsZero() && r.Case.Regulator.Opened.IsZero() {
		return words + " No review and no case with the regulator is recorded."
	}
	return words + " " + r.reviewed() + " " + r.regulator()
}

// reviewed says whether a review was asked for, and what came of it.
func (r record) reviewed() string {
	x := r.Case.Review
	switch {
	case x.Asked.IsZero():
		return "No review is recorded."
	case x.Decided.IsZero():
		return "A review was asked for on " + x.Asked.Long() + " and is not decided."
	}
	return "A review was asked for on " + x.Asked.Long() + " and decided on " + x.Decided.Long() + " by " + flat(x.By) + ": " + flat(x.Result)
}

// regulator says what is recorded of a case of the regulator's own.
func (r record) regulator() string {
	x := r.Case.Regulator
	switch {
	case x.Opened.IsZero():
		return "No case with the regulator is recorded."
	case x.Closed.IsZero():
		return "The regulator opened case " + flat(x.Reference) + " on " + x.Opened.Long() + "; it is not closed."
	}
	return "The regulator opened case " + flat(x.Reference) + " on " + x.Opened.Long() + " and closed it on " + x.Closed.Long() + ": " + flat(x.Result)
}

func (r record) timeline() []entry {
	var out []entry
	for _, e := range r.Timeline {
		text := e.Words
		if e.Detail != "" {
			text += ": " + shortened(e.Detail)
		}
		if e.Withdrawn {
			text = "Taken back: " + text
		}
		if e.Actor != "" {
			text += " (" + e.Actor + ")"
		}
		out = append(out, entry{e.On.Date().Long(), text})
	}
	return out
}

// detailLength is how many characters of a detail the timeline repeats; the
// whole stands in its own section.
const detailLength = 160

func shortened(s string) string {
	r := []rune(flat(s))
	if len(r) <= detailLength {
		return string(r)
	}
	cut := string(r[:detailLength])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}

// paragraphs makes one of each line that holds something.
func paragraphs(s string) []page.Block {
	var out []page.Block
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); seen(line) {
			out = append(out, page.Plain(line))
		}
	}
	return out
}

// seen reports whether a text holds anything to be seen.
func seen(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// recorded is the paragraphs of a text, or what is said where there are none.
func recorded(s, none string) []page.Block {
	if out := paragraphs(s); len(out) > 0 {
		return out
	}
	return []page.Block{page.Plain(none)}
}

// dates are the obligations with each step that led to them.
func (r record) dates() []page.Working {
	var out []page.Working
	for _, o := range r.Obligations {
		w := page.Working{Name: o.Name + basisWords[o.Basis] + metWords(o), Due: r.due(o)}
		for _, s := range o.Working {
			w.Steps = append(w.Steps, page.Step{Date: s.Date.Long(), Text: s.Text() + ".", Law: s.Law})
		}
		out = append(out, w)
	}
	return out
}

// basisWords tell a date that no statute sets from one that it does.
var basisWords = map[clock.Basis]string{
	clock.Guidance: " (the regulator’s guidance)", clock.Policy: " (our own target)",
}

// metWords says when a duty was discharged.
func metWords(o clock.Obligation) string {
	switch {
	case o.MetOn.IsZero():
		return ""
	case clock.MetLate(o):
		return ", done late on " + o.MetOn.Long()
	}
	return ", done on " + o.MetOn.Long()
}

// due is the last day of a duty, or why there is none.
func (r record) due(o clock.Obligation) string {
	switch {
	case o.Rule == "":
		return ""
	case o.State == clock.Paused:
		return "clock paused"
	case o.Due.IsZero():
		return "clock not started"
	}
	return casefile.DueWords(o)
}
