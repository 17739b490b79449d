package report

import (
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/page"
)

// breach is the documentation of a breach: the facts, its effects and what was
// done about it.
//
// law: UK GDPR Art 33(5)
func (r record) breach() []page.Block {
	if r.Case.Kind != casefile.Breach {
		return nil
	}
	x := r.Case.Incident
	aware := "When the controller became aware is not recorded."
	if at, known := x.Aware.Time(); known {
		local := at.In(x.Aware.Date().Midnight().Location())
		aware = "The controller became aware on " + x.Aware.Date().Long() + " at " + local.Format("15:04") + ", through " + flat(x.Who) + "."
		if seen(x.How) {
			aware += " " + flat(x.How)
		}
	}
	lines := []string{aware}
	if !x.Assessed.IsZero() {
		lines = append(lines, "Assessed on "+x.Assessed.Long()+": "+x.Risk.Words()+". "+flat(x.Reasons))
	}
	if x.People > 0 {
		lines = append(lines, "About "+strconv.Itoa(x.People)+" people are concerned.")
	}
	for _, part := range []struct{ lead, text string }{{"Likely consequences: ", x.Consequences}, {"Measures: ", x.Measures}} {
		if seen(part.text) {
			lines = append(lines, part.lead+flat(part.text))
		}
	}
	var out []page.Block
	for _, line := range append(lines, r.notified()) {
		out = append(out, page.Plain(line))
	}
	return out
}

// notified says when the regulator was told, and why late.
func (r record) notified() string {
	x := r.Case.Incident
	switch {
	case x.Notified.IsZero() && x.Risk == casefile.Unlikely:
		return "The regulator was not told: a risk to people is unlikely (UK GDPR Art 33(1))."
	case x.Notified.IsZero():
		return "That the regulator was told is not recorded."
	}
	words := "The regulator was told on " + x.Notified.Long() + "."
	if seen(x.Number) {
		words += " Its reference is " + flat(x.Number) + "."
	}
	if seen(x.Late) {
		words += " Why it took longer than 72 hours: " + flat(x.Late)
	}
	return words
}

// holders lists who was asked to search, and what they said.
func (r record) holders() []entry {
	var out []entry
	for _, h := range r.Case.Holders {
		answer := "no answer yet"
		if !h.Answered.IsZero() {
			answer = "answered on " + h.Answered.Long() + ": " + h.Found
		}
		out = append(out, entry{h.Asked.Long(), h.Who + " was asked, " + answer})
	}
	return out
}
