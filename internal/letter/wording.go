package letter

import (
	"io/fs"
	"slices"
	"strings"

	"casebook/internal/casefile"
)

// Wording is the text of all letters.
type Wording struct {
	files  []*file
	groups map[string]*group
}

// file is the wording of one letter for some kinds of case.
type file struct {
	name    string
	letter  casefile.LetterKind
	kinds   []casefile.Kind
	subject template
	paras   []para
}

// group is some paragraphs that several letters use.
type group struct {
	file  string
	paras []para
}

// form says how a paragraph is set.
type form uint8

const (
	formText form = iota
	formHeading
	formBullets
	formQuote
	formUse // the paragraphs of a group stand here
)

// para is one paragraph of the wording with what is said about it.
type para struct {
	file   string
	line   int
	form   form
	items  []template // one, or the bullets
	use    string     // formUse: the group
	when   [][]test   // all of them must hold, of each one
	duties []string
}

// test is a named condition, or its opposite.
type test struct {
	name string
	not  bool
}

// template is text with placeholders.
type template []piece

// piece is text, or the name of a placeholder.
type piece struct {
	text string
	hole string
	bold bool
}

// find returns the wording of a letter for a kind of case.
func (w *Wording) find(letter casefile.LetterKind, kind casefile.Kind) (*file, error) {
	for _, f := range w.files {
		if f.letter == letter && slices.Contains(f.kinds, kind) {
			return f, nil
		}
	}
	return nil, &casefile.Error{
		Kind: casefile.Refused, Field: "wording", What: "There is no wording for this letter.", Do: "Add a file for it to the wording.",
	}
}

// ParseWording reads every .txt file of a folder. Its error names the file
// and the line.
func ParseWording(folder fs.FS) (*Wording, error) {
	names, err := fs.Glob(folder, "*.txt")
	if err != nil {
		return nil, unreadable("*.txt", err)
	}
	w := &Wording{groups: map[string]*group{}}
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		p := parser{wording: w, name: name}
		if err := p.read(strings.ToValidUTF8(string(data), "\uFFFD")); err != nil {
			return nil, err
		}
	}
	return w, w.check()
}

// check finds what only shows once every file is read: groups that do not
// exist or use others, and two files for one letter.
func (w *Wording) check() error {
	for name, g := range w.groups {
		for _, p := range g.paras {
			if p.form == formUse {
				return wrong(p.file, p.line, "The group "+name+" uses another group.", "Write the paragraphs out.")
			}
		}
	}
	seen := map[string]string{}
	for _, f := range w.files {
		for _, kind := range f.kinds {
			key := string(f.letter) + " " + string(kind)
			if seen[key] != "" {
				return wrong(f.name, 1, "The letter "+key+" is worded in "+seen[key]+" already.", "Take the kind out of one of the two.")
			}
			seen[key] = f.name
		}
		for _, p := range f.paras {
			if p.form == formUse && w.groups[p.use] == nil {
				return wrong(p.file, p.line, "There is no group "+p.use+".", "Use a name that a line \"Group:\" gives.")
			}
		}
	}
	return nil
}

func unreadable(name string, err error) error {
	return &casefile.Error{
		Kind: casefile.Damaged, Field: name, What: "The wording of the letters cannot be read.", Do: "Install Casebook again, or mend the file.", Err: err,
	}
}
