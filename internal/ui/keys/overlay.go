package keys

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"casebook/internal/ui/control"
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
	grid := container.New(layout.NewFormLayout())
	for _, c := range Table() {
		if c.Scope == s && c.Key != "" {
			grid.Add(control.Strong(c.Key))
			grid.Add(control.NewWords(c.Label, "text", "foreground", fyne.TextStyle{}))
		}
	}
	return container.NewVBox(control.Quiet(string(s)), grid)
}
