package casefile

import (
	"slices"
	"time"

	"casebook/internal/civil"
)

// Message is what can be read in the raw bytes of a mail message. Everything
// in it is hostile: it is shown as plain text and used for nothing else.
type Message struct {
	From, ReplyTo Address
	To, Cc        []Address
	Subject       string
	MessageID     string   // without the angle brackets
	InReplyTo     []string // message ids
	References    []string // message ids
	Sent          time.Time
	// Delivered is when the last server that had the message took it in, by the
	// line it put on top; zero where there is none. It is a claim of the message:
	// for mail that was pulled, the server's own date is to be used.
	Delivered   time.Time
	Text        string // the readable text, quotations included
	Attachments []Attachment
	Forwarded   []Forwarded // the messages inside it, the outermost first
	Automatic   Automatic
	// Defects says what was wrong with the bytes, in words for a caseworker.
	Defects []string
	// Unreadable reports that nothing sensible could be read: the raw bytes
	// are kept all the same.
	Unreadable bool
}

// Address is a mail address with the name written beside it.
type Address struct {
	Name  string
	Email string // in lower case
}

// String returns the name with the address, or whichever there is.
func (a Address) String() string {
	switch {
	case a.Name == "":
		return a.Email
	case a.Email == "":
		return a.Name
	}
	return a.Name + " <" + a.Email + ">"
}

// Attachment is a part of a message that is kept as a file.
type Attachment struct {
	Name string // made safe for a file name
	Type string // media type
	Size int    // bytes
	// Dangerous reports that opening it would run something, or may. It is
	// never opened or handed to a viewer.
	Dangerous bool
}

// String names the attachment for lists, and says where it is not to be opened.
func (a Attachment) String() string {
	if a.Dangerous {
		return a.Name + " (could run a program: not opened)"
	}
	return a.Name
}

// Forwarded is a message inside a message, as an attachment or quoted with its
// headers.
type Forwarded struct {
	From    Address
	To      []Address
	Subject string
	Sent    civil.Moment // zero where no date could be read
	Text    string
}

// Automatic says that no person wrote a message, and why one may think so.
type Automatic string

// The kinds of automatic message.
const (
	ByPerson    Automatic = ""
	OutOfOffice Automatic = "out-of-office"
	Bounce      Automatic = "bounce"
	MailingList Automatic = "list"
	Calendar    Automatic = "calendar"
)

// MessageState is where a message stands in triage.
type MessageState string

// The states of a message.
const (
	MessageNew        MessageState = "new"
	MessageFiled      MessageState = "filed"
	MessageSetAside   MessageState = "not-a-request"
	MessageUnreadable MessageState = "unreadable"
)

// Copy is one place of a message on a server. Account, folder, UIDVALIDITY and
// UID together name it, and nothing else does (RFC 9051, section 2.3.1.1).
type Copy struct {
	Account      string    `json:"account"`
	Folder       string    `json:"folder"`
	UIDValidity  uint32    `json:"uidvalidity"`
	UID          uint32    `json:"uid"`
	InternalDate time.Time `json:"internaldate"` // when the server took it in, UTC
	// Role is that of the folder when the copy was fetched; "" is the inbox's.
	Role FolderRole `json:"role,omitempty"`
}

// MessageRecord is what has become of one message: a content, named by the
// SHA-256 of its raw bytes, of which the servers may hold several copies.
type MessageRecord struct {
	ID       string // UUIDv7, the name of its stream
	SHA256   string // of the raw bytes, in hexadecimal
	Size     int    // bytes
	Received civil.Moment
	Copies   []Copy
	// Unreadable reports that nothing sensible could be read in it: where it
	// is not decided, its State says so.
	Unreadable bool
	// Outgoing reports that we sent it: every copy lies in a Sent folder. It is
	// never triaged as a request; one that also came in is.
	Outgoing bool
	// Junk reports that the mail server took it for junk: every copy lies in a
	// Junk folder. It is shown apart until a person decides.
	Junk   bool
	State  MessageState
	Cases  []string // ids of the cases it is filed to
	Reason string   // why it was set aside

	// Disposed says that the message was disposed of: its tombstone, Gone and
	// Print, is all that is left then. nil: it was not.
	Disposed *Disposal
	Gone     []Place // where servers offered it
	Print    string
}

// messagePayloads are the events of a message.
var messagePayloads = []func() Payload{
	empty[MessageReceived],
	empty[MessageCopied],
	empty[MessageFiledTo],
	empty[MessageDeclined],
	empty[MessageReturned],
	empty[MessageDisposed],
	empty[MessagePassed],
}

// MessageReceived records a message whose raw bytes are in the vault from this
// transaction on. The event's On is the server's date.
type MessageReceived struct {
	SHA256     string `json:"sha256"`
	Size       int    `json:"size"`
	Copy       Copy   `json:"copy"`
	Unreadable bool   `json:"unreadable,omitempty"`
}

