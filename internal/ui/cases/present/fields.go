package present

import (
	"fmt"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

// FieldKind is what a field takes.
type FieldKind string

// The kinds of field.
const (
	OneLine  FieldKind = "text"
	LongText FieldKind = "long"
	Choose   FieldKind = "choice"
	Day      FieldKind = "date" // in the past or today
)

// Field is one question of a form.
type Field struct {
	Name, Label, Hint string
	Kind              FieldKind
	Choices           []Choice
	Required          bool
	Value             string
	Missing           string
}

// Choice is one answer with its words.
type Choice struct{ Value, Label string }

// Form returns the questions of an action, filled in as far as the case knows
// the answers. What is given is not asked.
func (p Page) Form(o desk.Offer, given map[string]string) []Field {
	var fields []Field
	for _, f := range o.AllFields() {
		if _, known := given[f.Name]; known {
			continue
		}
		g := field(o.ID, f)
		if list := p.choices(o.ID, f.Name); len(list) > 0 {
			g.Kind, g.Choices, g.Hint = Choose, list, ""
		}
		g.Value = p.prefill(o.ID, f.Name)
		fields = append(fields, g)
	}
	return fields
}

// kindsOf say how fields of the table are filled in here.
var kindsOf = map[casefile.FieldType]FieldKind{
	casefile.LongField: LongText, casefile.DateField: Day, casefile.ChoiceField: Choose,
}

// hints help with what must be written in a certain way.
var hints = map[casefile.FieldType]string{
	casefile.MoneyField: "Pounds and pence, like 12.50.", casefile.MinutesField: "Whole minutes.",
}

func field(action string, f casefile.Field) Field {
	g := Field{Name: f.Name, Label: f.Label, Hint: f.Help, Required: f.Required, Kind: kindsOf[f.Type]}
	if g.Kind == "" {
		g.Kind = OneLine
	}
	if g.Hint == "" {
		g.Hint = hints[f.Type]
	}
	for _, c := range f.Choices {
		g.Choices = append(g.Choices, Choice{c, choiceWords(action, c)})
	}
	if f.Required {
		g.Missing = missing(action, f)
	}
	return g
}

// Help says what an action does; with what is given, to what.
func (p Page) Help(o desk.Offer, given map[string]string) string {
	if e, known := p.Entry(given["event"]); known {
		return "“" + e.Words + "”, " + e.On.Date().Long() + ". " + o.Help
	}
	if l, err := p.File.Case.Letter(given["letter"]); err == nil {
		return l.Kind.Label() + ", issued " + l.Issued.Long() + ". " + o.Help
	}
	return o.Help
}

// missing is the sentence for a required field left empty; without one of its
// own, its label says what to fill in.
func missing(action string, f casefile.Field) string {
	if s, known := missingWords[action+"/"+f.Name]; known {
		return s
	}
	if f.Type == casefile.ChoiceField {
		return "Choose one under “" + f.Label + "”"
	}
	return "Fill in “" + f.Label + "”"
}

var missingWords = map[string]string{
	"assign/handler": "Say who works on the case", "note/text": "Write the note",
	"received/by": "Choose who received it", "person/name": "Enter the person’s name",
	"identity-ask/reason": "Say why there is a doubt", "authority-ask/reason": "Say what is needed and why",
	"fee-ask/amount": "Enter the amount", "fee-ask/reason": "Say why a fee is charged",
	"clarify-ask/reason": "Say what is unclear", "clarify-ask/volume": "Say what makes the amount large",
	"extend/ground": "Choose the ground", "extend/reasons": "Give the reasons",
	"search/system": "Say where was searched", "search/found": "Say what was found",
	"issue/what": "Say what went wrong", "enquiry/of": "Say who was asked", "enquiry/found": "Say what was found",
	"finding/issue": "Choose the issue", "finding/finding": "Say what was found", "finding/upheld": "Choose whether it is upheld",
	"decide/outcome": "Choose what was decided", "decide/what": "Say what was done",
	"letter-sent/how": "Choose how it was sent", "letter-sent/to": "Say where it was sent",
	"link/case": "Enter the reference", "link/relation": "Say how it bears on this one",
	"close/reason": "Say why it is finished", "reopen/reason": "Say why it is taken up again",
	"withdraw/event": "Choose the entry", "withdraw/reason": "Say why it is taken back",
}

// words of choices, by value; where a word depends on the action, by both.
var words = map[string]string{
	"controller": "The client", "dpo": "The DPO",
	"complexity": "The request is complex", "number": "The person made a number of requests",
	"parent": "Parent", "carer": "Carer", "solicitor": "Solicitor", "representative": "Other representative",
	"yes": "Yes", "no": "No",
	"upheld": "Upheld", "not-upheld": "Not upheld",
	"unlikely": "Unlikely: the regulator need not be told", "risk": "A risk: the regulator has to be told",
	"high": "High: the people have to be told too", "non-maintained-special": "Non-maintained special",
	"finding/partly": "Upheld in part", "decide/partly": "Done in part",
	"granted": "Done in full", "refused": "Refused", "nothing-held": "Nothing held",
	"email": "By e-mail", "post": "By post", "telephone": "By telephone", "in-person": "By hand",
}

func choiceWords(action, value string) string {
	for _, key := range []string{action + "/" + value, value} {
		if w, ok := words[key]; ok {
			return w
		}
	}
	return first(strings.ReplaceAll(value, "-", " "))
}

// choices are the answers that the case itself holds.
func (p Page) choices(action, name string) []Choice {
	var out []Choice
	switch action + "/" + name {
	case "letter-sent/letter":
		for _, l := range p.File.Case.Letters {
			if l.Sent == nil {
				out = append(out, Choice{l.ID, l.Kind.Label() + " of " + l.Issued.Long()})
			}
		}
	case "withdraw/event":
		for i := len(p.File.Timeline) - 1; i >= 0; i-- {
			if e := p.File.Timeline[i]; CanTakeBack(e) {
				out = append(out, Choice{e.Event, e.On.Date().Format("2 Jan 2006") + ": " + e.Words})
			}
		}
	case "school/school":
		for _, name := range p.File.Client.SchoolNames() {
			out = append(out, Choice{name, name})
		}
	case "holder-answer/holder":
		for _, h := range p.File.Case.Holders {
			if h.Answered.IsZero() {
				out = append(out, Choice{h.Who, h.Who + ", asked " + h.Asked.Format("2 Jan 2006")})
			}
		}
	case "finding/issue":
		for _, i := range p.File.Case.Issues {
			out = append(out, Choice{fmt.Sprint(i.Number), fmt.Sprintf("%d: %s", i.Number, shortened(i.What, 60))})
		}
	}
	return out
}

// shortened cuts words to a line.
func shortened(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + "…"
	}
	return s
}

