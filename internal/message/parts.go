package message

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2/mediatype"
)

// part is one part of a message, its content as it came.
type part struct {
	header
	kind        string // media type in lower case; no type is plain text
	params      map[string]string
	disposition string // in lower case
	fileName    string
	content     []byte
	children    []*part
	damaged     bool // something in its header could not be read
	open        bool // the line that ends its parts is missing, or was not reached
}

func (p *part) encoding() string { return p.get("Content-Transfer-Encoding") }

func (p *part) isHTML() bool {
	return p.kind == "text/html" || p.kind == "html" || p.kind == "text/x-html" || p.kind == "application/xhtml+xml"
}

// newPart reads what a header says of the part below it.
func newPart(h header) *part {
	p := &part{header: h, kind: "text/plain"}
	if v := h.get("Content-Type"); strings.TrimSpace(v) != "" {
		p.kind, p.params, p.damaged = mediaType(v)
	}
	if v := h.get("Content-Disposition"); v != "" {
		var params map[string]string
		p.disposition, params, _ = mediaType(v)
		p.fileName = params["filename"]
	}
	if p.fileName == "" {
		p.fileName = p.params["name"]
	}
	return p
}

// param finds a parameter in a field that breaks the rules.
var param = regexp.MustCompile(`(?i);\s*(boundary|charset|name|filename)\s*=\s*(?:"([^"\r\n]*)"?|([^\s;"]+))`)

// maxField bounds what is read of a field with parameters: several times the
// longest name of a file, each of its letters written as nine. The library
// compares each parameter with all that stands before it.
const maxField = 8 << 10

// mediaType reads a field with parameters (RFC 2045, RFC 2231). A type that
// cannot be read is no reason to lose the part.
func mediaType(s string) (kind string, params map[string]string, damaged bool) {
	s = s[:min(len(s), maxField)]
	kind, params, _, err := mediatype.ParseWithOptions(s, mediatype.ParseOptions{StripMediaTypeInvalidCharacters: true})
	if err == nil && kind != "" {
		return strings.ToLower(kind), params, false
	}
	first, _, _ := strings.Cut(s, ";")
	params = map[string]string{}
	for _, m := range param.FindAllStringSubmatch(s, -1) {
		params[strings.ToLower(m[1])] = m[2] + m[3]
	}
	return strings.ToLower(strings.TrimSpace(first)), params, true
}

// cutter cuts a body at its boundaries, in one pass over its lines whatever
// lies in what.
type cutter struct {
	rest  []byte
	open  []string // the boundaries of the parts being read, the outermost first
	lead  []byte   // text that stood among the lines of a header
	parts int
	level int  // of the boundary reached, as its place in open; -1 at the end
	final bool // that boundary was the last of its kind
}

// maxParts bounds the parts of a message.
const maxParts = 2000

// cutParts cuts the body of a message into the tree of its parts.
func cutParts(h header, body []byte) *part {
	c := &cutter{rest: body, level: -1}
	return c.part(h)
}

// part reads a part whose header was read, up to the next boundary.
func (c *cutter) part(h header) *part {
	p := newPart(h)
	boundary := strings.TrimRight(p.params["boundary"], " \t\r\n")
	c.parts++
	if !strings.HasPrefix(p.kind, "multipart/") || boundary == "" || len(c.open) >= maxMultiparts {
		p.content = c.content()
		return p
	}
	level := len(c.open)
	c.open = append(c.open, boundary)
	p.content = c.content() // what stands above the parts
	for c.level == level && !c.final {
		if c.parts >= maxParts {
			p.open, c.level, c.rest = true, -1, nil // what follows is not read
			break
		}
		p.children = append(p.children, c.part(c.header()))
	}
	p.open = len(p.children) > 0 && c.level < level
	c.open = c.open[:level]
	if c.level == level { // what stands below the parts
		below := c.content()
		if len(p.children) == 0 {
			p.content = slices.Concat(p.content, below) // not into the message itself
		}
	}
	return p
}

// header reads the header of a part. Where there is none, the text has begun.
func (c *cutter) header() header {
	first, _, _ := bytes.Cut(c.rest, []byte("\n"))
	if _, ok, _ := readField(strings.TrimRight(string(first[:min(len(first), 1000)]), "\r")); !ok {
		if len(bytes.TrimSpace(first)) == 0 && len(c.rest) > 0 {
			c.rest = c.rest[min(len(first)+1, len(c.rest)):]
		}
		return nil
	}
	// A boundary may follow before any blank line does.
	at := 0
	for at < len(c.rest) {
		l := nextLine(c.rest[at:])
		if level, _ := c.boundary(l); level >= 0 {
			h := c.fields(c.rest[:at])
			c.rest = c.rest[at:]
			return h
		}
		if len(bytes.TrimRight(l, "\r\n")) == 0 {
			h := c.fields(c.rest[:at])
			c.rest = c.rest[at+len(l):]
			return h
		}
		at += len(l)
	}
	h := c.fields(c.rest)
	c.rest = nil
	return h
}

// fields reads the lines of a part's header; what turns out to be text is the
// beginning of its content.
func (c *cutter) fields(block []byte) header {
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(string(block[:min(len(block), maxHeader)]), "\r\n"), "\r", ""), "\n")
	h, rest := fields(lines, func(string) {})
	if len(rest) > 0 {
		c.lead = []byte(strings.Join(rest, "\n") + "\n\n")
	}
	return h
}

// nextLine returns the first line with its end.
func nextLine(b []byte) []byte {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		return b[:end+1]
	}
	return b
}

// content reads up to the next boundary of any part that is open.
func (c *cutter) content() []byte {
	if c.lead != nil {
		lead := c.lead
		c.lead = nil
		return append(lead, c.content()...)
	}
	at := 0
	for at < len(c.rest) {
		if c.rest[at] != '-' {
			// On to the next line that may be a boundary.
			next := bytes.Index(c.rest[at:], []byte("\n--"))
			if next < 0 || len(c.open) == 0 {
				break
			}
			at += next + 1
		}
		l := nextLine(c.rest[at:])
		if level, final := c.boundary(l); level >= 0 {
			out := trimEnd(c.rest[:at])
			c.rest, c.level, c.final = c.rest[at+len(l):], level, final
			return out
		}
		at += len(l)
	}
	out := c.rest
	c.rest, c.level = nil, -1
	return out
}

// trimEnd takes off the line end that belongs to the boundary behind it.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// boundary says which of the open parts a line is a boundary of, the innermost
// first, and whether it is their last.
func (c *cutter) boundary(l []byte) (level int, final bool) {
	if len(l) < 3 || l[0] != '-' || l[1] != '-' {
		return -1, false
	}
	l = bytes.TrimRight(l[2:], " \t\r\n")
	for i := len(c.open) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(l, []byte(c.open[i]))
		if ok && len(rest) == 0 {
			return i, false
		}
		if ok && string(rest) == "--" {
			return i, true
		}
	}
	return -1, false
}
