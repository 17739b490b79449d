package triage

import (
	"context"

	"casebook/internal/casefile"
	"casebook/internal/desk"
	"casebook/internal/ui/jobs"
)

// recordAnswer files the message to its case and records there what it brings.
func (s *Screen) recordAnswer() {
	brings, id := s.p.Card().Brings, s.p.ID()
	if brings.Case == "" {
		s.pane.complain("It is not known what this message brings to a case.", "Add it to its case with 2, and record there what it brings.")
		return
	}
	var entries []string
	var after desk.CaseFile
	s.write(func(ctx context.Context) (err error) {
		if entries, err = s.props.Desk.Answer(ctx, id, brings); err == nil {
			after, err = s.props.Desk.Case(ctx, brings.Case)
		}
		return err
	}, func() {
		s.gone(id)
		s.say(answered(after), func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.TakeBackAnswer(ctx, id, brings.Case, entries) },
				func() { s.back(id) })
		})
	})
}

// answered says what an answer did to its case.
func answered(f desk.CaseFile) string {
	ref := string(f.Case.Reference)
	switch state := f.Case.State(); {
	case state != casefile.StateOpen:
		return "Answer recorded on " + ref + ". " + state.Words() + "."
	case f.Due.IsZero():
		return "Answer recorded on " + ref + "."
	}
	return "Answer recorded; the clock of " + ref + " runs again, due " + f.Due.Long() + "."
}

// openFile hands an attachment to the system's viewer.
func (s *Screen) openFile(n int) {
	id := s.p.ID()
	var name string
	var content []byte
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) error {
		a, b, err := s.props.Desk.Attachment(ctx, id, n)
		name, content = a.Name, b
		return err
	}, func(j jobs.Job) {
		if j.State != jobs.Done {
			s.props.Fail(j.Err)
			return
		}
		s.props.OpenFile(name, content)
	})
}

// write does something with the vault, one at a time, and then shows it.
func (s *Screen) write(work func(context.Context) error, then func()) {
	s.busy = true
	s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) error { return work(ctx) }, func(j jobs.Job) {
		s.busy = false
		if j.State != jobs.Done {
			s.failed(j.Err)
			return
		}
		then()
		s.props.Changed()
	})
}

// gone takes decided messages from the list.
func (s *Screen) gone(ids ...string) {
	for _, id := range ids {
		s.p.Decided(id)
	}
	s.refill()
}

// back selects a message that is to be decided again.
func (s *Screen) back(id string) { s.want = id }
