package casefile

import (
	"strconv"
	"strings"
)

func (p *SchoolNamed) apply(c *Case, _ Event) { c.About.School, c.About.SchoolType = p.School, p.Type }

func (p *SchoolNamed) words() (string, string) {
	return "The school it is about: " + p.School, string(p.Type)
}

func (p *EnvironmentFound) apply(c *Case, _ Event) { c.About.Environment = p.Is }

func (p *EnvironmentFound) words() (string, string) {
	if p.Is {
		return "It is about the environment: the EIR apply", p.Why
	}
	return "It is not about the environment: FOIA applies", p.Why
}

func (p *MarksAsked) apply(c *Case, _ Event)  { c.Exam.Marks = true }
func (p *MarksAsked) words() (string, string) { return "Exam marks are asked for", "" }

func (p *ResultsAnnounced) apply(c *Case, e Event)  { c.Exam.Announced = e.On.Date() }
func (p *ResultsAnnounced) words() (string, string) { return "Exam results announced", "" }

func (p *BreachAware) apply(c *Case, e Event) {
	c.Incident.Aware, c.Incident.Who, c.Incident.How = e.On, p.Who, p.How
}

func (p *BreachAware) words() (string, string) {
	return "The controller became aware; 72 hours run", strings.TrimSuffix(p.Who+": "+p.How, ": ")
}

func (p *BreachAssessed) apply(c *Case, e Event) {
	i := &c.Incident
	i.Assessed, i.Risk, i.Reasons = e.On.Date(), p.Risk, p.Reasons
	i.Consequences, i.Measures, i.People = p.Consequences, p.Measures, p.People
}

func (p *BreachAssessed) words() (string, string) {
	words := "Assessed: " + p.Risk.Words()
	if p.People > 0 {
		words += ", about " + strconv.Itoa(p.People) + " people"
	}
	return words, p.Reasons
}

// Words returns the risk as a colleague would say it.
func (r Risk) Words() string {
	return map[Risk]string{
		Unlikely: "unlikely to be a risk, the regulator need not be told",
		SomeRisk: "a risk, the regulator has to be told", HighRisk: "a high risk, the people have to be told too",
	}[r]
}

func (p *BreachNotified) apply(c *Case, e Event) {
	c.Incident.Notified, c.Incident.Number, c.Incident.Late = e.On.Date(), p.Reference, p.Late
}

func (p *BreachNotified) words() (string, string) {
	if p.Reference != "" {
		return "Regulator told of the breach: " + p.Reference, p.Late
	}
	return "Regulator told of the breach", p.Late
}

func (p *ReporterArose) apply(c *Case, e Event) { c.Reporter = Arisen{On: e.On.Date(), What: p.What} }

func (p *ReporterArose) words() (string, string) {
	return "Data from the Principal Reporter found", p.What
}

func (p *ReporterTold) apply(c *Case, e Event)  { c.Reporter.Told = e.On.Date() }
func (p *ReporterTold) words() (string, string) { return "Principal Reporter told", "" }

func (p *OpinionGiven) apply(c *Case, e Event)  { c.Opinion = Opinion{Given: e.On.Date(), By: p.By} }
func (p *OpinionGiven) words() (string, string) { return "Health opinion given by " + p.By, "" }

func (p *OpinionRelied) apply(c *Case, e Event)  { c.Opinion.Relied = e.On.Date() }
func (p *OpinionRelied) words() (string, string) { return "Health opinion relied on", "" }

func (p *HolderAsked) apply(c *Case, e Event) {
	c.Holders = append(c.Holders, Holder{ID: e.ID, Who: p.Holder, What: p.What, Asked: e.On.Date()})
}
func (p *HolderAsked) words() (string, string) { return "Asked to search: " + p.Holder, p.What }

func (p *HolderAnswered) apply(c *Case, e Event) {
	for i := range c.Holders {
		if h := &c.Holders[i]; h.ID == p.Asked {
			h.Answered, h.Found = e.On.Date(), p.Found
		}
	}
}

func (p *HolderAnswered) words() (string, string) {
	return "Somebody asked to search answered", p.Found
}

func (p *ReviewAsked) apply(c *Case, e Event)  { c.Review = Review{Asked: e.On.Date(), Why: p.Why} }
func (p *ReviewAsked) words() (string, string) { return "Internal review asked for", p.Why }

func (p *ReviewDecided) apply(c *Case, e Event) {
	c.Review.Decided, c.Review.By, c.Review.Result = e.On.Date(), p.By, p.Result
}

func (p *ReviewDecided) words() (string, string) {
	return "Internal review decided by " + p.By, p.Result
}

func (p *RegulatorOpened) apply(c *Case, e Event) {
	c.Regulator = Regulator{Opened: e.On.Date(), Reference: p.Reference, About: p.About}
}

func (p *RegulatorOpened) words() (string, string) {
	return "The regulator has opened a case: " + p.Reference, p.About
}

func (p *RegulatorClosed) apply(c *Case, e Event) {
	c.Regulator.Closed, c.Regulator.Result = e.On.Date(), p.Result
}

func (p *RegulatorClosed) words() (string, string) {
	return "The regulator has closed its case", p.Result
}

func (p *HoldPlaced) apply(c *Case, e Event)  { c.Hold = &Hold{On: e.On.Date(), Reason: p.Reason} }
func (p *HoldPlaced) words() (string, string) { return "Hold: nothing may be disposed of", p.Reason }

func (p *HoldLifted) apply(c *Case, _ Event)  { c.Hold = nil }
func (p *HoldLifted) words() (string, string) { return "Hold lifted", p.Reason }
