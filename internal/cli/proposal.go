package cli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// proposalLine is what a message seems to ask, as a program reads it. Every
// guess stands beside the words or the fact it rests on.
type proposalLine struct {
	Kinds     []kindGuess  `json:"kinds"`
	Automatic string       `json:"automatic"` // what machine wrote it; "" is a person
	Client    guessLine    `json:"client"`
	Case      guessLine    `json:"case"` // to which it belongs
	Person    personLine   `json:"person"`
	About     aboutLine    `json:"about"`
	Received  receiptLine  `json:"received"`
	Actions   []actionDone `json:"actions"` // what it brings to that case
}

type guessLine struct {
	Value string `json:"value"`
	Why   string `json:"why"`
}

type personLine struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// aboutLine is the person whose data it is; relation is whose they are to the
// one who asks, "" where they are the same.
type aboutLine struct {
	Name     string `json:"name"`
	Relation string `json:"relation"`
	Child    bool   `json:"child"`
}

// receiptLine is the day from which the time to answer is counted, and what
// shows it where that was before the message came here.
type receiptLine struct {
	On   string `json:"on"`
	Lost int    `json:"days_lost"`
	Why  string `json:"why"`
}

// actionDone is an action ready for doing: casebook do CASE ACTION field=value.
type actionDone struct {
	Case   casefile.Reference `json:"case"`
	Action string             `json:"action"`
	Label  string             `json:"label"`
	Values casefile.Values    `json:"values"`
	Why    string             `json:"why"`
}

// proposalOf is what a message seems to ask; nil is no proposal: it was sent
// from here.
func proposalOf(v desk.MessageView) *proposalLine {
	if v.Row.Outgoing {
		return nil
	}
	p := v.Proposal
	line := &proposalLine{
		Kinds: kindGuesses(p), Automatic: string(p.Automatic),
		Client: guessLine(p.Client), Case: guessLine(p.Case),
		Person: personLine{p.Person.Name, p.Person.Email},
		About:  aboutLine{p.Subject.Name, string(p.Subject.Relation), p.Subject.Child}, Actions: []actionDone{},
		Received: receiptLine{On: v.Row.Received.Date().String(), Lost: v.DaysLost(), Why: p.ReceivedWhy},
	}
	if v.DaysLost() > 0 {
		line.Received.On = p.Received.Date().String()
	}
	for _, a := range p.Actions {
		done := actionDone{Case: a.Case, Action: a.Action, Label: a.Action, Values: a.Values, Why: a.Why}
		if row, err := casefile.FindAction(a.Action); err == nil {
			done.Label = row.Label
		}
		line.Actions = append(line.Actions, done)
	}
	return line
}

// kindGuesses are the kinds of a proposal; none is said so.
func kindGuesses(p casefile.Proposal) []kindGuess {
	if len(p.Kinds) == 0 {
		return []kindGuess{{Kind: string(casefile.NoKind), Why: []string{}}}
	}
	out := make([]kindGuess, len(p.Kinds))
	for i, k := range p.Kinds {
		out[i] = kindGuess{Kind: string(k.Kind), Why: append([]string{}, k.Why...), Unsure: k.Unsure}
	}
	return out
}

// words are what a person reads of a kind.
func (k kindGuess) words() string {
	words := k.Kind
	if k.Unsure {
		words += " (unsure)"
	}
	return words
}

// short is a proposal in a column: what it seems to bring or ask, or to what it
// belongs.
func (p *proposalLine) short() string {
	switch {
	case p == nil:
		return "sent from here"
	case len(p.Actions) > 0:
		return p.Actions[0].Action + " on " + string(p.Actions[0].Case)
	case p.Automatic != "" && p.none():
		return "none, " + p.Automatic
	case p.none() && p.Case.Value != "":
		return "belongs to " + p.Case.Value
	}
	var kinds []string
	for _, k := range p.Kinds {
		kinds = append(kinds, k.words())
	}
	return strings.Join(kinds, ", ")
}

// none reports whether it seems to ask for nothing.
func (p *proposalLine) none() bool {
	return !slices.ContainsFunc(p.Kinds, func(k kindGuess) bool { return k.Kind != string(casefile.NoKind) })
}

// words are the lines a person reads above the text of a message.
func (p *proposalLine) words() string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	add := func(name, words string) {
		if words != "" {
			fmt.Fprintf(&b, "%-9s %s\n", name+":", words)
		}
	}
	for _, k := range p.Kinds {
		add("Proposed", because(k.words(), quoted(k.Why)))
	}
	add("Machine", p.Automatic)
	client := because(p.Client.Value, p.Client.Why)
	if client == "" && !p.none() {
		client = "not known"
	}
	add("Client", client)
	add("Person", p.Person.words())
	add("About", p.About.words())
	add("Case", because(p.Case.Value, p.Case.Why))
	for _, a := range p.Actions {
		add("Brings", because(a.Label+" on "+string(a.Case), a.Why))
		add("Do", a.command())
	}
	if p.Received.Why != "" {
		add("Counted", because("from "+p.Received.On+", "+days(p.Received.Lost)+" before it came here", p.Received.Why))
	}
	return b.String()
}

// because is a guess with its reason behind it.
func because(what, why string) string {
	if what == "" || why == "" {
		return what
	}
	return what + ", because: " + why
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(strings.Join(strings.Fields(w), " "))
	}
	return strings.Join(out, ", ")
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

func (p personLine) words() string {
	switch {
	case p.Name == "" || p.Email == "":
		return p.Name + p.Email
	}
	return p.Name + " <" + p.Email + ">"
}

func (a aboutLine) words() string {
	if a == (aboutLine{}) {
		return ""
	}
	words := a.Name
	if words == "" {
		words = "somebody who is not named"
	}
	if a.Child {
		words += ", a child"
	}
	if a.Relation != "" {
		words += ", asked by their " + a.Relation
	}
	return words
}

// command is how the action is done by hand.
func (a actionDone) command() string {
	words := "casebook do " + string(a.Case) + " " + a.Action
	for _, name := range slices.Sorted(maps.Keys(a.Values)) {
		value := a.Values[name]
		if strings.ContainsAny(value, " \t\n'\"\\$`") {
			value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
		}
		words += " " + name + "=" + value
	}
	return words
}
