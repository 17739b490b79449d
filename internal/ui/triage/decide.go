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
	later   *control.Button
	undo    *control.Button
	always  *fyne.Container
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
	c.column = control.NewColumn(theme.SizeGap, c.head, c.because, c.facts, c.advice, choices, c.problem, c.answers())
	c.whole = container.NewBorder(widget.NewSeparator(), nil, nil, nil,
		control.On(theme.Surface, theme.SizeGroup, theme.SizeEdge, c.column))
	return c
}

func labelled(name string, of fyne.CanvasObject) fyne.CanvasObject {
	return control.NewColumn(fynetheme.SizeNamePadding, control.Quiet(name), of)
}

// answers are the buttons, each with its key. Those that are always there stand
// on the lower row, which keeps its place whatever the upper one holds.
func (c *card) answers() fyne.CanvasObject {
	button := func(d Decision, label string, id keys.ID) fyne.CanvasObject {
		c.buttons[d] = control.NewButton(label, func() { c.run(id) })
		return c.buttons[d]
	}
	c.later = control.NewButton("H  Later", func() { c.run(keys.Later) })
	c.undo = control.NewButton("U  Undo", func() { c.run(keys.Undo) })
	c.always = control.NewFlow(c.later, c.undo)
	return control.NewColumn(theme.SizeGap, control.NewFlow(
		button(OpenCase, "1  Open case", keys.Accept), button(AddToCase, "2  Add to …", keys.AddToCase),
		button(NotRequest, "3  Not a request", keys.NotRequest), button(RecordAnswer, "4  Record the answer", keys.Answer),
	), c.always)
}

// links fills the lower row: beside its buttons stand the quieter acts, on
// several messages at once and on a case that is not the proposed one.
func (c *card) links(named bool) {
	c.always.Objects = []fyne.CanvasObject{c.later, c.undo}
	before := "Set aside"
	link := func(words string, do func()) {
		if before != "" {
			c.always.Add(control.Quiet(before))
		}
		c.always.Add(control.NewLink(words, do))
		before = "·"
	}
	if n := c.screen.p.OfSender(); n > 1 {
		link(fmt.Sprintf("all %d of this sender (S)", n), func() { c.run(keys.AsideAll) })
	}
	switch n := c.screen.p.OfThread(); {
	case n > 1:
		link(fmt.Sprintf("all %d of this thread (T)", n), func() { c.run(keys.AsideChain) })
	case n == 0: // not known yet
		link("all of this thread (T)", func() { c.run(keys.AsideChain) })
	}
	if before == "Set aside" {
		before = "" // it is alone: 3 sets it aside
	}
	if named {
		link("Add to another case", c.screen.addElsewhere)
	}
}

// relink fills the lower row again, and leaves alone what a person is at above.
func (c *card) relink() {
	c.links(c.screen.p.Card().Case != "")
	c.always.Refresh()
}

// undoable shows whether there is something to take back.
func (p *pane) undoable() {
	can := p.screen.props.Undoable == nil || p.screen.props.Undoable()
	for _, b := range []*control.Button{p.card.undo, p.aside.undo} {
		if can {
			b.Enable()
		} else {
			b.Disable()
		}
	}
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
	if card.Case != "" {
		add = "2  Add to " + string(card.Case)
	}
	c.buttons[AddToCase].SetText(add)
	c.buttons[RecordAnswer].SetText("4  " + actionLabel(card.Brings.Action))
	c.buttons[RecordAnswer].Hidden = card.Brings.Case == ""
	c.links(card.Case != "")
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
