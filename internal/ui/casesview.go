package ui

import (
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/screen"
)

// caseViews are the views that are lists of cases, by their name at the left.
var caseViews = map[string]present.View{
	todayView:         present.TodayView,
	openView:          present.OpenView,
	"Waiting on them": present.WaitingView,
	"Complaints":      present.ComplaintsView,
	"Closed":          present.ClosedView,
}

// openView is where a case is shown that no list had on the screen.
const openView = "Open"

// screenOf returns the screen of a view.
func (b *bench) screenOf(view string) screen.Screen {
	switch view {
	case triageView:
		if b.counted && b.known.begin.Needed() {
			return b.begin
		}
		return b.triage
	case clientsView:
		return b.clients
	case vaultView:
		return b.keeping
	}
	b.cases.ShowView(string(caseViews[view]))
	return b.cases
}

// todayReach is how many days ahead the view of today looks.
const todayReach = 7

// countCases counts as the list itself does.
func countCases(view string, rows []desk.CaseRow, today civil.Date) int {
	v := caseViews[view]
	if v == present.TodayView {
		rows = dueBy(rows, today.AddDays(todayReach))
	}
	if v == present.ComplaintsView {
		rows = ofKind(rows, casefile.Complaint)
	}
	return present.Arrange(rows, v, nil, today).Count
}

func dueBy(rows []desk.CaseRow, day civil.Date) []desk.CaseRow {
	var out []desk.CaseRow
	for _, r := range rows {
		if !r.NextDue.IsZero() && !r.NextDue.After(day) {
			out = append(out, r)
		}
	}
	return out
}

func ofKind(rows []desk.CaseRow, k casefile.Kind) []desk.CaseRow {
	var out []desk.CaseRow
	for _, r := range rows {
		if r.Kind == k {
			out = append(out, r)
		}
	}
	return out
}

// openCase shows a case: in the view that is on, if it is one of cases, else
// among the open ones.
func (b *bench) openCase(ref casefile.Reference) {
	if _, ok := caseViews[b.view]; !ok || b.current != screen.Screen(b.cases) {
		b.views.SelectID(openView)
		b.show(openView)
	}
	b.cases.Open(ref)
	b.focus()
}
