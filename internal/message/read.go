package message

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"casebook/internal/casefile"
)

// The limits. What lies beyond them is left out and said so; the raw bytes are
// kept elsewhere in any case.
const (
	maxRaw         = 128 << 20 // bytes of a message of which the parts are read
	maxText        = 2 << 20   // bytes of readable text
	maxDepth       = 6         // messages inside messages
	maxMultiparts  = 24        // in one message
	maxInside      = 300       // messages in one message, at all depths
	maxAttachments = 500
	maxForwarded   = 50
	maxHeader      = 1 << 20 // bytes of the header block
)

// Read returns what can be read in the raw bytes of a message. It does not
// fail and does not panic, whatever the bytes.
func Read(raw []byte) (m casefile.Message) {
	defer func() {
		if recover() != nil {
			m = plainLook(raw)
		}
	}()
	return newReader().read(raw, 0)
}

// Attachment returns the n-th attachment of a message, from 0 and in the order
// of [casefile.Message.Attachments], with its content. ok is false where there
// is none.
func Attachment(raw []byte, n int) (a casefile.Attachment, content []byte, ok bool) {
	defer func() {
		if recover() != nil {
			a, content, ok = casefile.Attachment{}, nil, false
		}
	}()
	r := newReader()
	r.keep = true
	r.read(raw, 0)
	if n < 0 || n >= len(r.files) {
		return a, nil, false
	}
	return r.files[n].Attachment, r.files[n].content, true
}

// reader reads one message and those inside it; its counters bound the work.
type reader struct {
	parts int            // messages inside, so far
	files []file         // of all of them, in the order in which they are shown
	names map[string]int // how often a name was given
	keep  bool           // keep the contents of files
}

func newReader() *reader { return &reader{names: map[string]int{}} }

func (r *reader) read(raw []byte, depth int) casefile.Message {
	var m casefile.Message
	if len(bytes.TrimSpace(raw)) == 0 {
		m.Unreadable, m.Defects = true, []string{"The message is empty."}
		return m
	}
	if IsOutlook(raw) {
		return r.readOutlook(raw, depth)
	}
	before := len(r.files)
	rest, head, defects := mend(raw)
	m.Defects = defects
	r.readHeader(&m, head)
	body := r.readBody(head, rest, depth)
	body.into(&m)
	m.Attachments = r.listed(before)
	r.finish(&m, head, body)
	judge(&m, rest, head)
	m.Defects = unique(m.Defects)
	return m
}

// finish says what a message is by its text and header together.
func (r *reader) finish(m *casefile.Message, head header, b *body) {
	if m.Automatic == casefile.ByPerson {
		m.Automatic = automatic(head, *m, b)
	}
	if m.Automatic != casefile.Bounce {
		m.Forwarded = append(inline(m.Text), b.forwarded...)
	}
	m.Forwarded = m.Forwarded[:min(len(m.Forwarded), maxForwarded)]
}

// readHeader fills in what the header says.
func (r *reader) readHeader(m *casefile.Message, head header) {
	m.From = first(addresses(head.get("From")))
	if m.From == (casefile.Address{}) {
		m.From = first(addresses(head.get("Sender")))
	}
	m.ReplyTo = first(addresses(head.get("Reply-To")))
	m.To = addresses(head.all("To"))
	m.Cc = addresses(head.all("Cc"))
	m.Subject = line(decodeWords(head.get("Subject")))
	m.MessageID = first(messageIDs(head.get("Message-Id")))
	m.InReplyTo = messageIDs(head.all("In-Reply-To"))
	m.References = messageIDs(head.all("References"))
	m.Sent = instant(decodeWords(head.get("Date")))
	m.Delivered = delivered(head)
	for _, missing := range []struct {
		is   bool
		what string
	}{
		{m.From.Email == "", noSender},
		{m.Sent.IsZero(), noDate},
		{head.count("From") > 1, "The message names its sender more than once; the first is shown."},
		{head.count("Subject") > 1, "The message has more than one subject; the first is shown."},
	} {
		if missing.is {
			m.Defects = append(m.Defects, missing.what)
		}
	}
}

const (
	noSender = "The message does not say in a readable form who sent it."
	noDate   = "The message has no readable date."
)

// instant reads a date as a point in time, in UTC, zero where it is none. The
// form that mail should have (RFC 5322, section 3.3) is read without the search
// for others.
func instant(s string) time.Time {
	proper, _, _ := strings.Cut(strings.TrimSpace(s), " (")
	if at, err := time.Parse("Mon, 2 Jan 2006 15:04:05 -0700", proper); err == nil && at.Year() >= 1970 {
		return at.UTC()
	}
	at, ok := parseDate(s)
	if !ok {
		return time.Time{}
	}
	if t, exact := at.Time(); exact {
		return t
	}
	return at.Date().Midnight().UTC()
}

// delivered is when the last server to handle a message took it in: each puts
// its line on top (RFC 5321, section 4.4), the date behind the last semicolon.
func delivered(head header) time.Time {
	for _, name := range []string{"Received", "Delivery-Date"} {
		v := head.get(name)
		if at := instant(v[strings.LastIndexByte(v, ';')+1:]); !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

func first[T any](list []T) (zero T) {
	if len(list) == 0 {
		return zero
	}
	return list[0]
}

// judge marks a message of which nothing came out that a person could work with.
func judge(m *casefile.Message, raw []byte, head header) {
	switch {
	case len(m.Attachments) > 0 || len(m.Forwarded) > 0:
	case !head.known():
		m.Unreadable = strings.TrimSpace(m.Text) == "" || !writing(raw)
	default:
		m.Unreadable = strings.TrimSpace(m.Text) == "" && m.Subject == "" && m.From.Email == ""
	}
	if m.Unreadable {
		m.Text, m.Defects = "", append(m.Defects, "Nothing that a person could read was found in the message.")
	}
}

// writing reports whether bytes without any header are writing: UTF-8, or
// mostly letters that every character set has, and hardly a control character.
func writing(b []byte) bool {
	plain, control := 0, 0
	for _, c := range b {
		switch {
		case c >= ' ' && c <= '~' || c == '\n' || c == '\r' || c == '\t':
			plain++
		case c < ' ' || c == 0x7F:
			control++
		}
	}
	return control*20 <= len(b) && (utf8.Valid(b) || plain*4 >= len(b)*3)
}

// plainLook is what is left when reading failed in a way nobody foresaw: the
// header as it stands and the text below it.
func plainLook(raw []byte) (m casefile.Message) {
	defer func() {
		if recover() != nil {
			m = casefile.Message{Unreadable: true, Defects: []string{"The message could not be read."}}
		}
	}()
	rest, head, defects := mend(raw)
	m.Defects = append(defects, "The parts of the message could not be told apart; it is shown as it came.")
	newReader().readHeader(&m, head)
	m.Text = text(guess(rest[:min(len(rest), maxText)]))
	judge(&m, rest, head)
	return m
}

func unique(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
