package rowlist

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// TypedKey moves the selection, opens the row, and passes function keys on.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		l.Step(1)
	case fyne.KeyUp:
		l.Step(-1)
	case fyne.KeyPageDown:
		l.Step(l.page())
	case fyne.KeyPageUp:
		l.Step(-l.page())
	case fyne.KeyHome:
		l.Step(-len(l.rows))
		l.ScrollToTop()
	case fyne.KeyEnd:
		l.Step(len(l.rows))
	case fyne.KeyReturn, fyne.KeyEnter:
		if row, ok := l.Selected(); ok && l.OnOpen != nil {
			l.OnOpen(row)
		}
	default:
		control.Pass(l, ev)
	}
}

// TypedRune hands letters and figures to OnKey. What it leaves goes to the
// window, except j and k, which move as in many mail programs.
func (l *List) TypedRune(r rune) {
	row, _ := l.Selected()
	if r == ' ' && l.tick(row) {
		return
	}
	if l.OnKey != nil && l.OnKey(r, row) {
		return
	}
	switch r {
	case 'j':
		l.Step(1)
	case 'k':
		l.Step(-1)
	default:
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// tick says that the box of a row was pressed, and whether it has one.
func (l *List) tick(row Row) bool {
	if !row.Box.ticks() || l.OnTick == nil {
		return false
	}
	l.OnTick(row)
	return true
}

// page is how many rows a screenful is, less one that stays in view.
func (l *List) page() int {
	return max(1, int(l.Size().Height/(l.rowHeight()+theme.Length(l, fynetheme.SizeNamePadding)))-1)
}

// FocusGained selects the first row when none is, so that the arrow keys have a
// place to start from.
func (l *List) FocusGained() {
	l.focused = true
	l.List.FocusGained()
	if l.selected < 0 {
		l.SelectFirst()
	}
	l.Refresh()
}

// FocusLost shows the selection as resting.
func (l *List) FocusLost() {
	l.focused = false
	l.List.FocusLost()
	l.Refresh()
}

// tapped is a click on a row.
func (l *List) tapped(i int) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.Focused() != fyne.Focusable(l) {
		c.Focus(l)
	}
	l.selectAt(i)
	if l.OnTap != nil && i < len(l.rows) && !l.rows[i].Heading {
		l.OnTap(l.rows[i])
	}
}

// rowHeight is the height of a row without the gap that Fyne's list puts
// between rows: the two together are theme.SizeRow or theme.SizeLine.
func (l *List) rowHeight() float32 {
	name := theme.SizeRow
	if l.Compact {
		name = theme.SizeLine
	}
	return theme.Length(l, name) - theme.Length(l, fynetheme.SizeNamePadding)
}
