package triage

import (
	"context"
	"strings"

	"casebook/internal/desk"
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
// or nil where that is not known. It is called beside the window.
func ReadThread(ctx context.Context, d *desk.Desk, id string, among []desk.Waiting) []string {
	rows := make([]desk.MessageRow, len(among))
	for i, m := range among {
		rows[i] = m.MessageRow
	}
	// It is a number on a link: without it the link is there all the same.
	ids, _, _ := d.ThreadOf(ctx, id, rows)
	return ids
}

// SetThread takes which messages belong with the one shown, if it is still that.
func (p *Presenter) SetThread(id string, thread []string) {
	if id == p.ID() {
		p.thread = setOf(thread)
	}
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
