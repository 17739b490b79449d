package desk

import (
	"context"
	"sync"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/message"
	"casebook/internal/triage"
)

// Proposal returns what triage makes of a message: what it seems to ask, for
// whom, and the words it rests on.
func (in *Intake) Proposal(ctx context.Context, id string) (casefile.Proposal, error) {
	v, err := in.view(ctx, id)
	return v.Proposal, err
}

// view returns a message's row, what can be read in its raw bytes, and what
// triage makes of it.
func (r *room) view(ctx context.Context, id string) (MessageView, error) {
	row, err := r.store.Message(ctx, id)
	if err != nil {
		return MessageView{}, err
	}
	known, err := r.known(ctx)
	if err != nil {
		return MessageView{}, err
	}
	return r.viewOf(ctx, row, known)
}

func (r *room) viewOf(ctx context.Context, row MessageRow, known triage.Context) (MessageView, error) {
	raw, err := r.store.Blob(ctx, row.SHA256)
	if err != nil {
		return MessageView{}, err
	}
	alike, err := r.store.Alike(ctx, row)
	if err != nil {
		return MessageView{}, err
	}
	rules, err := book.open()
	if err != nil {
		return MessageView{}, err
	}
	m := message.Read(raw)
	return MessageView{Row: row, Message: m, Proposal: rules.Propose(m, row.Received, known), Alike: alike}, nil
}

// known is what triage may compare a message with.
func (r *room) known(ctx context.Context) (triage.Context, error) {
	clients, err := r.store.Clients(ctx)
	if err != nil {
		return triage.Context{}, err
	}
	accounts, err := r.store.Accounts(ctx)
	if err != nil {
		return triage.Context{}, err
	}
	own := make([]string, len(accounts))
	for i, a := range accounts {
		own[i] = a.User
	}
	return triage.NewContext(clients, own, triage.Cases{
		Exists: remembered(func(ref casefile.Reference) bool {
			known, err := r.store.HasCase(ctx, ref)
			return known && err == nil
		}),
		// These are hints for a guess: where they cannot be read, there is none.
		OfMessage: func(id string) casefile.Reference {
			ref, _ := r.store.CaseOfThread(ctx, id)
			return ref
		},
		OfSender: remembered(func(email string) []casefile.Reference {
			refs, _ := r.store.OpenCasesOf(ctx, email)
			return refs
		}),
		Case: func(ref casefile.Reference) (casefile.Case, bool) {
			c, _, err := r.store.Case(ctx, string(ref))
			return c, err == nil
		},
	}), nil
}

// remembered asks each question once: many messages are of the same sender.
func remembered[K comparable, V any](ask func(K) V) func(K) V {
	var mu sync.Mutex
	answers := map[K]V{}
	return func(k K) V {
		mu.Lock()
		v, known := answers[k]
		mu.Unlock()
		if !known {
			v = ask(k)
			mu.Lock()
			answers[k] = v
			mu.Unlock()
		}
		return v
	}
}

// Filing is a person's decision on a message: what of the proposal holds, and
// what is put in its place. An empty field takes what the proposal says.
type Filing struct {
	Kinds    []casefile.Kind
	Client   string
	Person   casefile.Person
	Subject  casefile.Subject
	Received civil.Moment // by the controller, where it was before the DPO had it
	Handler  string
}

