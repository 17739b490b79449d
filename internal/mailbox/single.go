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
	reasonLarge    = "This message is larger than is taken without asking."
)

// full asks for all that is kept of a message, whole for its bytes alone, which
// leaves \Seen as it is.
var (
	full  = imap.FetchOptions{InternalDate: true, BodySection: whole}
	whole = []*imap.FetchItemBodySection{{Peek: true}}
)

// ways are the forms in which one message is asked for, in order. The full one
// comes twice, for a connection can break by chance; then without the date, for
// an answer that the library cannot read kills the connection, and what it
// cannot read may be the date.
var ways = []imap.FetchOptions{full, full, {BodySection: whole}}

// single fetches and keeps one message by every way there is. In the end it is
// kept, confirmed gone, or set aside with a reason.
func (p *pull) single(ctx context.Context, uid uint32, fact item) error {
	if fact.size > p.src.Limits.Bytes {
		return p.large(ctx, uid, fact)
	}
	most := fact.size
	if most == 0 { // it is not known
		most = p.src.Limits.Bytes
	}
	if err := p.room(ctx, 1, most); err != nil {
		return err
	}
	reason := reasonWithheld
	for _, w := range ways {
		items, err := p.ask(ctx, []uint32{uid}, w)
		if err != nil {
			if reason, err = p.failed(ctx, err); err != nil {
				return err
			}
			if reason == reasonLarge {
				return p.large(ctx, uid, fact)
			}
			continue
		}
		if items[uid].body {
			return p.keepOne(ctx, items[uid], fact)
		}
		if gone, err := p.vanished(ctx, uid); gone || err != nil {
			return err
		}
	}
	return p.setAside(SetAside{UID: uid, Reason: reason, Size: fact.size})
}

// vanished asks whether a message that did not come is no longer there, and
// counts it if so.
func (p *pull) vanished(ctx context.Context, uid uint32) (bool, error) {
	there, err := p.there(ctx, uid)
	if err != nil || there {
		return false, err
	}
	p.result.Vanished = append(p.result.Vanished, uid)
	p.result.Server--
	p.step()
	return true, nil
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
	if p.outside(it.date) {
		p.result.BeforeStart++
		p.step()
		return nil
	}
	return p.keep(ctx, it)
}

func (p *pull) setAside(a SetAside) error {
	p.result.SetAside = append(p.result.SetAside, a)
	p.step()
	return nil
}
