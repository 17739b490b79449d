package casefile

import "slices"

// takers are the kinds of client that have cases of a kind; a kind that is not
// here is for every client.
var takers = map[Kind]struct {
	kinds   []string
	who, do string
	law     string
}{
	// law: FOIA s.10, SI 2004/3364 reg 3, SI 2010/2768 reg 2: public authorities, not companies (law/rules.md B.2)
	InformationRequest: {
		[]string{"academy-trust", "maintained-school", "other"},
		"is no public authority: nobody can ask it for information under these laws",
		"Open an enquiry in its place.", "FOIA s.1",
	},
	EducationRecord: {
		[]string{"academy-trust", "maintained-school", "independent-school", "other"},
		"is no school: it keeps no educational records",
		"Open an enquiry or an access request in its place.", "SI 2005/1437 reg 5",
	},
}

// Takes returns why the client has no cases of a kind, or nil.
func (c Client) Takes(k Kind) error {
	row, limited := takers[k]
	if !limited || c.Kind == "" || slices.Contains(row.kinds, c.Kind) {
		return nil
	}
	return &Error{Kind: Refused, Field: "kind", What: c.Called() + " " + row.who + ".", Do: row.do, Law: row.law}
}

// instead returns the kind of case that a message asking for k opens for the
// client: what it does not take is an enquiry there. The regulations on
// educational records do not bind academies and independent schools; unless one
// of theirs is described, which says what it promises, the right of access
// answers the parent.
//
// law: SI 2005/1437 reg 5(1) (law/rules.md B03)
func (c Client) instead(k Kind) Kind {
	unbound := c.Kind == "academy-trust" || c.Kind == "independent-school"
	switch {
	case c.Takes(k) != nil:
		return Enquiry
	case k == EducationRecord && unbound && c.Nation == "england" && len(c.School) == 0:
		return Access
	}
	return k
}

// KindsFor returns the kinds of case that a proposal opens for the client.
func (c Client) KindsFor(p Proposal) []Kind {
	var kinds []Kind
	for _, k := range p.Kinds {
		kind := k.Kind
		if !kind.Info().Opens {
			continue
		}
		kind = c.instead(kind)
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
