package casefile

import (
	"slices"
	"strings"
	"unicode"
)

// Fact names something a letter cannot be written without. Its name is also
// the key under which a caseworker gives it to a letter (retention="7 years").
type Fact string

// The facts that letters need.
const (
	FactReceived   Fact = "received"
	FactDue        Fact = "due" // from the clock, a date or what it waits for
	FactContact    Fact = "contact"
	FactOutcome    Fact = "outcome"
	FactDone       Fact = "done"
	FactReasons    Fact = "reasons"
	FactPurposes   Fact = "purposes"
	FactCategories Fact = "categories"
	FactRecipients Fact = "recipients"
	FactRetention  Fact = "retention"
	FactSources    Fact = "sources"
	FactAutomated  Fact = "automated"
	FactTransfers  Fact = "transfers"
	FactIdentity   Fact = "identity"
	FactAuthority  Fact = "authority"
	FactFee        Fact = "fee"
	FactFeeReason  Fact = "fee-reason"
	FactFeeWorking Fact = "fee-working"
	FactUnclear    Fact = "unclear"
	FactVolume     Fact = "volume"
	FactGround     Fact = "ground"
	FactDelay      Fact = "delay"
	FactNewDue     Fact = "new-due" // from the clock
	FactIssues     Fact = "issues"
	FactFindings   Fact = "findings"
	FactProgress   Fact = "progress"

	FactBalance      Fact = "balance"
	FactConsequences Fact = "consequences"
	FactMeasures     Fact = "measures"
	FactAdvice       Fact = "advice"
)

// FactInfo is what Casebook knows of a fact.
type FactInfo struct {
	Fact  Fact
	Words string // completes "The letter needs ..."
	Do    string // how to supply it
	known func(Case, Client) bool
}

// facts is the table. A fact without a known function comes from the caller
// alone: the clock, or what a caseworker gives to the letter.
var facts = []FactInfo{
	{FactReceived, "the day it was received", "Record when it was received.", func(c Case, _ Client) bool { return !c.ReceivedOn().IsZero() }},
	{FactDue, "the day the answer is due", "Record what the clock needs: when it was received, and the client's nation.", nil},
	{FactContact, "a way to reach the data protection officer", "Add an e-mail address, a telephone number or an address to the client.", func(_ Case, k Client) bool { return len(k.DPOContact()) > 0 }},
	{FactOutcome, "the decision", "Record the decision first.", func(c Case, _ Client) bool { return c.Decision != nil }},
	{FactDone, "what was done", "Say in the decision what was done.", decided(func(d Decision) bool { return filled(d.What) })},
	{FactReasons, "the reasons", "Say in the decision why not everything asked for was done.", decided(func(d Decision) bool { return filled(d.Reasons) })},
	{FactPurposes, "what the data is used for", "Add purposes to the client, or give purposes=...", func(_ Case, k Client) bool { return len(k.Purposes) > 0 }},
	{FactCategories, "the categories of data", "Add categories to the client, or give categories=...", func(_ Case, k Client) bool { return len(k.Data) > 0 }},
	{FactRecipients, "who the data is shared with", "Add recipients to the client, or give recipients=...", func(_ Case, k Client) bool { return len(k.Recipient) > 0 }},
	{FactRetention, "how long the data is kept in each system", "State the retention of every system of the client, or give retention=...", func(_ Case, k Client) bool { return k.retentionKnown() }},
	{FactSources, "where the data came from", "Add sources to the client, or give sources=...", func(_ Case, k Client) bool { return len(k.Sources) > 0 }},
	{FactAutomated, "whether decisions are made by automated means alone", "Add automated_decisions to the client, or give automated=...", func(_ Case, k Client) bool { return filled(k.Automated) }},
	{FactTransfers, "whether the data is sent outside the United Kingdom", "Add transfers to the client, or give transfers=...", func(_ Case, k Client) bool { return filled(k.Transfers) }},
	{FactIdentity, "why there is a doubt about who is asking", "Record that proof of identity is asked for, with the reason.", func(c Case, _ Client) bool { return filled(c.Identity.Reason) }},
	{FactAuthority, "what proof of authority is needed", "Record that proof of authority is asked for, with what is needed and why.", func(c Case, _ Client) bool { return filled(c.Authority.Reason) }},
	{FactFee, "the amount of the fee", "Record the fee.", func(c Case, _ Client) bool { return c.Fee.Pence > 0 }},
	{FactFeeReason, "the reason for the fee", "Record the fee with its reason.", func(c Case, _ Client) bool { return filled(c.Fee.Reason) }},
	{FactFeeWorking, "how the fee was worked out", "Give fee-working=...: it may cover no more than the cost of the work.", nil},
	{FactUnclear, "what is unclear about the request", "Record that clarification is asked for, with the reason.", question(func(p Pause) string { return p.Reason })},
	{FactVolume, "what makes the amount of information large", "Record that clarification is asked for, with the amount held.", question(func(p Pause) string { return p.Volume })},
	{FactGround, "the ground for taking longer", "Record the extension, or give ground=complexity or ground=number.", extended(func(e Extension) bool { return e.Ground == Complexity || e.Ground == Number })},
	{FactDelay, "the reasons for the delay", "Record the extension with its reasons, or give delay=...", extended(func(e Extension) bool { return filled(e.Reasons) })},
	{FactNewDue, "the new date", "Record the extension in time: a late one does not move the date.", nil},
	{FactIssues, "the issues of the complaint", "Add each issue the person raised, and then a finding on each.", func(c Case, _ Client) bool { return len(c.Issues) > 0 }},
	{FactFindings, "a finding on every issue", "Record a finding on each issue.", Case.allFound},
	{FactProgress, "what is being done", "Record an enquiry or a search, or give progress=...", func(c Case, _ Client) bool { return len(c.Enquiries)+len(c.Searches) > 0 }},
	{FactBalance, "how the public interest was weighed", "Give balance=...: or say that the exemption is absolute and needs no weighing.", nil},
	{FactConsequences, "the likely consequences of the breach", "Assess the breach with its consequences, or give consequences=...", func(c Case, _ Client) bool { return filled(c.Incident.Consequences) }},
	{FactMeasures, "the measures taken about the breach", "Assess the breach with its measures, or give measures=...", func(c Case, _ Client) bool { return filled(c.Incident.Measures) }},
	{FactAdvice, "what people can do to protect themselves", "Give advice=...: how to spot misuse, and whom to tell.", nil},
}

