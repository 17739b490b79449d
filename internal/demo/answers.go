package demo

import "casebook/internal/casefile"

// step is an action of the action table with what is filled in.
type step struct {
	action string
	values casefile.Values
}

// decide is the last step of every answer.
func decide(outcome casefile.Outcome, what, reasons string) step {
	return step{"decide", casefile.Values{"outcome": string(outcome), "what": what, "reasons": reasons}}
}

// answers are what the demonstration finds and decides, by kind of case.
var answers = map[casefile.Kind][]step{
	casefile.Access: {
		{"search", casefile.Values{"system": "Mailboxes and shared folders", "found": "Letters and records about the person, 34 pages."}},
		decide(casefile.Granted, "A copy of the 34 pages we found is enclosed.", ""),
	},
	casefile.Rectification: {
		{"search", casefile.Values{"system": "Pupil and contact records", "found": "One record that was wrong."}},
		decide(casefile.Granted, "We have corrected our records as you asked.", ""),
	},
	casefile.Erasure: {
		{"search", casefile.Values{"system": "All systems", "found": "A contact record and the record of a contract."}},
		decide(casefile.Partly, "We have erased your contact record and the notes in it.", "We keep the record of the contract, because the law requires us to keep it and we may need it for legal claims."),
	},
	casefile.Restriction: {
		decide(casefile.Granted, "Since today we only store the record you dispute, while we check whether it is right.", ""),
	},
	casefile.Portability: {
		decide(casefile.Granted, "The data you gave us is enclosed as a CSV file.", ""),
	},
	casefile.Objection: {
		decide(casefile.Granted, "We have stopped using your data in the way you objected to.", ""),
	},
	casefile.AutomatedDecision: {
		decide(casefile.Granted, "A member of staff who had no part in the first decision has looked at it again and changed it.", ""),
	},
	casefile.ConsentWithdrawal: {
		decide(casefile.Granted, "From today we have stopped everything that rested on the consent, and told those who work with us.", ""),
	},
	casefile.MarketingOptOut: {
		decide(casefile.Granted, "We have stopped all marketing to your address and put it on our suppression list.", ""),
	},
	casefile.Complaint: {
		{"enquiry", casefile.Values{"of": "The office manager", "found": "The letter lay in a tray for nine days before anybody read it."}},
		{"finding", casefile.Values{"issue": "1", "upheld": "partly", "finding": "Our answer came later than it should have. The rest of what we did was right.", "changed": "The office now opens all post on the day it comes, and two people watch the mailbox."}},
		decide(casefile.Partly, "We have looked into everything you wrote, and we are sorry that our answer came late.", ""),
	},
	casefile.Enquiry: {
		decide(casefile.Granted, "We have answered your question in this letter: we keep the records for as long as our retention schedule says.", ""),
	},
}

// replyValues are what a reply to an access request says besides: what the
// published notice does not state and a caseworker would have asked for.
func replyValues(c casefile.Client) map[string]string {
	values := map[string]string{
		"retention": "Each system is kept for as long as the retention schedule says; a copy of the schedule is enclosed.",
	}
	if c.Automated == "" {
		values["automated"] = "No decision about you is made by a computer alone."
	}
	if len(c.Sources) == 0 {
		values["sources"] = "You gave us the data yourself."
	}
	return values
}
