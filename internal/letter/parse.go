package letter

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
)

// The form of a wording file:
//
//	# A comment, on a line of its own.
//	Letter: reply
//	Kinds: access
//	Subject: Your request {asked}
//
//	Heading: What you asked us
//
//	[duty received, matter] [if quoted]
//	We received your request on {received}.
//
//	- a bullet
//	- another
//
//	> {quoted}
//
//	Use: routes
//
// Paragraphs are parted by empty lines. The brackets above one say which
// duties it discharges and when it is printed: "[if granted or partly]", "[if
// not child]"; of several brackets all must hold. *Asterisks* make bold. A
// placeholder that stands for a list makes bullets behind "- " and one sentence
// elsewhere. In a file without a letter,
// "Group: routes" begins paragraphs that letters take in with "Use:".
type parser struct {
	wording *Wording
	name    string
	file    *file  // nil in a file of groups
	group   *group // the group being read

	line int // of the paragraph being read
	para para
	text []string
}

// read reads one file.
func (p *parser) read(text string) error {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		p.line = i + 1
		line = strings.TrimSpace(line)
		var err error
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			err = p.finish()
		default:
			err = p.take(line)
		}
		if err != nil {
			return err
		}
	}
	if err := p.finish(); err != nil {
		return err
	}
	return p.whole()
}

// whole refuses a letter without its front matter.
func (p *parser) whole() error {
	switch f := p.file; {
	case f == nil && p.group == nil:
		return wrong(p.name, 1, "The file is empty.", "Begin it with a line \"Letter:\" or \"Group:\".")
	case f != nil && len(f.kinds) == 0:
		return wrong(p.name, 1, "The letter does not say for which kinds of case it is.", "Add a line \"Kinds:\".")
	case f != nil && len(f.subject) == 0:
		return wrong(p.name, 1, "The letter has no subject.", "Add a line \"Subject:\".")
	}
	return nil
}

// keywords begin lines that are not text.
var keywords = map[string]func(*parser, string) error{
	"Letter":  (*parser).letterLine,
	"Kinds":   (*parser).kindsLine,
	"Subject": (*parser).subjectLine,
	"Group":   (*parser).groupLine,
	"Heading": func(p *parser, s string) error { return p.begin(formHeading, s) },
	"Use": func(p *parser, s string) error {
		p.para.use = s
		return p.begin(formUse, s)
	},
}

// take reads one line that is not empty.
func (p *parser) take(line string) error {
	if word, rest, ok := strings.Cut(line, ":"); ok && len(p.text) == 0 && keywords[word] != nil {
		return keywords[word](p, strings.TrimSpace(rest))
	}
	switch {
	case strings.HasPrefix(line, "[") && len(p.text) == 0:
		return p.brackets(line)
	case strings.HasPrefix(line, "- "):
		return p.begin(formBullets, line[2:])
	case strings.HasPrefix(line, "> "):
		return p.begin(formQuote, line[2:])
	case len(p.text) > 0:
		p.text[len(p.text)-1] += " " + line
		return nil
	}
	return p.begin(formText, line)
}

// begin begins a paragraph, or a further bullet of one.
func (p *parser) begin(f form, text string) error {
	if p.file == nil && p.group == nil {
		return wrong(p.name, p.line, "Text stands before the file says what it is.", "Begin it with a line \"Letter:\" or \"Group:\".")
	}
	if len(p.text) > 0 && (f != formBullets || p.para.form != formBullets) {
		return wrong(p.name, p.line, "Two paragraphs stand together.", "Put an empty line between them.")
	}
	if strings.TrimSpace(text) == "" {
		return wrong(p.name, p.line, "The paragraph is empty.", "Write its text, or take the line out.")
	}
	if len(p.text) == 0 {
		p.para.file, p.para.line, p.para.form = p.name, p.line, f
	}
	p.text = append(p.text, text)
	return nil
}

// finish ends the paragraph being read.
func (p *parser) finish() error {
	done, text := p.para, p.text
	p.para, p.text = para{}, nil
	if len(text) == 0 {
		if len(done.when)+len(done.duties) > 0 {
			return wrong(p.name, p.line, "Brackets stand above no paragraph.", "Put them on the line above it.")
		}
		return nil
	}
	if done.form != formUse {
		for _, item := range text {
			t, err := p.template(item, done.line)
			if err != nil {
				return err
			}
			done.items = append(done.items, t)
		}
	}
	if p.group != nil {
		p.group.paras = append(p.group.paras, done)
	} else {
		p.file.paras = append(p.file.paras, done)
	}
	return nil
}

// brackets reads "[if granted or partly] [duty reasons]".
func (p *parser) brackets(line string) error {
	for rest := line; rest != ""; {
		inside, after, ok := strings.Cut(strings.TrimPrefix(rest, "["), "]")
		if !ok || !strings.HasPrefix(rest, "[") {
			return wrong(p.name, p.line, "A bracket is not closed, or text follows it.", "Write [if ...] and [duty ...] on a line of their own.")
		}
		word, what, _ := strings.Cut(inside, " ")
		var err error
		switch word {
		case "if":
			err = p.condition(what)
		case "duty":
			err = p.duty(what)
		default:
			err = wrong(p.name, p.line, fmt.Sprintf("%q is not something that brackets say.", word), "Write [if ...] or [duty ...].")
		}
		if err != nil {
			return err
		}
		rest = strings.TrimSpace(after)
	}
	return nil
}

