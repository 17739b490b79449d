// Package cases is the list of cases and the page of a case: its dates and how
// they were worked out, what happened, its mail, its letters, and everything
// that can be done on it.
package cases

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
)

// Screen is the list of cases at the left and the page of one at the right.
type Screen struct {
	screen.Props
	ctx  context.Context
	view present.View

	root   *fyne.Container // the list and the page, or the letter being drawn
	split  *control.Split
	list   *rowlist.List
	right  *fyne.Container
	detail *detail
	letter *letterDesk

	ref     casefile.Reference // of the case that is shown or being read
	reading int                // the job that reads it
	listing int                // the job that reads the list
	turn    int                // of the case being read
	round   int                // of the list being read
	busy    bool               // something is being written
	follow  bool               // the list was just chosen: select in it
}

// New returns the screen with an empty list; Show fills it.
func New(p screen.Props) *Screen {
	s := &Screen{Props: p, ctx: context.Background(), view: present.TodayView, list: rowlist.New("")}
	s.list.OnSelect = func(r rowlist.Row) { s.read(casefile.Reference(r.ID)) }
	s.list.OnKey = func(r rune, _ rowlist.Row) bool { return s.key(r) }
	s.list.OnOpen = func(rowlist.Row) { s.focusPage() }
	s.right = container.NewStack(s.blank("Choose a case.", "Its dates, its mail and its letters appear here."))
	s.split = control.NewSplit(s.list, s.right)
	s.split.Offset = p.Settings.DetailSplit()
	s.root = container.NewStack(s.split)
	s.bind()
	return s
}

// bind gives the board the commands of a case.
func (s *Screen) bind() {
	open := func() bool { return s.detail != nil && s.letter == nil }
	for id, do := range map[keys.ID]func(){
		keys.Letter: func() { s.drawNext() },
		keys.Note:   func() { s.detail.ask("note", nil) },
		keys.Why:    func() { s.detail.why(max(s.detail.page.Next.Duty, 0)) },
		keys.WhatIf: func() { s.detail.whatIf() },
		keys.Record: func() { s.openRecord() },
	} {
		s.Board.Bind(id, keys.Act{Do: do, Enabled: open})
	}
	s.Board.Bind(keys.Drafts, keys.Act{Do: s.draftUnsent, Enabled: func() bool {
		_, lies := s.unsent()
		return lies
	}})
}

// Object is the whole screen.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Show reads the list, and the case that is open, again.
func (s *Screen) Show(ctx context.Context) {
	s.ctx = ctx
	s.readList()
	if s.ref != "" && s.letter == nil {
		s.read(s.ref)
	}
}

// ShowView shows one of the lists: today, open, waiting, complaints or closed.
func (s *Screen) ShowView(view string) {
	s.leaveLetter()
	s.Settings.SetDetailSplit(s.split.Offset)
	s.view, s.follow = present.View(view), true
	s.readList()
}

// Open shows a case, and selects it where the list holds it.
func (s *Screen) Open(ref casefile.Reference) {
	s.leaveLetter()
	s.follow = false
	if !s.list.SelectID(string(ref)) {
		s.list.Unselect()
	}
	s.read(ref)
}

// Focus gives the keyboard to the list.
func (s *Screen) Focus(c fyne.Canvas) {
	if s.letter != nil {
		s.letter.focus(c)
		return
	}
	open := s.ref
	c.Focus(s.list)
	if open != "" && s.ref != open { // the list took its first row: it does not hold the case yet
		s.Open(open)
	}
}

// Panes are the stops of the key that goes from pane to pane.
func (s *Screen) Panes() []fyne.Focusable {
	switch {
	case s.letter != nil && s.letter.main != nil:
		return []fyne.Focusable{s.letter.back, s.letter.main}
	case s.letter != nil:
		return []fyne.Focusable{s.letter.back}
	case s.detail == nil:
		return []fyne.Focusable{s.list}
	case s.detail.list == nil:
		return []fyne.Focusable{s.list, s.detail.tabs}
	}
	return []fyne.Focusable{s.list, s.detail.tabs, s.detail.list}
}

// Escape goes one step back and says whether there was one.
func (s *Screen) Escape() bool {
	switch {
	case s.letter != nil:
		s.closeLetter()
	case s.detail != nil && s.detail.asideOpen():
		s.detail.closeAside()
	default:
		return false
	}
	return true
}

// Case returns the reference of the case that is shown, or "".
func (s *Screen) Case() casefile.Reference {
	if s.detail == nil {
		return ""
	}
	return s.detail.page.Reference()
}

