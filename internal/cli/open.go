package cli

import (
	"fmt"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

type openCmd struct {
	Client    string   `required:"" help:"For this client (its id)." placeholder:"ID"`
	Kind      string   `required:"" help:"What is asked for; several, with commas, open several cases. The kinds: ${kinds}." placeholder:"KIND[,KIND]"`
	Received  string   `required:"" help:"The day it reached the controller; for a breach also the hour, like 2026-10-09T14:05 by the clock in London: without it the time is counted from the first hour of the day." placeholder:"DATE"`
	Person    string   `required:"" help:"The name of the person who asks." placeholder:"NAME"`
	Channel   string   `default:"post" enum:"post,telephone,in-person,email" help:"The way it came: post (if left out), telephone, in-person or email." placeholder:"WAY"`
	Email     string   `help:"The person's e-mail address." placeholder:"ADDRESS"`
	Phone     string   `help:"The person's telephone number." placeholder:"NUMBER"`
	Address   []string `help:"A line of the person's address; give it once a line." sep:"none" placeholder:"LINE"`
	Subject   string   `help:"The name of the one whose data it is, if not the person's own." placeholder:"NAME"`
	Relation  string   `default:"" enum:",parent,carer,solicitor,representative" help:"How the person stands to them: parent, carer, solicitor or representative." placeholder:"HOW"`
	Child     bool     `help:"The data is about a child."`
	Asked     string   `help:"What was asked, in the person's own words." placeholder:"TEXT"`
	Handler   string   `help:"Who works on it." placeholder:"NAME"`
	ByDPODate string   `name:"received-by-dpo" help:"The day it reached the DPO, if that is another: the earlier counts." placeholder:"DATE"`
}

func (o *openCmd) Run(c *call) error {
	opening, err := o.opening()
	if err != nil {
		return err
	}
	return c.withDesk(func(d *desk.Desk) error {
		refs, err := d.Intake.Open(c.ctx, opening)
		if err != nil {
			return err
		}
		return c.printReferences(d, refs)
	})
}

func (o *openCmd) opening() (desk.Opening, error) {
	opening := desk.Opening{
		Client:  o.Client,
		Person:  casefile.Person{Name: o.Person, Email: o.Email, Phone: o.Phone, Address: o.Address},
		Subject: casefile.Subject{Name: o.Subject, Relation: casefile.Relation(o.Relation), Child: o.Child},
		Channel: casefile.Channel(o.Channel), Asked: o.Asked, Handler: o.Handler,
	}
	var err error
	if opening.Kinds, err = kinds(o.Kind); err != nil {
		return opening, err
	}
	if opening.Received, err = moment("received", o.Received); err != nil {
		return opening, err
	}
	if o.ByDPODate != "" {
		on, err := day("received-by-dpo", o.ByDPODate)
		if err != nil {
			return opening, err
		}
		opening.ReceivedByDPO = civil.On(on)
	}
	return opening, nil
}

// moment reads a day, an instant, or an hour by the clock in London, in a flag.
func moment(field, s string) (civil.Moment, error) {
	if m, err := civil.ParseMoment(s); err == nil {
		return m, nil
	}
	if strings.Contains(s, "T") {
		m, err := civil.ParseLocal(s)
		if err != nil {
			return m, &casefile.Error{
				Kind: casefile.Invalid, Field: field, What: fmt.Sprintf("%q is no hour (--%s): %v.", s, field, err),
				Do: "Write it like 2026-10-09T14:05:00Z, or 2026-10-09T14:05 by the clock in London.",
			}
		}
		return m, nil
	}
	on, err := day(field, s)
	return civil.On(on), err
}
