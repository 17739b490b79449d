package casefile

import (
	"cmp"
	"fmt"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// WhatIf is a question about the dates of a case, and its answer: the clock's
// own, on facts that are not so.
type WhatIf struct {
	ID    string // "clarification-asked", for programs
	Words string // "If clarification is asked today"
	Law   string // the clause that answers it

	Now, Then clock.Obligation // the duty the case is about, as it is and as it would be
	// Last is the last day to post a letter that has to arrive on the due date.
	Last civil.Date
	// Refused is why it cannot be done at all, and empty as a rule.
	Refused string

	today civil.Date
}

// whatIf is a row of the table of questions.
type whatIf struct {
	id, words, law string
	fits           func(c Case, f clock.Facts) bool
	changed        func(f clock.Facts, today civil.Date) clock.Facts
}

var whatIfs = []whatIf{
	{
		"clarification-asked", "If clarification is asked today", "UK GDPR Art 12A(5)",
		func(c Case, _ clock.Facts) bool { return c.Kind == Access && c.openPause() == nil },
		clock.IfClarificationAsked,
	},
	{
		"particulars-asked", "If clarification is asked today", "FOIA s.1(3); EIR reg 9(4)",
		func(c Case, f clock.Facts) bool {
			// B26: nothing was found that stops the time in Scotland.
			return c.Kind == InformationRequest && c.openPause() == nil && (f.Nation != clock.Scotland || f.Environment)
		},
		clock.IfClarificationAsked,
	},
	{
		"clarification-answered", "If their answer comes today", "UK GDPR Art 12A(5)",
		func(c Case, _ clock.Facts) bool { return c.openPause() != nil }, clock.IfClarified,
	},
	{
		"identity-asked", "If proof of identity is asked for today", "UK GDPR Art 12(6), Art 12A(2)(b)",
		func(c Case, _ clock.Facts) bool { return c.Kind.Info().Right && c.Identity.Asked.IsZero() },
		clock.IfIdentityAsked,
	},
	{
		"identity-received", "If proof of identity comes today", "UK GDPR Art 12A(2)(b)",
		func(c Case, _ clock.Facts) bool { return c.Identity.Open() }, clock.IfIdentified,
	},
	{
		"extended", "If the time is extended today", "UK GDPR Art 12A(3)-(4)",
		func(c Case, _ clock.Facts) bool { return c.Kind.Info().Right && c.Extension == nil },
		extendedFor(clock.Complexity),
	},
	{
		"extended", "If the time is extended today", "EIR reg 7",
		func(c Case, f clock.Facts) bool {
			return f.Environment && c.Kind == InformationRequest && c.Extension == nil
		},
		extendedFor(clock.ComplexityAndVolume),
	},
}

func extendedFor(g clock.Ground) func(clock.Facts, civil.Date) clock.Facts {
	return func(f clock.Facts, on civil.Date) clock.Facts { return clock.IfExtended(f, on, g) }
}

// WhatIf answers the questions that make sense for the case on that day, in the
// order of the table; the posting day comes last. A case that is closed or
// answered has none.
func (c Case) WhatIf(client Client, base clock.Law, today civil.Date) ([]WhatIf, error) {
	d, err := c.date(client, base)
	if err != nil || c.Closed != nil {
		return nil, err
	}
	now := MainDuty(d.duties)
	if now.Rule == "" || !now.MetOn.IsZero() {
		return nil, nil
	}
	f, law := d.facts, d.law
	var out []WhatIf
	for _, row := range whatIfs {
		if !row.fits(c, f) {
			continue
		}
		w := WhatIf{ID: row.id, Words: row.words, Law: row.law, Now: now, today: today}
		if w.Then, err = clock.One(now.Rule, row.changed(f, today), law); err != nil {
			w.Refused = reason(err)
		}
		out = append(out, w)
	}
	if now.Due.IsZero() || !now.DueAt.IsZero() {
		return out, nil
	}
	return append(out, posting(now, f, law, today)), nil
}

// posting is the last safe day for second-class post.
func posting(now clock.Obligation, f clock.Facts, law clock.Law, today civil.Date) WhatIf {
	w := WhatIf{ID: "post-by", Words: "If the letter goes by second-class post", Now: now, Then: now, today: today}
	var err error
	if w.Last, err = clock.PostBy(now.Due, clock.PostDays, f.Nation, law); err != nil {
		w.Refused = reason(err)
	}
	return w
}

// reason is what the clock says without the name of the field.
func reason(err error) string {
	if e, ok := err.(*clock.Error); ok {
		return e.Message
	}
	return err.Error()
}

// Answer is the answer in a sentence or two.
func (w WhatIf) Answer() string {
	switch {
	case w.Refused != "":
		return "This cannot be done: " + w.Refused + "."
	case w.ID == "post-by":
		return w.postWords()
	case w.Then.State == clock.Paused:
		return fmt.Sprintf("The clock stands still, with %s left when the answer comes; until then there is no due date.", dayCount(w.Then.Left))
	case w.Then.State == clock.Waiting:
		return "The clock does not start until it arrives; until then there is no due date."
	case w.Then.Extension == clock.Refused:
		return fmt.Sprintf("Too late: the person had to be told by %s. The date stays %s.", w.Now.NoticeBy.Long(), w.Now.Due.Long())
	case w.Now.Due == w.Then.Due:
		return "The date stays " + w.Then.Due.Long() + "."
	}
	words := "Due " + w.Then.Due.Long()
	if w.Then.WorkTo.Before(w.Then.Due) {
		words += ", work to " + w.Then.WorkTo.Long()
	}
	if !w.Now.Due.IsZero() {
		words += ", in place of " + w.Now.Due.Long()
	}
	if w.ID == "extended" && !w.Now.NoticeBy.IsZero() {
		words += ". The person has to be told why, by " + w.Now.NoticeBy.Long()
	}
	return words + "."
}

func (w WhatIf) postWords() string {
	days := fmt.Sprintf("to arrive by %s, with %d working days on the way", w.Now.Due.Long(), clock.PostDays)
	if w.today.After(w.Last) {
		return fmt.Sprintf("Too late for it: the last safe day was %s, %s.", w.Last.Long(), days)
	}
	return fmt.Sprintf("Post it by %s, %s.", w.Last.Long(), days)
}

// Day is the day the answer is about, and none where there is none.
func (w WhatIf) Day() civil.Date {
	if w.Refused != "" {
		return civil.Date{}
	}
	return cmp.Or(w.Last, w.Then.Due)
}

func dayCount(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
