package say

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/control"
	"casebook/internal/ui/theme"
)

// Sheet lays content under a heading over the window and everything else out of
// reach. It hands the pop-up to show, which must show it. What closes it is the
// content's business.
func Sheet(show func(*widget.PopUp), c fyne.Canvas, heading string, width float32, content ...fyne.CanvasObject) {
	edge := current(theme.SizeGroup)
	column := append([]fyne.CanvasObject{control.Heading(heading)}, content...)
	box := container.New(layout.NewCustomPaddedLayout(edge, edge, edge, edge),
		control.NewColumn(theme.SizeGroup, column...))
	pop := widget.NewModalPopUp(box, c)
	width = min(width, c.Size().Width-2*edge)
	// Wrapped words know their height only once they know their width.
	box.Resize(fyne.NewSize(width, 0))
	pop.Resize(fyne.NewSize(width, box.MinSize().Height))
	show(pop)
}

func current(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
