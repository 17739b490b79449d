package mailbox

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// Listed is a folder that a mailbox has.
type Listed struct {
	Name string
	Role casefile.FolderRole
	// Drafts reports that mail programs keep unfinished mail here.
	Drafts bool
}

// manyFolders bounds a listing: a server that goes on is not believed.
const manyFolders = 10_000

var errManyFolders = errors.New("mailbox: the server lists more folders than a mailbox can have")

// Folders signs in and lists the folders that can be opened, the inbox first.
// Their roles are those that the server states (RFC 6154) or, where it states
// none, go by the usual names.
func Folders(ctx context.Context, src Source) ([]Listed, error) {
	src.Limits = src.Limits.withDefaults()
	s, err := open(ctx, src)
	if err != nil {
		return nil, err
	}
	defer s.leave()
	all, err := s.folders(ctx)
	if err != nil {
		return nil, lostFault(err)
	}
	return roles(all), nil
}

func (s *session) folders(ctx context.Context) ([]*imap.ListData, error) {
	s.guard.expect()
	defer s.guard.rest()
	caps := s.client.Caps()
	_, special := caps[imap.CapSpecialUse]
	_, extended := caps[imap.CapListExtended]
	var options *imap.ListOptions
	if special && extended {
		options = &imap.ListOptions{ReturnSpecialUse: true}
	}
	cmd := s.client.List("", "*", options)
	var all []*imap.ListData
	for f := cmd.Next(); f != nil; f = cmd.Next() {
		if all = append(all, f); len(all) > manyFolders {
			s.guard.fail(errManyFolders)
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, s.cause(ctx, err)
	}
	return all, nil
}

// usual are the names by which folders of a role go, in lower case.
var usual = map[string]casefile.FolderRole{
	"junk": casefile.JunkFolder, "junk email": casefile.JunkFolder, "junk e-mail": casefile.JunkFolder,
	"junk mail": casefile.JunkFolder, "spam": casefile.JunkFolder, "bulk mail": casefile.JunkFolder,
	"sent": casefile.SentFolder, "sent items": casefile.SentFolder, "sent mail": casefile.SentFolder,
	"sent messages": casefile.SentFolder,
}

// roles turns what a server lists into folders. A role that the server states
// for one folder is not guessed for another.
func roles(all []*imap.ListData) []Listed {
	var out []Listed
	stated := map[imap.MailboxAttr]bool{}
	for _, f := range all {
		for _, a := range f.Attrs {
			stated[a] = true
		}
	}
	for _, f := range all {
		if slices.Contains(f.Attrs, imap.MailboxAttrNoSelect) || slices.Contains(f.Attrs, imap.MailboxAttrNonExistent) {
			continue
		}
		name := strings.ToLower(last(f))
		out = append(out, Listed{
			Name: f.Mailbox, Role: role(f, name, stated),
			Drafts: slices.Contains(f.Attrs, imap.MailboxAttrDrafts) || name == "drafts" && !stated[imap.MailboxAttrDrafts],
		})
	}
	slices.SortFunc(out, func(a, b Listed) int {
		return strings.Compare(place(a)+a.Name, place(b)+b.Name)
	})
	return out
}

func role(f *imap.ListData, name string, stated map[imap.MailboxAttr]bool) casefile.FolderRole {
	switch guess := usual[name]; {
	case strings.EqualFold(f.Mailbox, "INBOX"):
		return casefile.InboxFolder
	case slices.Contains(f.Attrs, imap.MailboxAttrJunk):
		return casefile.JunkFolder
	case slices.Contains(f.Attrs, imap.MailboxAttrSent):
		return casefile.SentFolder
	case guess == casefile.JunkFolder && !stated[imap.MailboxAttrJunk], guess == casefile.SentFolder && !stated[imap.MailboxAttrSent]:
		return guess
	}
	return casefile.OtherFolder
}

// last is a folder's own name, without those of the folders it lies in.
func last(f *imap.ListData) string {
	if f.Delim == 0 {
		return f.Mailbox
	}
	return f.Mailbox[strings.LastIndex(f.Mailbox, string(f.Delim))+1:]
}

// place sorts folders by what they are.
func place(l Listed) string {
	return map[casefile.FolderRole]string{
		casefile.InboxFolder: "0", casefile.JunkFolder: "1", casefile.SentFolder: "2", casefile.OtherFolder: "3",
	}[l.Role]
}
