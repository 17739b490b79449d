package message

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"casebook/internal/casefile"
)

// body is what the parts of a message gave.
type body struct {
	text       []string
	packed     []string // what Outlook packed beside the text, or in its place
	beside     []string // what invitations and reports say
	forwarded  []casefile.Forwarded
	defects    []string
	report     bool // a delivery report
	invitation bool // a calendar's
}

func (b *body) note(what string) { b.defects = append(b.defects, what) }

// take adds what other parts gave.
func (b *body) take(o *body) {
	b.text = append(b.text, o.text...)
	b.takeBeside(o)
}

// takeBeside adds what other parts gave, but for their text.
func (b *body) takeBeside(o *body) {
	b.packed, b.beside = append(b.packed, o.packed...), append(b.beside, o.beside...)
	b.forwarded, b.defects = append(b.forwarded, o.forwarded...), append(b.defects, o.defects...)
	b.report, b.invitation = b.report || o.report, b.invitation || o.invitation
}

// into writes what the body gave into a message. What Outlook packed stands in
// for a text that is not there, and so does what an invitation or a report says.
func (b *body) into(m *casefile.Message) {
	for _, form := range [][]string{b.text, b.packed, b.beside} {
		if m.Text = text(strings.Join(form, "\n\n")); m.Text != "" {
			break
		}
	}
	if len(m.Text) > maxText {
		m.Text = casefile.Clip(m.Text, maxText)
		b.note(tooLong)
	}
	m.Defects = append(m.Defects, b.defects...)
}

const (
	tooLong = "The message is very long; only its beginning is shown."
	tooDeep = "Messages lie too deep inside this one to be read."
)

// readBody reads the parts of a message.
func (r *reader) readBody(h header, rest []byte, depth int) *body {
	b := &body{}
	if len(rest) > maxRaw {
		b.asItCame(rest, "The message is too large for its parts to be read.")
		return b
	}
	root := cutParts(h, rest)
	if len(root.children) > 0 || !strings.HasPrefix(root.kind, "multipart/") {
		r.walk(b, root, depth)
		return b
	}
	boundary, found := otherBoundary(rest)
	if found {
		root = cutParts(header{{"Content-Type", `multipart/mixed; boundary="` + boundary + `"`}}, rest)
	}
	if len(root.children) > 0 {
		b.note(damagedPart)
		r.walk(b, root, depth)
	} else if len(bytes.TrimSpace(rest)) > 0 {
		b.asItCame(rest, "The parts of the message could not be told apart; its text is shown as it came.")
	}
	return b
}

// firstPart is the line that begins a part, and the header below it.
var firstPart = regexp.MustCompile(`(?m)^--([^\s"]{1,70})[ \t]*\r?\nContent-[A-Za-z-]+:`)

// otherBoundary finds the boundary that a body uses in place of the one its
// header names.
func otherBoundary(rest []byte) (string, bool) {
	m := firstPart.FindSubmatch(rest[:min(len(rest), 1<<16)])
	if m == nil {
		return "", false
	}
	return string(m[1]), true
}

const damagedPart = "A part of the message is damaged."

// asItCame shows a body without reading its parts.
func (b *body) asItCame(rest []byte, why string) {
	b.text = []string{guess(rest[:min(len(rest), maxText)])}
	b.note(why)
}

// walk goes through the tree of parts.
func (r *reader) walk(b *body, p *part, depth int) {
	if p.open {
		b.note("The message ends before its parts do; something may be missing.")
	}
	if p.damaged {
		b.note(damagedPart)
	}
	switch {
	case p.kind == "multipart/alternative" && len(p.children) > 0:
		r.alternative(b, p, depth)
	case strings.HasPrefix(p.kind, "multipart/") && len(p.children) > 0:
		b.special(p)
		for _, c := range p.children {
			r.walk(b, c, depth)
		}
	case p.kind == "message/rfc822" || p.kind == "message/global":
		r.inside(b, p, depth)
	case isText(p):
		b.text = append(b.text, r.readText(b, p))
	case isReport(p):
		b.beside = append(b.beside, b.decoded(p))
		r.file(b, p, depth)
	default:
		r.file(b, p, depth)
	}
}

