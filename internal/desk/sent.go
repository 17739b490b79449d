package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/message"
	"casebook/internal/store"
)

// SentLetter proposes that a message which left this mailbox carried a letter
// of a case: with the server's date, and why. A person accepts it or does not.
type SentLetter struct {
	Message MessageRow
	Case    casefile.Reference
	Letter  casefile.Letter
	To      string
	Why     string
}

// SentLetters proposes, for mail that was sent and is filed to no case, which
// letter left with it: the last one issued and not sent, of the case whose
// reference the message bears or whose thread it is in.
func (r *Records) SentLetters(ctx context.Context) ([]SentLetter, error) {
	rows, err := r.store.Messages(ctx, store.MessageQuery{Outgoing: true, State: casefile.MessageSetAside})
	if err != nil {
		return nil, err
	}
	var out []SentLetter
	for _, row := range rows {
		if row.Decided() {
			continue // a person has said that no letter left with it
		}
		s, found, err := r.sentLetter(ctx, row)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, s)
		}
	}
	return out, nil
}

func (r *room) sentLetter(ctx context.Context, row MessageRow) (SentLetter, bool, error) {
	raw, err := r.store.Blob(ctx, row.SHA256)
	if err != nil {
		return SentLetter{}, false, err
	}
	m := message.Read(message.Light(raw))
	c, why, err := r.caseOfSent(ctx, m)
	if err != nil || why == "" {
		return SentLetter{}, false, err
	}
	for _, l := range slices.Backward(c.Letters) {
		// What left before a letter was issued did not carry it.
		if l.Sent == nil && !row.Received.Date().Before(l.Issued) {
			return SentLetter{Message: row, Case: c.Reference, Letter: l, To: recipients(m), Why: why}, true, nil
		}
	}
	return SentLetter{}, false, nil
}

// caseOfSent returns the case of a message that was sent, and why; no reason is
// no case.
func (r *room) caseOfSent(ctx context.Context, m casefile.Message) (casefile.Case, string, error) {
	for _, place := range []struct{ text, why string }{
		{m.Subject, "Its subject bears the case's reference."}, {m.Text, "Its text bears the case's reference."},
	} {
		for _, ref := range casefile.FindReferences(place.text) {
			c, _, err := r.store.Case(ctx, string(ref))
			if err == nil {
				return c, place.why, nil
			}
			if !casefile.IsKind(err, casefile.NotFound) {
				return c, "", err
			}
		}
	}
	thread := slices.Clone(m.InReplyTo)
	for _, id := range slices.Backward(m.References) {
		thread = append(thread, id)
	}
	for _, id := range thread {
		ref, err := r.store.CaseOfThread(ctx, id)
		if err != nil {
			return casefile.Case{}, "", err
		}
		if ref != "" {
			c, _, err := r.store.Case(ctx, string(ref))
			return c, "It answers a message of that case.", err
		}
	}
	return casefile.Case{}, "", nil
}

// noLetter is why a message that was sent is not proposed again.
const noLetter = "No letter of ours left with it."

// DismissSent decides that no letter left with a message, so that it is not
// proposed again; [Intake.PutBack] undoes it.
func (in *Intake) DismissSent(ctx context.Context, id string) error {
	row, err := in.store.Message(ctx, id)
	if err != nil {
		return err
	}
	if !row.Outgoing {
		return &casefile.Error{
			Kind: casefile.Invalid, Field: "message", What: "That message was not sent from here.",
			Do: "Set it aside in Triage instead.",
		}
	}
	return in.SetAside(ctx, id, noLetter)
}

// recipients are the addresses a message went to.
func recipients(m casefile.Message) string {
	if len(m.To) == 0 {
		return "by e-mail"
	}
	return m.To[0].String()
}

// AcceptSent records that a letter left with a message, on the server's day,
// and files the message to the letter's case, in one transaction.
func (in *Intake) AcceptSent(ctx context.Context, id string) error {
	row, err := in.store.Message(ctx, id)
	if err != nil {
		return err
	}
	s, found, err := in.sentLetter(ctx, row)
	if err != nil {
		return err
	}
	if !found || !row.Outgoing {
		return &casefile.Error{
			Kind: casefile.NotFound, Field: "message", What: "No letter is known to have left with this message.",
			Do: "Record the sending on the case itself.",
		}
	}
	a := in.newAct()
	m, err := a.onUnfiled(ctx, id)
	if err != nil {
		return err
	}
	c, _, err := a.onCase(ctx, string(s.Case))
	if err != nil {
		return err
	}
	a.happened(caseStream(c.ID), m.Received, &casefile.LetterSent{Letter: s.Letter.ID, How: casefile.ByEmail, To: s.To})
	a.happened(caseStream(c.ID), m.Received, &casefile.MessageAttached{Message: id})
	a.today(messageStream(id), &casefile.MessageFiledTo{Case: c.ID})
	_, err = a.keep(ctx)
	return err
}
