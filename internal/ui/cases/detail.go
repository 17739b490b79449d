package cases

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/present"
	"casebook/internal/ui/control"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
)

// The parts of a case, in the order of their tabs.
const (
	timelinePart = iota
	mailPart
	lettersPart
	factsPart
)

var partNames = []string{"Timeline", "Mail", "Letters", "Details"}

// detail is the page of one case. Above stand who, what comes next and the
// dates; below, one part of the case, or in its place a form or a working.
type detail struct {
	s      *Screen
	page   present.Page
	part   int
	aside  bool // a form or a working stands in the place of the part
	object *fyne.Container
	tabs   *control.Tabs
	list   *rowlist.List // of the part, if it is one and can be seen
	slot   *fyne.Container
}

func newDetail(s *Screen, p present.Page, part int) *detail {
	d := &detail{s: s, page: p, part: part, object: container.NewStack(), slot: container.NewStack()}
	d.build()
	d.showPart(part)
	return d
}

// update shows the case as it is now, on the same part.
func (d *detail) update(p present.Page) {
	d.page = p
	c := d.s.Window.Canvas()
	held := d.tabs != nil && c.Focused() == fyne.Focusable(d.tabs)
	d.build()
	if held {
		c.Focus(d.tabs)
	}
	if !d.aside {
		d.refresh()
	}
}

func (d *detail) build() {
	d.tabs = control.NewTabs("Parts of the case", partNames, d.counts(), d.part, d.showPart)
	d.tabs.OnRune = d.s.key
	if d.aside {
		d.tabs.Choose(-1)
	}
	top := control.NewColumn(theme.SizeGap, d.header(), d.next(), d.dates(), d.buttons())
	head := container.NewBorder(nil, nil, nil, nil, control.NewColumn(theme.SizeGap, pad(top, 2, 0, 3, 3), pad(d.tabs, 0, 0, 2, 3)))
	d.object.Objects = []fyne.CanvasObject{container.NewBorder(head, nil, nil, nil, d.slot)}
	d.object.Refresh()
}

func (d *detail) counts() []string {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return itoa(n)
	}
	return []string{number(len(d.page.Events)), number(len(d.page.Mail)), number(len(d.page.File.Case.Letters)), ""}
}

// header says whose case it is.
func (d *detail) header() fyne.CanvasObject {
	things := []fyne.CanvasObject{
		small(d.page.Kicker, theme.Muted, false).Shrinking(),
		control.Heading(d.page.Title).Shrinking(),
	}
	if d.page.About != "" {
		things = append(things, words(d.page.About, theme.Muted, false).Shrinking())
	}
	return control.NewColumn("", things...)
}

// next is the one thing to see to, with its button.
func (d *detail) next() fyne.CanvasObject {
	n := d.page.Next
	what := control.NewWords(n.What, fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground, fyne.TextStyle{Bold: true}).Shrinking()
	below := container.New(&inline{}, words(n.Days, colors[n.State], true))
	for _, w := range n.When {
		below.Add(words(w, theme.Muted, false).Shrinking())
	}
	links := control.NewColumn("") // one below the other: a narrow page has no room beside
	if n.Duty >= 0 {
		links.Add(d.whyButton(n.Duty))
	}
	if len(d.page.WhatIf) > 0 {
		links.Add(d.link("What if", d.whatIf))
	}
	buttons := []fyne.CanvasObject{links}
	if n.Button != "" {
		label := n.Button
		if n.Letter != "" {
			label += "  L"
		}
		main := control.NewMain(label, d.doNext)
		main.OnKey = d.escape
		buttons = append(buttons, main)
	}
	row := control.Row(buttons...)
	return card(n.State, container.NewBorder(nil, nil, nil, pad(row, 0, 0, 1, 0), container.New(&middle{}, control.NewColumn("", what, below))))
}

// doNext does what the card offers.
func (d *detail) doNext() {
	if n := d.page.Next; n.Letter != "" {
		d.s.openLetter(n.Letter)
	} else {
		d.ask(n.Action, n.Given)
	}
}

// dates are the drawn line and the duties below it.
func (d *detail) dates() fyne.CanvasObject {
	column := control.NewColumn("")
	if wrong := cmp.Or(d.page.File.Undated, d.page.File.Cautious); wrong != nil {
		column.Add(pad(prose(wrong.What+" "+wrong.Do, wrong.Law), 0.5, 0.5, 0, 0))
	}
	if len(d.page.Strip.Points) > 1 {
		column.Add(pad(newStrip(d.page.Strip), 0.5, 0.5, 0, 0))
	}
	for i := range d.page.Duties {
		if i != d.page.Next.Duty {
			column.Add(pad(d.duty(i), 0.125, 0.125, 0, 0))
		}
	}
	return column
}

// duty is one line: what, when, how many days, and why.
func (d *detail) duty(i int) fyne.CanvasObject {
	duty := d.page.Duties[i]
	name := words(duty.Name, fynetheme.ColorNameForeground, false).Shrinking()
	left := container.New(&inline{}, name, small(strings.TrimSpace(duty.WorkTo+" "+duty.Basis), theme.Muted, false).Shrinking())
	return container.New(&columns{[]float32{0, 124, 106, 29}}, pad(left, 0, 0, 0, 1),
		words(duty.Date, fynetheme.ColorNameForeground, false),
		words(duty.Days, colors[duty.State], duty.State == present.Late || duty.State == present.Today).Shrinking(), d.whyButton(i))
}

func (d *detail) whyButton(i int) fyne.CanvasObject {
	return d.link("Why", func() { d.why(i) })
}

// link is a small act of the page.
func (d *detail) link(label string, do func()) *control.Link {
	l := control.NewLink(label, do)
	l.OnKey = d.escape
	return l
}

func (d *detail) escape(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeyEscape && d.s.Escape()
}

// buttons are the common acts; the last opens the list of all.
func (d *detail) buttons() fyne.CanvasObject {
	row := control.Row()
	add := func(label string, do func()) {
		b := control.NewButton(label, do)
		b.OnKey = d.escape
		row.Add(b)
	}
	for _, kind := range []casefile.LetterKind{casefile.Acknowledgement, casefile.Reply} {
		if d.page.Has(kind) && d.page.Next.Letter != kind && d.page.File.Case.Closed == nil {
			add(kind.Label(), func() { d.s.openLetter(kind) })
		}
	}
	add("Note  N", func() { d.ask("note", nil) })
	if d.page.File.Case.Kind == casefile.Complaint {
		add("Record  R", d.s.openRecord)
	}
	add("Actions", d.actions)
	return row
}
