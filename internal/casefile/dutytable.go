package casefile

import "slices"

// letterDuties is the table of law/rules.md part C. A row's mark is V where it
// says nothing else.
var letterDuties = slices.Concat(commonDuties, askingDuties, accessDuties, changeDuties, stoppingDuties, complaintDuties,
	informationDuties, recordDuties, breachDuties)

// What every letter does. Part C, "Common".
var commonDuties = []dutyRow{
	{duties: []Duty{
		{"received", policy, "say when we received it", []Fact{FactReceived}},
		{"matter", policy, "say which right or complaint it is about", nil},
		{"contact", policy, "say who to ask", []Fact{FactContact}},
	}},
	// Acknowledgement of a request: no statute asks for one (I).
	{letters: []LetterKind{Acknowledgement}, kinds: append([]Kind{Enquiry}, rightKinds...), duties: []Duty{
		{"next", policy, "say what happens next", nil},
		{"handler", policy, "say who is dealing with it", nil},
		{"routes", policy, "say how to complain", nil},
	}},
	{letters: []LetterKind{Acknowledgement}, kinds: rightKinds, duties: []Duty{
		{"due", policy, "say when the answer is due", []Fact{FactDue}},
	}},
	{letters: []LetterKind{Reply}, duties: []Duty{
		{"decision", "", "say what was decided and done", []Fact{FactOutcome, FactDone}},
	}},
	// A reply that does everything asked for says how to complain all the
	// same; statute asks it of refusals, and of every access reply.
	{letters: []LetterKind{Reply}, kinds: append([]Kind{Enquiry}, rightKinds...), outcomes: []Outcome{Granted}, duties: []Duty{
		{"routes", policy, "say how to complain", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Enquiry}, outcomes: declining, duties: []Duty{
		{"routes", policy, "say how to complain", nil},
	}},
	// Refusal or partial refusal of any right. That the form of the old
	// Art 12(4) also governs the withdrawal of consent (Art 7(3)) is ours (I).
	{letters: []LetterKind{Reply}, kinds: rightKinds, outcomes: []Outcome{Partly, Declined}, duties: []Duty{
		{"reasons", "UK GDPR Art 12(4)", "give the reasons", []Fact{FactReasons}},
	}},
	{letters: []LetterKind{Reply}, kinds: rightKinds, outcomes: []Outcome{NothingHeld}, duties: []Duty{
		{"reasons", "UK GDPR Art 12(4)", "give the reasons: where we looked", []Fact{FactDone}},
	}},
	{letters: []LetterKind{Reply}, kinds: rightKinds, outcomes: declining, duties: []Duty{
		{"complain-to-us", "UK GDPR Art 12(4); DPA 2018 s.164A", "say that a complaint can be made to the controller", []Fact{FactContact}},
		{"complain-to-regulator", "UK GDPR Art 12(4); DPA 2018 s.165", "say that a complaint can be made to the Commissioner", nil},
		{"court", "UK GDPR Art 12(4)", "say that a court can be asked to decide", nil},
	}},
}

// The letters that ask for something or for time.
var askingDuties = []dutyRow{
	{letters: []LetterKind{IdentityRequest}, kinds: rightKinds, duties: []Duty{
		{"identity-why", "UK GDPR Art 12(6)", "say why there is a reasonable doubt", []Fact{FactIdentity}},
		{"identity-what", "UK GDPR Art 12(6)", "say what is needed, with the least intrusive choices", nil},
		{"identity-clock", "UK GDPR Art 12A(2)(b)", "say that the time starts when it arrives", nil},
		{"identity-destroyed", "UK GDPR Art 5(1)(e)", "say how the proof is destroyed", nil}, // K
		{"routes", policy, "say how to complain", nil},
	}},
	// The regulator's guidance; the article names identity alone.
	{letters: []LetterKind{AuthorityAsking}, kinds: rightKinds, duties: []Duty{
		{"authority-what", "ICO guidance, Right of access", "say what shows the authority to act", []Fact{FactAuthority}},
		{"authority-choice", "ICO guidance, Right of access", "offer to answer the person themselves", nil},
		{"authority-clock", "ICO guidance, Right of access", "say that the time starts when it arrives", nil},
		{"routes", policy, "say how to complain", nil},
	}},
	// K
	{letters: []LetterKind{FeeNotice}, kinds: rightKinds, duties: []Duty{
		{"fee-amount", "UK GDPR Art 12(5)", "state the fee and how it was worked out", []Fact{FactFee, FactFeeWorking}},
		{"fee-reason", "UK GDPR Art 12(5)", "say why there is a fee", []Fact{FactFeeReason}},
		{"fee-clock", "UK GDPR Art 12A(2)(c)", "say that the time starts when it is paid", nil},
		{"complain-to-us", "DPA 2018 s.164A", "say that a complaint can be made to the controller", []Fact{FactContact}},
		{"complain-to-regulator", "DPA 2018 s.165", "say that a complaint can be made to the Commissioner", nil},
	}},
	{letters: []LetterKind{Clarification}, kinds: []Kind{Access}, duties: []Duty{
		{"clarify-what", "UK GDPR Art 12A(6)", "say what is unclear", []Fact{FactUnclear}},
		{"clarify-why", "UK GDPR Art 12A(6)", "say that a large amount of information is held", []Fact{FactVolume}},
		{"clarify-clock", "UK GDPR Art 12A(5)", "say that the time stands still until the answer", nil},
		{"clarify-search", "UK GDPR Art 15(1A)", "say that the search will be reasonable if there is no answer", nil}, // K
		{"routes", policy, "say how to complain", nil},
	}},
	{letters: []LetterKind{ExtensionNotice}, kinds: rightKinds, duties: []Duty{
		{"extension-reasons", "UK GDPR Art 12A(4)", "state the reasons for the delay", []Fact{FactGround, FactDelay}},
		{"extension-date", "UK GDPR Art 12A(3)-(4)", "state the new date", []Fact{FactNewDue}},
		{"routes", policy, "say how to complain", nil},
	}},
	{letters: []LetterKind{Progress}, kinds: append([]Kind{Enquiry, InformationRequest, EducationRecord, Breach}, rightKinds...), duties: []Duty{
		{"progress-done", policy, "say what is being done", []Fact{FactProgress}},
		{"progress-next", policy, "say what comes next and when", nil},
	}},
	{letters: []LetterKind{Progress}, kinds: []Kind{Complaint}, duties: []Duty{
		{"progress-done", "DPA 2018 s.164A(5)(b)", "say what is being done", []Fact{FactProgress}},
		{"progress-next", "DPA 2018 s.164A(5)(b)", "say what comes next and when", nil},
		{"routes", policy, "say how to complain to the Commissioner", nil},
	}},
}

// Access, "SAR reply": (a)-(e), (g) and (h) are K, (ea) and (f) V.
var accessDuties = []dutyRow{
	{letters: []LetterKind{Reply}, kinds: []Kind{Access}, outcomes: acting, duties: []Duty{
		{"access-confirmed", "UK GDPR Art 15(1)", "confirm that the data is processed", nil},
		{"access-copy", "UK GDPR Art 15(1), (3)", "give the copy, and say in which form", nil},
		{"access-purposes", "UK GDPR Art 15(1)(a)", "say what the data is used for", []Fact{FactPurposes}},
		{"access-categories", "UK GDPR Art 15(1)(b)", "say which categories of data there are", []Fact{FactCategories}},
		{"access-recipients", "UK GDPR Art 15(1)(c)", "say who receives the data", []Fact{FactRecipients}},
		{"access-retention", "UK GDPR Art 15(1)(d)", "say how long the data is kept", []Fact{FactRetention}},
		{"access-rights", "UK GDPR Art 15(1)(e)", "name the rights to rectification, erasure, restriction and objection", nil},
		{"complain-to-us", "UK GDPR Art 15(1)(ea)", "say that a complaint can be made to the controller", []Fact{FactContact}},
		{"complain-to-regulator", "UK GDPR Art 15(1)(f)", "say that a complaint can be made to the Commissioner", nil},
		{"access-sources", "UK GDPR Art 15(1)(g)", "say where the data came from", []Fact{FactSources}},
		{"access-automated", "UK GDPR Art 15(1)(h)", "say whether there are automated decisions", []Fact{FactAutomated}},
		{"access-transfers", "UK GDPR Art 15(2)", "say whether data goes abroad, and with which safeguards", []Fact{FactTransfers}},
		{"access-exemptions", "UK GDPR Art 12(4); DPA 2018 Schs 2-4", "list what was left out and why, or say that nothing was", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Access}, outcomes: []Outcome{Declined}, duties: []Duty{
		{"access-exemptions", "UK GDPR Art 12(4); DPA 2018 Schs 2-4", "list what was left out and why", nil},
	}},
	// law: UK GDPR Art 15(1A): what a reasonable and proportionate search yields.
	{letters: []LetterKind{Reply}, kinds: []Kind{Access}, outcomes: []Outcome{NothingHeld}, duties: []Duty{
		{"access-confirmed", "UK GDPR Art 15(1)", "say that no data is processed", nil},
		{"access-search", "UK GDPR Art 15(1A)", "say that the search was reasonable and proportionate", nil},
	}},
}

// Rectification, erasure, restriction and portability.
var changeDuties = []dutyRow{
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{Rectification}, outcomes: acting, duties: []Duty{
		{"rectified", "UK GDPR Art 16", "say what was corrected", []Fact{FactDone}},
		{"recipients-told", "UK GDPR Art 19", "say who else is told", nil},
	}},
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{Rectification}, duties: []Duty{
		{"statement", "UK GDPR Art 16", "offer to keep a statement of theirs with the data", nil},
	}},
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{Erasure}, outcomes: acting, duties: []Duty{
		{"erased", "UK GDPR Art 17", "say what was erased", []Fact{FactDone}},
		{"backups", "UK GDPR Art 17", "say what becomes of backups", nil},
		{"suppression", "UK GDPR Art 17", "say what little is kept so that the data does not come back", nil},
		{"recipients-told", "UK GDPR Art 19", "say who else is told", nil},
	}},
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{Erasure}, outcomes: []Outcome{Partly, Declined}, duties: []Duty{
		{"erasure-kept", "UK GDPR Art 17(3)", "say what is kept and on which ground", []Fact{FactReasons}},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Restriction}, outcomes: acting, duties: []Duty{
		{"restricted", "UK GDPR Art 18", "say what is restricted and since when", []Fact{FactDone}},
		{"restriction-uses", "UK GDPR Art 18", "say what the data may still be used for", nil},
		{"restriction-lifted", "UK GDPR Art 18(3)", "promise to tell the person before it is lifted", nil},
		{"recipients-told", "UK GDPR Art 19", "say who else is told", nil}, // K
	}},
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{Portability}, outcomes: acting, duties: []Duty{
		{"ported", "UK GDPR Art 20", "give the data in a structured, commonly used, machine-readable form", []Fact{FactDone}},
		{"port-scope", "UK GDPR Art 20", "say which data the right covers", nil},
		{"port-direct", "UK GDPR Art 20", "say that it can go straight to another controller where feasible", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Portability}, outcomes: []Outcome{Declined}, duties: []Duty{
		{"port-scope", "UK GDPR Art 20", "say which data the right covers", nil},
	}},
}

