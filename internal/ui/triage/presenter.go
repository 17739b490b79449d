// Package triage is the screen on which messages are decided: the list of those
// that wait, the text of one with the words that count, and the proposal with a
// key for each answer.
//
// A person decides; one key accepts, every decision can be taken back, and the
// next message opens by itself.
package triage

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/rowlist"
)

// Queue is what waits for a decision, the most urgent first, and what a
// decision can refer to.
type Queue struct {
	Messages []desk.Waiting
	Clients  []casefile.Client
	Cases    []desk.CaseRow // open ones, what is due first on top
	Today    civil.Date
}

// Read reads the queue. It is called beside the window.
func Read(ctx context.Context, d *desk.Desk) (Queue, error) {
	q := Queue{Today: d.Today()}
	var err error
	if q.Messages, err = d.Queue(ctx); err != nil {
		return Queue{}, err
	}
	if q.Clients, err = d.Clients(ctx); err != nil {
		return Queue{}, err
	}
	cases, err := d.Cases(ctx, desk.CaseQuery{})
	q.Cases = slices.DeleteFunc(cases, func(c desk.CaseRow) bool { return c.State == casefile.StateClosed })
	return q, err
}

// Presenter is the state of the screen, without the screen. It belongs to the
// goroutine of the loop and reads nothing by itself.
type Presenter struct {
	queue  Queue
	later  map[string]bool // put off until the next start of the program
	item   desk.MessageView
	thread map[string]bool // ids of the messages that belong with it, empty where that is not known
	kinds  []casefile.Kind // what the field of choice says
	client string          // id
	aside  Tray
	inTray bool // the list is the tray
}

// NewPresenter returns a presenter with nothing to decide.
func NewPresenter() *Presenter { return &Presenter{later: map[string]bool{}} }

// Waiting returns the messages to be decided.
func (p *Presenter) Waiting() []desk.Waiting { return slices.Clone(p.queue.Messages) }

// SetQueue takes what was read.
func (p *Presenter) SetQueue(q Queue) { p.queue = q }

// Rows returns the list: what needs somebody, what seems to ask nothing, junk
// that the mail server took out, and what was put off.
func (p *Presenter) Rows() []rowlist.Row {
	if p.inTray {
		return p.trayRows()
	}
	trays := []struct {
		heading string
		rows    []rowlist.Row
	}{{heading: ""}, {heading: "Seems to ask nothing"}, {heading: "Junk, where requests get lost"}, {heading: "Later"}}
	for _, m := range p.queue.Messages {
		t := &trays[p.tray(m)]
		t.rows = append(t.rows, p.row(m))
	}
	var all []rowlist.Row
	for _, t := range trays {
		if t.heading != "" && len(t.rows) > 0 {
			all = append(all, rowlist.Row{Title: t.heading, Heading: true})
		}
		all = append(all, t.rows...)
	}
	return all
}

// tray is the number of the tray that a message lies in.
func (p *Presenter) tray(m desk.Waiting) int {
	switch {
	case p.later[m.ID]:
		return 3
	case m.Junk && m.Urgency.Class <= casefile.DaysRun:
		return 0 // a request that got lost there
	case m.Junk:
		return 2
	case m.Urgency.Class >= casefile.AsksNought:
		return 1
	}
	return 0
}

// marks are how rows of a class of urgency are marked.
var marks = map[casefile.UrgencyClass]rowlist.State{
	casefile.HoursRun: rowlist.Late, casefile.DaysRun: rowlist.Info, casefile.NoClock: rowlist.Info,
	casefile.Unread: rowlist.Waiting, casefile.AsksNought: rowlist.None, casefile.ByMachine: rowlist.None,
}

func (p *Presenter) row(m desk.Waiting) rowlist.Row {
	r := rowlist.Row{ID: m.ID, Title: sender(m.From), Sub: m.Subject, State: marks[m.Urgency.Class], Past: true}
	if overdue(m.Urgency, p.queue.Today) {
		r.State = rowlist.Late
	}
	if m.Subject == "" {
		r.Sub = "(no subject)"
	}
	if words := rowWords(m); words != "" {
		r.Sub = words + " · " + r.Sub
	}
	if days := p.queue.Today.Sub(m.Received.Date()); !m.Received.IsZero() {
		r.Right = waited(days, m.Received.Date())
	}
	if m.State == casefile.MessageUnreadable {
		r.Title = "Cannot be read"
	}
	return r
}

// overdue reports whether the time to answer what is asked seems to be over,
// near enough: a request that lay elsewhere first, or that waited here.
func overdue(u casefile.Urgency, today civil.Date) bool {
	return u.Class == casefile.DaysRun && u.Kind != casefile.NoKind && !u.By.IsZero() && u.By.Before(today)
}

