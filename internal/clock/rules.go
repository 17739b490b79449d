package clock

import (
	"slices"
	"time"

	"casebook/internal/civil"
)

// The clauses that several rows share.
const (
	art12A2a       = "UK GDPR Art 12A(2)(a)"
	periods        = "UK GDPR Art 4A; Reg 1182/71 Art 3"
	rollClause     = "UK GDPR Art 4A; Reg 1182/71 Art 3(4)"
	dpaRoll        = "DPA 2018 s.205(2); Reg 1182/71 Art 3(4)"
	s164A3         = "DPA 2018 s.164A(3)"
	s164A4         = "DPA 2018 s.164A(4)"
	s164A5b        = "DPA 2018 s.164A(5)(b)"
	guidanceAccess = "ICO guidance, Right of access"
	guidance2020   = "ICO guidance of 2020, cautious reading"
	policyMonth    = "Policy, after UK GDPR Art 7(3) and Art 12(3)"
	paraMarks      = "DPA 2018 Sch 2 para 25(2)-(5)"
	schoolsFOI     = "SI 2004/3364 reg 3; SI 2010/2768 reg 2; SI 2009/1369"
	clientsWord    = "Policy (client's setting)"
)

var (
	month  = Period{1, Months}
	rights = RuleClauses{
		Start: art12A2a,
		// law: UK GDPR Art 12(6)(a)-(b), Art 12A(2)(b)
		Identity: "UK GDPR Art 12A(2)(b)",
		// A32: the article names only identity; the regulator names this too.
		Authority: guidanceAccess,
		Fee:       "UK GDPR Art 12A(2)(c)",
		FeeCopies: guidanceAccess,
		FirstDay:  periods,
		Question:  "UK GDPR Art 12A(5)",
		Cautious:  guidance2020,
		Notice:    "UK GDPR Art 12A(4)",
		Extended:  "UK GDPR Art 12A(3)",
		Roll:      rollClause,
		InForce:   "SI 2026/82 reg 2",
	}
	// law: DUAA 2025 s.76 through SI 2026/82 reg 2(h)
	art12AInForce = civil.Must(2026, time.February, 5)
	// law: DUAA 2025 s.103 through SI 2026/82 reg 3
	s164AInForce = civil.Must(2026, time.June, 19)
)

// Rules returns the table of rules of this version of the program.
func Rules() []Rule {
	return slices.Concat(rightsRules(), complaintRules(), schoolRules(), informationRules(), otherRules(),
		progressRules(), chaseRules(), disposalRules())
}

// The kinds of case, by what they have in common.
var (
	rightsKinds = []string{
		"access", "rectification", "erasure", "restriction", "portability",
		"objection", "automated-decision", "consent-withdrawal", "marketing-opt-out",
	}
	information = []string{"information-request"}
	complaint   = []string{"complaint"}
	education   = []string{"education-record"}
	breach      = []string{"breach"}
	enquiry     = []string{"enquiry"}
)

// rightsRules are the rows of the nine rights.
func rightsRules() []Rule {
	access := Rule{
		ID: Rights, Kinds: []string{"access"}, Name: "Send the reply",
		Basis: Statute, InForce: art12AInForce, Before: Guidance,
		Start:    []Fact{Received, Identity, Authority, FeePaid},
		Limits:   []Limit{{Period: month, Law: "UK GDPR Art 12(3), Art 12A(1)"}},
		Extended: Period{3, Months}, Grounds: []Ground{Complexity, Number},
		Questions: Stops, Roll: NationSet, Met: []Met{MetSent, MetWithdrawn}, Law: rights,
	}
	others := access
	others.Kinds = []string{
		"rectification", "erasure", "restriction", "portability",
		"objection", "automated-decision", "marketing-opt-out",
	}
	others.Law.Cautious = ""
	others.Questions = Unstopped // law: UK GDPR Art 12A(5), opening words: Art 15 only
	consent := others
	consent.Kinds = []string{"consent-withdrawal"}
	// Art 7(3) sets no period: the month of the other rights is a promise.
	consent.Basis, consent.Before = Policy, Policy
	consent.Limits = []Limit{{Period: month, Law: policyMonth}}
	// A11: 28 days always fall inside the month; off unless a client sets it.
	target := Rule{
		ID: ReplyTarget, Kinds: rightsKinds, Name: "Send the reply by our own target", Basis: Policy,
		Start: []Fact{Received}, Limits: []Limit{{Period: Period{0, Days}, Law: clientsWord}},
		Met: []Met{MetSent, MetWithdrawn}, Law: RuleClauses{Start: clientsWord},
	}
	return []Rule{access, others, consent, target}
}

// complaintRules are the rows of a complaint to the controller.
func complaintRules() []Rule {
	law := RuleClauses{Start: s164A3, Roll: dpaRoll, InForce: "SI 2026/82 reg 3", Discharged: "ICO consultation response, complaints"}
	ack := Rule{
		ID: ComplaintAck, Kinds: complaint, Name: "Acknowledge the complaint",
		Basis: Statute, InForce: s164AInForce, Before: Policy,
		Start:  []Fact{Received},
		Limits: []Limit{{Period: Period{30, Days}, Law: s164A3 + "; ICO guidance, complaints"}},
		Roll:   NationSet, Met: []Met{MetAcknowledged, MetOutcome, MetWithdrawn}, Law: law,
	}
	// Statute says "without undue delay" and no more: the dates are the
	// client's, or these.
	progress, outcome := ack, ack
	progress.ID, progress.Name, progress.Basis = ComplaintProgress, "Tell the complainant how it goes", Policy
	progress.Start = []Fact{LastProgress}
	progress.Limits = []Limit{{Period: month, Law: clientsWord + ", after " + s164A5b}}
	progress.Met, progress.Law.Start = []Met{MetOutcome, MetWithdrawn}, s164A5b
	outcome.ID, outcome.Name, outcome.Basis = ComplaintOutcome, "Tell the outcome of the complaint", Policy
	outcome.Limits = []Limit{{Period: month, Law: clientsWord + ", after " + s164A4}}
	outcome.Met, outcome.Law.Start = []Met{MetOutcome, MetWithdrawn}, s164A4
	// A84: after three months the delay itself needs an explanation.
	delay := outcome
	delay.ID, delay.Name = ComplaintDelay, "Explain why the outcome takes so long"
	delay.Limits = []Limit{{Period: Period{3, Months}, Law: clientsWord + ", after " + s164A4}}
	for _, r := range []*Rule{&progress, &outcome, &delay} {
		r.Law.Discharged, r.Law.Roll = "", clientsWord
		r.InForce, r.Before, r.Law.InForce = civil.Date{}, "", ""
	}
	return []Rule{ack, progress, outcome, delay}
}
