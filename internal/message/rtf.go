package message

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// rtfStart is what the dictionary of compressed RTF holds at the beginning:
// [MS-OXRTFCP], section 2.1.3.1.
const rtfStart = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript " +
	"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par " +
	"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// The two kinds of RTF in a message.
const (
	rtfPacked = 0x75465A4C
	rtfPlain  = 0x414C454D
)

// unpackRTF undoes the compression of RTF: [MS-OXRTFCP], section 2.2. It stops
// where the bytes end or the text would be longer than any letter.
func unpackRTF(b []byte) []byte {
	if len(b) < 16 {
		return nil
	}
	size, kind, b := binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:]), b[16:]
	if kind == rtfPlain {
		return b[:min(uint64(len(b)), uint64(size), 2*maxText)]
	}
	if kind != rtfPacked {
		return nil
	}
	limit := int(min(size, 4*maxText))
	var dict [4096]byte
	at := copy(dict[:], rtfStart)
	var out []byte
	put := func(c byte) {
		out = append(out, c)
		dict[at] = c
		at = (at + 1) % len(dict)
	}
	for len(b) > 0 && len(out) < limit {
		control := b[0]
		b = b[1:]
		for bit := 0; bit < 8 && len(b) > 0 && len(out) < limit; bit++ {
			if control&(1<<bit) == 0 {
				put(b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 {
				return out
			}
			ref := int(b[0])<<8 | int(b[1])
			b = b[2:]
			from, n := ref>>4, ref&0xF+2
			if from == at {
				return out // the end
			}
			for range n {
				put(dict[from])
				from = (from + 1) % len(dict)
			}
		}
	}
	return out
}

// unread are the groups of RTF that are no text.
var unread = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "header": true,
	"footer": true, "headerl": true, "headerr": true, "footerl": true, "footerr": true, "listtable": true, "generator": true,
}

// rtfWords are the control words that stand for a text.
var rtfWords = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "  ", "tab": "\t",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "~": " ", "_": "-",
	"{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n",
}

// rtf reads RTF as a text. Outlook also wraps HTML in it ([MS-OXRTFEX]): then
// what comes out is that HTML.
type rtf struct {
	out     strings.Builder
	raw     []byte // 8-bit characters that are not decoded yet
	charset string
	html    bool
	state   rtfState
	stack   []rtfState
	skip    int // characters that stand in for one just written
}

// rtfState is what a group of RTF puts back when it ends.
type rtfState struct {
	dropped bool // no text
	aside   bool // made by Outlook for readers of RTF, no part of the HTML
	after   int  // characters that follow one of Unicode in its place
	star    bool // the next word names a group that may be passed over
}

// rtfText returns the text of RTF, and whether it is HTML.
func rtfText(b []byte) (s string, isHTML bool) {
	r := &rtf{charset: "windows-1252", state: rtfState{after: 1}}
	for len(b) > 0 && r.out.Len() < maxText {
		b = r.next(b)
	}
	r.flush()
	return r.out.String(), r.html
}

// next reads one thing and returns what follows.
func (r *rtf) next(b []byte) []byte {
	switch c := b[0]; {
	case c == '{' && len(r.stack) < 1000:
		r.flush()
		r.stack = append(r.stack, r.state)
		r.skip = 0
	case c == '}':
		r.flush()
		if n := len(r.stack); n > 0 {
			r.state, r.stack = r.stack[n-1], r.stack[:n-1]
		}
		r.skip = 0
	case c == '\\' && len(b) > 1:
		return r.control(b[1:])
	case c != '\r' && c != '\n':
		r.char(c)
	}
	return b[1:]
}

func (r *rtf) char(c byte) {
	switch {
	case r.skip > 0:
		r.skip--
	case !r.silent():
		r.raw = append(r.raw, c)
	}
}

func (r *rtf) silent() bool { return r.state.dropped || r.html && r.state.aside }

// flush decodes the 8-bit characters that have come so far.
func (r *rtf) flush() {
	if len(r.raw) > 0 {
		s, _ := decode(r.raw, r.charset)
		r.out.WriteString(s)
		r.raw = r.raw[:0]
	}
}

// control reads a control word, behind its backslash.
func (r *rtf) control(b []byte) []byte {
	if b[0] == '\'' {
		if len(b) >= 3 && hexDigit(b[1]) >= 0 && hexDigit(b[2]) >= 0 {
			r.char(byte(hexDigit(b[1])<<4 | hexDigit(b[2])))
			return b[3:]
		}
		return b[1:]
	}
	n := 0
	for n < len(b) && n < 32 && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 {
		r.word(string(b[:1]), 0, false)
		return b[1:]
	}
	name := string(b[:n])
	b = b[n:]
	n = 0
	for n < len(b) && n < 11 && (b[n] >= '0' && b[n] <= '9' || n == 0 && b[n] == '-') {
		n++
	}
	number, err := strconv.Atoi(string(b[:n]))
	b = b[n:]
	if len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	r.word(name, number, err == nil)
	return b
}

// word does what a control word says.
func (r *rtf) word(name string, n int, given bool) {
	star := r.state.star
	r.state.star = false
	switch {
	case name == "*":
		r.state.star = true
	case name == "fromhtml":
		r.html = true
	case name == "htmltag" || name == "mhtmltag":
		r.state.dropped = r.state.dropped || !r.html || name[0] == 'm'
	case name == "htmlrtf":
		r.flush()
		r.state.aside = !given || n != 0
	case star || unread[name]:
		r.state.dropped = true
	case name == "ansicpg":
		if label := codePage(n); label != "" {
			r.charset = label
		}
	case name == "uc":
		r.state.after = min(max(n, 0), 8)
	case name == "u" && given:
		r.unicode(n)
	case rtfWords[name] != "" && r.skip > 0:
		r.skip--
	case rtfWords[name] != "" && !r.silent():
		r.flush()
		r.out.WriteString(rtfWords[name])
	}
}

// unicode writes a character by its number; halves of one come in two words.
func (r *rtf) unicode(n int) {
	r.skip = r.state.after
	if r.silent() {
		return
	}
	r.flush()
	r.out.WriteRune(rune(uint16(n)))
}
