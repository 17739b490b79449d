package mailbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// ask sends one FETCH command, after a wait if the server asks for one.
func (p *pull) ask(ctx context.Context, uids []uint32, options imap.FetchOptions) (map[uint32]item, error) {
	for {
		items, err := p.session.fetch(ctx, uids, options)
		wait, throttled := throttle(err)
		if !throttled {
			return items, err
		}
		if err := p.wait(ctx, wait, err); err != nil {
			return nil, err
		}
	}
}

// there asks whether a message still exists, over new connections if it must.
func (p *pull) there(ctx context.Context, uid uint32) (bool, error) {
	var there bool
	err := p.persist(ctx, func() (err error) {
		there, err = p.session.there(ctx, uid)
		return err
	})
	return there, err
}

// persist repeats a question over new connections until it is answered or
// nothing helps.
func (p *pull) persist(ctx context.Context, question func() error) error {
	for {
		err := question()
		if err == nil {
			return nil
		}
		if wait, throttled := throttle(err); throttled {
			if err := p.wait(ctx, wait, err); err != nil {
				return err
			}
			continue
		}
		if !p.mended(ctx, err) {
			return lostFault(err)
		}
		if p.session.alive() {
			return lostFault(err) // the server answers, and says no
		}
		if err := p.reopen(ctx, err); err != nil {
			return err
		}
	}
}

// mended reports whether a new connection, or a question put otherwise, may
// help after this error. After what is a sentence for people already, such as
// a cancelled pull, nothing does.
func (p *pull) mended(ctx context.Context, err error) bool {
	var e *casefile.Error
	return ctx.Err() == nil && !errors.As(err, &e) && !errors.Is(err, errTooMany)
}

func isKind(err error, kind casefile.ErrorKind) bool {
	var e *casefile.Error
	return errors.As(err, &e) && e.Kind == kind
}

// reopen makes a new connection after one that died of err, unless that has
// happened too often with nothing gained in between. A connection that stands
// is kept: the server only said no.
func (p *pull) reopen(ctx context.Context, err error) error {
	if p.session.alive() {
		return nil
	}
	if p.deaths++; p.deaths > p.src.Limits.Deaths {
		return lostFault(err)
	}
	for try := range p.src.Limits.Tries {
		if err := pause(ctx, Backoff(p.src.Limits.Backoff, try, rand.Float64())); err != nil {
			return err
		}
		openErr := p.openFolder(ctx)
		if openErr == nil {
			if p.session.validity != p.result.UIDValidity {
				return rebuiltFault()
			}
			return nil
		}
		if !isKind(openErr, casefile.Unreachable) {
			return openErr // a password changed meanwhile: no use in trying on
		}
		err = openErr
	}
	return lostFault(err)
}

// farthest is the longest that is waited between tries at a connection.
const farthest = 5 * time.Minute

// Backoff is how long to wait before a try at a new connection: twice as long
// as before the one before it, up to five minutes, and by chance (from 0 to 1)
// up to half of it less, so that many laptops do not come back at one instant.
func Backoff(first time.Duration, try int, chance float64) time.Duration {
	d := farthest
	if try < 20 {
		d = min(first<<try, farthest)
	}
	return d - time.Duration(chance*float64(d)/2)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return cancelled(ctx)
	case <-timer.C:
		return nil
	}
}

// A pull waits for a server that asks to be left alone so long, and so often
// with nothing gained in between.
const (
	longestWait = 5 * time.Minute
	mostRests   = 15
)

// throttling is how Microsoft 365 asks for patience, in words and no code.
var throttling = regexp.MustCompile(`(?i)throttled.*?backoff time:? *([0-9]{1,9})`)

// throttle reports whether a server asks to be left alone, and for how long.
func throttle(err error) (time.Duration, bool) {
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return 0, false
	}
	m := throttling.FindStringSubmatch(answer.Text)
	if m == nil {
		return 0, false
	}
	ms, _ := strconv.Atoi(m[1])
	return time.Duration(ms) * time.Millisecond, true
}

// wait lets a throttling server rest, within reason, and not for no time.
func (p *pull) wait(ctx context.Context, d time.Duration, err error) error {
	if p.rests++; d > longestWait || p.rests > mostRests {
		return fault(casefile.Unreachable, "host", "The mail server asks to be left alone for a while.",
			"What had been fetched is kept; pull again in an hour.", err)
	}
	return pause(ctx, max(d, Backoff(p.src.Limits.Backoff, p.rests-1, rand.Float64())))
}
