package cases

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/form"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
)

// letterDesk is where a letter is drawn, issued and sent: what it needs and
// what can be done at the left, the paper at the right.
type letterDesk struct {
	s      *Screen
	page   present.Page
	kind   casefile.LetterKind // "" for the record of the case
	values map[string]string   // what was given to this letter alone
	drawn  desk.Drawn          // what lies on the table
	issued string              // the id of the letter once issued
	lies   desk.DraftPut       // among which drafts, if it was put there just now

	object *fyne.Container
	side   *fyne.Container // what can be done
	paper  *fyne.Container // the preview, or words in its place
	view   *preview
	back   *control.Link
	main   fyne.Focusable // what Return should press
	job    int
}

// openLetter draws a letter of the case that is shown.
func (s *Screen) openLetter(kind casefile.LetterKind) {
	if s.detail == nil {
		return
	}
	l := s.newLetter(kind, kind.Label())
	l.draw()
}

// openRecord draws the record of the case.
func (s *Screen) openRecord() { s.openLetter("") }

// openIssued shows a letter that was issued before.
func (s *Screen) openIssued(letter casefile.Letter) {
	l := s.newLetter(letter.Kind, letter.Kind.Label())
	l.issued = letter.ID
	l.fetch(l.afterIssue)
}

func (s *Screen) newLetter(kind casefile.LetterKind, title string) *letterDesk {
	l := &letterDesk{s: s, page: s.detail.page, kind: kind, values: map[string]string{}, side: container.NewStack()}
	whom := "to "
	if kind == "" {
		title, whom = "Record", "case of "
	}
	l.view = newPreview(s)
	l.paper = container.NewStack(l.view)
	l.back = control.NewLink("‹ Back to the case", s.closeLetter)
	l.back.OnKey = l.key
	head := control.NewColumn("", control.Row(l.back),
		pad(control.NewColumn("", small(l.page.Kicker, theme.Muted, false).Shrinking(),
			control.Heading(title).Shrinking(),
			words(whom+l.page.Title, theme.Muted, false).Shrinking()), 1.5, 0, 0, 0))
	left := container.NewBorder(pad(head, 1.5, 1.5, 2, 2), nil, nil, nil, l.side)
	l.object = container.New(&letterLayout{}, left, newFill(fynetheme.ColorNameSeparator), l.paper)
	s.letter = l
	s.root.Objects = []fyne.CanvasObject{l.object}
	s.root.Refresh()
	return l
}

// letterLayout gives the paper what the narrow column at the left leaves.
type letterLayout struct{}

func (*letterLayout) side(width float32) float32 {
	return min(max(width*0.34, 300), 25*2*fynetheme.Size(theme.SizeGap))
}

func (l *letterLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(300+o[2].MinSize().Width, max(o[0].MinSize().Height, o[2].MinSize().Height))
}

func (l *letterLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := l.side(size.Width)
	place(o[0], 0, 0, w, size.Height)
	place(o[1], w, 0, 1, size.Height)
	place(o[2], w+1, 0, size.Width-w-1, size.Height)
}

// closeLetter goes back to the case, which may have changed.
func (s *Screen) closeLetter() {
	s.leaveLetter()
	s.read(s.ref)
	s.focusPage()
}

// leaveLetter puts the list and the case back.
func (s *Screen) leaveLetter() {
	if s.letter == nil {
		return
	}
	s.Jobs.Cancel(s.letter.job)
	s.letter = nil
	s.root.Objects = []fyne.CanvasObject{s.split}
	s.root.Refresh()
}

func (l *letterDesk) focus(c fyne.Canvas) {
	if l.main != nil {
		c.Focus(l.main)
		return
	}
	c.Focus(l.back)
}

func (l *letterDesk) key(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeyEscape && l.s.Escape()
}

// live says whether this letter still lies on the table.
func (l *letterDesk) live() bool { return l.s.letter == l }

// run works beside the window, with its title in the status bar.
func (l *letterDesk) run(title string, work func(context.Context) error, done func(), failed func(error)) {
	l.job = l.s.Jobs.Go(l.s.ctx, title, func(ctx context.Context, _ jobs.Report) error { return work(ctx) }, func(j jobs.Job) {
		switch {
		case !l.live():
		case j.State == jobs.Done:
			done()
		case j.State == jobs.Failed:
			failed(j.Err)
		default:
			l.say("Stopped.", "Nothing was drawn.", l.button("Draw it again", l.draw))
		}
	})
}

// draw draws the draft, or the record, anew.
func (l *letterDesk) draw() {
	l.waiting("Drawing …")
	ref := l.page.Reference()
	var d desk.Drawn
	l.run("Drawing a letter", func(ctx context.Context) (err error) {
		if l.kind == "" {
			d, err = l.s.Desk.Record(ctx, ref)
		} else {
			d, err = present.Draw(ctx, l.s.Desk, ref, l.kind, l.values)
		}
		return err
	}, func() {
		l.drawn = d
		l.view.show(d.Page)
		l.table(l.view)
		l.ready()
	}, l.refused)
}

