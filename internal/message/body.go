package message

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"

	"casebook/internal/casefile"
)

// body is what the parts of a message gave.
type body struct {
	text       []string
	packed     []string // what Outlook packed beside the text, or in its place
	calendar   []string // what invitations say
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
	b.packed, b.calendar = append(b.packed, o.packed...), append(b.calendar, o.calendar...)
	b.forwarded, b.defects = append(b.forwarded, o.forwarded...), append(b.defects, o.defects...)
	b.report, b.invitation = b.report || o.report, b.invitation || o.invitation
}

// into writes what the body gave into a message. What Outlook packed stands in
// for a text that is not there, and so does what an invitation says.
func (b *body) into(m *casefile.Message) {
	for _, form := range [][]string{b.text, b.packed, b.calendar} {
		if m.Text = text(strings.Join(form, "\n\n")); m.Text != "" {
			break
		}
	}
	if len(m.Text) > maxText {
		m.Text = shorten(m.Text, maxText)
		b.note(tooLong)
	}
	m.Defects = append(m.Defects, b.defects...)
}

const (
	tooLong = "The message is very long; only its beginning is shown."
	tooDeep = "Messages lie too deep inside this one to be read."
)

// readBody reads the parts of a message whose header is mended.
func (r *reader) readBody(raw []byte, depth int) *body {
	b := &body{}
	_, rest := split(raw)
	if len(raw) > maxRaw {
		b.asItCame(rest, "The message is too large for its parts to be read.")
		return b
	}
	root, err := r.parser(len(raw)).ReadParts(bytes.NewReader(raw))
	if err != nil {
		b.asItCame(rest, uncut)
		return b
	}
	b.complaints(root)
	if root.FirstChild == nil && strings.HasPrefix(kind(root), "multipart/") {
		again, found := otherBoundary(rest)
		if !found || depth >= maxDepth {
			if len(bytes.TrimSpace(rest)) > 0 {
				b.asItCame(rest, uncut)
			}
			return b
		}
		b.note("A part of the message is damaged.")
		inner := r.readBody(again, maxDepth) // it is tried once
		inner.defects = append(b.defects, inner.defects...)
		return inner
	}
	r.walk(b, root, depth)
	return b
}

// firstPart is the line that begins a part, and the header below it.
var firstPart = regexp.MustCompile(`(?m)^--([^\s"]{1,70})[ \t]*\r?\nContent-[A-Za-z-]+:`)

// otherBoundary finds the boundary that a body uses in place of the one its
// header names, and returns the body under a header that names it.
func otherBoundary(rest []byte) ([]byte, bool) {
	m := firstPart.FindSubmatch(rest[:min(len(rest), 1<<16)])
	if m == nil {
		return nil, false
	}
	head := "Content-Type: multipart/mixed; boundary=\"" + string(m[1]) + "\"\r\n\r\n"
	return append([]byte(head), rest...), true
}

const uncut = "The parts of the message could not be told apart; its text is shown as it came."

// asItCame shows a body without reading its parts.
func (b *body) asItCame(rest []byte, why string) {
	b.text = []string{guess(rest[:min(len(rest), maxText)])}
	b.note(why)
}

// parser cuts the tree of parts and leaves their content as it is. Every byte
// passes through every multipart around it, so their number is limited, the
// more so in a large message; beyond it a multipart is a single part.
func (r *reader) parser(size int) *enmime.Parser {
	left := min(max((16<<20)/size, 8), maxMultiparts)
	return enmime.NewParser(
		enmime.RawContent(true),
		enmime.DisableCharacterDetection(true),
		enmime.DisableTextConversion(true),
		enmime.SkipMalformedParts(true),
		enmime.MultipartWOBoundaryAsSinglePart(true),
		enmime.MaxStoredPartErrors(20),
		enmime.SetCustomParseMediaType(func(s string) (string, map[string]string, []string, error) {
			kind, params, invalid := mediaType(s)
			if params["boundary"] != "" {
				if left--; left < 0 {
					delete(params, "boundary")
				}
			}
			return kind, params, invalid, nil
		}),
	)
}

func mediaType(s string) (kind string, params map[string]string, invalid []string) {
	kind, params, invalid, err := mediatype.ParseWithOptions(s, mediatype.ParseOptions{StripMediaTypeInvalidCharacters: true})
	if err != nil {
		// A type that cannot be read is no reason to lose the part.
		first, _, _ := strings.Cut(s, ";")
		return strings.ToLower(strings.TrimSpace(first)), map[string]string{}, nil
	}
	return kind, params, invalid
}

