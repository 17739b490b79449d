package triage

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Paragraph is a piece of a message's text as it is shown: runs of plain
// characters, some of them marked.
type Paragraph struct {
	Runs   []Run
	Quoted bool // earlier mail repeated below the writer's own words
	Head   bool // ours: what follows is another message inside this one
}

// Run is text drawn in one way. It comes from mail: it is never markup.
type Run struct {
	Text   string
	Marked bool // the proposal rests on these words
}

// mostRunes is how much of a paragraph is shown in one piece: laying out more
// would make the window slow, and some mail has no line ends at all.
const mostRunes = 2000

// quoteHead are the lines with which mail programs begin what they repeat.
var quoteHead = regexp.MustCompile(`(?i)^\s*(-{3,}\s*original message|_{8,}\s*$|on .{4,200} wrote:\s*$)`)

// paragraphs splits a text at its empty lines and where repeated mail begins,
// and marks the words given in it.
func paragraphs(text string, marks []string) []Paragraph {
	var out []Paragraph
	below := false
	for _, block := range blocks(text) {
		below = below || quoteHead.MatchString(block)
		quoted := below || strings.HasPrefix(strings.TrimSpace(block), ">")
		for _, piece := range pieces(block) {
			out = append(out, Paragraph{Runs: mark(piece, marks), Quoted: quoted})
		}
	}
	return out
}

// blocks cuts at empty lines, and before a line that begins repeated mail.
func blocks(text string) []string {
	var out []string
	var block []string
	end := func() {
		if len(block) > 0 {
			out = append(out, strings.Join(block, "\n"))
			block = nil
		}
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		quote := strings.HasPrefix(line, ">")
		begins := len(block) > 0 && quote != strings.HasPrefix(block[0], ">")
		if strings.TrimLeft(line, "> ") == "" || quoteHead.MatchString(line) || begins {
			end()
		}
		if line != "" {
			block = append(block, line)
		}
	}
	end()
	return out
}

// pieces cuts what is too long to be laid out at once.
func pieces(block string) []string {
	var out []string
	for utf8.RuneCountInString(block) > mostRunes {
		cut := len(string([]rune(block)[:mostRunes]))
		if space := strings.LastIndexAny(block[:cut], " \n"); space > 0 {
			cut = space
		}
		out = append(out, block[:cut])
		block = strings.TrimLeft(block[cut:], " \n")
	}
	return append(out, block)
}

// mark cuts a text into runs at the places where one of the phrases stands,
// however it is spaced and whatever its case.
func mark(text string, phrases []string) []Run {
	marked := make([]bool, len(text))
	for _, p := range phrases {
		if pattern := phrase(p); pattern != nil {
			for _, at := range pattern.FindAllStringIndex(text, -1) {
				if !whole(text, at[0], at[1]) {
					continue
				}
				for i := at[0]; i < at[1]; i++ {
					marked[i] = true
				}
			}
		}
	}
	var runs []Run
	for from := 0; from < len(text); {
		to := from + 1
		for to < len(text) && marked[to] == marked[from] {
			to++
		}
		runs = append(runs, Run{Text: text[from:to], Marked: marked[from]})
		from = to
	}
	return runs
}

// whole says whether a part of a text begins and ends where words do.
func whole(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	first, _ := utf8.DecodeRuneInString(text[from:])
	last, _ := utf8.DecodeLastRuneInString(text[:to])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !(ofWord(before) && ofWord(first)) && !(ofWord(last) && ofWord(after))
}

func ofWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// phrase is the pattern of a phrase whose words may stand on several lines,
// also behind the marks of a quotation. One letter alone is no phrase.
func phrase(p string) *regexp.Regexp {
	words := strings.Fields(p)
	if len(strings.Join(words, "")) < 2 {
		return nil
	}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return regexp.MustCompile(`(?i)` + strings.Join(words, `[\s>]+`))
}

// holdsMark says whether a paragraph has a marked run.
func (p Paragraph) holdsMark() bool {
	return slices.ContainsFunc(p.Runs, func(r Run) bool { return r.Marked })
}

// visible returns the paragraphs to show at first and how many stay hidden:
// repeated mail that holds none of the marked words, and what goes beyond the
// first screens of a long message.
func visible(all []Paragraph, most int) (shown []Paragraph, hidden int) {
	last := -1
	for i, p := range all {
		if p.Quoted && p.holdsMark() {
			last = i
		}
	}
	for i, p := range all {
		if (p.Quoted && i > last) || len(shown) >= most {
			hidden++
			continue
		}
		shown = append(shown, p)
	}
	return shown, hidden
}
