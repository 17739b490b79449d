package present_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
)

func TestDays(t *testing.T) {
	today := civil.MustParse("2026-10-12")
	for _, c := range []struct {
		due   string
		words string
		state present.State
	}{
		{"2026-10-01", "11 days late", present.Late},
		{"2026-10-11", "1 day late", present.Late},
		{"2026-10-12", "due today", present.Today},
		{"2026-10-13", "due tomorrow", present.Soon},
		{"2026-10-18", "6 days", present.Soon},
		{"2026-10-19", "7 days", present.Plain},
		{"2027-02-09", "120 days", present.Plain},
		{"2029-10-12", "36 months", present.Plain},
	} {
		due := civil.MustParse(c.due)
		if got := present.Days(due, today); got != c.words {
			t.Errorf("%s: %q, want %q", c.due, got, c.words)
		}
		if got := present.StateOf(due, today); got != c.state {
			t.Errorf("%s: state %v, want %v", c.due, got, c.state)
		}
	}
}

// lines writes rows as they are read, without their references.
func lines(rows []present.Row) []string {
	var out []string
	for _, r := range rows {
		words := []string{r.Title, r.Right, strings.TrimSuffix(r.Sub, " · "+r.ID)}
		if r.Heading {
			words = []string{"#", r.Title, r.Right}
		}
		out = append(out, strings.TrimSpace(strings.Join(words, " | ")))
	}
	return out
}

// The people of a small office on Mon 12 Oct 2026.
func office(t *testing.T) (*casetest.Office, map[string]casefile.Reference) {
	o := casetest.New(t)
	refs := map[string]casefile.Reference{
		"late":      o.Case(casefile.Access, "Łucja Marlowe", "2026-09-08"),
		"today":     o.Case(casefile.Erasure, "Tobias Fenn-Okoro", "2026-09-12"),
		"soon":      o.Case(casefile.Rectification, "Ingrid Sallow", "2026-09-16"),
		"later":     o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01"),
		"paused":    o.Case(casefile.Access, "Harbour Removals Ltd", "2026-09-21"),
		"complaint": o.Case(casefile.Complaint, "Osric Thrale", "2026-09-24"),
		"closed":    o.Case(casefile.Objection, "Mabel Quince", "2026-09-02"),
	}
	o.Act(refs["paused"], "clarify-ask", "reason", "Which years are meant?", "volume", "Nine years of school records", "on", "2026-10-08")
	o.Act(refs["closed"], "close", "reason", "Answered by telephone.")
	return o, refs
}

func TestViews(t *testing.T) {
	o, _ := office(t)
	late := []string{"# | Overdue | 1", "Łucja Marlowe | 4 days late | Access · Thrive · send the reply"}
	week := append(
		late,
		"# | Today | 1", "Tobias Fenn-Okoro | due today | Erasure · Thrive · send the reply",
		"# | This week | 1", "Ingrid Sallow | 4 days | Rectification · Thrive · send the reply",
	)
	complaint := "Osric Thrale | 14 days | Complaint · Thrive · acknowledge the complaint"
	waiting := []string{"# | Waiting | 1", "Harbour Removals Ltd | waiting | Access · Thrive · clock paused, waiting for an answer"}
	for view, want := range map[present.View][]string{
		present.TodayView: week,
		present.OpenView: append(append(
			week[:len(week):len(week)],
			"# | Later | 2", complaint, "Petra Lindqvist | 21 days | Access · Thrive · send the reply",
		), waiting...),
		present.WaitingView:    waiting,
		present.ComplaintsView: {"# | Later | 1", complaint},
		present.ClosedView:     {"# | Done | 1", "Mabel Quince | closed | Objection · Thrive"},
	} {
		t.Run(string(view), func(t *testing.T) {
			l, err := present.List(t.Context(), o.Desk, view)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, lines(l.Rows)); diff != "" {
				t.Error(diff)
			}
			if l.Empty != "" {
				t.Errorf("says %q", l.Empty)
			}
		})
	}
}

