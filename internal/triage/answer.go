package triage

import (
	"slices"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// awaited are the actions by which what a case waits for is recorded, and what
// it then waits for.
var awaited = []struct{ action, what string }{
	{"identity-receive", "proof of identity"},
	{"authority-receive", "proof of authority"},
	{"clarify-answer", "an answer on what is wanted"},
}

// sectionAnswer begins the headings under which stands what people write when
// they send what a case waits for.
const sectionAnswer = "answer "

// isAnswer reports whether that is one of the actions.
func isAnswer(action string) bool {
	for _, a := range awaited {
		if a.action == action {
			return true
		}
	}
	return false
}

// brings returns what the message seems to bring to the case it belongs to, on
// the day the server had it.
//
// law: UK GDPR Art 12A(2)(b) and (5): the clock runs from the day on which the
// information arrived
func (e *envelope) brings(g reading, of casefile.Guess, sender string, here civil.Moment) []casefile.ActionGuess {
	if of.Value == "" || e.known.cases.Case == nil || here.IsZero() {
		return nil
	}
	c, ok := e.known.cases.Case(casefile.Reference(of.Value))
	if !ok || sender != "" && e.known.own(sender) {
		return nil
	}
	var open []casefile.ActionGuess
	var said []casefile.ActionGuess
	for _, a := range awaited {
		row, err := casefile.FindAction(a.action)
		if err != nil || row.Allowed(c, here.Date()) != nil {
			continue
		}
		guess := casefile.ActionGuess{
			Case: c.Reference, Action: a.action, Values: casefile.Values{"on": here.Date().String()},
			Why: "The case waits for " + a.what + ".",
		}
		if words := g.saying(sectionAnswer + a.action); words != "" {
			guess.Why += " The message says “" + words + "”."
			said = append(said, guess)
		}
		open = append(open, guess)
	}
	switch {
	case len(said) > 0:
		return said
	case len(open) == 1 && (e.inReply() || len(e.Attachments) > 0):
		return open
	}
	return nil
}

// inReply reports whether the message answers another.
func (e *envelope) inReply() bool { return len(e.InReplyTo) > 0 || len(e.References) > 0 }

// saying returns the words of the first phrase found under a heading.
func (g reading) saying(section string) string {
	for n, found := range g.found {
		for _, m := range found {
			if m.pattern.section == section {
				return strings.Join(strings.Fields(g.texts[n].passage(m)), " ")
			}
		}
	}
	return ""
}

// withoutKind leaves out a kind that an answer to our question only repeats: it
// is the request there is, said more closely, and opens no second case.
func withoutKind(kinds []casefile.KindGuess, kind casefile.Kind) []casefile.KindGuess {
	kinds = slices.DeleteFunc(kinds, func(k casefile.KindGuess) bool { return k.Kind == kind || k.Unsure })
	if len(kinds) == 0 {
		kinds = []casefile.KindGuess{{Kind: casefile.NoKind}}
	}
	return kinds
}
