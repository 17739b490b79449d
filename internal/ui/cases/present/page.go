package present

import (
	"context"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// Page is a case as its page shows it.
type Page struct {
	File  desk.CaseFile
	Ready []desk.AvailableLetter
	Today civil.Date
	Kept  *desk.CaseDue // until when a closed case is kept; nil while it is open

	Kicker  string // reference, kind and client
	Title   string // who asks
	About   string // whose data it is, where that is somebody else
	Next    Next
	Duties  []Duty
	WhatIf  []WhatIf
	Strip   Strip
	Events  []Row // newest first
	Mail    []Row
	Letters []Row
	Facts   []Fact
}

// Fact is something on the case that is worth copying.
type Fact struct {
	Label, Value string
	Copy         bool // it is often needed elsewhere
}

// Load reads a case and puts it in words.
func Load(ctx context.Context, d *desk.Desk, ref casefile.Reference) (Page, error) {
	f, err := d.Case(ctx, ref)
	if err != nil {
		return Page{}, err
	}
	letters, err := d.Letters(ctx, ref)
	if err != nil {
		return Page{}, err
	}
	p := New(f, letters, d.Today())
	if f.Case.Closed != nil {
		kept, err := d.Kept(ctx, ref)
		if err != nil {
			return p, err
		}
		p = p.keptUntil(kept)
	}
	if f.Undated != nil {
		return p, nil
	}
	answers, err := d.WhatIf(ctx, ref)
	p.WhatIf = whatIfs(answers)
	return p, err
}

// New puts a case in words.
func New(f desk.CaseFile, letters []desk.AvailableLetter, today civil.Date) Page {
	p := Page{File: f, Ready: letters, Today: today}
	c := f.Case
	p.Kicker = join(string(c.Reference), c.Kind.Label(), f.Client.Called())
	p.Title, p.About = c.Person.Name, about(c.Subject)
	if p.Title == "" {
		p.Title = "Name not known"
	}
	p.Duties = duties(f.Obligations, c, today)
	p.Strip = strip(f, today)
	p.Next = next(p)
	p.Events = events(f.Timeline)
	p.Mail = mail(f.Messages)
	p.Letters = letterRows(p)
	p.Facts = facts(f)
	return p
}

// Reference names the case.
func (p Page) Reference() casefile.Reference { return p.File.Case.Reference }

// relations complete "for ..., ...".
var relations = map[casefile.Relation]string{
	casefile.Parent: "as parent of", casefile.Carer: "as carer of",
	casefile.Solicitor: "as solicitor of", casefile.Representative: "on behalf of",
}

// about says for whom somebody asks: "as parent of Jan Wright, a child".
func about(s casefile.Subject) string {
	if s.IsSelf() && s.Name == "" {
		return ""
	}
	words, known := relations[s.Relation]
	if !known {
		words = "about"
	}
	name := s.Name
	if name == "" {
		name = "a person not named"
	}
	if s.Child {
		name += ", a child"
	}
	return words + " " + name
}

// events are the lines of the timeline, the latest on top.
func events(entries []casefile.TimelineEntry) []Row {
	rows := make([]Row, 0, len(entries))
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		r := Row{ID: e.Event, Title: e.Words, Right: e.On.Date().Long(), Sub: join(e.Detail, e.Actor)}
		if e.Withdrawn {
			r.Struck, r.Sub = true, join("taken back, no longer counts", e.Detail)
		}
		rows = append(rows, r)
	}
	return rows
}

// Entry returns a line of the timeline by its id.
func (p Page) Entry(id string) (casefile.TimelineEntry, bool) {
	for _, e := range p.File.Timeline {
		if e.Event == id {
			return e, true
		}
	}
	return casefile.TimelineEntry{}, false
}

func mail(messages []desk.MessageRow) []Row {
	rows := make([]Row, 0, len(messages))
	for _, m := range messages {
		r := Row{ID: m.ID, Title: m.From.Name, Right: m.Received.Date().Long(), Sub: m.Subject}
		if r.Title == "" {
			r.Title = m.From.Email
		}
		if r.Title == "" {
			r.Title = "Sender not known"
		}
		if r.Sub == "" {
			r.Sub = "No subject"
		}
		rows = append(rows, r)
	}
	return rows
}

// askedLabel names the last fact, which may be long.
const askedLabel = "In their words"

// facts are what one copies from a case.
func facts(f desk.CaseFile) []Fact {
	c := f.Case
	all := []Fact{
		{"Reference", string(c.Reference), true},
		{"Person", c.Person.Name, true},
		{"E-mail", c.Person.Email, true},
		{"Telephone", c.Person.Phone, true},
		{"Postal address", strings.Join(c.Person.Address, "\n"), true},
		{"Whose data", about(c.Subject), false},
		{"Client", f.Client.Name, false},
		{"Received by the client", long(c.Received.Date()), true},
		{"Received by the DPO", long(c.ReceivedByDPO.Date()), true},
		{"Came by", c.Channel.Words(), false},
		{"Handler", c.Handler, false},
		{"Linked cases", linked(c.Linked), false},
		{askedLabel, c.Asked, true},
	}
	kept := all[:0]
	for _, x := range all {
		if x.Value != "" {
			kept = append(kept, x)
		}
	}
	return kept
}

func long(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Long()
}

func linked(links []casefile.Linked) string {
	lines := make([]string, len(links))
	for i, l := range links {
		lines[i] = join(string(l.Case), l.Relation)
	}
	return strings.Join(lines, "\n")
}
