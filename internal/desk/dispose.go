package desk

import (
	"context"
	"fmt"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/report"
	"casebook/internal/store"
)

// Disposal is no row of the action table: an action adds to one case that goes
// on, and can be taken back; this ends several streams at once, messages among
// them, and cannot.

// Approval is what a person approves: these cases and messages are destroyed.
type Approval struct {
	Cases    []casefile.Reference
	Messages []string // ids
	// Due adds every message set aside, and junk, that is due and not held.
	Due      bool
	Approver string // who approves it; empty: who works here
	// Reason is required where something goes early. It is kept for ever: it
	// should name nobody.
	Reason string
	// Early lets go a closed case before its day, or a message that is not due.
	Early bool
	// Identity says that a message is an identity document whose purpose is
	// served: it goes although its case is open.
	//
	// law: UK GDPR Art 5(1)(c), (e) (law/rules.md E06)
	Identity bool
}

// Disposed is what went.
type Disposed struct {
	Cases    []casefile.CaseDisposed
	Messages int // named or due, those that went with a case not counted
	Held     int // due messages that a hold keeps
}

// Dispose destroys what a person has approved, in one transaction: all of it or
// nothing. It refuses what is held, and says by what and until when. What is
// left is a proof, and the ledger that makes older copies of the vault follow.
//
// law: UK GDPR Art 5(1)(e); DPA 2018 s.173
func (k *Keeping) Dispose(ctx context.Context, ok Approval) (Disposed, error) {
	ok.Reason, ok.Approver = strings.TrimSpace(ok.Reason), strings.TrimSpace(ok.Approver)
	if ok.Approver == "" {
		ok.Approver = k.actor
	}
	if (ok.Early || ok.Identity) && ok.Reason == "" {
		return Disposed{}, invalid("reason", "There is no reason for disposing of it before its day.", "Give a reason that names nobody: it is kept.")
	}
	var out Disposed
	var err error
	if out.Cases, err = k.store.Dispose(ctx, func(ctx context.Context) (store.Disposing, error) { return k.approve(ctx, ok, &out) }); err != nil {
		return Disposed{}, err
	}
	if len(out.Cases)+out.Messages == 0 {
		return out, nil
	}
	k.threads.forget()
	return out, afterDisposing(k.keepLedger(context.WithoutCancel(ctx))) // it has happened: nobody stops its record
}

// approve returns what may go of what a person has approved, as the vault is at
// that moment, and counts in out what is named or due and what is held.
func (k *Keeping) approve(ctx context.Context, ok Approval, out *Disposed) (store.Disposing, error) {
	holds, err := k.holds(ctx)
	if err != nil {
		return store.Disposing{}, err
	}
	a := k.newAct()
	d := store.Disposing{Actor: k.actor}
	for _, ref := range ok.Cases {
		p, err := k.approveCase(ctx, a, ref, ok, holds)
		if err != nil {
			return d, err
		}
		d.Cases = append(d.Cases, p)
	}
	for _, id := range ok.Messages {
		p, err := k.approveMessage(ctx, a, id, ok, holds)
		if err != nil {
			return d, err
		}
		d.Messages = append(d.Messages, p)
	}
	if ok.Due {
		if out.Held, err = k.approveDue(ctx, &d, ok, holds); err != nil {
			return d, err
		}
	}
	d.Expect, out.Messages = a.Expect, len(d.Messages)
	return d, nil
}

// approveCase returns what is to be recorded of a case that may go.
func (k *Keeping) approveCase(ctx context.Context, a *act, ref casefile.Reference, ok Approval, holds holding) (store.CaseProof, error) {
	c, _, err := a.onCase(ctx, string(ref))
	if err != nil {
		return store.CaseProof{}, err
	}
	due, err := k.caseDue(ctx, c.ID, holds)
	if err != nil {
		return store.CaseProof{}, err
	}
	if len(due.Holds) > 0 {
		return store.CaseProof{}, due.Holds[0].Err()
	}
	early := due.Due.IsZero() || due.Due.After(k.env.Today())
	if early && !ok.Early {
		what, do := due.keptUntil()
		return store.CaseProof{}, &casefile.Error{Kind: casefile.Refused, What: what, Do: do, Law: "UK GDPR Art 5(1)(e)"}
	}
	return store.CaseProof{ID: c.ID, Proof: casefile.CaseDisposed{
		Reference: c.Reference, Kind: c.Kind, Client: c.Client, Received: c.ReceivedOn(), Closed: due.Closed,
		Rule: due.Rule.Words, Why: due.Rule.Why, Due: due.Due, Early: early, Reason: ok.Reason, Approver: ok.Approver,
	}}, nil
}

// keptUntil says until when a case is kept that is not due, and what can be done.
func (d CaseDue) keptUntil() (what, do string) {
	if d.Due.IsZero() {
		return "It cannot be worked out until when the case is to be kept.", "Mend its dates, or dispose of it early, with a reason."
	}
	return "The case is kept until " + d.Due.Long() + " (" + d.Rule.Words + ").", "Wait until then, or dispose of it early, with a reason."
}

