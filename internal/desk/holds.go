package desk

import (
	"context"
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/message"
	"casebook/internal/store"
)

// holding are the cases that place a hold on others of the same person, as
// they are now: nothing records it.
type holding struct{ cases []placing }

// placing is a case with the hold that it places.
type placing struct {
	casefile.Case
	hold casefile.Held
}

func (r *room) holds(ctx context.Context) (holding, error) {
	var h holding
	ids, err := r.store.HoldingCases(ctx)
	if err != nil {
		return h, err
	}
	for _, id := range ids {
		c, _, err := r.store.Case(ctx, id)
		if casefile.IsKind(err, casefile.Refused) || casefile.IsKind(err, casefile.NotFound) {
			continue // disposed of
		}
		if err != nil {
			return h, err
		}
		if held := c.HoldsOthers(); held != nil {
			h.cases = append(h.cases, placing{c, *held})
		}
	}
	return h, nil
}

// on returns the holds that other cases place on this one.
func (h holding) on(c casefile.Case) []casefile.Held {
	var out []casefile.Held
	for _, other := range h.cases {
		if other.ID != c.ID && other.SamePeople(c) {
			out = append(out, other.hold)
		}
	}
	return out
}

// onMessage returns the holds on a message: it comes from somebody who has
// asked, or names them.
func (h holding) onMessage(ctx context.Context, r *room, row store.MessageRow) ([]casefile.Held, error) {
	if len(h.cases) == 0 {
		return nil, nil
	}
	raw, err := r.store.Blob(ctx, row.SHA256)
	if err != nil {
		return nil, err
	}
	m := message.Read(raw)
	text := casefile.ReadText(m.From.String() + "\n" + m.Subject + "\n" + m.Text)
	var out []casefile.Held
	for _, c := range h.cases {
		if c.FromPeople(m.From) || c.NamedIn(text) {
			out = append(out, c.hold)
		}
	}
	return out, nil
}

// onMail returns the holds on the messages that would go with a case: of
// somebody else, who has asked for their data. A message that is filed to the
// holding case as well stays with it.
//
// law: DPA 2018 s.173
func (h holding) onMail(ctx context.Context, r *room, c casefile.Case) ([]casefile.Held, error) {
	if len(h.cases) == 0 {
		return nil, nil
	}
	rows, err := r.store.Messages(ctx, store.MessageQuery{Case: c.ID})
	if err != nil {
		return nil, err
	}
	var out []casefile.Held
	for _, row := range rows {
		held, err := h.onMessage(ctx, r, row)
		if err != nil {
			return nil, err
		}
		for _, one := range held {
			if one.By != c.Reference && !slices.Contains(row.References, one.By) && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out, nil
}
