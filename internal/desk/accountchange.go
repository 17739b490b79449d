package desk

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/mailbox"
)

// AccountChange is what becomes different of a mailbox; what is left empty
// stays. A folder that is read already keeps its start date where none is given.
type AccountChange struct {
	// Folders are all that are read from now on.
	Folders []casefile.Folder
	// Some take the place of the folders of their kind alone: junk of junk, sent
	// mail of sent mail, and those without a role of all others. The inbox stays
	// all the same, unless NoInbox says that it is not read any more.
	Some     []casefile.Folder
	NoInbox  bool
	Since    civil.Date // of the folders that give none; without folders, of all
	Password *string
	Drafts   *bool // whether finished replies may be put into its drafts

	// How it is reached. Folders for junk and for sent mail that are not named go
	// by the names that the new server has for them.
	Host  string
	Port  int
	TLS   casefile.TLSMode
	User  string
	CA    string // PEM of a private authority
	NoCA  bool   // none any more: public ones alone are trusted
	Usual bool   // the usual folders, from the earliest day of those that were, are changed by Some
}

// onlyDrafts reports whether nothing changes of what is asked of the server: to
// forbid what was allowed must not wait for it.
func (c AccountChange) onlyDrafts() bool {
	return c.Drafts != nil && reflect.DeepEqual(c, AccountChange{Drafts: c.Drafts})
}

// ChangeAccount changes how a mailbox is reached and read, after signing in with
// the change. What was fetched stays known, also where the server is another;
// whether drafts may be put there is changed without asking the server. What
// somebody else changes of the mailbox meanwhile makes it a conflict.
func (in *Intake) ChangeAccount(ctx context.Context, name string, change AccountChange) error {
	act := in.newAct()
	a, err := act.onAccount(ctx, name)
	if err != nil {
		return err
	}
	if change.onlyDrafts() {
		a.Drafts = *change.Drafts
		return act.recordAccount(ctx, a, nil)
	}
	src, err := in.source(ctx, a)
	if err != nil {
		return err
	}
	old, secret := a, []byte(nil)
	a = change.Server(a)
	if change.Password != nil {
		if a.Auth == casefile.ByOAuth2 {
			return invalid("password", "This mailbox is signed in to at its provider's page and has no password here.", "Sign in there again instead.")
		}
		src.Password, secret = *change.Password, []byte(*change.Password)
	}
	if change.Drafts != nil {
		a.Drafts = *change.Drafts
	}
	src.Account = a
	if src.Account.Folders, err = in.foldersAfter(ctx, src, change, movedFrom(old, a)); err != nil {
		return err
	}
	if err := mailbox.Check(ctx, src); err != nil {
		return err
	}
	if movedFrom(old, a) {
		return in.recordMoved(ctx, act, old, src, secret)
	}
	return act.recordAccount(ctx, src.Account, secret)
}

// onAccount returns the mailbox of that name, on which the act rests.
func (a *act) onAccount(ctx context.Context, name string) (casefile.Account, error) {
	accounts, err := a.room.accounts(ctx, name)
	if err != nil {
		return casefile.Account{}, err
	}
	s := accountStream(accounts[0].ID)
	if err := a.onStream(ctx, s); err != nil {
		return casefile.Account{}, err
	}
	return casefile.FoldAccount(a.seen[s])
}

// foldersAfter are the folders that are read after a change.
func (in *Intake) foldersAfter(ctx context.Context, src mailbox.Source, change AccountChange, moved bool) (out []casefile.Folder, err error) {
	now := src.Account.Folders
	base := now
	if change.Usual {
		if base, err = usualSince(ctx, src, now); err != nil {
			return nil, err
		}
	}
	if src.Account.Folders = change.folders(base, now); len(src.Account.Folders) == 0 {
		return nil, invalid("folder", "No folder would be read.", "Name one, or remove the mailbox.")
	}
	if moved && !change.Usual && change.Folders == nil {
		if src.Account.Folders, err = movedFolders(ctx, src, src.Account.Folders, change.Some); err != nil {
			return nil, err
		}
	}
	return in.chooseFolders(ctx, src, change.Since)
}

// folders are those that are read after the change of a base, which are those
// that are read now or the usual ones.
func (c AccountChange) folders(base, now []casefile.Folder) []casefile.Folder {
	out := slices.Clone(base)
	switch {
	case c.Folders != nil:
		out = slices.Clone(c.Folders)
	case len(c.Some) > 0 || c.NoInbox:
		out = c.some(base)
	case !c.Since.IsZero():
		for i := range out {
			out[i].Since = c.Since
		}
	}
	now = slices.Concat(now, base)
	for i, f := range out {
		if at := placeOf(now, f.Name); at >= 0 && f.Since.IsZero() && c.Since.IsZero() {
			out[i].Since = now[at].Since
		}
	}
	return out
}

// some puts some folders in the place of those of their kind.
func (c AccountChange) some(now []casefile.Folder) []casefile.Folder {
	replaced := map[casefile.FolderRole]bool{casefile.InboxFolder: c.NoInbox}
	for _, f := range c.Some {
		role := f.Role
		if role == "" {
			role = casefile.OtherFolder
		}
		replaced[role] = true
	}
	var out []casefile.Folder
	for _, f := range now {
		if named := placeOf(c.Some, f.Name); named >= 0 {
			out = append(out, c.Some[named])
		} else if !replaced[f.Role] {
			out = append(out, f)
		}
	}
	for _, f := range c.Some {
		if placeOf(now, f.Name) < 0 {
			out = append(out, f)
		}
	}
	return out
}

// placeOf is where a folder is among some, or -1. INBOX is the one name whose
// case does not matter (RFC 9051, section 5.1).
func placeOf(folders []casefile.Folder, name string) int {
	return slices.IndexFunc(folders, func(f casefile.Folder) bool {
		return f.Name == name || strings.EqualFold(f.Name, "INBOX") && strings.EqualFold(name, "INBOX")
	})
}
