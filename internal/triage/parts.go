package triage

import (
	"strings"
)

// parts are the layers of a message's text: what its writer wrote, then each
// message quoted below, the nearest first.
type parts struct {
	own       string
	signature string
	quoted    []quoted
}

// quoted is a message quoted inside another.
type quoted struct {
	from string // its From line, if it has one
	text string
}

// split separates what the writer wrote from what is quoted. A reply that
// quotes an old request must not count as a new one.
func split(raw string) parts {
	var p parts
	var own, layer strings.Builder
	own.Grow(len(raw) + 1)
	current := &own
	from := ""
	lines := strings.Split(strings.ReplaceAll(raw, "\r\n", "\n"), "\n")
	finish := func() {
		if current == &layer {
			p.quoted = append(p.quoted, quoted{from: from, text: strings.TrimSpace(layer.String())})
		}
		layer.Reset()
	}
	for i := 0; i < len(lines); {
		if n, header := quoteBegins(lines[i:]); n > 0 {
			finish()
			current, from = &layer, header
			i += n
			continue
		}
		line := unquote(lines[i])
		if current == &own && isSignature(lines[i:]) {
			n := signatureLength(lines[i:])
			p.signature = strings.Join(lines[i:i+n], "\n")
			i += n
			continue
		}
		if current == &own && line != lines[i] && strings.HasPrefix(strings.TrimSpace(lines[i]), ">") {
			i += p.takeMarked(lines[i:])
			continue
		}
		current.WriteString(line)
		current.WriteByte('\n')
		i++
	}
	finish()
	p.own = strings.TrimSpace(own.String())
	return p
}

// takeMarked moves the lines marked with > that come first into a layer of their
// own, and returns how many they are.
func (p *parts) takeMarked(lines []string) int {
	var text strings.Builder
	n := 0
	for n < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[n]), ">") {
		text.WriteString(unquote(lines[n]))
		text.WriteByte('\n')
		n++
	}
	p.quoted = append(p.quoted, quoted{text: strings.TrimSpace(text.String())})
	return n
}

// unquote takes the marks from the beginning of a quoted line.
func unquote(line string) string {
	t := line
	for {
		s := strings.TrimLeft(t, " \t")
		if !strings.HasPrefix(s, ">") {
			break
		}
		t = strings.TrimPrefix(s[1:], " ")
	}
	return t
}

// isSignature reports whether the conventional line "-- " begins here
// (RFC 3676, section 4.3).
func isSignature(lines []string) bool { return lines[0] == "-- " || lines[0] == "--" }

// signatureLength is how many lines belong to a signature: up to the quotation.
func signatureLength(lines []string) int {
	for n := 1; n < len(lines); n++ {
		if q, _ := quoteBegins(lines[n:]); q > 0 || strings.HasPrefix(lines[n], ">") {
			return n
		}
	}
	return len(lines)
}

// dividers are the lines that mail programs put above a quotation.
var dividers = []string{
	"original message", "forwarded message", "begin forwarded message", "original-nachricht",
	"forwarded by", "ursprüngliche nachricht", "message d'origine", "mensaje original", "wiadomość oryginalna",
}

// quoteBegins returns how many lines announce a quotation here, and the From
// line among them. None means that no quotation begins.
func quoteBegins(lines []string) (n int, from string) {
	if !mayAnnounce(lines) {
		return 0, ""
	}
	line := strings.TrimSpace(unquote(lines[0]))
	if isDivider(line) {
		n, from = headerBlock(lines[1:])
		return n + 1, from
	}
	if n = introduction(lines); n > 0 {
		return n, line
	}
	if n, from = headerBlock(lines); n > 0 && countHeaders(lines[:n]) >= 3 {
		return n, from
	}
	return 0, ""
}

// mayAnnounce reports, at a glance, whether these lines can announce a quotation:
// all that do hold a colon soon, or are a divider.
func mayAnnounce(lines []string) bool {
	for _, line := range lines[:min(3, len(lines))] { // two blank lines may stand before a header
		if strings.IndexByte(line, ':') >= 0 {
			return true
		}
	}
	return isDivider(strings.TrimSpace(unquote(lines[0])))
}

// dividerLetters are those that a divider begins with.
var dividerLetters = func() string {
	letters := ""
	for _, d := range dividers {
		letters += d[:1] + strings.ToUpper(d[:1])
	}
	return letters
}()

func isDivider(line string) bool {
	if len(line) > 80 {
		return false
	}
	marked := strings.HasPrefix(line, "--") || strings.HasPrefix(line, "==") || strings.HasPrefix(line, "__")
	bare := strings.Trim(line, "-=_ :")
	if bare == "" || !strings.Contains(dividerLetters, bare[:1]) {
		return false
	}
	lower := strings.ToLower(bare)
	for _, d := range dividers {
		if lower == d || marked && strings.HasPrefix(lower, d) {
			return true
		}
	}
	return false
}

// wrote are the words that end the line before a quotation.
var wrote = []string{"wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "napisał:", "napisał(a):", "scrisse:", "writes:"}

// introduction recognises "On Monday A wrote:", on one line or two.
func introduction(lines []string) int {
	first := strings.TrimSpace(unquote(lines[0]))
	if len(first) > 200 || !startsIntroduction(first) {
		return 0
	}
	if endsIn(first, wrote) {
		return 1
	}
	if len(lines) > 1 && endsIn(strings.TrimSpace(unquote(lines[1])), wrote) {
		return 2
	}
	return 0
}

func startsIntroduction(line string) bool {
	for _, p := range []string{"On ", "Am ", "Le ", "El ", "Il ", "W dniu ", "Dnia ", "pon", "wt", "śr", "czw", "pt"} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	return false
}

func endsIn(s string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// headerNames are the fields that mail programs print above a quoted message,
// the sender's first.
var headerNames = []string{"from:", "von:", "de :", "de:", "od:", "da:", "sent:", "date:", "to:", "cc:", "subject:", "gesendet:", "an:", "betreff:", "envoyé :", "à :", "objet :", "reply-to:"}

const senderNames = 6 // of headerNames

// headerBlock returns how many lines of quoted header fields come first, blank
// lines before them included, and the sender's.
func headerBlock(lines []string) (n int, from string) {
	for n < len(lines) && strings.TrimSpace(unquote(lines[n])) == "" && n < 2 {
		n++
	}
	start := n
	if n >= len(lines) || !hasHeader(lines[n], headerNames[:senderNames]) && !hasHeader(lines[n], headerNames) {
		return 0, ""
	}
	for n < len(lines) && n-start < 12 {
		line := strings.TrimSpace(strings.ReplaceAll(unquote(lines[n]), "*", ""))
		if hasHeader(line, headerNames[:senderNames]) {
			from = line
		}
		if !hasHeader(line, headerNames) && (line == "" || !strings.HasPrefix(unquote(lines[n]), " ") && !strings.Contains(line, "@")) {
			break
		}
		n++
	}
	return n, from
}

func hasHeader(line string, names []string) bool {
	if strings.IndexByte(line, ':') < 0 {
		return false
	}
	line = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(unquote(line), "*", "")))
	for _, name := range names {
		if strings.HasPrefix(line, name) {
			return true
		}
	}
	return false
}

func countHeaders(lines []string) int {
	n := 0
	for _, l := range lines {
		if hasHeader(l, headerNames) {
			n++
		}
	}
	return n
}
