package casefile

import (
	"casebook/internal/civil"
	"casebook/internal/clock"
)

// The clauses that several rows share.
const (
	particularsLaw = "FOIA s.1(3); EIR reg 9(4)"
	marksLaw       = "DPA 2018 Sch 2 para 25(2)-(5)"
	reporterLaw    = "DPA 2018 Sch 3 paras 12, 20"
	opinionLaw     = "DPA 2018 Sch 3 paras 5-6"
	reviewLaw      = "FOIA s.45 code of practice; EIR reg 11; of other requests and complaints: " + policy // B25, part D stage 2
)

// aboutActions say what a request is about where that decides which law it is
// under.
var aboutActions = []Action{
	{
		ID: "school", Label: "Say which school it is about",
		Help: "The days on which that school is open count, by its calendar.",
		Law:  "SI 2005/1437 reg 5; SI 2004/3364 reg 3; SI 2010/2768 reg 2",
		Fields: []Field{
			{Name: "school", Label: "School", Type: TextField, Required: true, Help: "Its name as the client file has it."},
			{Name: "type", Label: "Type of school", Type: ChoiceField, Choices: SchoolTypes, Help: "As the client file says, if left empty."},
		},
		Allowed: forKinds("This is for requests in which school days count.", "SI 2005/1437 reg 5; SI 2004/3364 reg 3", EducationRecord, InformationRequest),
		Make:    one(func(v Values) Payload { return &SchoolNamed{v.Text("school"), clock.SchoolType(v.Text("type"))} }),
	},
	{
		ID: "environment", Label: "Say whether it is about the environment",
		Help: "Requests about the environment are under the EIR, in which no school holiday counts.",
		Law:  "EIR reg 5(2)",
		Fields: []Field{
			{Name: "is", Label: "About the environment", Type: ChoiceField, Required: true, Choices: yesNo},
			{Name: "why", Label: "Why", Type: TextField},
		},
		Allowed: forInformation(nil),
		Make:    one(func(v Values) Payload { return &EnvironmentFound{v.Text("is") == "yes", v.Text("why")} }),
	},
	{
		ID: "marks", Label: "Exam marks are asked for",
		Help:    "Marks asked for before the results are out have dates of their own.",
		Law:     marksLaw,
		Allowed: forKinds("This is for access requests.", marksLaw, Access),
		Make:    one(func(Values) Payload { return &MarksAsked{} }),
	},
	{
		ID: "results", Label: "Record that exam results were announced",
		Help:    "Forty days run from this day, if the marks were asked for before it.",
		Law:     marksLaw,
		Allowed: forKinds("This is for access requests.", marksLaw, Access),
		Make:    one(func(Values) Payload { return &ResultsAnnounced{} }),
	},
}

// informationActions start and stop the time of requests to public authorities.
var informationActions = []Action{
	{
		ID: "particulars-ask", Label: "Ask what information is meant",
		Help:    "The time runs anew from the answer. Nothing is known to stop it under FOISA.",
		Law:     particularsLaw,
		Fields:  []Field{{Name: "reason", Label: "What is unclear", Type: LongField, Required: true}},
		Allowed: forInformation(func(c Case) *Refusal { return unlessPaused(c) }),
		Make:    one(func(v Values) Payload { return &ClarificationAsked{Reason: v.Text("reason")} }),
	},
	{
		ID: "fees-notice", Label: "Give a fees notice",
		Help: "The days from the notice to the payment do not count. Nothing is known to stop the time under FOISA.",
		Law:  "FOIA s.10; EIR reg 8(6)",
		Fields: []Field{
			{Name: "amount", Label: "Amount in pounds", Type: MoneyField, Required: true},
			{Name: "reason", Label: "What the fee is for", Type: LongField, Required: true},
		},
		Allowed: forInformation(func(c Case) *Refusal { return unlessAsked(c.Fee, "A fee") }),
		Make:    one(func(v Values) Payload { return &FeeAsked{Pence: v.Pence("amount"), Reason: v.Text("reason")} }),
	},
	{
		ID: "extend-eir", Label: "Extend to 40 working days",
		Help:    "Records that the person was told within 20 working days. Only for complex and voluminous requests about the environment.",
		Law:     "EIR reg 7",
		Fields:  []Field{{Name: "reasons", Label: "Reasons as given to the person", Type: LongField, Required: true}},
		Allowed: forInformation(mayExtendEIR),
		Make: one(func(v Values) Payload {
			return &ExtensionNoticed{Ground(clock.ComplexityAndVolume), v.Text("reasons")}
		}),
	},
}

