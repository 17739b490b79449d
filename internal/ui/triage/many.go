package triage

import (
	"context"
	"strings"

	"casebook/internal/desk"
	"casebook/internal/ui/jobs"
)

// OfSender returns how many of the messages to be decided are of the sender of
// the one shown.
func (p *Presenter) OfSender() int {
	n := 0
	for _, m := range p.queue.Messages {
		if from := p.item.Message.From.Email; from != "" && strings.EqualFold(m.From.Email, from) {
			n++
		}
	}
	return n
}

// ReadThread returns the ids of the messages to be decided that belong with one,
// or nil where that is not known. It is called beside the window, and after the
// message is shown: others may have to be read for it.
func ReadThread(ctx context.Context, d *desk.Desk, id string, among []desk.Waiting) []string {
	rows := make([]desk.MessageRow, len(among))
	for i, m := range among {
		rows[i] = m.MessageRow
	}
	// It is a number on a link: without it the link is there all the same.
	ids, _, _ := d.ThreadOf(ctx, id, rows)
	return ids
}

// SetThread takes which messages belong with the one shown, if it is still that,
// and says whether their number is another now.
func (p *Presenter) SetThread(id string, thread []string) bool {
	if id != p.ID() {
		return false
	}
	before := p.OfThread()
	p.thread = setOf(thread)
	return p.OfThread() != before
}

// number counts the thread of the message shown and puts the number on its link.
func (s *Screen) number() {
	s.props.Jobs.Cancel(s.count) // it is of another message, or of an older list
	id, waiting := s.p.ID(), s.p.Waiting()
	if id == "" || s.p.InTray() {
		return
	}
	var thread []string
	s.count = s.props.Jobs.Go(context.Background(), "", func(ctx context.Context, _ jobs.Report) error {
		thread = ReadThread(ctx, s.props.Desk, id, waiting)
		return ctx.Err()
	}, func(j jobs.Job) {
		if j.State == jobs.Done && s.p.SetThread(id, thread) {
			s.pane.card.relink()
			s.pane.settle()
		}
	})
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// OfThread returns how many of the messages to be decided are of the thread of
// the one shown, 0 where that is not known.
func (p *Presenter) OfThread() int {
	n := 0
	for _, m := range p.queue.Messages {
		if p.thread[m.ID] {
			n++
		}
	}
	return n
}
