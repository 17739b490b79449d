package daterow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/civil"
	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// Row is the entry with the day it means written beside it. Its text is what
// was typed; when the focus leaves, a readable date takes its place.
type Row struct {
	widget.BaseWidget
	Entry *control.Entry

	// Past is for what has happened already: see ParsePast.
	Past bool

	// OnChanged is called with what the text means after every change; ok is
	// false while it is not a date. It may be nil.
	OnChanged func(d civil.Date, ok bool)

	today func() civil.Date
	says  *control.Words
}

// New returns an empty row. Today is asked each time a text is read.
func New(today func() civil.Date) *Row {
	r := &Row{
		Entry: control.NewEntry(), today: today,
		says: control.NewWords("", fynetheme.SizeNameText, theme.Muted, fyne.TextStyle{}).Shrinking(),
	}
	r.Entry.SetPlaceHolder("31/3, 2026-10-09, -2d")
	r.Entry.OnChanged = func(string) { r.read() }
	r.Entry.OnFocus = func(on bool) {
		if !on {
			r.tidy()
		}
	}
	r.ExtendBaseWidget(r)
	return r
}

// Date returns the date and whether there is one.
func (r *Row) Date() (civil.Date, bool) {
	d, err := parse(r.Entry.Text, r.today(), r.Past)
	return d, err == nil
}

// Text returns what stands in the field: for telling an empty one from a wrong
// one.
func (r *Row) Text() string { return r.Entry.Text }

// SetDate shows a date, or nothing for the zero one.
func (r *Row) SetDate(d civil.Date) {
	text := ""
	if !d.IsZero() {
		text = d.String()
	}
	r.Entry.SetText(text)
	r.read()
}

// read says beside the field what its text means.
func (r *Row) read() {
	d, ok := r.Date()
	switch {
	case ok:
		r.says.SetColor(theme.Info)
		r.says.SetText("= " + d.Long())
	case r.Entry.Text == "":
		r.says.SetText("")
	default:
		r.says.SetColor(theme.Muted)
		r.says.SetText("not a date yet")
	}
	if r.OnChanged != nil {
		r.OnChanged(d, ok)
	}
}

// tidy puts the date itself where "+1m" stood, so that it is the same date
// tomorrow.
func (r *Row) tidy() {
	if d, ok := r.Date(); ok && r.Entry.Text != d.String() {
		r.Entry.SetText(d.String())
	}
}

// CreateRenderer is for Fyne.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	says := container.New(&middle{}, r.says)
	return widget.NewSimpleRenderer(container.New(&beside{}, r.Entry, says))
}

// beside gives the entry a date's width and the words the rest.
type beside struct{}

const entryWidth = 176

func (*beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(entryWidth+o[1].MinSize().Width, o[0].MinSize().Height)
}

func (*beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	scale := o[0].MinSize().Height / 32
	width := min(entryWidth*max(scale, 1), size.Width)
	o[0].Resize(fyne.NewSize(width, size.Height))
	o[0].Move(fyne.NewPos(0, 0))
	gap := fynetheme.Size(theme.SizeGap)
	o[1].Move(fyne.NewPos(width+gap, 0))
	o[1].Resize(fyne.NewSize(max(size.Width-width-gap, 0), size.Height))
}

// middle centres one line upright and gives it the whole width.
type middle struct{}

func (*middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (*middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, h))
	o[0].Move(fyne.NewPos(0, (size.Height-h)/2))
}
