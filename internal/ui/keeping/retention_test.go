package keeping_test

import (
	"fmt"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
	"casebook/internal/ui/keeping"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/side"
)

var (
	day  = civil.MustParse("2029-10-12")
	rule = casefile.KeepRule{Words: "Requests: 3 years after the case was closed", Why: "Schedule 4"}
	held = []casefile.Held{{By: "29-AAAAAA", Why: "The same person's access case 29-AAAAAA is open.", Until: "Wait until it is closed.", Law: "DPA 2018 s.173"}}
)

func due(ref, person string, holds ...casefile.Held) desk.CaseDue {
	return desk.CaseDue{
		Reference: casefile.Reference(ref), Kind: casefile.Access, Client: "thrive", Person: person,
		Closed: day.AddMonths(-36), Due: day, Rule: rule, Holds: holds,
	}
}

// lines writes rows as one reads them.
func lines(rows []rowlist.Row) string {
	var out []string
	for _, r := range rows {
		box := map[rowlist.Box]string{rowlist.Empty: "[ ] ", rowlist.Ticked: "[x] "}[r.Box]
		if r.Heading {
			box = "# "
		}
		out = append(out, strings.TrimRight(box+r.Title+" | "+r.Right+" | "+r.Sub, " |"))
	}
	return strings.Join(out, "\n")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

func shelf() keeping.Shelf {
	return keeping.Shelf{Days: 90, Clients: map[string]string{"thrive": "Thrive"}}
}

// What may go stands above what is held, and is counted; a person not known
// and a client that has gone have words all the same.
func TestDueRows(t *testing.T) {
	s := keeping.State{Due: []desk.CaseDue{due("26-AAAAAA", "Ada Brook"), due("26-BBBBBB", "Bea Field", held...), due("26-CCCCCC", "")}, Shelf: shelf()}
	s.Due[2].Client = "gone"
	same(t, "rows", lines(s.DueRows(map[casefile.Reference]bool{"26-CCCCCC": true, "26-BBBBBB": true})), strings.Join([]string{
		"# May go | 2",
		"[ ] 26-AAAAAA  Ada Brook | since 12 Oct 2029 | Access · Thrive · " + rule.Words,
		"[x] 26-CCCCCC  Name not known | since 12 Oct 2029 | Access · gone · " + rule.Words,
		"# Held | 1",
		"26-BBBBBB  Bea Field | held | The same person's access case 29-AAAAAA is open.",
	}, "\n"))
	same(t, "facts of a held case", fmt.Sprint(s.DueFacts("26-BBBBBB")[:3]), fmt.Sprint([]side.Fact{
		{Name: "Held", Words: "The same person's access case 29-AAAAAA is open. (DPA 2018 s.173)"},
		{Name: "Until", Words: "Wait until it is closed."},
		{Name: "Person", Words: "Bea Field"},
	}))
	if s.DueFacts("26-DDDDDD") != nil {
		t.Error("a case that is not due has facts")
	}
}

// What the list says above its rows, and the row at the left that leads to it.
func TestDueLead(t *testing.T) {
	next := shelf()
	next.Next = due("26-NNNNNN", "Tom Marsh")
	for name, c := range map[string]struct {
		due        []desk.CaseDue
		shelf      keeping.Shelf
		lead, row  string
		waitingFor int
	}{
		"one":     {[]desk.CaseDue{due("26-AAAAAA", "A")}, shelf(), "1 closed case has been kept as long as", "1 | 1 case has been kept as long as planned", 1},
		"two":     {[]desk.CaseDue{due("26-AAAAAA", "A"), due("26-BBBBBB", "B")}, next, "2 closed cases have been kept", "2 | 2 cases have been kept as long as planned", 1},
		"held":    {[]desk.CaseDue{due("26-BBBBBB", "B", held...)}, next, "Nothing may go yet: something holds 1 case", " | Nothing may go: 1 case is held", 0},
		"next":    {nil, next, "Nothing is due. Next: 26-NNNNNN on Fri 12 Oct 2029.", " | Nothing is due", 0},
		"nothing": {nil, shelf(), "Nothing is due, and no closed case waits for its time.", " | Nothing is due", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := keeping.State{Due: c.due, Shelf: c.shelf, Ways: desk.Ways{Recovery: true}}
			if !strings.HasPrefix(s.DueLead(), c.lead) {
				t.Errorf("%q, want %q", s.DueLead(), c.lead)
			}
			if got := titled(s.Rows(), "Due for disposal"); got.Right+" | "+got.Sub != c.row {
				t.Errorf("the row says %q, %q, want %q", got.Right, got.Sub, c.row)
			}
			if s.Waiting() != c.waitingFor {
				t.Errorf("%d rows wait, want %d", s.Waiting(), c.waitingFor)
			}
		})
	}
}

func titled(rows []rowlist.Row, title string) rowlist.Row {
	for _, r := range rows {
		if r.Title == title {
			return r
		}
	}
	return rowlist.Row{}
}

// The question names few cases and counts many, and says what cannot be undone.
func TestAskCases(t *testing.T) {
	refs := []casefile.Reference{"26-A", "26-B", "26-C", "26-D", "26-E", "26-F", "26-G", "26-H"}
	for n, want := range map[int]string{
		1: "Dispose of case 26-A? | It goes for ever | Dispose of 1 case",
		2: "Dispose of 2 cases? | 26-A and 26-B go for ever | Dispose of 2 cases",
		6: "Dispose of 6 cases? | 26-A, 26-B, 26-C, 26-D, 26-E and 26-F go for ever | Dispose of 6 cases",
		8: "Dispose of 8 cases? | 26-A, 26-B, 26-C, 26-D, 26-E, 26-F and 2 more go for ever | Dispose of 8 cases",
	} {
		a := keeping.AskCases(refs[:n])
		lead, _, _ := strings.Cut(a.Lead, ", with")
		same(t, "question", a.Question+" | "+lead+" | "+a.Yes, want)
		if !strings.Contains(a.Detail, "cannot be taken back") || !strings.Contains(a.Detail, "What stays") || !strings.Contains(a.Done, "here.") {
			t.Errorf("%+v", a)
		}
	}
}

