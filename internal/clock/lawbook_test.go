package clock_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"casebook/internal/clock"
)

const lawBook = "../../docs/LAW.md"

// The words of the book for what the table says in symbols.
var (
	factWords = map[clock.Fact]string{
		clock.Received: "the receipt", clock.Identity: "proof of identity", clock.Authority: "a representative's authority",
		clock.FeePaid: "payment of a fee", clock.Aware: "the hour of becoming aware",
		clock.LastProgress: "the last time the person was told how it goes, else the receipt",
		clock.ResultsOut:   "the announcement of the results", clock.ReporterArose: "the question about the Reporter's data",
		clock.OpinionGiven: "the opinion", clock.IdentityAsked: "the question about identity",
		clock.AuthorityAsked: "the question about authority", clock.FeeAsked: "the fee notice",
		clock.QuestionAsked: "the latest open question", clock.FirstAsked: "the first question without an answer",
		clock.HolderAsked: "the first search without an answer", clock.ReviewAsked: "the wish for a review",
		clock.CaseClosed: "the end of the case", clock.RegulatorDone: "the end of the regulator's case",
	}
	setWords = map[clock.Set]string{
		clock.NationSet: "weekends and the nation's bank holidays", clock.UKSet: "weekends and bank holidays in any part of the UK",
		clock.ScotlandSet: "weekends and Scottish bank holidays", clock.SchoolSet: "days without a session at the school",
		clock.SchoolUKSet: "days without a session at the school, weekends and bank holidays in any part of the UK",
	}
	questionWords = map[clock.Questions]string{
		clock.Unstopped: "nothing", clock.Stops: "its days, both ends included, do not count",
		clock.Restarts: "the time runs anew from the answer",
	}
	metWords = map[clock.Met]string{
		clock.MetSent: "sending it", clock.MetAcknowledged: "the acknowledgement", clock.MetOutcome: "the outcome",
		clock.MetReviewed: "the result of the review", clock.MetReporter: "telling the Reporter",
		clock.MetWithdrawn: "withdrawal", clock.MetClosed: "the end of the case",
	}
	condWords = map[clock.Cond]string{
		clock.MarksAsked: "exam marks are asked for", clock.UnderFOI: "the authority is no school and not Scottish",
		clock.UnderFOISchool: "the authority is a school", clock.UnderFOIScotland: "the authority is Scottish",
		clock.UnderEIR: "it is about the environment", clock.ReporterData: "there is data from the Principal Reporter",
		clock.OpinionRelied:    "a health professional's opinion is relied on",
		clock.PastMonth:        "the period is extended, or the client promises it",
		clock.IdentityPending:  "proof of identity is outstanding",
		clock.AuthorityPending: "the authority is outstanding", clock.FeePending: "the fee is outstanding",
		clock.QuestionOpen: "a question is open", clock.AnyPending: "any of these is outstanding",
		clock.HolderPending: "a search is outstanding", clock.ReviewWanted: "a review is asked for",
		clock.ReviewFOI: "a review is asked for under FOIA", clock.ReviewEIR: "a review is asked for under the EIR",
		clock.ReviewFOIScotland: "a review is asked for under FOISA", clock.Closed: "the case is closed",
		clock.ClosedWithdrawn: "the case is closed because the person withdrew or fell silent",
		clock.ClosedRegulator: "the case is closed and the regulator was involved",
		clock.Notifiable:      "unless it is unlikely to be a risk to anybody",
		clock.Unannounced:     "the results were not announced when the marks were asked for",
	}
	clauseWords = map[string]string{
		"Start": "from when the time runs", "Identity": "waiting for proof of identity", "Authority": "waiting for authority",
		"Fee": "what a fee does to the time", "FeeCopies": "a fee for further copies", "FirstDay": "how days are counted",
		"Question": "what a question does to the time", "Cautious": "the cautious date", "Notice": "telling of an extension",
		"Extended": "the extended period", "Roll": "the last day moves on", "InForce": "since when",
		"Discharged": "an outcome is acknowledgement enough", "Only": "when the rule holds", "Held": "a hold comes first",
		"Promise": "no law sets the time",
	}
)

// words joins the words for a list, and fails where the book has none.
func words[T comparable](t *testing.T, list []T, book map[T]string) string {
	var out []string
	for _, x := range list {
		if book[x] == "" {
			t.Errorf("the book has no word for %T %v", x, x)
		}
		out = append(out, book[x])
	}
	return strings.Join(out, ", ")
}

func names[T ~string](list []T) string {
	var out []string
	for _, x := range list {
		if x != "" {
			out = append(out, string(x))
		}
	}
	return strings.Join(out, ", ")
}

// row writes one row of the table of rules.
func row(t *testing.T, b *strings.Builder, r clock.Rule) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "- %s: %s\n", name, value)
		}
	}
	fmt.Fprintf(b, "\n### %s: %s\n\n", r.ID, r.Name)
	line("rests on", string(r.Basis))
	line("kinds of case", names(r.Kinds))
	line("where", names(r.Nations))
	line("schools", names(r.Schools))
	if r.When != clock.Always {
		line("when", words(t, []clock.Cond{r.When}, condWords))
	}
	if r.Only != clock.Always {
		line("only if", words(t, []clock.Cond{r.Only}, condWords)+"; else "+string(r.Otherwise))
	}
	if !r.InForce.IsZero() {
		line("in force since", fmt.Sprintf("%s; earlier receipts are dated alike, as %s", r.InForce.Letter(), r.Before))
	}
	line("the time runs from the latest of", words(t, r.Start, factWords))
	for _, l := range r.Limits {
		line("last day", limitWords(t, l))
	}
	if r.Extended.N > 0 {
		line("extended", fmt.Sprintf("%s, for %s, told by the last day", r.Extended, names(r.Grounds)))
	}
	if r.Law.Question != "" {
		line("a question for clarification", words(t, []clock.Questions{r.Questions}, questionWords))
	}
	if r.FeeDays {
		line("a fee notice", "the days to the payment, both included, do not count")
	}
	if r.Roll != clock.NoSet {
		line("the last day moves on over", words(t, []clock.Set{r.Roll}, setWords))
	}
	line("discharged by", words(t, r.Met, metWords))
	line("falls away when this is due first", string(r.Until))
}

