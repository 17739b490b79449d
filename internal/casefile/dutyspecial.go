package casefile

// recordLaw is the right to a pupil's educational record in the four nations
// (law/rules.md B01, B06 to B08). The duties of the letter are those of
// England; academies and independent schools promise the same (B03).
const recordLaw = "SI 2005/1437 reg 5 (Wales: WSI 2011/1942 reg 5; Scotland: SSI 2003/581; Northern Ireland: SR 2007/43)"

// foiRefusal is what a refusal must say.
const foiRefusal = "FOIA s.17"

// Requests to public authorities. "FOI refusal" of part C is K.
var informationDuties = []dutyRow{
	{letters: []LetterKind{Acknowledgement}, kinds: []Kind{InformationRequest}, duties: []Duty{
		{"next", policy, "say what happens next", nil},
		{"handler", policy, "say who is dealing with it", nil},
		{"due", policy, "say when the answer is due", []Fact{FactDue}},
	}},
	{letters: []LetterKind{Clarification}, kinds: []Kind{InformationRequest}, duties: []Duty{
		{"clarify-what", particularsLaw, "say what is unclear", []Fact{FactUnclear}},
		{"foi-clock", particularsLaw, "say what the question does to the time", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{InformationRequest}, outcomes: acting, duties: []Duty{
		{"foi-information", "FOIA s.1", "give the information", []Fact{FactDone}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{InformationRequest}, outcomes: []Outcome{NothingHeld}, duties: []Duty{
		{"foi-not-held", "FOIA s.1", "say that the information is not held", []Fact{FactDone}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{InformationRequest}, outcomes: []Outcome{Partly, Declined}, duties: []Duty{
		{"foi-exemption", foiRefusal, "say which exemption applies, and why", []Fact{FactReasons}},
		{"foi-balance", foiRefusal, "say how the public interest was weighed", []Fact{FactBalance}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{InformationRequest}, outcomes: declining, duties: []Duty{
		{"foi-review", foiRefusal, "say how to ask for an internal review", []Fact{FactContact}},
		{"foi-commissioner", foiRefusal, "say that the Commissioner can be asked for a decision", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{InformationRequest}, outcomes: []Outcome{Granted}, duties: []Duty{
		{"foi-review", policy, "say how to ask for an internal review", []Fact{FactContact}},
		{"foi-commissioner", policy, "say that the Commissioner can be asked for a decision", nil},
	}},
}

// A pupil's educational record.
var recordDuties = []dutyRow{
	{letters: []LetterKind{Acknowledgement}, kinds: []Kind{EducationRecord}, duties: []Duty{
		{"next", policy, "say what happens next", nil},
		{"handler", policy, "say who is dealing with it", nil},
		{"due", policy, "say when the answer is due", []Fact{FactDue}},
		{"record-pupil", policy, "say that the pupil has rights of their own", nil}, // B04
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{EducationRecord}, outcomes: acting, duties: []Duty{
		{"record-given", recordLaw, "say how the record can be seen, or give the copy", []Fact{FactDone}},
		{"record-fee", recordLaw, "say that looking is free and what a copy may cost", nil},
	}},
	// law: SI 2005/1437 reg 5(4): what the pupil could not be given.
	{letters: []LetterKind{Reply}, kinds: []Kind{EducationRecord}, outcomes: []Outcome{Partly, Declined}, duties: []Duty{
		{"reasons", "SI 2005/1437 reg 5(4)", "give the reasons", []Fact{FactReasons}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{EducationRecord}, duties: []Duty{
		{"record-again", policy, "say what to do if they are not happy", nil},
		{"record-pupil", policy, "say that the pupil has rights of their own", nil}, // B04
	}},
}

// A breach: the acknowledgement goes to who told of it, the reply to a person
// whose data it is. Part C, "Breach to individuals", is K.
var breachDuties = []dutyRow{
	{letters: []LetterKind{Acknowledgement}, kinds: []Kind{Breach}, duties: []Duty{
		{"next", policy, "say what happens next", nil},
		{"handler", policy, "say who is dealing with it", nil},
		{"routes", policy, "say how to complain", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Breach}, outcomes: acting, duties: []Duty{
		{"breach-nature", "UK GDPR Art 34", "say what happened", []Fact{FactDone}},
		{"breach-consequences", "UK GDPR Art 34", "say what may follow from it", []Fact{FactConsequences}},
		{"breach-measures", "UK GDPR Art 34", "say what was done about it", []Fact{FactMeasures}},
		{"breach-advice", "UK GDPR Art 34", "say what the person can do", []Fact{FactAdvice}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Breach}, duties: []Duty{
		{"routes", policy, "say how to complain", nil},
	}},
}