// special notes what the wrapping of parts says about the whole.
func (b *body) special(p *part) {
	switch p.kind {
	case "multipart/encrypted":
		b.note(sealedPGP)
	case "multipart/report":
		b.report = b.report || !strings.Contains(strings.ToLower(p.get("Content-Type")), "disposition-notification")
	}
}

// noText are kinds of text that are files to a person.
var noText = words("text/calendar text/csv text/vcard text/x-vcard text/directory text/rtf text/css text/javascript text/xml text/x-amp-html")

// isText reports whether a part is text to be read here, and no file. A kind
// that nobody knows, or that was written wrong, is text all the same.
func isText(p *part) bool {
	switch major, minor, found := strings.Cut(p.kind, "/"); {
	case strings.HasPrefix(p.kind, "multipart/"): // one that could not be cut
	case major != "text" && (found || minor != ""):
		return false
	case noText[p.kind]:
		return false
	}
	return p.disposition != "attachment" && (p.fileName == "" || p.disposition == "inline" && isNote(p.fileName))
}

// isReport reports whether a part is what a machine says of a message.
func isReport(p *part) bool {
	return p.kind == "message/delivery-status" || p.kind == "message/disposition-notification" || p.kind == "message/partial" && p.params["number"] == "1"
}

// isNote reports whether a named inline part is still the letter itself, as
// some programs name it.
func isNote(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".txt" || ext == ".htm" || ext == ".html" || ext == ""
}

// readText decodes a part of text.
func (r *reader) readText(b *body, p *part) string {
	if p.isHTML() {
		return b.readHTML(p)
	}
	return r.unwrap(b, b.decoded(p))
}

func (b *body) readHTML(p *part) string { return b.fromHTML(b.decoded(p)) }

// fromHTML makes a page text, and says if some of it was meant not to be seen.
func (b *body) fromHTML(page string) string {
	s, hid := fromHTML(page)
	if hid {
		b.note("Some text was hidden in the message; it is left out here.")
	}
	return s
}

func (b *body) decoded(p *part) string {
	raw, ok := transfer(p.content, p.encoding())
	if !ok && plainAfterAll(p.content, raw) {
		raw = p.content
	}
	if !ok {
		b.note("A part of the message is not encoded as it says; some of its text may be wrong.")
	}
	if len(raw) > 2*maxText {
		raw = raw[:2*maxText]
		b.note(tooLong)
	}
	label := p.params["charset"]
	if label == "" && p.isHTML() {
		label = declared(raw)
	}
	s, ok := decode(raw, label)
	if !ok {
		b.note("The message is not in the character set it names; some characters may be wrong.")
	}
	return s
}

// plainAfterAll reports whether what says that it is base64 is plain writing:
// it has words, and what was decoded is no text.
func plainAfterAll(raw, decoded []byte) bool {
	blanks := bytes.Count(raw, []byte(" "))
	return blanks*25 > len(raw) && !utf8.Valid(decoded)
}

// alternative takes one of several forms of the same text: the plain one,
// unless it says nothing. Other parts are kept as they are.
func (r *reader) alternative(b *body, p *part, depth int) {
	var plain, html []string
	for _, c := range p.children {
		switch {
		case isText(c) && !c.isHTML() && !strings.HasPrefix(c.kind, "multipart/"):
			plain = append(plain, r.readText(b, c))
		case c.isHTML() && isText(c):
			html = append(html, b.readHTML(c))
		case strings.HasPrefix(c.kind, "multipart/") && len(c.children) > 0:
			inner := &body{}
			r.walk(inner, c, depth)
			html = append(html, inner.text...)
			b.takeBeside(inner)
		default:
			r.walk(b, c, depth)
		}
	}
	p1, p2 := strings.Join(plain, "\n\n"), strings.Join(html, "\n\n")
	if real(p1, p2) {
		b.text = append(b.text, p1)
	} else if strings.TrimSpace(p2) != "" {
		b.text = append(b.text, p2)
	}
}

// real reports whether a plain form says what the HTML says: some programs put
// "your program cannot show this message" in its place, or nothing.
func real(plain, html string) bool {
	p, h := len(strings.Fields(plain)), len(strings.Fields(html))
	return p > 0 && (h < 30 || p*4 > h)
}
