package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/store"
)

// Casework is what a person does on a case.
type Casework struct{ *room }

// Do does one action of the action table on a case.
func (w *Casework) Do(ctx context.Context, ref casefile.Reference, action string, v casefile.Values) error {
	a, err := casefile.FindAction(action)
	if err != nil {
		return err
	}
	c, seen, err := w.store.Case(ctx, string(ref))
	if err != nil {
		return err
	}
	events, err := a.Do(c, v, w.env)
	if err != nil {
		return err
	}
	if err := w.keepsDates(ctx, c, seen, events); err != nil {
		return err
	}
	_, err = w.store.Append(ctx, store.Act{
		Actor: w.actor, Events: events,
		Expect: map[casefile.Stream]int{caseStream(c.ID): len(seen)},
	})
	return err
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
		list[i] = Offer{Action: a, Refusal: casefile.Blocked(c)}
		if list[i].Refusal == nil {
			list[i].Refusal = a.Allowed(c, today)
		}
	}
	return list
}

// Issue draws a letter and freezes it: from now on the letter is these bytes.
// It is not sent by that; the action letter-sent records when it was.
func (w *Casework) Issue(ctx context.Context, ref casefile.Reference, kind casefile.LetterKind, values map[string]string) (Drawn, error) {
	f, err := w.file(ctx, ref)
	if err != nil {
		return Drawn{}, err
	}
	if r := casefile.Blocked(f.Case); r != nil {
		return Drawn{}, r.Err()
	}
	d, err := w.drawLetter(f, kind, values)
	if err != nil {
		return Drawn{}, err
	}
	if err := addressed(f.Case.Person, d.Page.Missing); err != nil {
		return Drawn{}, err
	}
	sum := sha256.Sum256(d.PDF)
	e, err := casefile.NewEvent(caseStream(f.Case.ID), civil.On(w.env.Today()), &casefile.LetterIssued{
		Letter: kind, SHA256: hex.EncodeToString(sum[:]), Size: len(d.PDF), Pages: len(d.Page.Pages), Subject: d.Page.Title,
		Received: f.Case.ReceivedOn(), Due: f.Due,
	})
	if err != nil {
		return Drawn{}, err
	}
	sealed, err := w.store.Append(ctx, store.Act{Actor: w.actor, Events: []casefile.Event{e}, Blobs: [][]byte{d.PDF}})
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
			return &casefile.Error{
				Kind: casefile.Invalid, Field: field, What: "The letter's font lacks signs that are in the " + field + " of the person.",
				Do: "Record it in Latin, Greek or Cyrillic letters with the action person.",
			}
		}
	}
	return nil
}
