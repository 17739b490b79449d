package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/page"
)

// Input is everything the record of a case is made of.
type Input struct {
	Case        casefile.Case
	Client      casefile.Client
	Obligations []clock.Obligation
	Timeline    []casefile.TimelineEntry
	Messages    []Message // those filed to the case, the oldest first
	On          civil.Date
}

// Message is what a record says of a message.
type Message struct {
	On      civil.Moment
	From    string
	Subject string
}

// ComplaintRecord returns the record of a complaint, and of a case of any
// other kind: what was received, found, decided and sent, the timeline, and
// each date with its working.
//
// law: DPA 2018 s.164A; UK GDPR Art 5(2)
func ComplaintRecord(fonts *page.Fonts, in Input) (page.Document, error) {
	r := record{in, Row{in.Case, in.Client, in.Obligations}}
	doc, err := fonts.Form(page.FormSheet{
		Title:      r.title(),
		Reference:  string(in.Case.Reference),
		Date:       in.On.Long(),
		Controller: flat(in.Client.Name),
		Contact:    "Data protection officer: " + flat(strings.Join(in.Client.DPOContact(), ", ")),
		Facts:      r.facts(),
		Issues:     r.issues(),
		Closing:    r.closingBlocks(),
		Dates:      r.dates(),
	})
	if err != nil {
		e := &casefile.Error{Kind: casefile.Invalid, What: "The record cannot be set on paper.", Do: "Look at what the case holds.", Err: err}
		var p *page.Error
		if errors.As(err, &p) {
			e.Field, e.What, e.Do = p.Field, p.What, p.Do
		}
		return page.Document{}, e
	}
	return doc, nil
}

// record is an input with what the registers know of it.
type record struct {
	Input
	row Row
}

func (r record) complaint() bool { return r.Case.Kind == casefile.Complaint }

func (r record) title() string {
	switch info := r.Case.Kind.Info(); {
	case r.complaint():
		return "Record of a complaint"
	case info.Right:
		return "Record of a request: " + strings.ToLower(info.Label)
	}
	return "Record of an enquiry"
}

// facts are the two columns at the head of the record.
func (r record) facts() []page.Field {
	c := r.Case
	var out []page.Field
	add := func(label, value string) {
		if strings.TrimSpace(value) != "" {
			out = append(out, page.Field{Label: label, Value: value})
		}
	}
	add("Our reference", page.Hold(string(c.Reference)))
	add("Controller", flat(r.Client.Name))
	add("From", flat(c.Person.Name))
	add("Reached at", r.reachedAt())
	add("About", r.about())
	add("Under", c.Kind.Info().Law)
	add("Received", r.received())
	add("Answer due", r.due(r.row.answer()))
	add("Authority to act", awaited(c.Authority))
	add("Proof of identity", awaited(c.Identity))
	add("Acknowledge by", r.due(r.row.duty(clock.ComplaintAck)))
	add("Acknowledged", r.acknowledged())
	add("Decided", r.decided())
	add("Answered", sentOn(c, casefile.Reply))
	add("Late", r.late())
	add("Handled by", orNot(flat(c.Handler), "not named"))
	add("Linked cases", lines(linked(c)))
	add("Stands", r.stands())
	return out
}

// reachedAt is where letters to the person go.
func (r record) reachedAt() string {
	p := r.Case.Person
	ways := []string{flat(strings.Join(p.Address, ", ")), flat(p.Email), flat(p.Phone)}
	return strings.Join(slices.DeleteFunc(ways, func(s string) bool { return s == "" }), "; ")
}

// about says whose data it is.
func (r record) about() string {
	s := r.Case.Subject
	if s.IsSelf() {
		return "their own personal data"
	}
	words := orNot(flat(s.Name), "a person who is not named")
	if s.Child {
		words += ", a child"
	}
	return words + " (" + flat(r.Case.Person.Name) + " writes as " + string(s.Relation) + ")"
}

// received says when and how it came, to whom first.
func (r record) received() string {
	c := r.Case
	day := orNot(c.ReceivedOn().Long(), "not recorded")
	if words := c.Channel.Words(); words != "" {
		day += ", by " + words
	}
	controller, dpo := c.Received.Date(), c.ReceivedByDPO.Date()
	switch {
	case controller.IsZero() && !dpo.IsZero():
		day += ", by the data protection officer"
	case !dpo.IsZero() && dpo != controller:
		day += "; by the controller on " + controller.Long() + ", by the data protection officer on " + dpo.Long()
	}
	return day
}

func (r record) decided() string {
	d := r.row.decision()
	if d.Outcome == "" {
		return "not yet"
	}
	words := d.Outcome.Words()
	if r.complaint() {
		words = complaintWords(d.Outcome)
	}
	out := d.On.Long() + ": " + words
	if d.By != "" {
		out += ", by " + flat(d.By)
	}
	return out
}

// late says by how much the last day was missed, on the day of the record.
func (r record) late() string {
	due, sent := r.row.answer().Due, r.row.answered()
	word := "answered "
	if sent.IsZero() {
		word, sent = "not answered, ", r.On
	}
	if due.IsZero() || !sent.After(due) {
		return ""
	}
	if n := sent.Sub(due); n > 1 {
		return fmt.Sprintf("%s%d days after the last day", word, n)
	}
	return word + "1 day after the last day"
}

func (r record) stands() string {
	closed := r.row.closing()
	if closed.On.IsZero() {
		return r.Case.State().Words()
	}
	return "Closed on " + closed.On.Long() + ": " + flat(closed.Reason)
}

// awaited says when proof was asked for and came; nothing if it was not.
func awaited(a casefile.Awaited) string {
	switch {
	case a.Asked.IsZero() && a.Received.IsZero():
		return ""
	case a.Received.IsZero():
		return "asked for on " + a.Asked.Long() + ", not received"
	case a.Asked.IsZero():
		return "received on " + a.Received.Long()
	}
	return "asked for on " + a.Asked.Long() + ", received on " + a.Received.Long()
}

// acknowledged says when the acknowledgement left. An answer that went out
// before one stands for it, as the ICO says of complaints (DPA 2018 s.164A(3)).
func (r record) acknowledged() string {
	by := r.row.duty(clock.ComplaintAck)
	if r.Case.FirstSent(casefile.Acknowledgement).IsZero() && !by.MetOn.IsZero() {
		return "by the answer itself, on " + by.MetOn.Long()
	}
	return sentOn(r.Case, casefile.Acknowledgement)
}

// sentOn says when the letter of a kind first left, and how.
func sentOn(c casefile.Case, kind casefile.LetterKind) string {
	for _, l := range c.Letters {
		if l.Kind == kind && l.Sent != nil {
			return l.Sent.On.Long() + ", by " + l.Sent.How.Words()
		}
	}
	return "not yet"
}

func orNot(s, not string) string {
	if s == "" {
		return not
	}
	return s
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }
