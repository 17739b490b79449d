package message

import (
	"bytes"
	"regexp"
	"strings"
)

// field is one header field, unfolded, in the order of the message.
type field struct{ name, value string }

// header is the header of a message.
type header []field

// get returns the first value of a field, "" if there is none.
func (h header) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// all returns the values of a field that may be repeated, joined.
func (h header) all(name string) string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return strings.Join(values, ", ")
}

func (h header) count(name string) int {
	n := 0
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			n++
		}
	}
	return n
}

func (h header) has(name string) bool { return h.count(name) > 0 }

// usual are the fields by which a block of lines is known for a mail header.
var usual = []string{"From", "To", "Subject", "Date", "Message-Id", "Received", "Content-Type", "Mime-Version", "Sender", "Return-Path", "Reply-To", "Cc"}

// known reports whether there is any field that mail has.
func (h header) known() bool {
	for _, name := range usual {
		if h.has(name) {
			return true
		}
	}
	return false
}

// split cuts a message at the first blank line.
func split(raw []byte) (head, body []byte) {
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			return raw, nil
		}
		if len(bytes.TrimRight(raw[at:at+end], "\r")) == 0 {
			return raw[:at], raw[at+end+1:]
		}
		at += end + 1
	}
	return raw, nil
}

// name is the beginning of a header line; some programs write a blank before
// the colon.
var name = regexp.MustCompile(`^([!-9;-~]+)[ \t]*:`)

// mend repairs the header block, which parsers are strict about: a mailbox
// file's From line, blank lines and a byte order mark in front, lines that are
// no header, bytes that no field name has. It returns the message with the
// mended header, the header, and what was wrong.
func mend(raw []byte) ([]byte, header, []string) {
	var defects []string
	note := func(what string) { defects = append(defects, what) }
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !bytes.Contains(raw, []byte("\n")) && bytes.Contains(raw, []byte("\r")) {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
		note("The message's lines end in an unusual way.")
	}
	for len(raw) > 0 && (raw[0] == '\r' || raw[0] == '\n') {
		raw = raw[1:]
	}
	block, body := split(raw)
	if len(block) > maxHeader {
		block = block[:maxHeader]
		note("The header of the message is too long; its end is not read.")
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(string(block), "\r\n"), "\r", ""), "\n")
	if strings.HasPrefix(lines[0], "From ") || strings.HasPrefix(lines[0], ">From ") {
		lines = lines[1:]
	}
	head, rest := fields(lines, note)
	if len(rest) > 0 {
		if len(head) == 0 {
			note("The message has no header.")
		} else {
			note("The header of the message does not end where it should.")
		}
		body = append([]byte(strings.Join(rest, "\n")+"\n\n"), body...)
	}
	return append(head.bytes(), body...), head, defects
}

// fields reads header lines. A line that is neither a field nor a continuation
// belongs to the field above it if more fields follow; otherwise the text has
// begun without a blank line, and it is returned with what follows.
func fields(lines []string, note func(string)) (header, []string) {
	var head header
	for i, l := range lines {
		if len(head) == 0 {
			l = strings.TrimLeft(l, " \t")
		}
		clean := strings.Map(ascii, l)
		at := name.FindStringSubmatchIndex(l)
		if at == nil {
			if m := name.FindStringSubmatchIndex(clean); m != nil && !strings.HasPrefix(l, " ") && !strings.HasPrefix(l, "\t") && eightBitName(l) {
				note("A header field's name holds characters that it may not.")
				head = append(head, field{clean[m[2]:m[3]], strings.TrimSpace(l[strings.IndexByte(l, ':')+1:])})
				continue
			}
		}
		switch {
		case at != nil:
			head = append(head, field{l[at[2]:at[3]], strings.TrimSpace(l[at[1]:])})
		case l != "" && (l[0] == ' ' || l[0] == '\t') && len(head) > 0:
			head[len(head)-1].value += " " + strings.TrimSpace(l)
		case !anyField(lines[i:]):
			return head, lines[i:]
		default:
			note("A line of the header is no header.")
			if len(head) > 0 {
				head[len(head)-1].value += " " + strings.TrimSpace(l)
			}
		}
	}
	return head, nil
}

// ascii drops what is not printable ASCII.
func ascii(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// eightBitName reports whether the part before the colon holds bytes beyond ASCII.
func eightBitName(l string) bool {
	before, _, ok := strings.Cut(l, ":")
	return ok && strings.ContainsFunc(before, func(r rune) bool { return r > '~' }) && !strings.Contains(before, " ")
}

// anyField reports whether a usual header field is among some lines, before the
// first that begins a part of a message.
func anyField(lines []string) bool {
	for _, l := range lines {
		if strings.HasPrefix(l, "--") {
			return false
		}
		if at := name.FindStringSubmatch(l); at != nil && (header{{at[1], ""}}).known() {
			return true
		}
	}
	return false
}

// bytes writes the header for the parser of parts: one line a field.
func (h header) bytes() []byte {
	var b bytes.Buffer
	for _, f := range h {
		b.WriteString(f.name + ": " + f.value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}
