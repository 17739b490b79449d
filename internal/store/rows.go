package store

import (
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

// CaseRow is a case as lists show it.
type CaseRow struct {
	ID        string
	Reference casefile.Reference
	Kind      casefile.Kind
	Client    string // its id
	Person    string // name
	Email     string // of the person, in lower case
	Handler   string
	State     casefile.State
	Received  civil.Date
	// Due, WorkTo, Next and NextDue are as in [casefile.Headline].
	Due, WorkTo civil.Date
	Next        string
	NextDue     civil.Date
	// Undated says that its dates cannot be worked out: [casefile.Undated].
	Undated bool
	// Newer counts entries that only a newer version of Casebook can read.
	Newer int
}

// CaseQuery chooses cases; what is left empty does not choose.
type CaseQuery struct {
	DueBy   civil.Date // something is due on that day or earlier
	Text    string     // words in the case or in its messages, or a reference
	Client  string     // id
	Handler string
	Kind    casefile.Kind
	State   casefile.State
	Limit   int // at most so many; 0 is all
	// After is the last row of the page before: the list goes on behind it, as
	// fast on the last page as on the first.
	After *CaseRow
}

// ObligationRow is a duty of an open case that is not met yet. Its working is
// in [casefile.Case.Obligations].
type ObligationRow struct {
	Case                  string // id
	Reference             casefile.Reference
	Client                string
	Handler               string
	Rule                  clock.RuleID
	Name                  string
	Basis                 clock.Basis
	Due, WorkTo, NoticeBy civil.Date
}

// MessageText is what lists and the search hold of what can be read in a
// message. It is hostile text.
type MessageText struct {
	From      casefile.Address
	Subject   string
	Text      string
	MessageID string // without the angle brackets; a hint, never a key
	// Unreadable reports that nothing sensible could be read.
	Unreadable bool
	// Likeness is the same for messages that are probably the same; "" is none.
	Likeness string
	// Urgency is how soon it needs somebody; nil where that was not asked.
	Urgency *casefile.Urgency
}

// Reading reads what lists and the search need out of a message's raw bytes,
// or the beginning of them, that came at that moment.
type Reading func(raw []byte, received civil.Moment) MessageText

// MessageRow is a message as lists show it.
type MessageRow struct {
	casefile.MessageRecord
	From    casefile.Address
	Subject string
	// References are those of the cases it is filed to, in the order of Cases.
	References []casefile.Reference
	// Alike are the ids of messages that are probably the same as this one, though
	// their bytes differ.
	Alike []string
}

// MessageQuery chooses messages; what is left empty does not choose.
type MessageQuery struct {
	ID     string
	SHA256 string
	State  casefile.MessageState
	Case   string // id of a case it is filed to
	// Outgoing chooses what was sent from here, Junk what the server took for
	// junk; false chooses both ways.
	Outgoing, Junk bool
	Limit          int // at most so many; 0 is all
	// After is the last row of the page before.
	After *MessageRow
}

// Hit is something a search has found, as one client has it: a message filed to
// cases of two clients is found twice.
type Hit struct {
	Kind      HitKind
	ID        string             // of the case, the message, or the event that issued the letter
	Reference casefile.Reference // of the case, or of the first of the client's a message is filed to
	Client    string             // its id; "" for a message that is not filed
	Person    string             // who asks, or who sent it
	Subject   string
	// State is what became of a message, and Outgoing says that it was sent from
	// here; of a case and a letter both are empty.
	State    casefile.MessageState
	Outgoing bool
	// Passage is the place where the words stand, as plain text from the case
	// or the mail: hostile.
	Passage string
}
