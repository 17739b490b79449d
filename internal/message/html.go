package message

import (
	"regexp"
	"strings"

	"casebook/internal/casefile"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metaCharset is a page's own word on its character set.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})`)

// declared returns the character set that a page names in its first part.
func declared(page []byte) string {
	if m := metaCharset.FindSubmatch(page[:min(len(page), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// How an element shapes the text.
var (
	dropped = atoms(atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Object, atom.Svg, atom.Noframes)
	blocks  = atoms(atom.P, atom.Div, atom.Tr, atom.Ul, atom.Ol, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Address, atom.Hr, atom.Li, atom.Dt, atom.Dd,
		atom.Form, atom.Fieldset, atom.Center, atom.Body)
	spaced = atoms(atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre)
)

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	set := map[atom.Atom]bool{}
	for _, a := range list {
		set[a] = true
	}
	return set
}

// fromHTML writes a page as plain text: blocks on lines of their own, table
// cells apart, quotations marked, a link's address behind its words. It goes
// through the page once, builds no tree and loads nothing. What is styled so
// that nobody sees it is left out, and hid says so.
func fromHTML(page string) (s string, hid bool) {
	w := &htmlWriter{}
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(4 * maxText)
	for w.out.Len() < maxText {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		w.token(kind, z.Token())
	}
	w.reveal()
	w.newline(1)
	return strings.TrimSpace(w.out.String()), w.hid
}

// htmlWriter collects the text of a page.
type htmlWriter struct {
	out    strings.Builder
	line   strings.Builder // the line being written
	blanks int             // line ends since the last text
	space  bool            // a blank is due before the next word
	drop   atom.Atom       // the element whose content is left out
	depth  int             // how often drop is open
	veiled []string        // the text in drop, where it is only hidden
	veil   bool            // drop is an element that is hidden
	hid    bool            // something was hidden
	quote  int             // how deep in quotations
	pre    int             // how deep in preformatted text
	cell   bool            // in a table's cell, where blocks break lines only before text
	fresh  bool            // no text in the cell yet
	soft   int             // line ends due before the next text of the cell
	href   string          // of the open link
	from   int             // where its words begin in line
}

func (w *htmlWriter) token(kind html.TokenType, t html.Token) {
	if w.depth > 0 {
		w.skip(kind, t)
		return
	}
	switch kind {
	case html.TextToken:
		w.text(t.Data)
	case html.StartTagToken, html.SelfClosingTagToken:
		w.start(kind, t)
	case html.EndTagToken:
		w.end(t)
	}
}

// skip goes over what is left out. A head that nobody closed ends at the body.
func (w *htmlWriter) skip(kind html.TokenType, t html.Token) {
	switch {
	case w.drop == atom.Head && t.DataAtom == atom.Body && kind == html.StartTagToken:
		w.depth = 0
	case kind == html.TextToken && w.veil:
		w.veiled = append(w.veiled, t.Data)
	case t.DataAtom != w.drop:
	case kind == html.StartTagToken:
		w.depth++
	case kind == html.EndTagToken:
		if w.depth--; w.depth == 0 && w.veil {
			w.hid = w.hid || strings.TrimSpace(text(strings.Join(w.veiled, ""))) != ""
			w.veil, w.veiled = false, nil
		}
	}
}

// reveal writes what was hidden by an element that never ended: it may be all
// there is.
func (w *htmlWriter) reveal() {
	if w.depth > 0 && w.veil {
		w.depth = 0
		for _, s := range w.veiled {
			w.text(s)
		}
	}
}

// veils are the elements that may hide their content: those that a page has to
// end.
var veils = atoms(atom.Div, atom.Span, atom.Font, atom.Table, atom.P, atom.Td, atom.Tr, atom.Section, atom.B, atom.I, atom.A, atom.Center)

// unseen is a style that shows nothing.
var unseen = regexp.MustCompile(`(?i)(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0+(\.0+)?\s*(px|pt|em|%)?\s*(;|!|$))`)

// hides reports whether an element is styled so that nobody sees it.
func hides(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "hidden" || a.Key == "style" && unseen.MatchString(a.Val) {
			return veils[t.DataAtom]
		}
	}
	return false
}

func (w *htmlWriter) start(kind html.TokenType, t html.Token) {
	switch a := t.DataAtom; {
	case dropped[a] && kind == html.StartTagToken:
		w.drop, w.depth = a, 1
	case len(t.Attr) > 0 && kind == html.StartTagToken && hides(t):
		w.drop, w.depth, w.veil = a, 1, true
	case a == atom.Br:
		w.harden()
		w.flush()
		w.blanks++
	case a == atom.Hr:
		w.newline(1)
		w.text("----------")
		w.newline(1)
	case a == atom.Td || a == atom.Th:
		w.nextCell()
	case a == atom.Img:
		if alt := strings.TrimSpace(attr(t, "alt")); alt != "" {
			w.text("[" + alt + "]")
		}
	case a == atom.A:
		w.href, w.from = attr(t, "href"), w.line.Len()
	case blocks[a]:
		w.open(a)
	}
}

func (w *htmlWriter) open(a atom.Atom) {
	w.around(a)
	switch a {
	case atom.Li:
		w.harden()
		w.line.WriteString("- ")
	case atom.Blockquote:
		w.harden()
		w.quote++
	case atom.Pre:
		w.harden()
		w.pre++
	}
}

// rows are the elements at which a cell is over.
var rows = atoms(atom.Tr, atom.Table, atom.Body)

// around sets a block apart. A paragraph that is all there is in a table's cell
// does not break the row.
func (w *htmlWriter) around(a atom.Atom) {
	if rows[a] {
		w.cell, w.soft = false, 0
	}
	if w.cell {
		w.soft = max(w.soft, gap(a))
		return
	}
	w.newline(gap(a))
}

// harden ends the line where a block inside a cell asked for it.
func (w *htmlWriter) harden() {
	if n := w.soft; n > 0 {
		w.soft = 0
		w.newline(n)
	}
}

func (w *htmlWriter) end(t html.Token) {
	switch a := t.DataAtom; {
	case a == atom.A:
		w.link()
	case a == atom.Blockquote:
		w.newline(gap(a))
		w.quote = max(0, w.quote-1)
	case a == atom.Pre:
		w.newline(gap(a))
		w.pre = max(0, w.pre-1)
	case blocks[a]:
		w.around(a)
	}
}

// gap is how many line ends stand around a block.
func gap(a atom.Atom) int {
	if spaced[a] {
		return 2
	}
	return 1
}

// link writes the address behind a link's words, if they do not say it already.
func (w *htmlWriter) link() {
	href := strings.TrimSpace(w.href)
	w.href = ""
	scheme, rest, _ := strings.Cut(href, ":")
	words := ""
	if w.from <= w.line.Len() {
		words = strings.TrimSpace(w.line.String()[w.from:])
	}
	switch strings.ToLower(scheme) {
	case "mailto", "tel":
		rest, _, _ = strings.Cut(rest, "?")
	case "http", "https":
		rest = href
	default:
		return // of this page, or a trick
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(rest, "https://"), "http://"), "/")
	if rest != "" && !says(words, bare) {
		w.text(" <" + casefile.Clip(line(rest), 500) + ">")
	}
}

// says reports whether the words of a link are, or hold as a word, the place
// it leads to.
func says(words, place string) bool {
	for _, f := range append(strings.Fields(words), words) {
		f = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.Trim(f, "<>()[].,;"), "https://"), "http://"), "/")
		if strings.EqualFold(f, place) {
			return true
		}
	}
	return false
}

