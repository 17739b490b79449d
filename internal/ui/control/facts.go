package control

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/theme"
)

// NewFacts sets names and values in two columns: each value stands beside its
// name and wraps within the second. Objects come in pairs.
func NewFacts(pairs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&facts{}, pairs...)
}

type facts struct{}

// nameWidth is the first column: the longest name, or what five letters take.
func nameWidth(things []fyne.CanvasObject) float32 {
	width := 5 * fynetheme.Size(fynetheme.SizeNameText)
	for i := 0; i < len(things); i += 2 {
		width = max(width, things[i].MinSize().Width)
	}
	return width + fynetheme.Size(theme.SizeGap)
}

func (*facts) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i := 1; i < len(things); i += 2 {
		least := things[i].MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += max(least.Height, things[i-1].MinSize().Height) + fynetheme.Size(fynetheme.SizeNamePadding)
	}
	size.Width += nameWidth(things)
	return size
}

func (*facts) Layout(things []fyne.CanvasObject, size fyne.Size) {
	left, y := nameWidth(things), float32(0)
	for i := 1; i < len(things); i += 2 {
		name, value := things[i-1], things[i]
		value.Resize(fyne.NewSize(max(size.Width-left, 0), value.Size().Height))
		height := max(value.MinSize().Height, name.MinSize().Height)
		value.Move(fyne.NewPos(left, y))
		value.Resize(fyne.NewSize(max(size.Width-left, 0), height))
		name.Move(fyne.NewPos(0, y+1))
		name.Resize(fyne.NewSize(left, fynetheme.Size(theme.SizeLetter)))
		y += height + fynetheme.Size(fynetheme.SizeNamePadding)
	}
}

// NewFlow sets things side by side and goes on below where there is no more
// room.
func NewFlow(things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{}, things...)
}

// flow remembers its width: its height follows from it.
type flow struct{ width float32 }

func (f *flow) MinSize(things []fyne.CanvasObject) fyne.Size {
	least := float32(0)
	for _, o := range things {
		least = max(least, o.MinSize().Width)
	}
	return fyne.NewSize(least, f.place(things, func(fyne.CanvasObject, fyne.Position) {}))
}

func (f *flow) Layout(things []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(things, func(o fyne.CanvasObject, at fyne.Position) {
		o.Move(at)
		o.Resize(o.MinSize())
	})
}

// place hands every thing its place, in the middle of its line, and returns the
// height of all.
func (f *flow) place(things []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position)) float32 {
	gap := fynetheme.Size(theme.SizeGap)
	var at fyne.Position
	var line []fyne.CanvasObject
	height := float32(0)
	end := func() {
		x := float32(0)
		for _, o := range line {
			least := o.MinSize()
			put(o, fyne.NewPos(x, at.Y+(height-least.Height)/2))
			x += least.Width + gap
		}
	}
	for _, o := range things {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		if at.X > 0 && f.width > 0 && at.X+least.Width > f.width {
			end()
			at = fyne.NewPos(0, at.Y+height+gap)
			line, height = nil, 0
		}
		line = append(line, o)
		at.X += least.Width + gap
		height = max(height, least.Height)
	}
	end()
	return at.Y + height
}

// Upright gives one thing the whole width and its own height, in the middle
// of the height there is.
func Upright(thing fyne.CanvasObject) *fyne.Container {
	return container.New(&upright{}, thing)
}

type upright struct{}

func (*upright) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (*upright) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	o[0].Resize(fyne.NewSize(size.Width, height))
}

// Fill stands the first thing above the second, which gets the rest of the
// height.
func Fill(head, body fyne.CanvasObject) *fyne.Container {
	return container.New(&fill{}, head, body)
}

type fill struct{}

func (*fill) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), a.Height+fynetheme.Size(theme.SizeGroup)+4*fynetheme.Size(theme.SizeRow))
}

func (*fill) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, o[0].MinSize().Height))
	height := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, height))
	// On a whole pixel: lines that begin between two are drawn beside the rest.
	top := float32(math.Ceil(float64(height + fynetheme.Size(theme.SizeGroup))))
	o[1].Move(fyne.NewPos(0, top))
	o[1].Resize(fyne.NewSize(size.Width, max(size.Height-top, 0)))
}
