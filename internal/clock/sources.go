package clock

// Surety says how sure the program is of a clause.
type Surety string

// How sure the program is of a clause.
const (
	Read     Surety = "read"        // the text, or the regulator's own words, were read
	Believed Surety = "believed"    // taken to be right; the text was not at hand
	Reading  Surety = "our reading" // follows from the text as we read it
	NoLaw    Surety = "policy"      // no law at all: a promise or a cautious default
)

// Source is what a clause says, in short, and how sure of it the program is.
type Source struct {
	Says string
	Sure Surety
}

// Sources holds every clause that a rule cites.
var Sources = map[string]Source{
	"UK GDPR Art 12(3), Art 12A(1)":         {"act on a request without undue delay and within one month beginning with the relevant time", Read},
	art12A2a:                                {"the month begins with the receipt, if nothing below comes later", Read},
	"UK GDPR Art 12A(2)(b)":                 {"it begins when information asked for to confirm the identity arrives (Art 12(6))", Read},
	"UK GDPR Art 12A(2)(c)":                 {"it begins when a fee charged under Art 12(5) is paid", Read},
	guidanceAccess:                          {"it begins when a representative shows authority, or pays for further copies", Read},
	"UK GDPR Art 12A(3)":                    {"complexity or the number of requests allow two further months: three from the original start", Read},
	"UK GDPR Art 12A(4)":                    {"only by a notice with the reasons, given before the first month and its pauses end", Read},
	"UK GDPR Art 12A(5)":                    {"for access alone, the days from the question to the answer, both included, do not count", Reading},
	guidance2020:                            {"the regulator's earlier guidance left open whether the day of the question counts: the earlier date is safe", Reading},
	periods:                                 {"the day of the event is not counted; a month ends on the same date or the last day of the month", Read},
	rollClause:                              {"a last day on a weekend or public holiday moves to the next working day", Read},
	dpaRoll:                                 {"the same for periods in the Data Protection Act", Read},
	"SI 2026/82 reg 2":                      {"Art 12A is in force from 5 February 2026; requests before it are counted alike, as guidance", Read},
	"SI 2026/82 reg 3":                      {"the complaints provisions are in force from 19 June 2026", Read},
	policyMonth:                             {"Art 7(3) sets no time for a withdrawal of consent: the month of the other rights is promised", NoLaw},
	s164A3:                                  {"acknowledge a complaint within 30 days of its receipt", Read},
	s164A3 + "; ICO guidance, complaints":   {"the 30 days start on the day after the receipt", Read},
	s164A4:                                  {"take appropriate steps and tell the outcome without undue delay", Read},
	s164A5b:                                 {"tell the complainant how it goes", Read},
	clientsWord + ", after " + s164A4:       {"no time is set for the outcome: a target, with a warning after three months", NoLaw},
	clientsWord + ", after " + s164A5b:      {"no interval is set for progress: a promise", NoLaw},
	"ICO consultation response, complaints": {"an outcome within the 30 days needs no acknowledgement before it", Read},
	clientsWord:                             {"no law: what the client promises, else a cautious default", NoLaw},
	paraMarks:                               {"marks asked for before the results: five months, or 40 days from the results if earlier", Read},
	"SI 2005/1437 reg 5(1)-(3)":             {"England: the education record within 15 school days of a parent's written request", Read},
	"SI 2005/1437 reg 5(1)":                 {"the regulations do not bind academies, free schools and independent schools", Read},
	"WSI 2011/1942 reg 5":                   {"Wales: 15 school days", Read},
	"SSI 2003/581 regs 4-10":                {"Scotland: 15 school days, independent schools too", Read},
	"SR 2007/43 regs 9-10":                  {"Northern Ireland: 15 school days, from mixed wording", Read},
	"FOIA s.10(1)":                          {"answer promptly and by the 20th working day after the receipt", Read},
	"FOIA s.10(1), s.10(6)":                 {"a bank holiday in any part of the UK is no working day", Read},
	"FOIA s.1(3)":                           {"nothing is due until what is needed to identify the information is supplied; then 20 days anew", Believed},
	"FOIA s.10":                             {"working days from a fee notice to the payment are disregarded", Read},
	schoolsFOI:                              {"schools: 20 working days that are school days, or 60 working days if earlier", Read},
	"FOISA s.10":                            {"Scottish authorities: 20 working days", Believed},
	"FOISA s.10, s.73":                      {"Scottish bank holidays alone are skipped", Believed},
	"EIR reg 5(2)":                          {"environmental information within 20 working days, schools too", Read},
	"EIR reg 5(2), reg 2(1)":                {"working days as in FOIA", Read},
	"EIR reg 7":                             {"40 working days if complex and voluminous, told within the 20", Read},
	"EIR reg 8(6)":                          {"days from a demand for advance payment to the payment are disregarded", Read},
	"EIR reg 9(4)":                          {"the time restarts when the particulars asked for arrive", Read},
	"FOIA s.45 code of practice":            {"an internal review takes about 20 working days", Believed},
	"EIR reg 11":                            {"a decision on representations within 40 working days", Believed},
	"FOISA, review":                         {"a review within 20 working days", Believed},
	"UK GDPR Art 33(1)":                     {"notify the regulator within 72 hours of becoming aware; elapsed hours, never rolled", Read},
	"DPA 2018 Sch 3 para 20(2)":             {"tell the Principal Reporter within 14 days of the question", Read},
	"DPA 2018 Sch 3 paras 5(4), 6(4)":       {"an opinion counts if given within the six months that end with the day of reliance", Read},
	"UK GDPR Art 5(1)(e)":                   {"keep personal data no longer than needed", Believed},
	clientsWord + ", after UK GDPR Art 5(1)(e)": {"no period is set for case files: a default with its reason", NoLaw},
}
