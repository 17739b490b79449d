package message

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

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
	if plainLine(s) {
		return casefile.Clip(s, 1000)
	}
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

// plainLine reports whether there is nothing but words of ASCII with one blank
// between them.
func plainLine(s string) bool {
	blank := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && blank {
			return false
		}
		blank = s[i] == ' '
	}
	return !blank || s == ""
}

// text makes a text of mail fit to be shown: lines end in \n, nothing hides.
// What is no UTF-8 becomes one mark for each run of it. It is done in one pass,
// since it is done to all that anybody writes.
func text(s string) string {
	out := make([]byte, 0, len(s))
	broken := false // what came before was no UTF-8
	for i := 0; i < len(s); {
		plain := i
		for i < len(s) && s[i] >= ' ' && s[i] < 0x7F {
			i++
		}
		if i > plain {
			out, broken = append(out, s[plain:i]...), false
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		was := broken
		broken = r == utf8.RuneError && size == 1
		switch {
		case r == '\r' && i < len(s) && s[i] == '\n': // its \n follows
		case r == '\n' || r == '\r' || r == '\f' || r == '\v':
			out = endLine(out)
		case broken && was:
		case r == '\t':
			out = append(out, '\t')
		case r == 0x00A0, r == 0x202F:
			out = append(out, ' ')
		case !hidden(r):
			out = utf8.AppendRune(out, r)
		}
	}
	return string(bytes.TrimRight(endLine(out), "\n"))
}

// endLine ends a line that ends in no blanks; no text begins with an empty one.
func endLine(out []byte) []byte {
	for len(out) > 0 && (out[len(out)-1] == ' ' || out[len(out)-1] == '\t') {
		out = out[:len(out)-1]
	}
	if len(out) == 0 {
		return out
	}
	return append(out, '\n')
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
