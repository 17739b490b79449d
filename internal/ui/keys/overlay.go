package keys

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// Overlay returns the table of keys as the ? key shows it: two columns of
// scopes, each key beside its command.
func Overlay() fyne.CanvasObject {
	var sides [2][]fyne.CanvasObject
	for i, s := range Scopes() {
		side := min(i, 1)
		if len(sides[side]) > 0 {
			sides[side] = append(sides[side], control.Quiet(""))
		}
		sides[side] = append(sides[side], section(s))
	}
	return container.New(layout.NewCustomPaddedHBoxLayout(32),
		container.NewVBox(sides[0]...), container.NewVBox(sides[1]...))
}

func section(s Scope) fyne.CanvasObject {
	grid := container.New(&pairs{})
	for _, c := range Table() {
		if c.Scope == s && c.Key != "" {
			grid.Add(control.Strong(c.Key))
			grid.Add(control.NewWords(c.Label, fynetheme.SizeNameText, fynetheme.ColorNameForeground, fyne.TextStyle{}))
		}
	}
	return container.NewVBox(control.Quiet(string(s)), grid)
}

// pairs sets keys and commands in two columns that line up in every section.
type pairs struct{}

func (*pairs) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for i := 1; i < len(o); i += 2 {
		width = max(width, o[i].MinSize().Width)
	}
	line := fynetheme.Size(theme.SizeLetter) + fynetheme.Size(fynetheme.SizeNamePadding)
	return fyne.NewSize(keyWidth()+width, line*float32(len(o)/2))
}

func (*pairs) Layout(o []fyne.CanvasObject, size fyne.Size) {
	line := fynetheme.Size(theme.SizeLetter) + fynetheme.Size(fynetheme.SizeNamePadding)
	for i := range o {
		x := float32(i%2) * keyWidth()
		o[i].Move(fyne.NewPos(x, float32(i/2)*line))
		o[i].Resize(fyne.NewSize(max(size.Width-x, 0), o[i].MinSize().Height))
	}
}

func keyWidth() float32 { return 3 * fynetheme.Size(theme.SizeEdge) }
