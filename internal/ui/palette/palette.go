// Package palette finds things by typing: commands, cases, people. A field over
// a list; the arrow keys move in the list while the field keeps the keyboard.
package palette

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/casefile"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/loop"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/theme"
)

// Provider finds rows for what was typed. It runs beside the window and must
// return soon after ctx ends, which it does as soon as something else is typed.
type Provider func(ctx context.Context, query string) ([]rowlist.Row, error)

// Options say what a palette looks for and what becomes of it.
type Options struct {
	Hint    string // in the empty field: "Type a command or a name"
	Idle    string // while nothing is typed and there is nothing to show
	Nothing string // when nothing is found
	Failed  string // when the provider fails
	Find    Provider
	Chosen  func(rowlist.Row)
	Loop    loop.Loop
	Runner  jobs.Runner
}

// The size of the pop-up where the window has room for it.
const (
	width, height = 600, 420
	fromTop       = 64
)

// Palette is one that is open.
type Palette struct {
	opt    Options
	pop    *widget.PopUp
	field  *control.Entry
	list   *rowlist.List
	turn   int
	cancel context.CancelFunc
}

// Open shows a palette over the window with the keyboard in its field, and
// looks for nothing typed yet.
func Open(c fyne.Canvas, opt Options) *Palette {
	p := &Palette{opt: opt, field: control.NewEntry(), list: rowlist.New(""), cancel: func() {}}
	p.field.SetPlaceHolder(opt.Hint)
	p.field.OnChanged = p.look
	p.field.OnKey = p.key
	p.list.Ground = fynetheme.ColorNameOverlayBackground
	p.list.OnOpen = p.choose
	p.list.OnTap = p.choose
	gap := fyne.CurrentApp().Settings().Theme().Size(theme.SizeGap)
	box := container.New(layout.NewCustomPaddedLayout(gap, gap, gap, gap),
		container.NewBorder(p.field, nil, nil, nil,
			container.New(layout.NewCustomPaddedLayout(gap, 0, 0, 0), p.list)))
	p.pop = widget.NewPopUp(box, c)
	w, h := min(width, c.Size().Width-2*gap), min(height, c.Size().Height-2*gap)
	p.pop.Resize(fyne.NewSize(w, h))
	p.pop.ShowAtPosition(fyne.NewPos((c.Size().Width-w)/2, min(fromTop, (c.Size().Height-h)/2)))
	c.Focus(p.field)
	p.look("")
	return p
}

// Close ends the palette and what it was looking for.
func (p *Palette) Close() {
	p.turn++
	p.cancel()
	p.pop.Hide()
}

// Rows returns what is found at the moment.
func (p *Palette) Rows() []rowlist.Row { return p.list.Rows() }

// look starts a search and drops the one before. What an older search brings
// home after a newer one began is thrown away.
func (p *Palette) look(query string) {
	p.cancel()
	p.turn++
	turn := p.turn
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(context.Background())
	p.opt.Runner.Start(func() {
		rows, err := p.opt.Find(ctx, query)
		p.opt.Loop.Do(func() {
			if turn == p.turn {
				p.show(rows, err)
			}
		})
	})
}

func (p *Palette) show(rows []rowlist.Row, err error) {
	words := p.opt.Nothing
	if p.field.Text == "" && p.opt.Idle != "" {
		words = p.opt.Idle
	}
	switch e := casefile.AsError(err); {
	case err != nil && e.Kind == casefile.Invalid: // what was typed cannot be right, and it says why
		words, rows = e.Error(), nil
	case err != nil:
		words, rows = p.opt.Failed, nil
	}
	p.list.SetEmpty(words)
	p.list.SetRows(rows)
	if len(rows) > 0 {
		p.list.SelectFirst()
	}
}

// key keeps the arrows, Return and Escape from the field.
func (p *Palette) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		p.list.TypedKey(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		if row, ok := p.list.Selected(); ok {
			p.choose(row)
		}
	case fyne.KeyEscape:
		p.Close()
	default:
		return false
	}
	return true
}

// choose closes first, so that what is chosen may open something itself.
func (p *Palette) choose(row rowlist.Row) {
	p.Close()
	p.opt.Chosen(row)
}
