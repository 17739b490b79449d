package store

import (
	"context"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/vault"
)

// program is who acts when a new version of the program changes dates.
const program = "Casebook"

// remake makes the read rows again because the program is another one than
// made them. Its rules and its table of holidays are put on record, with every
// date that is another one now: as the rows show, whatever the reason.
func (s *Store) remake(ctx context.Context, w vault.Writer) error {
	before, err := s.dates(ctx, w)
	if err != nil {
		return err
	}
	if err := s.rebuild(ctx, w); err != nil {
		return err
	}
	after, err := s.dates(ctx, w)
	if err != nil {
		return err
	}
	now, err := s.lawNow(ctx, w)
	if err != nil {
		return err
	}
	p := &casefile.LawChanged{Rules: s.opt.Law.Version, Redated: compare(before, after)}
	if s.opt.Law.Holidays != nil {
		p.Holidays = s.opt.Law.Holidays.Version()
	}
	if p.Rules == now.state.Rules && p.Holidays == now.state.Holidays && len(p.Moved) == 0 {
		return nil
	}
	e, err := casefile.NewEvent(casefile.TheLaw, civil.On(s.opt.Env.Today()), p)
	if err != nil {
		return err
	}
	_, err = s.seal(ctx, w, Act{Actor: program, Events: []casefile.Event{e}})
	return err
}

// dated is a case as the rows date it, which is little: there may be very many.
type dated struct {
	reference casefile.Reference
	undated   bool
	dates     []dates
}

// dates are those of one duty.
type dates struct {
	rule                  clock.RuleID
	name                  string
	due, workTo, noticeBy civil.Date
}

// dates returns every case as the rows date it now, by its id, or only those of
// some clients.
func (s *Store) dates(ctx context.Context, r vault.Reader, clients ...any) (map[string]dated, error) {
	where := ""
	if len(clients) > 0 {
		where = " WHERE c.client IN (?" + strings.Repeat(", ?", len(clients)-1) + ")"
	}
	out := map[string]dated{}
	err := r.Each(ctx, func(row vault.Rows) error {
		var id string
		var d dated
		err := row.Scan(&id, &d.reference, &d.undated)
		out[id] = d
		return err
	}, "SELECT c.id, c.reference, c.undated FROM case_row c"+where, clients...)
	if err != nil {
		return nil, err
	}
	names := map[string]string{} // each is in the memory once
	err = r.Each(ctx, func(row vault.Rows) error {
		var id, rule, name string
		var d dates
		if err := row.Scan(&id, &rule, &name, day{&d.due}, day{&d.workTo}, day{&d.noticeBy}); err != nil {
			return err
		}
		for _, s := range []string{rule, name} {
			if names[s] == "" {
				names[s] = s
			}
		}
		d.rule, d.name = clock.RuleID(names[rule]), names[name]
		c := out[id]
		c.dates = append(c.dates, d)
		out[id] = c
		return nil
	}, `SELECT o.case_id, o.rule, o.name, o.due, o.work_to, o.notice_by
		FROM case_row c JOIN obligation_row o ON o.case_id = c.id`+where+" ORDER BY o.case_id, o.n", clients...)
	return out, err
}

// compare returns what moved, in the order of references. A case that is new
// among the rows has not moved.
func compare(before, after map[string]dated) casefile.Redated {
	out := casefile.Redated{Moved: []casefile.MovedDate{}}
	for id, was := range before {
		now, there := after[id]
		if !there {
			continue
		}
		out.Moved = append(out.Moved, casefile.MovedDates(now.reference, was.obligations(), now.obligations())...)
		if now.undated && !was.undated {
			out.Undated = append(out.Undated, now.reference)
		}
	}
	out.Sort()
	return out
}

func (d dated) obligations() []clock.Obligation {
	out := make([]clock.Obligation, len(d.dates))
	for i, t := range d.dates {
		out[i] = clock.Obligation{Rule: t.rule, Name: t.name, Due: t.due, WorkTo: t.workTo, NoticeBy: t.noticeBy}
	}
	return out
}
