package cases

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"casebook/internal/page"
	"casebook/internal/ui/control"
	"casebook/internal/ui/jobs"
	"casebook/internal/ui/paper"
	"casebook/internal/ui/theme"
)

// preview shows the pages of a document, as wide as the pane allows, one below
// the other. They are painted beside the window.
type preview struct {
	widget.BaseWidget
	s      *Screen
	doc    page.Document
	pages  []*canvas.Image
	column *fyne.Container
	scroll *container.Scroll
	dots   int // the width, in pixels of the screen, that is painted or being painted
	job    int
}

func newPreview(s *Screen) *preview {
	p := &preview{s: s}
	p.column = container.New(&sheets{})
	p.scroll = container.NewVScroll(p.column)
	p.ExtendBaseWidget(p)
	return p
}

// show shows a document from its first page.
func (p *preview) show(doc page.Document) {
	p.doc, p.dots = doc, 0
	p.pages = make([]*canvas.Image, len(doc.Pages))
	p.column.Objects = nil
	for i := range p.pages {
		p.pages[i] = canvas.NewImageFromImage(image.NewRGBA(image.Rect(0, 0, 1, 1)))
		p.pages[i].FillMode = canvas.ImageFillStretch
		edge := canvas.NewRectangle(color.White)
		edge.StrokeColor, edge.StrokeWidth = theme.Paint(p, theme.Edge), 1
		p.column.Add(container.NewStack(edge, p.pages[i]))
	}
	p.scroll.ScrollToTop()
	p.column.Refresh()
	p.paint()
}

// widest is the widest a page is drawn: wider, its lines are long to read.
const widest = 820

// step is by how much the width must change before pages are painted anew, in
// pixels: while a pane is dragged the old pictures are stretched.
const step = 24

// paint paints the pages for the width of the moment, beside the window.
func (p *preview) paint() {
	width := sheetWidth(p.scroll.Size().Width)
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if width < 1 || len(p.doc.Pages) == 0 || c == nil {
		return
	}
	dots := int(width*c.Scale()) / step * step
	if dots == p.dots || dots == 0 {
		return
	}
	p.dots = dots
	doc, fonts, pages := p.doc, p.s.Fonts, p.pages
	pictures := make([]image.Image, len(pages))
	p.s.Jobs.Cancel(p.job)
	p.job = p.s.Jobs.Go(p.s.ctx, "", func(ctx context.Context, _ jobs.Report) (err error) {
		for i := range pictures {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if pictures[i], err = paper.Paint(doc, fonts, i, float64(dots)/doc.Width*25.4); err != nil {
				return err
			}
		}
		return nil
	}, func(j jobs.Job) {
		if !p.s.ok(j) {
			return
		}
		for i := range pictures {
			pages[i].Image = pictures[i]
			pages[i].Refresh()
		}
	})
}

// CreateRenderer is for Fyne.
func (p *preview) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(newFill(theme.Sidebar), p.scroll))
}

// Resize paints the pages anew where the width is another.
func (p *preview) Resize(size fyne.Size) {
	p.BaseWidget.Resize(size)
	p.paint()
}

// sheets sets pages of A4 below one another.
type sheets struct{ width float32 }

func sheetWidth(room float32) float32 {
	return min(room-2*fynetheme.Size(theme.SizeEdge), widest)
}

func (l *sheets) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := fynetheme.Size(theme.SizeGroup)
	for range o {
		height += sheetWidth(l.width)*page.A4Height/page.A4Width + fynetheme.Size(theme.SizeGroup)
	}
	return fyne.NewSize(200, height)
}

func (l *sheets) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := sheetWidth(size.Width)
	y := fynetheme.Size(theme.SizeGroup)
	for _, x := range o {
		place(x, (size.Width-w)/2, y, w, w*page.A4Height/page.A4Width)
		y += w*page.A4Height/page.A4Width + fynetheme.Size(theme.SizeGroup)
	}
}

// emptySheet says why there is no paper to see.
func emptySheet(what, next string) fyne.CanvasObject {
	p := &sheetWords{what: control.Strong(what), next: control.NewProse(next)}
	p.ExtendBaseWidget(p)
	return p
}

type sheetWords struct {
	widget.BaseWidget
	what *control.Words
	next *control.Prose
}

func (p *sheetWords) CreateRenderer() fyne.WidgetRenderer {
	column := control.NewColumn(fynetheme.SizeNamePadding, p.what, p.next)
	return widget.NewSimpleRenderer(container.NewStack(newFill(theme.Sidebar), container.New(&third{}, column)))
}

// third sets a narrow column in the upper third.
type third struct{}

func (*third) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (*third) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width-4*fynetheme.Size(theme.SizeEdge), 360)
	for range 2 {
		place(o[0], (size.Width-w)/2, size.Height/3, w, o[0].MinSize().Height)
	}
}
