package casefile

import (
	"slices"

	"casebook/internal/civil"
)

// Actions returns the table: everything a person can do on a case, in the
// order of menus.
func Actions() []Action { return actions }

// actions is filled once; the rows stand in the order in which casework goes.
var actions = slices.Concat(startActions, aboutActions, clockActions, informationActions, workActions,
	exemptionActions, breachActions, answerActions, stageActions, endActions)

var startActions = []Action{
	{
		ID: "assign", Label: "Give to a handler", Key: "A",
		Help:    "Says who works on the case.",
		Fields:  []Field{{Name: "handler", Label: "Handler", Type: TextField, Required: true}},
		Allowed: whileOpen,
		Make:    one(func(v Values) Payload { return &HandlerAssigned{v.Text("handler")} }),
	},
	{
		ID: "note", Label: "Add a note", Key: "N",
		Help: "Keeps a note or a telephone call on the timeline.",
		Fields: []Field{
			{Name: "text", Label: "Note", Type: LongField, Required: true},
			{Name: "minutes", Label: "Minutes of work", Type: MinutesField},
		},
		Allowed: always,
		Make:    one(func(v Values) Payload { return &NoteAdded{v.Text("text"), v.Int("minutes")} }),
	},
	{
		ID: "received", Label: "Correct when it was received",
		Help: "Records the day it reached the controller or the DPO; the clock counts from the earlier.",
		Law:  "UK GDPR Art 12A(2)(a)",
		Fields: []Field{
			{Name: "by", Label: "Received by", Type: ChoiceField, Required: true, Choices: []string{string(ByController), string(ByDPO)}},
			{Name: "why", Label: "What shows it", Type: TextField},
		},
		Allowed: whileOpen,
		Make:    one(func(v Values) Payload { return &RequestReceived{Receiver(v.Text("by")), v.Text("why")} }),
	},
	{
		ID: "person", Label: "Record who asks", Key: "P",
		Help: "Records the name and address letters go to, and whose data it is about.",
		Fields: []Field{
			{Name: "name", Label: "Name", Type: TextField, Required: true},
			{Name: "email", Label: "E-mail", Type: TextField},
			{Name: "phone", Label: "Telephone", Type: TextField},
			{Name: "address", Label: "Postal address", Type: LongField, Help: "One line a line, at most four."},
			{Name: "subject", Label: "Whose data it is, if not theirs", Type: TextField},
			{Name: "relation", Label: "How they stand to that person", Type: ChoiceField, Choices: []string{string(Parent), string(Carer), string(Solicitor), string(Representative)}},
			{Name: "child", Label: "That person is a child", Type: ChoiceField, Choices: yesNo},
		},
		Allowed: whileOpen,
		Make:    makePerson,
	},
}

