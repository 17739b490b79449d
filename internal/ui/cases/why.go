package cases

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// why shows how a date was worked out, step by step.
func (d *detail) why(i int) {
	if i < 0 || i >= len(d.page.Duties) {
		return
	}
	duty := d.page.Duties[i]
	column := control.NewColumn(theme.SizeGap)
	for _, s := range duty.Steps {
		column.Add(container.New(&dated{}, small(s.Date, theme.Muted, false), prose(s.Text, s.Law)))
	}
	title := "Why " + duty.Date
	if duty.Date == "" {
		title = "How it was worked out"
	}
	d.open(title, duty.Name, container.NewVScroll(pad(column, 0.5, 2, 3, 3)), nil)
}

// prose is a text with the clause it rests on.
func prose(text, law string) *fyne.Container {
	column := control.NewColumn("", control.NewProse(text))
	if law != "" {
		column.Add(small(law, theme.Muted, false).Shrinking())
	}
	return column
}

// whatIf shows what would become of the dates if something were done today.
func (d *detail) whatIf() {
	column := control.NewColumn(theme.SizeGap)
	for _, w := range d.page.WhatIf {
		column.Add(container.New(&dated{}, small(w.Day, theme.Muted, false),
			control.NewColumn("", control.Strong(w.Question).Shrinking(), prose(w.Answer, w.Law))))
	}
	if len(d.page.WhatIf) == 0 {
		column.Add(control.NewProse("There is nothing to ask: the case is answered or closed, or it has no date."))
	}
	d.open("What if", "Nothing is recorded by looking.", container.NewVScroll(pad(column, 0.5, 2, 3, 3)), nil)
}

// dated sets a date at the left of what belongs to it.
type dated struct{}

func (*dated) side() float32 { return 13.5 * fynetheme.Size(theme.SizeGap) }

func (l *dated) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.side()*2, max(o[0].MinSize().Height+2, o[1].MinSize().Height))
}

func (l *dated) Layout(o []fyne.CanvasObject, size fyne.Size) {
	place(o[0], 0, 2, l.side(), o[0].MinSize().Height)
	for range 2 {
		place(o[1], l.side(), 0, size.Width-l.side(), o[1].MinSize().Height)
	}
}
