// Package side is what screens of settings have in common: rows at the left,
// and at the right what a row is about, to be read or to be answered.
package side

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/theme"
)

// Fact is a line of what is known.
type Fact struct{ Name, Words string }

// Side is a list and what its row is about.
type Side struct {
	Props screen.Props
	List  *rowlist.List
	right *fyne.Container
	split *control.Split
	form  *form.Form        // on the right, or nil
	head  fyne.CanvasObject // above the form
	// inside gives the keyboard to what stands on the right, or is nil.
	inside func(fyne.Canvas)
	want   string // the row to select once the list holds it
	job    int    // the work that runs
	busy   bool
}

// New returns a side with nothing in its list, which says so. Detail is called
// with the id of each row that is selected.
func New(props screen.Props, reading string, detail func(id string)) *Side {
	s := &Side{Props: props, List: rowlist.New(reading), right: container.NewStack()}
	s.List.OnSelect = func(r rowlist.Row) {
		s.form, s.inside = nil, nil
		detail(r.ID)
	}
	s.List.OnOpen = func(rowlist.Row) { s.Enter() }
	s.split = control.NewSplit(s.List, s.right)
	s.split.Offset = props.Settings.DetailSplit()
	return s
}

// Object returns the list beside what is known or asked.
func (s *Side) Object() fyne.CanvasObject { return s.split }

// Focus gives the keyboard to the list.
func (s *Side) Focus(c fyne.Canvas) { c.Focus(s.List) }

// Keep remembers where the divider stands.
func (s *Side) Keep() { s.Props.Settings.SetDetailSplit(s.split.Offset) }

// Panes are the places the keyboard goes to by F6.
func (s *Side) Panes() []fyne.Focusable { return []fyne.Focusable{s.List} }

// Read does the reading beside the window and then shows.
func (s *Side) Read(ctx context.Context, read func(context.Context) error, show func()) {
	s.Props.Jobs.Go(ctx, "", func(ctx context.Context, _ jobs.Report) error { return read(ctx) }, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.Props.Fail(j.Err)
			return
		}
		show()
	})
}

// SetRows shows rows and selects the one that is wanted, or the first.
func (s *Side) SetRows(rows []rowlist.Row) {
	s.List.SetRows(rows)
	want := s.want
	s.want = ""
	if want != "" && s.List.SelectID(want) {
		s.Enter()
	}
	if _, selected := s.List.Selected(); !selected {
		s.List.SelectFirst()
	}
}

// Go selects a row and gives the keyboard to what it is about, at once or when
// the list holds it.
func (s *Side) Go(id string) {
	if !s.List.SelectID(id) {
		s.want = id
		return
	}
	s.Enter()
}

// Enter gives the keyboard to what stands on the right, where that has a use
// for it.
func (s *Side) Enter() {
	if s.inside != nil {
		s.inside(s.Props.Window.Canvas())
	}
}

// Put shows a head and below it what fills the rest.
func (s *Side) Put(head, body fyne.CanvasObject) {
	s.right.Objects = []fyne.CanvasObject{
		control.On(fynetheme.ColorNameBackground, theme.SizeEdge, theme.SizeEdge, control.Fill(head, body)),
	}
	for range 2 { // wrapped words know their height once they know their width
		s.right.Refresh()
	}
}

// Stand shows a head and below it what fills the rest and takes the keyboard.
func (s *Side) Stand(head, body fyne.CanvasObject, inside func(fyne.Canvas)) {
	s.form, s.inside = nil, inside
	s.Put(head, body)
}

// Facts shows what is known under a heading, and things below it.
func (s *Side) Facts(heading string, all []Fact, below ...fyne.CanvasObject) {
	s.form, s.inside = nil, nil
	column := control.NewColumn(theme.SizeGroup, append([]fyne.CanvasObject{NewFacts(all)}, below...)...)
	s.Put(control.Heading(heading).Shrinking(), container.NewVScroll(column))
}

