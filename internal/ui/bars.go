package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/remind"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
)

// bar is the line under the menu: for whom one works, and the ways in.
type bar struct {
	whole   fyne.CanvasObject
	clients *control.Words
}

func newBar(board *keys.Board) *bar {
	b := &bar{clients: control.NewWords("", fynetheme.SizeNameText, theme.Muted, fyne.TextStyle{}).Shrinking()}
	run := func(label string, id keys.ID) fyne.CanvasObject {
		return control.NewButton(label, func() { board.Run(id) })
	}
	ways := control.Row(run("Pull mail  F5", keys.Pull), run("Search  Ctrl+F", keys.Search), run("Commands  Ctrl+K", keys.Palette))
	name := control.Row(control.Heading("Casebook"), control.Quiet(""))
	b.whole = control.On(fynetheme.ColorNameBackground, theme.SizeGap, theme.SizeGroup,
		container.NewBorder(nil, nil, name, ways, control.Upright(b.clients)))
	return b
}

func (b *bar) setClients(all []casefile.Client) { b.clients.SetText(clientNames(all)) }

// mailState is what is known of the last pull.
type mailState struct {
	at       time.Time // of the last one that worked
	failed   bool      // the last one did not
	running  bool
	again    bool // there was a reason for another while one ran
	asked    bool // a person asked for that one
	meant    bool // a person did something that is that reason
	watched  bool // every mailbox tells of new mail
	accounts int  // -1 while nobody knows
}

// status is the line at the foot.
type status struct {
	w      *Window
	whole  fyne.CanvasObject
	parts  *fyne.Container // the words, and the buttons at the right
	mail   *control.Words
	duties *control.Words
	job    *control.Words
	cancel *control.Button
	line   *fyne.Container // mail and duties
	right  *fyne.Container
	lock   fyne.CanvasObject
	shown  int // the job that Cancel stops
}

func newStatus(w *Window) *status {
	s := &status{
		w: w, mail: control.Quiet(""), duties: control.NewWords("", theme.SizeSmall, theme.Muted, fyne.TextStyle{}),
		job: control.NewWords("", theme.SizeSmall, theme.Info, fyne.TextStyle{Bold: true}).Shrinking(),
	}
	s.cancel = control.NewButton("Cancel", func() { w.jobs.Cancel(s.shown) })
	s.lock = control.NewButton("Lock  Ctrl+L", func() { w.board.Run(keys.Lock) })
	s.right = control.Row(s.lock)
	s.line = control.Row(s.mail, s.duties)
	words := container.NewGridWithColumns(2, s.line, control.Upright(s.job))
	s.parts = container.NewBorder(nil, nil, nil, s.right, words)
	s.whole = control.On(theme.Sidebar, fynetheme.SizeNamePadding, theme.SizeGroup, s.parts)
	return s
}

// jobs shows the running job that was started last, if it has a title.
func (s *status) jobs(list []jobs.Job) {
	s.shown = 0
	words := ""
	for _, j := range list {
		if j.State == jobs.Running && j.Title != "" {
			s.shown, words = j.ID, jobWords(j)
		}
	}
	s.job.SetText(words)
	things := []fyne.CanvasObject{s.lock}
	if s.shown != 0 {
		things = []fyne.CanvasObject{s.cancel, s.lock}
	}
	if len(things) != len(s.right.Objects) {
		s.right.Objects = things
		s.parts.Refresh()
	}
}

// jobWords says what is going on and how far it is.
func jobWords(j jobs.Job) string {
	words := j.Title
	if j.Progress.Words != "" {
		words = j.Progress.Words
	}
	if j.Progress.Total > 0 {
		words += fmt.Sprintf(": %d of %d", j.Progress.Done, j.Progress.Total)
	}
	if b := j.Progress.Bytes; b > 0 {
		words += fmt.Sprintf(", %.1f MB", float64(b)/(1<<20)) // one message may be long under way
	}
	return words
}

func (s *status) setDuties(d remind.Duties) {
	color := theme.Muted
	switch {
	case len(d.Late) > 0:
		color = theme.Late
	case len(d.Due) > 0:
		color = theme.Today
	}
	s.duties.SetColor(color)
	s.duties.SetText("·  " + d.Short())
	s.line.Refresh()
}

func (s *status) setMail(m mailState, now time.Time) {
	s.mail.SetText(mailWords(m, now))
	s.line.Refresh()
}

// mailWords says when the mailbox was last read.
func mailWords(m mailState, now time.Time) string {
	switch {
	case m.accounts == 0:
		return "No mailbox yet"
	case m.failed && m.at.IsZero():
		return "Mail could not be read"
	case m.failed:
		return "Mail could not be read; last " + ago(now.Sub(m.at))
	case m.at.IsZero():
		return "Mail not read yet"
	}
	words := "Mail " + ago(now.Sub(m.at))
	if m.watched {
		words += ", watching for more"
	}
	return words
}

// ago says how long something is past, in the largest whole unit.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	if days := int(d.Hours() / 24); days > 1 {
		return fmt.Sprintf("%d days ago", days)
	}
	return "1 day ago"
}

// band is a panel over the whole width with buttons. It takes no room while it
// says nothing.
type band struct {
	bench *bench
	panel *say.Panel
	inner fyne.CanvasObject
	whole *fyne.Container
	row   *fyne.Container     // the buttons
	line  *fyne.Container     // the panel and the buttons
	fixed []fyne.CanvasObject // the buttons that always stand there
}

func newBand(b *bench, tone say.Tone, buttons ...fyne.CanvasObject) *band {
	x := &band{bench: b, panel: say.NewPanel(tone), whole: container.NewStack(), row: control.Row(buttons...), fixed: buttons}
	x.line = container.NewBorder(nil, nil, nil, x.row, x.panel)
	x.inner = control.On(fynetheme.ColorNameBackground, fynetheme.SizeNamePadding, theme.SizeGap, x.line)
	return x
}

// newTrouble is the band of what went wrong.
func newTrouble(b *bench) *band {
	var x *band
	x = newBand(b, say.Problem, control.NewButton("Dismiss", func() { x.clear() }))
	return x
}

// newReminder is the band of what is due.
func newReminder(b *bench) *band {
	var x *band
	x = newBand(b, say.Hint,
		control.NewButton("Show", func() {
			x.clear()
			b.goTo(0)
		}),
		control.NewButton("Dismiss", func() { x.clear() }))
	return x
}

func (x *band) say(what, do string) { x.show(what, do, x.fixed) }

// offer says something with a button that mends it.
func (x *band) offer(what, do, label string, mend func()) {
	x.show(what, do, append([]fyne.CanvasObject{control.NewMain(label, mend)}, x.fixed...))
}

func (x *band) show(what, do string, buttons []fyne.CanvasObject) {
	x.row.Objects = buttons
	x.line.Refresh()
	x.panel.Say(what, do)
	x.whole.Objects = []fyne.CanvasObject{x.inner}
	x.bench.settle()
}

func (x *band) clear() {
	x.panel.Clear()
	x.whole.Objects = nil
	x.bench.settle()
}

func (x *band) said() bool { return len(x.whole.Objects) > 0 }

// settle lays the frame out twice: wrapped words know their height once they
// know their width.
func (b *bench) settle() {
	for range 2 {
		b.top.Refresh()
		b.frame.Refresh()
	}
}