func limitWords(t *testing.T, l clock.Limit) string {
	s := l.Period.String()
	if l.Period.N == 0 {
		s = "off, unless the client sets it"
	}
	if l.Period.Unit == clock.MonthsBack {
		s += " that end with the day of reliance"
	}
	if l.From != 0 {
		s += " from " + words(t, []clock.Fact{l.From}, factWords)
	}
	if l.Set != clock.NoSet {
		s += "; not counted are " + words(t, []clock.Set{l.Set}, setWords)
	}
	return s + " [" + l.Law + "]"
}

// clause is a clause of law with what it decides, in which rules.
type clause struct {
	law     string
	decides []string
	rules   []string
}

func clauses(t *testing.T) []clause {
	var out []clause
	note := func(law, decides string, id clock.RuleID) {
		if law == "" {
			return
		}
		i := slices.IndexFunc(out, func(c clause) bool { return c.law == law })
		if i < 0 {
			out = append(out, clause{law: law})
			i = len(out) - 1
		}
		out[i].decides = once(out[i].decides, decides)
		out[i].rules = once(out[i].rules, string(id))
	}
	for _, r := range clock.Rules() {
		for _, l := range r.Limits {
			note(l.Law, "the period", r.ID)
		}
		v := reflect.ValueOf(r.Law)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			note(v.Field(i).String(), words(t, []string{name}, clauseWords), r.ID)
		}
	}
	slices.SortFunc(out, func(a, b clause) int { return strings.Compare(a.law, b.law) })
	return out
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// shownBy returns, for each clause and rule, the checks whose working has it.
func shownBy(t *testing.T) map[[2]string][]string {
	law := fullLaw(t)
	out := map[[2]string][]string{}
	note := func(id string, o clock.Obligation) {
		for _, s := range o.Working {
			key := [2]string{s.Law, string(o.Rule)}
			out[key] = once(out[key], id)
		}
	}
	for _, v := range vectors(t) {
		o, err := clock.One(vectorRules[v["kind"]].rule, v.facts(t), law)
		if err != nil {
			t.Fatal(err)
		}
		note(v["id"], o)
	}
	for _, p := range proofs() {
		l := law
		l.Settings.Periods = p.set
		all, err := p.obligations(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all {
			note(p.id, o)
		}
	}
	return out
}

// shown names the checks of a clause and fails where a rule of it has none.
func (c clause) shown(t *testing.T, by map[[2]string][]string) string {
	var ids []string
	for _, rule := range c.rules {
		checks := by[[2]string{c.law, rule}]
		if rule == string(clock.ExamMarks) && slices.Contains(c.decides, "when the rule holds") {
			checks = append(checks, by[[2]string{c.law, string(clock.Rights)}]...)
		}
		if len(checks) == 0 {
			t.Errorf("no vector or proof shows %q in the rule %s", c.law, rule)
		}
		for _, id := range checks[:min(2, len(checks))] {
			ids = once(ids, id)
		}
	}
	return strings.Join(ids, " ")
}

// docs/LAW.md is the table of rules as it is, and no clause in it is without a
// check whose working shows it.
func TestLawBook(t *testing.T) {
	var b strings.Builder
	h := shipped(t).Holidays
	covers := h.Covers(clock.England)
	fmt.Fprintf(&b, `# The law behind the dates

This page is made from the table of rules that the program works with; do not
edit it. After a change of the table run

    CGO_ENABLED=0 go test ./internal/clock -run TestLawBook -update

The rules are those of %s. The bank holidays are the table of %s and are
known from %s to %s. A date that needs a day outside is refused, not guessed.

A date rests on law, on the regulator's guidance, or on policy: what a client
promises or, where it has set nothing, a cautious default.

## Clauses

Checks named V are rows of internal/clock/testdata/vectors.csv; those named P
or K are in internal/clock/testdata/workings.txt with the whole working.

"Read" means that the text or the regulator's words were read, "believed" that
they were not at hand, "our reading" that the text leaves room.

| clause | says | how sure | decides | rules | shown by |
|---|---|---|---|---|---|
`, clock.RulesVersion, h.Version(), covers.From.Letter(), covers.To.Letter())
	by := shownBy(t)
	cited := clauses(t)
	for law := range clock.Sources {
		if !slices.ContainsFunc(cited, func(c clause) bool { return c.law == law }) {
			t.Errorf("no rule cites the clause %q", law)
		}
	}
	for _, c := range cited {
		source, known := clock.Sources[c.law]
		if !known || source.Says == "" || source.Sure == "" {
			t.Errorf("the clause %q has no source", c.law)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", c.law, source.Says, source.Sure, strings.Join(c.decides, "; "), strings.Join(c.rules, ", "), c.shown(t, by))
	}
	b.WriteString("\n## Rules\n")
	for _, r := range clock.Rules() {
		row(t, &b, r)
	}
	if *update {
		if err := os.WriteFile(lawBook, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(lawBook)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != b.String() {
		t.Error("docs/LAW.md is not the table of rules as it is: run with -update")
	}
}
