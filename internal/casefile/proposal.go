package casefile

import "casebook/internal/civil"

// Proposal is what triage makes of a message. It proposes; a person decides.
// Every guess carries the words it rests on.
type Proposal struct {
	// Kinds are what the message seems to ask, the most likely first. NoKind
	// alone means it seems to ask nothing.
	Kinds   []KindGuess
	Client  Guess  // Value is a client's id
	Case    Guess  // Value is an existing case's reference
	Person  Person // who asks
	Subject Subject
	// Received is when the controller had the request, where a forwarded
	// header shows a day before the DPO had it.
	Received    civil.Moment
	ReceivedWhy string
	Asked       string // the passage that asks
	Automatic   Automatic
	// Actions are what the message seems to bring to the case it belongs to: rows
	// of the action table, for a person to confirm.
	Actions []ActionGuess
}

// ActionGuess is an action of the action table that a message calls for, ready
// for doing: casebook do CASE ACTION field=value --on DATE.
type ActionGuess struct {
	Case   Reference
	Action string // its id
	Values Values // with On, the day the server had the message
	Why    string
}

// KindGuess is one kind and the words of the message that say so.
type KindGuess struct {
	Kind Kind
	Why  []string
	// Unsure reports that the kind is no more than the likeliest: the message asks
	// for something, but for what is not plain, or single words alone speak for it.
	Unsure bool
}

// Guess is a value and the words or the fact it rests on. No value is no guess.
type Guess struct {
	Value string
	Why   string
}

// Asks reports whether the message seems to ask for anything that opens a case.
func (p Proposal) Asks() bool {
	for _, k := range p.Kinds {
		if k.Kind.Info().Opens {
			return true
		}
	}
	return false
}
