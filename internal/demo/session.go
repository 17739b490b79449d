package demo

import (
	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// session is one connection. Before LOGIN it has no mailbox.
type session struct {
	*imapmemserver.UserSession

	server  *Server
	account *imapmemserver.User
	mails   []Mail
	open    string // the folder that is selected
}

// Select implements [imapserver.Session].
func (s *session) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	d, err := s.UserSession.Select(name, options)
	if err == nil {
		s.open = name
	}
	return d, err
}

// Login implements [imapserver.Session].
func (s *session) Login(name, secret string) error {
	if secret != *s.server.secret.Load() {
		return imapserver.ErrAuthFailed
	}
	if err := s.account.Login(name, password); err != nil {
		return err
	}
	s.UserSession = imapmemserver.NewUserSession(s.account)
	return nil
}

// Fetch implements [imapserver.Session]: the very bytes, whatever they are.
func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	if s.open != folder {
		return s.UserSession.Fetch(w, set, options)
	}
	for i, m := range s.mails {
		seq := uint32(i + 1)
		if !contains(set, seq) {
			continue
		}
		if err := send(w.CreateMessage(seq), imap.UID(seq), m, options); err != nil {
			return err
		}
	}
	return nil
}

// contains reports whether a message is asked for. Nothing is ever removed
// here, so its number and its UID are the same.
func contains(set imap.NumSet, n uint32) bool {
	switch set := set.(type) {
	case imap.UIDSet:
		return set.Contains(imap.UID(n))
	case imap.SeqSet:
		return set.Contains(n)
	}
	return false
}

func send(w *imapserver.FetchResponseWriter, uid imap.UID, m Mail, options *imap.FetchOptions) error {
	w.WriteUID(uid)
	if options.Flags {
		w.WriteFlags(flags(m))
	}
	if options.InternalDate {
		w.WriteInternalDate(m.Received)
	}
	if options.RFC822Size {
		w.WriteRFC822Size(int64(len(m.Raw)))
	}
	for _, section := range options.BodySection {
		part := cut(m.Raw, section.Partial)
		body := w.WriteBodySection(section, int64(len(part)))
		if _, err := body.Write(part); err != nil {
			return err
		}
		if err := body.Close(); err != nil {
			return err
		}
	}
	return w.Close()
}

func flags(m Mail) []imap.Flag {
	if m.Seen {
		return []imap.Flag{imap.FlagSeen}
	}
	return nil
}

// cut returns the piece of a message that BODY[]<o.n> names.
func cut(raw []byte, p *imap.SectionPartial) []byte {
	if p == nil {
		return raw
	}
	from := min(max(p.Offset, 0), int64(len(raw)))
	to := min(from+max(p.Size, 0), int64(len(raw)))
	return raw[from:to]
}
