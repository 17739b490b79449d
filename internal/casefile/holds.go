package casefile

import (
	"slices"
	"strings"
	"unicode"

	"casebook/internal/civil"
)

// Held is something that forbids to dispose of a case or a message. It names
// no person.
type Held struct {
	By    Reference // the case that it comes from
	Since civil.Date
	Why   string
	Until string // what ends it
	Law   string
}

// Err returns the hold as the refusal of a disposal.
func (h Held) Err() error {
	return &Error{Kind: Refused, What: h.Why, Do: h.Until, Law: h.Law}
}

// offence is the clause that makes it an offence to destroy what a person has
// asked for.
const offence = "DPA 2018 s.173"

// disclosing are the kinds of case that place a hold while they are open.
//
// law: DPA 2018 s.173 (law/rules.md A71): access and portability
var disclosing = []Kind{Access, Portability}

// Holds returns what forbids to dispose of the case by itself: a person held
// it, the regulator has a case about it, or it is not closed.
func (c Case) Holds() []Held {
	var out []Held
	if c.Closed == nil {
		out = append(out, Held{
			By: c.Reference, Why: "The case is not closed.", Until: "Close it first; it is kept for a while after that.", Law: "UK GDPR Art 5(2)",
		})
	}
	if h := c.Hold; h != nil {
		out = append(out, Held{
			By: c.Reference, Since: h.On, Why: "The case has been held since " + h.On.Long() + ".", Until: "Lift the hold first, with the action hold-lift.", Law: offence,
		})
	}
	if r := c.Regulator; r.Open() {
		out = append(out, Held{
			By: c.Reference, Since: r.Opened, Why: "The regulator has had a case about it since " + r.Opened.Long() + ".",
			Until: "Wait until the regulator has closed it, and record that.", Law: "DPA 2018 s.165",
		})
	}
	return out
}

// HoldsOthers returns the hold that the case places, by what it is, on all else
// that its controller keeps about the same people; nil: it places none.
// Nothing records it: it comes and goes with the case.
//
// law: DPA 2018 s.173 (law/rules.md A71); E06 of a case with the regulator
func (c Case) HoldsOthers() *Held {
	ref := string(c.Reference)
	switch {
	case c.Disposed != nil:
	case c.Regulator.Open():
		return &Held{
			By: c.Reference, Since: c.Regulator.Opened, Why: "The regulator has a case about " + ref + ", which concerns the same person.",
			Until: "Wait until the regulator has closed it, and record that.", Law: "DPA 2018 s.165",
		}
	case c.Closed == nil && slices.Contains(disclosing, c.Kind):
		return &Held{
			By: c.Reference, Since: c.ReceivedOn(), Why: "The same person's " + strings.ToLower(c.Kind.Label()) + " case " + ref + " is open.",
			Until: "Wait until it is answered and closed.", Law: offence,
		}
	}
	return nil
}

// HeldOthers is HoldsOthers also of a case that does so no more: what it was
// about may have been needed since.
func (c Case) HeldOthers() *Held {
	if h := c.HoldsOthers(); h != nil || c.Disposed != nil {
		return h
	}
	if !slices.Contains(disclosing, c.Kind) && c.Regulator.Opened.IsZero() {
		return nil
	}
	return &Held{
		By: c.Reference, Since: c.ReceivedOn(), Why: "The same person's " + strings.ToLower(c.Kind.Label()) + " case " + string(c.Reference) + " has come in or gone on since.",
		Until: "See that nothing of it is needed there any more.", Law: offence,
	}
}

// SamePeople reports whether two cases of one controller seem to concern the
// same person, who asks or about whom it is asked. A name alone is enough: to
// keep too much for a while does no harm, to destroy what was asked for does.
func (c Case) SamePeople(other Case) bool {
	if c.Client != other.Client {
		return false
	}
	theirs := other.People()
	return slices.ContainsFunc(c.People(), func(p string) bool { return slices.Contains(theirs, p) })
}

// People returns the people of the case as they are compared: addresses and
// names in small letters, without titles and in one order.
func (c Case) People() []string {
	var out []string
	for _, s := range []string{c.Person.Email, c.Person.Name, c.Subject.Name} {
		if key := personKey(s); key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// FromPeople reports whether a message seems to come from a person of the case.
func (c Case) FromPeople(from Address) bool {
	people := c.People()
	return slices.ContainsFunc([]string{from.Email, from.Name}, func(s string) bool {
		key := personKey(s)
		return key != "" && slices.Contains(people, key)
	})
}

// Text is a text in which people are looked for.
type Text struct {
	small string
	words map[string]bool
}

// ReadText makes a text ready for [Case.NamedIn].
func ReadText(s string) Text {
	t := Text{small: strings.ToLower(s), words: map[string]bool{}}
	for _, w := range wordsOf(t.small) {
		t.words[w] = true
	}
	return t
}

// NamedIn reports whether a text seems to name a person of the case: it holds
// the address, or every word of the name.
func (c Case) NamedIn(t Text) bool {
	return slices.ContainsFunc(c.People(), func(p string) bool {
		if strings.Contains(p, "@") {
			return strings.Contains(t.small, p)
		}
		return !slices.ContainsFunc(strings.Fields(p), func(w string) bool { return !t.words[w] })
	})
}

var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"}

// personKey makes of a name or an address what can be compared: "Lee, Mrs Ann"
// is "Ann Lee".
func personKey(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Contains(s, "@") {
		return s
	}
	words := wordsOf(s)
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains(titles, w) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}
