package desk

import (
	"context"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

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
	return in.open(ctx, in.newAct(), o)
}

// open adds to an act what opening cases records, and keeps it.
func (in *Intake) open(ctx context.Context, a *act, o Opening) ([]casefile.Reference, error) {
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
	for i, kind := range o.Kinds {
		a.opening(o, kind, refs[i], refs)
	}
	if _, err := a.keep(ctx); err != nil {
		return nil, err
	}
	return refs, nil
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
		if err != nil && !casefile.IsKind(err, casefile.Refused) { // one that was disposed of is taken too
			return "", err
		}
	}
}

// check returns the first thing that keeps a case from being opened.
func (in *Intake) check(ctx context.Context, o Opening) error {
	if len(o.Kinds) == 0 {
		return invalid("kind", "It is not known what is asked for.", "Say which kind of case it is.")
	}
	for i, k := range o.Kinds {
		if slices.Contains(o.Kinds[:i], k) {
			return invalid("kind", "A kind of case is named twice.", "Name each kind once.")
		}
		if _, err := casefile.ParseKind(string(k)); err != nil {
			return err
		}
	}
	if o.Client == "" {
		return invalid("client", "It is not known for which client this is.", "Choose the client.")
	}
	client, err := in.clientNamed(ctx, o.Client)
	if err != nil {
		return err
	}
	for _, k := range o.Kinds {
		if err := client.Takes(k); err != nil {
			return err
		}
	}
	day := civil.Earlier(o.Received.Date(), o.ReceivedByDPO.Date())
	if day.IsZero() {
		return invalid("received", "It is not known when this was received.", "Give the day it reached the controller.")
	}
	if civil.Later(o.Received.Date(), o.ReceivedByDPO.Date()).After(in.env.Today()) {
		return invalid("received", "That day is still to come.", "Give the day it reached the controller.")
	}
	if o.message == "" { // what a proposal leaves open is put right on the case
		if err := casefile.CheckSubject(o.Subject); err != nil {
			return err
		}
	}
	return casefile.CheckPerson(o.Person)
}

func invalid(field, what, do string) error {
	return &casefile.Error{Kind: casefile.Invalid, Field: field, What: what, Do: do}
}

// opening adds the events that open one case: it was opened, it was received,
// the message belongs to it, and what else came with it. [casefile.Case.Untouched]
// knows them all.
func (a *act) opening(o Opening, kind casefile.Kind, ref casefile.Reference, all []casefile.Reference) {
	id := a.room.env.NewID()
	asked := strings.TrimSpace(o.Asked)
	a.today(caseStream(id), &casefile.CaseOpened{
		Reference: ref, Kind: kind, Client: o.Client, Person: o.Person, Subject: o.Subject,
		Channel: o.Channel, Asked: asked, Message: o.message,
	})
	if !o.Received.IsZero() {
		a.happened(caseStream(id), o.Received, &casefile.RequestReceived{By: casefile.ByController, Why: o.Why})
	}
	if !o.ReceivedByDPO.IsZero() {
		a.happened(caseStream(id), o.ReceivedByDPO, &casefile.RequestReceived{By: casefile.ByDPO})
	}
	if o.message != "" {
		a.happened(caseStream(id), o.ReceivedByDPO, &casefile.MessageAttached{Message: o.message})
		a.today(messageStream(o.message), &casefile.MessageFiledTo{Case: id})
	}
	for _, other := range all {
		if other != ref {
			a.today(caseStream(id), &casefile.CaseLinked{Case: other, Relation: "came with this one"})
		}
	}
	if kind == casefile.Complaint && asked != "" {
		a.happened(caseStream(id), o.first(), &casefile.IssueRaised{What: asked})
	}
	if o.Handler != "" {
		a.today(caseStream(id), &casefile.HandlerAssigned{Handler: o.Handler})
	}
}

// first is the earlier moment of receipt.
func (o Opening) first() civil.Moment {
	if o.Received.IsZero() || (!o.ReceivedByDPO.IsZero() && o.ReceivedByDPO.Compare(o.Received) < 0) {
		return o.ReceivedByDPO
	}
	return o.Received
}
