package keeping

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/control"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/side"
	"casebook/internal/ui/theme"
)

// shelf is a list on the right: a lead above it, what is known of its row below
// it, and buttons at the foot.
type shelf struct {
	heading string
	lead    *control.Prose
	list    *rowlist.List
	facts   *fyne.Container
	scroll  *container.Scroll
	foot    *fyne.Container
	about   func(id string) []side.Fact
}

// aboutHeight is kept for what is known of a row, so that nothing jumps.
const aboutHeight = 164

func newShelf(heading string, about func(id string) []side.Fact) *shelf {
	x := &shelf{
		heading: heading, lead: control.NewProse(""), list: rowlist.New(""), facts: container.NewStack(), foot: control.Row(), about: about,
	}
	x.list.Ground = fynetheme.ColorNameBackground
	x.scroll = container.NewVScroll(x.facts)
	x.scroll.SetMinSize(fyne.NewSize(0, aboutHeight))
	x.list.OnSelect = func(r rowlist.Row) { x.tell(r.ID) }
	return x
}

// tell shows what is known of a row.
func (x *shelf) tell(id string) {
	room := layout.NewCustomPaddedLayout(0, 0, 0, fynetheme.Size(fynetheme.SizeNameScrollBar))
	x.facts.Objects = []fyne.CanvasObject{container.New(room, side.NewFacts(x.about(id)))}
	for range 2 { // wrapped words know their height once they know their width
		x.facts.Refresh()
		x.scroll.Refresh()
	}
}

// fill shows rows with their lead and buttons. The row that was selected stays
// so; without one, the first is.
func (x *shelf) fill(lead string, rows []rowlist.Row, buttons ...fyne.CanvasObject) {
	x.lead.SetText(lead)
	x.list.SetRows(rows)
	x.foot.Objects = buttons
	x.foot.Refresh()
	if _, selected := x.list.Selected(); !selected {
		x.list.SelectFirst()
	}
	if r, selected := x.list.Selected(); selected {
		x.tell(r.ID)
	} else {
		x.facts.Objects = nil
		x.facts.Refresh()
	}
}

// stand puts the shelf on the right. Without rows it is words and buttons.
func (x *shelf) stand(s *side.Side) {
	head := control.NewColumn(fynetheme.SizeNamePadding, control.Heading(x.heading).Shrinking(), x.lead)
	if len(x.list.Rows()) == 0 {
		s.Stand(head, container.NewVBox(x.foot), x.focus)
		return
	}
	below := control.NewColumn(theme.SizeGap, x.scroll, x.foot)
	s.Stand(head, container.NewBorder(nil, below, nil, nil, x.list), x.focus)
}

// focus gives the keyboard to the list or, without rows, to the first button.
func (x *shelf) focus(c fyne.Canvas) {
	if len(x.list.Rows()) > 0 {
		c.Focus(x.list)
		return
	}
	for _, o := range x.foot.Objects {
		if f, ok := o.(fyne.Focusable); ok {
			c.Focus(f)
			return
		}
	}
}
