package demo

import (
	"math/rand/v2"
	"regexp"
	"strings"

	"casebook/internal/casefile"
)

// where says to what sort of client a story belongs.
type where int

const (
	anywhere where = iota
	atSchool
	atCompany
)

// story is one letter that somebody could write. In its texts [a|b] stands for
// one of several wordings and {child} for a fact of the writer's.
type story struct {
	kinds   []casefile.Kind
	where   where
	shape   shape
	subject string
	text    string
	address bool   // the writer adds a postal address
	file    string // name of an attachment
	note    string // what a school's office writes above a letter it passes on
}

// teller fills stories in.
type teller struct{ rng *rand.Rand }

var choice = regexp.MustCompile(`\[([^\[\]]*\|[^\[\]]*)\]`)

// tell chooses among the wordings of a text and fills in its facts.
func (t teller) tell(text string, facts map[string]string) string {
	text = choice.ReplaceAllStringFunc(text, func(s string) string {
		return pick(t.rng, strings.Split(s[1:len(s)-1], "|"))
	})
	var pairs []string
	for name, value := range facts {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(strings.TrimSpace(text))
}

var (
	years    = []string{"Year 2", "Year 4", "Year 6", "Year 7", "Year 8", "Year 9", "Year 10", "Year 11"}
	teachers = []string{"Mrs Abernethy", "Mr Osei", "Ms Delacroix", "Mr Winslade", "Miss Farouk", "Dr Pettifer"}
	months   = []string{"January", "March", "April", "June", "September", "October"}
	hello    = []string{"Dear Data Protection Officer,", "Good morning,", "Hello,", "To whom it may concern,", "Dear Sir or Madam,", "Good afternoon,", "Dear DPO team,"}
	byes     = []string{"Kind regards,", "Yours sincerely,", "Many thanks,", "Best wishes,", "Yours faithfully,", "With thanks,", "Regards,"}
	schools  = []string{"academy-trust", "maintained-school", "independent-school"}
)

// facts are what a story can mention.
func (t teller) facts(p person, c casefile.Client) map[string]string {
	r := t.rng
	surname := p.name[strings.LastIndexByte(p.name, ' ')+1:]
	return map[string]string{
		"me": p.name, "child": p.child, "childfull": p.child + " " + surname,
		"client": c.Called(), "year": pick(r, years), "teacher": pick(r, teachers),
		"street": p.street, "town": p.town, "code": p.code, "phone": p.phone,
		"oldstreet": pick(r, []string{"3 Weir Cottages", "51 Station Parade", "Flat 6, Corn Exchange House", "28 Almond Grove", "The Lodge, Upper Dene"}),
		"former":    pick(r, children) + " " + pick(r, families[r.IntN(len(families)-4)].surnames()),
		"month":     pick(r, months), "number": "TB-" + digitsOf(r, 6), "email": p.email,
		"solicitor": pick(r, []string{"Garside & Holroyd LLP", "Penhallow Legal", "Brook Street Family Law", "Tennant Oyelaran Solicitors"}),
		"other":     pick(r, []string{"my ex-husband", "my former partner", "my sister-in-law", "a neighbour"}),
	}
}

func digitsOf(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// letterOf writes a story as a letter: greeting, text, name, perhaps an address.
func (t teller) letterOf(s story, p person, facts map[string]string) (subject, text string) {
	greeting := pick(t.rng, hello)
	if s.shape.forwarded() {
		greeting = "Dear School Office,"
	}
	text = greeting + "\n\n" + t.tell(s.text, facts) + "\n\n" + pick(t.rng, byes) + "\n" + p.name
	if s.address {
		text += "\n" + p.street + "\n" + p.town + "\n" + p.code
	} else if t.rng.IntN(3) == 0 {
		text += "\n" + p.phone
	}
	return t.tell(s.subject, facts), text
}