// An empty view says what is true and what comes next.
func TestEmptyViews(t *testing.T) {
	o := casetest.New(t)
	for view, want := range map[present.View]string{
		present.TodayView:      "Nothing is late and nothing is due this week.",
		present.OpenView:       "No case is open.",
		present.WaitingView:    "Nobody is being waited for",
		present.ComplaintsView: "No complaint has come in.",
		present.ClosedView:     "No case has been closed yet.",
	} {
		l, err := present.List(t.Context(), o.Desk, view)
		if err != nil || l.Count != 0 || !strings.HasPrefix(l.Empty, want) {
			t.Errorf("%s: %q, %v", view, l.Empty, err)
		}
	}
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	l, err := present.List(t.Context(), o.Desk, present.TodayView)
	want := "Nothing is late and nothing is due this week. Next duty: Mon 2 Nov 2026, " + string(ref) + "."
	if err != nil || l.Empty != want {
		t.Errorf("%q, want %q, %v", l.Empty, want, err)
	}
}

// Ten thousand cases are arranged in one go, all of them under a heading.
func TestManyCases(t *testing.T) {
	const many = 10_000
	rows := make([]desk.CaseRow, many)
	for i := range rows {
		rows[i] = desk.CaseRow{
			Reference: casefile.Reference(fmt.Sprintf("26-%06d", i)), Kind: casefile.Access, State: casefile.StateOpen,
			Person: "Somebody", Client: "c", Next: "Send the reply", NextDue: casetest.Day.AddDays(i/100 - 20),
		}
	}
	l := present.Arrange(rows, present.OpenView, map[string]string{"c": "Thrive"}, casetest.Day)
	headings := 0
	for _, r := range l.Rows {
		if r.Heading {
			headings++
		}
	}
	if l.Count != many || headings != 4 || len(l.Rows) != many+headings {
		t.Errorf("%d cases, %d headings, %d rows", l.Count, headings, len(l.Rows))
	}
}

// What is due by today is not hidden among what waits.
func TestLateWhileWaiting(t *testing.T) {
	o := casetest.New(t)
	late := o.Case(casefile.Access, "Petra Lindqvist", "2026-08-03")
	o.Act(late, "identity-ask", "reason", "There is a doubt.")
	chase := o.Case(casefile.Access, "Osric Thrale", "2026-09-21")
	o.Act(chase, "identity-ask", "reason", "There is a doubt.", "on", "2026-09-28")
	l, err := present.List(t.Context(), o.Desk, present.TodayView)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"# | Overdue | 1", "Petra Lindqvist | 39 days late | Access · Thrive · answer at once: late already when more was asked for",
		"# | Today | 1", "Osric Thrale | due today | Access · Thrive · ask again for proof of identity",
	}
	if diff := cmp.Diff(want, lines(l.Rows)); diff != "" {
		t.Error(diff)
	}
}

func TestNamelessAndUndated(t *testing.T) {
	l := present.Arrange([]desk.CaseRow{
		{Reference: "26-AAAAAA", Kind: casefile.Enquiry, State: casefile.StateOpen},
		{Reference: "26-BBBBBB", Kind: casefile.Access, State: casefile.StateOpen, Person: "Mabel Quince", Next: casefile.Undated.Next, Undated: true},
	}, present.OpenView, nil, casetest.Day)
	want := []string{
		"# | To put right | 1", "Mabel Quince | no date | Access · see why it has no dates",
		"# | Nothing due | 1", "Name not known |  | Enquiry · nothing is due",
	}
	if diff := cmp.Diff(want, lines(l.Rows)); diff != "" {
		t.Error(diff)
	}
}

// What the views at the left count is what their lists show.
func TestCountsAgree(t *testing.T) {
	o, _ := office(t)
	all, err := o.Cases(t.Context(), desk.CaseQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []present.View{present.TodayView, present.OpenView, present.WaitingView, present.ComplaintsView, present.ClosedView} {
		l, err := present.List(t.Context(), o.Desk, v)
		if counted := present.Arrange(all, v, nil, o.Today()).Count; err != nil || counted != l.Count {
			t.Errorf("%s: counted %d, shown %d, %v", v, counted, l.Count, err)
		}
	}
}
