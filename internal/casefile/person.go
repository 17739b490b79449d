package casefile

import (
	"strings"
	"unicode"
)

// Relation is how the person who writes stands to the person whose data it is.
type Relation string

// The relations. The empty one means it is the person's own data.
const (
	Self           Relation = ""
	Parent         Relation = "parent"
	Carer          Relation = "carer"
	Solicitor      Relation = "solicitor"
	Representative Relation = "representative"
)

// Person is somebody who writes to a controller, as far as the answer needs it.
type Person struct {
	Name    string   `json:"name"`
	Email   string   `json:"email,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Address []string `json:"address,omitempty"` // the lines of a postal address
}

// Subject is the data subject where that is somebody other than the person who
// writes: a parent's child, a solicitor's client.
type Subject struct {
	Name     string   `json:"name,omitempty"`
	Relation Relation `json:"relation,omitempty"` // of the person who writes
	Child    bool     `json:"child,omitempty"`
}

// IsSelf reports whether the person writes about their own data.
func (s Subject) IsSelf() bool { return s.Relation == Self }

// maxAddressLines is what fits the window of an envelope under the name.
const maxAddressLines = 4

// CheckPerson returns an error for a person no letter could be written to.
func CheckPerson(p Person) error {
	if !strings.ContainsFunc(p.Name, unicode.IsLetter) && !strings.Contains(p.Name, "@") {
		return fieldError("person", "The person has no name.", "Give the name the letters are to be addressed to.")
	}
	for field, line := range map[string]string{"person": p.Name, "email": p.Email, "phone": p.Phone} {
		if strings.ContainsFunc(line, unicode.IsControl) {
			return fieldError(field, "A name, an address or a number holds a line break or a control character.", "Write it on one line.")
		}
	}
	if strings.ContainsFunc(strings.Join(p.Address, ""), unicode.IsControl) {
		return fieldError("address", "The address holds a control character.", "Write each line as it stands on the envelope.")
	}
	if len(p.Address) > maxAddressLines {
		return fieldError("address", "The address has more lines than an envelope window shows.",
			"Use at most four lines under the name.")
	}
	return nil
}

// CheckSubject returns an error for a data subject whose relation to the
// person is not said: the case would be about the person, and every letter.
func CheckSubject(s Subject) error {
	if strings.ContainsFunc(s.Name, unicode.IsControl) {
		return fieldError("subject", "A name holds a line break or a control character.", "Write it on one line.")
	}
	if s.Name != "" && s.Relation == Self {
		return fieldError("relation", "It is not said how the person stands to the one whose data it is.",
			"Say parent, carer, solicitor or representative; leave the subject out where the data is the person's own.")
	}
	return nil
}
