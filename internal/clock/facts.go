package clock

import "casebook/internal/civil"

// Facts is what the fold of a case hands over: what happened and when, and
// nothing that a rule concludes from it. The zero value of a field says that
// the thing has not happened.
type Facts struct {
	Kind   string // id of the kind of case: access, erasure, complaint, breach, ...
	Nation Nation // where the controller must act (A22)

	// Received is when the controller received it, ReceivedByDPO when the
	// published mailbox of its data protection officer did: the earlier counts
	// (A08). For a breach, Received is when the controller became aware.
	Received, ReceivedByDPO civil.Moment

	Identity  Wait // information asked for because of reasonable doubt (A30)
	Authority Wait // a representative's authority (A32)
	Fee       Fee  // a fee charged (A33)

	Pauses     []Pause     // questions for clarification, in any order (A40)
	Extensions []Extension // notices of extension; more than one is an error (A52)
	// ExtendedInTime says that the period was extended with a ground and in
	// time, where the day of the notice is not known.
	ExtendedInTime bool

	Marks       bool       // the request asks for exam marks (B.4 EXAM-M)
	Results     civil.Date // the day the results were announced
	School      string     // key of [Law].Schools: the school the request is about
	SchoolType  SchoolType // what the education record regulations ask (B01, B03)
	Environment bool       // an information request about the environment (B24)
	Opinion     civil.Date // the date of a health professional's opinion
	Relied      civil.Date // the day on which it is relied on (B.4 HEALTH-SH)
	// Reporter is the day a question about the Principal Reporter's data arose,
	// ReporterTold when the Reporter was told (B.4 PR-SCOT).
	Reporter, ReporterTold civil.Date

	Sent         civil.Date   // the reply, or whatever discharges the main duty
	Acknowledged civil.Date   // the acknowledgement
	Outcome      civil.Date   // the outcome of a complaint
	Progress     []civil.Date // each time the person was told how it goes

	Holders []Wait // people and places asked to search, and their answers
	Review  Wait   // an internal review, asked for and answered

	Closed          civil.Date // the day the case was closed
	Withdrawn       bool       // it was closed because the person withdrew or fell silent
	RegulatorClosed civil.Date // the day the regulator closed its own case about it
	// NoRisk says that a breach was found unlikely to result in a risk to people:
	// the regulator need not be told of it (B30).
	NoRisk bool
	Hold   bool // something forbids disposal: the regulator, a court, an open request
}

// Wait is something without which the time does not run: asked for and not
// there, or there.
//
// An answer that does not suffice is not an answer (A34): Received is the day
// on which what suffices arrived.
type Wait struct {
	Asked    civil.Date
	Received civil.Date
	Open     bool // asked for and not there, where the day of asking is not known
}

// Pending reports whether it was asked for and is not there.
func (w Wait) Pending() bool {
	return w.Received.IsZero() && (w.Open || !w.Asked.IsZero())
}

// Fee is a fee asked for and paid.
type Fee struct {
	Wait
	// Copies says that the fee is for further copies (Art 15(3)). Statute lets
	// only the fee of Art 12(5) start the time; the regulator lets this one too.
	Copies bool
}

// Pause is a question for clarification and its answer; no answer: still open.
type Pause struct{ Asked, Answered civil.Date }

// Extension is a notice of extension given to the person.
type Extension struct {
	Noticed civil.Date
	Ground  Ground // the reason given
}

// Ground is the reason for an extension.
type Ground string

// The grounds the rules know. Anything else is no ground.
const (
	Complexity          Ground = "complexity"            // UK GDPR Art 12A(3)
	Number              Ground = "number"                // UK GDPR Art 12A(3)
	ComplexityAndVolume Ground = "complexity-and-volume" // EIR reg 7
)

// SchoolType is the kind of school whose education record is asked for.
type SchoolType string

// The types of school the education record regulations tell apart; the zero
// value stands for a school to which they apply.
const (
	Maintained  SchoolType = "maintained"
	Special     SchoolType = "non-maintained-special"
	Academy     SchoolType = "academy"
	Independent SchoolType = "independent"
)