var clockActions = []Action{
	{
		ID: "identity-ask", Label: "Ask for proof of identity", Key: "I",
		Help:    "The clock starts when the proof arrives.",
		Law:     "UK GDPR Art 12(6)",
		Fields:  []Field{{Name: "reason", Label: "Why there is a reasonable doubt", Type: LongField, Required: true}},
		Allowed: forRights(func(c Case) *Refusal { return unlessAsked(c.Identity, "Proof of identity") }),
		Make:    one(func(v Values) Payload { return &IdentityAsked{v.Text("reason")} }),
	},
	{
		ID: "identity-receive", Label: "Record proof of identity",
		Help:    "The clock runs from this day. Keep what was seen, not the document.",
		Law:     "UK GDPR Art 12A(2)(b)",
		Fields:  []Field{{Name: "seen", Label: "What was seen", Type: TextField, Help: "For example: passport, shown on screen."}},
		Allowed: forRights(func(c Case) *Refusal { return ifAsked(c.Identity, "Proof of identity") }),
		Make:    after(func(c Case) civil.Date { return c.Identity.Asked }, func(v Values) Payload { return &IdentityReceived{v.Text("seen")} }),
	},
	{
		ID: "authority-ask", Label: "Ask for proof of authority",
		Help:    "For somebody who asks on another's behalf; the clock starts when the proof arrives.",
		Law:     "ICO guidance on third-party requests",
		Fields:  []Field{{Name: "reason", Label: "What is needed and why", Type: LongField, Required: true}},
		Allowed: forRights(func(c Case) *Refusal { return unlessAsked(c.Authority, "Proof of authority") }),
		Make:    one(func(v Values) Payload { return &AuthorityAsked{v.Text("reason")} }),
	},
	{
		ID: "authority-receive", Label: "Record proof of authority",
		Help:    "The clock runs from this day.",
		Law:     "ICO guidance on third-party requests",
		Fields:  []Field{{Name: "seen", Label: "What was seen", Type: TextField}},
		Allowed: forRights(func(c Case) *Refusal { return ifAsked(c.Authority, "Proof of authority") }),
		Make:    after(func(c Case) civil.Date { return c.Authority.Asked }, func(v Values) Payload { return &AuthorityReceived{v.Text("seen")} }),
	},
	{
		ID: "fee-ask", Label: "Charge a fee",
		Help: "Only for a manifestly unfounded or excessive request, or for further copies; the clock starts when it is paid.",
		Law:  "UK GDPR Art 12(5), Art 15(3)",
		Fields: []Field{
			{Name: "amount", Label: "Amount in pounds", Type: MoneyField, Required: true},
			{Name: "reason", Label: "Why there is a fee", Type: LongField, Required: true, Help: "Why the request is manifestly unfounded or excessive, or which further copies are wanted."},
			{Name: "copies", Label: "For further copies only", Type: ChoiceField, Choices: yesNo},
		},
		Allowed: forRights(func(c Case) *Refusal { return unlessAsked(c.Fee, "A fee") }),
		Make: one(func(v Values) Payload {
			return &FeeAsked{v.Pence("amount"), v.Text("reason"), v.Text("copies") == "yes"}
		}),
	},
	{
		ID: "fee-receive", Label: "Record that the fee was paid",
		Help:    "The clock runs from this day.",
		Law:     "UK GDPR Art 12A(2)(c); FOIA s.10; EIR reg 8(6)",
		Allowed: mayBePaid,
		Make:    after(func(c Case) civil.Date { return c.Fee.Asked }, func(Values) Payload { return &FeePaid{} }),
	},
	{
		ID: "clarify-ask", Label: "Ask what is wanted", Key: "C",
		Help: "Pauses the clock until the answer comes. For access requests only, where a large amount is held.",
		Law:  "UK GDPR Art 12A(5)",
		Fields: []Field{
			{Name: "reason", Label: "What is unclear", Type: LongField, Required: true},
			{Name: "volume", Label: "What makes the amount of information large", Type: LongField, Required: true},
		},
		Allowed: mayClarify,
		Make:    one(func(v Values) Payload { return &ClarificationAsked{v.Text("reason"), v.Text("volume")} }),
	},
	{
		ID: "clarify-answer", Label: "Record the answer",
		Help:    "The clock runs again from the day after the answer.",
		Law:     "UK GDPR Art 12A(5)",
		Allowed: mayAnswer,
		Make:    after(func(c Case) civil.Date { return c.openPause().Asked }, func(Values) Payload { return &ClarificationAnswered{} }),
	},
	{
		ID: "extend", Label: "Extend by two months", Key: "E",
		Help: "Records that the person was told, with reasons, that the answer takes up to three months.",
		Law:  "UK GDPR Art 12A(3)-(4)",
		Fields: []Field{
			{Name: "ground", Label: "Ground", Type: ChoiceField, Required: true, Choices: []string{string(Complexity), string(Number)}},
			{Name: "reasons", Label: "Reasons as given to the person", Type: LongField, Required: true},
		},
		Allowed: mayExtend,
		Make:    one(func(v Values) Payload { return &ExtensionNoticed{Ground(v.Text("ground")), v.Text("reasons")} }),
	},
}

