package page

import (
	"slices"
	"strings"
	"unicode"
)

// breakLines parts glyphs into lines no wider than width millimetres at the
// given size. A line ends at a space, after a hyphen between letters, at '\n',
// or, where one word is wider than the line, inside the word. Blank lines that
// follow one another become one.
func breakLines(gs []glyph, size, width float64) [][]glyph {
	room := width/(size*mmPerPoint) + slack
	var lines [][]glyph
	for len(gs) > 0 {
		end := slices.IndexFunc(gs, func(g glyph) bool { return g.r == '\n' })
		if end < 0 {
			end = len(gs)
		}
		part := trimSpace(gs[:end])
		if len(part) > 0 {
			lines = append(lines, fill(part, room)...)
		} else if n := len(lines); n > 0 && len(lines[n-1]) > 0 {
			lines = append(lines, nil)
		}
		gs = gs[min(end+1, len(gs)):]
	}
	if n := len(lines); n > 0 && len(lines[n-1]) == 0 {
		lines = lines[:n-1]
	}
	return lines
}

// fill sets a stretch without line ends, each line as full as it goes.
func fill(gs []glyph, room float64) [][]glyph {
	var starts []int
	for at := 0; at < len(gs); {
		starts = append(starts, at)
		at += firstLine(gs[at:], room)
		at = len(gs) - len(trimLeft(gs[at:]))
	}
	if n := len(starts); n > 1 {
		starts[n-1] = noRunt(gs, starts[n-2], starts[n-1], room)
	}
	lines := make([][]glyph, len(starts))
	for i, at := range starts {
		end := len(gs)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		lines[i] = trimSpace(gs[at:end])
	}
	return lines
}

// noRunt returns where the last line should start so that it is not one short
// word: a word of the line before comes down to it, if that keeps three.
func noRunt(gs []glyph, before, last int, room float64) int {
	const short = 0.12
	if ems(gs[last:]) > short*room || slices.ContainsFunc(gs[last:], isSpace) {
		return last
	}
	line := trimSpace(gs[before:last])
	var spaces []int
	for i, g := range line {
		if isSpace(g) {
			spaces = append(spaces, before+i)
		}
	}
	if len(spaces) < 3 {
		return last
	}
	start := spaces[len(spaces)-1] + 1
	if ems(gs[start:]) > room {
		return last
	}
	return start
}

// isSpace tells whether a line may end at this space.
func isSpace(g glyph) bool { return g.r == ' ' && !g.glue }

// firstLine returns how many glyphs go on the first line.
func firstLine(gs []glyph, room float64) int {
	used, end := 0.0, 0
	for i, g := range gs {
		used += g.width
		switch {
		case isSpace(g):
			end = i + 1
		case used > room && end > 0:
			return end
		case used > room:
			return insideWord(gs, i)
		case hyphenBreak(gs, i):
			end = i + 1
		}
	}
	return len(gs)
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
	for len(gs) > 0 && isSpace(gs[0]) {
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
	return ems(gs) * size * mmPerPoint
}

// ems sums the widths of glyphs, in em.
func ems(gs []glyph) float64 {
	sum := 0.0
	for _, g := range gs {
		sum += g.width
	}
	return sum
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
