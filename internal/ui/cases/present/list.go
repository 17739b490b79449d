package present

import (
	"context"
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// View names a list of cases.
type View string

// The views.
const (
	TodayView      View = "today"
	OpenView       View = "open"
	WaitingView    View = "waiting"
	ComplaintsView View = "complaints"
	ClosedView     View = "closed"
)

// Listing is a list as it is shown.
type Listing struct {
	Rows  []Row
	Count int    // of cases
	Empty string // what is true and what comes next, where there is no row
}

// List reads the cases of a view. An unknown view is the open cases.
func List(ctx context.Context, d *desk.Desk, v View) (Listing, error) {
	rows, err := d.Cases(ctx, query(v, d.Today()))
	if err != nil {
		return Listing{}, err
	}
	names, err := clientNames(ctx, d)
	if err != nil {
		return Listing{}, err
	}
	l := Arrange(rows, v, names, d.Today())
	if l.Count == 0 {
		l.Empty, err = empty(ctx, d, v)
	}
	return l, err
}

func clientNames(ctx context.Context, d *desk.Desk) (map[string]string, error) {
	clients, err := d.Clients(ctx)
	names := make(map[string]string, len(clients))
	for _, c := range clients {
		names[c.ID] = c.Called()
	}
	return names, err
}

func query(v View, today civil.Date) desk.CaseQuery {
	switch v {
	case TodayView:
		return desk.CaseQuery{DueBy: today.AddDays(week)}
	case ComplaintsView:
		return desk.CaseQuery{Kind: casefile.Complaint}
	case ClosedView:
		return desk.CaseQuery{State: casefile.StateClosed}
	}
	return desk.CaseQuery{}
}

// Holds reports whether a case belongs to the view on that day.
func (v View) Holds(c desk.CaseRow, today civil.Date) bool {
	closed := c.State == casefile.StateClosed
	switch v {
	case TodayView:
		due := !c.NextDue.IsZero() && !c.NextDue.After(today.AddDays(week))
		return !closed && (due || undated(c))
	case ClosedView:
		return closed
	case WaitingView:
		return waits(c.State)
	case ComplaintsView:
		return c.Kind == casefile.Complaint
	}
	return !closed
}

// undated reports whether the dates of a case cannot be worked out: something
// recorded on it is wrong.
func undated(c desk.CaseRow) bool {
	return c.State != casefile.StateClosed && c.Undated
}

// pressing reports whether something is due on a case by today, whatever it
// waits for.
func pressing(c desk.CaseRow, today civil.Date) bool {
	return !c.NextDue.IsZero() && !c.NextDue.After(today)
}

// groups are the headings of a list, in their order.
var groups = []string{"To put right", "Overdue", "Today", "This week", "Later", "Waiting", "Nothing due", "Done"}

// The places of groups in the list of headings.
const (
	wrongGroup = iota
	lateGroup
	todayGroup
	weekGroup
	laterGroup
	waitingGroup
	undatedGroup
	doneGroup
	groupCount
)

func group(c desk.CaseRow, today civil.Date) int {
	switch {
	case c.State == casefile.StateClosed:
		return doneGroup
	case waits(c.State) && !pressing(c, today):
		return waitingGroup
	case undated(c):
		return wrongGroup
	case c.NextDue.IsZero():
		return undatedGroup
	}
	switch StateOf(c.NextDue, today) {
	case Late:
		return lateGroup
	case Today:
		return todayGroup
	case Soon:
		return weekGroup
	}
	return laterGroup
}

// Arrange puts cases under their headings. They come sorted by what is due
// first and keep that order.
func Arrange(cases []desk.CaseRow, v View, clients map[string]string, today civil.Date) Listing {
	var in [groupCount][]Row
	l := Listing{}
	for _, c := range cases {
		if v.Holds(c, today) {
			g := group(c, today)
			in[g] = append(in[g], caseRow(c, clients[c.Client], today))
			l.Count++
		}
	}
	l.Rows = make([]Row, 0, l.Count+len(groups))
	for g, rows := range in {
		if len(rows) > 0 {
			l.Rows = append(l.Rows, Row{Title: groups[g], Right: strconv.Itoa(len(rows)), Heading: true})
			l.Rows = append(l.Rows, rows...)
		}
	}
	return l
}

// caseRow is a case in two lines: who and how many days; what it is, for whom
// and what to do.
func caseRow(c desk.CaseRow, client string, today civil.Date) Row {
	r := Row{ID: string(c.Reference), Title: c.Person}
	if r.Title == "" {
		r.Title = "Name not known"
	}
	next := casefile.Inner(c.Next)
	switch {
	case c.State == casefile.StateClosed:
		r.Right, r.State, next = "closed", Done, ""
	case waits(c.State) && !pressing(c, today):
		r.Right, r.State, next = "waiting", Waiting, casefile.Inner(c.State.Words())
	case undated(c):
		r.Right, r.State = "no date", Late
	case c.NextDue.IsZero():
		if next == "" {
			next = "nothing is due"
		}
	default:
		r.Right, r.State = Days(c.NextDue, today), StateOf(c.NextDue, today)
	}
	r.Sub = join(c.Kind.Label(), client, next, string(c.Reference))
	return r
}

// empties say what an empty view means.
var empties = map[View]string{
	TodayView:      "Nothing is late and nothing is due this week.",
	OpenView:       "No case is open. Open one from a message in Triage (Ctrl+2), or with Ctrl+N for what came by post or telephone.",
	WaitingView:    "Nobody is being waited for. A case stands here while its clock waits for somebody else, such as for proof of identity.",
	ComplaintsView: "No complaint has come in. One that comes by mail is opened in Triage (Ctrl+2), any other with Ctrl+N.",
	ClosedView:     "No case has been closed yet. Close one under its Actions when it has been answered.",
}

func empty(ctx context.Context, d *desk.Desk, v View) (string, error) {
	words, known := empties[v]
	if !known {
		words = empties[OpenView]
	}
	if v != TodayView {
		return words, nil
	}
	next, err := d.Cases(ctx, desk.CaseQuery{Limit: 1})
	if err != nil {
		return words, err
	}
	if len(next) == 0 || next[0].NextDue.IsZero() {
		return words + " New requests are opened in Triage (Ctrl+2).", nil
	}
	return words + " Next duty: " + next[0].NextDue.Long() + ", " + string(next[0].Reference) + ".", nil
}