// File opens a case for each kind the message asks for, linked to one another,
// and files the message to them, in one transaction.
func (in *Intake) File(ctx context.Context, id string, f Filing) ([]casefile.Reference, error) {
	a := in.newAct()
	if _, err := a.onUnfiled(ctx, id); err != nil {
		return nil, err
	}
	v, err := in.view(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.Row.Outgoing {
		return nil, sentByUs
	}
	if f, err = in.orProposed(ctx, f, v.Proposal); err != nil {
		return nil, err
	}
	if f.Person.Name == "" {
		f.Person.Name = f.Person.Email
	}
	return in.open(ctx, a, Opening{
		Kinds: f.Kinds, Client: f.Client, Person: f.Person, Subject: f.Subject, Channel: casefile.ByEmail,
		Received: f.Received, ReceivedByDPO: v.Row.Received, Why: v.Proposal.ReceivedWhy, Asked: v.Proposal.Asked, Handler: f.Handler,
		message: id,
	})
}

// onUnfiled makes an act rest on a message that is not filed.
func (a *act) onUnfiled(ctx context.Context, id string) (casefile.MessageRecord, error) {
	m, err := a.onMessage(ctx, id)
	if err == nil && m.State == casefile.MessageFiled {
		err = alreadyFiled
	}
	return m, err
}

var sentByUs = &casefile.Error{
	Kind: casefile.Conflict, Field: "message", What: "This message was sent from the mailbox: nobody asks for anything with it.",
	Do: "Add it to a case with --to CASE; if it tells of a request that came another way, open a case for that.",
}

var alreadyFiled = &casefile.Error{
	Kind: casefile.Conflict, Field: "message", What: "This message is filed to a case already.",
	Do: "Open that case, or put the message back first.",
}

// orProposed fills what the person left open with what was proposed.
func (r *room) orProposed(ctx context.Context, f Filing, p casefile.Proposal) (Filing, error) {
	if f.Client == "" {
		f.Client = p.Client.Value
	}
	if len(f.Kinds) == 0 {
		var client casefile.Client // not known: every kind, so that it is the client that is asked for
		var err error
		if f.Client != "" {
			client, err = r.store.Client(ctx, f.Client)
		}
		if err != nil {
			return f, err
		}
		f.Kinds = client.KindsFor(p)
	}
	if f.Person.Name == "" && f.Person.Email == "" {
		f.Person = p.Person
	}
	if f.Subject == (casefile.Subject{}) {
		f.Subject = p.Subject
	}
	if f.Received.IsZero() && p.ReceivedWhy != "" {
		f.Received = p.Received // a forwarded header shows an earlier day
	}
	return f, nil
}

// FileTo files a message to a case that exists.
func (in *Intake) FileTo(ctx context.Context, id string, ref casefile.Reference) error {
	a := in.newAct()
	if err := a.fileTo(ctx, id, ref); err != nil {
		return err
	}
	_, err := a.keep(ctx)
	return err
}

// fileTo adds to an act that a message belongs to a case.
func (a *act) fileTo(ctx context.Context, id string, ref casefile.Reference) error {
	m, err := a.onUnfiled(ctx, id)
	if err != nil {
		return err
	}
	c, _, err := a.onCase(ctx, string(ref))
	if err != nil {
		return err
	}
	a.happened(caseStream(c.ID), m.Received, &casefile.MessageAttached{Message: id})
	a.today(messageStream(id), &casefile.MessageFiledTo{Case: c.ID})
	return nil
}

// Answer files a message to the case it answers and records there what it
// brings, such as proof of identity, in one transaction. It returns the ids of
// the entries it made on the case, so that they can be taken back.
func (in *Intake) Answer(ctx context.Context, id string, brings casefile.ActionGuess) ([]string, error) {
	row, err := casefile.FindAction(brings.Action)
	if err != nil {
		return nil, err
	}
	a := in.newAct()
	m, err := a.onUnfiled(ctx, id)
	if err != nil {
		return nil, err
	}
	c, _, err := a.onCase(ctx, string(brings.Case))
	if err != nil {
		return nil, err
	}
	if a.Events, err = row.Do(c, brings.Values, in.env); err != nil {
		return nil, err
	}
	made := len(a.Events)
	a.happened(caseStream(c.ID), m.Received, &casefile.MessageAttached{Message: id})
	a.today(messageStream(id), &casefile.MessageFiledTo{Case: c.ID})
	sealed, err := a.keep(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, made)
	for i := range ids {
		ids[i] = sealed[i].ID
	}
	return ids, nil
}

// TakeBackAnswer undoes Answer: the entries are withdrawn, and the message is
// to be decided again.
func (in *Intake) TakeBackAnswer(ctx context.Context, id string, ref casefile.Reference, entries []string) error {
	a := in.newAct()
	c, _, err := a.onCase(ctx, string(ref))
	if err != nil {
		return err
	}
	for _, e := range entries {
		a.today(caseStream(c.ID), &casefile.EventWithdrawn{Event: e, Reason: "put back to triage"})
	}
	if err := a.putBack(ctx, id); err != nil {
		return err
	}
	_, err = a.keep(ctx)
	return err
}

// SetAside decides that a message asks for nothing. It is kept for a while and
// can be put back.
func (in *Intake) SetAside(ctx context.Context, id, reason string) error {
	a := in.newAct()
	if _, err := a.onUnfiled(ctx, id); err != nil {
		return err
	}
	a.today(messageStream(id), &casefile.MessageDeclined{Reason: reason})
	_, err := a.keep(ctx)
	return err
}

// PutBack undoes the decision on a message: it is to be decided again. The
// message leaves its cases, and those that were opened from it, and on which
// nothing was done since, are closed as opened by mistake.
func (in *Intake) PutBack(ctx context.Context, id string) error {
	a := in.newAct()
	if err := a.putBack(ctx, id); err != nil {
		return err
	}
	_, err := a.keep(ctx)
	return err
}

// putBack makes an act undo the decision on a message.
func (a *act) putBack(ctx context.Context, id string) error {
	m, err := a.onMessage(ctx, id)
	if err != nil {
		return err
	}
	if !m.Decided() {
		return &casefile.Error{
			Kind: casefile.Conflict, Field: "message", What: "This message is still to be decided.",
			Do: "There is nothing to put back.",
		}
	}
	a.today(messageStream(id), &casefile.MessageReturned{})
	for _, of := range m.Cases {
		if err := a.leave(ctx, of, id); err != nil {
			return err
		}
	}
	return nil
}

// leave takes a message out of a case, which is closed where it was opened
// from that message and nothing was done on it.
func (a *act) leave(ctx context.Context, caseID, messageID string) error {
	c, events, err := a.onCase(ctx, caseID)
	if err != nil {
		return err
	}
	for _, e := range events {
		p, err := e.Payload()
		if err != nil {
			return err
		}
		if filed, ok := p.(*casefile.MessageAttached); ok && filed.Message == messageID && c.Standing[e.ID] != "" {
			a.today(caseStream(caseID), &casefile.EventWithdrawn{Event: e.ID, Reason: "The message was put back to triage."})
		}
	}
	if c.OpenedFrom == messageID && c.Closed == nil && c.Untouched() {
		a.today(caseStream(caseID), &casefile.CaseClosed{Reason: "Opened by mistake; the message was put back to triage."})
	}
	return nil
}
