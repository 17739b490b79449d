package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/begin"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keeping"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/remind"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
)

// The views that are not lists of cases.
const (
	triageView  = "Triage"
	clientsView = "Clients"
	vaultView   = "Vault"
	todayView   = "Today"
)

// vaultCounts is what the frame shows of the whole vault.
type vaultCounts struct {
	cases    []desk.CaseRow
	messages int // to be decided
	clients  []casefile.Client
	duties   remind.Duties
	keeping  keeping.State
	begin    begin.State
}

func readCounts(ctx context.Context, d *desk.Desk) (vaultCounts, error) {
	var v vaultCounts
	var err error
	if v.cases, err = d.Cases(ctx, desk.CaseQuery{}); err != nil {
		return v, err
	}
	for _, state := range []casefile.MessageState{casefile.MessageNew, casefile.MessageUnreadable} {
		rows, err := d.Messages(ctx, state)
		if err != nil {
			return v, err
		}
		v.messages += len(rows)
	}
	if v.clients, err = d.Clients(ctx); err != nil {
		return v, err
	}
	if v.begin, err = readBegin(ctx, d, v); err != nil {
		return v, err
	}
	v.keeping, err = keeping.Read(ctx, d)
	v.duties = remind.Count(v.cases, d.Today())
	return v, err
}

// readBegin reads whether anything has been done in the vault yet.
func readBegin(ctx context.Context, d *desk.Desk, v vaultCounts) (begin.State, error) {
	accounts, err := d.Accounts(ctx)
	if err != nil {
		return begin.State{}, err
	}
	any, err := d.MessagePage(ctx, "", nil, 1)
	return begin.State{Clients: len(v.clients), Mailboxes: len(accounts), Used: len(v.cases)+len(any) > 0}, err
}

// recount reads the counts and shows them.
func (b *bench) recount() {
	var v vaultCounts
	b.w.jobs.Go(b.forever, "", func(ctx context.Context, _ jobs.Report) (err error) {
		v, err = readCounts(ctx, b.desk)
		return err
	}, func(j jobs.Job) {
		if b.stopped || j.State != jobs.Done {
			b.fail(j.Err)
			return
		}
		b.known, b.counted = v, true
		b.lead()
		b.views.SetRows(b.rows())
		b.bar.setClients(v.clients)
		b.status.setDuties(v.duties)
		b.remind()
	})
}

// lead shows the first steps in the place of triage as long as there is nothing
// to triage and no way for anything to come.
func (b *bench) lead() {
	b.begin.Set(b.known.begin)
	shown := b.current == screen.Screen(b.begin)
	if shown == b.known.begin.Needed() || b.view != triageView || b.current != screen.Screen(b.triage) && !shown {
		return
	}
	b.show(b.view)
	if b.w.window.Canvas().Overlays().Top() == nil {
		b.focus()
	}
}

// rows are the views with their counts.
func (b *bench) rows() []rowlist.Row {
	rows := make([]rowlist.Row, 0, len(keys.Views()))
	for _, v := range keys.Views() {
		rows = append(rows, rowlist.Row{ID: v, Title: v, Right: plain(b.count(v)), State: b.state(v)})
	}
	return rows
}

func plain(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (b *bench) count(view string) int {
	switch view {
	case triageView:
		return b.known.messages
	case clientsView:
		return len(b.known.clients)
	case vaultView:
		return b.known.keeping.Waiting()
	}
	return countCases(view, b.known.cases, b.desk.Today())
}

func (b *bench) state(view string) rowlist.State {
	switch {
	case view == triageView && b.known.messages > 0:
		return rowlist.Info
	case view == vaultView && b.known.keeping.Waiting() > 0:
		return rowlist.Today
	case view == todayView && len(b.known.duties.Late) > 0:
		return rowlist.Late
	case view == todayView && len(b.known.duties.Due) > 0:
		return rowlist.Today
	}
	return rowlist.None
}

// goTo shows the i-th view and gives it the keyboard.
func (b *bench) goTo(i int) {
	view := keys.Views()[i]
	b.views.SelectID(view)
	b.show(view)
	b.focus()
}

// show shows a view; the keyboard stays where it is.
func (b *bench) show(view string) {
	b.view = view
	b.put(b.screenOf(view))
}

// put shows a screen in place of the one before.
func (b *bench) put(s screen.Screen) {
	if k, ok := b.current.(interface{ Keep() }); ok && b.current != s {
		k.Keep()
	}
	if b.current != s {
		b.current = s
		for _, o := range b.content.Objects {
			if o != s.Object() {
				o.Hide()
			}
		}
		s.Object().Show()
		b.content.Refresh()
	}
	s.Show(b.forever)
}

// newCase shows the form for a request that did not come by mail.
func (b *bench) newCase() {
	b.put(b.opening)
	b.focus()
}

// leaveForm goes back to the view before the form.
func (b *bench) leaveForm() {
	b.show(b.view)
	b.focus()
}

// nextPane moves the keyboard from the views to the list, to the matter, and
// round.
func (b *bench) nextPane() {
	c := b.w.window.Canvas()
	stops := []fyne.Focusable{b.views}
	if p, ok := b.current.(interface{ Panes() []fyne.Focusable }); ok {
		stops = append(stops, p.Panes()...)
	}
	at := slices.Index(stops, c.Focused())
	if at < 0 && c.Focused() != nil {
		at = len(stops) - 1 // somewhere in the matter
	}
	c.Focus(stops[(at+1)%len(stops)])
}

// clientNames joins what clients are called for the bar.
func clientNames(all []casefile.Client) string {
	var names []string
	for _, c := range all {
		names = append(names, c.Called())
	}
	const most = 2
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	if len(names) == most { // a client's own name may hold an "and"
		return strconv.Itoa(most) + " clients: " + strings.Join(names, ", ")
	}
	return strings.Join(names, "")
}