// Objection, marketing, automated decisions and the withdrawal of consent.
var stoppingDuties = []dutyRow{
	// K; that recognised legitimate interests count is V.
	{letters: []LetterKind{Reply}, kinds: []Kind{Objection}, outcomes: []Outcome{Granted, Partly, Declined}, duties: []Duty{
		{"objection-covers", "UK GDPR Art 21(1); DUAA 2025 s.70(5)", "say what the right covers", nil},
		{"objection-balance", "UK GDPR Art 21(1)", "state the result of the balancing", []Fact{FactDone}},
	}},
	// K; "direct marketing" itself is V.
	{letters: []LetterKind{Reply}, kinds: []Kind{MarketingOptOut}, outcomes: acting, duties: []Duty{
		{"marketing-stopped", "UK GDPR Art 21(3)", "confirm that marketing has stopped, and from whom", []Fact{FactDone}},
		{"suppression", "UK GDPR Art 21(3)", "say that the address is on the list of those not to write to", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{MarketingOptOut}, duties: []Duty{
		{"marketing-absolute", "UK GDPR Art 21(2)-(3)", "say that the right has no exceptions", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{AutomatedDecision}, outcomes: acting, duties: []Duty{
		{"adm-information", "UK GDPR Arts 22A-22D", "tell the person about the decision", []Fact{FactDone}},
		{"adm-representations", "UK GDPR Arts 22A-22D", "let the person put their side", nil},
		{"adm-human", "UK GDPR Arts 22A-22D", "say that a person looks at it", nil},
		{"adm-contest", "UK GDPR Arts 22A-22D", "say how to contest it", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{AutomatedDecision}, outcomes: []Outcome{Declined, NothingHeld}, duties: []Duty{
		{"adm-scope", "UK GDPR Arts 22A-22D", "say which decisions the right covers", nil},
	}},
	// K
	{letters: []LetterKind{Reply}, kinds: []Kind{ConsentWithdrawal}, outcomes: acting, duties: []Duty{
		{"consent-ended", "UK GDPR Art 7(3)", "say from which day it takes effect", []Fact{FactDone}},
		{"consent-earlier", "UK GDPR Art 7(3)", "say that what was done before stays lawful", nil},
		{"consent-services", "UK GDPR Art 7(3)", "say which services it affects", []Fact{FactDone}},
	}},
	// K
	{letters: []LetterKind{Acknowledgement, Reply}, kinds: []Kind{ConsentWithdrawal}, duties: []Duty{
		{"consent-easy", "UK GDPR Art 7(3)", "say that withdrawing is as easy as giving", nil},
	}},
}

// Complaints. The acknowledgement's duties: ICO guidance on s.164A(3).
var complaintDuties = []dutyRow{
	{letters: []LetterKind{Acknowledgement}, kinds: []Kind{Complaint}, duties: []Duty{
		{"complaint-acknowledged", "DPA 2018 s.164A(3)", "acknowledge the complaint", []Fact{FactReceived}},
		{"next", "DPA 2018 s.164A(4)-(5)", "say that it will be looked into, and what comes next", nil},
		{"handler", policy, "say who is dealing with it", nil},
		// A target of ours, which a client may do without (I).
		{"due", policy, "say by when they will hear more", nil},
		{"routes", policy, "say how to complain to the Commissioner", nil},
	}},
	{letters: []LetterKind{Reply}, kinds: []Kind{Complaint}, duties: []Duty{
		{"complaint-issues", "DPA 2018 s.164A(4)", "answer each issue in turn, with what was found and changed", []Fact{FactIssues, FactFindings}},
		{"complaint-remedy", "DPA 2018 s.164A(4)", "say what follows: an apology, a remedy, or why there is none", []Fact{FactDone}},
		{"complaint-stage", policy, "say what the next stage is", nil},
		{"complain-to-regulator", "DPA 2018 s.165", "say that a complaint can be made to the Commissioner", nil},
		{"court", policy, "say that a court can be asked to decide", nil},
	}},
}
