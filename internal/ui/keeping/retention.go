package keeping

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/form"
	"casebook/internal/ui/rowlist"
	"casebook/internal/ui/side"
)

// Shelf is what is to be disposed of besides cases, and what went already.
type Shelf struct {
	Next     desk.CaseDue // whose time comes first after today; of no reference: none
	Messages []desk.MessageDue
	Days     int // so long are messages kept that are not needed
	Gone     []casefile.Disposal
	Clients  map[string]string // what they are called, by id
	Law      desk.LawInForce
}

func readShelf(ctx context.Context, d *desk.Desk) (Shelf, error) {
	var s Shelf
	var err error
	if s.Next, err = d.NextDue(ctx); err != nil {
		return s, err
	}
	if s.Days, err = d.MessageDays(ctx); err != nil {
		return s, err
	}
	if s.Gone, err = d.Disposals(ctx); err != nil {
		return s, err
	}
	clients, err := d.Clients(ctx)
	if err != nil {
		return s, err
	}
	s.Clients = map[string]string{}
	for _, c := range clients {
		s.Clients[c.ID] = c.Called()
	}
	s.Law, err = d.Law(ctx)
	return s, err
}

// free are the cases that may go.
func (s State) free() []desk.CaseDue {
	return slices.DeleteFunc(slices.Clone(s.Due), func(c desk.CaseDue) bool { return len(c.Holds) > 0 })
}

func (s State) dueRow() rowlist.Row {
	free := len(s.free())
	r := rowlist.Row{ID: dueRow, Title: "Due for disposal", Sub: "Nothing is due"}
	if held := len(s.Due) - free; held > 0 {
		r.Sub = "Nothing may go: " + casefile.Counted(held, "case is held", "cases are held")
	}
	if free > 0 {
		r.Right, r.State = strconv.Itoa(free), rowlist.Today
		r.Sub = casefile.Counted(free, "case has", "cases have") + " been kept as long as planned"
	}
	return r
}

// freeMail counts the messages that may go.
func (s State) freeMail() int {
	n := 0
	for _, m := range s.Shelf.Messages {
		if len(m.Holds) == 0 {
			n++
		}
	}
	return n
}

func (s State) mailRow() rowlist.Row {
	r := rowlist.Row{ID: mailRow, Title: "Set aside and junk mail", Sub: "Kept for " + casefile.Counted(s.Shelf.Days, "day", "days")}
	if n := s.freeMail(); n > 0 {
		r.Right = strconv.Itoa(n)
		r.Sub += "; " + casefile.Counted(n, "is", "are") + " past that"
	}
	return r
}

func (s State) goneRow() rowlist.Row {
	r := rowlist.Row{ID: goneRow, Title: "Disposed of", Sub: "Nothing yet"}
	if n := len(s.Shelf.Gone); n > 0 {
		r.Sub = casefile.Counted(n, "case", "cases") + ", last on " + s.Shelf.Gone[0].On.Letter()
	}
	return r
}

// some says "no letters" for none.
func some(n int, one, many string) string {
	if n == 0 {
		return "no " + many
	}
	return casefile.Counted(n, one, many)
}

// DueLead says how many cases are due or, if none is, what comes next.
func (s State) DueLead() string {
	free := len(s.free())
	held := len(s.Due) - free
	switch {
	case free > 0:
		return casefile.Counted(free, "closed case has", "closed cases have") + " been kept as long as the rules say. Tick what may go, with Space or the mouse; nothing goes by itself."
	case held > 0:
		return "Nothing may go yet: something holds " + casefile.Counted(held, "case that is due.", "cases that are due.")
	case s.Shelf.Next.Reference != "":
		return "Nothing is due. Next: " + string(s.Shelf.Next.Reference) + " on " + s.Shelf.Next.Due.Long() + "."
	}
	return "Nothing is due, and no closed case waits for its time."
}

// DueRows are the cases that are due, each with a box, and below them those
// that something holds.
func (s State) DueRows(ticked map[casefile.Reference]bool) []rowlist.Row {
	var free, held []rowlist.Row
	for _, c := range s.Due {
		r := rowlist.Row{
			ID: string(c.Reference), Title: join("  ", string(c.Reference), name(c.Person)), Right: "since " + short(c.Due),
			Sub: join(" · ", c.Kind.Label(), s.client(c.Client), c.Rule.Words), Box: rowlist.Empty,
		}
		switch {
		case len(c.Holds) > 0:
			r.Right, r.State, r.Box = "held", rowlist.Waiting, rowlist.Blank
			r.Sub = c.Holds[0].Why
			held = append(held, r)
			continue
		case ticked[c.Reference]:
			r.Box = rowlist.Ticked
		}
		free = append(free, r)
	}
	return append(headed("May go", free), headed("Held", held)...)
}

