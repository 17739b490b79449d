package letter

import (
	"strings"

	"casebook/internal/page"
)

// The labels of the block at the right of every letter. Programs that read a
// letter back look for them; they are not to be changed.
const (
	LabelDate     = "Date"
	LabelRef      = "Our reference"
	LabelYours    = "Your reference"
	LabelReceived = "Received"
	LabelDue      = "Reply due"
)

// sheet puts what surrounds the text around it.
func (c *composed) sheet() page.LetterSheet {
	reference, date := string(c.Case.Reference), c.On.Letter()
	body := append([]page.Block{page.Plain("Dear " + flat(c.Case.Person.Name))}, c.body...)
	return page.LetterSheet{
		Title:      reference + " " + c.Kind.Label(),
		Letterhead: c.letterhead(),
		Address:    c.address(),
		Block: []page.Field{
			{Label: LabelDate, Value: page.Hold(date)},
			{Label: LabelRef, Value: page.Hold(reference)},
			{Label: LabelYours, Value: c.value("your-reference", "")},
			{Label: LabelReceived, Value: page.Hold(c.Case.ReceivedOn().Letter())},
			{Label: LabelDue, Value: c.dueValue()},
		},
		Subject:    c.subject,
		Body:       append(body, page.Sign(c.signature()...)),
		Reference:  reference,
		Date:       date,
		Controller: flat(c.Client.Name),
		Contact:    c.officer(),
		LargePrint: c.LargePrint,
	}
}

// dueValue is nothing where the law sets no date and we set none.
func (c *composed) dueValue() string {
	if !c.has {
		return ""
	}
	return c.due()
}

// letterhead names the controller, whose letter it is, and how to reach it
// about data protection.
func (c *composed) letterhead() []string {
	lines := []string{flat(c.Client.Called())}
	if name := flat(c.Client.Name); name != lines[0] {
		lines = append(lines, name)
	}
	address := strings.Join(c.Client.Address, ", ")
	lines = append(lines, "Data protection", flat(address))
	if contact := strings.Join(c.Client.DPOContact(), " · "); contact != address {
		lines = append(lines, flat(contact))
	}
	return lines
}

// address is who the letter goes to: by post if an address is known, else by
// the e-mail or telephone that is.
func (c *composed) address() []string {
	p := c.Case.Person
	lines := []string{flat(p.Name)}
	for _, line := range p.Address {
		if line = flat(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) > 1 {
		return lines
	}
	for _, way := range []string{p.Email, p.Phone} {
		if way = flat(way); way != "" {
			return append(lines, way)
		}
	}
	return lines
}

// signature is that of who deals with the case in the data protection
// officer's office, or of the officer, on the controller's behalf.
func (c *composed) signature() []string {
	lines := []string{"Yours sincerely"}
	officer, office := flat(c.Client.DPO.Name), "Data protection officer’s office"
	if provider := flat(c.Client.DPO.Provider); provider != "" {
		office += ", " + provider
	}
	switch name := c.handler(); {
	case name != "":
		lines = append(lines, name, office)
	case officer != "":
		lines = append(lines, officer, "Data protection officer")
	default:
		lines = append(lines, office)
	}
	return append(lines, "on behalf of "+flat(c.Client.Name))
}

// officer names the data protection officer, if a person, and how to reach
// the office.
func (c *composed) officer() string {
	parts := c.Client.DPOContact()
	if name := flat(c.Client.DPO.Name); name != "" {
		parts = append([]string{name}, parts...)
	}
	return "Data protection officer: " + flat(strings.Join(parts, ", "))
}
