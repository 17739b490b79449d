package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/message"
	"casebook/internal/store"
	"casebook/internal/triage"
)

// Proposal returns what triage makes of a message: what it seems to ask, for
// whom, and the words it rests on.
func (in *Intake) Proposal(ctx context.Context, id string) (casefile.Proposal, error) {
	row, m, err := in.read(ctx, id)
	if err != nil {
		return casefile.Proposal{}, err
	}
	known, err := in.known(ctx)
	if err != nil {
		return casefile.Proposal{}, err
	}
	return in.rules.Propose(m, row.Received, known), nil
}

// read returns a message's row and what can be read in its raw bytes.
func (r *room) read(ctx context.Context, id string) (store.MessageRow, casefile.Message, error) {
	row, err := r.store.Message(ctx, id)
	if err != nil {
		return store.MessageRow{}, casefile.Message{}, err
	}
	raw, err := r.store.Blob(ctx, row.SHA256)
	if err != nil {
		return store.MessageRow{}, casefile.Message{}, err
	}
	return row, message.Read(raw), nil
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
		Exists: func(ref casefile.Reference) bool {
			_, _, err := r.store.Case(ctx, string(ref))
			return err == nil
		},
		// These are hints for a guess: where they cannot be read, there is none.
		OfMessage: func(id string) casefile.Reference {
			ref, _ := r.store.CaseOfThread(ctx, id)
			return ref
		},
		OfSender: func(email string) []casefile.Reference {
			refs, _ := r.store.OpenCasesOf(ctx, email)
			return refs
		},
	}), nil
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
	row, m, err := in.read(ctx, id)
	if err != nil {
		return nil, err
	}
	if row.State == casefile.MessageFiled {
		return nil, alreadyFiled()
	}
	known, err := in.known(ctx)
	if err != nil {
		return nil, err
	}
	p := in.rules.Propose(m, row.Received, known)
	f = f.orProposed(p)
	if f.Person.Name == "" {
		f.Person.Name = f.Person.Email
	}
	return in.open(ctx, Opening{
		Kinds: f.Kinds, Client: f.Client, Person: f.Person, Subject: f.Subject, Channel: casefile.ByEmail,
		Received: f.Received, ReceivedByDPO: row.Received, Why: p.ReceivedWhy, Asked: p.Asked, Handler: f.Handler,
		message: id,
	})
}

func alreadyFiled() error {
	return &casefile.Error{
		Kind: casefile.Conflict, Field: "message", What: "This message is filed to a case already.",
		Do: "Open that case, or put the message back first.",
	}
}

