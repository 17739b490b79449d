package triage

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// mostShown is how many paragraphs are laid out before "Show the rest".
const mostShown = 40

// pane is the right side: the message above its proposal.
type pane struct {
	screen *Screen
	whole  *fyne.Container

	subject *fyne.Container
	from    *control.Words
	head    *fyne.Container
	text    *fyne.Container
	scroll  *container.Scroll
	card    *card
	aside   *asideCard
	foot    *fyne.Container // the one card or the other
	full    fyne.CanvasObject
	rest    bool // everything of the text is shown
}

func newPane(s *Screen) *pane {
	p := &pane{
		screen:  s,
		subject: container.NewStack(), from: control.Quiet("").Shrinking(),
		text: control.NewColumn(theme.SizeGap),
	}
	p.scroll = container.NewVScroll(control.On(fynetheme.ColorNameBackground, theme.SizeGroup, theme.SizeEdge, p.text))
	p.card, p.aside = newCard(s), newAsideCard(s)
	p.foot = container.NewStack(p.card.whole, p.aside.whole)
	p.head = control.NewColumn(fynetheme.SizeNamePadding, p.subject, p.from)
	head := control.On(fynetheme.ColorNameBackground, theme.SizeGroup, theme.SizeEdge, p.head)
	p.full = container.New(&upright{}, container.NewBorder(nil, widget.NewSeparator(), nil, nil, head), p.scroll, p.foot)
	p.full.Hide()
	p.whole = container.NewStack(p.full)
	return p
}

// upright sets the head at the top, the card at the foot and gives the text
// what is left. It tells both their width before it asks for their height.
type upright struct{}

// leastText is how much of the text stays in view in a low window.
const leastText = 2

func (*upright) MinSize(o []fyne.CanvasObject) fyne.Size {
	row := fynetheme.Size(theme.SizeRow)
	return fyne.NewSize(max(o[0].MinSize().Width, o[2].MinSize().Width), 5*row)
}

func (*upright) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, x := range []fyne.CanvasObject{o[0], o[2]} {
		for range 2 { // wrapped words know their height once they know their width
			x.Resize(fyne.NewSize(size.Width, x.MinSize().Height))
		}
	}
	head, card := o[0].Size().Height, o[2].Size().Height
	text := max(size.Height-head-card, leastText*fynetheme.Size(theme.SizeRow))
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Move(fyne.NewPos(0, head))
	o[1].Resize(fyne.NewSize(size.Width, text))
	o[2].Move(fyne.NewPos(0, max(head+text, size.Height-card)))
}

func (p *pane) clear() {
	p.full.Hide()
	p.whole.Refresh()
}

// show shows another message from its beginning.
func (p *pane) show() {
	p.rest = false
	p.scroll.ScrollToTop()
	p.update()
	p.full.Show()
	p.whole.Refresh()
	p.settle()
}

// update shows the message again, after something about it has changed.
func (p *pane) update() {
	h := p.screen.p.Head()
	p.subject.Objects = []fyne.CanvasObject{heading(h.Subject)}
	p.from.SetText(h.From)
	p.head.Objects = []fyne.CanvasObject{p.subject, p.from}
	if files := p.files(); len(files) > 0 {
		p.head.Add(control.NewFlow(files...))
	}
	p.fill()
	p.undoable()
	if m, aside := p.screen.p.Aside(); aside && p.screen.p.InTray() {
		p.aside.fill(m)
		p.card.whole.Hide()
		p.aside.whole.Show()
		return
	}
	p.card.fill()
	p.aside.whole.Hide()
	p.card.whole.Show()
}

// heading is the subject on one line, with the words marked that count.
func heading(runs []Run) fyne.CanvasObject {
	if len(runs) == 1 && !runs[0].Marked {
		return control.Heading(control.OneLine(runs[0].Text)).Shrinking()
	}
	pieces := make([]control.Piece, len(runs))
	for i, r := range runs {
		pieces[i] = control.Piece{Text: control.OneLine(r.Text), Strong: r.Marked}
	}
	return control.NewMarkedHeading(pieces...)
}

// files are the attachments: a link opens one in the system's viewer.
func (p *pane) files() []fyne.CanvasObject {
	files, more := p.screen.p.Files()
	var all []fyne.CanvasObject
	for _, f := range files {
		if !f.Opens {
			all = append(all, control.Quiet(f.Words))
			continue
		}
		all = append(all, control.NewLink(f.Words, func() { p.screen.openFile(f.N) }))
	}
	if more > 0 {
		all = append(all, control.Quiet(fmt.Sprintf("and %d more", more)))
	}
	return all
}

// settle lays out twice: wrapped words know their height once they know their
// width.
func (p *pane) settle() {
	for range 2 {
		p.text.Refresh()
		p.head.Refresh()
		p.card.column.Refresh()
		p.aside.column.Refresh()
		p.foot.Refresh()
		p.whole.Refresh()
	}
}

// fill lays the text out paragraph by paragraph.
func (p *pane) fill() {
	all := p.screen.p.Paragraphs()
	most := mostShown
	shown, hidden := visible(all, most)
	if p.rest {
		shown, hidden = all, 0
	}
	p.text.Objects = nil
	for _, par := range shown {
		p.text.Add(words(par))
	}
	if len(all) == 0 {
		p.text.Add(control.Quiet("The message has no text."))
	}
	if hidden > 0 {
		p.text.Add(control.Row(control.NewButton(restLabel(hidden), func() {
			p.rest = true
			p.fill()
			p.settle()
		})))
	}
	for _, d := range p.screen.p.Item().Message.Defects {
		p.text.Add(control.Quiet(d).Shrinking())
	}
	p.text.Refresh()
}

func restLabel(n int) string {
	if n == 1 {
		return "Show one more paragraph"
	}
	return fmt.Sprintf("Show earlier mail and the rest (%d paragraphs)", n)
}

func words(p Paragraph) fyne.CanvasObject {
	color := fynetheme.ColorNameForeground
	if p.Quoted {
		color = theme.Muted
	}
	if p.Head {
		return control.Quiet(p.Runs[0].Text).Shrinking()
	}
	pieces := make([]control.Piece, len(p.Runs))
	for i, r := range p.Runs {
		pieces[i] = control.Piece{Text: r.Text, Strong: r.Marked}
	}
	return control.NewMarked(color, pieces...)
}

func (p *pane) complain(what, do string) {
	p.card.problem.Say(what, do)
	p.settle()
	p.card.ask(p.screen.props.Window.Canvas())
}
