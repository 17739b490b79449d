package casefile

import (
	"slices"

	"casebook/internal/civil"
)

// Case is one matter as its events leave it: a request under one right, or a
// complaint. It is a value; [Fold] makes it and nothing changes it.
type Case struct {
	ID        string // UUIDv7, the name of its stream
	Reference Reference
	Kind      Kind
	Client    string // id of the controller
	Person    Person
	Subject   Subject
	Asked     string // the request or complaint in the person's own words
	Channel   Channel
	Handler   string // who works on it
	Opened    civil.Moment
	// OpenedFrom is the id of the message it was opened from, if it was.
	OpenedFrom string

	// Received is when the controller had it and ReceivedByDPO when the DPO
	// had it; the clock counts from the earlier (law/rules.md A08).
	Received, ReceivedByDPO civil.Moment

	Identity  Awaited // proof of identity, UK GDPR Art 12(6)
	Authority Awaited // a third party's authority to act
	Fee       Awaited // UK GDPR Art 12(5)

	Pauses    []Pause
	Extension *Extension

	About     About     // what an information or education record request is about
	Exam      Exam      // exam marks asked for
	Incident  Incident  // of a breach
	Reporter  Arisen    // data from the Principal Reporter, and when the Reporter was told
	Opinion   Opinion   // of a health professional
	Holders   []Holder  // who was asked to search
	Review    Review    // an internal review
	Regulator Regulator // the regulator's own case
	Hold      *Hold     // nothing may be disposed of; nil: no hold

	Searches  []Search
	Issues    []Issue  // the heads of a complaint
	Enquiries []Asking // what was asked of whom while looking into it
	Decision  *Decision
	Letters   []Letter

	Messages []string // ids of the messages filed to it
	Linked   []Linked
	Closed   *Closing

	// Standing holds the type of each event that counts, by its id: what can
	// be taken back.
	Standing map[string]string

	// Disposed says that the case was disposed of: nothing else is known of it
	// then, but its reference, kind and client. nil: it was not.
	Disposed *Disposal

	// Newer counts events that this version of Casebook does not know. While
	// there are any, nothing can be done on the case here.
	Newer int
}

// Channel is the way a request came in.
type Channel string

// The channels.
const (
	ByEmail  Channel = "email"
	ByPost   Channel = "post"
	ByPhone  Channel = "telephone"
	InPerson Channel = "in-person"
)

// Channels returns every channel, in the order of lists.
func Channels() []Channel { return []Channel{ByEmail, ByPost, ByPhone, InPerson} }

// Awaited is something the clock waits for from the day the request came: it
// does not start until it arrives.
type Awaited struct {
	Asked    civil.Date
	Reason   string
	Received civil.Date
	Pence    int64 // of a fee
	Copies   bool  // the fee is for further copies, Art 15(3)
}

// Open reports whether it was asked for and has not come.
func (a Awaited) Open() bool { return !a.Asked.IsZero() && a.Received.IsZero() }

// Pause is a question that stops the clock of an access request until it is
// answered.
//
// law: UK GDPR Art 12A(5)
type Pause struct {
	Asked    civil.Date
	Answered civil.Date // zero while it is open
	Reason   string     // what is unclear
	Volume   string     // what makes the amount of information large
}

// Open reports whether the question has not been answered.
func (p Pause) Open() bool { return p.Answered.IsZero() }

// Ground is why a period may be extended.
//
// law: UK GDPR Art 12A(3)
type Ground string

// The grounds.
const (
	Complexity Ground = "complexity"
	Number     Ground = "number"
)

// Extension is a notice that the answer takes longer.
//
// law: UK GDPR Art 12A(4)
type Extension struct {
	Noticed civil.Date
	Ground  Ground
	Reasons string
}

// Search is one place searched for the person's data.
type Search struct {
	On     civil.Date
	System string
	Found  string
}

// Issue is one head of a complaint and, once made, the finding on it.
type Issue struct {
	ID      string // of the event that raised it
	Number  int    // 1, 2, 3 ... in the order raised, among those that stand
	Raised  civil.Date
	What    string
	Finding string
	Changed string // what was done or will be done about it
	Upheld  Upheld
	Found   civil.Date
}

// Upheld is the label of a finding. Labels are allowed, not required
// (law/rules.md part D).
type Upheld string

// The labels.
const (
	IsUpheld  Upheld = "upheld"
	IsPartly  Upheld = "partly"
	NotUpheld Upheld = "not-upheld"
)

// Asking is a question put to somebody while looking into a complaint.
type Asking struct {
	On    civil.Date
	Of    string
	Found string
}

// Outcome is what was decided on a request or a complaint.
type Outcome string

// The outcomes.
const (
	Granted     Outcome = "granted"
	Partly      Outcome = "partly"
	Declined    Outcome = "refused"
	NothingHeld Outcome = "nothing-held"
)