// exemptionActions are about data that needs somebody else's word, and about
// those who hold data.
var exemptionActions = []Action{
	{
		ID: "holder-ask", Label: "Ask somebody to search",
		Help: "Keeps who was asked for data, and sets the day to chase them.",
		Law:  "UK GDPR Art 15(1A)",
		Fields: []Field{
			{Name: "holder", Label: "Who", Type: TextField, Required: true},
			{Name: "what", Label: "What was asked for", Type: LongField},
		},
		Allowed: whileOpen,
		Make:    one(func(v Values) Payload { return &HolderAsked{v.Text("holder"), v.Text("what")} }),
	},
	{
		ID: "holder-answer", Label: "Record the answer of somebody asked to search",
		Help: "Ends the chase.",
		Law:  "UK GDPR Art 15(1A)",
		Fields: []Field{
			{Name: "found", Label: "What they found", Type: LongField, Required: true},
			{Name: "holder", Label: "Who", Type: TextField, Help: "The one asked first and not answered, if left empty."},
		},
		Allowed: mayHoldersAnswer,
		Make:    makeHolderAnswer,
	},
	{
		ID: "reporter-ask", Label: "Data from the Principal Reporter found",
		Help:    "The Reporter has to be told within 14 days; nothing is disclosed before the answer.",
		Law:     reporterLaw,
		Fields:  []Field{{Name: "what", Label: "Which data", Type: LongField, Required: true}},
		Allowed: forKinds("This is for access requests.", reporterLaw, Access),
		Make:    one(func(v Values) Payload { return &ReporterArose{v.Text("what")} }),
	},
	{
		ID: "reporter-told", Label: "Record that the Principal Reporter was told",
		Help:    "Discharges the duty to tell the Reporter.",
		Law:     reporterLaw,
		Allowed: asking(func(c Case) bool { return !c.Reporter.On.IsZero() && c.Reporter.Told.IsZero() }, "No question about the Reporter's data is open.", "Record the question first."),
		Make:    after(func(c Case) civil.Date { return c.Reporter.On }, func(Values) Payload { return &ReporterTold{} }),
	},
	{
		ID: "opinion", Label: "Record a health opinion",
		Help:    "The opinion of the appropriate health professional; it may be relied on for six months.",
		Law:     opinionLaw,
		Fields:  []Field{{Name: "by", Label: "Who gave it", Type: TextField, Required: true}},
		Allowed: forKinds("This is for access requests.", opinionLaw, Access),
		Make:    one(func(v Values) Payload { return &OpinionGiven{v.Text("by")} }),
	},
	{
		ID: "opinion-relied", Label: "Record that the health opinion was relied on",
		Help:    "An opinion older than six months on that day does not count.",
		Law:     opinionLaw,
		Allowed: asking(func(c Case) bool { return !c.Opinion.Given.IsZero() }, "No health opinion is recorded.", "Record it first, with its date."),
		Make:    after(func(c Case) civil.Date { return c.Opinion.Given }, func(Values) Payload { return &OpinionRelied{} }),
	},
}

