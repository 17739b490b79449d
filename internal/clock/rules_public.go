package clock

// schoolRules are the rows that only schools have.
func schoolRules() []Rule {
	return append(educationRules(), marksRule())
}

// educationRules are the rows of the parents' right to the education record:
// one a nation, and the promise of a school to which no regulations apply.
func educationRules() []Rule {
	law := func(n Nation, clause string) Rule {
		return Rule{
			ID: EducationRecord, Kinds: education, Name: "Give the education record",
			Nations: []Nation{n}, Schools: []SchoolType{"", Maintained, Special},
			Basis: Statute, Start: []Fact{Received},
			Limits: []Limit{{Period: Period{15, WorkingDays}, Set: SchoolSet, Law: clause}},
			Met:    []Met{MetSent, MetWithdrawn}, Law: RuleClauses{Start: clause},
		}
	}
	scotland := law(Scotland, "SSI 2003/581 regs 4-10")
	scotland.Schools = nil // B07: independent schools' managers are responsible too
	promise := law(England, clientsWord)
	promise.Nations, promise.Schools = []Nation{England, Wales, NorthernIreland}, []SchoolType{Academy, Independent}
	promise.Basis, promise.Law.Promise = Policy, "SI 2005/1437 reg 5(1)"
	return []Rule{
		law(England, "SI 2005/1437 reg 5(1)-(3)"),
		law(Wales, "WSI 2011/1942 reg 5"),
		scotland,
		law(NorthernIreland, "SR 2007/43 regs 9-10"),
		promise,
	}
}

// marksRule is the row of exam marks asked for before the results are out.
//
// law: DPA 2018 Sch 2 para 25(2)-(5)
func marksRule() Rule {
	return Rule{
		ID: ExamMarks, Kinds: []string{"access"}, When: MarksAsked, Name: "Send the exam marks",
		Basis: Statute, Only: Unannounced, Otherwise: Rights,
		Start: []Fact{Received},
		Limits: []Limit{
			{Period: Period{5, Months}, Law: paraMarks},
			{Period: Period{40, Days}, From: ResultsOut, Law: paraMarks},
		},
		Roll: NationSet, Met: []Met{MetSent, MetWithdrawn},
		Law: RuleClauses{Start: paraMarks, Roll: dpaRoll, Only: paraMarks},
	}
}

// informationRules are the rows of requests to public authorities.
func informationRules() []Rule {
	const name = "Answer the information request"
	foi := Rule{
		ID: FOI, Kinds: information, When: UnderFOI, Name: name, Basis: Statute,
		Start:     []Fact{Received},
		Limits:    []Limit{{Period: Period{20, WorkingDays}, Set: UKSet, Law: "FOIA s.10(1), s.10(6)"}},
		Questions: Restarts, FeeDays: true, Met: []Met{MetSent, MetWithdrawn},
		Law: RuleClauses{Start: "FOIA s.10(1)", Question: "FOIA s.1(3)", Fee: "FOIA s.10"},
	}
	school := foi
	school.ID, school.When = FOISchool, UnderFOISchool
	school.Nations = []Nation{England, Wales, NorthernIreland} // B26: no relief found in Scotland
	school.Limits = []Limit{
		{Period: Period{20, WorkingDays}, Set: SchoolUKSet, Law: schoolsFOI},
		{Period: Period{60, WorkingDays}, Set: UKSet, Law: schoolsFOI},
	}
	scotland := Rule{
		ID: FOIScotland, Kinds: information, When: UnderFOIScotland, Name: name, Basis: Statute,
		Start:  []Fact{Received},
		Limits: []Limit{{Period: Period{20, WorkingDays}, Set: ScotlandSet, Law: "FOISA s.10, s.73"}},
		Met:    []Met{MetSent, MetWithdrawn}, Law: RuleClauses{Start: "FOISA s.10"},
	}
	eir := foi
	eir.ID, eir.When = EIR, UnderEIR
	eir.Limits = []Limit{{Period: Period{20, WorkingDays}, Set: UKSet, Law: "EIR reg 5(2), reg 2(1)"}}
	eir.Extended, eir.Grounds = Period{40, WorkingDays}, []Ground{ComplexityAndVolume}
	eir.Law = RuleClauses{
		Start: "EIR reg 5(2)", Question: "EIR reg 9(4)", Fee: "EIR reg 8(6)",
		Notice: "EIR reg 7", Extended: "EIR reg 7",
	}
	return append([]Rule{foi, school, scotland, eir}, reviewRules()...)
}

// reviewRules are the rows of an internal review.
func reviewRules() []Rule {
	row := func(when Cond, basis Basis, n int, set Set, law string) Rule {
		return Rule{
			ID: InternalReview, Kinds: information, When: when, Name: "Tell the result of the internal review",
			Basis: basis, Start: []Fact{ReviewAsked},
			Limits: []Limit{{Period: Period{n, WorkingDays}, Set: set, Law: law}},
			Met:    []Met{MetReviewed, MetWithdrawn}, Law: RuleClauses{Start: law},
		}
	}
	// B25 and B26; D stage 2: a complaint's review has a target of its own.
	complaints := Rule{
		ID: InternalReview, Kinds: append(complaint[:1:1], rightsKinds...), When: ReviewWanted,
		Name: "Tell the result of the internal review", Basis: Policy, Start: []Fact{ReviewAsked},
		Limits: []Limit{{Period: month, Law: clientsWord}},
		Roll:   NationSet, Met: []Met{MetReviewed, MetWithdrawn},
		Law: RuleClauses{Start: clientsWord, Roll: clientsWord},
	}
	return []Rule{
		row(ReviewFOI, Guidance, 20, UKSet, "FOIA s.45 code of practice"),
		row(ReviewEIR, Statute, 40, UKSet, "EIR reg 11"),
		row(ReviewFOIScotland, Statute, 20, ScotlandSet, "FOISA, review"),
		complaints,
	}
}

// BreachHours is how long the regulator may go without being told of a breach, in
// elapsed hours.
//
// law: UK GDPR Art 33(1)
const BreachHours = 72

// otherRules are the breach and the exemptions with a time of their own.
func otherRules() []Rule {
	const art33, reporter, opinion = "UK GDPR Art 33(1)", "DPA 2018 Sch 3 para 20(2)", "DPA 2018 Sch 3 paras 5(4), 6(4)"
	return []Rule{
		{
			ID: Breach, Kinds: breach, When: Notifiable, Name: "Notify the regulator", Basis: Statute,
			Start: []Fact{Aware}, Limits: []Limit{{Period: Period{BreachHours, Hours}, Law: art33}},
			Met: []Met{MetSent}, Law: RuleClauses{Start: art33},
		},
		{
			ID: PrincipalReporter, Kinds: []string{"access"}, When: ReporterData, Name: "Tell the Principal Reporter",
			Basis: Statute, Start: []Fact{ReporterArose},
			Limits: []Limit{{Period: Period{14, Days}, Law: reporter}},
			Roll:   ScotlandSet, Met: []Met{MetReporter}, Law: RuleClauses{Start: reporter, Roll: dpaRoll},
		},
		{
			ID: HealthOpinion, Kinds: []string{"access"}, When: OpinionRelied, Name: "Rely on the health opinion",
			Basis: Statute, Start: []Fact{OpinionGiven},
			Limits: []Limit{{Period: Period{6, MonthsBack}, Law: opinion}},
			Law:    RuleClauses{Start: opinion},
		},
	}
}