// headed puts rows under a heading with their number; no rows have none.
func headed(title string, rows []rowlist.Row) []rowlist.Row {
	if len(rows) == 0 {
		return nil
	}
	return append([]rowlist.Row{{Title: title, Right: strconv.Itoa(len(rows)), Heading: true}}, rows...)
}

// DueFacts are what is known of a case that is due.
func (s State) DueFacts(ref string) []side.Fact {
	for _, c := range s.Due {
		if string(c.Reference) != ref {
			continue
		}
		why := c.Rule.Why
		if len(c.Holds) > 0 {
			why = "" // what holds it is what matters
		}
		return append(append(elsewhereFact(c.Elsewhere), holdFacts(c.Holds)...),
			side.Fact{Name: "Person", Words: name(c.Person)},
			side.Fact{Name: "Case", Words: join(", ", c.Kind.Label()+" for "+s.client(c.Client), closedWords(c.Closed))},
			side.Fact{Name: "Due since", Words: dueWords(c.Due)},
			side.Fact{Name: "Kept under", Words: c.Rule.Words},
			side.Fact{Name: "Because", Words: why},
		)
	}
	return nil
}

// closedWords says when a case was closed; one kept after a disposal elsewhere
// may be open.
func closedWords(on civil.Date) string {
	if on.IsZero() {
		return "not closed"
	}
	return "closed " + on.Long()
}

// elsewhereFact says that something was disposed of in another copy of the vault.
func elsewhereFact(words string) []side.Fact {
	if words == "" {
		return nil
	}
	return []side.Fact{{Name: "Elsewhere", Words: words}}
}

// holdFacts say what holds something, until when, and by which clause.
func holdFacts(holds []casefile.Held) []side.Fact {
	var out []side.Fact
	for _, h := range holds {
		out = append(out,
			side.Fact{Name: "Held", Words: h.Why + " (" + h.Law + ")"},
			side.Fact{Name: "Until", Words: h.Until})
	}
	return out
}

// Asked is what a person is asked about the cases that are ticked.
type Asked struct{ Heading, Lead, Question, Detail, Yes, Done string }

// Stays says what disposal leaves.
const Stays = "What stays names no person: the reference, dates, counts, who approved it and why. " +
	"Backups that you made by hand hold it until you delete them."

// AskCases puts the question about those cases.
func AskCases(refs []casefile.Reference) Asked {
	a := Asked{
		Heading: "Dispose of case " + string(refs[0]), Yes: "Dispose of 1 case", Done: "Case " + string(refs[0]) + " was disposed of. Its certificate is here.",
		Lead:   "It goes for ever, with its letters and the mail that no other case holds. A certificate stays.",
		Detail: "This cannot be taken back. Every entry, letter and message of it goes. " + Stays,
	}
	if n := len(refs); n > 1 {
		cases := strconv.Itoa(n) + " cases"
		a = Asked{
			Heading: "Dispose of " + cases, Yes: "Dispose of " + cases, Done: cases + " were disposed of. Their certificates are here.",
			Lead:   listed(refs) + " go for ever, with their letters and the mail that no other case holds. A certificate of each stays.",
			Detail: "This cannot be taken back. Every entry, letter and message of them goes. " + Stays,
		}
	}
	a.Question = a.Heading + "?"
	return a
}

// AskMail puts the question about the messages that may go.
func (s State) AskMail() Asked {
	what := casefile.Counted(s.freeMail(), "message", "messages")
	return Asked{
		Question: "Dispose of " + what + "?", Yes: "Dispose of " + what, Done: what + " disposed of.",
		Detail: "This cannot be taken back. What stays is enough to know the same mail again, and nothing of what it said. " +
			"The mailbox itself is not touched.",
	}
}

// mostListed is how many references are named.
const mostListed = 6

func listed(refs []casefile.Reference) string {
	if more := len(refs) - mostListed; more > 0 {
		return join(", ", words(refs[:mostListed])...) + " and " + strconv.Itoa(more) + " more"
	}
	last := len(refs) - 1
	return join(", ", words(refs[:last])...) + " and " + string(refs[last])
}

func words(refs []casefile.Reference) []string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = string(r)
	}
	return out
}

// ApprovalFields are asked before a disposal.
func ApprovalFields() []form.Field {
	return []form.Field{
		{Name: "approver", Label: "Approved by", Hint: "Empty: you. It stands on the certificate."},
		{Name: "reason", Label: "Reason", Hint: "Empty: the time of keeping has ended. It is kept for ever, so it should name nobody."},
	}
}

// DaysFields ask how long messages are kept that are not needed.
func (s State) DaysFields() []form.Field {
	return []form.Field{{
		Name: "days", Label: "Days to keep them", Value: strconv.Itoa(s.Shelf.Days), Required: true,
		Hint: "From setting aside, or from receipt of junk.",
	}}
}