var breachActions = []Action{
	{
		ID: "aware", Label: "Record when the client became aware",
		Help: "72 hours run from that hour, over weekends and holidays.",
		Law:  "UK GDPR Art 33(1)",
		Fields: []Field{
			{Name: "time", Label: "Time of day", Type: TextField, Required: true, Help: "Like 14:05, by the clock in London."},
			{Name: "who", Label: "Who became aware", Type: TextField, Required: true},
			{Name: "how", Label: "By what", Type: TextField},
		},
		Allowed: forBreaches,
		Make:    makeAware,
	},
	{
		ID: "assess", Label: "Assess the breach",
		Help: "Says whether the regulator, and the people, have to be told. Every breach is documented.",
		Law:  "UK GDPR Art 33(1), (5); Art 34",
		Fields: []Field{
			{Name: "risk", Label: "Risk to people", Type: ChoiceField, Required: true, Choices: []string{string(Unlikely), string(SomeRisk), string(HighRisk)}},
			{Name: "reasons", Label: "Reasons", Type: LongField, Required: true},
			{Name: "consequences", Label: "Likely consequences", Type: LongField},
			{Name: "measures", Label: "Measures taken or proposed", Type: LongField},
			{Name: "people", Label: "About how many people", Type: NumberField},
		},
		Allowed: forBreaches,
		Make: one(func(v Values) Payload {
			return &BreachAssessed{Risk(v.Text("risk")), v.Text("reasons"), v.Text("consequences"), v.Text("measures"), v.Int("people")}
		}),
	},
	{
		ID: "notify", Label: "Record that the regulator was told",
		Help: "Discharges the duty to notify. After 72 hours the reasons for the delay are needed.",
		Law:  "UK GDPR Art 33(1)",
		Fields: []Field{
			{Name: "reference", Label: "The regulator's reference", Type: TextField},
			{Name: "late", Label: "Why it took longer than 72 hours", Type: LongField},
		},
		Allowed: forBreaches,
		Make:    makeNotified,
	},
}

// stageActions are what follows an answer: a review, the regulator, a hold.
var stageActions = []Action{
	{
		ID: "review-ask", Label: "Record that a review is asked for",
		Help:    "The internal review has a date of its own.",
		Law:     reviewLaw,
		Fields:  []Field{{Name: "why", Label: "What the person is not happy with", Type: LongField}},
		Allowed: mayAskReview,
		Make:    one(func(v Values) Payload { return &ReviewAsked{v.Text("why")} }),
	},
	{
		ID: "review-decide", Label: "Record the result of the review",
		Help: "By somebody else than who decided first.",
		Law:  reviewLaw,
		Fields: []Field{
			{Name: "by", Label: "Who reviewed it", Type: TextField, Required: true},
			{Name: "result", Label: "Result", Type: LongField, Required: true},
		},
		Allowed: asking(func(c Case) bool { return !c.Review.Asked.IsZero() && c.Review.Decided.IsZero() }, "No review is open.", "Record that one is asked for."),
		Make:    makeReview,
	},
	{
		ID: "regulator-open", Label: "The regulator has opened a case",
		Help: "Keeps its reference. Nothing is disposed of until it is closed.",
		Law:  "DPA 2018 s.165",
		Fields: []Field{
			{Name: "reference", Label: "The regulator's reference", Type: TextField, Required: true},
			{Name: "about", Label: "What it is about", Type: LongField},
		},
		Allowed: unless(func(c Case) bool { return c.Regulator.Open() }, "The regulator has a case open already.", "Record that it is closed first."),
		Make:    one(func(v Values) Payload { return &RegulatorOpened{v.Text("reference"), v.Text("about")} }),
	},
	{
		ID: "regulator-close", Label: "The regulator has closed its case",
		Help:    "As a policy, the case is kept for six years from this day.",
		Law:     "DPA 2018 s.165",
		Fields:  []Field{{Name: "result", Label: "Result", Type: LongField, Required: true}},
		Allowed: unless(func(c Case) bool { return !c.Regulator.Open() }, "The regulator has no case open.", "Record that it opened one first."),
		Make:    after(func(c Case) civil.Date { return c.Regulator.Opened }, func(v Values) Payload { return &RegulatorClosed{v.Text("result")} }),
	},
	{
		ID: "hold", Label: "Hold the case",
		Help:    "Nothing is disposed of while the hold stands.",
		Law:     "DPA 2018 s.173",
		Fields:  []Field{{Name: "reason", Label: "Why", Type: TextField, Required: true}},
		Allowed: unless(func(c Case) bool { return c.Hold != nil }, "The case is held already.", "Nothing needs to be done; to end the hold, lift it."),
		Make:    one(func(v Values) Payload { return &HoldPlaced{v.Text("reason")} }),
	},
	{
		ID: "hold-lift", Label: "Lift the hold",
		Help:    "The date of disposal counts again.",
		Law:     "UK GDPR Art 5(1)(e)",
		Fields:  []Field{{Name: "reason", Label: "Why", Type: TextField, Required: true}},
		Allowed: unless(func(c Case) bool { return c.Hold == nil }, "The case is not held.", "Nothing needs to be done."),
		Make:    one(func(v Values) Payload { return &HoldLifted{v.Text("reason")} }),
	},
}