// complaints says in words what the parser complained of.
func (b *body) complaints(p *enmime.Part) {
	for _, e := range p.Errors {
		switch e.Name {
		case enmime.ErrorMissingBoundary:
			b.note("The message ends before its parts do; something may be missing.")
		case enmime.ErrorMalformedHeader, enmime.ErrorMalformedChildPart:
			b.note("A part of the message is damaged.")
		}
	}
}

// kind is a part's media type; no type is plain text.
func kind(p *enmime.Part) string {
	if p.ContentType == "" {
		return "text/plain"
	}
	return strings.ToLower(p.ContentType)
}

func children(p *enmime.Part) []*enmime.Part {
	var all []*enmime.Part
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		all = append(all, c)
	}
	return all
}

// walk goes through the tree of parts.
func (r *reader) walk(b *body, p *enmime.Part, depth int) {
	if p.Parent != nil {
		b.complaints(p)
	}
	kind := kind(p)
	switch {
	case kind == "multipart/alternative":
		r.alternative(b, p, depth)
	case strings.HasPrefix(kind, "multipart/") && p.FirstChild != nil:
		if kind == "multipart/report" || kind == "multipart/encrypted" {
			b.special(kind, p)
		}
		for _, c := range children(p) {
			r.walk(b, c, depth)
		}
	case kind == "message/rfc822" || kind == "message/global":
		r.inside(b, p, depth)
	case isText(p):
		b.text = append(b.text, r.readText(b, p))
	default:
		r.file(b, p, depth)
	}
}

// special notes what the wrapping of parts says about the whole.
func (b *body) special(kind string, p *enmime.Part) {
	if kind == "multipart/encrypted" {
		b.note(sealedPGP)
	}
	params := strings.ToLower(p.Header.Get("Content-Type"))
	b.report = b.report || kind == "multipart/report" && !strings.Contains(params, "disposition-notification")
}

// isText reports whether a part is text to be read here, and no file.
func isText(p *enmime.Part) bool {
	switch kind(p) {
	case "text/plain", "text/html", "text/enriched", "text/richtext":
		return !strings.EqualFold(p.Disposition, "attachment") && (p.FileName == "" || strings.EqualFold(p.Disposition, "inline") && isNote(p.FileName))
	}
	return strings.HasPrefix(kind(p), "multipart/") // one that could not be cut
}

// isNote reports whether a named inline part is still the letter itself, as
// some programs name it.
func isNote(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".txt" || ext == ".htm" || ext == ".html" || ext == ""
}

// readText decodes a part of text.
func (r *reader) readText(b *body, p *enmime.Part) string {
	if kind(p) == "text/html" {
		return b.readHTML(p)
	}
	return r.unwrap(b, b.decoded(p))
}

func (b *body) readHTML(p *enmime.Part) string { return b.fromHTML(b.decoded(p)) }

// fromHTML makes a page text, and says if some of it was meant not to be seen.
func (b *body) fromHTML(page string) string {
	s, hid := fromHTML(page)
	if hid {
		b.note("Some text was hidden in the message; it is left out here.")
	}
	return s
}

func (b *body) decoded(p *enmime.Part) string {
	raw, ok := transfer(p.Content, p.Header.Get("Content-Transfer-Encoding"))
	if !ok {
		b.note("A part of the message is not encoded as it says; some of its text may be wrong.")
	}
	if len(raw) > 2*maxText {
		raw = raw[:2*maxText]
		b.note(tooLong)
	}
	label := p.Charset
	if label == "" && kind(p) == "text/html" {
		label = declared(raw)
	}
	s, ok := decode(raw, label)
	if !ok {
		b.note("The message is not in the character set it names; some characters may be wrong.")
	}
	return s
}

// alternative takes one of several forms of the same text: the plain one,
// unless it says nothing. Other parts are kept as they are.
func (r *reader) alternative(b *body, p *enmime.Part, depth int) {
	var plain, html []string
	for _, c := range children(p) {
		switch {
		case kind(c) == "text/plain" && isText(c):
			plain = append(plain, r.readText(b, c))
		case kind(c) == "text/html" && isText(c):
			html = append(html, b.readHTML(c))
		case strings.HasPrefix(kind(c), "multipart/") && c.FirstChild != nil:
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
