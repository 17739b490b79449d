package page

import (
	"bytes"
	"fmt"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Fonts are the three faces of a document. A Fonts is never changed after
// [NewFonts]: it may be shared by goroutines.
type Fonts struct {
	faces    [faceCount]face
	fallback rune
}

type face struct {
	data            []byte
	font            *sfnt.Font
	em              float64 // units per em
	ascent, descent float64 // em
}

// unhinted is font.HintingNone, without an import of its package.
const unhinted = 0

// fallbacks are the signs that stand for a character no face has, best first.
var fallbacks = []rune{'\uFFFD', '\u25A1', '?'}

// NewFonts reads three TrueType fonts. The bytes are kept, not copied, and
// must not be changed. Only fonts with TrueType outlines will do, because the
// PDF writer can embed no others.
func NewFonts(regular, bold, italic []byte) (*Fonts, error) {
	f := &Fonts{}
	for id, data := range [faceCount][]byte{regular, bold, italic} {
		parsed, err := parseFace(data)
		if err != nil {
			return nil, fmt.Errorf("page: the %s font: %w", Face(id), err)
		}
		f.faces[id] = parsed
	}
	for _, r := range fallbacks {
		if f.Has(Regular, r) && f.Has(Bold, r) && f.Has(Italic, r) {
			f.fallback = r
			return f, nil
		}
	}
	return nil, fmt.Errorf("page: the fonts have no question mark")
}

func parseFace(data []byte) (face, error) {
	if !bytes.HasPrefix(data, []byte{0, 1, 0, 0}) && !bytes.HasPrefix(data, []byte("true")) {
		return face{}, fmt.Errorf("not a TrueType font")
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return face{}, err
	}
	out := face{data: data, font: parsed, em: float64(parsed.UnitsPerEm())}
	m, err := parsed.Metrics(nil, out.ppem(), unhinted)
	if err != nil {
		return face{}, err
	}
	out.ascent, out.descent = out.ems(m.Ascent), out.ems(m.Descent)
	return out, nil
}

// ppem asks sfnt for measures in font units.
func (f face) ppem() fixed.Int26_6 { return fixed.I(int(f.em)) }

// ems turns a measure in font units into a share of the type size.
func (f face) ems(v fixed.Int26_6) float64 { return float64(v) / 64 / f.em }

// Bytes returns the font file of a face, nil for an unknown one. It must not
// be changed.
func (f *Fonts) Bytes(id Face) []byte {
	if id >= faceCount {
		return nil
	}
	return f.faces[id].data
}

// Outlines returns the parsed font of a face, nil for an unknown one, for
// drawing on a screen.
func (f *Fonts) Outlines(id Face) *sfnt.Font {
	if id >= faceCount {
		return nil
	}
	return f.faces[id].font
}

// Fallback is the sign drawn for a character that a face lacks.
func (f *Fonts) Fallback() rune { return f.fallback }

// Has tells whether a face can draw a character. Characters beyond the Basic
// Multilingual Plane never count: the PDF writer cannot embed them.
func (f *Fonts) Has(id Face, r rune) bool {
	if r <= 0 || r >= 0xFFFF || id >= faceCount {
		return false
	}
	glyph, err := f.faces[id].font.GlyphIndex(nil, r)
	return err == nil && glyph != 0
}

// Width measures a text set in one face and size, in millimetres. Kerning is
// left out, as it is in the PDF. A character the face lacks counts as the
// fallback sign.
func (f *Fonts) Width(id Face, size float64, text string) float64 {
	m := newMeasure(f)
	sum := 0.0
	for _, r := range text {
		_, w, _ := m.sign(id, r)
		sum += w
	}
	return sum * size * mmPerPoint
}

// A measure looks widths up for one layout, and remembers them and what was
// missing. It belongs to one goroutine.
type measure struct {
	fonts   *Fonts
	buf     sfnt.Buffer
	known   map[signKey]sign
	missing map[rune]bool
}

type signKey struct {
	face Face
	r    rune
}

type sign struct {
	r     rune    // what is drawn
	width float64 // em
	found bool
}

func newMeasure(f *Fonts) *measure {
	return &measure{fonts: f, known: map[signKey]sign{}, missing: map[rune]bool{}}
}

// sign returns what is drawn for a character, its width in em, and whether
// the face has it.
func (m *measure) sign(id Face, r rune) (rune, float64, bool) {
	key := signKey{id, r}
	got, ok := m.known[key]
	if !ok {
		got = m.look(id, r)
		m.known[key] = got
	}
	if !got.found {
		m.missing[r] = true
	}
	return got.r, got.width, got.found
}

func (m *measure) look(id Face, r rune) sign {
	out := sign{r: r, found: m.fonts.Has(id, r) && hasPicture(r)}
	if !out.found {
		out.r = m.fonts.fallback
	}
	f := m.fonts.faces[id]
	glyph, err := f.font.GlyphIndex(&m.buf, out.r)
	if err != nil {
		return out
	}
	advance, err := f.font.GlyphAdvance(&m.buf, glyph, f.ppem(), unhinted)
	if err == nil {
		out.width = f.ems(advance)
	}
	return out
}

// baseline returns how far below the top of a line box of the given height
// the baseline lies, so that ascenders and descenders stand in its middle.
func (m *measure) baseline(size, height float64) float64 {
	f := m.fonts.faces[Regular]
	return height/2 + (f.ascent-f.descent)/2*size*mmPerPoint
}