var workActions = []Action{
	{
		ID: "search", Label: "Record a search", Key: "S",
		Help: "Keeps where was searched and what was found.",
		Law:  "UK GDPR Art 15(1A)",
		Fields: []Field{
			{Name: "system", Label: "Where", Type: TextField, Required: true},
			{Name: "found", Label: "What was found", Type: LongField, Required: true},
		},
		Allowed: whileOpen,
		Make:    one(func(v Values) Payload { return &SearchRecorded{v.Text("system"), v.Text("found")} }),
	},
	{
		ID: "issue", Label: "Add an issue",
		Help:    "One head of a complaint, to be answered in turn.",
		Law:     "DPA 2018 s.164A",
		Fields:  []Field{{Name: "what", Label: "What the person says went wrong", Type: LongField, Required: true}},
		Allowed: forComplaints,
		Make:    one(func(v Values) Payload { return &IssueRaised{v.Text("what")} }),
	},
	{
		ID: "enquiry", Label: "Record an enquiry",
		Help: "Keeps who was asked while looking into a complaint, and what they said.",
		Law:  "DPA 2018 s.164A(5)",
		Fields: []Field{
			{Name: "of", Label: "Who was asked", Type: TextField, Required: true},
			{Name: "found", Label: "What was found", Type: LongField, Required: true},
		},
		Allowed: forComplaints,
		Make:    one(func(v Values) Payload { return &EnquiryMade{v.Text("of"), v.Text("found")} }),
	},
	{
		ID: "finding", Label: "Record a finding",
		Help: "What was found on one issue, and what changes because of it.",
		Law:  "DPA 2018 s.164A(4)",
		Fields: []Field{
			{Name: "issue", Label: "Number of the issue", Type: NumberField, Required: true},
			{Name: "finding", Label: "What was found", Type: LongField, Required: true},
			{Name: "upheld", Label: "Label", Type: ChoiceField, Required: true, Choices: []string{string(IsUpheld), string(IsPartly), string(NotUpheld)}},
			{Name: "changed", Label: "What changes", Type: LongField},
		},
		Allowed: forComplaints,
		Make:    makeFinding,
	},
}

var answerActions = []Action{
	{
		ID: "decide", Label: "Record the decision", Key: "D",
		Help: "What the reply says. Reasons are required where not everything was done.",
		Law:  "UK GDPR Art 12(3)-(4)",
		Fields: []Field{
			{Name: "outcome", Label: "Outcome", Type: ChoiceField, Required: true, Choices: []string{string(Granted), string(Partly), string(Declined), string(NothingHeld)}},
			{Name: "what", Label: "What was done", Type: LongField, Required: true},
			{Name: "reasons", Label: "Reasons", Type: LongField},
			{Name: "exemptions", Label: "Exemptions applied", Type: LongField, Help: "One a line."},
		},
		Allowed: whileOpen,
		Make:    makeDecision,
	},
	{
		ID: "letter-sent", Label: "Record that a letter was sent",
		Help: "Only sending a letter discharges a duty.",
		Fields: []Field{
			{Name: "letter", Label: "Letter", Type: TextField, Help: "Its id, or its name; the last one issued and not sent if left empty."},
			{Name: "how", Label: "How", Type: ChoiceField, Required: true, Choices: []string{string(ByPost), string(ByEmail), string(InPerson)}},
			{Name: "to", Label: "To", Type: TextField, Required: true},
		},
		Allowed: mayRecordSending,
		Make:    makeSending,
	},
}

var endActions = []Action{
	{
		ID: "link", Label: "Link to another case",
		Help: "Names a case that bears on this one.",
		Fields: []Field{
			{Name: "case", Label: "Reference", Type: TextField, Required: true},
			{Name: "relation", Label: "How it bears on this one", Type: TextField, Required: true},
		},
		Allowed: always,
		Make:    makeLink,
	},
	{
		ID: "close", Label: "Close the case", Key: "X",
		Help: "Ends the work. A reply that was not sent stays a duty.",
		Fields: []Field{
			{Name: "reason", Label: "Why it is finished", Type: TextField, Required: true},
			{Name: "withdrawn", Label: "The person withdrew or fell silent", Type: ChoiceField, Choices: yesNo, Help: "Then nothing more is owed to them."},
		},
		Allowed: whileOpen,
		Make: one(func(v Values) Payload {
			return &CaseClosed{Reason: v.Text("reason"), Withdrawn: v.Text("withdrawn") == "yes"}
		}),
	},
	{
		ID: "reopen", Label: "Reopen the case",
		Help:    "Takes the work up again; the dates are what they were.",
		Fields:  []Field{{Name: "reason", Label: "Why", Type: TextField, Required: true}},
		Allowed: whileClosed,
		Make:    one(func(v Values) Payload { return &CaseReopened{v.Text("reason")} }),
	},
	{
		ID: "withdraw", Label: "Take an entry back", Key: "U",
		Help: "The entry no longer counts and stays on the timeline, struck through.",
		Fields: []Field{
			{Name: "event", Label: "Entry", Type: TextField, Required: true, Help: "Its id, from casebook show --json."},
			{Name: "reason", Label: "Why", Type: TextField, Required: true},
		},
		Allowed: always,
		Make:    makeWithdrawal,
	},
}
