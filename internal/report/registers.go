package report

import (
	"cmp"
	"slices"
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

// registerColumns are the columns of the register: what accountability asks to
// be kept of each request (law/rules.md E08), as far as it is a line.
//
// law: UK GDPR Art 5(2)
var registerColumns = []column[Row]{
	{"Case", TextCell, func(r Row) string { return string(r.Case.Reference) }},
	{"Kind", TextCell, func(r Row) string { return r.Case.Kind.Label() }},
	{"Client", TextCell, func(r Row) string { return r.Client.Name }},
	{"Person", TextCell, func(r Row) string { return r.Case.Person.Name }},
	{"On behalf of", TextCell, func(r Row) string { return r.Case.Subject.Name }},
	{"Relation", TextCell, func(r Row) string { return string(r.Case.Subject.Relation) }},
	{"Channel", TextCell, func(r Row) string { return string(r.Case.Channel) }},
	{"Received", DateCell, func(r Row) string { return r.Case.ReceivedOn().String() }},
	{"Received by DPO", DateCell, func(r Row) string { return r.Case.ReceivedByDPO.Date().String() }},
	{"Due", DateCell, func(r Row) string { return r.answer().Due.String() }},
	{"Work to", DateCell, func(r Row) string { return r.answer().WorkTo.String() }},
	{"State", TextCell, func(r Row) string { return r.Case.State().Words() }},
	{"Acknowledged", DateCell, func(r Row) string { return r.Case.FirstSent(casefile.Acknowledgement).String() }},
	{"Identity asked", DateCell, func(r Row) string { return r.Case.Identity.Asked.String() }},
	{"Identity received", DateCell, func(r Row) string { return r.Case.Identity.Received.String() }},
	{"Days paused", NumberCell, Row.pausedDays},
	{"Extension noticed", DateCell, func(r Row) string { return r.extension().Noticed.String() }},
	{"Extension ground", TextCell, func(r Row) string { return string(r.extension().Ground) }},
	{"Decided", DateCell, func(r Row) string { return r.decision().On.String() }},
	{"Outcome", TextCell, func(r Row) string { return r.decision().Outcome.Words() }},
	{"Exemptions", TextCell, func(r Row) string { return lines(r.decision().Exemptions) }},
	{"Decided by", TextCell, func(r Row) string { return r.decision().By }},
	{"Answered", DateCell, func(r Row) string { return r.answered().String() }},
	{"Answered by", TextCell, func(r Row) string { return r.sent(casefile.Reply) }},
	{"Days late", NumberCell, Row.daysLate},
	{"Handler", TextCell, func(r Row) string { return r.Case.Handler }},
	{"Closed", DateCell, func(r Row) string { return r.closing().On.String() }},
	{"Why closed", TextCell, func(r Row) string { return r.closing().Reason }},
}

// Register returns every case in one line, the oldest first.
func Register(rows []Row) Table { return table("Register of cases", registerColumns, ordered(rows)) }

// complaintColumns are the columns of the complaint register (law/rules.md
// part D).
var complaintColumns = []column[Row]{
	{"Case", TextCell, func(r Row) string { return string(r.Case.Reference) }},
	{"Client", TextCell, func(r Row) string { return r.Client.Name }},
	{"Nation", TextCell, func(r Row) string { return r.Client.Nation }},
	{"Complainant", TextCell, func(r Row) string { return r.Case.Person.Name }},
	{"On behalf of", TextCell, func(r Row) string { return r.Case.Subject.Name }},
	{"Relation", TextCell, func(r Row) string { return string(r.Case.Subject.Relation) }},
	{"Authority received", DateCell, func(r Row) string { return r.Case.Authority.Received.String() }},
	{"Channel", TextCell, func(r Row) string { return string(r.Case.Channel) }},
	{"Received", DateCell, func(r Row) string { return r.Case.ReceivedOn().String() }},
	{"Acknowledge by", DateCell, func(r Row) string { return r.duty(clock.ComplaintAck).Due.String() }},
	{"Acknowledged", DateCell, func(r Row) string { return r.Case.FirstSent(casefile.Acknowledgement).String() }},
	{"Acknowledged by", TextCell, func(r Row) string { return r.sent(casefile.Acknowledgement) }},
	{"Issues", NumberCell, func(r Row) string { return number(len(r.Case.Issues)) }},
	{"What was said", TextCell, func(r Row) string { return lines(eachIssue(r, func(i casefile.Issue) string { return i.What })) }},
	{"Upheld", NumberCell, func(r Row) string { return upheld(r, casefile.IsUpheld) }},
	{"Partly upheld", NumberCell, func(r Row) string { return upheld(r, casefile.IsPartly) }},
	{"Not upheld", NumberCell, func(r Row) string { return upheld(r, casefile.NotUpheld) }},
	{"What was found", TextCell, func(r Row) string { return lines(eachIssue(r, func(i casefile.Issue) string { return i.Finding })) }},
	{"What changed", TextCell, func(r Row) string { return lines(eachIssue(r, func(i casefile.Issue) string { return i.Changed })) }},
	{"Enquiries", NumberCell, func(r Row) string { return number(len(r.Case.Enquiries)) }},
	{"Progress letters", NumberCell, func(r Row) string { return number(sentLetters(r, casefile.Progress)) }},
	{"Outcome target", DateCell, func(r Row) string { return r.answer().Due.String() }},
	{"Outcome sent", DateCell, func(r Row) string { return r.answered().String() }},
	{"Outcome", TextCell, func(r Row) string { return complaintWords(r.decision().Outcome) }},
	{"Linked cases", TextCell, func(r Row) string { return lines(linked(r.Case)) }},
	{"Handler", TextCell, func(r Row) string { return r.Case.Handler }},
	{"Closed", DateCell, func(r Row) string { return r.closing().On.String() }},
}

// Complaints returns every complaint in one line, the oldest first.
func Complaints(rows []Row) Table {
	return table("Register of complaints", complaintColumns, complaintsOf(ordered(rows)))
}

func complaintsOf(rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Case.Kind != casefile.Complaint })
}

