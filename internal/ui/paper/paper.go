// Package paper draws a page.Document on a picture, for the preview in the
// window. It draws the runs that the PDF writer draws, where it draws them, so
// the preview is the letter.
package paper

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"casebook/internal/page"
)

const (
	mmPerInch     = 25.4
	pointsPerInch = 72
)

// maxPixels bounds a picture: an A4 page at 600 dots an inch has 35 million.
const maxPixels = 1 << 26

// Paint draws page index (from 0) at dpi dots an inch. An error means that
// there is no such page, that dpi is not a sensible number, or that a font is
// damaged.
func Paint(doc page.Document, fonts *page.Fonts, index int, dpi float64) (image.Image, error) {
	if index < 0 || index >= len(doc.Pages) {
		return nil, fmt.Errorf("paper: there is no page %d of %d", index+1, len(doc.Pages))
	}
	w, h := math.Ceil(doc.Width*dpi/mmPerInch), math.Ceil(doc.Height*dpi/mmPerInch)
	if !(w >= 1 && h >= 1 && w*h <= maxPixels) {
		return nil, fmt.Errorf("paper: %g dots an inch makes no picture", dpi)
	}
	p := painter{
		out: image.NewRGBA(image.Rect(0, 0, int(w), int(h))), fonts: fonts, scale: dpi / mmPerInch, dpi: dpi,
		outlines: map[outlineKey]sfnt.Segments{},
	}
	draw.Draw(p.out, p.out.Bounds(), image.White, image.Point{}, draw.Src)
	for _, f := range doc.Pages[index].Fills {
		p.box(f.X, f.Y, f.X+f.W, f.Y+f.H, f.Tone)
	}
	for _, r := range doc.Pages[index].Rules {
		p.rule(r)
	}
	for _, r := range doc.Pages[index].Runs {
		if err := p.run(r); err != nil {
			return nil, err
		}
	}
	return p.out, nil
}

// A painter draws on one picture. Lengths are millimetres until pixels.
type painter struct {
	out      *image.RGBA
	fonts    *page.Fonts
	scale    float64 // pixels per mm
	dpi      float64
	buf      sfnt.Buffer
	raster   vector.Rasterizer
	outlines map[outlineKey]sfnt.Segments
}

type outlineKey struct {
	face  page.Face
	size  fixed.Int26_6
	glyph sfnt.GlyphIndex
}

// box fills an upright rectangle, its edges smoothed.
func (p *painter) box(x1, y1, x2, y2 float64, tone page.Tone) {
	size := p.out.Bounds().Size()
	across := func(v float64) float64 { return min(max(v*p.scale, 0), float64(size.X)) }
	down := func(v float64) float64 { return min(max(v*p.scale, 0), float64(size.Y)) }
	x1, y1, x2, y2 = across(x1), down(y1), across(x2), down(y2)
	area := image.Rect(int(math.Floor(x1)), int(math.Floor(y1)), int(math.Ceil(x2)), int(math.Ceil(y2)))
	x, y := float64(area.Min.X), float64(area.Min.Y)
	if area.Empty() {
		return
	}
	p.raster.Reset(area.Dx(), area.Dy())
	p.raster.MoveTo(float32(x1-x), float32(y1-y))
	p.raster.LineTo(float32(x2-x), float32(y1-y))
	p.raster.LineTo(float32(x2-x), float32(y2-y))
	p.raster.LineTo(float32(x1-x), float32(y2-y))
	p.raster.ClosePath()
	p.ink(area, tone)
}

// rule draws an upright or level line; a page has no others.
func (p *painter) rule(r page.Rule) {
	half := r.Thick / 2
	if r.Y1 == r.Y2 {
		p.box(min(r.X1, r.X2), r.Y1-half, max(r.X1, r.X2), r.Y1+half, r.Tone)
		return
	}
	p.box(r.X1-half, min(r.Y1, r.Y2), r.X1+half, max(r.Y1, r.Y2), r.Tone)
}

// ink pours a tone through the shape in the rasteriser.
func (p *painter) ink(area image.Rectangle, tone page.Tone) {
	p.raster.Draw(p.out, area, image.NewUniform(color.Gray{Y: tone.Grey()}), image.Point{})
}

// run draws a text glyph by glyph at exact places, unkerned and unhinted, as
// the PDF has it.
func (p *painter) run(r page.Run) error {
	font := p.fonts.Outlines(r.Face)
	if font == nil {
		return fmt.Errorf("paper: unknown face %d", r.Face)
	}
	pixels := r.Size / pointsPerInch * p.dpi
	size := fixed.Int26_6(math.Round(pixels * 64))
	perEm := fixed.I(int(font.UnitsPerEm()))
	x, y := r.X*p.scale, r.Y*p.scale
	for _, c := range r.Text {
		glyph, err := font.GlyphIndex(&p.buf, c)
		if err != nil {
			return fmt.Errorf("paper: %w", err)
		}
		advance, err := font.GlyphAdvance(&p.buf, glyph, perEm, 0)
		if err != nil {
			return fmt.Errorf("paper: %w", err)
		}
		segments, err := p.outline(font, outlineKey{r.Face, size, glyph})
		if err != nil {
			return fmt.Errorf("paper: %w", err)
		}
		p.glyph(segments, x, y, r.Tone)
		x += float64(advance) / float64(perEm) * pixels
	}
	return nil
}

// outline loads a glyph's shape once a picture.
func (p *painter) outline(font *sfnt.Font, key outlineKey) (sfnt.Segments, error) {
	if got, ok := p.outlines[key]; ok {
		return got, nil
	}
	loaded, err := font.LoadGlyph(&p.buf, key.glyph, key.size, nil)
	if err != nil {
		return nil, err
	}
	// The buffer is used again by the next glyph.
	kept := append(sfnt.Segments(nil), loaded...)
	p.outlines[key] = kept
	return kept, nil
}

// glyph fills a shape whose origin lies at x, y pixels. One that is not wholly
// on the paper is left out: the rasteriser may not draw past the picture.
func (p *painter) glyph(segments sfnt.Segments, x, y float64, tone page.Tone) {
	if len(segments) == 0 {
		return
	}
	b := segments.Bounds()
	left, top := math.Floor(x+float64(b.Min.X)/64), math.Floor(y+float64(b.Min.Y)/64)
	right, bottom := math.Ceil(x+float64(b.Max.X)/64), math.Ceil(y+float64(b.Max.Y)/64)
	area := image.Rect(int(left), int(top), int(right), int(bottom))
	if !area.In(p.out.Bounds()) {
		return
	}
	p.raster.Reset(area.Dx(), area.Dy())
	at := func(v fixed.Point26_6) (float32, float32) {
		return float32(x - left + float64(v.X)/64), float32(y - top + float64(v.Y)/64)
	}
	trace(&p.raster, segments, at)
	p.ink(area, tone)
}

// trace walks a shape's outline.
func trace(raster *vector.Rasterizer, segments sfnt.Segments, at func(fixed.Point26_6) (float32, float32)) {
	for _, s := range segments {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			raster.ClosePath()
			raster.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			raster.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			raster.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			raster.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	raster.ClosePath()
}