// nextCell sets a table's cell apart from the one before it.
func (w *htmlWriter) nextCell() {
	w.cell, w.fresh, w.soft = true, true, 0
	if strings.TrimSpace(w.line.String()) != "" {
		w.line.WriteString("  ")
		w.space = false
	}
}

func (w *htmlWriter) text(s string) {
	if w.pre > 0 {
		for i, l := range strings.Split(s, "\n") {
			if i > 0 {
				w.flush()
				w.blanks++
			}
			w.line.WriteString(l)
		}
		return
	}
	words := strings.Fields(s)
	if len(words) == 0 {
		w.space = w.space || s != ""
		return
	}
	if w.fresh {
		w.soft = 0 // the cell's first block is no break
	}
	w.fresh = false
	w.harden()
	if w.space || startsBlank(s) {
		w.blank()
	}
	w.line.WriteString(strings.Join(words, " "))
	last := s[len(s)-1]
	w.space = last == ' ' || last == '\n' || last == '\t' || last == '\r'
}

func startsBlank(s string) bool { return strings.ContainsRune(" \n\t\r\u00a0", []rune(s)[0]) }

func (w *htmlWriter) blank() {
	if n := w.line.Len(); n > 0 && w.line.String()[n-1] != ' ' {
		w.line.WriteByte(' ')
	}
	w.space = false
}

// flush puts the line written so far out.
func (w *htmlWriter) flush() {
	l := strings.TrimRight(w.line.String(), " \t")
	w.line.Reset()
	w.space, w.from = false, 0
	if l == "" {
		return
	}
	mark := strings.Repeat("> ", min(w.quote, 8))
	for range min(w.blanks, 2) {
		w.out.WriteString("\n")
	}
	w.out.WriteString(mark + l)
	w.blanks = 0
}

// newline ends the line and asks for so many line ends before the next.
func (w *htmlWriter) newline(n int) {
	w.flush()
	w.blanks = max(w.blanks, n)
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
