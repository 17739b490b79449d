package cli

import (
	"context"
	"fmt"
	"io"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
)

// whatIfLine is a question about the dates of a case, and its answer.
type whatIfLine struct {
	ID        string       `json:"id"`
	Question  string       `json:"question"`
	Answer    string       `json:"answer"`
	Name      string       `json:"name"` // of the duty it is about
	State     string       `json:"state"`
	Due       string       `json:"due"`
	WorkTo    string       `json:"work_to"`
	DaysLeft  *int         `json:"days_left"`
	Extension string       `json:"extension,omitempty"`
	PostBy    string       `json:"post_by,omitempty"`
	Law       string       `json:"law,omitempty"`
	Working   []clock.Step `json:"working"`
}

// whatIf asks what would become of the dates of a case and writes the answers
// for people.
func whatIf(ctx context.Context, d *desk.Desk, ref casefile.Reference, today civil.Date, w io.Writer) ([]whatIfLine, error) {
	answers, err := d.WhatIfOn(ctx, ref, today)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(w)
	if len(answers) == 0 {
		fmt.Fprintln(w, "There is nothing to ask: the case is answered or closed, or nothing would change its dates.")
	}
	lines := make([]whatIfLine, 0, len(answers))
	for _, a := range answers {
		l := whatIfLine{
			ID: a.ID, Question: a.Words, Answer: a.Answer(), Name: a.Now.Name, State: string(a.Then.State),
			Due: a.Then.Due.String(), WorkTo: a.Then.WorkTo.String(), Extension: string(a.Then.Extension),
			PostBy: a.Last.String(), Law: a.Law, Working: a.Then.Working,
		}
		if days, ok := clock.DaysLeft(a.Then, today); ok {
			l.DaysLeft = &days
		}
		lines = append(lines, l)
		fmt.Fprintf(w, "%s: %s\n", a.Words, a.Answer())
	}
	return lines, nil
}
