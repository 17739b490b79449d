package casefile

import (
	"slices"

	"casebook/internal/clock"
)

// answerRules are the rules of the duty to answer, by kind; of the others it is
// the reply to a right.
var answerRules = map[Kind][]clock.RuleID{
	Complaint:          {clock.ComplaintOutcome},
	EducationRecord:    {clock.EducationRecord},
	InformationRequest: {clock.FOI, clock.FOISchool, clock.FOIScotland, clock.EIR},
	Breach:             {clock.Breach},
}

// AnswerDuty returns the duty to answer at all: the reply to a request, the
// outcome of a complaint, the word to the regulator about a breach. There may
// be none.
func AnswerDuty(kind Kind, obligations []clock.Obligation) (clock.Obligation, bool) {
	rules := answerRules[kind]
	if rules == nil {
		rules = []clock.RuleID{clock.Rights}
	}
	for _, o := range obligations {
		if slices.Contains(rules, o.Rule) {
			return o, true
		}
	}
	return clock.Obligation{}, false
}