// complaintWords say what the outcome of a complaint was.
func complaintWords(o casefile.Outcome) string {
	return map[casefile.Outcome]string{
		casefile.Granted: "upheld", casefile.Partly: "upheld in part", casefile.Declined: "not upheld",
		casefile.NothingHeld: "nothing found",
	}[o]
}

// eachIssue returns what one thing says about each issue, left out where
// nothing is said.
func eachIssue(r Row, say func(casefile.Issue) string) []string {
	var out []string
	for _, issue := range r.Case.Issues {
		if s := say(issue); s != "" {
			out = append(out, strconv.Itoa(issue.Number)+". "+s)
		}
	}
	return out
}

func upheld(r Row, as casefile.Upheld) string {
	n := 0
	for _, issue := range r.Case.Issues {
		if issue.Upheld == as {
			n++
		}
	}
	return number(n)
}

func sentLetters(r Row, kind casefile.LetterKind) int {
	n := 0
	for _, l := range r.Case.Letters {
		if l.Kind == kind && l.Sent != nil {
			n++
		}
	}
	return n
}

func linked(c casefile.Case) []string {
	var out []string
	for _, l := range c.Linked {
		out = append(out, string(l.Case)+" ("+l.Relation+")")
	}
	return out
}

// deadline is one duty that is not discharged.
type deadline struct {
	Row
	clock.Obligation
	today civil.Date
}

// deadlineColumns name no person: calendars are shared and shown on screens.
var deadlineColumns = []column[deadline]{
	{"Due", DateCell, func(d deadline) string { return d.Due.String() }},
	{"Work to", DateCell, func(d deadline) string { return d.WorkTo.String() }},
	{"Days left", NumberCell, func(d deadline) string { return strconv.Itoa(d.Due.Sub(d.today)) }},
	{"Duty", TextCell, func(d deadline) string { return d.Name }},
	{"Case", TextCell, func(d deadline) string { return string(d.Case.Reference) }},
	{"Kind", TextCell, func(d deadline) string { return d.Case.Kind.Label() }},
	{"Client", TextCell, func(d deadline) string { return d.Client.Called() }},
	{"Handler", TextCell, func(d deadline) string { return d.Case.Handler }},
	{"Rests on", TextCell, func(d deadline) string { return string(d.Basis) }},
	{"Tell of an extension by", DateCell, func(d deadline) string { return d.NoticeBy.String() }},
	{"Received", DateCell, func(d deadline) string { return d.Case.ReceivedOn().String() }},
	{"Rule", TextCell, func(d deadline) string { return string(d.Rule) }},
}

// Deadlines returns every dated duty that is not discharged, what is due first
// before the rest. A duty without a date, because its clock waits or stands
// still, is not in it.
func Deadlines(rows []Row, today civil.Date) Table {
	var open []deadline
	for _, r := range ordered(rows) {
		for _, o := range r.Obligations {
			if o.MetOn.IsZero() && !o.Due.IsZero() {
				open = append(open, deadline{r, o, today})
			}
		}
	}
	slices.SortStableFunc(open, func(a, b deadline) int { return a.Due.Compare(b.Due) })
	return table("Deadlines", deadlineColumns, open)
}

// count is how many complaints a client had in a year.
type count struct {
	client             string
	year               int
	received, answered int
	by                 map[casefile.Outcome]int
}

var countColumns = []column[*count]{
	{"Client", TextCell, func(c *count) string { return c.client }},
	{"Year", NumberCell, func(c *count) string { return strconv.Itoa(c.year) }},
	{"Received", NumberCell, func(c *count) string { return strconv.Itoa(c.received) }},
	{"Answered", NumberCell, func(c *count) string { return strconv.Itoa(c.answered) }},
	{"Upheld", NumberCell, func(c *count) string { return strconv.Itoa(c.by[casefile.Granted]) }},
	{"Upheld in part", NumberCell, func(c *count) string { return strconv.Itoa(c.by[casefile.Partly]) }},
	{"Not upheld", NumberCell, func(c *count) string { return strconv.Itoa(c.by[casefile.Declined]) }},
	{"Nothing found", NumberCell, func(c *count) string { return strconv.Itoa(c.by[casefile.NothingHeld]) }},
}

// Counts returns the numbers of complaints by client and by the year received,
// which regulations may ask for.
//
// law: DPA 2018 s.164B
func Counts(rows []Row) Table {
	var all []*count
	for _, r := range complaintsOf(ordered(rows)) {
		year, _, _ := r.Case.ReceivedOn().Split()
		i := slices.IndexFunc(all, func(c *count) bool { return c.client == r.Client.Name && c.year == year })
		if i < 0 {
			i = len(all)
			all = append(all, &count{client: r.Client.Name, year: year, by: map[casefile.Outcome]int{}})
		}
		all[i].received++
		if !r.answered().IsZero() {
			all[i].answered++
		}
		if o := r.decision().Outcome; o != "" {
			all[i].by[o]++
		}
	}
	slices.SortStableFunc(all, func(a, b *count) int {
		return cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.year, b.year))
	})
	return table("Complaints counted", countColumns, all)
}
