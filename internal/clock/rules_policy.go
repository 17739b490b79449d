package clock

import "slices"

// A policy row rests on no statute: its period is the client's ([Settings]),
// or the cautious one here.

// progressRules are the rows of telling a person how it goes.
func progressRules() []Rule {
	return []Rule{{
		ID: ReplyProgress, Kinds: rightsKinds, When: PastMonth, Until: Rights,
		Name: "Tell the person how it goes", Basis: Policy, Start: []Fact{LastProgress},
		Limits: []Limit{{Period: month, Law: clientsWord}},
		Roll:   NationSet, Met: []Met{MetSent, MetWithdrawn}, Law: RuleClauses{Start: clientsWord, Roll: clientsWord},
	}}
}

// chaseRules are the rows of asking again for what has not come.
func chaseRules() []Rule {
	kinds := slices.Concat(rightsKinds, complaint, information, education)
	row := func(id RuleID, when Cond, from Fact, p Period, name string) Rule {
		return Rule{
			ID: id, Kinds: kinds, When: when, Name: name, Basis: Policy, Start: []Fact{from},
			Limits: []Limit{{Period: p, Law: clientsWord}},
			Roll:   NationSet, Met: []Met{MetSent, MetOutcome, MetClosed},
			Law: RuleClauses{Start: clientsWord, Roll: clientsWord},
		}
	}
	fortnight := Period{14, Days}
	return []Rule{
		row(IdentityChase, IdentityPending, IdentityAsked, fortnight, "Ask again for proof of identity"),
		row(AuthorityChase, AuthorityPending, AuthorityAsked, fortnight, "Ask again for the authority to act"),
		row(FeeChase, FeePending, FeeAsked, fortnight, "Ask again for the fee"),
		row(QuestionChase, QuestionOpen, QuestionAsked, fortnight, "Ask again for clarification"),
		// A35: the regulator takes about one month without an answer as reasonable.
		row(Unanswered, AnyPending, FirstAsked, month, "Decide whether to close: no answer came"),
		row(HolderChase, HolderPending, HolderAsked, Period{7, Days}, "Chase whoever holds the data"),
	}
}

// The classes of closed case, by which a client sets how long it keeps them.
const (
	KeepRequest   = "request"
	KeepComplaint = "complaint"
	KeepBreach    = "breach"
	KeepWithdrawn = "withdrawn" // the person withdrew or fell silent
	KeepRegulator = "regulator" // the regulator had a case about it
)

// disposalRules are the rows of disposing of a closed case. No statute fixes a
// period (E01): these are cautious settings, for each client to replace (E06).
func disposalRules() []Rule {
	const storage = "UK GDPR Art 5(1)(e)"
	row := func(class string, kinds []string, when Cond, from Fact, months int) Rule {
		return Rule{
			ID: Disposal, Kinds: kinds, When: when, Name: "Dispose of the case", Basis: Policy,
			Start:  []Fact{from},
			Limits: []Limit{{Period: Period{months, Months}, Law: clientsWord + ", after " + storage}},
			Held:   true, Keep: class, Law: RuleClauses{Start: storage, Held: storage},
		}
	}
	requests := slices.Concat(rightsKinds, information, education, enquiry)
	all := slices.Concat(requests, complaint, breach)
	return []Rule{
		row(KeepRequest, requests, Closed, CaseClosed, 3*12),
		row(KeepComplaint, complaint, Closed, CaseClosed, 6*12),
		row(KeepBreach, breach, Closed, CaseClosed, 6*12),
		row(KeepWithdrawn, all, ClosedWithdrawn, CaseClosed, 6),
		row(KeepRegulator, all, ClosedRegulator, RegulatorDone, 6*12),
	}
}
