package casefile

import "casebook/internal/clock"

// SchoolNamed says which school the request is about.
type SchoolNamed struct {
	School string           `json:"school"`
	Type   clock.SchoolType `json:"type,omitempty"`
}

// EventType implements [Payload].
func (SchoolNamed) EventType() (string, int) { return "school.named", 1 }

// EnvironmentFound says whether an information request is about the
// environment.
type EnvironmentFound struct {
	Is  bool   `json:"is"`
	Why string `json:"why,omitempty"`
}

// EventType implements [Payload].
func (EnvironmentFound) EventType() (string, int) { return "environment.found", 1 }

// MarksAsked says that the request asks for exam marks.
//
// law: DPA 2018 Sch 2 para 25(2)
type MarksAsked struct{}

// EventType implements [Payload].
func (MarksAsked) EventType() (string, int) { return "marks.asked", 1 }

// ResultsAnnounced says on which day the exam results were announced.
//
// law: DPA 2018 Sch 2 para 25(2)-(5)
type ResultsAnnounced struct{}

// EventType implements [Payload].
func (ResultsAnnounced) EventType() (string, int) { return "results.announced", 1 }

// BreachAware records the hour in which the controller became aware: the
// event's On.
//
// law: UK GDPR Art 33(1)
type BreachAware struct {
	Who string `json:"who"`
	How string `json:"how,omitempty"`
}

// EventType implements [Payload].
func (BreachAware) EventType() (string, int) { return "breach.aware", 1 }

// BreachAssessed records what the breach means to people.
//
// law: UK GDPR Art 33(1), (5)
type BreachAssessed struct {
	Risk         Risk   `json:"risk"`
	Reasons      string `json:"reasons"`
	Consequences string `json:"consequences,omitempty"`
	Measures     string `json:"measures,omitempty"`
	People       int    `json:"people,omitempty"`
}

// EventType implements [Payload].
func (BreachAssessed) EventType() (string, int) { return "breach.assessed", 1 }

// BreachNotified records that the regulator was told.
//
// law: UK GDPR Art 33(1)
type BreachNotified struct {
	Reference string `json:"reference,omitempty"`
	Late      string `json:"late,omitempty"` // why it was told after 72 hours
}

// EventType implements [Payload].
func (BreachNotified) EventType() (string, int) { return "breach.notified", 1 }

// ReporterArose records that data came from the Principal Reporter.
//
// law: DPA 2018 Sch 3 paras 12, 20
type ReporterArose struct {
	What string `json:"what"`
}

// EventType implements [Payload].
func (ReporterArose) EventType() (string, int) { return "reporter.arose", 1 }

// ReporterTold records that the Reporter was told.
type ReporterTold struct{}

// EventType implements [Payload].
func (ReporterTold) EventType() (string, int) { return "reporter.told", 1 }

// OpinionGiven records a health professional's opinion: On is its date.
//
// law: DPA 2018 Sch 3 paras 5-6
type OpinionGiven struct {
	By string `json:"by"`
}

// EventType implements [Payload].
func (OpinionGiven) EventType() (string, int) { return "opinion.given", 1 }

// OpinionRelied records the day on which the opinion was relied on.
type OpinionRelied struct{}

// EventType implements [Payload].
func (OpinionRelied) EventType() (string, int) { return "opinion.relied", 1 }

// HolderAsked records that somebody was asked to search.
type HolderAsked struct {
	Holder string `json:"holder"`
	What   string `json:"what,omitempty"`
}

// EventType implements [Payload].
func (HolderAsked) EventType() (string, int) { return "holder.asked", 1 }

// HolderAnswered records the answer of somebody who was asked to search.
type HolderAnswered struct {
	Asked string `json:"asked"` // id of the event that asked
	Found string `json:"found"`
}

// EventType implements [Payload].
func (HolderAnswered) EventType() (string, int) { return "holder.answered", 1 }

// ReviewAsked records that the person wants an internal review.
type ReviewAsked struct {
	Why string `json:"why,omitempty"`
}

// EventType implements [Payload].
func (ReviewAsked) EventType() (string, int) { return "review.asked", 1 }

// ReviewDecided records the result of an internal review.
type ReviewDecided struct {
	By     string `json:"by"`
	Result string `json:"result"`
}

// EventType implements [Payload].
func (ReviewDecided) EventType() (string, int) { return "review.decided", 1 }

// RegulatorOpened records that the regulator has taken the matter up.
type RegulatorOpened struct {
	Reference string `json:"reference"`
	About     string `json:"about,omitempty"`
}

// EventType implements [Payload].
func (RegulatorOpened) EventType() (string, int) { return "regulator.opened", 1 }

// RegulatorClosed records that the regulator has closed its case.
type RegulatorClosed struct {
	Result string `json:"result"`
}

// EventType implements [Payload].
func (RegulatorClosed) EventType() (string, int) { return "regulator.closed", 1 }

// HoldPlaced forbids to dispose of the case.
type HoldPlaced struct {
	Reason string `json:"reason"`
}

// EventType implements [Payload].
func (HoldPlaced) EventType() (string, int) { return "hold.placed", 1 }

// HoldLifted takes the hold away.
type HoldLifted struct {
	Reason string `json:"reason"`
}

// EventType implements [Payload].
func (HoldLifted) EventType() (string, int) { return "hold.lifted", 1 }
