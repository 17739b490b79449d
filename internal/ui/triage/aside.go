package triage

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/control"
	"casebook/internal/ui/keys"
	"casebook/internal/ui/theme"
)

// ReadTray reads how much is set aside, and where the list is shown, what. It
// is called beside the window.
func ReadTray(ctx context.Context, d *desk.Desk, list bool) (Tray, error) {
	var t Tray
	var err error
	if t.Count, err = d.AsideCount(ctx); err != nil || !list {
		return t, err
	}
	if t.Days, err = d.MessageDays(ctx); err != nil {
		return t, err
	}
	t.Messages, err = d.Asides(ctx, mostAside)
	return t, err
}

// turnTo shows the tray of what was set aside, or what is to be decided.
func (s *Screen) turnTo(tray bool) {
	at := 0
	if tray {
		at = 1
	}
	s.tabs.Choose(at)
	s.p.Turn(tray)
	s.list.Unselect()
	s.refill()
	s.Show(context.Background())
	s.Focus(s.props.Window.Canvas())
}

// putBackOne puts the message shown back to be decided.
func (s *Screen) putBackOne() {
	if m, aside := s.p.Aside(); aside && !s.busy {
		s.takeOut([]string{m.ID})
	}
}

// putBackWhole puts back what one decision set aside.
func (s *Screen) putBackWhole() {
	m, aside := s.p.Aside()
	switch {
	case !aside || s.busy:
	case len(m.Whole) > 1:
		s.takeOut(m.Whole)
	default:
		s.putBackOne()
	}
}

func (s *Screen) takeOut(ids []string) {
	s.write(func(ctx context.Context) error { return s.props.Desk.PutBackAll(ctx, ids) }, func() {
		s.p.PutBack(ids...)
		s.refill()
		s.say("Put back to be decided: "+casefile.Counted(len(ids), "message", "messages")+".", func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.AsideAgain(ctx, ids) }, func() { s.back(ids[0]) })
		})
	})
}

// asideCard says how a message was set aside, with the way back.
type asideCard struct {
	whole  fyne.CanvasObject
	column *fyne.Container
	head   *control.Words
	facts  *fyne.Container
	back   *control.Button
	all    *control.Button
	undo   *control.Button
	screen *Screen
}

func newAsideCard(s *Screen) *asideCard {
	c := &asideCard{
		screen: s, facts: control.NewFacts(),
		head: control.NewWords("", fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true}).Shrinking(),
	}
	run := func(id keys.ID) func() {
		return func() {
			s.props.Board.Run(id)
			s.Focus(s.props.Window.Canvas())
		}
	}
	c.back = control.NewMain("P  Put back", run(keys.PutBack))
	c.all = control.NewButton("", run(keys.PutBackAll))
	c.undo = control.NewButton("U  Undo", run(keys.Undo))
	buttons := control.NewFlow(c.back, c.all, c.undo)
	c.column = control.NewColumn(theme.SizeGap, c.head, c.facts, buttons)
	c.whole = container.NewBorder(widget.NewSeparator(), nil, nil, nil,
		control.On(theme.Surface, theme.SizeGroup, theme.SizeEdge, c.column))
	return c
}

func (c *asideCard) fill(m desk.Aside) {
	card := c.screen.p.Card()
	c.head.SetText(card.Head)
	c.facts.Objects = nil
	for _, f := range card.Facts {
		c.facts.Add(control.Quiet(f.Name))
		c.facts.Add(control.NewProse(control.Tame(f.Words)))
	}
	c.all.SetText(fmt.Sprintf("B  Put back all %d", len(m.Whole)))
	c.all.Hidden = len(m.Whole) < 2
	c.column.Refresh()
}
