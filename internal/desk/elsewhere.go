package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// Two copies of a vault go apart: a case is disposed of in one while in the other
// the person asks for their data. What a copy knows and whoever disposed of it
// did not, a person weighs; the rest follows by itself.

// news are the cases of this copy that place a hold, or placed one, and have
// events that those who disposed of something elsewhere did not know.
type news []recent

type recent struct {
	placing
	events []casefile.Event
}

func (r *room) news(ctx context.Context, entries []store.LedgerEntry) (news, error) {
	ids, err := r.store.NewCases(ctx, entries)
	if err != nil {
		return nil, err
	}
	var out news
	for _, id := range ids {
		c, events, err := r.store.Case(ctx, id)
		if casefile.IsKind(err, casefile.Refused) || casefile.IsKind(err, casefile.NotFound) {
			continue // disposed of
		}
		if err != nil {
			return nil, err
		}
		if held := c.HeldOthers(); held != nil {
			out = append(out, recent{placing{folded(c), *held}, events})
		}
	}
	return out, nil
}

// since returns what whoever made an entry did not know of. A hold that was in
// force already, as far as this copy knows, they had weighed.
func (n news) since(entry store.LedgerEntry) holding {
	var h holding
	for _, c := range n {
		if slices.ContainsFunc(c.events, func(e casefile.Event) bool { return !entry.Knew(e) }) {
			h.cases = append(h.cases, c.placing)
		}
	}
	return h
}

// holder answers what holds a stream that an entry would dispose of again.
func (n news) holder(r *room) store.Holder {
	return func(ctx context.Context, stream casefile.Stream, entry store.LedgerEntry) (*casefile.Held, error) {
		over := n.since(entry)
		if len(over.cases) == 0 {
			return nil, nil
		}
		held, err := r.heldBy(ctx, stream, over)
		if err != nil || len(held) == 0 {
			return nil, err
		}
		return &held[0], nil
	}
}

// heldBy returns the holds on a case, its mail with it, or on a message.
func (r *room) heldBy(ctx context.Context, stream casefile.Stream, over holding) ([]casefile.Held, error) {
	if stream.Kind == casefile.MessageStream {
		row, err := r.store.Message(ctx, stream.ID)
		if err != nil {
			return nil, err
		}
		return over.onMessage(ctx, r, row)
	}
	c, _, err := r.store.Case(ctx, stream.ID)
	if err != nil {
		return nil, err
	}
	mail, err := over.onMail(ctx, r, c)
	return append(over.on(c), mail...), err
}

// elsewhereWords says why something stays that was disposed of in another copy.
func elsewhereWords(k store.Kept) string {
	said := "It was disposed of on " + k.On.Long() + " in another copy of this vault. It stays here, "
	if k.Hold != nil {
		return said + "for this was not known there: " + k.Hold.Why
	}
	return said + "for somebody has worked on it here."
}

// casesElsewhere puts into the list of what is due the cases that were disposed
// of in another copy. One that is not due here says so as a hold.
func (k *Keeping) casesElsewhere(ctx context.Context, list []CaseDue, over holding) ([]CaseDue, error) {
	for _, kept := range k.elsewhere {
		if kept.Stream.Kind != casefile.CaseStream {
			continue
		}
		due, err := k.caseDue(ctx, kept.Stream.ID, over)
		if casefile.IsKind(err, casefile.Refused) || casefile.IsKind(err, casefile.NotFound) {
			continue // it went meanwhile
		}
		if err != nil {
			return nil, err
		}
		words := elsewhereWords(kept)
		if i := slices.IndexFunc(list, func(d CaseDue) bool { return d.Reference == due.Reference }); i >= 0 {
			list[i].Elsewhere = words
			continue
		}
		due.Elsewhere = words
		if len(due.Holds) == 0 {
			what, do := due.keptUntil()
			due.Holds = []casefile.Held{{By: due.Reference, Since: kept.On, Why: words, Until: what + " " + do, Law: "UK GDPR Art 5(1)(e)"}}
		}
		list = append(list, due)
	}
	return list, nil
}

// messagesElsewhere does it with messages; those of a case go with it.
func (k *Keeping) messagesElsewhere(ctx context.Context, list []MessageDue, over holding) ([]MessageDue, error) {
	for _, kept := range k.elsewhere {
		if kept.Stream.Kind != casefile.MessageStream {
			continue
		}
		row, err := k.store.Message(ctx, kept.Stream.ID)
		if casefile.IsKind(err, casefile.NotFound) || err == nil && len(row.References) > 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		words := elsewhereWords(kept)
		if i := slices.IndexFunc(list, func(d MessageDue) bool { return d.ID == row.ID }); i >= 0 {
			list[i].Elsewhere = words
			continue
		}
		held, err := over.onMessage(ctx, k.room, row)
		if err != nil {
			return nil, err
		}
		until := "Dispose of it by itself, with a reason."
		if row.State != casefile.MessageSetAside && !row.Junk {
			until = "Decide it in triage, then dispose of it by itself, with a reason."
		}
		held = append(held, casefile.Held{Since: kept.On, Why: words, Until: until, Law: "UK GDPR Art 5(1)(e)"})
		list = append(list, MessageDue{
			ID: row.ID, State: string(row.State), From: row.From.String(), Subject: row.Subject, Since: kept.On, Due: kept.On, Holds: held, Elsewhere: words,
		})
	}
	return list, nil
}
