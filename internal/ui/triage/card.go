package triage

import (
	"fmt"
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// Decision is what the proposal comes down to, and so which button is the main
// one.
type Decision int

// The decisions.
const (
	Undecided    Decision = iota // a person has to choose
	OpenCase                     // 1
	AddToCase                    // 2
	NotRequest                   // 3
	RecordAnswer                 // 4
)

// Fact is one line of the card: what it is about, and what is proposed.
type Fact struct{ Name, Words string }

// Card is a proposal as it is shown. Words of the mail stand in it as plain
// text.
type Card struct {
	Head    string // "ACCESS for Nunthorpe Multi-Academy Trust"
	Because string // the words it rests on, quoted
	Facts   []Fact
	Advice  string // what to do where there is nothing to accept
	Propose Decision
	Case    casefile.Reference // the case it seems to belong to
	Brings  casefile.ActionGuess
}

// cardOf puts a proposal into words. Kinds and client are what stands in the
// two fields of choice at the moment; of is the open case that the message seems
// to belong to, if there is one.
func cardOf(v desk.MessageView, kinds []casefile.Kind, client casefile.Client, of desk.CaseRow, today civil.Date) Card {
	p := v.Proposal
	c := Card{Because: because(p, kinds), Case: casefile.Reference(p.Case.Value)}
	c.Propose = propose(p, kinds, client, of)
	if len(p.Actions) > 0 {
		c.Brings = p.Actions[0]
		c.add("Brings", c.Brings.Why)
	}
	if c.Propose == NotRequest && p.Automatic == casefile.ByPerson && c.Because == "" && !v.Message.Unreadable {
		c.Because = "because nothing in it reads like a request or a complaint"
	}
	c.Head = head(c, v, kinds, client)
	c.Advice = advice(v, kinds, client, c.Propose)
	if c.Propose == OpenCase || c.Propose == Undecided {
		c.add("Client", p.Client.Why)
	}
	c.add("Case", caseWords(p.Case, of))
	c.add("Before it", earlierWords(v.Earlier))
	c.add("Person", personWords(p.Person, p.Subject))
	c.add("Received", receivedWords(v, c.Propose, today))
	c.add("Shown by", p.ReceivedWhy)
	c.add("Seen before", alikeWords(v))
	return c
}

func (c *Card) add(name, words string) {
	if words != "" {
		c.Facts = append(c.Facts, Fact{name, words})
	}
}

// propose says what pressing Return would do.
func propose(p casefile.Proposal, kinds []casefile.Kind, client casefile.Client, of desk.CaseRow) Decision {
	switch {
	case p.Automatic != casefile.ByPerson && len(kinds) == 0:
		return NotRequest
	case len(kinds) == 0 && len(p.Actions) > 0:
		return RecordAnswer
	case len(kinds) == 0 && p.Case.Value != "":
		return AddToCase
	case len(kinds) == 0 && onlyNone(p):
		return NotRequest
	case continues(kinds, client, of):
		return AddToCase
	case len(kinds) == 0 || client.ID == "":
		return Undecided
	}
	return OpenCase
}

// continues says whether what is asked seems to be what an open case is about
// already: a person who asks again has no second case of the same kind.
func continues(kinds []casefile.Kind, client casefile.Client, of desk.CaseRow) bool {
	return len(kinds) == 1 && kinds[0] == of.Kind && of.Reference != "" && (client.ID == "" || client.ID == of.Client)
}

// caseWords names the case that a message seems to belong to, and why.
func caseWords(g casefile.Guess, of desk.CaseRow) string {
	if of.Reference == "" {
		if strings.Contains(g.Why, g.Value) {
			return g.Why
		}
		return g.Value + ". " + g.Why
	}
	return g.Value + ", " + of.Kind.Label() + ", received " + of.Received.Long() + ". " + g.Why
}

// earlierWords tells of the messages of a thread that came before this one and
// that nobody has decided on.
//
// law: rules.md A08
func earlierWords(earlier []desk.MessageRow) string {
	if len(earlier) == 0 {
		return ""
	}
	day := earlier[0].Received.Date().Long()
	words := "An earlier message of the thread, of " + day + ", is still to be decided."
	if n := len(earlier); n > 1 {
		words = fmt.Sprintf("%d earlier messages of the thread are still to be decided, the first of ", n) + day + "."
	}
	return words + " If the request is in it, the time to answer runs from that day."
}

// earlierToo says the same in a few words where a case was opened.
func earlierToo(earlier []desk.MessageRow) string {
	if len(earlier) == 0 {
		return ""
	}
	return " Decide the earlier one too: " + earlier[0].Received.Date().Format("Mon 2 Jan") + "."
}

// onlyNone says whether the message seems to ask for nothing at all.
func onlyNone(p casefile.Proposal) bool {
	return !slices.ContainsFunc(p.Kinds, func(k casefile.KindGuess) bool { return k.Kind != casefile.NoKind })
}

func head(c Card, v desk.MessageView, kinds []casefile.Kind, client casefile.Client) string {
	switch {
	case v.Message.Unreadable:
		return "This message cannot be read"
	case c.Propose == NotRequest && v.Proposal.Automatic != casefile.ByPerson:
		return "NOT A REQUEST: " + automatic[v.Proposal.Automatic]
	case c.Propose == NotRequest:
		return "NOT A REQUEST"
	case c.Propose == RecordAnswer:
		return "ANSWERS " + string(c.Brings.Case) + ": " + strings.ToLower(actionLabel(c.Brings.Action))
	case c.Propose == AddToCase && len(kinds) > 0:
		return strings.ToUpper(kindWords(kinds)) + ", belongs to " + v.Proposal.Case.Value
	case c.Propose == AddToCase:
		return "BELONGS TO " + v.Proposal.Case.Value
	}
	what := kindWords(kinds)
	if what == "" {
		what = kindWords(guessed(v.Proposal))
	}
	what = strings.ToUpper(what)
	if unsure(v.Proposal, kinds) {
		what = "Perhaps " + what
	}
	if client.ID == "" {
		return what + ", client not known"
	}
	return what + " for " + client.Called()
}

// unsure reports whether what is chosen is a guess that little speaks for.
func unsure(p casefile.Proposal, kinds []casefile.Kind) bool {
	return slices.ContainsFunc(p.Kinds, func(g casefile.KindGuess) bool { return g.Unsure && slices.Contains(kinds, g.Kind) })
}

// actionLabel is what the action table calls an action.
func actionLabel(id string) string {
	row, err := casefile.FindAction(id)
	if err != nil {
		return id
	}
	return row.Label
}

// automatic says in words what a machine wrote.
var automatic = map[casefile.Automatic]string{
	casefile.OutOfOffice: "an out-of-office reply",
	casefile.Bounce:      "a message that could not be delivered",
	casefile.MailingList: "from a mailing list",
	casefile.Calendar:    "a calendar invitation",
}

// guessed returns every kind of the proposal, also those of which no case can
// be opened.
func guessed(p casefile.Proposal) []casefile.Kind {
	var out []casefile.Kind
	for _, k := range p.Kinds {
		if k.Kind != casefile.NoKind {
			out = append(out, k.Kind)
		}
	}
	return out
}

// kindWords joins kinds as people say them: "Access and complaint".
func kindWords(kinds []casefile.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.Label()
		if i > 0 {
			words[i] = strings.ToLower(words[i])
		}
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// because quotes the words for the kinds that are chosen.
func because(p casefile.Proposal, kinds []casefile.Kind) string {
	var quotes []string
	for _, w := range evidence(p, kinds) {
		w = strings.Join(strings.Fields(w), " ")
		if !slices.ContainsFunc(quotes, func(q string) bool { return strings.Contains(q, w) }) {
			quotes = append(quotes, "“"+w+"”")
		}
	}
	if len(quotes) == 0 {
		return ""
	}
	const most = 3
	return "because " + strings.Join(quotes[:min(len(quotes), most)], ", ")
}

// evidence returns the words for the kinds that are chosen, or for all where
// none is.
func evidence(p casefile.Proposal, kinds []casefile.Kind) []string {
	var words []string
	for _, g := range p.Kinds {
		if len(kinds) == 0 || slices.Contains(kinds, g.Kind) {
			words = append(words, g.Why...)
		}
	}
	return words
}

func advice(v desk.MessageView, kinds []casefile.Kind, client casefile.Client, d Decision) string {
	switch {
	case v.Message.Unreadable:
		return "Its bytes are kept. Look at it in the mailbox, then decide here."
	case d != Undecided:
		return ""
	case len(kinds) == 0:
		return "Casebook keeps no cases of this kind. Deal with it, then press 3, or choose another kind."
	case client.ID == "":
		return "Choose the client, then press 1."
	}
	return ""
}

func personWords(p casefile.Person, s casefile.Subject) string {
	words := p.Name
	if words == "" {
		words = p.Email
	}
	if words == "" {
		return ""
	}
	if !s.IsSelf() {
		words += ", " + string(s.Relation) + " of " + subjectWords(s)
	}
	return words
}

func subjectWords(s casefile.Subject) string {
	switch {
	case s.Name != "" && s.Child:
		return s.Name + " (a child)"
	case s.Name != "":
		return s.Name
	case s.Child:
		return "a child"
	}
	return "somebody else"
}

// receivedWords says since when the clock runs: from the controller's day where
// that is the earlier one. Where none seems to run, it is the day alone.
// law: UK GDPR Art 12A(1)
func receivedWords(v desk.MessageView, d Decision, today civil.Date) string {
	mailbox, day := v.Row.Received.Date(), v.Proposal.Received.Date()
	who := "by the client on "
	if day.IsZero() || !day.Before(mailbox) {
		day, who = mailbox, ""
	}
	if day.IsZero() {
		return ""
	}
	if d == NotRequest {
		return who + day.Long()
	}
	days := today.Sub(day)
	words := who + day.Long() + ": " + gone(days)
	switch lost := v.DaysLost(); {
	case lost == 0:
		return words
	case lost == 1 && days == 1:
		return words + " before it came here"
	case lost == days:
		return words + ", all of them before it came here"
	default:
		return words + fmt.Sprintf(", %d of them before it came here", lost)
	}
}

func gone(days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "1 day gone"
	}
	return fmt.Sprintf("%d days gone", days)
}

// alikeWords says which message here is probably the same as this one.
func alikeWords(v desk.MessageView) string {
	if len(v.Alike) == 0 {
		return ""
	}
	m := v.Alike[0]
	words := "Probably the same as the message received on " + m.Received.Date().Long() + ", which is "
	switch {
	case len(m.References) > 0:
		return words + "filed to " + string(m.References[0]) + "."
	case m.State == casefile.MessageSetAside:
		return words + "set aside."
	}
	return words + "still to be decided."
}