// rowWords are the small words for what is proposed of a message, "" where it
// seems to ask for nothing.
func rowWords(m desk.Waiting) string {
	words := ""
	switch u := m.Urgency; {
	case u.Class == casefile.Unread || m.State == casefile.MessageUnreadable:
	case u.Kind != "" && u.Kind != casefile.NoKind:
		words = u.Kind.Label()
	case u.Answers:
		words = "Answer"
	}
	if m.Junk && words != "" {
		words += ", in junk"
	}
	return words
}

// waited says when a message came: the day, and plainly if it was today.
func waited(days int, on civil.Date) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return on.Format("Mon 2 Jan")
}

func sender(a casefile.Address) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Email != "":
		return a.Email
	}
	return "Unknown sender"
}

// Show takes a message that was read, and makes the proposal the choice.
func (p *Presenter) Show(v desk.MessageView) {
	p.item, p.thread = v, nil
	p.kinds = nil
	p.client = v.Proposal.Client.Value
	if p.client == "" && len(p.queue.Clients) == 1 {
		p.client = p.queue.Clients[0].ID
	}
}

// Leave forgets the message shown.
func (p *Presenter) Leave() { p.item, p.thread = desk.MessageView{}, nil }

// ID returns the id of the message shown, or "".
func (p *Presenter) ID() string { return p.item.Row.ID }

// Item returns the message shown.
func (p *Presenter) Item() desk.MessageView { return p.item }

// Card returns the proposal in words.
func (p *Presenter) Card() Card {
	if m, aside := p.Aside(); aside && p.inTray {
		return p.asideCard(m)
	}
	return cardOf(p.item, p.kindsNow(), p.clientNow(), p.caseNow(), p.queue.Today)
}

// kindsNow returns what was chosen, or what is proposed where the client has
// such cases.
func (p *Presenter) kindsNow() []casefile.Kind {
	if p.kinds != nil {
		return p.kinds
	}
	return p.clientNow().KindsFor(p.item.Proposal)
}

// caseNow returns the open case that the message seems to belong to, if any.
func (p *Presenter) caseNow() desk.CaseRow {
	for _, c := range p.queue.Cases {
		if string(c.Reference) == p.item.Proposal.Case.Value {
			return c
		}
	}
	return desk.CaseRow{}
}

func (p *Presenter) clientNow() casefile.Client {
	for _, c := range p.queue.Clients {
		if c.ID == p.client {
			return c
		}
	}
	return casefile.Client{}
}

// Option is one answer of a field of choice.
type Option struct {
	Label string
	Kinds []casefile.Kind // for a kind
	ID    string          // for a client
}

// KindOptions returns what can be chosen as the kind: what is proposed, if it
// is several at once, then each kind.
func (p *Presenter) KindOptions() (options []Option, chosen int) {
	proposed := p.clientNow().KindsFor(p.item.Proposal)
	if len(proposed) > 1 {
		options = append(options, Option{Label: kindWords(proposed), Kinds: proposed})
	}
	for _, k := range casefile.OpenKinds() {
		options = append(options, Option{Label: k.Label, Kinds: []casefile.Kind{k.Kind}})
	}
	return options, slices.IndexFunc(options, func(o Option) bool { return slices.Equal(o.Kinds, p.kindsNow()) })
}

// ClientOptions returns the clients and which is chosen, or -1.
func (p *Presenter) ClientOptions() (options []Option, chosen int) {
	for _, c := range p.queue.Clients {
		options = append(options, Option{Label: c.Called(), ID: c.ID})
	}
	return options, slices.IndexFunc(options, func(o Option) bool { return o.ID == p.client && o.ID != "" })
}

// Choose takes a kind or a client in place of what is proposed.
func (p *Presenter) Choose(o Option) {
	if o.ID != "" {
		p.client = o.ID
		return
	}
	p.kinds = o.Kinds
}

// Filing returns what is to be filed when the case is opened now.
func (p *Presenter) Filing() desk.Filing { return desk.Filing{Kinds: p.kindsNow(), Client: p.client} }

// Missing says what keeps a case from being opened, or nothing.
func (p *Presenter) Missing() (what, do string) {
	switch {
	case p.item.Message.Unreadable:
		return "This message cannot be read.", "Look at it in the mailbox, then record what it asks as a new case (Ctrl+N)."
	case len(p.queue.Clients) == 0:
		return "There is no client yet.", "Add one under Clients first."
	case len(p.kindsNow()) == 0:
		return "It is not known what is asked for.", "Choose what it asks for, or press 3 if it asks for nothing."
	case p.client == "":
		return "It is not known for which client this is.", "Choose the client."
	}
	return "", ""
}

