package mailbox

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// session is one connection, with one folder at a time open read-only. It carries one
// command at a time: two FETCH commands at once lose bodies in the library, or
// lock each other.
type session struct {
	src      Source
	guard    *guard
	lines    *lines
	client   *imapclient.Client
	release  func() bool   // stops watching the context
	news     chan struct{} // holds one where the server told something of the folder
	told     int           // how often in a row that ended an IDLE
	strays   strays        // bodies that came unasked
	budget   int64         // bytes of bodies that the command under way may bring
	refused  string        // the token that the server turned down over the connection before
	validity uint32
	exists   int    // messages the server counted when the folder was opened
	next     uint32 // the UID that the folder would give next, 0 where the server did not say
}

// alive reports whether further commands can be sent.
func (s *session) alive() bool {
	state := s.client.State()
	return s.guard.reason() == nil && (state == imap.ConnStateSelected || state == imap.ConnStateAuthenticated)
}

// hint notes that the server told something of the open folder.
func (s *session) hint() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

// examine opens a folder for reading alone.
func (s *session) examine(ctx context.Context, folder string) error {
	s.guard.expect()
	data, err := s.client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	s.guard.rest()
	if err != nil {
		return folderFault(s.cause(ctx, err))
	}
	if data.UIDValidity == 0 {
		return &casefile.Error{Kind: casefile.Refused, Field: "folder", What: "The mail server does not number this folder's messages for good, so none could be recognised again.", Do: "Use another folder or another server."}
	}
	s.validity, s.exists, s.next = data.UIDValidity, int(data.NumMessages), uint32(data.UIDNext)
	return nil
}

// leave signs off if that is possible, and closes.
func (s *session) leave() {
	if s.alive() {
		s.guard.expect()
		// What the server says to a good-bye changes nothing.
		_ = s.client.Logout().Wait()
		s.guard.rest()
	}
	s.close()
}

func (s *session) close() {
	s.release()
	s.guard.Close()
	if s.client != nil {
		_ = s.client.Close() // waits for the library's reader to end
	}
}

// most bounds what one listing may hold: a server that claims more numbers is
// not believed.
const most = 3_000_000

var errTooMany = errors.New("mailbox: the server lists more messages than a mailbox can hold")

// search returns the UIDs that match, in order.
func (s *session) search(ctx context.Context, criteria *imap.SearchCriteria) ([]uint32, error) {
	s.guard.expect()
	data, err := s.client.UIDSearch(criteria, nil).Wait()
	s.guard.rest()
	if err != nil {
		return nil, s.cause(ctx, err)
	}
	set, ok := data.All.(imap.UIDSet)
	if !ok {
		return nil, nil
	}
	var uids []uint32
	for _, r := range set {
		if r.Start == 0 || r.Stop < r.Start || int64(r.Stop)-int64(r.Start)+int64(len(uids)) > most {
			return nil, errTooMany
		}
		for uid := r.Start; ; uid++ {
			uids = append(uids, uint32(uid))
			if uid == r.Stop {
				break
			}
		}
	}
	return uids, nil
}

// list returns every UID of the folder. A server that has just taken mail in
// may count it before it lists it (seen with Courier); NOOP makes it look.
func (s *session) list(ctx context.Context) ([]uint32, error) {
	uids, err := s.search(ctx, &imap.SearchCriteria{})
	if err != nil || len(uids) >= s.exists {
		return uids, err
	}
	s.guard.expect()
	err = s.client.Noop().Wait()
	s.guard.rest()
	if err != nil {
		return nil, s.cause(ctx, err)
	}
	return s.search(ctx, &imap.SearchCriteria{})
}

// choose returns the UIDs that may be of that selection. The server compares
// days of its own zone, which is at most a day off those of London.
func (s *session) choose(ctx context.Context, only Selection) ([]uint32, error) {
	var criteria imap.SearchCriteria
	if !only.Since.IsZero() {
		criteria.Since = midnight(only.Since.AddDays(-1))
	}
	if !only.Until.IsZero() {
		criteria.Before = midnight(only.Until.AddDays(2)) // BEFORE leaves out its own day
	}
	if only.From != "" {
		criteria.Header = []imap.SearchCriteriaHeaderField{{Key: "From", Value: only.From}}
	}
	return s.search(ctx, &criteria)
}

