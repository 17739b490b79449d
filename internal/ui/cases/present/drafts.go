package present

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// UnsentWords say how a letter stands that was issued and has not left; put is
// where it was put just now, if it was.
func UnsentWords(l casefile.Letter, put desk.DraftPut) string {
	where := "the mailbox's drafts"
	if put.Folder != "" {
		where = "the drafts of " + put.Account + " (" + put.Folder + ")"
	}
	if l.Drafted {
		return "It is among " + where + ", not sent: send it from your mail program. Only sending it meets the duty."
	}
	return "It has not been sent. Only sending it meets the duty."
}

// Unsent returns the letter of that id, or the last of all where it is "",
// if it was issued and has not been sent.
func (p Page) Unsent(id string) (casefile.Letter, bool) {
	if id == "" {
		return p.unsent("")
	}
	l, err := p.File.Case.Letter(id)
	return l, err == nil && l.Sent == nil
}

// DraftWords say where a draft lies, and whether it lay there before. The names
// are the server's and the person's own.
func DraftWords(d desk.DraftPut) string {
	if d.Before {
		return "It lay there already: there is one draft of it in " + d.Account + ", in the folder " + d.Folder + "."
	}
	return "It lies among the drafts of " + d.Account + ", in the folder " + d.Folder + ". Send it from there."
}

// Drafting is what came of putting a letter among the drafts.
type Drafting struct {
	Put desk.DraftPut
	// Closed are the mailboxes where none of them may hold drafts: one can be
	// allowed to.
	Closed []casefile.Account
}

// PutDraft puts a letter among the drafts. Where allow names a mailbox, that one
// may hold drafts from now on.
func PutDraft(ctx context.Context, d *desk.Desk, ref casefile.Reference, letter, allow string) (Drafting, error) {
	if allow != "" {
		yes := true
		if err := d.ChangeAccount(ctx, allow, desk.AccountChange{Drafts: &yes}); err != nil {
			return Drafting{}, err
		}
	}
	put, err := d.Draft(ctx, ref, letter)
	switch {
	case casefile.IsKind(err, casefile.NotFound) && casefile.AsError(err).Field == "account":
		return Drafting{}, nil // there is no mailbox at all
	case !casefile.IsKind(err, casefile.Refused) || casefile.AsError(err).Field != "drafts":
		return Drafting{Put: put}, err
	}
	closed, err := d.Accounts(ctx)
	return Drafting{Closed: closed}, err
}