// condition reads "granted or not child".
func (p *parser) condition(text string) error {
	var tests []test
	for _, word := range strings.Split(text, " or ") {
		name, not := strings.CutPrefix(strings.TrimSpace(word), "not ")
		if !knownCondition(name) {
			return wrong(p.name, p.line, fmt.Sprintf("%q is not a condition.", name), "Use one of: "+strings.Join(conditionNames(), ", ")+".")
		}
		tests = append(tests, test{name, not})
	}
	p.para.when = append(p.para.when, tests)
	return nil
}

// duty reads "received, matter".
func (p *parser) duty(text string) error {
	for _, word := range strings.Split(text, ",") {
		id := strings.TrimSpace(word)
		if !knownDuty(id) {
			return wrong(p.name, p.line, fmt.Sprintf("%q is not a duty of any letter.", id), "Use a duty of the table in the law's documentation.")
		}
		p.para.duties = append(p.para.duties, id)
	}
	return nil
}

// template reads text with placeholders, and with *asterisks* around what is
// set bold. A brace or an asterisk that does neither is refused: the wording
// has no other use for it.
func (p *parser) template(text string, line int) (template, error) {
	parts := strings.Split(text, "*")
	if len(parts)%2 == 0 {
		return nil, wrong(p.name, line, "An asterisk stands alone.", "Put one before and one after what is to be bold.")
	}
	var out template
	for i, part := range parts {
		pieces, err := p.pieces(part, i%2 == 1, line)
		if err != nil {
			return nil, err
		}
		out = append(out, pieces...)
	}
	for _, piece := range out {
		if sections[piece.hole] != nil && len(out) > 1 {
			return nil, wrong(p.name, line, "{"+piece.hole+"} stands for whole paragraphs.", "Let it stand alone.")
		}
	}
	return out, nil
}

// pieces reads text of one weight.
func (p *parser) pieces(text string, bold bool, line int) (template, error) {
	var out template
	for text != "" {
		before, rest, open := strings.Cut(text, "{")
		if strings.Contains(before, "}") {
			return nil, wrong(p.name, line, "A brace closes that was not opened.", "Write placeholders like {received}.")
		}
		if before != "" {
			out = append(out, piece{text: before, bold: bold})
		}
		if !open {
			break
		}
		hole, after, closed := strings.Cut(rest, "}")
		if !closed || !knownHole(hole) {
			return nil, wrong(p.name, line, fmt.Sprintf("%q is not a placeholder.", hole), "Use one of: "+strings.Join(holeNames(), ", ")+".")
		}
		out = append(out, piece{hole: hole, bold: bold})
		text = after
	}
	return out, nil
}

func (p *parser) letterLine(text string) error {
	kind := casefile.LetterKind(text)
	if !slices.Contains(casefile.LetterKinds(), kind) {
		return wrong(p.name, p.line, "There is no such letter.", "Use one of: "+letterNames()+".")
	}
	if p.file != nil || p.group != nil {
		return wrong(p.name, p.line, "The file says twice what it is.", "Put each letter into a file of its own.")
	}
	p.file = &file{name: p.name, letter: kind}
	p.wording.files = append(p.wording.files, p.file)
	return nil
}

func letterNames() string {
	var all []string
	for _, kind := range casefile.LetterKinds() {
		all = append(all, string(kind))
	}
	return strings.Join(all, ", ")
}

func (p *parser) kindsLine(text string) error {
	if p.file == nil {
		return wrong(p.name, p.line, "Kinds stand before the letter.", "Begin the file with a line \"Letter:\".")
	}
	for _, word := range strings.Split(text, ",") {
		kind := casefile.Kind(strings.TrimSpace(word))
		if !casefile.HasLetter(p.file.letter, kind) {
			return wrong(p.name, p.line, fmt.Sprintf("No %q case has this letter.", string(kind)), "Use the kinds that have it.")
		}
		p.file.kinds = append(p.file.kinds, kind)
	}
	return nil
}

func (p *parser) subjectLine(text string) (err error) {
	if p.file == nil {
		return wrong(p.name, p.line, "The subject stands before the letter.", "Begin the file with a line \"Letter:\".")
	}
	p.file.subject, err = p.template(text, p.line)
	return err
}

func (p *parser) groupLine(text string) error {
	if p.file != nil {
		return wrong(p.name, p.line, "A group stands in a letter.", "Put it into a file without a letter.")
	}
	if p.wording.groups[text] != nil || text == "" {
		return wrong(p.name, p.line, "The group has no name, or one that is taken.", "Give it a name of its own.")
	}
	p.group = &group{file: p.name}
	p.wording.groups[text] = p.group
	return nil
}

// wrong is the error of a place in a wording file.
func wrong(name string, line int, what, do string) error {
	return &casefile.Error{Kind: casefile.Invalid, Field: fmt.Sprintf("%s:%d", name, line), What: what, Do: do}
}