func midnight(day civil.Date) time.Time {
	y, m, d := day.Split()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// there asks whether the folder still has a message.
func (s *session) there(ctx context.Context, uid uint32) (bool, error) {
	uids, err := s.search(ctx, &imap.SearchCriteria{UID: []imap.UIDSet{uidSet(uid)}})
	return len(uids) > 0, err
}

// item is what one FETCH answer gave of a message.
type item struct {
	uid  uint32
	date time.Time // zero: not given
	size int64     // as stated by RFC822.SIZE, which many servers get wrong
	raw  []byte
	body bool  // a whole body came
	from int64 // the offset that the server states for it, or wholeBody
}

// wholeBody is the offset of a body of which the server does not say that it is
// a part.
const wholeBody = -1

// fetch sends one FETCH command and returns what it gave, by UID. Nothing is
// returned unless the command ended well: a connection that closes inside a
// body reads as the end of that body, and only the command's end tells.
func (s *session) fetch(ctx context.Context, uids []uint32, options imap.FetchOptions) (map[uint32]item, error) {
	s.guard.expect()
	defer s.guard.rest()
	options.UID = true
	s.strays.taken()
	s.budget = max(inMemory*s.src.Limits.Bytes, 2*s.src.Limits.Piece)
	cmd := s.client.Fetch(uidSet(uids...), &options)
	items := map[uint32]item{}
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		it, err := s.read(m)
		if err != nil {
			cmd.Close()
			return nil, s.cause(ctx, err)
		}
		if len(options.BodySection) > 0 && options.BodySection[0].Partial == nil {
			it.body = it.body && it.from == wholeBody
		}
		if it.uid != 0 {
			items[it.uid] = it
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, s.cause(ctx, err)
	}
	for _, uid := range s.strays.taken() {
		if it, ok := items[uid]; ok {
			it.body = false // two bodies under one number: one of them is another message's
			items[uid] = it
		}
	}
	return items, nil
}

// read takes one message's answer. A body is whole when as many bytes came as
// were announced for it. Two numbers or two bodies in one answer are two answers
// of which a part was lost: no body counts.
func (s *session) read(m *imapclient.FetchMessageData) (item, error) {
	var it item
	torn := false
	for data := m.Next(); data != nil; data = m.Next() {
		switch data := data.(type) {
		case imapclient.FetchItemDataUID:
			torn = torn || it.uid != 0 && it.uid != uint32(data.UID)
			it.uid = uint32(data.UID)
		case imapclient.FetchItemDataInternalDate:
			it.date = data.Time.UTC()
		case imapclient.FetchItemDataRFC822Size:
			it.size = data.Size
		case imapclient.FetchItemDataBodySection:
			if data.Literal == nil {
				continue // NIL: no body, and not an empty one
			}
			raw, err := s.take(data.Literal)
			if err != nil {
				return it, err
			}
			torn = torn || it.raw != nil
			it.raw, it.body, it.from = raw, int64(len(raw)) == data.Literal.Size() && ofWhole(data.Section), wholeBody
			if data.Section.Partial != nil {
				it.from = data.Section.Partial.Offset
			}
		}
	}
	it.body = it.body && !torn
	return it, nil
}

// ofWhole reports whether a body is a message's whole one, or a stretch of it,
// and none of its parts.
func ofWhole(s *imap.FetchItemBodySection) bool {
	return s.Specifier == imap.PartSpecifierNone && len(s.Part) == 0
}

// errTooLarge is a body that does not go into memory: it is asked for in pieces.
var errTooLarge = errors.New("mailbox: the server sends more than was asked to be held in memory")

// inMemory is how many times [Limits].Bytes one command may bring: servers
// state sizes that are not those of the bodies.
const inMemory = 4

// take reads a body. No more is reserved at once than was to be in one command:
// a server can announce anything.
func (s *session) take(l imap.LiteralReader) ([]byte, error) {
	if s.budget -= l.Size(); s.budget < 0 {
		s.guard.fail(errTooLarge)
		_, _ = io.Copy(io.Discard, l) // the library's reader waits for the end of the body
		return nil, s.broken(errTooLarge)
	}
	raw := make([]byte, 0, min(l.Size(), s.src.Limits.Bytes)+1)
	for {
		n, err := l.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		switch {
		case err == io.EOF && int64(len(raw)) == l.Size():
			return raw, nil
		case err == io.EOF:
			return nil, s.broken(io.ErrUnexpectedEOF)
		case err != nil:
			return nil, s.broken(err)
		}
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
	}
}

// broken ends a connection on which a body broke off, and waits until the
// library's reader has left it: afterwards the library reads from the body once
// more, and both at once would read from one buffer.
func (s *session) broken(err error) error {
	s.guard.fail(err)
	<-s.client.Closed()
	return err
}

func uidSet(uids ...uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}
