package cli

import (
	"errors"
	"fmt"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type letterCmd struct {
	Case   string   `arg:"" help:"The reference of the case."`
	Kind   string   `arg:"" optional:"" help:"The letter, from --list; or the id of one that was issued, for the same bytes again."`
	Values []string `arg:"" optional:"" name:"key=value" help:"What the letter lacks."`
	Out    string   `help:"Write the PDF here." placeholder:"FILE.pdf"`
	Issue  bool     `help:"Issue and freeze it: from now on the letter is these bytes."`
	Draft  bool     `help:"With --issue, or for one that was issued: put it into the mailbox's drafts, to be sent from there. The mailbox must allow it: see account set --drafts."`
	List   bool     `help:"List the letters, what each lacks, and those that were issued with their ids."`
	forceFlag
}

// letterLine is a letter as a program reads it.
type letterLine struct {
	Letter  string   `json:"letter"`
	Label   string   `json:"label"`
	Ready   bool     `json:"ready"`
	Missing []string `json:"missing"`
	// Issued are the letters of that kind that were issued, the first first.
	Issued []issuedLine `json:"issued"`
}

// issuedLine is a letter that was issued: the same bytes come by its id.
type issuedLine struct {
	ID      string `json:"id"`
	On      string `json:"on"`
	Pages   int    `json:"pages"`
	Drafted bool   `json:"drafted"` // it was put into a mailbox's drafts
	Sent    string `json:"sent"`    // the day it left, or ""
}

func issuedOf(l casefile.Letter) issuedLine {
	line := issuedLine{ID: l.ID, On: l.Issued.String(), Pages: l.Pages, Drafted: l.Drafted}
	if l.Sent != nil {
		line.Sent = l.Sent.On.String()
	}
	return line
}

func (l issuedLine) words() string {
	words := l.ID + "  issued " + l.On + ", " + pages(l.Pages)
	switch {
	case l.Sent != "":
		return words + ", sent " + l.Sent
	case l.Drafted:
		return words + ", among the drafts, not recorded as sent"
	}
	return words + ", not recorded as sent"
}

func (l *letterCmd) Run(c *call) error {
	ref, err := casefile.ParseReference(l.Case)
	if err != nil {
		return err
	}
	values, err := fields(l.Values)
	if err != nil {
		return err
	}
	if l.Kind == "" && !l.List {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said which letter.", Do: "Name a letter, or give --list."}
	}
	if l.Draft && !l.Issue && len(l.Kind) != issuedID {
		return &casefile.Error{Kind: casefile.Usage, What: "Only a letter that is issued can be put into the drafts.", Do: "Give --issue as well, or the id of a letter that was issued."}
	}
	if !l.List && l.Out == "" && !l.Issue && !l.Draft {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said where the letter goes.", Do: "Give --out FILE.pdf, or --issue."}
	}
	if err := l.pdf(l.Out).ready(); err != nil {
		return err // before anything is frozen
	}
	return c.withDesk(func(d *desk.Desk) error {
		if l.List {
			return l.list(c, d, ref)
		}
		if len(l.Kind) == issuedID && !l.Issue {
			return errors.Join(l.reprint(c, d, ref), l.draft(c, d, ref, l.Kind))
		}
		draw := d.Letter
		if l.Issue {
			draw = d.Issue
		}
		drawn, err := draw(c.ctx, ref, casefile.LetterKind(l.Kind), values)
		if err != nil {
			return err
		}
		if l.Out != "" {
			if err := l.pdf(l.Out).write(c.ctx, drawn.PDF); err != nil {
				return issuedAll(ref, drawn.Letter, err)
			}
		}
		if lacks := drawn.Page.Missing; len(lacks) > 0 {
			c.say("The letter's font lacks some signs, which stand as boxes on the paper: %s", plain(string(lacks)))
		}
		err = c.print(map[string]any{"letter": l.Kind, "id": drawn.Letter, "pages": len(drawn.Page.Pages)},
			l.Kind+", "+pages(len(drawn.Page.Pages)))
		return errors.Join(err, l.draft(c, d, ref, drawn.Letter))
	})
}

// draft puts a letter that is issued into the drafts, where that was asked for.
func (l *letterCmd) draft(c *call, d *desk.Desk, ref casefile.Reference, id string) error {
	if !l.Draft {
		return nil
	}
	done, err := d.Draft(c.ctx, ref, id)
	if err == nil {
		c.say("It lies in %s of %s, to be sent from there. It counts as sent only when that is recorded: see casebook sent.", plain(done.Folder), plain(done.Account))
	}
	return err
}

// pages counts sheets in words.
func pages(n int) string {
	if n == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}

// issuedAll says of a letter that could not be written out that it is issued
// all the same, if it is, and how to get it.
func issuedAll(ref casefile.Reference, id string, err error) error {
	if id == "" {
		return err
	}
	e := *casefile.AsError(err)
	e.Do = "The letter is issued all the same: write it out with casebook letter " + string(ref) + " " + id + " --out FILE.pdf."
	return &e
}

// issuedID is how long the id of an issued letter is.
const issuedID = len("01a1ffb0-6117-70fd-8401-6287faf0f543")

// reprint writes an issued letter out again: the bytes that were frozen.
func (l *letterCmd) reprint(c *call, d *desk.Desk, ref casefile.Reference) error {
	b, err := d.Issued(c.ctx, ref, l.Kind)
	if err != nil {
		return err
	}
	if l.Out == "" {
		return nil // it is wanted among the drafts alone
	}
	return l.pdf(l.Out).write(c.ctx, b)
}

func (l *letterCmd) list(c *call, d *desk.Desk, ref casefile.Reference) error {
	letters, err := d.Letters(c.ctx, ref)
	if err != nil {
		return err
	}
	f, err := d.Case(c.ctx, ref)
	if err != nil {
		return err
	}
	for _, line := range letterLines(letters, f.Case.Letters) {
		text := fmt.Sprintf("%-18s %s", line.Letter, line.Label)
		if !line.Ready {
			text += " (lacks: " + strings.Join(line.Missing, "; ") + ")"
		}
		for _, i := range line.Issued {
			text += "\n    " + i.words()
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}

// letterLines are the letters of a case, each with those of it that were issued.
func letterLines(letters []desk.AvailableLetter, issued []casefile.Letter) []letterLine {
	lines := make([]letterLine, len(letters))
	of := map[casefile.LetterKind]int{}
	for i, a := range letters {
		lines[i] = letterLine{Letter: string(a.Kind), Label: a.Label, Ready: a.Ready, Missing: append([]string{}, a.Missing...), Issued: []issuedLine{}}
		of[a.Kind] = i
	}
	for _, l := range issued {
		i, known := of[l.Kind]
		if !known { // the case was of another kind then
			i, of[l.Kind] = len(lines), len(lines)
			lines = append(lines, letterLine{Letter: string(l.Kind), Label: l.Kind.Label(), Missing: []string{"a case that has this letter"}})
		}
		lines[i].Issued = append(lines[i].Issued, issuedOf(l))
	}
	return lines
}