// NewFacts sets facts below one another; those without words are left out.
// Words may come from mail: they are drawn as plain characters.
func NewFacts(all []Fact) fyne.CanvasObject {
	var pairs []fyne.CanvasObject
	for _, f := range all {
		if f.Words != "" {
			pairs = append(pairs, control.Quiet(f.Name), control.NewProse(control.Tame(f.Words)))
		}
	}
	return control.NewFacts(pairs...)
}

// Question is what a row asks.
type Question struct {
	Heading, Lead, Submit string
	Danger                bool
	Fields                []form.Field
	Then                  func(map[string]string) []form.Problem
	// Back is what Cancel and Escape do; nil: the keyboard goes back to the list.
	Back func()
	// Above stands between the lead and the form; may be nil.
	Above []fyne.CanvasObject
}

// Ask shows a form.
func (s *Side) Ask(q Question) {
	back := q.Back
	if back == nil {
		back = func() { s.Focus(s.Props.Window.Canvas()) }
	}
	s.form = form.New(q.Fields, form.Options{
		Low: true, Submit: q.Submit, Danger: q.Danger, Today: s.Props.Desk.Today, Pick: s.Props.Pick, OnSubmit: q.Then, OnCancel: back,
	})
	s.inside = s.form.Focus
	lead := control.NewColumn(fynetheme.SizeNamePadding, control.Heading(q.Heading).Shrinking(), control.NewProse(q.Lead))
	s.head = control.NewColumn(theme.SizeGroup, append([]fyne.CanvasObject{lead}, q.Above...)...)
	s.Put(s.head, s.form)
}

// Asking reports whether a form stands at the right.
func (s *Side) Asking() bool { return s.form != nil }

// Leave takes the form to be done with: what a row is about may take its place.
func (s *Side) Leave() { s.form, s.inside = nil, nil }

// Complain says at the form what is wrong; without one, above the panes.
func (s *Side) Complain(err error) {
	if s.form == nil {
		s.Props.Fail(err)
		return
	}
	e := casefile.AsError(err)
	s.form.Complain([]form.Problem{{Field: e.Field, What: e.What, Do: e.Do}})
}

// Meanwhile shows something in the place of the form until the work has ended.
func (s *Side) Meanwhile(body fyne.CanvasObject) {
	if s.form != nil && s.busy {
		s.Put(s.head, body)
	}
}

// Stop asks the work to stop.
func (s *Side) Stop() { s.Props.Jobs.Cancel(s.job) }

// Work is something slow that a form or a button begins.
type Work struct {
	Title string // for the status bar; "" where it takes no time that is noticed
	Done  string // what is said when it is done; may be empty
	Want  string // the row to select afterwards
	Quiet bool   // it changes nothing in the vault
	Do    func(context.Context, jobs.Report) error
	Then  func() // after it was done; may be nil
}

// Work does it and says at the form what was wrong. One at a time.
func (s *Side) Work(w Work) []form.Problem {
	if s.busy {
		return nil
	}
	s.busy = true
	f := s.form
	job := s.Props.Jobs.Go(context.Background(), w.Title, w.Do, func(j jobs.Job) {
		s.busy = false
		here := f != nil && s.form == f // nobody has gone to another row
		if here {
			s.Put(s.head, f)
		}
		switch {
		case j.State == jobs.Done:
			s.done(w, f)
		case j.State == jobs.Cancelled, casefile.IsKind(j.Err, casefile.Cancelled):
			s.Props.Say("That was stopped; nothing was changed.", nil)
		case here:
			s.Complain(j.Err)
		default:
			s.Props.Fail(j.Err)
		}
	})
	s.job = job
	return nil
}

func (s *Side) done(w Work, f *form.Form) {
	if w.Quiet {
		if w.Then != nil {
			w.Then()
		}
		return
	}
	s.want = w.Want
	if f != nil {
		f.ClearSecrets()
	}
	if w.Done != "" {
		s.Props.Say(w.Done, nil)
	}
	if w.Then != nil {
		w.Then()
	}
	s.Props.Changed()
}
