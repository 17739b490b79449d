package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/mailbox"
)

// defaultMonths is how far back a new folder is read where no day is given.
const defaultMonths = 3

// MailFolder is a folder that a mailbox has.
type MailFolder struct {
	mailbox.Listed
	Read bool // it is one of those that are read
}

// MailFolders signs in to a mailbox that need not be recorded yet and lists its
// folders: what a person chooses from at set-up.
func (in *Intake) MailFolders(ctx context.Context, a casefile.Account, password string) ([]MailFolder, error) {
	return foldersOf(ctx, mailbox.Source{Account: a, Password: password})
}

// FoldersOf lists the folders that a recorded mailbox has.
func (in *Intake) FoldersOf(ctx context.Context, name string) ([]MailFolder, error) {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return nil, err
	}
	src, err := in.source(ctx, accounts[0])
	if err != nil {
		return nil, err
	}
	return foldersOf(ctx, src)
}

func foldersOf(ctx context.Context, src mailbox.Source) ([]MailFolder, error) {
	listed, err := mailbox.Folders(ctx, src)
	out := make([]MailFolder, len(listed))
	for i, l := range listed {
		read := slices.ContainsFunc(src.Account.Folders, func(f casefile.Folder) bool { return f.Name == l.Name })
		out[i] = MailFolder{l, read}
	}
	return out, err
}

// AddAccount signs in to a mailbox with a password and opens its folders, and
// records it if that works. A folder without a name, or none at all, stands for
// the usual ones: the inbox and those in which the server keeps junk and sent
// mail. A folder without a start date is read from three months back.
//
// A name that is taken is refused: what the vault holds of one mailbox is no
// reason to pass over a message of another, and [Intake.ChangeAccount] keeps
// what is not meant to change.
func (in *Intake) AddAccount(ctx context.Context, a casefile.Account, password string) error {
	a.Auth, a.OAuth = casefile.ByPassword, casefile.OAuth{}
	a, since, err := in.prepare(ctx, a)
	if err != nil {
		return err
	}
	if a, err = in.openFolders(ctx, mailbox.Source{Account: a, Password: password}, since); err != nil {
		return err
	}
	return in.recordAccount(ctx, a, []byte(password))
}

// prepare checks what can be checked of a new account without its server, and
// gives it its id. The day is the start date of the usual folders.
func (in *Intake) prepare(ctx context.Context, a casefile.Account) (casefile.Account, civil.Date, error) {
	var since civil.Date
	if strings.TrimSpace(a.Name) == "" {
		return a, since, invalid("name", "The mailbox has no name.", "Give it one, such as dpo.")
	}
	if err := in.freeName(ctx, a); err != nil {
		return a, since, err
	}
	a.ID = in.env.NewID()
	if len(a.Folders) == 1 && a.Folders[0].Name == "" {
		a.Folders, since = nil, a.Folders[0].Since
	}
	return a, since, in.startDates(slices.Clone(a.Folders), since)
}

// openFolders signs in, completes the folders and opens each.
func (in *Intake) openFolders(ctx context.Context, src mailbox.Source, since civil.Date) (casefile.Account, error) {
	var err error
	if src.Account.Folders, err = in.chooseFolders(ctx, src, since); err != nil {
		return src.Account, err
	}
	return src.Account, mailbox.Check(ctx, src)
}

// chooseFolders completes the folders that a person chose, by what the server
// says they are. Where none is chosen they are the usual ones.
func (in *Intake) chooseFolders(ctx context.Context, src mailbox.Source, since civil.Date) ([]casefile.Folder, error) {
	chosen := slices.Clone(src.Account.Folders)
	unclear := func(f casefile.Folder) bool { return f.Role == "" }
	if len(chosen) > 0 && !slices.ContainsFunc(chosen, unclear) {
		return chosen, in.startDates(chosen, since)
	}
	src.Account.Folders = nil
	listed, err := mailbox.Folders(ctx, src)
	if err != nil {
		return nil, err
	}
	if len(chosen) == 0 {
		chosen = usual(listed)
	}
	for i, f := range chosen {
		if !unclear(f) {
			continue
		}
		chosen[i].Role = casefile.OtherFolder
		for _, l := range listed {
			if l.Name == f.Name || l.Role == casefile.InboxFolder && strings.EqualFold(f.Name, l.Name) {
				chosen[i].Role = l.Role
			}
		}
	}
	return chosen, in.startDates(chosen, since)
}

