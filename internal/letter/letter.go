package letter

import (
	"errors"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/page"
)

// Input is everything a letter is made of.
type Input struct {
	Kind        casefile.LetterKind
	Case        casefile.Case
	Client      casefile.Client
	Obligations []clock.Obligation // of the case, from clock.Due
	Wording     *Wording
	Regulator   Regulator  // the one that holds on the day of the letter
	On          civil.Date // the date of the letter
	// Values are what a caseworker gives to this letter alone: facts by their
	// names (casefile.Facts) and the extra paragraphs that [Extras] lists.
	// Dates of the law are not taken from them.
	Values     map[string]string
	LargePrint bool
}

// Draw returns the finished letter. A letter is refused, with a
// [casefile.Error], while a fact that one of its duties needs is missing, while
// no printed paragraph discharges a duty, or where it cannot be set on paper.
func Draw(fonts *page.Fonts, in Input) (page.Document, error) {
	c, err := compose(in)
	if err != nil {
		return page.Document{}, err
	}
	doc, err := fonts.Letter(c.sheet())
	if err != nil {
		return page.Document{}, pageError(err)
	}
	return doc, nil
}

// Subject returns the subject line of a letter as it will be printed.
func Subject(in Input) (string, error) {
	c, err := compose(in)
	if err != nil {
		return "", err
	}
	return c.subject, nil
}

// pageError turns an error of the page into one for people.
func pageError(err error) error {
	e := &casefile.Error{Kind: casefile.Invalid, What: "The letter cannot be set on paper.", Do: "Shorten it.", Err: err}
	var p *page.Error
	if errors.As(err, &p) {
		e.Field, e.What, e.Do = p.Field, p.What, p.Do
	}
	return e
}

// Available is a letter that a case can have.
type Available struct {
	Kind    casefile.LetterKind
	Label   string
	Ready   bool
	Missing []string // what it cannot be drawn without, in words
	Law     string   // of the first thing missing
}

// List returns the letters a case can have, in the order of casework. The kind
// in the input is not looked at.
func List(in Input) []Available {
	var out []Available
	for _, kind := range casefile.LetterKinds() {
		if !casefile.HasLetter(kind, in.Case.Kind) {
			continue
		}
		in.Kind = kind
		a := Available{Kind: kind, Label: kind.Label()}
		for _, f := range casefile.Missing(kind, in.Case, in.Client, newView(in).given()) {
			a.Missing = append(a.Missing, f.Words)
		}
		if _, err := compose(in); err == nil {
			a.Ready = true
		} else {
			a.Law = casefile.AsError(err).Law
			if len(a.Missing) == 0 {
				a.Missing = []string{casefile.AsError(err).What}
			}
		}
		out = append(out, a)
	}
	return out
}

// Extra is a paragraph that a caseworker may add to a letter under a key.
type Extra struct{ Key, Label string }

// Extras returns the keys of [Input.Values] that are not facts.
func Extras() []Extra {
	return []Extra{
		{"note", "A paragraph of your own, after the decision"},
		{"handler", "Who is dealing with it, if not the case's handler"},
		{"enclosed", "What is enclosed, one item a line"},
		{"told", "Who was told of the change, one a line"},
		{"backups", "What becomes of backups"},
		{"services", "Which services end with a consent"},
		{"effective", "The day a withdrawn consent ended, like 2026-10-09"},
		{"remedy", "What we do to put things right"},
		{"next-contact", "By when they will hear again, like 2026-10-09"},
		{"your-reference", "Their reference"},
	}
}
