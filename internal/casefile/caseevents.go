package casefile

import "casebook/internal/civil"

// casePayloads are the events of a case.
var casePayloads = []func() Payload{
	empty[CaseOpened],
	empty[RequestReceived],
	empty[PersonRecorded],
	empty[CaseLinked],
	empty[MessageAttached],
	empty[HandlerAssigned],
	empty[NoteAdded],
	empty[IdentityAsked],
	empty[IdentityReceived],
	empty[AuthorityAsked],
	empty[AuthorityReceived],
	empty[FeeAsked],
	empty[FeePaid],
	empty[ClarificationAsked],
	empty[ClarificationAnswered],
	empty[ExtensionNoticed],
	empty[SearchRecorded],
	empty[IssueRaised],
	empty[EnquiryMade],
	empty[FindingMade],
	empty[DecisionMade],
	empty[SchoolNamed],
	empty[EnvironmentFound],
	empty[MarksAsked],
	empty[ResultsAnnounced],
	empty[BreachAware],
	empty[BreachAssessed],
	empty[BreachNotified],
	empty[ReporterArose],
	empty[ReporterTold],
	empty[OpinionGiven],
	empty[OpinionRelied],
	empty[HolderAsked],
	empty[HolderAnswered],
	empty[ReviewAsked],
	empty[ReviewDecided],
	empty[RegulatorOpened],
	empty[RegulatorClosed],
	empty[HoldPlaced],
	empty[HoldLifted],
	empty[LetterIssued],
	empty[LetterDrafted],
	empty[LetterSent],
	empty[CaseClosed],
	empty[CaseReopened],
	empty[EventWithdrawn],
	empty[CaseDisposed],
}

// CaseOpened begins a case. When it was received and by whom stands in events
// of its own, so that a date found to be wrong can be taken back alone.
type CaseOpened struct {
	Reference Reference `json:"reference"`
	Kind      Kind      `json:"kind"`
	Client    string    `json:"client"`
	Person    Person    `json:"person"`
	Subject   Subject   `json:"subject"`
	Channel   Channel   `json:"channel"`
	Asked     string    `json:"asked,omitempty"`   // as made, in the person's words
	Message   string    `json:"message,omitempty"` // id of the message it was opened from
}

// EventType implements [Payload].
func (CaseOpened) EventType() (string, int) { return "case.opened", 1 }

// Receiver is who a request reached.
type Receiver string

// The receivers.
const (
	ByController Receiver = "controller"
	ByDPO        Receiver = "dpo"
)

// RequestReceived records when the request reached somebody: the event's On.
type RequestReceived struct {
	By  Receiver `json:"by"`
	Why string   `json:"why,omitempty"` // what shows the date, such as a forwarded header
}

// EventType implements [Payload].
func (RequestReceived) EventType() (string, int) { return "request.received", 1 }

// PersonRecorded records who writes and about whom, in place of what was known.
type PersonRecorded struct {
	Person  Person  `json:"person"`
	Subject Subject `json:"subject"`
}

// EventType implements [Payload].
func (PersonRecorded) EventType() (string, int) { return "person.recorded", 1 }

// CaseLinked names a case that bears on this one.
type CaseLinked struct {
	Case     Reference `json:"case"`
	Relation string    `json:"relation"`
}

// EventType implements [Payload].
func (CaseLinked) EventType() (string, int) { return "case.linked", 1 }

// MessageAttached files a message to the case.
type MessageAttached struct {
	Message string `json:"message"`
}

// EventType implements [Payload].
func (MessageAttached) EventType() (string, int) { return "message.attached", 1 }

// HandlerAssigned says who works on the case.
type HandlerAssigned struct {
	Handler string `json:"handler"`
}

// EventType implements [Payload].
func (HandlerAssigned) EventType() (string, int) { return "handler.assigned", 1 }

// NoteAdded keeps a note, a telephone call, anything worth remembering.
type NoteAdded struct {
	Text    string `json:"text"`
	Minutes int    `json:"minutes,omitempty"` // of work
}

// EventType implements [Payload].
func (NoteAdded) EventType() (string, int) { return "note.added", 1 }

// IdentityAsked records that proof of identity was asked for.
//
// law: UK GDPR Art 12(6)
type IdentityAsked struct {
	Reason string `json:"reason"` // the reasonable doubt
}

// EventType implements [Payload].
func (IdentityAsked) EventType() (string, int) { return "identity.asked", 1 }

// IdentityReceived records that sufficient proof of identity arrived. Only
// what was seen is kept, never the document.
type IdentityReceived struct {
	Seen string `json:"seen,omitempty"` // "passport", "council tax letter"
}

// EventType implements [Payload].
func (IdentityReceived) EventType() (string, int) { return "identity.received", 1 }

// AuthorityAsked records that proof was asked for that a third party may act.
type AuthorityAsked struct {
	Reason string `json:"reason"`
}

// EventType implements [Payload].
func (AuthorityAsked) EventType() (string, int) { return "authority.asked", 1 }

// AuthorityReceived records that the proof arrived.
type AuthorityReceived struct {
	Seen string `json:"seen,omitempty"`
}

// EventType implements [Payload].
func (AuthorityReceived) EventType() (string, int) { return "authority.received", 1 }