// approveMessage returns what is to be recorded of a message that may go: one
// that was set aside, or an identity document that was seen.
func (k *Keeping) approveMessage(ctx context.Context, a *act, id string, ok Approval, holds holding) (store.MessageProof, error) {
	m, err := a.onMessage(ctx, id)
	if err != nil {
		return store.MessageProof{}, err
	}
	row, err := k.store.Message(ctx, id)
	if err != nil {
		return store.MessageProof{}, err
	}
	if err := k.mayGo(ctx, m, ok); err != nil {
		return store.MessageProof{}, err
	}
	over, err := holds.onMessage(ctx, k.room, row)
	if err != nil {
		return store.MessageProof{}, err
	}
	if len(over) > 0 && !ok.Identity {
		return store.MessageProof{}, over[0].Err()
	}
	rule := "A message that was not needed any more"
	if ok.Identity {
		rule = "A proof of identity: only that it was seen, when and by whom is kept"
	}
	return store.MessageProof{ID: id, Proof: casefile.MessageDisposed{
		Cases: row.References, Rule: rule, Early: true, Reason: ok.Reason, Approver: ok.Approver,
	}}, nil
}

// mayGo returns why a single message may not be disposed of, or nil.
func (k *Keeping) mayGo(ctx context.Context, m casefile.MessageRecord, ok Approval) error {
	if !ok.Early && !ok.Identity {
		return &casefile.Error{
			Kind: casefile.Refused, Field: "message", What: "A single message goes before its time only with a reason.",
			Do: "Say that it goes early, or that it is a proof of identity, and why.", Law: "UK GDPR Art 5(1)(e)",
		}
	}
	if m.State == casefile.MessageFiled && !ok.Identity {
		return &casefile.Error{
			Kind: casefile.Refused, Field: "message", What: "This message is filed to a case, and goes with it.",
			Do: "Put it back first, or say that it is a proof of identity.", Law: "UK GDPR Art 5(2)",
		}
	}
	if !m.Decided() && !m.Junk {
		return &casefile.Error{
			Kind: casefile.Refused, Field: "message", What: "Nobody has decided yet what this message asks, and it may start a clock.",
			Do: "Decide it in triage first: file it to a case, or set it aside.", Law: "UK GDPR Art 12(3)",
		}
	}
	if len(m.Cases) == 0 && ok.Identity {
		return &casefile.Error{
			Kind: casefile.Refused, Field: "message", What: "This message is filed to no case, so no proof of identity is recorded for it.",
			Do: "File it to its case first, and record there what was seen.", Law: "UK GDPR Art 12A(2)(b)",
		}
	}
	for _, id := range m.Cases {
		c, _, err := k.store.Case(ctx, id)
		if casefile.IsKind(err, casefile.Refused) {
			continue // that case was disposed of
		}
		if err != nil {
			return err
		}
		if c.Hold != nil || c.Regulator.Open() {
			return held(c).Err()
		}
		if c.Identity.Received.IsZero() && c.Authority.Received.IsZero() {
			return &casefile.Error{
				Kind: casefile.Refused, Field: "message", What: "No proof of identity has been recorded on the case of this message.",
				Do: "Record first what was seen, with the action identity-receive.", Law: "UK GDPR Art 12A(2)(b)",
			}
		}
	}
	return nil
}

// held returns the hold that a person or the regulator has placed on a case.
func held(c casefile.Case) casefile.Held {
	all := c.Holds()
	return all[len(all)-1]
}

// approveDue adds every message that is due and not held.
func (k *Keeping) approveDue(ctx context.Context, d *store.Disposing, ok Approval, holds holding) (kept int, err error) {
	due, err := k.messagesDue(ctx, holds)
	if err != nil {
		return 0, err
	}
	rules := map[string]string{
		string(casefile.MessageSetAside): "Messages set aside as no request", "junk": "Junk",
	}
	for _, m := range due {
		if len(m.Holds) > 0 {
			kept++
			continue
		}
		d.Messages = append(d.Messages, store.MessageProof{ID: m.ID, Proof: casefile.MessageDisposed{
			Rule: rules[m.State] + ": " + daysWords(m.Due.Sub(m.Since)) + " after " + m.Since.Long(), Due: m.Due, Reason: ok.Reason, Approver: ok.Approver,
		}})
	}
	return kept, nil
}

func daysWords(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprint(n) + " days"
}

// Disposed returns what is known of a case that was disposed of.
func (k *Keeping) Disposed(ctx context.Context, ref casefile.Reference) (casefile.Disposal, error) {
	return k.store.Disposed(ctx, string(ref))
}

// Disposals returns every case that was disposed of, the latest first.
func (k *Keeping) Disposals(ctx context.Context) ([]casefile.Disposal, error) {
	return k.store.Disposals(ctx)
}

// Certificate draws the certificate of a case that was disposed of. It says the
// same whenever it is drawn.
func (k *Keeping) Certificate(ctx context.Context, ref casefile.Reference) (Drawn, error) {
	d, err := k.store.Disposed(ctx, string(ref))
	if err != nil {
		return Drawn{}, err
	}
	var client casefile.Client
	if p, ok := d.Proof.(*casefile.CaseDisposed); ok {
		if client, err = k.store.Client(ctx, p.Client); err != nil && !casefile.IsKind(err, casefile.NotFound) {
			return Drawn{}, err
		}
	}
	doc, err := report.Certificate(k.fonts, d, client)
	if err != nil {
		return Drawn{}, err
	}
	return k.print(doc)
}
