package clock

// Law is the law as a value: the rules, the tables of days, and what the client
// has set. It is read only and may be shared by any number of calls.
type Law struct {
	Version  string             // of the rules
	Rules    []Rule             // the table: see [Rules]
	Holidays *Holidays          // the bank holidays of the four nations
	Settings Settings           // what the client has set
	Schools  map[string]*School // the client's schools, by id
	// Calendars are the school calendars that are known, by id: each may be
	// shared by many schools. Dates are counted by Schools alone.
	Calendars map[string]Calendar
}

// RulesVersion names the state of the law that [Rules] holds.
const RulesVersion = "2026-11-21"

// Settings is what a client may set where the law leaves it open.
type Settings struct {
	// Periods replaces the period of a policy rule ([Policy]); a period of
	// nothing switches the rule off. A rule of law is not changed by it.
	Periods map[RuleID]Period
	// Keep replaces how long a closed case is kept ([Disposal]): by the kind of
	// case, else by the class of the rule's row ([Rule].Keep).
	Keep map[string]Period
}

// DefaultLaw returns the rules of this program with the holiday table read from
// holidays (see [ParseHolidays]), and nothing set.
func DefaultLaw(holidays []byte) (Law, error) {
	h, err := ParseHolidays(holidays)
	if err != nil {
		return Law{}, err
	}
	return Law{Version: RulesVersion, Rules: Rules(), Holidays: h}, nil
}