// Mail past its days is grouped by why it may go; what is held comes last.
func TestMailRows(t *testing.T) {
	s := keeping.State{Shelf: shelf()}
	same(t, "none", s.MailLead(), "No message is past its 90 days.")
	message := func(id, state string, holds ...casefile.Held) desk.MessageDue {
		return desk.MessageDue{ID: id, State: state, From: id + "@example.org", Since: day, Due: day.AddDays(90), Holds: holds}
	}
	s.Shelf.Messages = []desk.MessageDue{message("a", "not-a-request"), message("b", "junk", held...), message("c", "junk"), message("d", "not-a-request")}
	s.Shelf.Messages[0].Subject = "An offer"
	same(t, "lead", s.MailLead(), "3 messages are past their 90 days. What was set aside can still be put back in Triage, with A. 1 more is held.")
	same(t, "rows", lines(s.MailRows()), strings.Join([]string{
		"# Set aside | 2", "a@example.org | since 12 Oct 2029 | An offer", "d@example.org | since 12 Oct 2029 | No subject",
		"# Junk | 1", "c@example.org | since 12 Oct 2029 | No subject",
		"# Held | 1", "b@example.org | held | No subject",
	}, "\n"))
	same(t, "row", titled(s.Rows(), "Set aside and junk mail").Sub, "Kept for 90 days; 3 are past that")
	same(t, "question", s.AskMail().Question, "Dispose of 3 messages?")
	if f := s.MailFacts("b"); f[0].Name != "Held" || f[4].Name != "Received" {
		t.Errorf("%v", f)
	}
	if n, problems := keeping.DaysOf(map[string]string{"days": "45"}); n != 45 || problems != nil {
		t.Errorf("%d %v", n, problems)
	}
	if _, problems := keeping.DaysOf(map[string]string{"days": "a month"}); len(problems) != 1 || problems[0].Field != "days" {
		t.Errorf("%v", problems)
	}
}

// What went stands by year with what is left of it.
func TestGoneRows(t *testing.T) {
	gone := func(ref string, on civil.Date, early bool) casefile.Disposal {
		return casefile.Disposal{On: on, Proof: &casefile.CaseDisposed{
			Reference: casefile.Reference(ref), Kind: casefile.Complaint, Client: "thrive", Rule: rule.Words, Due: day, Early: early,
			Reason: "The contract ended", Approver: "The head", Entries: 12, Letters: 1, Messages: 3,
		}}
	}
	s := keeping.State{Shelf: shelf()}
	same(t, "none", s.GoneLead(), "Nothing has been disposed of yet. What is disposed of leaves a certificate here.")
	s.Shelf.Gone = []casefile.Disposal{gone("27-A", day.AddDays(100), false), gone("27-B", day, true), gone("27-C", day, false)}
	same(t, "rows", lines(s.GoneRows()), strings.Join([]string{
		"# 2030 | 1", "27-A | 20 Jan 2030 | Complaint · Thrive · approved by The head",
		"# 2029 | 2", "27-B | 12 Oct 2029 | Complaint · Thrive · approved by The head", "27-C | 12 Oct 2029 | Complaint · Thrive · approved by The head",
	}, "\n"))
	same(t, "row", titled(s.Rows(), "Disposed of").Sub, "3 cases, last on 20 January 2030")
	same(t, "facts", fmt.Sprint(s.GoneFacts("27-B")), fmt.Sprint([]side.Fact{
		{Name: "Kept under", Words: rule.Words},
		{Name: "Kept until", Words: "Fri 12 Oct 2029; disposed of before that day"},
		{Name: "Reason", Words: "The contract ended"},
		{Name: "Destroyed", Words: "12 entries, 1 letter, 3 messages"},
	}))
}

// What the law knows is said quietly: a notice marks its row and waits for
// nobody.
func TestLawFacts(t *testing.T) {
	s := keeping.State{Ways: desk.Ways{Recovery: true}, Notices: []string{"The calendar ends."}, Shelf: shelf()}
	if row := titled(s.Rows(), "Bank holidays and calendars"); row.State != rowlist.Info || row.Sub != "1 thing to see to in time" || s.Waiting() != 0 {
		t.Errorf("%+v, %d wait", row, s.Waiting())
	}
	s.Shelf.Law = desk.LawInForce{Rules: "r1", Holidays: "h1", Covers: map[clock.Nation]civil.Range{}}
	for i, n := range clock.Nations {
		s.Shelf.Law.Covers[n] = civil.Range{To: day.AddDays(i / 3)}
	}
	same(t, "facts", fmt.Sprint(s.LawFacts()), fmt.Sprint([]side.Fact{
		{Name: "Rules", Words: "r1"},
		{Name: "Bank holidays", Words: "h1, came with the program"},
		{Name: "Until 12 Oct 2029", Words: "England, Wales, Scotland"},
		{Name: "Until 13 Oct 2029", Words: "Northern Ireland"},
	}))
	for want, c := range map[string]desk.LawChange{
		"That file is in force already.":                                           {},
		"The file is in force. No date moved.":                                     {Changed: true},
		"The file is in force. 1 date moved; the timeline of the case says which.": {Changed: true, Redated: casefile.Redated{Moved: make([]casefile.MovedDate, 1)}},
	} {
		same(t, "loaded", keeping.LoadedWords(c), want)
	}
}