// FeeAsked records that a fee was charged.
//
// law: UK GDPR Art 12(5)
type FeeAsked struct {
	Pence  int64  `json:"pence"`
	Reason string `json:"reason"`
	Copies bool   `json:"copies,omitempty"` // it is for further copies (law/rules.md A33)
}

// EventType implements [Payload].
func (FeeAsked) EventType() (string, int) { return "fee.asked", 1 }

// FeePaid records that the fee was paid.
type FeePaid struct{}

// EventType implements [Payload].
func (FeePaid) EventType() (string, int) { return "fee.paid", 1 }

// ClarificationAsked pauses the clock of an access request.
//
// law: UK GDPR Art 12A(5)-(6)
type ClarificationAsked struct {
	Reason string `json:"reason"` // what is unclear
	Volume string `json:"volume"` // what makes the amount of information large
}

// EventType implements [Payload].
func (ClarificationAsked) EventType() (string, int) { return "clarification.asked", 1 }

// ClarificationAnswered lets the clock run again.
type ClarificationAnswered struct{}

// EventType implements [Payload].
func (ClarificationAnswered) EventType() (string, int) { return "clarification.answered", 1 }

// ExtensionNoticed records that the person was told the answer takes longer.
//
// law: UK GDPR Art 12A(3)-(4)
type ExtensionNoticed struct {
	Ground  Ground `json:"ground"`
	Reasons string `json:"reasons"`
}

// EventType implements [Payload].
func (ExtensionNoticed) EventType() (string, int) { return "extension.noticed", 1 }

// SearchRecorded keeps what was searched and found.
//
// law: UK GDPR Art 15(1A)
type SearchRecorded struct {
	System string `json:"system"`
	Found  string `json:"found"`
}

// EventType implements [Payload].
func (SearchRecorded) EventType() (string, int) { return "search.recorded", 1 }

// IssueRaised is one head of a complaint.
type IssueRaised struct {
	What string `json:"what"`
}

// EventType implements [Payload].
func (IssueRaised) EventType() (string, int) { return "issue.raised", 1 }

// EnquiryMade is a question asked while looking into a complaint.
//
// law: DPA 2018 s.164A(5)
type EnquiryMade struct {
	Of    string `json:"of"`
	Found string `json:"found"`
}

// EventType implements [Payload].
func (EnquiryMade) EventType() (string, int) { return "enquiry.made", 1 }

// FindingMade is what was found on one head of a complaint.
type FindingMade struct {
	Issue   string `json:"issue"` // id of the event that raised it: numbers change when one is taken back
	Finding string `json:"finding"`
	Changed string `json:"changed,omitempty"`
	Upheld  Upheld `json:"upheld"`
}

// EventType implements [Payload].
func (FindingMade) EventType() (string, int) { return "finding.made", 1 }

// DecisionMade is the answer to a request or the outcome of a complaint.
type DecisionMade struct {
	Outcome    Outcome  `json:"outcome"`
	What       string   `json:"what"`
	Reasons    string   `json:"reasons,omitempty"`
	Exemptions []string `json:"exemptions,omitempty"`
}

// EventType implements [Payload].
func (DecisionMade) EventType() (string, int) { return "decision.made", 1 }

// LetterIssued freezes a letter: these bytes and no others.
type LetterIssued struct {
	Letter   LetterKind `json:"letter"`
	SHA256   string     `json:"sha256"` // of the PDF, in hexadecimal
	Size     int        `json:"size"`   // bytes
	Pages    int        `json:"pages"`
	Subject  string     `json:"subject"`
	Received civil.Date `json:"received"` // as the letter states it
	Due      civil.Date `json:"due"`      // of the answer, as the clock had it; no day while it stands still
}

// EventType implements [Payload].
func (LetterIssued) EventType() (string, int) { return "letter.issued", 1 }

// LetterDrafted records that an issued letter was put into a mailbox's drafts,
// for a person to send from there. It discharges nothing.
type LetterDrafted struct {
	Letter    string `json:"letter"`     // id of the event that issued it
	Account   string `json:"account"`    // id of the mailbox
	Folder    string `json:"folder"`     // of the drafts
	MessageID string `json:"message_id"` // of the draft, without the angle brackets
}

// EventType implements [Payload].
func (LetterDrafted) EventType() (string, int) { return "letter.drafted", 1 }

// LetterSent records that an issued letter left: the event's On. Only this
// discharges a duty.
type LetterSent struct {
	Letter string  `json:"letter"` // id of the event that issued it
	How    Channel `json:"how"`
	To     string  `json:"to"`
}

// EventType implements [Payload].
func (LetterSent) EventType() (string, int) { return "letter.sent", 1 }

// CaseClosed ends the work on a case.
type CaseClosed struct {
	Reason    string `json:"reason"`
	Withdrawn bool   `json:"withdrawn,omitempty"` // the person withdrew or fell silent
}

// EventType implements [Payload].
func (CaseClosed) EventType() (string, int) { return "case.closed", 1 }

// CaseReopened takes the work up again.
type CaseReopened struct {
	Reason string `json:"reason"`
}

// EventType implements [Payload].
func (CaseReopened) EventType() (string, int) { return "case.reopened", 1 }
