package present

import (
	"slices"

	"casebook/internal/casefile"
	"casebook/internal/clock"
)

// Next is the one thing to see to on a case, with the button that does it:
// a letter to draw or an action. There may be none.
type Next struct {
	What  string   // "Send the reply"
	Days  string   // "2 days late"
	When  []string // "Due Thu 9 Oct 2026", "work to Wed 8 Oct 2026": the weightiest first
	State State

	Button string
	Letter casefile.LetterKind
	Action string
	Given  map[string]string // to the action
	Rule   clock.RuleID      // of the duty, if it is one
	Duty   int               // its place in Page.Duties, or -1
}

// lettersFor are the letters that discharge a duty.
var lettersFor = map[clock.RuleID]casefile.LetterKind{
	clock.Rights: casefile.Reply, clock.ReplyTarget: casefile.Reply,
	clock.ComplaintAck: casefile.Acknowledgement, clock.ComplaintOutcome: casefile.Reply,
	clock.EducationRecord: casefile.Reply, clock.FOI: casefile.Reply, clock.FOISchool: casefile.Reply,
	clock.FOIScotland: casefile.Reply, clock.EIR: casefile.Reply, clock.ExamMarks: casefile.Reply,
	clock.ReplyProgress: casefile.Progress, clock.ComplaintProgress: casefile.Progress, clock.ComplaintDelay: casefile.Progress,
}

// actionsFor discharge the duties that no letter of ours does.
var actionsFor = map[clock.RuleID]struct{ button, action string }{
	clock.Breach:            {"They were told", "notify"},
	clock.PrincipalReporter: {"They were told", "reporter-told"},
	clock.HolderChase:       {"They answered", "holder-answer"},
	clock.InternalReview:    {"It is decided", "review-decide"},
}

// awaited are the steps that end a wait.
var awaited = map[casefile.State]struct{ what, button, action string }{
	casefile.StateIdentity:  {"Wait for proof of identity", "Proof has come", "identity-receive"},
	casefile.StateAuthority: {"Wait for proof of authority", "Proof has come", "authority-receive"},
	casefile.StateFee:       {"Wait for the fee", "It was paid", "fee-receive"},
	casefile.StatePaused:    {"Wait for their answer", "They answered", "clarify-answer"},
}

func next(p Page) Next {
	n := nextStep(p)
	if n.Rule == "" {
		n.Duty = -1
		return n
	}
	n.Duty = slices.IndexFunc(p.Duties, func(d Duty) bool { return d.Rule == n.Rule && d.Name == n.What })
	return n
}

func nextStep(p Page) Next {
	c := p.File.Case
	if c.Newer > 0 {
		return Next{What: "Update Casebook to work on this case", When: []string{"It holds entries from a newer version"}, State: Waiting}
	}
	if c.Closed != nil {
		return Next{What: "Closed", Days: long(c.Closed.On), When: []string{c.Closed.Reason}, State: Done, Button: "Reopen", Action: "reopen"}
	}
	if p.File.Undated != nil {
		return undatedStep(c)
	}
	if a, waiting := awaited[c.State()]; waiting && p.File.Due.IsZero() {
		n := Next{What: a.what, Button: a.button, Action: a.action, State: Waiting}
		n.When, n.Days = waitingWords(p)
		return n
	}
	n := nextDuty(p)
	if p.File.Cautious != nil {
		n.When = append(n.When, "the earliest it can be: see below what is missing")
		offerMissing(&n, c)
	}
	return n
}

// undatedStep offers what may be missing. What is wrong stands below the card.
func undatedStep(c casefile.Case) Next {
	n := Next{What: "No date can be worked out", Days: "no date", When: []string{"see below what is wrong or missing"}, State: Late}
	offerMissing(&n, c)
	return n
}

// offerMissing offers to record what the dates of such a case rest on, where it
// may be missing.
func offerMissing(n *Next, c casefile.Case) {
	switch {
	case c.Kind == casefile.Breach && c.Incident.Aware.IsZero():
		n.Button, n.Action, n.Letter = "Record the hour", "aware", ""
	case (c.Kind == casefile.EducationRecord || c.Kind == casefile.InformationRequest) && c.About.School == "":
		n.Button, n.Action, n.Letter = "Name the school", "school", ""
	}
}

// waitingWords say what the wait does to the clock.
func waitingWords(p Page) (when []string, left string) {
	c := p.File.Case
	if c.State() == casefile.StatePaused {
		for _, d := range p.Duties {
			if d.State == Waiting {
				left = d.Days
			}
		}
		for _, q := range c.Pauses {
			if q.Open() {
				return []string{"asked " + q.Asked.Long(), "the clock stands still"}, left
			}
		}
	}
	for _, a := range []casefile.Awaited{c.Identity, c.Authority, c.Fee} {
		if a.Open() {
			return []string{"asked " + a.Asked.Long(), "the clock has not started"}, "waiting"
		}
	}
	return nil, left
}

// nextDuty is the duty that is due first.
func nextDuty(p Page) Next {
	h := p.File.Headline
	if h.NextDue.IsZero() {
		return Next{
			What: "Nothing more is due", When: []string{"close the case when the work is finished"},
			State: Done, Button: "Close the case", Action: "close",
		}
	}
	n := Next{What: h.Next, Days: Days(h.NextDue, p.Today), State: StateOf(h.NextDue, p.Today), When: []string{"due " + h.NextDue.Long()}}
	for _, o := range p.File.Obligations {
		if o.Name != h.Next || o.Due != h.NextDue {
			continue
		}
		if !o.WorkTo.IsZero() && o.WorkTo != o.Due {
			n.When = append(n.When, "work to "+o.WorkTo.Long())
		}
		n.When[0] = "due " + casefile.DueWords(o)
		n.Rule, n.Letter = o.Rule, lettersFor[o.Rule]
		n.Button, n.Action = actionsFor[o.Rule].button, actionsFor[o.Rule].action
	}
	return n.withButton(p)
}

// withButton offers the step that brings the duty on: to record the sending of
// a letter that lies there, to decide before a reply, or to draw the letter.
func (n Next) withButton(p Page) Next {
	if n.Letter == "" {
		return n
	}
	label := casefile.Inner(n.Letter.Label())
	if l, found := p.unsent(n.Letter); found {
		n.When = append([]string{"the " + label + " is " + lies[l.Drafted] + ", not sent"}, n.When...)
		n.Button, n.Action, n.Letter = "It was sent", "letter-sent", ""
		n.Given = map[string]string{"letter": l.ID}
		return n
	}
	n.Button = "Draw letter"
	return n
}

// lies is where a letter is that has not left: drafted or not.
var lies = map[bool]string{false: "issued", true: "in drafts"}

// unsent returns the last letter of that kind that was issued and not sent.
func (p Page) unsent(kind casefile.LetterKind) (casefile.Letter, bool) {
	for i := len(p.File.Case.Letters) - 1; i >= 0; i-- {
		if l := p.File.Case.Letters[i]; l.Sent == nil && (l.Kind == kind || kind == "") {
			return l, true
		}
	}
	return casefile.Letter{}, false
}
