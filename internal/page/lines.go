package page

import (
	"strings"
	"unicode"
)

// breakLines parts glyphs into lines no wider than width millimetres at the
// given size. A line ends at a space, after a hyphen between letters, at '\n',
// or, where one word is wider than the line, inside the word.
func breakLines(gs []glyph, size, width float64) [][]glyph {
	room := width/(size*mmPerPoint) + 1e-9
	var lines [][]glyph
	for len(gs) > 0 {
		end, next := firstLine(gs, room)
		lines = append(lines, trimSpace(gs[:end]))
		gs = trimLeft(gs[next:])
	}
	return lines
}

// firstLine returns where the first line ends and where the next begins.
func firstLine(gs []glyph, room float64) (end, next int) {
	used := 0.0
	end = -1
	for i, g := range gs {
		if g.r == '\n' {
			return i, i + 1
		}
		if g.r == ' ' && !g.glue {
			end, next = i, i+1
			used += g.width
			continue
		}
		used += g.width
		if used > room {
			if end < 0 {
				end = insideWord(gs, i)
				next = end
			}
			return end, next
		}
		if hyphenBreak(gs, i) {
			end, next = i+1, i+1
		}
	}
	return len(gs), len(gs)
}

// hyphenBreak tells whether a line may end after glyph i: a hyphen or a dash
// between letters. References and telephone numbers hold together.
func hyphenBreak(gs []glyph, i int) bool {
	if gs[i].glue || i == 0 || i+1 >= len(gs) || !strings.ContainsRune("-\u2010\u2013\u2014", gs[i].r) {
		return false
	}
	return unicode.IsLetter(gs[i-1].r) && unicode.IsLetter(gs[i+1].r)
}

// insideWord finds where to part a word of which glyph i no longer fits: after
// the last sign that joins parts of an address, if that leaves the line half
// full, else right before glyph i. A combining mark stays with its letter.
func insideWord(gs []glyph, i int) int {
	for at := i; at > i/2 && at > 0; at-- {
		if strings.ContainsRune("/.@_-?&=#:", gs[at-1].r) {
			return at
		}
	}
	for at := i; at > 0; at-- {
		if !unicode.Is(unicode.M, gs[at].r) {
			return at
		}
	}
	return max(i, 1)
}

func trimLeft(gs []glyph) []glyph {
	for len(gs) > 0 && gs[0].r == ' ' && !gs[0].glue {
		gs = gs[1:]
	}
	return gs
}

func trimSpace(gs []glyph) []glyph {
	gs = trimLeft(gs)
	for endsInSpace(gs) {
		gs = gs[:len(gs)-1]
	}
	return gs
}

// widthOf sums glyphs, in millimetres.
func widthOf(gs []glyph, size float64) float64 {
	sum := 0.0
	for _, g := range gs {
		sum += g.width
	}
	return sum * size * mmPerPoint
}

// runs turns one line of glyphs into runs from x on the baseline y.
func runs(gs []glyph, x, y, size float64, tone Tone) []Run {
	var out []Run
	for len(gs) > 0 {
		n := 1
		for n < len(gs) && gs[n].face == gs[0].face {
			n++
		}
		var text strings.Builder
		for _, g := range gs[:n] {
			text.WriteRune(g.r)
		}
		width := widthOf(gs[:n], size)
		out = append(out, Run{X: x, Y: y, Width: width, Face: gs[0].face, Size: size, Tone: tone, Text: text.String()})
		x += width
		gs = gs[n:]
	}
	return out
}
