package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/begin"
	"casebook/internal/ui/cases"
	"casebook/internal/ui/clients"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keeping"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/opening"
	"casebook/internal/ui/remind"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/screen"
	"casebook/internal/ui/theme"
	"casebook/internal/ui/triage"
)

// bench is the desk while a vault is open: everything under the menu.
type bench struct {
	w       *Window
	desk    *desk.Desk
	dir     string // "" for the demo's vault
	forever context.Context

	views   *rowlist.List
	content *fyne.Container
	outer   *control.Split
	top     *fyne.Container
	frame   *fyne.Container
	whole   fyne.CanvasObject
	bar     *bar
	status  *status
	banner  *band // what is due
	trouble *band // what went wrong

	begin   *begin.Screen
	triage  *triage.Screen
	cases   *cases.Screen
	clients *clients.Screen
	keeping *keeping.Screen
	opening *opening.Screen
	current screen.Screen
	view    string

	known    vaultCounts
	counted  bool // what is known has been read
	reminded remind.Duties
	// remindedBackup is the day on which a missing backup was last mentioned.
	remindedBackup civil.Date
	mail           mailState
	readings       map[string]clients.Reading // of the mailboxes, by name
	watches        map[string]*watched        // by the mailbox's name
	refused        map[string]bool            // mailboxes of which it was said that they want a new sign-in
	stopped        bool
	stops          map[string]func() // of the timers that wait
}

func newBench(w *Window, d *desk.Desk, dir string) *bench {
	b := &bench{w: w, desk: d, dir: dir, forever: context.Background(), stops: map[string]func(){}}
	b.readings, b.watches, b.refused = map[string]clients.Reading{}, map[string]*watched{}, map[string]bool{}
	props := b.props()
	b.begin = begin.New(begin.Acts{AddClient: b.addClient, AddMailbox: b.addMailbox, Board: w.board})
	b.triage = triage.New(props)
	b.cases = cases.New(props)
	b.clients = clients.New(props)
	b.keeping = keeping.New(props)
	b.opening = opening.New(props, b.leaveForm)
	b.build()
	w.jobs.Watch(func(list []jobs.Job) {
		if !b.stopped {
			b.status.jobs(list)
		}
	})
	return b
}

func (b *bench) props() screen.Props {
	return screen.Props{
		Desk: b.desk, Jobs: b.w.jobs, Loop: b.w.deps.Loop, Runner: b.w.deps.Runner, Board: b.w.board,
		Window: b.w.window, Settings: b.w.settings, Fonts: b.w.deps.Fonts,
		Say: b.w.toast.Say, Undoable: b.w.toast.Undoable, Fail: b.fail, Changed: b.changed, OpenCase: b.openCase, Browse: b.w.deps.Browse, Pull: func() { b.pull(false) },
		Pick:     b.w.browser.Pick,
		OpenFile: func(name string, pdf []byte) { b.hand(name, pdf, "Opening "+name, b.w.deps.OpenFile) },
		PrintFile: func(name string, pdf []byte) {
			b.hand(name, pdf, "Printing "+name, b.w.deps.Print)
		},
	}
}

// build puts the frame together.
func (b *bench) build() {
	b.views = rowlist.New("")
	b.views.Compact, b.views.Ground = true, theme.Sidebar
	b.views.OnSelect = func(r rowlist.Row) { b.show(r.ID) }
	b.views.OnOpen = func(rowlist.Row) { b.focus() }
	// All screens stand in the window, so that a change of colours or of the
	// text's size reaches those that are not shown.
	b.content = container.NewStack()
	for _, s := range []screen.Screen{b.begin, b.triage, b.cases, b.clients, b.keeping, b.opening} {
		s.Object().Hide()
		b.content.Add(s.Object())
	}
	b.outer = control.NewSplit(b.views, b.content)
	b.outer.Offset = b.w.settings.ViewsSplit()
	b.bar = newBar(b.w.board)
	b.status = newStatus(b.w)
	b.banner, b.trouble = newReminder(b), newTrouble(b)
	b.top = control.NewColumn("", b.bar.whole, widget.NewSeparator(), b.trouble.whole, b.banner.whole)
	bottom := container.NewBorder(widget.NewSeparator(), nil, nil, nil, b.status.whole)
	b.frame = container.NewBorder(b.top, bottom, nil, nil, b.outer)
	b.whole = b.frame
}

// start shows the first view, reads the counts and looks for mail.
func (b *bench) start() {
	b.views.SetRows(b.rows())
	b.views.SelectID(triageView)
	b.focus()
	b.recount()
	b.readAccounts()
	b.pull(false)
	b.tick()
	b.backup()
}

// stop ends what runs by itself and remembers how the window stood.
func (b *bench) stop() {
	b.stopped = true
	for _, stop := range b.stops {
		stop()
	}
	b.w.settings.SetViewsSplit(b.outer.Offset)
	if k, ok := b.current.(interface{ Keep() }); ok {
		k.Keep()
	}
}

// close closes the vault. It is called beside the window.
func (b *bench) close(context.Context, jobs.Report) error { return b.desk.Close() }

// after waits once under a name; a new wait replaces the one before.
func (b *bench) after(name string, wait time.Duration, f func()) {
	if stop := b.stops[name]; stop != nil {
		stop()
	}
	b.stops[name] = b.w.deps.After(wait, f)
}

// focus gives the keyboard to the screen shown.
func (b *bench) focus() {
	if b.current != nil {
		b.current.Focus(b.w.window.Canvas())
	}
}

// fail says what went wrong above the panes until it is dismissed.
func (b *bench) fail(err error) {
	if err == nil || b.stopped {
		return
	}
	e := casefile.AsError(err)
	b.trouble.say(e.What, e.Do)
}

// changed reads again what is shown.
func (b *bench) changed() {
	if b.stopped {
		return
	}
	b.recount()
	b.readAccounts()
	if b.current != nil {
		b.current.Show(b.forever)
	}
}

// hand spools a file and gives it to the system.
func (b *bench) hand(name string, pdf []byte, words string, to func(path string) error) {
	if to == nil {
		b.fail(unavailable("This computer has no program for that.", "Save the file and open it with another program."))
		return
	}
	b.w.jobs.Go(b.forever, words, func(context.Context, jobs.Report) error {
		return b.desk.Hand(name, pdf, to)
	}, func(j jobs.Job) { b.fail(j.Err) })
}

// scope is where letters are heard while nothing has the keyboard.
func (b *bench) scope() keys.Scope {
	switch b.view {
	case triageView:
		return keys.Triage
	case clientsView, vaultView:
		return keys.Lists
	}
	return keys.Case
}

// escape hides what went wrong, or leaves a form.
func (b *bench) escape() {
	switch {
	case b.trouble.said():
		b.trouble.clear()
	case b.current == screen.Screen(b.opening):
		b.leaveForm()
	case b.current == screen.Screen(b.cases):
		b.cases.Escape()
	}
}
