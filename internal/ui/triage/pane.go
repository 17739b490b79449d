package triage

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/say"
	"casebook/internal/ui/theme"
)

// mostShown is how many paragraphs are laid out before "Show the rest".
const mostShown = 40

// pane is the right side: the message above its proposal.
type pane struct {
	screen *Screen
	whole  *fyne.Container

	subject, from *control.Words
	head          *fyne.Container
	text          *fyne.Container
	scroll        *container.Scroll
	card          *card
	aside         *asideCard
	foot          *fyne.Container // the one card or the other
	full          fyne.CanvasObject
	rest          bool // everything of the text is shown
}

func newPane(s *Screen) *pane {
	p := &pane{
		screen:  s,
		subject: control.Heading("").Shrinking(), from: control.Quiet("").Shrinking(),
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
	p.subject.SetText(h.Subject)
	p.from.SetText(h.From)
	p.head.Objects = []fyne.CanvasObject{p.subject, p.from}
	if files := p.files(); len(files) > 0 {
		p.head.Add(control.NewFlow(files...))
	}
	p.fill()
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

// card is the proposal with its buttons.
type card struct {
	screen  *Screen
	whole   fyne.CanvasObject
	column  *fyne.Container
	problem *say.Panel
	head    *control.Words
	because *control.Prose
	facts   *fyne.Container
	advice  *control.Prose
	kind    *control.Select
	client  *control.Select
	buttons map[Decision]*control.Button
	filling bool
}

func newCard(s *Screen) *card {
	c := &card{
		screen: s, problem: say.NewPanel(say.Problem),
		head:    control.NewWords("", fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true}).Shrinking(),
		because: control.NewProse(""), advice: control.NewProse(""),
		facts: control.NewFacts(), buttons: map[Decision]*control.Button{},
	}
	c.kind = control.NewSelect(nil, func(string) { c.chosen(c.screen.p.KindOptions, c.kind) })
	c.client = control.NewSelect(nil, func(string) { c.chosen(c.screen.p.ClientOptions, c.client) })
	choices := container.NewGridWithColumns(2, labelled("Kind", c.kind), labelled("Client", c.client))
	c.column = control.NewColumn(theme.SizeGap, c.head, c.because, c.facts, c.advice, choices, c.problem, c.row())
	c.whole = container.NewBorder(widget.NewSeparator(), nil, nil, nil,
		control.On(theme.Surface, theme.SizeGroup, theme.SizeEdge, c.column))
	return c
}

func labelled(name string, of fyne.CanvasObject) fyne.CanvasObject {
	return control.NewColumn(fynetheme.SizeNamePadding, control.Quiet(name), of)
}

// row is the answers, each with its key.
func (c *card) row() fyne.CanvasObject {
	button := func(d Decision, label string, id keys.ID) fyne.CanvasObject {
		b := control.NewButton(label, func() { c.run(id) })
		if d != Undecided {
			c.buttons[d] = b
		}
		return b
	}
	return control.NewFlow(
		button(OpenCase, "1  Open case", keys.Accept), button(AddToCase, "2  Add to …", keys.AddToCase),
		button(NotRequest, "3  Not a request", keys.NotRequest), button(RecordAnswer, "4  Record the answer", keys.Answer),
		button(Undecided, "H  Later", keys.Later), button(Undecided, "U  Undo", keys.Undo),
		control.NewLink("Set aside all of this sender (S)", func() { c.run(keys.AsideAll) }),
		control.NewLink("all of this thread (T)", func() { c.run(keys.AsideChain) }),
	)
}

// run does what a key does and gives the keyboard back to the list.
func (c *card) run(id keys.ID) {
	c.screen.props.Board.Run(id)
	c.screen.Focus(c.screen.props.Window.Canvas())
}

// chosen takes what a field of choice says.
func (c *card) chosen(options func() ([]Option, int), s *control.Select) {
	list, _ := options()
	if i := s.SelectedIndex(); !c.filling && i >= 0 && i < len(list) {
		c.screen.p.Choose(list[i])
		c.fill()
		c.screen.pane.settle()
		c.screen.Focus(c.screen.props.Window.Canvas())
	}
}

// ask gives the keyboard to the field of choice that is still empty.
func (c *card) ask(canvas fyne.Canvas) {
	for _, s := range []*control.Select{c.kind, c.client} {
		if s.SelectedIndex() < 0 {
			canvas.Focus(s)
			return
		}
	}
}

// fill shows the proposal as it stands.
func (c *card) fill() {
	c.filling = true
	defer func() { c.filling = false }()
	card := c.screen.p.Card()
	c.problem.Clear()
	c.head.SetText(card.Head)
	c.because.SetText(control.Tame(card.Because))
	c.advice.SetText(card.Advice)
	c.because.Hidden, c.advice.Hidden = card.Because == "", card.Advice == ""
	c.facts.Objects = nil
	for _, f := range card.Facts {
		c.facts.Add(control.Quiet(f.Name))
		c.facts.Add(control.NewProse(control.Tame(f.Words)))
	}
	offer(c.kind, c.screen.p.KindOptions)
	offer(c.client, c.screen.p.ClientOptions)
	add := "2  Add to …"
	if card.Propose == AddToCase {
		add = "2  Add to " + string(card.Case)
	}
	c.buttons[AddToCase].SetText(add)
	c.buttons[RecordAnswer].SetText("4  " + actionLabel(card.Brings.Action))
	c.buttons[RecordAnswer].Hidden = card.Brings.Case == ""
	for d, b := range c.buttons {
		b.Importance = widget.MediumImportance
		if d == card.Propose || (card.Propose == Undecided && d == OpenCase) {
			b.Importance = widget.HighImportance
		}
		b.Refresh()
	}
	c.column.Refresh()
}

// offer fills a field of choice.
func offer(s *control.Select, options func() ([]Option, int)) {
	list, chosen := options()
	labels := make([]string, len(list))
	for i, o := range list {
		labels[i] = o.Label
	}
	s.SetOptions(labels)
	if chosen >= 0 {
		s.SetSelectedIndex(chosen)
		return
	}
	s.ClearSelected()
}
