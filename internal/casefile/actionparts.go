package casefile

import (
	"slices"

	"casebook/internal/civil"
)

// The parts that rows of the action table are put together from.

var yesNo = []string{"yes", "no"}

// events puts payloads on the case's own stream, on the day that the values give.
func (c Case) events(v Values, env Env, payloads ...Payload) ([]Event, error) {
	on, err := v.On(env.Today())
	if err != nil {
		return nil, err
	}
	events := make([]Event, 0, len(payloads))
	for _, p := range payloads {
		e, err := NewEvent(Stream{CaseStream, c.ID}, civil.On(on), p)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// one makes a single event on the case.
func one(payload func(Values) Payload) func(Case, Values, Env) ([]Event, error) {
	return func(c Case, v Values, env Env) ([]Event, error) { return c.events(v, env, payload(v)) }
}

// after makes a single event that cannot have happened before another day,
// such as an answer before its question.
func after(day func(Case) civil.Date, payload func(Values) Payload) func(Case, Values, Env) ([]Event, error) {
	return func(c Case, v Values, env Env) ([]Event, error) {
		on, _ := v.On(env.Today())
		if asked := day(c); on.Before(asked) {
			return nil, fieldError("on", "That is before it was asked for, on "+asked.Long()+".", "Give the day on which it arrived.")
		}
		return c.events(v, env, payload(v))
	}
}

func makePerson(c Case, v Values, env Env) ([]Event, error) {
	p := &PersonRecorded{
		Person:  Person{Name: v.Text("name"), Email: v.Text("email"), Phone: v.Text("phone"), Address: v.Lines("address")},
		Subject: Subject{Name: v.Text("subject"), Relation: Relation(v.Text("relation")), Child: v.Text("child") == "yes"},
	}
	if err := CheckPerson(p.Person); err != nil {
		return nil, err
	}
	if err := CheckSubject(p.Subject); err != nil {
		return nil, err
	}
	return c.events(v, env, p)
}

func makeFinding(c Case, v Values, env Env) ([]Event, error) {
	n := v.Int("issue")
	if n < 1 || n > len(c.Issues) {
		return nil, fieldError("issue", "The complaint has no issue of that number.", "Add the issue first, or use the number of one it has.")
	}
	return c.events(v, env, &FindingMade{Issue: c.Issues[n-1].ID, Finding: v.Text("finding"), Changed: v.Text("changed"), Upheld: Upheld(v.Text("upheld"))})
}

func makeDecision(c Case, v Values, env Env) ([]Event, error) {
	outcome := Outcome(v.Text("outcome"))
	// law: UK GDPR Art 12(4): a refusal, whole or in part, states its reasons.
	if (outcome == Partly || outcome == Declined) && c.Kind != Complaint && v.Text("reasons") == "" {
		return nil, &Error{
			Kind: Invalid, Field: "reasons", What: "Reasons is missing.",
			Do: "Say why not everything asked for was done.", Law: refusalLaw(c.Kind),
		}
	}
	if found := c.found(); found != "" && outcome != found {
		return nil, fieldError("outcome", "The outcome does not follow from the findings on the issues.",
			"Decide "+string(found)+", or change a finding first.")
	}
	return c.events(v, env, &DecisionMade{
		Outcome: outcome, What: v.Text("what"), Reasons: v.Text("reasons"), Exemptions: v.Lines("exemptions"),
	})
}

// refusalLaw is the clause that asks for reasons.
func refusalLaw(k Kind) string {
	switch {
	case k == InformationRequest:
		return foiRefusal
	case k == EducationRecord:
		return "SI 2005/1437 reg 5(4)"
	case k.Info().Right:
		return "UK GDPR Art 12(4)"
	}
	return policy
}

// found is the outcome that the findings on the issues of a complaint come to,
// or "" while none is made: a letter that upholds the whole and not a part
// would contradict itself.
func (c Case) found() Outcome {
	labels := map[Upheld]int{}
	made := 0
	for _, i := range c.Issues {
		if i.Upheld != "" {
			labels[i.Upheld]++
			made++
		}
	}
	switch made {
	case 0:
		return ""
	case labels[IsUpheld]:
		return Granted
	case labels[NotUpheld]:
		return Declined
	}
	return Partly
}

func makeSending(c Case, v Values, env Env) ([]Event, error) {
	l, err := c.unsent(v.Text("letter"))
	if err != nil {
		return nil, err
	}
	if on, _ := v.On(env.Today()); on.Before(l.Issued) {
		return nil, fieldError("on", "That is before the letter was issued, on "+l.Issued.Long()+".", "Give the day on which it left.")
	}
	return c.events(v, env, &LetterSent{Letter: l.ID, How: Channel(v.Text("how")), To: v.Text("to")})
}

// unsent returns the letter of that id or kind that has not been sent; with no
// name, the last one issued.
func (c Case) unsent(name string) (Letter, error) {
	for _, l := range slices.Backward(c.Letters) {
		if l.Sent == nil && (name == "" || name == l.ID || name == string(l.Kind)) {
			return l, nil
		}
	}
	return Letter{}, fieldError("letter", "There is no such letter that was issued and not sent.", "Issue the letter first.")
}

func makeLink(c Case, v Values, env Env) ([]Event, error) {
	ref, err := ParseReference(v.Text("case"))
	if err != nil {
		return nil, err
	}
	if ref == c.Reference {
		return nil, fieldError("case", "That is this case itself.", "Give the reference of the other case.")
	}
	return c.events(v, env, &CaseLinked{Case: ref, Relation: v.Text("relation")})
}

// lasting are the types of entry that cannot be taken back: why, and what to do
// instead.
var lasting = map[string]struct{ why, instead string }{
	typeOf(CaseOpened{}): {"The opening of a case cannot be taken back.", "Close the case and say that it was opened by mistake."},
	// It is in somebody's hands: it can be followed by another.
	typeOf(LetterSent{}): {"A letter that was sent cannot be taken back.", "Send another letter that puts it right."},
	// The message says where it is filed as well: both change in one act.
	typeOf(MessageAttached{}): {"A message cannot be taken out of a case this way.", "Put the message back to triage."},
}

func makeWithdrawal(c Case, v Values, env Env) ([]Event, error) {
	id := v.Text("event")
	kind := c.Standing[id]
	if kind == "" {
		return nil, fieldError("event", "This case has no such entry that counts.", "Give the id of an entry on its timeline.")
	}
	if l, err := c.Letter(id); err == nil && l.Sent != nil {
		kind = typeOf(LetterSent{})
	}
	if no, ok := lasting[kind]; ok {
		return nil, fieldError("event", no.why, no.instead)
	}
	return c.events(v, env, &EventWithdrawn{Event: id, Reason: v.Text("reason")})
}

// What follows says whether an action is allowed.

func always(Case, civil.Date) *Refusal { return nil }

func whileOpen(c Case, _ civil.Date) *Refusal {
	if c.Closed != nil {
		return &Refusal{Why: "The case is closed.", Until: "Reopen it first."}
	}
	return nil
}

func whileClosed(c Case, _ civil.Date) *Refusal {
	if c.Closed == nil {
		return &Refusal{Why: "The case is not closed.", Until: "Nothing needs to be done."}
	}
	return nil
}

// forRights allows an action on open cases about a right, if more allows it.
func forRights(more func(Case) *Refusal) func(Case, civil.Date) *Refusal {
	return func(c Case, today civil.Date) *Refusal {
		if r := whileOpen(c, today); r != nil {
			return r
		}
		if !c.Kind.Info().Right {
			return &Refusal{
				Why:   "This does not start or stop the clock of a case of this kind.",
				Until: "It is for requests under the rights of data subjects.", Law: "UK GDPR Art 12A",
			}
		}
		return more(c)
	}
}

func forComplaints(c Case, today civil.Date) *Refusal {
	if c.Kind != Complaint {
		return &Refusal{Why: "This is for complaints.", Until: "Open a complaint linked to this case.", Law: "DPA 2018 s.164A"}
	}
	return whileOpen(c, today)
}

func unlessAsked(a Awaited, what string) *Refusal {
	if a.Open() {
		return &Refusal{Why: what + " was asked for and has not come.", Until: "Record its arrival first."}
	}
	return nil
}

func ifAsked(a Awaited, what string) *Refusal {
	if !a.Open() {
		return &Refusal{Why: what + " is not being waited for.", Until: "Record that it was asked for first."}
	}
	return nil
}

// law: UK GDPR Art 12A(5): a question pauses the clock of an access request
// and of no other.
func mayClarify(c Case, today civil.Date) *Refusal {
	if r := whileOpen(c, today); r != nil {
		return r
	}
	if c.Kind != Access {
		return &Refusal{
			Why:   "Asking for clarification does not pause the clock of this kind of request.",
			Until: "Ask, and answer within the month all the same.", Law: "UK GDPR Art 12A(5)",
		}
	}
	if c.openPause() != nil {
		return &Refusal{Why: "A question is open already.", Until: "Record its answer first."}
	}
	return nil
}

func mayAnswer(c Case, today civil.Date) *Refusal {
	if r := whileOpen(c, today); r != nil {
		return r
	}
	if c.openPause() == nil {
		return &Refusal{Why: "No question is open.", Until: "Record the question first."}
	}
	return nil
}

func mayExtend(c Case, today civil.Date) *Refusal {
	return forRights(func(c Case) *Refusal {
		if c.Extension != nil {
			return &Refusal{Why: "The period was extended already.", Until: "It can be extended once.", Law: "UK GDPR Art 12A(3)"}
		}
		return nil
	})(c, today)
}

func mayRecordSending(c Case, today civil.Date) *Refusal {
	if _, err := c.unsent(""); err != nil {
		return &Refusal{Why: "No letter is issued and not sent.", Until: "Issue one first."}
	}
	return nil
}