// orProposed fills what the person left open with what was proposed.
func (f Filing) orProposed(p casefile.Proposal) Filing {
	if len(f.Kinds) == 0 {
		for _, k := range p.Kinds {
			if k.Kind.Info().Opens {
				f.Kinds = append(f.Kinds, k.Kind)
			}
		}
	}
	if f.Client == "" {
		f.Client = p.Client.Value
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
	return f
}

// FileTo files a message to a case that exists.
func (in *Intake) FileTo(ctx context.Context, id string, ref casefile.Reference) error {
	c, _, err := in.store.Case(ctx, string(ref))
	if err != nil {
		return err
	}
	row, err := in.store.Message(ctx, id)
	if err != nil {
		return err
	}
	if row.State == casefile.MessageFiled {
		return alreadyFiled()
	}
	if r := casefile.Blocked(c); r != nil {
		return r.Err()
	}
	attached, err := casefile.NewEvent(caseStream(c.ID), row.Received, &casefile.MessageAttached{Message: id})
	if err != nil {
		return err
	}
	filed, err := casefile.NewEvent(messageStream(id), civil.On(in.env.Today()), &casefile.MessageFiledTo{Case: c.ID})
	if err != nil {
		return err
	}
	return in.append(ctx, attached, filed)
}

// SetAside decides that a message asks for nothing. It is kept for a while and
// can be put back.
func (in *Intake) SetAside(ctx context.Context, id, reason string) error {
	return in.decide(ctx, id, &casefile.MessageDeclined{Reason: reason})
}

// decide records a decision on a message that is not filed.
func (in *Intake) decide(ctx context.Context, id string, p casefile.Payload) error {
	row, err := in.store.Message(ctx, id)
	if err != nil {
		return err
	}
	if row.State == casefile.MessageFiled {
		return alreadyFiled()
	}
	return in.record(ctx, messageStream(id), p)
}

// PutBack undoes the decision on a message: it is to be decided again. Cases
// that were opened from it alone, and on which nothing was done since, are
// closed as opened by mistake; the message leaves any other case.
func (in *Intake) PutBack(ctx context.Context, id string) error {
	row, err := in.store.Message(ctx, id)
	if err != nil {
		return err
	}
	returned, err := casefile.NewEvent(messageStream(id), civil.On(in.env.Today()), &casefile.MessageReturned{})
	if err != nil {
		return err
	}
	act := []casefile.Event{returned}
	for _, caseID := range row.Cases {
		undo, err := in.leave(ctx, caseID, id)
		if err != nil {
			return err
		}
		act = append(act, undo...)
	}
	return in.append(ctx, act...)
}

// leave returns the events that take a message out of a case.
func (in *Intake) leave(ctx context.Context, caseID, messageID string) ([]casefile.Event, error) {
	c, events, err := in.store.Case(ctx, caseID)
	if err != nil {
		return nil, err
	}
	var undo []casefile.Event
	opener := false
	for i, e := range events {
		p, err := e.Payload()
		if err != nil {
			return nil, err
		}
		attached, ok := p.(*casefile.MessageAttached)
		if !ok || attached.Message != messageID {
			continue
		}
		opener = i <= openingEvents
		w, err := casefile.NewEvent(caseStream(caseID), civil.On(in.env.Today()), &casefile.EventWithdrawn{Event: e.ID, Reason: "The message was put back to triage."})
		if err != nil {
			return nil, err
		}
		undo = append(undo, w)
	}
	if !opener || c.Closed != nil || len(c.Letters) > 0 {
		return undo, nil
	}
	closed, err := casefile.NewEvent(caseStream(caseID), civil.On(in.env.Today()), &casefile.CaseClosed{Reason: "Opened by mistake; the message was put back to triage."})
	return append(undo, closed), err
}

// openingEvents is how many events at most stand before the message in the
// stream of a case that was opened from it: see [Intake.open].
const openingEvents = 3

// Opening is what a case is opened with.
type Opening struct {
	Kinds         []casefile.Kind
	Client        string
	Person        casefile.Person
	Subject       casefile.Subject
	Channel       casefile.Channel
	Received      civil.Moment // by the controller
	ReceivedByDPO civil.Moment
	Why           string // what shows the day it was received
	Asked         string // in the person's own words
	Handler       string

	message string // the id of the message it is opened from
}

// Open opens a case for each kind of a request that came another way than the
// mailbox, linked to one another.
func (in *Intake) Open(ctx context.Context, o Opening) ([]casefile.Reference, error) {
	return in.open(ctx, o)
}

func (in *Intake) open(ctx context.Context, o Opening) ([]casefile.Reference, error) {
	if err := in.check(ctx, o); err != nil {
		return nil, err
	}
	refs := make([]casefile.Reference, len(o.Kinds))
	for i := range refs {
		ref, err := in.freshReference(ctx)
		if err != nil {
			return nil, err
		}
		refs[i] = ref
	}
	var act []casefile.Event
	for i, kind := range o.Kinds {
		events, err := in.opening(o, kind, refs[i], refs)
		if err != nil {
			return nil, err
		}
		if err := in.opensDated(ctx, o, events); err != nil {
			return nil, err
		}
		act = append(act, events...)
	}
	return refs, in.append(ctx, act...)
}

// freshReference draws references until one is not taken.
func (r *room) freshReference(ctx context.Context) (casefile.Reference, error) {
	for {
		ref, err := casefile.NewReference(r.env.Today(), r.env.Random)
		if err != nil {
			return "", err
		}
		_, _, err = r.store.Case(ctx, string(ref))
		if casefile.IsKind(err, casefile.NotFound) {
			return ref, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// check returns the first thing that keeps a case from being opened.
func (in *Intake) check(ctx context.Context, o Opening) error {
	if len(o.Kinds) == 0 {
		return missing("kind", "It is not known what is asked for.", "Say which kind of case it is.")
	}
	for i, k := range o.Kinds {
		if slices.Contains(o.Kinds[:i], k) {
			return missing("kind", "A kind of case is named twice.", "Name each kind once.")
		}
		if _, err := casefile.ParseKind(string(k)); err != nil {
			return err
		}
	}
	if o.Client == "" {
		return missing("client", "It is not known for which client this is.", "Choose the client.")
	}
	if _, err := in.store.Client(ctx, o.Client); err != nil {
		return err
	}
	day := civil.Earlier(o.Received.Date(), o.ReceivedByDPO.Date())
	if day.IsZero() {
		return missing("received", "It is not known when this was received.", "Give the day it reached the controller.")
	}
	if civil.Later(o.Received.Date(), o.ReceivedByDPO.Date()).After(in.env.Today()) {
		return missing("received", "That day is still to come.", "Give the day it reached the controller.")
	}
	return casefile.CheckPerson(o.Person)
}

func missing(field, what, do string) error {
	return &casefile.Error{Kind: casefile.Invalid, Field: field, What: what, Do: do}
}

// opening returns the events that open one case: it was opened, it was
// received, the message belongs to it, and what else came with it.
func (in *Intake) opening(o Opening, kind casefile.Kind, ref casefile.Reference, all []casefile.Reference) ([]casefile.Event, error) {
	id := in.env.NewID()
	today := civil.On(in.env.Today())
	var events []casefile.Event
	var failed error
	add := func(s casefile.Stream, on civil.Moment, p casefile.Payload) {
		e, err := casefile.NewEvent(s, on, p)
		if err != nil && failed == nil {
			failed = err
		}
		events = append(events, e)
	}
	add(caseStream(id), today, &casefile.CaseOpened{
		Reference: ref, Kind: kind, Client: o.Client, Person: o.Person, Subject: o.Subject,
		Channel: o.Channel, Asked: strings.TrimSpace(o.Asked),
	})
	if !o.Received.IsZero() {
		add(caseStream(id), o.Received, &casefile.RequestReceived{By: casefile.ByController, Why: o.Why})
	}
	if !o.ReceivedByDPO.IsZero() {
		add(caseStream(id), o.ReceivedByDPO, &casefile.RequestReceived{By: casefile.ByDPO})
	}
	if o.message != "" {
		add(caseStream(id), o.ReceivedByDPO, &casefile.MessageAttached{Message: o.message})
		add(messageStream(o.message), today, &casefile.MessageFiledTo{Case: id})
	}
	for _, other := range all {
		if other != ref {
			add(caseStream(id), today, &casefile.CaseLinked{Case: other, Relation: "came in the same message"})
		}
	}
	if kind == casefile.Complaint && o.Asked != "" {
		add(caseStream(id), today, &casefile.IssueRaised{What: strings.TrimSpace(o.Asked)})
	}
	if o.Handler != "" {
		add(caseStream(id), today, &casefile.HandlerAssigned{Handler: o.Handler})
	}
	return events, failed
}
