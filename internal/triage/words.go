package triage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The breaks before a word: none, one that ends what an ignored phrase may
// cover, and the end of a sentence or an item, which no phrase crosses.
const (
	noBreak = iota
	clauseBreak
	sentenceBreak
)

// word is one word of a text in its plain form: lower case, without accents and
// apostrophes.
type word struct {
	*known
	lo, hi int32 // its bytes in the text
	before uint8 // the break before it
}

// reader cuts a text into words.
type reader struct {
	text string
	pos  int
	brk  uint8
	buf  []byte
}

// next returns the plain form of the next word and its place, or false at the
// end. The form is valid until the next call.
func (r *reader) next() (plain []byte, lo, hi int, ok bool) {
	for r.pos < len(r.text) {
		if n := r.link(); n > 0 {
			r.pos += n
			continue
		}
		c, size := rune(r.text[r.pos]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(r.text[r.pos:])
		}
		if isLetter(c) {
			lo = r.pos
			r.readWord()
			return r.buf, lo, r.pos, true
		}
		if c != ' ' {
			r.mark(c, size)
		}
		r.pos += size
	}
	return nil, 0, 0, false
}

// link returns the length of the web address that begins here, or 0.
func (r *reader) link() int {
	if c := r.text[r.pos] | 0x20; c != 'h' && c != 'w' || !r.atWordStart() {
		return 0
	}
	return linkLength(r.text[r.pos:])
}

func (r *reader) atWordStart() bool {
	return r.pos == 0 || !isLetter(rune(r.text[r.pos-1]))
}

// takeBreak returns the break passed since the last call.
func (r *reader) takeBreak() uint8 {
	b := r.brk
	r.brk = noBreak
	return b
}

func (r *reader) readWord() {
	r.buf = r.buf[:0]
	for r.pos < len(r.text) {
		if c := plainByte[r.text[r.pos]]; c != 0 {
			r.buf = append(r.buf, c)
			r.pos++
			continue
		}
		c, size := utf8.DecodeRuneInString(r.text[r.pos:])
		switch {
		case isLetter(c):
			r.buf = appendPlain(r.buf, c)
		case isApostrophe(c) && r.letterAfter(r.pos+size), isInvisible(c):
		default:
			return
		}
		r.pos += size
	}
}

func (r *reader) letterAfter(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[min(i, len(r.text)):])
	return isLetter(c)
}

// shortLine is how long a line may be, in bytes, for its end to be meant and
// not put there by the mail program's wrapping.
const shortLine = 45

// mark notes what a character between words says of the sentence.
func (r *reader) mark(c rune, size int) {
	rest := r.text[r.pos+size:]
	switch c {
	case '.', '!', '?', ';':
		if rest == "" || strings.ContainsRune(" \t\r\n\"')\u00a0”’", firstRune(rest)) {
			r.raise(sentenceBreak)
		}
	case '|', '•', '·', '…', '*':
		r.raise(sentenceBreak)
	case ',', ':', '(', ')', '–', '—':
		r.raise(clauseBreak)
	case '\n':
		r.markLine(rest)
	}
}

func (r *reader) markLine(rest string) {
	short := r.lineLength() < shortLine
	rest = strings.TrimLeft(rest, " \t\r")
	c := firstRune(rest)
	switch {
	case rest == "" || c == '\n' || strings.ContainsRune("-*•·–o>", c) && strings.HasPrefix(rest[utf8.RuneLen(c):], " "):
		r.raise(sentenceBreak)
	case isNumbered(rest):
		r.raise(sentenceBreak)
	case short && isCapitalised(rest):
		r.raise(sentenceBreak)
	}
}

// isCapitalised reports whether a line begins with a word like "Regards"; "I" and
// words in capitals say nothing of where a sentence begins.
func isCapitalised(line string) bool {
	c, size := utf8.DecodeRuneInString(line)
	return unicode.IsUpper(c) && unicode.IsLower(firstRune(line[size:]))
}

// lineLength is how many bytes the line that ends at pos has.
func (r *reader) lineLength() int {
	return r.pos - (strings.LastIndexByte(r.text[:r.pos], '\n') + 1)
}

func (r *reader) raise(b uint8) { r.brk = max(r.brk, b) }

// isNumbered reports whether a line begins like an item: "1." "2)" "(a)".
func isNumbered(line string) bool {
	line = strings.TrimPrefix(line, "(")
	i := 0
	for i < len(line) && i < 3 && (line[i] >= '0' && line[i] <= '9' || line[i] >= 'a' && line[i] <= 'z') {
		i++
	}
	return i > 0 && i < len(line)-1 && (line[i] == ')' || line[i] == '.' && line[i-1] <= '9') && line[i+1] == ' '
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// linkLength returns the length of the web address that s begins with: its
// words are nobody's request.
func linkLength(s string) int {
	if !hasFold(s, "http://") && !hasFold(s, "https://") && !hasFold(s, "www.") {
		return 0
	}
	if i := strings.IndexAny(s, " \t\r\n<>\""); i >= 0 {
		return i
	}
	return len(s)
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// plainByte is the plain form of each letter and digit of ASCII, and 0 for all
// else.
var plainByte = func() (table [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c >= 'A' && c <= 'Z':
			table[c] = c + 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			table[c] = c
		}
	}
	return table
}()

func isLetter(c rune) bool {
	if c < utf8.RuneSelf {
		return plainByte[c] != 0
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' || c == '‘' || c == '`' || c == '´' }

// isInvisible reports whether c is a soft hyphen or one of the characters of no
// width by which words are hidden from filters.
func isInvisible(c rune) bool {
	return c == '\u00ad' || c >= '\u200b' && c <= '\u200f' || c == '\u2060' || c == '\ufeff'
}

// accents are the letters that people write with and without their marks, and
// what they are without.
var accents = func() map[rune]string {
	plain := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th"}
	for to, letters := range map[string]string{
		"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęě", "g": "ĝğġģ", "i": "ìíîïīĭįı", "l": "ĺļľł",
		"n": "ñńņňŋ", "o": "òóôõöøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵẃẁẅ",
		"y": "ýÿŷ", "z": "źżž",
	} {
		for _, letter := range letters {
			plain[letter] = to
		}
	}
	return plain
}()

// appendPlain adds a letter in lower case without its accent.
func appendPlain(b []byte, c rune) []byte {
	if c < utf8.RuneSelf {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		return append(b, byte(c))
	}
	if unicode.Is(unicode.Mn, c) {
		return b
	}
	c = unicode.ToLower(c)
	if plain, ok := accents[c]; ok {
		return append(b, plain...)
	}
	return utf8.AppendRune(b, c)
}

// plainWords returns the words of a short text in their plain form.
func plainWords(text string) []string {
	var out []string
	r := reader{text: text}
	for {
		plain, _, _, ok := r.next()
		if !ok {
			return out
		}
		out = append(out, string(plain))
	}
}
