package casefile

import (
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// TimelineEntry is one line of what happened, in words.
type TimelineEntry struct {
	Event     string // its id
	On        civil.Moment
	Actor     string
	Type      string
	Words     string // "Clarification asked, clock paused"
	Detail    string // what was written with it
	Withdrawn bool
}

// worded is a payload that says in words what happened.
type worded interface {
	words() (what, detail string)
}

// Timeline returns what the events of a case say, in the order in which they
// happened, and as they were recorded within a day. An event of a newer version
// says so.
func Timeline(events []Event) ([]TimelineEntry, error) {
	entries, err := read(events)
	if err != nil {
		return nil, err
	}
	lines := make([]TimelineEntry, 0, len(entries))
	for _, e := range entries {
		line := TimelineEntry{Event: e.ID, On: e.On, Actor: e.Actor, Type: e.Type, Withdrawn: e.withdrawn}
		switch p := e.payload.(type) {
		case worded:
			line.Words, line.Detail = p.words()
		case nil:
			line.Words = "An entry from a newer version of Casebook"
			if e.Known() {
				line.Words = "An entry whose content was disposed of"
			}
		}
		lines = append(lines, line)
	}
	return InOrder(lines), nil
}

// InOrder puts lines in the order in which things happened; those of one day
// stay in theirs.
func InOrder(lines []TimelineEntry) []TimelineEntry {
	slices.SortStableFunc(lines, func(a, b TimelineEntry) int { return a.On.Date().Compare(b.On.Date()) })
	return lines
}

func (p *CaseOpened) words() (string, string) {
	return p.Kind.Label() + " case opened", p.Asked
}

func (p *RequestReceived) words() (string, string) {
	if p.By == ByDPO {
		return "Received by the DPO", p.Why
	}
	return "Received by the controller", p.Why
}

func (p *PersonRecorded) words() (string, string)  { return "Person recorded", p.Person.Name }
func (p *CaseLinked) words() (string, string)      { return "Linked to " + string(p.Case), p.Relation }
func (p *MessageAttached) words() (string, string) { return "Message filed", "" }
func (p *HandlerAssigned) words() (string, string) { return "Given to " + p.Handler, "" }
func (p *NoteAdded) words() (string, string)       { return "Note", p.Text }
func (p *IdentityAsked) words() (string, string) {
	return "Proof of identity asked for; the clock waits", p.Reason
}

func (p *IdentityReceived) words() (string, string) {
	return "Proof of identity received; the clock runs from this day", p.Seen
}

func (p *AuthorityAsked) words() (string, string) {
	return "Proof of authority asked for; the clock waits", p.Reason
}

func (p *AuthorityReceived) words() (string, string) {
	return "Proof of authority received; the clock runs from this day", p.Seen
}
func (p *FeeAsked) words() (string, string) { return "Fee charged; the clock waits", p.Reason }
func (p *FeePaid) words() (string, string)  { return "Fee paid; the clock runs from this day", "" }

func (p *ClarificationAsked) words() (string, string) {
	return "Clarification asked, clock paused", p.Reason
}

func (p *ClarificationAnswered) words() (string, string) {
	return "Answer received, clock runs again", ""
}

func (p *ExtensionNoticed) words() (string, string) {
	if p.Ground == Ground(clock.ComplexityAndVolume) {
		return "Person told that the answer takes up to 40 working days", p.Reasons
	}
	return "Person told that the answer takes up to three months", p.Reasons
}
func (p *SearchRecorded) words() (string, string) { return "Searched: " + p.System, p.Found }
func (p *IssueRaised) words() (string, string)    { return "Issue raised", p.What }
func (p *EnquiryMade) words() (string, string)    { return "Enquiry made of " + p.Of, p.Found }
func (p *FindingMade) words() (string, string)    { return "Finding made", p.Finding }
func (p *DecisionMade) words() (string, string)   { return "Decided: " + p.Outcome.Words(), p.What }

func (p *LetterIssued) words() (string, string) {
	return "Letter issued: " + p.Letter.Label(), p.Subject
}

func (p *LetterDrafted) words() (string, string) {
	return "Letter put into the mailbox's drafts (not sent)", ""
}
func (p *LetterSent) words() (string, string)     { return "Letter sent by " + p.How.Words(), "" }
func (p *CaseClosed) words() (string, string)     { return "Closed", p.Reason }
func (p *CaseReopened) words() (string, string)   { return "Reopened", p.Reason }
func (p *EventWithdrawn) words() (string, string) { return "Entry taken back", p.Reason }

// Words returns the outcome as a colleague would say it.
func (o Outcome) Words() string {
	return map[Outcome]string{
		Granted: "done in full", Partly: "done in part", Declined: "refused", NothingHeld: "nothing held",
	}[o]
}

// Words returns the channel as a sentence ends with it.
func (c Channel) Words() string {
	return map[Channel]string{ByEmail: "e-mail", ByPost: "post", ByPhone: "telephone", InPerson: "hand"}[c]
}

// Label returns the letter as people name it.
func (k LetterKind) Label() string {
	return map[LetterKind]string{
		Acknowledgement: "Acknowledgement", Reply: "Reply", IdentityRequest: "Request for proof of identity",
		AuthorityAsking: "Request for proof of authority", FeeNotice: "Fee notice",
		Clarification: "Request for clarification", ExtensionNotice: "Extension notice", Progress: "Progress",
	}[k]
}
