package mailbox

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// large fetches one message part by part into a sink, so that it never is in
// memory as a whole and a connection lost in the middle costs one part. The end
// is an empty part, never a short one: a server may send less than it was asked
// for, and states sizes that are not those of the bodies.
func (p *pull) large(ctx context.Context, uid uint32, fact item) error {
	if p.tooLarge(fact.size) {
		return p.setAside(SetAside{UID: uid, Reason: reasonLarge, Size: fact.size, Large: true})
	}
	if err := p.settle(0); err != nil {
		return err
	}
	var reason string
	for _, bring := range []func(context.Context, uint32, Sink) (int64, string, error){p.pieces, p.stream} {
		size, why, err := p.sunk(ctx, uid, fact, bring)
		if err != nil || why == "" {
			return err
		}
		reason, fact.size = why, max(size, fact.size)
		if reason == reasonLarge {
			break
		}
		if gone, err := p.vanished(ctx, uid); gone || err != nil {
			return err
		}
	}
	return p.setAside(SetAside{UID: uid, Reason: reason, Size: fact.size, Large: reason == reasonLarge})
}

// sunk brings a message into a sink in one way, and keeps it if it came whole.
func (p *pull) sunk(ctx context.Context, uid uint32, fact item, bring func(context.Context, uint32, Sink) (int64, string, error)) (int64, string, error) {
	sink, err := p.keeper.Begin(ctx, fact.size)
	if err != nil {
		return 0, "", err
	}
	size, reason, err := bring(ctx, uid, sink)
	if err != nil || reason != "" {
		return size, reason, errors.Join(err, sink.Discard(context.WithoutCancel(ctx)))
	}
	fact.uid = uid
	if err := sink.Keep(ctx, p.copy(fact)); err != nil {
		return size, "", errors.Join(err, sink.Discard(context.WithoutCancel(ctx)))
	}
	p.kept(1, size)
	return size, "", nil
}

// beyondAll is what no person's yes lets in: SQLite and mail both end about here.
const beyondAll = 1 << 31

func (p *pull) tooLarge(size int64) bool {
	return size > beyondAll || size > p.src.Limits.Largest && !p.src.AllowLarge
}

// pieces writes every part of a message to the sink. A reason says why the
// message did not come whole; an error ends the pull. A part is asked for
// twice, or as often as other parts come in between.
func (p *pull) pieces(ctx context.Context, uid uint32, sink Sink) (size int64, reason string, err error) {
	for lost := false; ; {
		if err := p.room(ctx, 1, p.src.Limits.Piece); err != nil { // there may be more than was stated
			return size, "", err
		}
		got, err := p.piece(ctx, uid, size)
		if err != nil {
			reason, err = p.failed(ctx, err)
			if err != nil || lost {
				return size, reason, err
			}
			lost = true // the parts that came are whole
			continue
		}
		switch n := int64(len(got.raw)); {
		case !got.body, n > 0 && got.from != size:
			return size, reasonWithheld, nil // the server gives no parts
		case n == 0 && size == 0:
			return 0, reasonWithheld, nil
		case n == 0:
			return size, "", nil
		case p.tooLarge(size + n):
			return size + n, reasonLarge, nil
		}
		if _, err := sink.Write(got.raw); err != nil {
			return size, "", err
		}
		size += int64(len(got.raw))
		lost, p.deaths, p.rests = false, 0, 0
		p.progress(Progress{Folder: p.result.Folder, Done: p.done, Total: p.total, Bytes: p.received + size})
	}
}

// stream writes a message to the sink as one body, for a server that gives no
// parts.
func (p *pull) stream(ctx context.Context, uid uint32, sink Sink) (int64, string, error) {
	size, err := p.session.fetchInto(ctx, uid, sink, p.tooLarge)
	switch {
	case errors.Is(err, errSink):
		return size, "", err
	case err != nil:
		reason, err := p.failed(ctx, err)
		return size, reason, err
	case size == 0:
		return 0, reasonWithheld, nil
	}
	return size, "", nil
}

// piece asks for the part of a message that begins at an offset.
func (p *pull) piece(ctx context.Context, uid uint32, offset int64) (item, error) {
	section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Offset: offset, Size: p.src.Limits.Piece}}
	items, err := p.ask(ctx, []uint32{uid}, imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}})
	return items[uid], err
}

// errSink is a sink that does not take what is written to it.
var errSink = errors.New("mailbox: what came cannot be kept")

// fetchInto asks for one message whole and writes its body as it comes. What
// was written is the message only where there is no error and a size.
func (s *session) fetchInto(ctx context.Context, uid uint32, w io.Writer, tooLarge func(int64) bool) (size int64, err error) {
	s.guard.expect()
	defer s.guard.rest()
	s.strays.taken()
	cmd := s.client.Fetch(uidSet(uid), &imap.FetchOptions{UID: true, BodySection: whole})
	bodies := 0
	for m := cmd.Next(); m != nil && err == nil; m = cmd.Next() {
		for data := m.Next(); data != nil && err == nil; data = m.Next() {
			if number, ok := data.(imapclient.FetchItemDataUID); ok && uint32(number.UID) != uid {
				err = errForm
				s.guard.fail(err)
				break
			}
			body, ok := data.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil {
				continue
			}
			bodies++
			switch size = body.Literal.Size(); {
			case tooLarge(size):
				err = errTooLarge
			case bodies > 1 || !ofWhole(body.Section) || body.Section.Partial != nil:
				err = errForm // of two bodies one is another message's
			default:
				err = pour(w, body.Literal)
			}
			if err != nil {
				s.guard.fail(err)
				_, _ = io.Copy(io.Discard, body.Literal)
				err = s.broken(err)
			}
		}
	}
	if ended := cmd.Close(); err == nil {
		err = ended
	}
	if err != nil {
		return size, s.cause(ctx, err)
	}
	if slices.Contains(s.strays.taken(), uid) {
		return 0, nil // as in fetch
	}
	return size, nil
}

// pour writes a body to w, all of it or with an error.
func pour(w io.Writer, l imap.LiteralReader) error {
	buf := make([]byte, 256<<10)
	for left := l.Size(); ; {
		n, err := l.Read(buf)
		if left -= int64(n); n > 0 {
			if _, err := w.Write(buf[:n]); err != nil {
				return errors.Join(errSink, err)
			}
		}
		switch {
		case err == io.EOF && left == 0:
			return nil
		case err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		}
	}
}
