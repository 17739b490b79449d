package store

import (
	"context"
	"errors"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/vault"
)

// foldCase rewrites the rows of a case.
func (p *pass) foldCase(ctx context.Context, w vault.Writer, id string, events []casefile.Event) error {
	c, err := casefile.Fold(events)
	if gone(err) {
		return dropCase(ctx, w, id)
	}
	if err != nil {
		return err
	}
	if c.Disposed != nil {
		return p.buryCase(ctx, w, c)
	}
	row, obligations, err := p.caseRow(ctx, w, c)
	if err != nil {
		return err
	}
	moved, err := otherClient(ctx, w, id, c.Client)
	if err != nil {
		return err
	}
	if err := putCase(ctx, w, row); err != nil {
		return err
	}
	if err := putObligations(ctx, w, id, obligations); err != nil {
		return err
	}
	if moved {
		if err := wallAll(ctx, w, id); err != nil {
			return err
		}
	}
	if err := putDoc(ctx, w, caseDoc(c, events)); err != nil {
		return err
	}
	return putLetters(ctx, w, c)
}

// otherClient reports whether the rows know a case as another client's, or not
// at all.
func otherClient(ctx context.Context, r vault.Reader, id, client string) (bool, error) {
	var now string
	err := r.QueryRow(ctx, "SELECT client FROM case_row WHERE id = ?", id).Scan(&now)
	if errors.Is(err, vault.ErrNoRow) {
		return true, nil
	}
	return now != client, err
}

// wallAll moves the messages of a case within the walls they belong to.
func wallAll(ctx context.Context, w vault.Writer, id string) error {
	messages, err := list(ctx, w, one[string], "SELECT message FROM message_case WHERE case_id = ? ORDER BY message", id)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := wall(ctx, w, m); err != nil {
			return err
		}
	}
	return nil
}

// putLetters makes the search find the letters of a case that were issued and
// not taken back.
func putLetters(ctx context.Context, w vault.Writer, c casefile.Case) error {
	standing := map[string]bool{}
	for _, l := range c.Letters {
		standing[l.ID] = true
		d := doc{
			kind: LetterHit, id: l.ID, of: c.ID, clients: []string{c.Client},
			people: people(c), labels: string(c.Reference), subject: l.Subject, text: l.Kind.Label(),
		}
		if l.Sent != nil && l.Sent.To != "" {
			d.people += "\n" + l.Sent.To
		}
		if err := putDoc(ctx, w, d); err != nil {
			return err
		}
	}
	indexed, err := list(ctx, w, one[string], "SELECT id FROM doc WHERE of = ? AND of <> '' ORDER BY id", c.ID)
	if err != nil {
		return err
	}
	for _, id := range indexed {
		if !standing[id] {
			if err := dropDoc(ctx, w, LetterHit, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// caseRow works out the row of a case under the law as it stands for its
// client. A case whose dates cannot be worked out is no reason to refuse what
// happened on it: it says so, and stands at the top of the list.
func (p *pass) caseRow(ctx context.Context, r vault.Reader, c casefile.Case) (CaseRow, []clock.Obligation, error) {
	row := CaseRow{
		ID: c.ID, Reference: c.Reference, Kind: c.Kind, Client: c.Client, Person: c.Person.Name,
		Email: strings.ToLower(c.Person.Email), Handler: c.Handler, State: c.State(), Received: c.ReceivedOn(), Newer: c.Newer,
	}
	client, err := p.client(ctx, r, c.Client)
	if err != nil {
		return row, nil, err
	}
	obligations, err := c.Obligations(client, p.law)
	switch {
	case casefile.IsKind(err, casefile.Invalid):
		row.Next, row.Undated = casefile.Undated.Next, true
		return row, nil, nil
	case err != nil:
		return row, nil, err
	}
	h := casefile.HeadlineOf(c, obligations)
	row.Due, row.WorkTo, row.Next, row.NextDue = h.Due, h.WorkTo, h.Next, h.NextDue
	return row, obligations, nil
}

// closedRank is the last rank: that of all closed cases.
const closedRank = "4"

// rank is the order of lists as one text: what cannot be dated, what is due by
// its day, what waits, what is done, what is closed.
func (r CaseRow) rank() string {
	switch {
	case r.State == casefile.StateClosed:
		return closedRank
	case r.Undated:
		return "0"
	case !r.NextDue.IsZero():
		return "1 " + r.NextDue.String()
	case r.Next != "":
		return "2"
	}
	return "3"
}

// putCase changes the row of a case, or adds it: in two steps, see addDoc.
func putCase(ctx context.Context, w vault.Writer, r CaseRow) error {
	values := []any{
		r.Reference, r.Kind, r.Client, r.Person, r.Email, r.Handler, r.State, r.Received.String(), r.Due.String(),
		r.WorkTo.String(), r.Next, r.NextDue.String(), r.Undated, r.Newer, r.rank(), r.ID,
	}
	changed, err := w.Exec(ctx, `UPDATE case_row SET reference = ?, kind = ?, client = ?, person = ?, email = ?, handler = ?,
		state = ?, received = ?, due = ?, work_to = ?, next = ?, next_due = ?, undated = ?, newer = ?, rank = ? WHERE id = ?`, values...)
	if err != nil || changed > 0 {
		return err
	}
	_, err = w.Exec(ctx, `INSERT INTO case_row
		(reference, kind, client, person, email, handler, state, received, due, work_to, next, next_due, undated, newer, rank, id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
	return err
}

func putObligations(ctx context.Context, w vault.Writer, id string, obligations []clock.Obligation) error {
	if _, err := w.Exec(ctx, "DELETE FROM obligation_row WHERE case_id = ?", id); err != nil {
		return err
	}
	for i, o := range obligations {
		_, err := w.Exec(ctx, `INSERT INTO obligation_row
			(case_id, n, rule, name, basis, state, due, work_to, notice_by, extension, left_days, met_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, i+1, o.Rule, o.Name, o.Basis, o.State, o.Due.String(), o.WorkTo.String(), o.NoticeBy.String(),
			o.Extension, o.Left, o.MetOn.String())
		if err != nil {
			return err
		}
	}
	return nil
}

// dropCase removes the rows of a case of which nothing is left.
func dropCase(ctx context.Context, w vault.Writer, id string) error {
	for _, statement := range []string{
		"DELETE FROM case_row WHERE id = ?",
		"DELETE FROM obligation_row WHERE case_id = ?",
	} {
		if _, err := w.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	if err := wallAll(ctx, w, id); err != nil {
		return err
	}
	if err := putLetters(ctx, w, casefile.Case{ID: id}); err != nil {
		return err
	}
	return dropDoc(ctx, w, CaseHit, id)
}

// caseDoc is what a search finds a case by: the people in it, its reference,
// what it is about, and what was written down on the way.
func caseDoc(c casefile.Case, events []casefile.Event) doc {
	d := doc{
		kind: CaseHit, id: c.ID, clients: []string{c.Client},
		people: people(c), labels: string(c.Reference), subject: c.Kind.Label(),
	}
	entries, err := casefile.Timeline(events)
	if err != nil {
		return d // the fold has read the same events: this cannot be
	}
	var text strings.Builder
	for _, e := range entries {
		text.WriteString(e.Words + "\n" + e.Detail + "\n")
	}
	d.text = text.String()
	return d
}

// people are those in a case, with where they are reached.
func people(c casefile.Case) string {
	lines := []string{c.Person.Name, c.Person.Email, c.Person.Phone, c.Subject.Name}
	return strings.Join(append(lines, c.Person.Address...), "\n")
}
