package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
	"casebook/internal/message"
)

// DraftPut is where a reply lies, to be sent by a person.
type DraftPut struct {
	Account, Folder string // their names
	Before          bool   // it lay there already
}

// Draft puts a letter that was issued, as the PDF that it is, into the drafts
// of a mailbox: the one the request came to, or else the first, whose setting
// allows it. None does until a person says so. It is recorded on the case and
// discharges nothing: that the letter was sent, the Sent folder or a person says.
//
// The draft's Message-ID is made of the letter's id, so that doing it again
// leaves one draft.
func (w *Casework) Draft(ctx context.Context, ref casefile.Reference, letterID string) (DraftPut, error) {
	a := w.newAct()
	if _, _, err := a.onCase(ctx, string(ref)); err != nil {
		return DraftPut{}, err
	}
	f, err := w.file(ctx, ref)
	if err != nil {
		return DraftPut{}, err
	}
	l, err := f.Case.Letter(letterID)
	if err != nil {
		return DraftPut{}, err
	}
	if err := canDraft(f.Case, l); err != nil {
		return DraftPut{}, err
	}
	account, err := w.drafting(ctx, f)
	if err != nil {
		return DraftPut{}, err
	}
	pdf, err := w.store.Blob(ctx, l.SHA256)
	if err != nil {
		return DraftPut{}, err
	}
	o, err := w.draftOf(ctx, f, l, account)
	if err != nil {
		return DraftPut{}, err
	}
	o.PDF = pdf
	src, err := w.source(ctx, account)
	if err != nil {
		return DraftPut{}, err
	}
	done, err := mailbox.PutDraft(ctx, src, mailbox.Draft{Raw: message.Compose(o), MessageID: o.MessageID})
	if err != nil {
		return DraftPut{}, err
	}
	if done.Before && l.Drafted {
		return DraftPut{Account: account.Name, Folder: done.Folder, Before: true}, nil // on record already
	}
	a.today(caseStream(f.Case.ID), &casefile.LetterDrafted{Letter: l.ID, Account: account.ID, Folder: done.Folder, MessageID: o.MessageID})
	_, err = a.keep(ctx)
	return DraftPut{Account: account.Name, Folder: done.Folder, Before: done.Before}, err
}

// canDraft refuses a letter that has left already and one to nobody.
func canDraft(c casefile.Case, l casefile.Letter) error {
	switch {
	case l.Sent != nil:
		return &casefile.Error{Kind: casefile.Conflict, Field: "letter", What: "This letter was sent already.", Do: "Issue another letter if there is more to say."}
	case !strings.Contains(c.Person.Email, "@"):
		return invalid("email", "The person has no e-mail address.", "Record one with the action person, or send the letter by post.")
	}
	return nil
}

// drafting is the mailbox whose drafts a case's letters go to.
func (r *room) drafting(ctx context.Context, f CaseFile) (casefile.Account, error) {
	all, err := r.accounts(ctx, "")
	if err != nil {
		return casefile.Account{}, err
	}
	all = slices.DeleteFunc(all, func(a casefile.Account) bool { return !a.Drafts })
	if len(all) == 0 {
		return casefile.Account{}, &casefile.Error{
			Kind: casefile.Refused, Field: "drafts", What: "Casebook writes to no mailbox unless it is allowed to.",
			Do: "Allow drafts for one with casebook account set NAME --drafts, or in the mailbox's row of the window.",
		}
	}
	for _, m := range f.Messages {
		for _, c := range m.Copies {
			if i := slices.IndexFunc(all, func(a casefile.Account) bool { return a.ID == c.Account }); i >= 0 {
				return all[i], nil
			}
			moved, err := r.onceNamed(ctx, c.Account)
			if err != nil {
				return casefile.Account{}, err
			}
			if i := slices.IndexFunc(all, func(a casefile.Account) bool { return a.Name == moved }); i >= 0 {
				return all[i], nil
			}
		}
	}
	return all[0], nil
}

// onceNamed is the name that a mailbox had on record last, or "": one that has
// moved to another server is another, of the same name.
func (r *room) onceNamed(ctx context.Context, account string) (string, error) {
	events, err := r.store.Events(ctx, accountStream(account))
	if err != nil {
		return "", err
	}
	removed, _ := casefile.AccountRemoved{}.EventType()
	a, err := casefile.FoldAccount(slices.DeleteFunc(events, func(e casefile.Event) bool { return e.Type == removed }))
	if casefile.IsKind(err, casefile.NotFound) {
		return "", nil
	}
	return a.Name, err
}

// draftOf is the message a letter goes with: an answer to the message that the
// case came by, if it came by one.
func (r *room) draftOf(ctx context.Context, f CaseFile, l casefile.Letter, from casefile.Account) (message.Outgoing, error) {
	ref := string(f.Case.Reference)
	o := message.Outgoing{
		From: casefile.Address{Email: from.User}, To: casefile.Address{Name: f.Case.Person.Name, Email: f.Case.Person.Email},
		Subject: l.Subject, MessageID: ref + "." + l.ID + "@casebook.invalid", Date: r.env.Now(),
		Text: "Dear " + f.Case.Person.Name + ",\n\nPlease find our letter attached. Our reference is " + ref + ": please keep it in the subject when you reply.\n",
		Name: string(l.Kind) + " " + ref + ".pdf",
	}
	if !strings.Contains(o.Subject, ref) {
		o.Subject = strings.TrimSpace(o.Subject + " (" + ref + ")")
	}
	for _, m := range f.Messages {
		if m.ID != f.Case.OpenedFrom {
			continue
		}
		raw, err := r.store.Blob(ctx, m.SHA256)
		if err != nil {
			return o, err
		}
		asked := message.Read(message.Light(raw))
		o.InReplyTo, o.References = asked.MessageID, append(slices.Clone(asked.References), asked.MessageID)
	}
	return o, nil
}
