package mailbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// Draft is a message that a person is to send from their own mail program.
type Draft struct {
	Raw []byte
	// MessageID is its own, without the angle brackets: by it alone a draft that
	// is there already is known.
	MessageID string
}

// Drafted is where a draft lies.
type Drafted struct {
	Folder string
	Before bool // it was there before this call
}

// PutDraft puts a message into the folder in which the mailbox's programs keep
// unfinished mail (RFC 6154, \Drafts), unless one of that Message-ID lies there.
// It is the one thing that Casebook ever writes to a mailbox.
//
// A server may have taken a message although its answer never came. So an APPEND
// in doubt is not repeated before a new connection has looked for it.
func PutDraft(ctx context.Context, src Source, d Draft) (Drafted, error) {
	src.Limits = src.Limits.withDefaults()
	for try := 0; ; try++ {
		done, err := putDraft(ctx, src, d)
		var own *casefile.Error
		switch {
		case err == nil:
			return done, nil
		case ctx.Err() != nil:
			return Drafted{}, fault(casefile.Cancelled, "", "Putting the draft into the mailbox was stopped.",
				"It may be there already: doing it again looks first.", context.Cause(ctx))
		case errors.As(err, &own) && own.Kind != casefile.Unreachable:
			return Drafted{}, own
		case try >= src.Limits.Tries:
			return Drafted{}, fault(casefile.Unreachable, "host", "The mail server could not be asked whether it has the draft.",
				"It may be there already: do it again later, which looks first.", err)
		}
		if err := pause(ctx, Backoff(src.Limits.Backoff, try, 0)); err != nil {
			return Drafted{}, err
		}
	}
}

// putDraft is [PutDraft] over one connection.
func putDraft(ctx context.Context, src Source, d Draft) (Drafted, error) {
	s, err := open(ctx, src)
	if err != nil {
		return Drafted{}, err
	}
	defer s.leave()
	all, err := s.folders(ctx)
	if err != nil {
		return Drafted{}, err
	}
	folder := ""
	for _, f := range roles(all) {
		if f.Drafts {
			folder = f.Name
			break
		}
	}
	if folder == "" {
		return Drafted{}, fault(casefile.NotFound, "folder", "The mailbox has no folder for drafts.",
			"Save a draft with your mail program once, which makes one.", nil)
	}
	if err := s.examine(ctx, folder); err != nil {
		return Drafted{}, err
	}
	there, err := s.search(ctx, &imap.SearchCriteria{
		Header:  []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<" + d.MessageID + ">"}},
		NotFlag: []imap.Flag{imap.FlagDeleted},
	})
	if err != nil || len(there) > 0 {
		return Drafted{Folder: folder, Before: true}, err
	}
	return Drafted{Folder: folder}, s.appendDraft(ctx, folder, d.Raw)
}

// appendDraft writes a draft that is not there. Whatever goes wrong but a
// refusal leaves open whether the server took it.
func (s *session) appendDraft(ctx context.Context, folder string, raw []byte) error {
	s.guard.expect()
	defer s.guard.rest()
	cmd := s.client.Append(folder, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagDraft, imap.FlagSeen}})
	if _, err := cmd.Write(raw); err != nil {
		return s.cause(ctx, fmt.Errorf("mailbox: writing a draft: %w", err))
	}
	err := cmd.Close()
	if err == nil {
		_, err = cmd.Wait()
	}
	if err == nil {
		return nil
	}
	err = s.cause(ctx, err)
	var answer *imap.Error
	if errors.As(err, &answer) && !unavailable(answer) {
		return fault(casefile.Refused, "folder", "The mail server does not take the draft.",
			"Check whether the mailbox is full and whether you may write to its drafts.", err)
	}
	return err
}