var tooSoon = invalid("since", "That day is still to come.", "Give the day from which mail is to be fetched.")

// startDates fills in and checks from which day folders are read.
func (in *Intake) startDates(folders []casefile.Folder, since civil.Date) error {
	if since.After(in.env.Today()) {
		return tooSoon
	}
	if since.IsZero() {
		since = in.env.Today().AddMonths(-defaultMonths)
	}
	seen := map[string]bool{}
	for i := range folders {
		f := &folders[i]
		if f.Since.IsZero() {
			f.Since = since
		}
		switch {
		case f.Since.After(in.env.Today()):
			return tooSoon
		case f.Role != "" && !slices.Contains(casefile.FolderRoles(), f.Role):
			return invalid("role", "There is no such kind of folder.", "Say inbox, junk, sent or other.")
		case seen[f.Name]:
			return invalid("folder", "A folder is named twice.", "Name each folder once.")
		}
		seen[f.Name] = true
	}
	return nil
}

// usual are the inbox, the junk and the sent mail among the folders of a
// mailbox.
func usual(listed []mailbox.Listed) []casefile.Folder {
	var out []casefile.Folder
	for _, f := range listed {
		if f.Role != casefile.OtherFolder {
			out = append(out, casefile.Folder{Name: f.Name, Role: f.Role})
		}
	}
	if len(out) == 0 || out[0].Role != casefile.InboxFolder {
		out = slices.Insert(out, 0, casefile.Folder{Name: "INBOX", Role: casefile.InboxFolder})
	}
	return out
}

// freeName refuses a name that a mailbox has already.
func (in *Intake) freeName(ctx context.Context, a casefile.Account) error {
	accounts, err := in.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, known := range accounts {
		if known.Name != a.Name {
			continue
		}
		do := "Give this one another name."
		if strings.EqualFold(known.Host, a.Host) && known.User == a.User {
			do = "Change its server, its folders or its password with casebook account set NAME, or in its row of the window."
		}
		return &casefile.Error{Kind: casefile.Conflict, Field: "name", What: "A mailbox of that name is here already. It is as it was.", Do: do}
	}
	return nil
}

// recordAccount keeps an account and what it signs in with, or neither. With no
// secret, what is kept stays.
func (in *Intake) recordAccount(ctx context.Context, account casefile.Account, secret []byte) error {
	a := in.newAct()
	if err := a.onStream(ctx, accountStream(account.ID)); err != nil {
		return err
	}
	return a.recordAccount(ctx, account, secret)
}

// recordAccount does so where it is decided on what the act rests on.
func (a *act) recordAccount(ctx context.Context, account casefile.Account, secret []byte) error {
	if secret != nil {
		a.Secrets = map[string][]byte{account.ID: secret}
	}
	a.today(accountStream(account.ID), &casefile.AccountRecorded{Account: account})
	_, err := a.keep(ctx)
	return err
}

func accountStream(id string) casefile.Stream {
	return casefile.Stream{Kind: casefile.AccountStream, ID: id}
}

// RemoveAccount ends the reading of a mailbox and forgets its password. The
// messages that were fetched from it stay.
func (in *Intake) RemoveAccount(ctx context.Context, name string) error {
	accounts, err := in.accounts(ctx, name)
	if err != nil {
		return err
	}
	act := in.newAct()
	s := accountStream(accounts[0].ID)
	if err := act.onStream(ctx, s); err != nil {
		return err
	}
	act.Secrets = map[string][]byte{accounts[0].ID: nil}
	act.happened(s, civil.On(in.env.Today()), &casefile.AccountRemoved{})
	_, err = act.keep(ctx)
	in.forgetSource(accounts[0].ID)
	return err
}

func (r *room) accounts(ctx context.Context, name string) ([]casefile.Account, error) {
	accounts, err := r.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	what := "There is no such mailbox in this vault."
	if len(accounts) == 0 {
		what = "There is no mailbox in this vault yet."
	}
	if name != "" {
		accounts = slices.DeleteFunc(accounts, func(a casefile.Account) bool { return a.Name != name })
	}
	if len(accounts) == 0 {
		return nil, &casefile.Error{
			Kind: casefile.NotFound, Field: "account", What: what,
			Do: "Add one with casebook account add.",
		}
	}
	return accounts, nil
}