// readList reads the rows of the view beside the window. What was asked for
// before and comes later is dropped.
func (s *Screen) readList() {
	s.round++
	round, view := s.round, s.view
	var l present.Listing
	s.Jobs.Cancel(s.listing)
	s.listing = s.Jobs.Go(s.ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		l, err = present.List(ctx, s.Desk, view)
		return err
	}, func(j jobs.Job) {
		if round == s.round && s.ok(j) {
			s.showRows(l)
		}
	})
}

// showRows shows a list. In a list that was just chosen a case is selected: the
// one that is open, or the first. Otherwise what is open stays open, even where
// it has left the list.
func (s *Screen) showRows(l present.Listing) {
	rows := listRows(l.Rows)
	s.list.SetEmpty(l.Empty)
	open := string(s.ref) // a list with the keyboard selects its first row as it is filled
	held := slices.ContainsFunc(rows, func(r rowlist.Row) bool { return r.ID == open && !r.Heading })
	if s.follow || !held {
		s.list.Unselect()
	}
	s.list.SetRows(rows)
	switch {
	case held:
		s.list.SelectID(open)
	case s.follow || s.ref == "":
		s.list.SelectFirst()
	}
	if s.follow && len(rows) == 0 {
		s.clear()
	}
	s.follow = false
}

// clear shows no case.
func (s *Screen) clear() {
	s.ref, s.detail = "", nil
	s.right.Objects = []fyne.CanvasObject{s.blank("No case to show.", "The list says what comes next.")}
	s.right.Refresh()
}

// read reads a case beside the window and shows it.
func (s *Screen) read(ref casefile.Reference) {
	s.readThen(ref, func(p present.Page) { s.showPage(p) })
}

func (s *Screen) readThen(ref casefile.Reference, then func(present.Page)) {
	s.ref = ref
	s.turn++
	turn := s.turn
	var p present.Page
	s.Jobs.Cancel(s.reading)
	s.reading = s.Jobs.Go(s.ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		p, err = present.Load(ctx, s.Desk, ref)
		return err
	}, func(j jobs.Job) {
		if turn == s.turn && s.ok(j) {
			then(p)
		}
	})
}

// ok passes a failure on and says whether there was none.
func (s *Screen) ok(j jobs.Job) bool {
	if j.State == jobs.Failed {
		s.Fail(j.Err)
	}
	return j.State == jobs.Done
}

// showPage shows a case, on the part that was looked at before.
func (s *Screen) showPage(p present.Page) {
	part := 0
	if s.detail != nil {
		part = s.detail.part
		if s.detail.page.Reference() == p.Reference() {
			s.detail.update(p)
			return
		}
	}
	s.detail = newDetail(s, p, part)
	s.right.Objects = []fyne.CanvasObject{s.detail.object}
	s.right.Refresh()
}

// do does an action beside the window, then shows what became of the case.
// Failed gets an error, to be shown at the field at fault.
func (s *Screen) do(action string, values map[string]string, done func(), failed func(error)) {
	ref := s.detail.page.Reference()
	var o present.Outcome
	s.write(func(ctx context.Context) (err error) {
		o, err = present.Do(ctx, s.Desk, ref, action, values)
		return err
	}, func() {
		done()
		s.say(ref, o)
	}, failed)
}

// write runs what changes the vault, one thing at a time.
func (s *Screen) write(work func(context.Context) error, done func(), failed func(error)) {
	if s.busy {
		return
	}
	s.busy = true
	s.Jobs.Go(s.ctx, "Recording", func(ctx context.Context, _ jobs.Report) error { return work(ctx) }, func(j jobs.Job) {
		s.busy = false
		switch j.State {
		case jobs.Done:
			done()
			s.Changed()
		case jobs.Failed:
			failed(j.Err)
		}
	})
}

// say says what was done, with a way to take it back.
func (s *Screen) say(ref casefile.Reference, o present.Outcome) {
	var undo func()
	if o.Undo != nil {
		undo = func() { s.write(o.Undo, func() { s.again(ref) }, s.Fail) }
	}
	s.Say(o.Words, undo)
}

// again reads the list and the case anew after a change.
func (s *Screen) again(ref casefile.Reference) {
	s.readList()
	if s.letter != nil {
		s.letter.reload()
		return
	}
	s.read(ref)
}

// key runs the command of a letter or figure on the case.
func (s *Screen) key(r rune) bool {
	if s.detail == nil || r == 'j' || r == 'k' {
		return false
	}
	return s.Board.Letter(keys.Case, r) || s.detail.actionKey(r)
}

// focusPage gives the keyboard to the page.
func (s *Screen) focusPage() {
	if s.detail != nil {
		s.Window.Canvas().Focus(s.detail.tabs)
	}
}

// blank is what stands in the pane while there is nothing to show.
func (s *Screen) blank(what, next string) fyne.CanvasObject {
	return pad(control.NewColumn(fynetheme.SizeNamePadding, control.Strong(what), control.NewProse(next)), 3, 3, 3, 3)
}
