package mailbox

import (
	"context"
	"errors"

	"github.com/emersion/go-imap/v2"
)

// Why a message is set aside, for people.
const (
	reasonKilled   = "The connection breaks every time this message is asked for."
	reasonWithheld = "The server lists this message and does not hand it over."
	reasonLarge    = "This message is larger than Casebook takes."
)

// way is a form in which one message is asked for.
type way struct {
	options imap.FetchOptions
	pieces  bool // part by part
}

// full asks for all that is kept of a message, whole for its bytes alone, which
// leaves \Seen as it is.
var (
	full  = imap.FetchOptions{InternalDate: true, BodySection: whole}
	whole = []*imap.FetchItemBodySection{{Peek: true}}
)

// ways are tried in order. The full one comes twice, for a connection can break
// by chance; then without the date, for an answer that the library cannot read
// kills the connection, and what it cannot read may be the date. A large
// message is asked for part by part first, which not every server can do.
var (
	ways      = []way{{options: full}, {options: full}, {options: imap.FetchOptions{BodySection: whole}}}
	largeWays = []way{{pieces: true}, {options: full}}
)

// single fetches and keeps one message by every way there is. In the end it is
// kept, confirmed gone, or set aside with a reason.
func (p *pull) single(ctx context.Context, uid uint32, fact item) error {
	if fact.size > p.src.Limits.Largest {
		return p.setAside(uid, reasonLarge)
	}
	try := ways
	if fact.size > p.src.Limits.Bytes {
		try = largeWays
	}
	reason := reasonWithheld
	for _, w := range try {
		it, err := p.one(ctx, uid, fact, w)
		if err != nil {
			if reason, err = p.failed(ctx, err); err != nil {
				return err
			}
			if reason == reasonLarge {
				break
			}
			continue
		}
		if it.body {
			return p.keepOne(ctx, it, fact)
		}
		there, err := p.there(ctx, uid)
		if err != nil {
			return err
		}
		if !there {
			p.result.Vanished = append(p.result.Vanished, uid)
			p.result.Server--
			p.step()
			return nil
		}
	}
	return p.setAside(uid, reason)
}

// failed makes good what a failed command left and says what to think of the
// message; an error ends the pull.
func (p *pull) failed(ctx context.Context, err error) (reason string, final error) {
	if !p.mended(ctx, err) {
		return "", err
	}
	reason = reasonKilled
	switch {
	case errors.Is(err, errTooLarge):
		reason = reasonLarge
	case p.session.alive():
		reason = reasonWithheld // the server said no
	}
	return reason, p.reopen(ctx, err)
}

// keepOne keeps a message asked for singly, unless it is too old: without a
// look at its date beforehand that shows only now.
func (p *pull) keepOne(ctx context.Context, it, fact item) error {
	if it.date.IsZero() {
		it.date = fact.date
	}
	if p.early(it.date) {
		p.result.BeforeStart++
		p.step()
		return nil
	}
	return p.keep(ctx, it)
}

func (p *pull) setAside(uid uint32, reason string) error {
	p.result.SetAside = append(p.result.SetAside, SetAside{UID: uid, Reason: reason})
	p.step()
	return nil
}

// one asks for one message in one way.
func (p *pull) one(ctx context.Context, uid uint32, fact item, w way) (item, error) {
	if w.pieces {
		return p.pieces(ctx, uid, fact)
	}
	items, err := p.ask(ctx, []uint32{uid}, w.options)
	return items[uid], err
}

// pieces fetches a large message in parts, so that a connection lost in the
// middle costs one part. The end is an empty part, never a short one: a server
// may send less than it was asked for. A part is asked for twice.
func (p *pull) pieces(ctx context.Context, uid uint32, fact item) (item, error) {
	it := item{uid: uid, date: fact.date}
	lost := false
	for {
		got, err := p.piece(ctx, uid, int64(len(it.raw)))
		switch {
		case err != nil && !lost && p.mended(ctx, err) && !p.session.alive():
			lost = true // the parts that came are whole
			if err := p.reopen(ctx, err); err != nil {
				return item{}, err
			}
			continue
		case err != nil || !got.body:
			return item{}, err
		case len(got.raw) == 0:
			it.body = len(it.raw) > 0
			return it, nil
		case int64(len(it.raw)+len(got.raw)) > p.src.Limits.Largest:
			return item{}, errTooLarge
		}
		it.raw = append(it.raw, got.raw...)
		lost, p.deaths = false, 0
		p.progress(Progress{Folder: p.result.Folder, Done: p.done, Total: p.total, Bytes: p.received + int64(len(it.raw))})
	}
}

// piece asks for the part of a message that begins at an offset.
func (p *pull) piece(ctx context.Context, uid uint32, offset int64) (item, error) {
	section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Offset: offset, Size: p.src.Limits.Piece}}
	items, err := p.ask(ctx, []uint32{uid}, imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{section}})
	return items[uid], err
}
