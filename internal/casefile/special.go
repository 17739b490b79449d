package casefile

import (
	"slices"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// What follows are facts that only some kinds of case have.

// About is what a request to a school or a public authority is about.
type About struct {
	School      string           // its name; "": the client's only school, if it has one
	SchoolType  clock.SchoolType // "": as the client file says
	Environment bool             // it is under the EIR, not FOIA
}

// Exam is what the law asks about marks.
//
// law: DPA 2018 Sch 2 para 25(2)-(5)
type Exam struct {
	Marks     bool // the request asks for exam marks
	Announced civil.Date
}

// Incident is a breach as the record of breaches keeps it.
//
// law: UK GDPR Art 33(5)
type Incident struct {
	Aware        civil.Moment // when the controller became aware, with the hour
	Who, How     string       // became aware, and by what
	Assessed     civil.Date
	Risk         Risk
	Reasons      string // for that view of the risk
	Consequences string // likely ones
	Measures     string // taken and proposed
	People       int    // about how many are concerned; 0: not known
	Notified     civil.Date
	Number       string // the regulator's reference
	Late         string // why the regulator was told after 72 hours
}

// Risk is what a breach means to people.
type Risk string

// The risks of law: an unlikely one is not notified, a high one is told to the
// people too.
//
// law: UK GDPR Art 33(1), Art 34
const (
	Unlikely Risk = "unlikely"
	SomeRisk Risk = "risk"
	HighRisk Risk = "high"
)

// Arisen is a question that arose and the day on which somebody was told.
type Arisen struct {
	On   civil.Date
	What string
	Told civil.Date
}

// Opinion is that of a health professional, who it is, and the day on which it
// was relied on.
//
// law: DPA 2018 Sch 3 paras 5-6
type Opinion struct {
	Given  civil.Date
	By     string
	Relied civil.Date
}

// Holder is a person or a place asked to search for data, and the answer.
type Holder struct {
	ID       string // of the event that asked
	Who      string
	What     string // was asked for
	Asked    civil.Date
	Answered civil.Date
	Found    string
}

// Review is an internal review of what was decided.
type Review struct {
	Asked   civil.Date
	Why     string
	Decided civil.Date
	By      string
	Result  string
}

// Regulator is a case of the regulator's own about this one.
type Regulator struct {
	Opened    civil.Date
	Reference string
	About     string
	Closed    civil.Date
	Result    string
}

// Open reports whether the regulator has a case that is not closed.
func (r Regulator) Open() bool { return !r.Opened.IsZero() && r.Closed.IsZero() }

// Hold is something that forbids to dispose of the case.
type Hold struct {
	On     civil.Date
	Reason string
}

// special fills in the facts of the clock that only some kinds of case have.
func (c Case) special(f *clock.Facts, client Client) {
	f.School, f.SchoolType = c.schoolOf(client)
	f.Environment = c.About.Environment
	f.Marks, f.Results = c.Exam.Marks, c.Exam.Announced
	f.Reporter, f.ReporterTold = c.Reporter.On, c.Reporter.Told
	f.Opinion, f.Relied = c.Opinion.Given, c.Opinion.Relied
	f.Review = clock.Wait{Asked: c.Review.Asked, Received: c.Review.Decided}
	f.RegulatorClosed = c.Regulator.Closed
	f.Hold = c.Hold != nil || c.Regulator.Open()
	for _, h := range c.Holders {
		f.Holders = append(f.Holders, clock.Wait{Asked: h.Asked, Received: h.Answered})
	}
	if c.Kind == Breach {
		c.breachFacts(f)
	}
}

// breachFacts put the hour of awareness in the place of the receipt, and what
// the regulator was told in the place of a reply: a letter to a person does not
// notify the regulator.
//
// law: UK GDPR Art 33(1)
func (c Case) breachFacts(f *clock.Facts) {
	f.Sent, f.Progress = c.Incident.Notified, nil
	f.NoRisk = c.Incident.Risk == Unlikely
	if !c.Incident.Aware.IsZero() {
		f.Received, f.ReceivedByDPO = c.Incident.Aware, civil.Moment{}
	}
}

// schoolKinds are the kinds of case in which a school's days may count.
var schoolKinds = []Kind{EducationRecord, InformationRequest}

// authorities are the kinds of client to which the relief for school days
// applies, and the type of their schools.
//
// law: SI 2004/3364 reg 3, SI 2010/2768 reg 2 (B21); SI 2005/1437 reg 5(1) (B01, B03)
var authorities = map[string]clock.SchoolType{"academy-trust": clock.Academy, "maintained-school": clock.Maintained}

// schoolOf returns the school whose days count and its type: what was recorded,
// else the client's only school, else the client itself. A client that is no
// school has none.
func (c Case) schoolOf(client Client) (string, clock.SchoolType) {
	if !slices.Contains(schoolKinds, c.Kind) {
		return "", ""
	}
	kind, authority := authorities[client.Kind]
	if client.Kind == "independent-school" {
		kind = clock.Independent
	}
	name := c.About.School
	if names := client.SchoolNames(); name == "" && len(names) == 1 {
		name = names[0]
	}
	if name == "" && (authority || kind != "") {
		name = client.Called()
	}
	if s, known := client.SchoolNamed(name); known && s.Type != "" {
		kind = clock.SchoolType(s.Type)
	}
	if c.About.SchoolType != "" {
		kind = c.About.SchoolType
	}
	// B21: an independent school is no public authority, and what a company is
	// asked has no school days.
	if c.Kind == InformationRequest && !authority && kind != clock.Maintained && kind != clock.Special && kind != clock.Academy {
		name = ""
	}
	return name, kind
}
