package store

import (
	"context"
	"errors"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/vault"
)

// inForce is the law of the vault as it was last read.
type inForce struct {
	head  string // the last event of its stream, and how many there are
	state casefile.LawState
	law   clock.Law
}

// lawNow returns the law in force: the one inside the program with what was
// loaded laid over it. A vault whose law cannot be read goes by the program's,
// and verify names the event: its cases are to be seen all the same.
func (s *Store) lawNow(ctx context.Context, r vault.Reader) (inForce, error) {
	var head string
	err := r.QueryRow(ctx, `SELECT count(*) || ' ' || coalesce((SELECT hex(hash) FROM event
		WHERE kind = ?1 AND stream = ?2 ORDER BY hlc DESC, device DESC LIMIT 1), '') FROM event WHERE kind = ?1 AND stream = ?2`,
		casefile.LawStream, casefile.LawID).Scan(&head)
	if err != nil {
		return inForce{}, err
	}
	if known := s.inForce.Load(); known != nil && known.head == head {
		return *known, nil
	}
	now := inForce{head: head, law: s.opt.Law}
	events, err := eventsOf(ctx, r, casefile.TheLaw)
	if err == nil {
		now.state, err = casefile.FoldLaw(events)
	}
	switch {
	case err == nil:
		now.law = now.state.InForce(s.opt.Law)
		s.inForce.Store(&now)
	case !unreadable(err):
		return inForce{}, err
	}
	return now, nil
}

// Law returns the law in force.
func (s *Store) Law(ctx context.Context) (clock.Law, error) {
	now, err := s.readLaw(ctx)
	return now.law, err
}

// LawState returns what the stream of the law says, and the law in force.
func (s *Store) LawState(ctx context.Context) (casefile.LawState, clock.Law, error) {
	now, err := s.readLaw(ctx)
	return now.state, now.law, err
}

func (s *Store) readLaw(ctx context.Context) (now inForce, err error) {
	err = s.read(ctx, func(ctx context.Context, r vault.Reader) error {
		now, err = s.lawNow(ctx, r)
		return err
	})
	return now, err
}

// LoadOptions say how a file of law is loaded.
type LoadOptions struct {
	Actor string // who does it; [Options].Actor where empty
	Force bool   // although it is older, has ended, or leaves cases without dates
	Try   bool   // only to see what it would move: nothing is kept
}

// LoadLaw puts a file of law in force and dates every case anew, in one
// transaction. The dates that moved are recorded with it, in p.Redated. It
// reports false, and records nothing, where the file says what is in force
// already.
func (s *Store) LoadLaw(ctx context.Context, p *casefile.LawLoaded, o LoadOptions) (bool, error) {
	loaded := false
	err := s.write(ctx, func(ctx context.Context, w vault.Writer) error {
		var err error
		if loaded, err = s.loadLaw(ctx, w, p, o); err == nil && o.Try {
			return errUndo
		}
		return err
	})
	if o.Try && errors.Is(err, errUndo) {
		err = nil
	}
	return loaded && err == nil, err
}

func (s *Store) loadLaw(ctx context.Context, w vault.Writer, p *casefile.LawLoaded, o LoadOptions) (bool, error) {
	if err := s.clockRight(ctx, w); err != nil {
		return false, err
	}
	events, err := eventsOf(ctx, w, casefile.TheLaw)
	if err != nil {
		return false, err
	}
	if r := casefile.Blocked(events); r != nil {
		return false, r.Err()
	}
	now, err := s.lawNow(ctx, w)
	if err != nil || now.state.Same(p, s.opt.Law) {
		return false, err
	}
	today := s.opt.Env.Today()
	refused := now.state.Refuses(p, s.opt.Law, today)
	if refused != nil && !o.Force {
		return false, refused
	}
	then, err := now.state.Load(p, today)
	if err != nil {
		return false, err
	}
	if p.Redated, err = s.redate(ctx, w, &now.law, then.InForce(s.opt.Law)); err != nil {
		return false, err
	}
	lost := p.Lost()
	if lost != nil && !o.Force {
		return false, lost
	}
	p.Forced = refused != nil || lost != nil
	e, err := casefile.NewEvent(casefile.TheLaw, civil.On(today), p)
	if err != nil {
		return false, err
	}
	_, err = s.seal(ctx, w, Act{Actor: o.Actor, Events: []casefile.Event{e}})
	return true, err
}

// redate dates every case anew under a law and returns what moved. Where it is
// known which law was in force before, only the rows that change are written.
func (s *Store) redate(ctx context.Context, w vault.Writer, before *clock.Law, after clock.Law) (casefile.Redated, error) {
	out := casefile.Redated{Moved: []casefile.MovedDate{}}
	p := s.pass(after)
	one := func(events []casefile.Event) error {
		c, err := casefile.Fold(events)
		if gone(err) || unreadable(err) {
			return nil // it has no rows
		}
		if err != nil {
			return err
		}
		if c.Disposed != nil {
			return nil // so is what was disposed of
		}
		return p.redateCase(ctx, w, c, before, &out)
	}
	var events []casefile.Event
	err := w.Each(ctx, func(row vault.Rows) error {
		e, err := scanEvent(row)
		if err != nil && !unreadable(err) {
			return err
		}
		if n := len(events); n > 0 && events[n-1].Stream != e.Stream {
			err = one(events)
			events = events[:0]
		}
		events = append(events, e)
		return err
	}, "SELECT "+eventColumns+" FROM event WHERE kind = ? ORDER BY stream, hlc, device", casefile.CaseStream)
	if err == nil && len(events) > 0 {
		err = one(events)
	}
	out.Sort()
	return out, err
}

func (p *pass) redateCase(ctx context.Context, w vault.Writer, c casefile.Case, before *clock.Law, out *casefile.Redated) error {
	row, now, err := p.caseRow(ctx, w, c)
	if err != nil {
		return err
	}
	if before != nil {
		client, err := p.client(ctx, w, c.Client)
		if err != nil {
			return err
		}
		was, err := c.Obligations(client, *before)
		if err != nil && !casefile.IsKind(err, casefile.Invalid) {
			return err
		}
		if err == nil && now == nil && row.Undated {
			out.Undated = append(out.Undated, c.Reference)
		}
		if err == nil && slices.EqualFunc(was, now, sameRow) {
			return nil
		}
		out.Moved = append(out.Moved, casefile.MovedDates(c.Reference, was, now)...)
	}
	if err := putCase(ctx, w, row); err != nil {
		return err
	}
	return putObligations(ctx, w, c.ID, now)
}

// sameRow reports whether two obligations make the same row.
func sameRow(a, b clock.Obligation) bool {
	return a.Rule == b.Rule && a.Name == b.Name && a.Basis == b.Basis && a.State == b.State && a.Due == b.Due &&
		a.WorkTo == b.WorkTo && a.NoticeBy == b.NoticeBy && a.Extension == b.Extension && a.Left == b.Left && a.MetOn == b.MetOn
}
