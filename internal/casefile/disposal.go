package casefile

import (
	"slices"

	"casebook/internal/civil"
)

// What disposal leaves of a stream: its events keep their headers and the
// salted digests of what they said, so that the chains still verify, and one
// event more says that and why the rest is gone. It names no person.
//
// law: UK GDPR Art 5(1)(e), Art 5(2)

// CaseDisposed is the proof that a case was disposed of: the event's On is the
// day. The reason is a person's words and is asked for without names.
type CaseDisposed struct {
	Reference Reference  `json:"reference"`
	Kind      Kind       `json:"kind"`
	Client    string     `json:"client"` // its id
	Received  civil.Date `json:"received"`
	Closed    civil.Date `json:"closed"`
	Rule      string     `json:"rule"`   // how long it was to be kept
	Why       string     `json:"why"`    // what the rule rests on
	Due       civil.Date `json:"due"`    // the day from which it could go; no day: none is known
	Early     bool       `json:"early"`  // it went before that day
	Reason    string     `json:"reason"` // of the person who approved it
	Approver  string     `json:"approver"`
	Entries   int        `json:"entries"` // whose content went
	Letters   int        `json:"letters"`
	Messages  int        `json:"messages"` // that went with it
	Shared    int        `json:"shared"`   // messages that stay, for another case holds them
	Bytes     int64      `json:"bytes"`    // of letters and messages
}

// EventType implements [Payload].
func (CaseDisposed) EventType() (string, int) { return "case.disposed", 1 }

// Place is where a message lay on a server, without anything of the message.
type Place struct {
	Account     string `json:"account"`
	Folder      string `json:"folder"`
	UIDValidity uint32 `json:"uidvalidity"`
	UID         uint32 `json:"uid"`
}

// Place returns where the copy lies.
func (c Copy) Place() Place {
	return Place{Account: c.Account, Folder: c.Folder, UIDValidity: c.UIDValidity, UID: c.UID}
}

// MessageDisposed is the tombstone of a message: enough to know it again when
// a server offers it, and nothing of what it said.
type MessageDisposed struct {
	Cases    []Reference `json:"cases"` // with which it went; none: it was filed to none
	Received civil.Date  `json:"received"`
	Rule     string      `json:"rule"`
	Due      civil.Date  `json:"due"`
	Early    bool        `json:"early"`
	Reason   string      `json:"reason"`
	Approver string      `json:"approver"`
	Bytes    int64       `json:"bytes"`
	Places   []Place     `json:"places"`
	// Print is the HMAC of the SHA-256 of the raw bytes, in hexadecimal, under a
	// key that never leaves the database: without it nobody can try texts.
	Print string `json:"print"`
}

// EventType implements [Payload].
func (MessageDisposed) EventType() (string, int) { return "message.disposed", 1 }

// MessagePassed records that a server offered a disposed message at another
// place, and that it was passed over: the only thing that still happens to it.
type MessagePassed struct {
	Place Place `json:"place"`
}

// EventType implements [Payload].
func (MessagePassed) EventType() (string, int) { return "message.passed-over", 1 }

// Disposal says that something was disposed of and when. Proof is the payload
// of its event: a *CaseDisposed or a *MessageDisposed.
type Disposal struct {
	Event string // its id
	On    civil.Date
	Proof Payload
}

// Gone returns the refusal of everything on what was disposed of.
func (d Disposal) Gone() *Refusal {
	what, do := "This message was disposed of on ", "Nothing of it is left."
	if p, ok := d.Proof.(*CaseDisposed); ok {
		what, do = "This case was disposed of on ", "Print its certificate with casebook dispose "+string(p.Reference)+" --certificate FILE."
	}
	return &Refusal{Why: what + d.On.Long() + ".", Until: do, Law: "UK GDPR Art 5(1)(e)"}
}

// DisposalOf returns what the events of a stream say of its disposal, or nil.
func DisposalOf(events []Event) (*Disposal, error) {
	for _, e := range events {
		if !slices.Contains(disposals, e.Type) {
			continue
		}
		p, err := e.Payload()
		if err != nil || p == nil {
			return nil, err
		}
		return &Disposal{Event: e.ID, On: e.On.Date(), Proof: p}, nil
	}
	return nil, nil
}

// disposals are the types of event that end a stream.
var disposals = []string{typeOf(CaseDisposed{}), typeOf(MessageDisposed{})}

// Remains reports whether an event keeps its content when its stream is
// disposed of.
func (e Event) Remains() bool {
	return slices.Contains(disposals, e.Type) || e.Type == typeOf(MessagePassed{})
}

// Scrub returns e without its content: what disposal leaves of it.
func (e Event) Scrub() Event {
	e.Data, e.Salt = nil, nil
	return e
}

func (p *CaseDisposed) apply(c *Case, e Event) {
	c.Reference, c.Kind, c.Client = p.Reference, p.Kind, p.Client
	c.Disposed = &Disposal{Event: e.ID, On: e.On.Date(), Proof: p}
}

func (p *CaseDisposed) words() (string, string) { return "Disposed of: " + p.Rule, p.Reason }

func (p *MessageDisposed) applyMessage(m *MessageRecord, e Event) {
	m.Disposed = &Disposal{Event: e.ID, On: e.On.Date(), Proof: p}
	m.Gone, m.Print = slices.Clone(p.Places), p.Print
}

func (p *MessagePassed) applyMessage(m *MessageRecord, _ Event) { m.Gone = append(m.Gone, p.Place) }