// prefill is what the case knows of an answer.
func (p Page) prefill(action, name string) string {
	c := p.File.Case
	switch action {
	case "letter-sent":
		return p.sending(name)
	case "person":
		return personValues(c)[name]
	case "finding":
		return p.finding(name)
	case "assign":
		return map[string]string{"handler": c.Handler}[name]
	}
	return ""
}

// sending guesses how the last letter goes out: the way the person wrote, as
// far as there is an address for it.
func (p Page) sending(name string) string {
	who := p.File.Case.Person
	how, to := casefile.ByEmail, who.Email
	if len(who.Address) > 0 && (p.File.Case.Channel == casefile.ByPost || to == "") {
		how, to = casefile.ByPost, strings.Join(append([]string{who.Name}, who.Address...), ", ")
	}
	switch name {
	case "letter":
		l, _ := p.unsent("")
		return l.ID
	case "how":
		if to == "" {
			return ""
		}
		return string(how)
	case "to":
		return to
	}
	return ""
}

// finding is the first issue without one.
func (p Page) finding(name string) string {
	if name != "issue" {
		return ""
	}
	for _, i := range p.File.Case.Issues {
		if i.Finding == "" {
			return fmt.Sprint(i.Number)
		}
	}
	return ""
}

func personValues(c casefile.Case) map[string]string {
	child := ""
	if c.Subject.Child {
		child = "yes"
	}
	return map[string]string{
		"name": c.Person.Name, "email": c.Person.Email, "phone": c.Person.Phone,
		"address": strings.Join(c.Person.Address, "\n"),
		"subject": c.Subject.Name, "relation": string(c.Subject.Relation), "child": child,
	}
}

// Problem is what is wrong with an answer, or with the whole where Field is "".
type Problem struct{ Field, What, Do string }

// ProblemOf puts an error beside the field at fault.
func ProblemOf(err error, fields []Field) Problem {
	e := casefile.AsError(err)
	p := Problem{What: e.What, Do: e.Do}
	if e.Law != "" {
		p.Do = strings.TrimSpace(p.Do + " (" + e.Law + ")")
	}
	for _, f := range fields {
		if f.Name == e.Field {
			p.Field = f.Name
		}
	}
	return p
}