// Outcomes returns every outcome, in the order of lists.
func Outcomes() []Outcome { return []Outcome{Granted, Partly, Declined, NothingHeld} }

// Decision is the answer to a request, or the outcome of a complaint.
type Decision struct {
	On      civil.Date
	Outcome Outcome
	// What says what was done: what is enclosed, corrected, erased, stopped.
	What string
	// Reasons are required where not everything asked for was done.
	//
	// law: UK GDPR Art 12(4)
	Reasons    string
	Exemptions []string
	By         string
}

// LetterKind names a letter.
type LetterKind string

// The letters.
const (
	Acknowledgement LetterKind = "acknowledgement"
	Reply           LetterKind = "reply"
	IdentityRequest LetterKind = "identity-request"
	AuthorityAsking LetterKind = "authority-request"
	FeeNotice       LetterKind = "fee-notice"
	Clarification   LetterKind = "clarification"
	ExtensionNotice LetterKind = "extension"
	Progress        LetterKind = "progress"
)

// Letter is a letter that was issued: frozen as the bytes of a PDF. Only
// sending it discharges a duty.
type Letter struct {
	ID      string // of the event that issued it
	Kind    LetterKind
	Issued  civil.Date
	SHA256  string // of the PDF, in hexadecimal
	Size    int    // bytes
	Pages   int
	Subject string
	Drafted bool     // it was put into a mailbox's drafts
	Sent    *Sending // nil until it was sent
}

// Sending is how a letter left.
type Sending struct {
	On  civil.Date
	How Channel
	To  string
}

// Linked is another case that came with this one or bears on it.
type Linked struct {
	Case     Reference
	Relation string
}

// Closing is how a case ended.
type Closing struct {
	On     civil.Date
	Reason string
	// Withdrawn says that the person withdrew or fell silent: nothing more is
	// owed to them.
	Withdrawn bool
}

// State is where a case stands, for lists and for programs.
type State string

// The states.
const (
	StateOpen      State = "open"
	StateIdentity  State = "awaiting-identity"
	StateAuthority State = "awaiting-authority"
	StateFee       State = "awaiting-fee"
	StatePaused    State = "paused"
	StateClosed    State = "closed"
)

// State returns where the case stands.
func (c Case) State() State {
	switch {
	case c.Closed != nil:
		return StateClosed
	case c.Identity.Open():
		return StateIdentity
	case c.Authority.Open():
		return StateAuthority
	case c.Fee.Open():
		return StateFee
	case c.openPause() != nil:
		return StatePaused
	}
	return StateOpen
}

// Words returns the state as a colleague would say it.
func (s State) Words() string { return stateWords[s] }

var stateWords = map[State]string{
	StateOpen:      "Open",
	StateIdentity:  "Waiting for proof of identity",
	StateAuthority: "Waiting for proof of authority",
	StateFee:       "Waiting for the fee",
	StatePaused:    "Clock paused, waiting for an answer",
	StateClosed:    "Closed",
}

func (c Case) openPause() *Pause {
	for i := range c.Pauses {
		if c.Pauses[i].Open() {
			return &c.Pauses[i]
		}
	}
	return nil
}

// openingTypes are the types of event that opening a case can write.
var openingTypes = []string{
	typeOf(CaseOpened{}), typeOf(RequestReceived{}), typeOf(MessageAttached{}), typeOf(CaseLinked{}), typeOf(IssueRaised{}), typeOf(HandlerAssigned{}),
}

// Untouched reports whether nothing has been done on the case since it was
// opened: all that stands in it can have been written by opening it.
func (c Case) Untouched() bool {
	for _, name := range c.Standing {
		if !slices.Contains(openingTypes, name) {
			return false
		}
	}
	return c.Newer == 0 && len(c.Messages) <= 1 && len(c.Issues) <= 1
}

// ReceivedOn returns the day the clock counts from: the earlier of receipt by
// the controller and by the DPO.
func (c Case) ReceivedOn() civil.Date {
	return civil.Earlier(c.Received.Date(), c.ReceivedByDPO.Date())
}

// Letter returns the issued letter of that id.
func (c Case) Letter(id string) (Letter, error) {
	for _, l := range c.Letters {
		if l.ID == id {
			return l, nil
		}
	}
	return Letter{}, notFound("This case has no such letter.", "List its letters with casebook letter CASE --list.")
}

// FirstSent returns the day the first letter of that kind was sent, or no day.
func (c Case) FirstSent(kind LetterKind) civil.Date {
	var first civil.Date
	for _, l := range c.Letters {
		if l.Kind == kind && l.Sent != nil {
			first = civil.Earlier(first, l.Sent.On)
		}
	}
	return first
}