// Facts returns every fact a letter can need.
func Facts() []FactInfo { return append([]FactInfo(nil), facts...) }

// Info returns what is known of f; an unknown fact has no words.
func (f Fact) Info() FactInfo {
	for _, info := range facts {
		if info.Fact == f {
			return info
		}
	}
	return FactInfo{Fact: f}
}

// Known reports whether the case, the client or what was given holds f.
func (f Fact) Known(c Case, client Client, given map[string]string) bool {
	if filled(given[string(f)]) {
		return true
	}
	info := f.Info()
	return info.known != nil && info.known(c, client)
}

func decided(holds func(Decision) bool) func(Case, Client) bool {
	return func(c Case, _ Client) bool { return c.Decision != nil && holds(*c.Decision) }
}

func extended(holds func(Extension) bool) func(Case, Client) bool {
	return func(c Case, _ Client) bool { return c.Extension != nil && holds(*c.Extension) }
}

// question looks at the question that is open: one already answered is not
// asked again.
func question(part func(Pause) string) func(Case, Client) bool {
	return func(c Case, _ Client) bool { return c.openPause() != nil && filled(part(*c.openPause())) }
}

// allFound reports whether there are issues and each has a finding.
func (c Case) allFound(Client) bool {
	for _, issue := range c.Issues {
		if !filled(issue.Finding) {
			return false
		}
	}
	return len(c.Issues) > 0
}

// retentionKnown reports whether the client states a period for every system.
func (c Client) retentionKnown() bool {
	for _, s := range c.Systems {
		if !filled(s.Retention) {
			return false
		}
	}
	return len(c.Systems) > 0
}

// DPOContact returns the ways to reach the data protection officer: the
// mailbox and the telephone, or else the postal address as one line.
func (c Client) DPOContact() []string {
	var ways []string
	phone := c.DPO.Phone
	if !filled(phone) {
		phone = c.Phone
	}
	for _, way := range []string{c.DPO.Email, phone} {
		if filled(way) {
			ways = append(ways, strings.TrimSpace(way))
		}
	}
	for _, address := range [][]string{c.DPO.Address, c.Address} {
		if len(ways) == 0 && len(address) > 0 {
			ways = append(ways, strings.Join(address, ", "))
		}
	}
	return ways
}

// DPOWays returns [Client.DPOContact] and, where there is no mailbox, also the
// postal address: somebody who does not telephone must be able to write.
func (c Client) DPOWays() []string {
	ways := c.DPOContact()
	for _, address := range [][]string{c.DPO.Address, c.Address} {
		if post := strings.Join(address, ", "); !filled(c.DPO.Email) && post != "" && !slices.Contains(ways, post) {
			return append(ways, post)
		}
	}
	return ways
}

// filled reports whether s holds anything to be seen: a mark that only orders
// bytes or turns text round is nothing said.
func filled(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}
