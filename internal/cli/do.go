package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

type doCmd struct {
	Case   string   `arg:"" help:"The reference of the case."`
	Action string   `arg:"" optional:"" help:"The action, from --list."`
	Values []string `arg:"" optional:"" name:"field=value" help:"What the action asks for."`
	On     string   `help:"The day it happened (today if left out)." placeholder:"DATE"`
	List   bool     `help:"List the actions and whether each is allowed now."`
}

// actionLine is an action as a program reads it.
type actionLine struct {
	Action  string      `json:"action"`
	Label   string      `json:"label"`
	Allowed bool        `json:"allowed"`
	WhyNot  string      `json:"why_not"`
	Fields  []fieldLine `json:"fields"`
}

type fieldLine struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices"`
}

func (a *doCmd) Run(c *call) error {
	ref, err := casefile.ParseReference(a.Case)
	if err != nil {
		return err
	}
	values, err := fields(a.Values)
	if err != nil {
		return err
	}
	if a.On != "" {
		if _, twice := values["on"]; twice {
			return &casefile.Error{Kind: casefile.Usage, Field: "on", What: "The day is given twice.", Do: "Give --on or on=, not both."}
		}
		values["on"] = a.On
	}
	if a.Action == "" && !a.List {
		return &casefile.Error{Kind: casefile.Usage, What: "It is not said what to do.", Do: "Give an action, or --list."}
	}
	return c.withDesk(func(d *desk.Desk) error {
		if a.List {
			return a.list(c, d, ref)
		}
		if err := d.Do(c.ctx, ref, a.Action, values); err != nil {
			return ofField(values, err)
		}
		c.say("Recorded on %s.", ref)
		return c.sayNext(d, ref)
	})
}

// sayNext says what is to be done next on a case, and when.
func (c *call) sayNext(d *desk.Desk, ref casefile.Reference) error {
	f, err := d.Case(c.ctx, ref)
	if err != nil {
		return err
	}
	k := f.Case
	if k.State() == casefile.StateClosed {
		c.say("%s.", k.State().Words())
		return nil
	}
	if f.Next != "" {
		row := desk.CaseRow{State: k.State(), Next: f.Next, NextDue: f.NextDue}
		c.say("Next: %s.", dueWords(row, d.Today()))
	}
	if lacks := cmp.Or(f.Undated, f.Cautious); lacks != nil {
		c.say("%s", lacks)
	}
	return nil
}

// ofField names the field at fault, where it is one that was given: beside a
// form it goes without saying, on a command line it does not.
func ofField(given casefile.Values, err error) error {
	e, ok := errors.AsType[*casefile.Error](err)
	if !ok {
		return err
	}
	if _, ours := given[e.Field]; !ours {
		return err
	}
	named := *e
	named.What = e.Field + ": " + e.What
	return &named
}

// fields reads name=value arguments.
func fields(args []string) (casefile.Values, error) {
	v := casefile.Values{}
	for _, arg := range args {
		name, value, found := strings.Cut(arg, "=")
		if !found {
			return nil, &casefile.Error{Kind: casefile.Usage, What: "A field is written like name=value.", Do: "Put = between the field and its value."}
		}
		if _, twice := v[name]; twice {
			return nil, &casefile.Error{Kind: casefile.Usage, Field: name, What: "A field is given twice.", Do: "Give each field once."}
		}
		v[name] = value
	}
	return v, nil
}

func (a *doCmd) list(c *call, d *desk.Desk, ref casefile.Reference) error {
	offers, err := d.Offers(c.ctx, ref)
	if err != nil {
		return err
	}
	for _, o := range offers {
		line := actionLine{Action: o.ID, Label: o.Label, Allowed: o.Refusal == nil, Fields: []fieldLine{}}
		text := fmt.Sprintf("%-18s %s", o.ID, o.Label)
		if o.Refusal != nil {
			line.WhyNot = o.Refusal.Err().Error()
			text += " (not now: " + line.WhyNot + ")"
		}
		for _, f := range o.AllFields() {
			if o.Refusal == nil {
				text += "\n    " + fieldWords(f)
			}
			line.Fields = append(line.Fields, fieldLine{f.Name, string(f.Type), f.Required, append([]string{}, f.Choices...)})
		}
		if err := c.print(line, text); err != nil {
			return err
		}
	}
	return nil
}

// fieldWords says what a field is for and how it is written.
func fieldWords(f casefile.Field) string {
	how := map[casefile.FieldType]string{casefile.DateField: "2026-10-09", casefile.MoneyField: "12.50", casefile.ChoiceField: strings.Join(f.Choices, "|")}[f.Type]
	if how == "" {
		how = "..."
	}
	words := fmt.Sprintf("%s=%s  %s", f.Name, how, f.Label)
	if f.Required {
		words += " (required)"
	}
	return words
}
