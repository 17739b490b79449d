package page

import (
	"strings"
	"unicode"
)

// A Span is a stretch of text in one weight. Nothing in Text is markup.
type Span struct {
	Text         string
	Bold, Italic bool
}

// face is the font a span is set in, where base is the block's own. There is
// no bold italic: bold wins.
func (s Span) face(base Face) Face {
	switch {
	case s.Bold || base == Bold:
		return Bold
	case s.Italic:
		return Italic
	default:
		return base
	}
}

// Kind says how a [Block] is set.
type Kind uint8

// The kinds of block.
const (
	Body      Kind = iota // an ordinary paragraph
	Heading               // bold, always on the page of what follows
	Bullets               // Items, each behind a dot
	Numbers               // Items, each behind its number
	Signature             // Items: the closing words, then, under room for a signature, name and role
	Small                 // a paragraph in small print
)

// A Block is one paragraph, heading, list or signature.
type Block struct {
	Kind  Kind
	Spans []Span   // Body, Heading, Small
	Items [][]Span // Bullets, Numbers, Signature
	// KeepWithNext forbids a page break between this block and the next. A
	// paragraph that ends in a colon keeps with its list by itself.
	KeepWithNext bool
}

// Text makes a plain one-span text.
func Text(text string) []Span { return []Span{{Text: text}} }

// Para makes an ordinary paragraph.
func Para(spans ...Span) Block { return Block{Kind: Body, Spans: spans} }

// Plain makes an ordinary paragraph of plain text.
func Plain(text string) Block { return Para(Span{Text: text}) }

// Head makes a heading.
func Head(text string) Block { return Block{Kind: Heading, Spans: Text(text)} }

// List makes a bulleted list of plain texts.
func List(items ...string) Block { return Block{Kind: Bullets, Items: texts(items)} }

// Steps makes a numbered list of plain texts.
func Steps(items ...string) Block { return Block{Kind: Numbers, Items: texts(items)} }

// Sign makes a signature block: the closing words, then name and role.
func Sign(lines ...string) Block { return Block{Kind: Signature, Items: texts(lines)} }

// Fine makes a paragraph of small print.
func Fine(text string) Block { return Block{Kind: Small, Spans: Text(text)} }

// Hold returns a text that stays on one line, such as a date: its spaces and
// hyphens become ones at which no line ends. On paper and in the PDF they are
// ordinary ones.
func Hold(text string) string {
	return strings.NewReplacer(" ", "\u00A0", "-", "\u2011").Replace(text)
}

func texts(items []string) [][]Span {
	out := make([][]Span, len(items))
	for i, item := range items {
		out[i] = Text(item)
	}
	return out
}

// A glyph is one character ready to be set.
type glyph struct {
	r     rune
	face  Face
	width float64 // em
	glue  bool    // a space or hyphen at which no line may end
}

// glyphs prepares spans for setting: runs of white space become one space, a
// line end becomes '\n', non-breaking signs become plain ones that hold, and
// what the fonts lack becomes the fallback sign.
func (m *measure) glyphs(spans []Span, base Face) []glyph {
	var out []glyph
	for _, span := range spans {
		face := span.face(base)
		var last rune
		for _, r := range span.Text {
			g, ok := m.glyph(face, r, last)
			last = r
			if ok && !(isSpace(g) && endsInSpace(out)) {
				out = append(out, g)
			}
		}
	}
	return out
}

// glyph prepares one character; false means it draws nothing by definition.
func (m *measure) glyph(face Face, r, last rune) (glyph, bool) {
	glue := false
	switch {
	case r == '\n' && last == '\r':
		return glyph{}, false
	case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return glyph{r: '\n', face: face}, true
	case invisible[r]:
		return glyph{}, false
	case holding[r] != 0:
		r, glue = holding[r], true
	case unicode.IsSpace(r):
		r = ' '
	}
	drawn, width, _ := m.sign(face, r)
	return glyph{r: drawn, face: face, width: width, glue: glue}, true
}

// invisible are the characters that mark a place where a word may be parted,
// or nothing at all. They are left out, and no reader misses them.
var invisible = map[rune]bool{
	'\u00AD': true, // soft hyphen
	'\u200B': true, // zero width space
	'\u2060': true, // word joiner
	'\uFEFF': true, // byte order mark
}

// holding maps signs at which no line may end to the plain ones drawn for
// them: the reader who copies or searches the PDF gets ordinary spaces.
var holding = map[rune]rune{
	'\u00A0': ' ', // no-break space
	'\u2007': ' ', // figure space
	'\u202F': ' ', // narrow no-break space
	'\u2011': '-', // non-breaking hyphen
}

// hasPicture is false for control and format characters: a font may hold an
// empty glyph for one that turns the text's direction round, and in a letter
// made from mail it must be seen, not obeyed.
func hasPicture(r rune) bool { return !unicode.Is(unicode.C, r) }

func endsInSpace(gs []glyph) bool {
	return len(gs) > 0 && isSpace(gs[len(gs)-1])
}
