package triage

import (
	"slices"
	"strconv"
	"strings"

	"casebook/internal/casefile"
)

// Cases looks up the cases there are. A function left nil finds none.
type Cases struct {
	// Exists reports whether there is a case of that reference.
	Exists func(casefile.Reference) bool
	// OfMessage returns the case to which the message of that Message-ID was
	// filed, or from which it was sent.
	OfMessage func(messageID string) casefile.Reference
	// OfSender returns the open cases of the person who writes from that
	// address, the latest first.
	OfSender func(email string) []casefile.Reference
	// Case returns a case, for what it waits for.
	Case func(casefile.Reference) (casefile.Case, bool)
}

// Context is what is known when a message comes.
type Context struct {
	cases   Cases
	mailbox map[string]bool // addresses of our own
	clients *directory
}

// NewContext lays out what is known for looking up: the clients, our own
// addresses (those of the mailboxes that are pulled) and the cases. It can be
// used by many at the same time.
func NewContext(clients []casefile.Client, own []string, cases Cases) Context {
	c := Context{cases: cases, mailbox: map[string]bool{}, clients: newDirectory(clients)}
	for _, address := range own {
		c.mailbox[strings.ToLower(address)] = true
	}
	return c
}

// own reports whether an address is one of ours.
func (c Context) own(email string) bool { return c.mailbox[email] }

// internal reports whether an address is ours or of a client's people.
func (c Context) internal(email string) bool {
	return email != "" && (c.own(email) || len(c.clients.ofAddress(email)) > 0)
}

// internalLine reports whether a quoted From line shows such an address. One
// that shows none is taken to be from outside.
func (c Context) internalLine(line string) bool {
	for _, email := range addressesIn(line) {
		if c.internal(email) {
			return true
		}
	}
	return false
}

// addressesIn returns the e-mail addresses written in a text.
func addressesIn(text string) []string {
	var out []string
	for at := strings.IndexByte(text, '@'); at >= 0; {
		lo, hi := at, at+1
		for lo > 0 && isAddressByte(text[lo-1]) {
			lo--
		}
		for hi < len(text) && isAddressByte(text[hi]) {
			hi++
		}
		if domain := strings.TrimRight(text[at+1:hi], "."); lo < at && strings.Contains(domain, ".") {
			out = append(out, strings.ToLower(text[lo:at+1]+domain))
		}
		next := strings.IndexByte(text[hi:], '@')
		if next < 0 {
			break
		}
		at = hi + next
	}
	return out
}

func isAddressByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._%+-'", c) >= 0
}

func itoa(n int) string { return strconv.Itoa(n) }

// existing returns the case that a message belongs to: by our reference, by the
// thread, or by who writes.
func (e *envelope) existing(sender string) casefile.Guess {
	if g := e.byReference(); g.Value != "" {
		return g
	}
	if of := e.known.cases.OfMessage; of != nil {
		for _, id := range e.thread() {
			if ref := of(id); ref != "" {
				return casefile.Guess{Value: string(ref), Why: "It answers a message of that case."}
			}
		}
	}
	if of := e.known.cases.OfSender; of != nil && sender != "" && !e.known.own(sender) {
		switch refs := of(sender); len(refs) {
		case 0:
		case 1:
			return casefile.Guess{Value: string(refs[0]), Why: "The same person's case is open."}
		default:
			return casefile.Guess{Value: string(refs[0]), Why: "The latest of " + itoa(len(refs)) + " open cases of the same person."}
		}
	}
	return casefile.Guess{}
}

// mostThread is how many messages of a thread are looked for.
const mostThread = 50

// thread returns the Message-IDs of what the message answers, the latest first.
func (e *envelope) thread() []string {
	ids := slices.Clone(e.References)
	slices.Reverse(ids)
	ids = slices.Concat(e.InReplyTo, ids)
	return ids[:min(len(ids), mostThread)]
}

func (e *envelope) byReference() casefile.Guess {
	exists := e.known.cases.Exists
	if exists == nil || !casefile.MayRefer(e.Subject) && !casefile.MayRefer(e.Text) {
		return casefile.Guess{}
	}
	for _, place := range []struct{ text, name string }{{e.Subject, "subject"}, {e.Text, "text"}} {
		for _, ref := range casefile.FindReferences(place.text) {
			if exists(ref) {
				return casefile.Guess{Value: string(ref), Why: "The " + place.name + " gives the reference " + string(ref) + "."}
			}
		}
	}
	return e.byMistypedReference()
}

// byMistypedReference returns the case of a reference that is in the message
// with one character wrong, where there is a single such case.
func (e *envelope) byMistypedReference() casefile.Guess {
	var guess casefile.Guess
	for _, ref := range casefile.MistypedReferences(e.Subject + "\n" + e.Text) {
		if !e.known.cases.Exists(ref) {
			continue
		}
		if guess.Value != "" {
			return casefile.Guess{}
		}
		guess = casefile.Guess{Value: string(ref), Why: "It gives a reference that is " + string(ref) + " but for one character."}
	}
	return guess
}
