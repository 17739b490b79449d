package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

// Row is one case as registers see it.
type Row struct {
	Case        casefile.Case
	Client      casefile.Client
	Obligations []clock.Obligation
}

// ordered returns the rows by the day received, then by reference.
func ordered(rows []Row) []Row {
	return slices.SortedStableFunc(slices.Values(rows), func(a, b Row) int {
		return cmp.Or(a.Case.ReceivedOn().Compare(b.Case.ReceivedOn()), cmp.Compare(a.Case.Reference, b.Case.Reference))
	})
}

// duty returns the obligation of a rule.
func (r Row) duty(rule clock.RuleID) clock.Obligation {
	for _, o := range r.Obligations {
		if o.Rule == rule {
			return o
		}
	}
	return clock.Obligation{}
}

// answer is the duty to answer at all: the reply, a complaint's outcome, the
// word to the regulator about a breach.
func (r Row) answer() clock.Obligation {
	o, _ := casefile.AnswerDuty(r.Case.Kind, r.Obligations)
	return o
}

// sent returns how the last letter of a kind left.
func (r Row) sent(kind casefile.LetterKind) string {
	var how string
	for _, l := range r.Case.Letters {
		if l.Kind == kind && l.Sent != nil {
			how = string(l.Sent.How)
		}
	}
	return how
}

// answered is the day the person had the answer; of a breach, the day the
// regulator was told.
func (r Row) answered() civil.Date {
	if r.Case.Kind == casefile.Breach {
		return r.Case.Incident.Notified
	}
	return r.Case.FirstSent(casefile.Reply)
}

// daysLate counts the days by which the answer missed its last day.
func (r Row) daysLate() string {
	due, sent := r.answer().Due, r.answered()
	if due.IsZero() || sent.IsZero() || !sent.After(due) {
		return ""
	}
	return strconv.Itoa(sent.Sub(due))
}

func (r Row) decision() casefile.Decision {
	if r.Case.Decision == nil {
		return casefile.Decision{}
	}
	return *r.Case.Decision
}

func (r Row) extension() casefile.Extension {
	if r.Case.Extension == nil {
		return casefile.Extension{}
	}
	return *r.Case.Extension
}

func (r Row) closing() casefile.Closing {
	if r.Case.Closed == nil {
		return casefile.Closing{}
	}
	return *r.Case.Closed
}

// pausedDays counts the days on which the clock stood still: each is counted
// once, the day of asking and the day of the answer among them.
//
// law: UK GDPR Art 12A(5)
func (r Row) pausedDays() string {
	days := map[civil.Date]bool{}
	for _, p := range r.Case.Pauses {
		if p.Open() {
			continue
		}
		for d := p.Asked; !d.After(p.Answered); d = d.AddDays(1) {
			days[d] = true
		}
	}
	return number(len(days))
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// lines joins texts in one cell.
func lines(texts []string) string { return strings.Join(texts, "; ") }
