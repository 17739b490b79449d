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
	List   bool     `help:"List the letters and what each lacks."`
	forceFlag
}

// letterLine is a letter as a program reads it.
type letterLine struct {
	Letter  string   `json:"letter"`
	Label   string   `json:"label"`
	Ready   bool     `json:"ready"`
	Missing []string `json:"missing"`
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
	for _, a := range letters {
		line := letterLine{Letter: string(a.Kind), Label: a.Label, Ready: a.Ready, Missing: append([]string{}, a.Missing...)}
		text := fmt.Sprintf("%-18s %s", line.Letter, line.Label)
		if !a.Ready {
			text += " (lacks: " + strings.Join(a.Missing, "; ") + ")"
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}
