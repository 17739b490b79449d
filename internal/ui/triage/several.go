package triage

import (
	"context"
	"fmt"

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
	s.write(func(ctx context.Context) (err error) {
		entries, err = s.props.Desk.Answer(ctx, id, brings)
		return err
	}, func() {
		s.gone(id)
		s.props.Say(actionLabel(brings.Action)+": done on "+string(brings.Case)+".", func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.TakeBackAnswer(ctx, id, brings.Case, entries) },
				func() { s.back(id) })
		})
	})
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

func (s *Screen) asideSender() {
	s.asideAll(desk.Which{Sender: s.p.Item().Message.From.Email}, "of this sender")
}

func (s *Screen) asideThread() { s.asideAll(desk.Which{Thread: s.p.ID()}, "of this thread") }

// asideAll sets aside every message that is meant and offers to take it back.
func (s *Screen) asideAll(which desk.Which, words string) {
	id := s.p.ID()
	var ids []string
	s.write(func(ctx context.Context) (err error) {
		ids, err = s.props.Desk.SetAsideAll(ctx, which, notAsked)
		return err
	}, func() {
		s.gone(ids...)
		said := "Set aside: 1 message " + words + "."
		if len(ids) != 1 {
			said = fmt.Sprintf("Set aside: %d messages %s.", len(ids), words)
		}
		s.props.Say(said, func() {
			s.write(func(ctx context.Context) error { return s.props.Desk.PutBackAll(ctx, ids) }, func() { s.back(id) })
		})
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