// EventType implements [Payload].
func (MessageReceived) EventType() (string, int) { return "message.received", 1 }

// MessageCopied records another copy of the same bytes on a server.
type MessageCopied struct {
	Copy Copy `json:"copy"`
}

// EventType implements [Payload].
func (MessageCopied) EventType() (string, int) { return "message.copied", 1 }

// MessageFiledTo records the case a message belongs to.
type MessageFiledTo struct {
	Case string `json:"case"` // its id
}

// EventType implements [Payload].
func (MessageFiledTo) EventType() (string, int) { return "message.filed", 1 }

// AsideWith says with what a message was set aside.
type AsideWith string

// The ways to set a message aside.
const (
	AsideAlone  AsideWith = ""
	AsideSender AsideWith = "sender" // with all that waited of its sender
	AsideThread AsideWith = "thread" // with all that waited of its thread
)

// MessageDeclined records that a person set a message aside as no request.
type MessageDeclined struct {
	Reason string    `json:"reason,omitempty"`
	With   AsideWith `json:"with,omitempty"`
}

// EventType implements [Payload].
func (MessageDeclined) EventType() (string, int) { return "message.set-aside", 1 }

// MessageReturned puts a message back to be decided again.
type MessageReturned struct{}

// EventType implements [Payload].
func (MessageReturned) EventType() (string, int) { return "message.returned", 1 }

// messagePayload is a payload that changes a message's record.
type messagePayload interface {
	Payload
	applyMessage(m *MessageRecord, e Event)
}

// FoldMessage returns what the events of one stream make of a message.
func FoldMessage(events []Event) (MessageRecord, error) {
	entries, err := read(events)
	if err != nil {
		return MessageRecord{}, err
	}
	var m MessageRecord
	for _, e := range entries {
		m.ID = e.Stream.ID
		if p, ok := e.payload.(messagePayload); ok && !e.withdrawn {
			p.applyMessage(&m, e.Event)
		}
	}
	if m.SHA256 == "" && m.Disposed == nil {
		return MessageRecord{}, notFound("There is no such message.", "List the messages with casebook messages.")
	}
	return m, nil
}

// FoldReceived is [FoldMessage] of the one event that recorded a message, where
// its data is at hand: a first pull does it for every message.
func FoldReceived(e Event, p *MessageReceived) MessageRecord {
	m := MessageRecord{ID: e.Stream.ID}
	p.applyMessage(&m, e)
	return m
}

func (p *MessageReceived) applyMessage(m *MessageRecord, e Event) {
	m.SHA256, m.Size, m.Received, m.Copies = p.SHA256, p.Size, e.On, []Copy{p.Copy}
	m.Unreadable = p.Unreadable
	m.Outgoing, m.Junk = p.Copy.Role == SentFolder, p.Copy.Role == JunkFolder
	m.undecide()
}

// undecide makes m a message that is to be decided.
func (m *MessageRecord) undecide() {
	m.State, m.Reason, m.Cases = MessageNew, "", nil
	switch {
	case m.Outgoing:
		m.State, m.Reason = MessageSetAside, ours
	case m.Unreadable:
		m.State = MessageUnreadable
	}
}

// ours is why what we sent is nothing to decide on.
const ours = "It was sent from this mailbox."

// Decided reports whether a person has said what becomes of the message.
func (m MessageRecord) Decided() bool {
	return m.State == MessageFiled || m.State == MessageSetAside && m.Reason != ours
}

// earliest is the first day that is believed of a server: what it says of a day
// before is that it has none.
var earliest = civil.MustParse("1990-01-01")

func believed(at civil.Moment) bool { return !at.Date().Before(earliest) }

// Of several places, the one that had it first says when it was received: mail
// that somebody drags from one mailbox to another gets a new date there. A case
// that was opened of it before keeps its day until a person says otherwise.
//
// law: rules.md A08, by analogy: the earlier receipt starts the clock
func (p *MessageCopied) applyMessage(m *MessageRecord, e Event) {
	m.Copies = append(m.Copies, p.Copy)
	if believed(e.On) && (!believed(m.Received) || e.On.Compare(m.Received) < 0) {
		m.Received = e.On
	}
	if m.Outgoing && p.Copy.Role != SentFolder {
		m.Outgoing = false // it came in as well, so it is to be decided after all
		if m.Reason == ours {
			m.undecide()
		}
	}
	m.Junk = m.Junk && p.Copy.Role == JunkFolder
}

func (p *MessageFiledTo) applyMessage(m *MessageRecord, _ Event) {
	m.State, m.Reason = MessageFiled, ""
	if !slices.Contains(m.Cases, p.Case) {
		m.Cases = append(m.Cases, p.Case)
	}
}

func (p *MessageDeclined) applyMessage(m *MessageRecord, _ Event) {
	m.State, m.Reason = MessageSetAside, p.Reason
}

func (p *MessageReturned) applyMessage(m *MessageRecord, _ Event) { m.undecide() }
