package mailbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/emersion/go-imap/v2"

	"casebook/internal/casefile"
)

// renewal is the longest that one IDLE lasts: servers end one after half an
// hour (RFC 2177), some of them earlier and without a word.
const renewal = 25 * time.Minute

// longestRest is the longest that a server is left alone because it asks to be:
// one that asks for days is asked again all the same.
const longestRest = time.Hour

// Watch calls wake when it is time to pull: at once, when the server tells of
// news in the first folder (IDLE, RFC 2177), after every new connection, and in
// any case each time that every has passed. What a server tells is a hint and
// no more; a server that tells nothing is asked all the same.
//
// It holds a connection of its own, goes back to a server that was lost after
// longer and longer pauses, of one second to five minutes, and notices within
// every that a network is gone, as after a laptop's sleep. It returns when ctx
// ends or where trying on is of no use, such as after a refused sign-in. wake is
// called on the same goroutine and must not wait for long.
func Watch(ctx context.Context, src Source, every time.Duration, wake func()) error {
	src.Limits = src.Limits.withDefaults()
	w := &watch{src: src, every: every, wake: wake}
	for {
		err := w.connection(ctx)
		if ctx.Err() != nil {
			return cancelled(ctx)
		}
		if !w.again(err) {
			return err
		}
		rest := Backoff(src.Limits.Backoff, w.failures, rand.Float64())
		if wait, throttled := throttle(err); throttled {
			rest = max(rest, min(wait, longestRest))
		}
		w.failures++
		if err := pause(ctx, rest); err != nil {
			return err
		}
	}
}

// watch is one run of [Watch].
type watch struct {
	src      Source
	every    time.Duration
	wake     func()
	failures int // connections in a row that came to nothing
}

// again reports whether another connection may do better.
func (w *watch) again(err error) bool {
	var e *casefile.Error
	return !errors.As(err, &e) || e.Kind == casefile.Unreachable || e.Kind == casefile.Conflict
}

// connection watches over one connection until it is lost.
func (w *watch) connection(ctx context.Context) error {
	s, err := open(ctx, w.src)
	if err != nil {
		return err
	}
	defer s.leave()
	if len(w.src.Account.Folders) > 0 {
		if err := s.examine(ctx, w.src.Account.Folders[0].Name); err != nil {
			return err
		}
	}
	_, idles := s.client.Caps()[imap.CapIdle]
	for ctx.Err() == nil {
		s.heed()
		w.wake()
		err := s.await(ctx, min(w.every, renewal), idles)
		if _, refused := errors.AsType[*imap.Error](err); refused && idles && s.alive() {
			idles = false // it says that it can and will not: it is asked from now on
			continue      // what it told meanwhile is not known
		}
		if err != nil {
			return err
		}
		w.failures = 0
		if s.told > 1 { // what comes one after the other is told together
			if err := pause(ctx, w.src.Limits.Backoff); err != nil {
				return err
			}
		}
	}
	return cancelled(ctx)
}

// heed forgets what the server told before now: who is woken next sees it. What
// it tells from then on may come too late for that and is kept for [session.await].
func (s *session) heed() {
	select {
	case <-s.news:
	default:
	}
}

// await returns when the server tells of news or that time has passed, with
// the connection found alive.
func (s *session) await(ctx context.Context, d time.Duration, idles bool) error {
	if !idles {
		if err := pause(ctx, d); err != nil {
			return err
		}
		return s.stands(ctx)
	}
	s.guard.expect()
	cmd, err := s.client.Idle()
	s.guard.rest()
	if err != nil {
		return s.cause(ctx, err)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-s.client.Closed():
	case <-s.news:
		s.told++
	case <-timer.C:
		s.told = 0
	}
	s.guard.expect()
	err = errors.Join(cmd.Close(), cmd.Wait())
	s.guard.rest()
	if err != nil {
		return s.cause(ctx, err)
	}
	return nil
}

// stands asks whether the other side is there.
func (s *session) stands(ctx context.Context) error {
	s.guard.expect()
	defer s.guard.rest()
	if err := s.client.Noop().Wait(); err != nil {
		return s.cause(ctx, err)
	}
	return nil
}
