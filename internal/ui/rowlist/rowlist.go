// Package rowlist is the list of the program: rows of two lines, group headings
// between them, worked by keyboard, quick with a hundred thousand rows.
//
// It embeds Fyne's list, which draws only what can be seen. Every row has the
// same height, because one row of another height makes Fyne's layout walk all
// of them. Rows are plain data held in memory.
package rowlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// State says how the duty behind a row stands. It is shown as the shape and
// colour of the bar at the left and in the words at the right.
type State int

// The states, most pressing first.
const (
	None State = iota
	Late
	Today
	Soon
	Waiting
	Done
	Info
)

// Box is what stands at the left of a row that can be ticked.
type Box int

// The boxes.
const (
	NoBox Box = iota
	Empty
	Ticked
	Blank // none, and its room: the row lines up with those that have one
)

// Row is one line of the list as it is shown. Texts may come from mail: they
// are drawn as plain characters of one line.
type Row struct {
	ID      string // unique in the list; headings may leave it empty
	Title   string // who or what, in bold
	Right   string // "2 days late"
	Sub     string // the quieter second line
	State   State
	Heading bool // a group's name: Title, and Right for its count
	Past    bool // Right says when something was: no duty, so it stays quiet
	Struck  bool // it no longer counts: quiet, with a line through its title
	Box     Box  // to tick; headings have none
}

// List shows rows. Its callbacks run on the window's goroutine.
type List struct {
	widget.List

	// OnSelect is called when another row is selected, by key, mouse or SetRows.
	OnSelect func(Row)
	// OnOpen is called for Return and Enter.
	OnOpen func(Row)
	// OnTap is called for a click, after the row was selected.
	OnTap func(Row)
	// OnTick is called for Space on a row with a box, and for a click on the box.
	OnTick func(Row)
	// OnKey sees letters and figures with the selected row (the zero Row when
	// there is none) and says whether it took them.
	OnKey func(r rune, row Row) bool
	// OnMenu is called for a right click, with the place in the window.
	OnMenu func(row Row, at fyne.Position)

	// Ground is the colour the list stands on; theme.Surface at first.
	Ground fyne.ThemeColorName
	// Compact makes rows of one line, of Title and Right only: for the views
	// at the left. Set it before the list is shown.
	Compact bool
	// Plain sets titles in ordinary weight, for lists that are read rather
	// than scanned for one row. Set it before the list is shown.
	Plain bool

	rows     []Row
	empty    string
	selected int
	focused  bool
}

// New returns an empty list with what to say while it is empty: what is true
// and what comes next.
func New(empty string) *List {
	l := &List{empty: empty, selected: -1, Ground: theme.Surface}
	l.Length = func() int { return len(l.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(l.rows) {
			o.(*row).show(i, l.rows[i], i == l.selected, l.focused)
		}
	}
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// SetEmpty changes what is said while the list is empty.
func (l *List) SetEmpty(text string) {
	l.empty = text
	l.Refresh()
}

// Rows returns what is shown. It must not be changed.
func (l *List) Rows() []Row { return l.rows }

// SetRows shows other rows. The selected row stays selected if it is still
// there; if it has gone, the one that took its place is selected, so that
// triage moves on by itself. With nothing selected before, nothing is now,
// unless the list has the keyboard: the arrow keys need a place to start from.
func (l *List) SetRows(rows []Row) {
	before, had := l.Selected()
	at := l.selected
	l.rows, l.selected = rows, -1
	if !had {
		l.List.UnselectAll()
		l.Refresh()
		if l.focused {
			l.SelectFirst()
		}
		return
	}
	if i := l.index(before.ID); i >= 0 {
		l.point(i)
		return
	}
	l.List.UnselectAll()
	l.Refresh()
	l.selectAt(l.nearest(min(at, len(rows)-1)))
}

// Selected returns the selected row, if there is one.
func (l *List) Selected() (Row, bool) {
	if l.selected < 0 || l.selected >= len(l.rows) {
		return Row{}, false
	}
	return l.rows[l.selected], true
}

// Unselect selects nothing: what is shown beside the list is none of its rows.
func (l *List) Unselect() {
	l.selected = -1
	l.List.UnselectAll()
	l.Refresh()
}

// SelectID selects a row by its ID and says whether it is there.
func (l *List) SelectID(id string) bool {
	i := l.index(id)
	l.selectAt(i)
	return i >= 0
}

// SelectFirst selects the first row that is not a heading.
func (l *List) SelectFirst() { l.selectAt(l.next(-1, 1)) }

// Step selects the row n rows further down (up if n is negative), and stops at
// the ends. Headings are passed over.
func (l *List) Step(n int) {
	dir := 1
	if n < 0 {
		dir = -1
	}
	aim := min(max(l.selected+n, 0), len(l.rows)-1)
	to := l.next(aim-dir, dir)
	if to < 0 {
		to = l.next(aim, -dir)
	}
	l.selectAt(to)
}

// next returns the first row that can be selected after i in a direction, or -1.
func (l *List) next(i, dir int) int {
	for i += dir; i >= 0 && i < len(l.rows); i += dir {
		if !l.rows[i].Heading {
			return i
		}
	}
	return -1
}

// nearest returns i, or the next row that can be selected, or the one before.
func (l *List) nearest(i int) int {
	if down := l.next(i-1, 1); down >= 0 {
		return down
	}
	return l.next(i, -1)
}

func (l *List) index(id string) int {
	for i := range l.rows {
		if l.rows[i].ID == id && !l.rows[i].Heading {
			return i
		}
	}
	return -1
}

func (l *List) selectAt(i int) {
	if i < 0 || i >= len(l.rows) || i == l.selected || l.rows[i].Heading {
		return
	}
	l.point(i)
	if l.OnSelect != nil {
		l.OnSelect(l.rows[i])
	}
}

// point moves the selection and brings it into view, with its heading if that
// is the row above.
func (l *List) point(i int) {
	l.selected = i
	if i > 0 && l.rows[i-1].Heading {
		l.List.ScrollTo(i - 1)
	}
	l.List.Highlight(i)
	l.List.Select(i)
}
