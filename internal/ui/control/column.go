package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/ui/theme"
)

// NewColumn stacks things over the whole width with a gap between them. Unlike
// Fyne's VBox it tells each its width before it asks for its height, so wrapped
// words get the room they need at once. What has no height gets no gap.
func NewColumn(gap fyne.ThemeSizeName, things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap}, things...)
}

type column struct{ gap fyne.ThemeSizeName }

func (c *column) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range things {
		least := o.MinSize()
		if !o.Visible() || least.Height == 0 {
			continue
		}
		if size.Height > 0 {
			size.Height += fynetheme.Size(c.gap)
		}
		size.Width, size.Height = max(size.Width, least.Width), size.Height+least.Height
	}
	return size
}

func (c *column) Layout(things []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range things {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, height))
		if height > 0 {
			y += height + fynetheme.Size(c.gap)
		}
	}
}

// Buttons sets buttons in a row at the right, the main one last.
func Buttons(buttons ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{right: true}, buttons...)
}

// Row sets things side by side from the left, a gap apart, centred upright.
func Row(things ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{}, things...)
}

type row struct{ right bool }

func (r *row) MinSize(things []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range things {
		if !o.Visible() {
			continue
		}
		if size.Width > 0 {
			size.Width += fynetheme.Size(theme.SizeGap)
		}
		least := o.MinSize()
		size.Width, size.Height = size.Width+least.Width, max(size.Height, least.Height)
	}
	return size
}

func (r *row) Layout(things []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	if r.right {
		x = max(size.Width-r.MinSize(things).Width, 0)
	}
	for _, o := range things {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		o.Resize(least)
		x += least.Width + fynetheme.Size(theme.SizeGap)
	}
}

// Prose is wrapped text. Its left edge lines up with headings and fields, where
// Fyne's label stands in a little.
type Prose struct {
	widget.BaseWidget
	label *widget.Label
}

// NewProse returns text of the ordinary size. It is drawn as it stands, never
// as markup.
func NewProse(text string) *Prose {
	p := &Prose{label: widget.NewLabel(text)}
	p.label.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// Selectable lets the text be selected and copied. Fyne then also stops there
// with Tab and shows no focus, and its keys are swallowed: use it for the few
// texts that are really copied, such as a message.
func (p *Prose) Selectable() *Prose {
	p.label.Selectable = true
	return p
}

// Bold makes the text bold.
func (p *Prose) Bold() *Prose {
	p.label.TextStyle.Bold = true
	return p
}

// Wrong makes the text small, bold and of the colour of what went wrong.
func (p *Prose) Wrong() *Prose {
	p.label.SizeName, p.label.Importance = theme.SizeSmall, widget.DangerImportance
	return p.Bold()
}

// SetText changes the text.
func (p *Prose) SetText(text string) {
	p.label.SetText(text)
	p.Refresh()
}

// Text returns the text.
func (p *Prose) Text() string { return p.label.Text }

// AccessibilityLabel reads the text out.
func (p *Prose) AccessibilityLabel() string { return p.label.Text }

// AccessibilityRole says that this is text.
func (p *Prose) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is for Fyne.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&flush{}, p.label))
}

// flush lets a label stand out by the padding Fyne gives it.
type flush struct{}

func (*flush) MinSize(o []fyne.CanvasObject) fyne.Size {
	pad := fynetheme.Size(fynetheme.SizeNameInnerPadding)
	return o[0].MinSize().SubtractWidthHeight(2*pad, 2*pad)
}

func (*flush) Layout(o []fyne.CanvasObject, size fyne.Size) {
	pad := fynetheme.Size(fynetheme.SizeNameInnerPadding)
	o[0].Move(fyne.NewPos(-pad, -pad))
	o[0].Resize(size.AddWidthHeight(2*pad, 2*pad))
}
