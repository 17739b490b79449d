package mailbox

import (
	"context"
	"errors"
	"maps"
	"net"
	"slices"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// Recognise signs in and reports whether a mailbox is the one that copies were
// fetched from, only reached another way: where a folder of theirs is numbered
// as it was, every message that is known and still there must have come in the
// second that is on record. It is false where a folder is numbered anew, where it
// has not come to a number on record, and where nothing can be compared. What
// passes, such as a connection that breaks, is an error: to take the mailbox for
// another one would fetch all of it anew.
//
// Two servers may well number their folders alike (RFC 9051, section 2.3.1.1,
// asks for no more than that one server does not repeat itself): a UID on
// record at one must never hide a message of the other.
func Recognise(ctx context.Context, src Source, copies []casefile.Copy) (bool, error) {
	src.Limits = src.Limits.withDefaults()
	s, err := open(ctx, src)
	if err != nil {
		return false, err
	}
	defer s.leave()
	folders := map[string][]casefile.Copy{}
	for _, c := range copies {
		folders[c.Folder] = append(folders[c.Folder], c)
	}
	proved := 0
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		err := s.examine(ctx, name)
		if err != nil && ofFolder(err) {
			continue // it is gone, or was never here
		}
		if err != nil {
			return false, notCompared(err)
		}
		alike, err := s.alike(ctx, folders[name])
		if passes := s.passing(ctx, err); passes != nil {
			return false, notCompared(passes)
		}
		if err != nil || alike < 0 {
			return false, nil // what cannot be compared is not recognised
		}
		proved += alike
	}
	return proved > 0, nil
}

// passing is what kept a folder from being compared and may be over when it is
// tried again, or nil: a server that says no, or nonsense, will say it again.
func (s *session) passing(ctx context.Context, err error) error {
	var answer *imap.Error
	reason := s.guard.reason()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return lostFault(err)
	case errors.As(err, &answer):
		if unavailable(answer) {
			return folderFault(err)
		}
		return nil
	case reason == nil, errors.Is(reason, net.ErrClosed): // it stands, or it was closed on this side
		return nil
	}
	return lostFault(err)
}

// notCompared says of an error on the way that no setting was changed by it.
func notCompared(err error) error {
	e, ok := errors.AsType[*casefile.Error](err)
	if !ok || e.Kind != casefile.Unreachable {
		return err
	}
	return fault(e.Kind, e.Field, e.What, "Nothing is changed yet; try again.", err)
}

// alike counts the known messages of the open folder that are there as they
// were, -1 if it is another folder.
func (s *session) alike(ctx context.Context, known []casefile.Copy) (int, error) {
	then := map[uint32]casefile.Copy{}
	for _, c := range known {
		if c.UIDValidity != s.validity {
			continue
		}
		if c.UID >= s.next { // another message will come under it: this is a copy made before
			return -1, nil
		}
		then[c.UID] = c
	}
	if len(then) == 0 {
		return -1, nil
	}
	listed, err := s.list(ctx)
	if err != nil {
		return 0, err
	}
	there := slices.DeleteFunc(listed, func(uid uint32) bool { _, known := then[uid]; return !known })
	for some := range slices.Chunk(there, lookAt) {
		found, err := s.fetch(ctx, some, imap.FetchOptions{InternalDate: true})
		if err != nil {
			return 0, err
		}
		for _, uid := range some {
			it, answered := found[uid]
			if !answered {
				return 0, errors.New("mailbox: the server lists a message and does not answer for it")
			}
			if it.date.Unix() != then[uid].InternalDate.Unix() {
				return -1, nil
			}
		}
	}
	return len(there), nil
}
