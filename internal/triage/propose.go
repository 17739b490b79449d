package triage

import (
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Propose says what a message that reached the mailbox at that moment seems to
// be, against what is known. A message no person wrote proposes nothing; one that
// looks sent to a list proposes only what it asks without any doubt.
func (r *Rules) Propose(m casefile.Message, received civil.Moment, known Context) casefile.Proposal {
	s := r.take()
	defer r.giveBack(s)
	e := r.open(s, m, known)
	p, reading, claims := r.decide(s, e, received, false)
	p.Client = e.client()
	if p.Automatic != casefile.ByPerson && !p.Asks() {
		return p
	}
	p.Asked = reading.asked(claims)
	doubt(p.Kinds, claims)
	p.Subject = reading.subject(p.Person)
	return p
}

// Urgency says how soon a message needs somebody: as [Rules.Propose] and
// [casefile.Proposal.Urgency] do, without what is not asked for that.
func (r *Rules) Urgency(m casefile.Message, received civil.Moment, known Context) casefile.Urgency {
	s := r.take()
	defer r.giveBack(s)
	p, _, _ := r.decide(s, r.open(s, m, known), received, true)
	return p.Urgency(received, m.Unreadable)
}

// decide says what a message asks and brings, and when it was received; where it
// is to be brief, not by which words.
func (r *Rules) decide(s *scratch, e *envelope, received civil.Moment, brief bool) (casefile.Proposal, reading, []claim) {
	p := casefile.Proposal{Automatic: e.Automatic, Received: received, Person: e.person(), Kinds: []casefile.KindGuess{{Kind: casefile.NoKind}}}
	p.Case = e.existing(p.Person.Email)
	if e.Automatic != casefile.ByPerson && e.Automatic != casefile.MailingList {
		return p, reading{}, nil
	}
	g := r.understand(s, e.subject, e.passages)
	g.brief = brief
	if e.Automatic == casefile.MailingList && !g.certain() {
		return p, reading{}, nil
	}
	kinds, claims := g.guesses()
	if len(kinds) > 0 {
		p.Kinds = kinds
	}
	if p.Actions = e.brings(g, p.Case, p.Person.Email, received); len(p.Actions) > 0 {
		c, _ := e.known.cases.Case(p.Actions[0].Case)
		p.Kinds = withoutKind(p.Kinds, c.Kind)
	}
	p.Received, p.ReceivedWhy = e.received(received)
	return p, g, claims
}

// doubt marks the kinds that rest on faint claims. It changes nothing of which
// kinds there are.
func doubt(kinds []casefile.KindGuess, claims []claim) {
	for i, k := range kinds {
		faint := slices.ContainsFunc(claims, func(c claim) bool { return c.kind == k.Kind && c.faint })
		kinds[i].Unsure = k.Unsure || faint
	}
}

// envelope is a message opened: which of its layers speak, and who wrote them.
type envelope struct {
	casefile.Message
	known    Context
	parts    parts
	subject  string   // that speaks, without "Re:" and "Fwd:"
	passages []string // that speak
	inner    *casefile.Forwarded
	forward  bool
}

// mostRead is how much of a message's text is read, in bytes, and how much of
// all messages within it together: some ten thousand words each. Nobody asks for
// anything only after so many, and who wants to keep the program busy writes more.
const mostRead = 64 << 10

// open decides which layers of a message speak: the writer's own words, and
// what they pass on, but not what they only quote in a reply.
func (r *Rules) open(s *scratch, m casefile.Message, known Context) *envelope {
	m.Text, m.Forwarded = casefile.Clip(m.Text, mostRead), slices.Clone(m.Forwarded)
	left := mostRead
	for i := range m.Forwarded {
		f := &m.Forwarded[i]
		f.Text = casefile.Clip(f.Text, left)
		left -= len(f.Text)
	}
	e := &envelope{Message: m, known: known, parts: split(m.Text)}
	subject, prefix := bareSubject(m.Subject)
	e.inner = e.innermost()
	e.forward = e.isForward(s, r, prefix)
	e.passages = []string{e.parts.own}
	if e.forward {
		e.passages = append(e.passages, e.passedOn()...)
	}
	if prefix != prefixReply || e.forward || !e.answers() {
		e.subject = subject
	}
	return e
}

// answers reports whether the message belongs to a conversation: "Re:" alone
// also begins many a letter.
func (e *envelope) answers() bool {
	return len(e.InReplyTo) > 0 || len(e.References) > 0 || len(e.parts.quoted) > 0
}

// innermost returns the message inside it that began the matter: the first not
// written by the client's or our own people.
func (e *envelope) innermost() *casefile.Forwarded {
	for i := range e.Forwarded {
		if !e.known.internal(e.Forwarded[i].From.Email) && e.Forwarded[i].From.Email != "" {
			return &e.Forwarded[i]
		}
	}
	if len(e.Forwarded) > 0 {
		return &e.Forwarded[0]
	}
	return nil
}

// isForward reports whether the message passes another on, rather than
// answering it.
func (e *envelope) isForward(s *scratch, r *Rules, prefix subjectPrefix) bool {
	switch {
	case prefix == prefixForward:
		return true
	case len(e.parts.quoted) == 0 && len(e.Forwarded) == 0:
		return false
	case prefix == prefixReply:
		return e.answersPastTheWriter()
	case e.InReplyTo != nil && e.inner != nil && (e.addressed(e.inner.From.Email) || e.known.own(e.inner.From.Email)):
		return false // a reply whose subject was changed
	}
	return len(e.Forwarded) > 0 || r.isBare(s, e.parts.own)
}

// answersPastTheWriter reports whether a school's "Re:" carries the request of
// somebody outside who is not among those it is addressed to: then it passes
// the request on, whatever its subject says.
func (e *envelope) answersPastTheWriter() bool {
	if e.inner == nil || !e.known.internal(e.From.Email) || e.known.own(e.From.Email) {
		return false
	}
	return !e.known.internal(e.inner.From.Email) && !e.addressed(e.inner.From.Email)
}

func (e *envelope) addressed(email string) bool {
	return email != "" && slices.ContainsFunc(slices.Concat(e.To, e.Cc), func(a casefile.Address) bool { return a.Email == email })
}

// bareWords is how many words somebody writes who only passes a message on.
const bareWords = 12

// isBare reports whether a text says no more than "please see below".
func (r *Rules) isBare(s *scratch, own string) bool {
	s.own, s.found = r.look(s, own)
	if len(s.own.words) <= bareWords {
		return true
	}
	return slices.ContainsFunc(s.found, func(m match) bool { return m.pattern.section == sectionForward })
}

// passedOn returns the text of what is forwarded: the layers down to the first
// that somebody outside wrote.
func (e *envelope) passedOn() []string {
	var out []string
	for _, q := range e.parts.quoted {
		out = append(out, q.text)
		if q.from != "" && !e.known.internalLine(q.from) {
			break
		}
	}
	for _, f := range e.Forwarded {
		if text := strings.TrimSpace(f.Text); text != "" && !within(e.Text, text) {
			out = append(out, f.Subject, split(text).own)
		}
	}
	return out
}

// within reports whether a text holds the beginning of another already.
func within(text, other string) bool {
	const sample = 60
	head := strings.TrimSpace(other[:min(len(other), sample)])
	if line, _, ok := strings.Cut(head, "\n"); ok {
		head = strings.TrimSpace(line)
	}
	return strings.Contains(text, head)
}

// subjectPrefix is what a subject begins with.
type subjectPrefix uint8

const (
	noPrefix subjectPrefix = iota
	prefixReply
	prefixForward
)

var subjectPrefixes = map[string]subjectPrefix{
	"re": prefixReply, "aw": prefixReply, "sv": prefixReply, "antw": prefixReply, "odp": prefixReply, "ref": prefixReply,
	"fw": prefixForward, "fwd": prefixForward, "wg": prefixForward, "tr": prefixForward, "pd": prefixForward, "forward": prefixForward,
}

// bareSubject returns the subject without its prefixes, and the outermost.
func bareSubject(subject string) (string, subjectPrefix) {
	first := noPrefix
	for {
		subject = strings.TrimSpace(subject)
		head, rest, ok := strings.Cut(subject, ":")
		kind := subjectPrefixes[strings.ToLower(strings.TrimRight(head, "[]()0123456789 "))]
		if !ok || kind == noPrefix {
			return subject, first
		}
		if first == noPrefix {
			first = kind
		}
		subject = rest
	}
}

// received returns when the controller had the request, where a header inside
// the message shows a day before it came here, and why.
//
// law: rules.md A08: receipt by the controller or by its published contact
// point, whichever is earlier, starts the clock
func (e *envelope) received(here civil.Moment) (civil.Moment, string) {
	f := e.inner
	if !e.forward || f == nil || f.Sent.IsZero() || here.IsZero() || !f.Sent.Date().Before(here.Date()) {
		return here, ""
	}
	// It reached the client if the client's own people pass it on, or if it was
	// sent to those who do: a client may have an address nobody told us of.
	reached := e.known.internal(e.From.Email) || slices.ContainsFunc(f.To, func(a casefile.Address) bool {
		return e.known.internal(a.Email) || domain(a.Email) == domain(e.From.Email)
	})
	if !reached && len(f.To) > 0 {
		return here, ""
	}
	return f.Sent, "The message passed on was sent on " + f.Sent.Date().Long() + "."
}

// domain is what stands behind the @ of an address.
func domain(email string) string { return email[strings.LastIndexByte(email, '@')+1:] }
