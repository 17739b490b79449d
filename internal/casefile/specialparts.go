package casefile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// The parts of the rows in specialactions.go.

// forKinds allows an action on open cases of these kinds.
func forKinds(why, law string, kinds ...Kind) func(Case, civil.Date) *Refusal {
	return func(c Case, today civil.Date) *Refusal {
		if !slices.Contains(kinds, c.Kind) {
			return &Refusal{Why: why, Until: "Open such a case, linked to this one.", Law: law}
		}
		return whileOpen(c, today)
	}
}

var forBreaches = forKinds("This is for breaches.", "UK GDPR Art 33", Breach)

// forInformation allows an action on open information requests, if more allows
// it.
func forInformation(more func(Case) *Refusal) func(Case, civil.Date) *Refusal {
	kind := forKinds("This is for information requests.", "FOIA s.1; EIR reg 5", InformationRequest)
	return func(c Case, today civil.Date) *Refusal {
		if r := kind(c, today); r != nil || more == nil {
			return r
		}
		return more(c)
	}
}

// unless refuses an action where something holds.
func unless(holds func(Case) bool, why, until string) func(Case, civil.Date) *Refusal {
	return func(c Case, _ civil.Date) *Refusal {
		if holds(c) {
			return &Refusal{Why: why, Until: until}
		}
		return nil
	}
}

// asking allows an action where something holds.
func asking(holds func(Case) bool, why, until string) func(Case, civil.Date) *Refusal {
	return unless(func(c Case) bool { return !holds(c) }, why, until)
}

func unlessPaused(c Case) *Refusal {
	if c.openPause() != nil {
		return &Refusal{Why: "A question is open already.", Until: "Record its answer first."}
	}
	return nil
}

// mayBePaid allows to record a payment where a fee was asked for.
func mayBePaid(c Case, today civil.Date) *Refusal {
	paid := func(c Case) *Refusal { return ifAsked(c.Fee, "A fee") }
	if c.Kind == InformationRequest {
		return forInformation(paid)(c, today)
	}
	return forRights(paid)(c, today)
}

// law: EIR reg 7
func mayExtendEIR(c Case) *Refusal {
	switch {
	case !c.About.Environment:
		return &Refusal{Why: "Only a request about the environment can be extended.", Until: "Record that it is about the environment first.", Law: "EIR reg 7"}
	case c.Extension != nil:
		return &Refusal{Why: "The period was extended already.", Until: "It can be extended once.", Law: "EIR reg 7"}
	}
	return nil
}

// holder returns the first person asked to search who has not answered, by
// name where one is given.
func (c Case) holder(name string) (Holder, bool) {
	for _, h := range c.Holders {
		if h.Answered.IsZero() && (name == "" || strings.EqualFold(name, h.Who)) {
			return h, true
		}
	}
	return Holder{}, false
}

func mayHoldersAnswer(c Case, today civil.Date) *Refusal {
	if _, waiting := c.holder(""); !waiting {
		return &Refusal{Why: "Nobody is being waited for.", Until: "Record whom you asked first."}
	}
	return whileOpen(c, today)
}

func makeHolderAnswer(c Case, v Values, env Env) ([]Event, error) {
	h, found := c.holder(v.Text("holder"))
	if !found {
		return nil, fieldError("holder", "Nobody of that name is being waited for.", "Write the name as it was when they were asked.")
	}
	return after(func(Case) civil.Date { return h.Asked }, func(v Values) Payload {
		return &HolderAnswered{Asked: h.ID, Found: v.Text("found")}
	})(c, v, env)
}

// clockTime is a time of day.
var clockTime = regexp.MustCompile(`^([01]?[0-9]|2[0-3]):([0-5][0-9])$`)

// makeAware records the hour in which the controller became aware, by the
// clock in London; of an hour that came twice, the first.
func makeAware(c Case, v Values, env Env) ([]Event, error) {
	parts := clockTime.FindStringSubmatch(v.Text("time"))
	if parts == nil {
		return nil, fieldError("time", "That is not a time of day.", "Write it like 14:05.")
	}
	on, err := v.On(env.Today())
	if err != nil {
		return nil, err
	}
	hour, _ := strconv.Atoi(parts[1])
	moment, err := civil.ParseLocal(fmt.Sprintf("%sT%02d:%s", on, hour, parts[2]))
	if err != nil {
		return nil, fieldError("time", "There is no such hour on that day: the clocks go forward over it.", "Give the hour that the clock showed.")
	}
	if at, _ := moment.Time(); at.After(env.Now()) {
		return nil, fieldError("time", "That hour is still to come.", "Give the hour in which it became known.")
	}
	e, err := NewEvent(Stream{CaseStream, c.ID}, moment, &BreachAware{Who: v.Text("who"), How: v.Text("how")})
	return []Event{e}, err
}

// A notification later than 72 hours says why.
//
// law: UK GDPR Art 33(1)
func makeNotified(c Case, v Values, env Env) ([]Event, error) {
	on, err := v.On(env.Today())
	if err != nil {
		return nil, err
	}
	aware, known := c.Incident.Aware.Time()
	if known && on.Before(c.Incident.Aware.Date()) {
		return nil, fieldError("on", "That is before the client became aware, on "+c.Incident.Aware.Date().Long()+".", "Give the day on which the regulator was told.")
	}
	if known && on.After(civil.Of(aware.Add(clock.BreachHours*time.Hour))) && v.Text("late") == "" {
		return nil, &Error{
			Kind: Invalid, Field: "late", What: "The regulator was told more than 72 hours after the client became aware.",
			Do: "Say why it took longer.", Law: "UK GDPR Art 33(1)",
		}
	}
	return c.events(v, env, &BreachNotified{Reference: v.Text("reference"), Late: v.Text("late")})
}

func mayAskReview(c Case, _ civil.Date) *Refusal {
	switch {
	case !c.Kind.Info().Right && c.Kind != Complaint && c.Kind != InformationRequest:
		return &Refusal{Why: "A case of this kind has no internal review.", Until: "Open a complaint linked to this case."}
	case !c.Review.Asked.IsZero() && c.Review.Decided.IsZero():
		return &Refusal{Why: "A review is open already.", Until: "Record its result first."}
	}
	return nil
}

// makeReview refuses a reviewer who decided the first time (law/rules.md part
// D, stage 2).
func makeReview(c Case, v Values, env Env) ([]Event, error) {
	if by := v.Text("by"); c.Decision != nil && strings.EqualFold(by, c.Decision.By) {
		return nil, fieldError("by", "That is who decided the first time.", "A review is made by somebody else.")
	}
	return after(func(c Case) civil.Date { return c.Review.Asked }, func(v Values) Payload {
		return &ReviewDecided{By: v.Text("by"), Result: v.Text("result")}
	})(c, v, env)
}
