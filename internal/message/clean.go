package message

import (
	"path"
	"strings"
	"unicode"

	"casebook/internal/casefile"
)

// hidden reports whether a character shows nothing, or turns the writing around
// it so that it reads as something else.
func hidden(r rune) bool {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // embeddings, overrides, isolates
		return true
	case r == 0x200B, r == 0x200E, r == 0x200F, r == 0x2060, r == 0xFEFF, r == 0x00AD, r == 0x061C:
		return true
	case r >= 0xE0000 && r <= 0xE007F: // tags
		return true
	}
	return unicode.IsControl(r)
}

// line makes a text of mail fit for one line.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case hidden(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return casefile.Clip(strings.Join(strings.Fields(s), " "), 1000)
}

// text makes a text of mail fit to be shown: lines end in \n, nothing hides.
func text(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == 0x00A0, r == 0x202F:
			return ' '
		case r == '\f' || r == '\v':
			return '\n'
		case hidden(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// reserved are the names that Windows keeps for devices.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com0": true, "com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt0": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// maxName is how long a file name may be in bytes: less than any file system's
// limit, so that a number can be added.
const maxName = 120

// fileName makes the name of an attachment safe on every system: no folder, no
// character that a file system or a shell reads as something else, no device.
func fileName(s, fallback string) string {
	s = strings.ReplaceAll(line(s), `\`, "/")
	s = path.Base("/" + s)
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/|?*`, r) {
			return '_'
		}
		return r
	}, s)
	s = strings.TrimLeft(strings.Trim(s, " "), "-~ ")
	s = strings.TrimRight(s, ". ")
	if strings.Trim(s, "._ ") == "" {
		s = fallback
	}
	stem, _, _ := strings.Cut(s, ".")
	if reserved[strings.ToLower(strings.TrimSpace(stem))] {
		s = "_" + s
	}
	if ext := path.Ext(s); len(s) > maxName && len(ext) <= 12 {
		return strings.TrimRight(casefile.Clip(s, maxName-len(ext)), ". ") + ext
	}
	return strings.TrimRight(casefile.Clip(s, maxName), ". ")
}
