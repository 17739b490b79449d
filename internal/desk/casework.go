package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/letter"
)

// Casework is what a person does on a case.
type Casework struct{ *room }

// Do does one action of the action table on a case.
func (w *Casework) Do(ctx context.Context, ref casefile.Reference, action string, v casefile.Values) error {
	row, err := casefile.FindAction(action)
	if err != nil {
		return err
	}
	a := w.newAct()
	c, _, err := a.onCase(ctx, string(ref))
	if err != nil {
		return err
	}
	if a.Events, err = row.Do(c, v, w.env); err != nil {
		return err
	}
	if err := w.linkBack(ctx, a, c.Reference); err != nil {
		return err
	}
	if err := a.extends(ctx, caseStream(c.ID)); err != nil {
		return err
	}
	_, err = a.keep(ctx)
	return err
}

// linkBack writes a link on the case it leads to as well, so that either case
// shows the other. It refuses one to a case that this vault does not hold: the
// action table knows one case alone.
func (w *Casework) linkBack(ctx context.Context, a *act, from casefile.Reference) error {
	for _, e := range a.Events {
		p, err := e.Payload()
		if err != nil {
			return err
		}
		link, ok := p.(*casefile.CaseLinked)
		if !ok {
			continue
		}
		other, _, err := a.onCase(ctx, string(link.Case))
		if err != nil {
			return err
		}
		a.happened(caseStream(other.ID), e.On, &casefile.CaseLinked{Case: from, Relation: link.Relation})
	}
	return nil
}

// Offer is an action and, where it cannot be done now, why.
type Offer struct {
	casefile.Action
	Refusal *casefile.Refusal
}

// Offers returns every action with whether it can be done on the case now.
func (w *Casework) Offers(ctx context.Context, ref casefile.Reference) ([]Offer, error) {
	c, _, err := w.store.Case(ctx, string(ref))
	if err != nil {
		return nil, err
	}
	return offers(c, w.env.Today()), nil
}

func offers(c casefile.Case, today civil.Date) []Offer {
	actions := casefile.Actions()
	list := make([]Offer, len(actions))
	for i, a := range actions {
		list[i] = Offer{Action: a, Refusal: c.Blocked()}
		if list[i].Refusal == nil {
			list[i].Refusal = a.Allowed(c, today)
		}
	}
	return list
}

// Issue draws a letter and freezes it: from now on the letter is these bytes.
// It is not sent by that; the action letter-sent records when it was.
func (w *Casework) Issue(ctx context.Context, ref casefile.Reference, kind casefile.LetterKind, values map[string]string) (Drawn, error) {
	a := w.newAct()
	if _, _, err := a.onCase(ctx, string(ref)); err != nil {
		return Drawn{}, err
	}
	f, err := w.file(ctx, ref)
	if err != nil {
		return Drawn{}, err
	}
	d, err := w.drawLetter(f, kind, values)
	if err != nil {
		return Drawn{}, err
	}
	if err := addressed(f.Case.Person, d.Page.Missing); err != nil {
		return Drawn{}, err
	}
	sum := sha256.Sum256(d.PDF)
	answer, _ := letter.ReplyDuty(f.Case.Kind, f.Obligations)
	a.today(caseStream(f.Case.ID), &casefile.LetterIssued{
		Letter: kind, SHA256: hex.EncodeToString(sum[:]), Size: len(d.PDF), Pages: len(d.Page.Pages), Subject: d.Subject,
		Received: f.Case.ReceivedOn(), Due: answer.Due,
	})
	a.Blobs = [][]byte{d.PDF}
	sealed, err := a.keep(ctx)
	if err != nil {
		return Drawn{}, err
	}
	d.Letter = sealed[0].ID
	return d, nil
}

// addressed returns an error where the letter's font lacks signs of the name
// or address: a letter to a row of boxes must not become the one that counts.
func addressed(p casefile.Person, lacks []rune) error {
	for field, text := range map[string]string{"name": p.Name, "address": strings.Join(p.Address, "")} {
		if strings.ContainsFunc(text, func(r rune) bool { return slices.Contains(lacks, r) }) {
			return invalid(field, "The letter's font lacks signs that are in the "+field+" of the person.",
				"Record it in Latin, Greek or Cyrillic letters with the action person.")
		}
	}
	return nil
}
