package clock

import "casebook/internal/civil"

// RuleID names a duty: the rule by which its date is worked out.
type RuleID string

// The rules. Several rows of the table may share an id, one for each group of
// kinds of case; ids are those of `casebook deadline`.
const (
	Rights            RuleID = "rights"
	ReplyProgress     RuleID = "progress"
	ReplyTarget       RuleID = "reply-target"
	ComplaintAck      RuleID = "complaint-acknowledgement"
	ComplaintProgress RuleID = "complaint-progress"
	ComplaintOutcome  RuleID = "complaint-outcome"
	ComplaintDelay    RuleID = "complaint-delay"
	ExamMarks         RuleID = "exam-marks"
	EducationRecord   RuleID = "education-record"
	FOI               RuleID = "foi"
	FOISchool         RuleID = "foi-school"
	FOIScotland       RuleID = "foi-scotland"
	EIR               RuleID = "eir"
	Breach            RuleID = "breach"
	PrincipalReporter RuleID = "principal-reporter"
	HealthOpinion     RuleID = "health-opinion"
	IdentityChase     RuleID = "identity-chase"
	AuthorityChase    RuleID = "authority-chase"
	FeeChase          RuleID = "fee-chase"
	QuestionChase     RuleID = "question-chase"
	Unanswered        RuleID = "unanswered"
	HolderChase       RuleID = "holder-chase"
	InternalReview    RuleID = "internal-review"
	Disposal          RuleID = "disposal"
)

// Basis says what a date rests on.
type Basis string

// What a date rests on.
const (
	Statute  Basis = "law"
	Guidance Basis = "guidance" // the regulator's guidance
	Policy   Basis = "policy"   // what the client promises, or a cautious default
)

// Unit is what a period counts.
type Unit uint8

// The units of a period.
const (
	Months      Unit = iota + 1 // to the same date in a later month, or its last day
	Days                        // every day
	WorkingDays                 // days that count in the rule's set
	Hours                       // elapsed hours
	MonthsBack                  // months that end with the day on which a thing is relied on
)

// Period is a number of months, and so on.
type Period struct {
	N    int
	Unit Unit
}

// Set says which days do not count.
type Set uint8

// The sets of days. A weekend day counts in none of them.
const (
	NoSet       Set = iota
	NationSet       // the bank holidays of the nation (A22)
	UKSet           // those of any part of the UK (A24)
	ScotlandSet     // those of Scotland (A24)
	SchoolSet       // days on which the school has no session (B09)
	SchoolUKSet     // days that are no school day or no working day (B21)
)

// Fact is a fact from which a time may run.
type Fact uint8

// The facts from which a time may run.
const (
	Received       Fact = iota + 1
	Identity            // what was asked for to be sure of the identity
	Authority           // a representative's authority
	FeePaid             // the fee
	Aware               // the hour in which the controller became aware
	LastProgress        // the last time the person was told how it goes; else the receipt
	ResultsOut          // the announcement of exam results
	ReporterArose       // the question about the Principal Reporter's data
	OpinionGiven        // a health professional's opinion
	IdentityAsked       // the question about identity
	AuthorityAsked      // the question about authority
	FeeAsked            // the fee notice
	QuestionAsked       // the latest question that is open
	FirstAsked          // the first of what was asked and is not there
	HolderAsked         // the first search asked for and not answered
	ReviewAsked         // the wish for an internal review
	CaseClosed          // the end of the case
	RegulatorDone       // the end of the regulator's case
)

// Questions says what a question for clarification does to the time.
type Questions uint8

// What a question for clarification does.
const (
	Unstopped Questions = iota // nothing
	Stops                      // its days do not count
	Restarts                   // the time runs anew from the answer
)

// Met is a fact that discharges a duty.
type Met uint8

// The facts that discharge a duty.
const (
	MetSent Met = iota + 1
	MetAcknowledged
	MetOutcome
	MetReviewed
	MetWithdrawn // the case was closed because the person withdrew or fell silent
	MetClosed    // the case was closed
	MetReporter
)

// Rule is one row of the table: a duty, for which kinds of case, and how its
// date is worked out. A clause left empty means that the step does not occur.
type Rule struct {
	ID      RuleID
	Kinds   []string     // the kinds of case that have the duty
	Nations []Nation     // where; none: everywhere
	Schools []SchoolType // at which schools; none: at all
	When    Cond         // a case of the kind has it then
	Name    string       // the duty, for people: "Send the reply"
	Basis   Basis        // what the date rests on
	InForce civil.Date   // receipts before it are dated alike, as Before says
	Before  Basis        // what the date of such a receipt rests on

	Only      Cond   // the rule holds only then ...
	Otherwise RuleID // ... and else this one does
	Until     RuleID // the duty falls away on the day this one is due

	Start     []Fact      // the time runs from the latest of these that there are
	Limits    []Limit     // the earliest of these is the last day
	Extended  Period      // the period once extended; zero: it cannot be
	Grounds   []Ground    // for which it can be extended
	Questions Questions   // what a question for clarification does
	FeeDays   bool        // the days from a fee notice to the payment do not count
	Roll      Set         // the days over which the last day moves on; NoSet: it stays
	Met       []Met       // any of these discharges the duty
	Held      bool        // a hold takes the date away
	Keep      string      // the class under which a client sets how long a case is kept
	Law       RuleClauses // the clause of each step
}

// Limit is a period and what it is counted in.
type Limit struct {
	Period Period
	From   Fact   // the fact from which it runs; zero: the rule's start
	Set    Set    // for working days: which days do not count
	Law    string // the clause that sets it
}

// RuleClauses holds the clause of law for each step of a rule's working.
type RuleClauses struct {
	Start      string // that the time runs from receipt
	Identity   string // ... from the identity information
	Authority  string // ... from the authority
	Fee        string // ... from the payment
	FeeCopies  string // ... from the payment for further copies
	FirstDay   string // how the first day is counted
	Question   string // what a question does to the time
	Cautious   string // the cautious count of a question's days
	Notice     string // until when an extension can be told
	Extended   string // the extended period
	Roll       string // that the last day moves on
	InForce    string // since when the rule is law
	Discharged string // that an outcome needs no acknowledgement
	Only       string // when the rule holds
	Held       string // that a hold comes first
	Promise    string // that the client promises this where no law does
}