// DaysOf reads the number of days.
func DaysOf(v map[string]string) (int, []form.Problem) {
	n, err := strconv.Atoi(v["days"])
	if err != nil {
		return 0, []form.Problem{{Field: "days", What: "That is not a number of days.", Do: "Write it in figures, such as 90."}}
	}
	return n, nil
}

// MailLead says how many messages are past their days.
func (s State) MailLead() string {
	n, days := s.freeMail(), casefile.Counted(s.Shelf.Days, "day", "days")
	words := "No message is past its " + days + "."
	if n > 0 {
		words = casefile.Counted(n, "message is past its ", "messages are past their ") + days + ". What was set aside can still be put back in Triage, with A."
	}
	if held := len(s.Shelf.Messages) - n; held > 0 {
		words += " " + casefile.Counted(held, "more is held.", "more are held.")
	}
	return words
}

// mailGroups are the headings of the messages, in their order.
var mailGroups = []struct{ state, title string }{
	{string(casefile.MessageSetAside), "Set aside"}, {"junk", "Junk"}, {"", "Held"},
}

// MailRows are the messages that are past their days.
func (s State) MailRows() []rowlist.Row {
	var rows []rowlist.Row
	for _, g := range mailGroups {
		var part []rowlist.Row
		for _, m := range s.Shelf.Messages {
			r := rowlist.Row{ID: m.ID, Title: m.From, Right: "since " + short(m.Since), Sub: subject(m.Subject)}
			state := m.State
			if len(m.Holds) > 0 {
				state, r.Right, r.State = "", "held", rowlist.Waiting
			}
			if state == g.state {
				part = append(part, r)
			}
		}
		rows = append(rows, headed(g.title, part)...)
	}
	return rows
}

// MailFacts are what is known of such a message.
func (s State) MailFacts(id string) []side.Fact {
	since := map[string]string{string(casefile.MessageSetAside): "Set aside", "junk": "Received"}
	for _, m := range s.Shelf.Messages {
		if m.ID == id {
			return append(append(elsewhereFact(m.Elsewhere), holdFacts(m.Holds)...),
				side.Fact{Name: "From", Words: m.From}, side.Fact{Name: "Subject", Words: subject(m.Subject)},
				side.Fact{Name: since[m.State], Words: m.Since.Long()}, side.Fact{Name: "Past its days", Words: "since " + m.Due.Long()})
		}
	}
	return nil
}

// GoneLead says what the list of what went is.
func (s State) GoneLead() string {
	if len(s.Shelf.Gone) == 0 {
		return "Nothing has been disposed of yet. What is disposed of leaves a certificate here."
	}
	return "The latest first. A certificate says the same whenever it is opened."
}

// GoneRows are the cases that were disposed of, by year.
func (s State) GoneRows() []rowlist.Row {
	var rows, year []rowlist.Row
	of := ""
	for _, d := range s.Shelf.Gone {
		p, ok := d.Proof.(*casefile.CaseDisposed)
		if !ok {
			continue
		}
		if y := d.On.Format("2006"); y != of {
			rows, year, of = append(rows, headed(of, year)...), nil, y
		}
		year = append(year, rowlist.Row{
			ID: string(p.Reference), Title: string(p.Reference), Right: short(d.On),
			Sub: join(" · ", p.Kind.Label(), s.client(p.Client), "approved by "+p.Approver),
		})
	}
	return append(rows, headed(of, year)...)
}

// GoneFacts are what is known of a case that was disposed of.
func (s State) GoneFacts(ref string) []side.Fact {
	for _, d := range s.Shelf.Gone {
		p, ok := d.Proof.(*casefile.CaseDisposed)
		if !ok || string(p.Reference) != ref {
			continue
		}
		due := dueWords(p.Due)
		if p.Early {
			due += "; disposed of before that day"
		}
		return []side.Fact{
			{Name: "Kept under", Words: p.Rule},
			{Name: "Kept until", Words: due},
			{Name: "Reason", Words: p.Reason},
			{Name: "Destroyed", Words: join(", ", some(p.Entries, "entry", "entries"), some(p.Letters, "letter", "letters"), some(p.Messages, "message", "messages"))},
		}
	}
	return nil
}

func (s State) client(id string) string {
	if called := s.Shelf.Clients[id]; called != "" {
		return called
	}
	return id
}

func name(person string) string {
	if person == "" {
		return "Name not known"
	}
	return person
}

func subject(text string) string {
	if text == "" {
		return "No subject"
	}
	return text
}

func short(d civil.Date) string { return d.Format("2 Jan 2006") }

func dueWords(d civil.Date) string {
	if d.IsZero() {
		return "Not worked out"
	}
	return d.Long()
}

func join(by string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), by)
}