// PutOff moves a message below the others until the program is started again,
// and says whether it did: what seems to be a breach stays at the top.
//
// law: UK GDPR Art 33(1); rules.md B30
func (p *Presenter) PutOff(id string) bool {
	for _, m := range p.queue.Messages {
		if m.ID == id && m.Urgency.Class == casefile.HoursRun {
			return false
		}
	}
	p.later[id] = true
	return true
}

// BringBack takes PutOff back.
func (p *Presenter) BringBack(id string) { delete(p.later, id) }

// CaseRows returns the open cases a message can be added to, the one that is
// proposed first.
func (p *Presenter) CaseRows() []rowlist.Row {
	var rows []rowlist.Row
	proposed := casefile.Reference(p.item.Proposal.Case.Value)
	for _, c := range p.queue.Cases {
		row := rowlist.Row{
			ID: string(c.Reference), Title: c.Person, Right: string(c.Reference),
			Sub: c.Kind.Label() + " · " + p.clientLabel(c.Client) + " · received " + c.Received.Long(),
		}
		if c.Reference == proposed {
			rows = slices.Insert(rows, 0, row)
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func (p *Presenter) clientLabel(id string) string {
	for _, c := range p.queue.Clients {
		if c.ID == id {
			return c.Called()
		}
	}
	return id
}

// Empty says what is true when nothing waits, and what comes next.
func (p *Presenter) Empty() string {
	const nothing = "Nothing to triage."
	if p.inTray {
		return p.trayEmpty()
	}
	if len(p.queue.Cases) == 0 || p.queue.Cases[0].NextDue.IsZero() {
		return nothing + " New mail appears here by itself; F5 looks for it now."
	}
	next := p.queue.Cases[0]
	return nothing + " Next duty: " + next.NextDue.Long() + ", " + string(next.Reference) + "."
}

// Paragraphs returns the text of the message and of what was attached to it as
// messages, with the words marked that the proposal rests on.
func (p *Presenter) Paragraphs() []Paragraph {
	marks := evidence(p.item.Proposal, p.kindsNow())
	m := p.item.Message
	all := paragraphs(m.Text, marks)
	for _, f := range m.Forwarded {
		if inside := paragraphs(f.Text, marks); len(inside) > 0 && !strings.Contains(squeeze(m.Text), squeeze(f.Text)) {
			all = append(append(all, Paragraph{Runs: []Run{{Text: passedOn(f)}}, Head: true}), inside...)
		}
	}
	return all
}

// squeeze makes texts comparable that differ in their spaces and marks of
// quotation alone.
func squeeze(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '>' || unicode.IsSpace(r) }), "")
}

// passedOn says who wrote a message inside the message, and when.
func passedOn(f casefile.Forwarded) string {
	words := "Passed on: from " + sender(f.From)
	if day := f.Sent.Date(); !day.IsZero() {
		words += ", " + day.Long()
	}
	if f.Subject != "" {
		words += ", " + f.Subject
	}
	return words
}

// Head is what stands above the text.
type Head struct {
	Subject []Run
	From    string
}

// Head returns who wrote and when.
func (p *Presenter) Head() Head {
	m := p.item.Message
	h := Head{Subject: []Run{{Text: "(no subject)"}}, From: "from " + sender(m.From)}
	if m.Subject != "" {
		h.Subject = mark(m.Subject, evidence(p.item.Proposal, p.kindsNow()))
	}
	if m.From.Name != "" && m.From.Email != "" {
		h.From += " <" + m.From.Email + ">"
	}
	if at, known := p.item.Row.Received.Time(); known {
		h.From += " · " + at.In(civil.London()).Format("Mon 2 Jan 2006, 15:04")
	}
	return h
}

// File is an attachment as it is offered: what it is called, its number from
// 1, and whether it may be opened.
type File struct {
	Words string
	N     int
	Opens bool
}

// mostFiles is how many attachments are named above the text.
const mostFiles = 8

// Files returns the attachments of the message, and how many more there are.
func (p *Presenter) Files() (files []File, more int) {
	all := p.item.Message.Attachments
	for i, a := range all[:min(len(all), mostFiles)] {
		files = append(files, File{Words: a.String(), N: i + 1, Opens: !a.Dangerous})
	}
	return files, len(all) - len(files)
}

// Decided takes a message out of the queue: it has been filed or set aside.
func (p *Presenter) Decided(id string) {
	p.queue.Messages = slices.DeleteFunc(slices.Clone(p.queue.Messages), func(m desk.Waiting) bool { return m.ID == id })
	delete(p.later, id)
}
