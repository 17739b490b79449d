package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/mailbox"
)

// UsualPort is the port of IMAP with that protection (RFC 9051, section 11.1;
// RFC 8314, section 3.2), 0 where there is no such protection.
func UsualPort(mode casefile.TLSMode) int {
	return map[casefile.TLSMode]int{casefile.Implicit: 993, casefile.StartTLS: 143, casefile.Plain: 143}[mode]
}

// Server is the mailbox with what changes of how it is reached. Where the port
// was the usual one, it is that of another protection as well.
func (c AccountChange) Server(a casefile.Account) casefile.Account {
	if c.TLS != "" && a.Port == UsualPort(a.TLS) {
		a.Port = UsualPort(c.TLS)
	}
	set := func(now *string, to string) {
		if to != "" {
			*now = to
		}
	}
	set(&a.Host, c.Host)
	set(&a.User, c.User)
	if c.NoCA {
		a.CA = ""
	}
	set(&a.CA, c.CA)
	set((*string)(&a.TLS), string(c.TLS))
	if c.Port != 0 {
		a.Port = c.Port
	}
	return a
}

// movedFrom reports whether two mailboxes may be different ones.
func movedFrom(a, b casefile.Account) bool {
	return !strings.EqualFold(a.Host, b.Host) || a.Port != b.Port || a.User != b.User
}

// movedFolders are the folders that are read, by the names that another server
// has for them: its own for junk and for sent mail. One that it has not got is
// refused, so that none falls silent. Those that a person named stay.
func movedFolders(ctx context.Context, src mailbox.Source, now, named []casefile.Folder) ([]casefile.Folder, error) {
	listed, err := mailbox.Folders(ctx, src)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(now)
	for i, f := range out {
		has := func(l mailbox.Listed) bool { return placeOf(now[i:i+1], l.Name) == 0 }
		if placeOf(named, f.Name) >= 0 || slices.ContainsFunc(listed, has) {
			continue
		}
		at := slices.IndexFunc(listed, func(l mailbox.Listed) bool {
			return l.Role == f.Role && f.Role != casefile.OtherFolder && placeOf(out, l.Name) < 0
		})
		if at < 0 {
			return nil, &casefile.Error{
				Kind: casefile.NotFound, Field: "folder", What: "A folder that is read, " + f.Name + ", is not on that server.",
				Do: "Take the usual ones (--usual, or Folders in the window), or name another with --folder, --junk or --sent.",
			}
		}
		out[i].Name = listed[at].Name
	}
	return out, nil
}

// usualSince are the usual folders of a mailbox, from the earliest day that any
// folder was read from.
func usualSince(ctx context.Context, src mailbox.Source, now []casefile.Folder) ([]casefile.Folder, error) {
	listed, err := mailbox.Folders(ctx, src)
	out := usual(listed)
	for i := range out {
		for _, f := range now {
			if out[i].Since.IsZero() || f.Since.Before(out[i].Since) {
				out[i].Since = f.Since
			}
		}
	}
	return out, err
}

// recordMoved records a mailbox that is reached another way. Where its messages
// are not known to be numbered as before it is another mailbox on record, under
// the same name: all is fetched anew and recognised by its bytes, and no number
// of the old server hides a message of the new one. Nothing is pulled meanwhile:
// no number comes that was not compared, and no sign-in is renewed.
func (in *Intake) recordMoved(ctx context.Context, act *act, old casefile.Account, src mailbox.Source, secret []byte) error {
	done, err := in.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	copies, err := in.copiesOf(ctx, old.ID)
	if err != nil {
		return err
	}
	same, err := mailbox.Recognise(ctx, src, copies)
	if err != nil {
		return err
	}
	if same {
		return act.recordAccount(ctx, src.Account, secret)
	}
	if secret == nil { // what is kept, which may have been renewed on the way
		secret, err = in.store.Secret(ctx, old.ID)
		if err != nil && !casefile.IsKind(err, casefile.NotFound) {
			return err
		}
	}
	a := src.Account
	a.ID = in.env.NewID()
	if err := act.onStream(ctx, accountStream(a.ID)); err != nil {
		return err
	}
	act.Secrets = map[string][]byte{old.ID: nil, a.ID: secret}
	act.today(accountStream(old.ID), &casefile.AccountRemoved{})
	act.today(accountStream(a.ID), &casefile.AccountRecorded{Account: a})
	if _, err = act.keep(ctx); err == nil {
		in.forgetSource(old.ID)
	}
	return err
}

// copiesOf are the places at which messages of a mailbox were found.
func (in *Intake) copiesOf(ctx context.Context, account string) ([]casefile.Copy, error) {
	rows, err := (&Records{in.room}).Messages(ctx, "")
	var out []casefile.Copy
	for _, m := range rows {
		for _, c := range m.Copies {
			if c.Account == account {
				out = append(out, c)
			}
		}
	}
	return out, err
}
