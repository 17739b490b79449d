package message

import (
	"bytes"
	"slices"
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
	return slices.ContainsFunc(h, func(f field) bool { return isUsual(f.name) })
}

func isUsual(name string) bool {
	return slices.ContainsFunc(usual, func(u string) bool { return strings.EqualFold(u, name) })
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

// fieldName returns the length of the name with which a header line begins and
// where its value does; some programs write blanks before the colon. ok is false
// where the line begins with none.
func fieldName(l string) (name, value int, ok bool) {
	for name < len(l) && l[name] > ' ' && l[name] <= '~' && l[name] != ':' {
		name++
	}
	value = name
	for value < len(l) && (l[value] == ' ' || l[value] == '\t') {
		value++
	}
	return name, value + 1, name > 0 && value < len(l) && l[value] == ':'
}

// mend repairs the header block, which parsers are strict about: a mailbox
// file's From line, blank lines and a byte order mark in front, lines that are
// no header, bytes that no field name has. It returns what stands below the
// header, the header, and what was wrong.
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
	return body, head, defects
}

// fields reads header lines. A line that is neither a field nor a continuation
// belongs to the field above it if more fields follow; otherwise the text has
// begun without a blank line, and it is returned with what follows.
func fields(lines []string, note func(string)) (header, []string) {
	var head header
	var more []string // what continues the last field
	end := func() {
		if len(head) > 0 && len(more) > 0 {
			head[len(head)-1].value += " " + strings.Join(more, " ")
		}
		more = nil
	}
	last := lastField(lines)
	for i, l := range lines {
		if len(head) == 0 {
			l = strings.TrimLeft(l, " \t")
		}
		f, ok, clean := readField(l)
		switch {
		case ok:
			end()
			head = append(head, f)
			if !clean {
				note("A header field's name holds characters that it may not.")
			}
		case l != "" && (l[0] == ' ' || l[0] == '\t') && len(head) > 0:
			more = append(more, strings.TrimSpace(l))
		case i > last:
			end()
			return head, lines[i:]
		default:
			note("A line above the text of the message could not be read as a header.")
			more = append(more, strings.TrimSpace(l))
		}
	}
	end()
	return head, nil
}

// readField reads the first line of a field. clean is false where bytes beyond
// ASCII were left out of its name.
func readField(l string) (f field, ok, clean bool) {
	if name, at, ok := fieldName(l); ok {
		return field{l[:name], strings.TrimSpace(l[at:])}, true, true
	}
	before, value, found := strings.Cut(l, ":")
	if !found || strings.ContainsAny(before, " \t") {
		return f, false, true
	}
	plain := strings.Map(ascii, before)
	if name, _, ok := fieldName(plain + ":"); ok {
		return field{plain[:name], strings.TrimSpace(value)}, true, false
	}
	return f, false, true
}

// ascii drops what is not printable ASCII.
func ascii(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

// lastField returns the place of the last usual header field before the first
// line that begins a part of a message, or -1.
func lastField(lines []string) int {
	last := -1
	for i, l := range lines {
		if strings.HasPrefix(l, "--") {
			break
		}
		if name, _, ok := fieldName(l); ok && isUsual(l[:name]) {
			last = i
		}
	}
	return last
}
