package desk

import (
	"context"
	"slices"
	"strconv"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// CaseDue is a closed case that is to be disposed of, or would be if nothing
// held it.
type CaseDue struct {
	Reference casefile.Reference
	Kind      casefile.Kind
	Client    string // its id
	Person    string
	Closed    civil.Date
	Due       civil.Date // from this day on it may go; no day: something keeps it from being worked out
	Rule      casefile.KeepRule
	Holds     []casefile.Held
	// Elsewhere says that it was disposed of in another copy of the vault, and why
	// it stays in this one until a person decides; "" if it was not.
	Elsewhere string
}

// MessageDue is a message that nobody needs any more, or that a hold keeps.
type MessageDue struct {
	ID      string
	State   string // "not-a-request", or "junk"
	From    string
	Subject string
	Since   civil.Date // it was set aside, or came in as junk
	Due     civil.Date
	Holds   []casefile.Held
	// Elsewhere is as in [CaseDue].
	Elsewhere string
}

// DisposalList is what is due, for a person to approve.
type DisposalList struct {
	Cases    []CaseDue
	Messages []MessageDue
}

// keepMessages is the setting of how many days messages are kept that were set
// aside, and junk; keepMessagesDays is what holds where nothing is set.
const (
	keepMessages     = "days messages set aside are kept"
	keepMessagesDays = 90
	keepMessagesMost = 3650
)

// MessageDays returns how many days messages are kept that were set aside as no
// request, and junk.
//
// law: UK GDPR Art 5(1)(e); a setting, cautious as it comes
func (k *Keeping) MessageDays(ctx context.Context) (int, error) {
	text, err := k.store.Setting(ctx, keepMessages)
	if err != nil || text == "" {
		return keepMessagesDays, err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return keepMessagesDays, nil
	}
	return n, nil
}

// SetMessageDays sets how many days such messages are kept.
func (k *Keeping) SetMessageDays(ctx context.Context, days int) error {
	if days < 1 || days > keepMessagesMost {
		return invalid("days", "That is no number of days to keep messages for.", "Use 1 to 3650.")
	}
	return k.store.SetSetting(ctx, keepMessages, strconv.Itoa(days))
}

// Due returns what is to be disposed of today, with the rule and what holds it.
// Nothing goes by itself: a person approves it with [Keeping.Dispose].
func (k *Keeping) Due(ctx context.Context) (DisposalList, error) {
	var out DisposalList
	holds, err := k.holds(ctx)
	if err != nil {
		return out, err
	}
	if out.Cases, err = k.casesDue(ctx, func(context.Context) (holding, error) { return holds, nil }); err != nil {
		return out, err
	}
	if out.Messages, err = k.messagesDue(ctx, holds); err != nil {
		return out, err
	}
	out.Messages, err = k.messagesElsewhere(ctx, out.Messages, holds)
	return out, err
}

// DueCases returns the cases of [Keeping.Due] alone, which are quicker to know:
// of messages only those that would go with one of them are read.
func (k *Keeping) DueCases(ctx context.Context) ([]CaseDue, error) { return k.casesDue(ctx, k.holds) }

// casesDue asks for the holds only where a case is due.
func (k *Keeping) casesDue(ctx context.Context, holds func(context.Context) (holding, error)) ([]CaseDue, error) {
	today := k.env.Today()
	rows, err := k.store.DisposalsDue(ctx, today)
	if err != nil || len(rows)+len(k.elsewhere) == 0 {
		return nil, err
	}
	over, err := holds(ctx)
	if err != nil {
		return nil, err
	}
	var out []CaseDue
	for _, row := range rows {
		due, err := k.caseDue(ctx, row.Case, over)
		if err != nil {
			return nil, err
		}
		if !due.Due.After(today) {
			out = append(out, due)
		}
	}
	return k.casesElsewhere(ctx, out, over)
}

// NextDue returns the closed case whose time comes first after today; one of no
// reference: there is none.
func (k *Keeping) NextDue(ctx context.Context) (CaseDue, error) {
	row, err := k.store.NextDisposal(ctx, k.env.Today())
	if err != nil || row.Case == "" {
		return CaseDue{}, err
	}
	return k.caseDue(ctx, row.Case, holding{})
}

// Kept returns until when a case is kept, by which rule, and what holds it.
func (r *Records) Kept(ctx context.Context, ref casefile.Reference) (CaseDue, error) {
	holds, err := r.holds(ctx)
	if err != nil {
		return CaseDue{}, err
	}
	return r.caseDue(ctx, string(ref), holds)
}

// caseDue says when a case may go, by what rule, and what holds it.
func (r *room) caseDue(ctx context.Context, id string, over holding) (CaseDue, error) {
	c, _, err := r.store.Case(ctx, id)
	if err != nil {
		return CaseDue{}, err
	}
	client, err := r.store.Client(ctx, c.Client)
	if err != nil && !casefile.IsKind(err, casefile.NotFound) {
		return CaseDue{}, err
	}
	law, err := r.store.Law(ctx)
	if err != nil {
		return CaseDue{}, err
	}
	d := CaseDue{
		Reference: c.Reference, Kind: c.Kind, Client: c.Client, Person: c.Person.Name,
		Rule: c.KeepRule(client), Holds: append(c.Holds(), over.on(c)...),
	}
	if c.Closed != nil {
		d.Closed = c.Closed.On
	}
	d.Due = c.DisposeFrom(client, law)
	mail, err := over.onMail(ctx, r, c)
	for _, h := range mail { // the case that holds its mail may hold it as well
		if !slices.Contains(d.Holds, h) {
			d.Holds = append(d.Holds, h)
		}
	}
	return d, err
}

func (k *Keeping) messagesDue(ctx context.Context, holds holding) ([]MessageDue, error) {
	days, err := k.MessageDays(ctx)
	if err != nil {
		return nil, err
	}
	by := k.env.Today().AddDays(-days)
	aside, err := k.store.SetAside(ctx, by)
	if err != nil {
		return nil, err
	}
	junk, err := k.store.Undecided(ctx, by)
	if err != nil {
		return nil, err
	}
	var out []MessageDue
	for i, m := range append(aside, junk...) {
		row, err := k.store.Message(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		state := string(row.State)
		if i >= len(aside) {
			if state = "junk"; !row.Junk {
				continue
			}
		}
		held, err := holds.onMessage(ctx, k.room, row)
		if err != nil {
			return nil, err
		}
		out = append(out, MessageDue{
			ID: m.ID, State: state, From: row.From.String(), Subject: row.Subject, Since: m.On, Due: m.On.AddDays(days),
			Holds: held,
		})
	}
	return out, nil
}
