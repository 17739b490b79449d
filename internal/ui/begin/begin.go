// Package begin is the screen of a vault with nothing in it: what to do first,
// each step with its button.
package begin

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/control"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/theme"
)

// State is how far somebody has come.
type State struct {
	Clients, Mailboxes int
	Used               bool // there is a case or a message
}

// Needed reports whether the first steps are still to be shown.
func (s State) Needed() bool { return !s.Used && (s.Clients == 0 || s.Mailboxes == 0) }

// Step is one thing to do.
type Step struct {
	Title, Words, Button string
	Done                 string // what has been done, "" while it is to do
	Do                   func()
}

// Acts are what the buttons do.
type Acts struct {
	AddClient, AddMailbox func()
	Board                 *keys.Board // for the commands that have a key
}

// Steps returns the steps in their order.
func Steps(s State, a Acts) []Step {
	return []Step{
		{
			Title: "Add a client", Button: "Add a client", Done: done(s.Clients, "client", "clients"), Do: a.AddClient,
			Words: "The controller you act for: who it is, where it keeps data, what it promises. From a client file, or from an example to try.",
		},
		{
			Title: "Add the mailbox that requests come to", Button: "Add a mailbox", Done: done(s.Mailboxes, "mailbox", "mailboxes"), Do: a.AddMailbox,
			Words: "Casebook only reads it: nothing there is marked, moved or deleted.",
		},
		{
			Title: "Fetch its mail", Button: "Pull mail  F5", Do: func() { a.Board.Run(keys.Pull) },
			Words: "Every message is kept here once, and you decide here what becomes of it: a case, part of one, or no request.",
		},
	}
}

// done says how many there are, or nothing where there are none.
func done(n int, one, many string) string {
	if n == 0 {
		return ""
	}
	return "Done: " + casefile.Counted(n, one, many)
}

// Screen shows the steps.
type Screen struct {
	acts  Acts
	state State
	whole *fyne.Container
	next  *control.Button // of the first step that is to do
}

// New returns the screen.
func New(acts Acts) *Screen {
	s := &Screen{acts: acts, whole: container.NewStack()}
	s.Set(State{})
	return s
}

// Set says how far somebody has come.
func (s *Screen) Set(state State) {
	if s.next != nil && state == s.state {
		return
	}
	s.state, s.next = state, nil
	column := control.NewColumn(theme.SizeEdge,
		control.NewColumn(theme.SizeGap, control.Heading("Three steps to the first case"),
			control.NewProse("There is nothing in this vault yet. What you enter now can be changed later.")))
	for i, step := range Steps(state, s.acts) {
		column.Add(s.step(i+1, step))
	}
	run := func(label string, id keys.ID) fyne.CanvasObject {
		return control.NewButton(label, func() { s.acts.Board.Run(id) })
	}
	column.Add(control.NewColumn(theme.SizeGap,
		control.NewProse("A request that came by post or by telephone needs no mailbox, and mail that was saved as files can be taken in."),
		control.NewFlow(run("New case  Ctrl+N", keys.NewCase), run("Import mail files  Ctrl+I", keys.ImportMail))))
	page := container.New(&page{}, column)
	s.whole.Objects = []fyne.CanvasObject{control.On(fynetheme.ColorNameBackground, "", "", container.NewVScroll(page))}
	for range 2 { // wrapped words know their height once they know their width
		s.whole.Refresh()
	}
}

// step is one step with its number; the first that is to do has the main button.
func (s *Screen) step(n int, step Step) fyne.CanvasObject {
	number := control.NewWords(strconv.Itoa(n), fynetheme.SizeNameHeadingText, theme.Muted, fyne.TextStyle{Bold: true})
	things := []fyne.CanvasObject{control.Strong(step.Title).Shrinking(), control.NewProse(step.Words)}
	if step.Done != "" {
		things = append(things, control.NewWords(step.Done, fynetheme.SizeNameText, theme.Done, fyne.TextStyle{Bold: true}))
	} else {
		b := control.NewButton(step.Button, step.Do)
		if s.next == nil {
			b = control.NewMain(step.Button, step.Do)
			s.next = b
		}
		things = append(things, control.Row(b))
	}
	return container.New(&numbered{}, number, control.NewColumn(theme.SizeGap, things...))
}

// Object returns the screen; the same object every time.
func (s *Screen) Object() fyne.CanvasObject { return s.whole }

// Show has nothing to read: the window counts.
func (s *Screen) Show(context.Context) {}

// Focus gives the keyboard to the button of the next step.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.next) }

// Panes are the places the keyboard goes to by F6.
func (s *Screen) Panes() []fyne.Focusable { return []fyne.Focusable{s.next} }

// page sets a column of some seventy letters from the left.
type page struct{}

const pageWidth = 560

func edge() float32 { return fynetheme.Size(theme.SizeEdge) }

func (*page) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(pageWidth/2, o[0].MinSize().Height+3*edge())
}

func (*page) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(pageWidth*edge()/24, size.Width-2*edge())
	for range 2 { // wrapped words know their height once they know their width
		o[0].Resize(fyne.NewSize(width, o[0].MinSize().Height))
	}
	o[0].Move(fyne.NewPos(2*edge(), 2*edge()).SubtractXY(edge(), edge()/2))
}

// numbered stands a number beside what it numbers.
type numbered struct{}

func (*numbered) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[1].MinSize()
	return fyne.NewSize(least.Width+1.5*edge(), max(least.Height, o[0].MinSize().Height))
}

func (*numbered) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := 1.5 * edge()
	o[0].Move(fyne.NewPos(0, -2))
	o[0].Resize(o[0].MinSize())
	o[1].Move(fyne.NewPos(left, 0))
	o[1].Resize(fyne.NewSize(max(size.Width-left, 0), size.Height))
}