// reload reads the case again after something was recorded on it, and draws.
func (l *letterDesk) reload() {
	l.s.readThen(l.page.Reference(), func(p present.Page) {
		if !l.live() {
			return
		}
		l.page = p
		l.s.showPage(p)
		if l.issued == "" {
			l.draw()
			return
		}
		if _, err := p.File.Case.Letter(l.issued); err != nil {
			l.issued = "" // the issue was taken back: it is a draft again
			l.draw()
			return
		}
		l.afterIssue()
	})
}

// fetch reads the bytes of a letter that was issued before, and goes on.
func (l *letterDesk) fetch(then func()) {
	l.waiting("Reading …")
	var b []byte
	l.run("", func(ctx context.Context) (err error) {
		b, err = l.s.Desk.Issued(ctx, l.page.Reference(), l.issued)
		return err
	}, func() {
		l.drawn = desk.Drawn{PDF: b, Letter: l.issued}
		l.table(emptySheet("This letter was issued.", "It is kept as the PDF that it was on that day, and is never drawn anew. Open the PDF to read it."))
		then()
	}, l.s.Fail)
}

// table puts something where the paper lies.
func (l *letterDesk) table(o fyne.CanvasObject) {
	l.paper.Objects = []fyne.CanvasObject{o}
	l.paper.Refresh()
}

// put shows what can be done, from top to bottom.
func (l *letterDesk) put(focus fyne.Focusable, things ...fyne.CanvasObject) {
	l.lay(container.NewVScroll(pad(control.NewColumn(theme.SizeGroup, things...), 0.5, 2, 2, 2)))
	l.main = focus
	if focus != nil {
		l.s.Window.Canvas().Focus(focus)
	}
}

// putForm shows a form under words that belong to it, with the keyboard in it.
func (l *letterDesk) putForm(f *form.Form, above ...fyne.CanvasObject) {
	l.main = nil
	l.lay(pad(pane(f, above...), 0.5, 2, 2, 2))
	f.Focus(l.s.Window.Canvas())
}

func (l *letterDesk) lay(o fyne.CanvasObject) {
	l.side.Objects = []fyne.CanvasObject{o}
	l.side.Refresh()
}

func (l *letterDesk) button(label string, do func()) *control.Button {
	b := control.NewButton(label, do)
	b.OnKey = l.key
	return b
}

func (l *letterDesk) mainButton(label string, do func()) *control.Button {
	b := control.NewMain(label, do)
	b.OnKey = l.key
	return b
}

func (l *letterDesk) say(what, do string, buttons ...fyne.CanvasObject) {
	l.put(nil, control.NewColumn(fynetheme.SizeNamePadding, control.Strong(what), control.NewProse(do)), control.Row(buttons...))
}

// waiting says what is going on, with a way to stop it.
func (l *letterDesk) waiting(what string) {
	l.put(nil, words(what, theme.Muted, false), control.Row(l.button("Cancel", func() { l.s.Jobs.Cancel(l.job) })))
	l.main = nil
}

// refused says what the letter lacks and asks for it, or passes on what else
// went wrong.
func (l *letterDesk) refused(err error) {
	l.table(emptySheet("Not drawn yet.", "The letter appears here as soon as it has what it needs."))
	lacks := l.page.Lacks(l.kind)
	if len(lacks) == 0 || !casefile.IsKind(err, casefile.Refused) && !casefile.IsKind(err, casefile.Invalid) {
		e := casefile.AsError(err)
		panel := say.NewPanel(say.Problem)
		panel.Say(e.What, e.Do)
		again := l.button("Draw it again", l.draw)
		l.put(again, panel, control.Row(again))
		return
	}
	for _, x := range lacks {
		if x.Action != "" {
			l.askAction(lacks, x.Action)
			return
		}
	}
	l.askFacts(lacks, err)
}

// lackList names what is missing.
func lackList(lacks []present.Lack) fyne.CanvasObject {
	column := control.NewColumn(fynetheme.SizeNamePadding, control.Strong("This letter still needs"))
	for _, x := range lacks {
		column.Add(control.NewProse("•  " + x.Words))
	}
	return column
}

// askAction records what belongs on the case, here, before the letter is drawn.
func (l *letterDesk) askAction(lacks []present.Lack, action string) {
	o, known := l.page.Offer(action)
	if !known || o.Refusal != nil {
		do := lacks[0].Do
		if known {
			do = o.Refusal.Why + " " + o.Refusal.Until
		}
		l.put(nil, lackList(lacks), control.NewProse(do))
		return
	}
	f := l.s.actionForm(l.page, o, nil, l.s.closeLetter, func() { l.s.again(l.page.Reference()) })
	l.putForm(f, lackList(lacks), control.NewColumn(fynetheme.SizeNamePadding, control.Strong(o.Label), control.NewProse(o.Help)))
}

// askFacts asks for what only this letter needs.
func (l *letterDesk) askFacts(lacks []present.Lack, err error) {
	fields := present.AskFor(lacks, l.values)
	if len(fields) == 0 {
		l.put(nil, lackList(lacks), control.NewProse(lacks[0].Do))
		return
	}
	f := form.New(formFields(fields), form.Options{
		Low: true, Submit: "Draw the letter", Today: l.s.Desk.Today, OnCancel: l.s.closeLetter,
		OnSubmit: func(v map[string]string) []form.Problem {
			l.values = v
			l.draw()
			return nil
		},
	})
	l.putForm(f, lackList(lacks))
}
