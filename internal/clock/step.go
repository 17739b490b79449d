package clock

import (
	"encoding/json"

	"casebook/internal/civil"
)

// Form says which sentence a step makes.
type Form uint8

// The forms of a step. Facts come first; the rest is what the rule makes of them.
const (
	FormReceived     Form = iota + 1 // received on Date
	FormReceivedDPO                  // ... by the data protection officer, before the controller on From
	FormArrived                      // Word arrived on Date
	FormWaiting                      // Word, asked for on From, has not come
	FormProgress                     // the person was last told how it goes on Date
	FormBefore                       // received before From, when the rule came into force
	FormStart                        // the time runs from Date
	FormEnds                         // the period from From ends on Date
	FormPause                        // asked on From, answered on To: N days do not count
	FormPaused                       // asked on From, not answered, N days left
	FormUnstopped                    // asked on From: that stops nothing
	FormStretched                    // with N days that do not count the period ends on Date
	FormRoll                         // the days From to To do not count, Date does
	FormCautious                     // in the cautious reading, if Word, Date
	FormExtended                     // extended in time, until Date
	FormGranted                      // noticed on Date for Word, in time: until To
	FormTooLate                      // noticed on Date, after To
	FormGroundless                   // noticed on Date without a ground
	FormNoExtension                  // the rule knows no extension
	FormFact                         // Word on Date
	FormPromise                      // no law sets a date: the client does
	FormOtherwise                    // results out on Date: the ordinary rule holds
	FormHeld                         // a hold comes first
	FormDischarged                   // the outcome on Date is acknowledgement enough
	FormCount                        // N days that count, from From: the last is Date
	FormEarlier                      // of several last days Date is the earliest
	FormRestart                      // asked on From, answered on Date: the time runs anew
	FormFeeDays                      // the days From to To, of a fee, do not count
	FormFeeOpen                      // a fee asked for on Date and not paid: N days left
	FormAware                        // aware on Date
	FormHours                        // 72 hours from the receipt end on Date
	FormWindow                       // six months that end with To begin on From
	FormAssumed                      // Word: what is taken for something that is not known
	FormLastReliance                 // Date is the last day on which the opinion can be relied on
)

// Step is one fact or one conclusion of a working. The sentence is made when it
// is asked for ([Step.Text]): most dates are never explained.
type Step struct {
	Form     Form
	Date     civil.Date   // the day of the fact, or the day the step leads to
	From, To civil.Date   // the days it speaks of; To before From: none
	N        int          // a number of days
	Word     string       // what arrived, or a ground
	Law      string       // the clause
	Moment   civil.Moment // of a receipt, with its hour where known, or of the end of hours

	period Period  // of FormEnds and FormHours
	set    *daySet // of FormRoll and FormCount
}

// Text returns the step as a plain sentence without its full stop.
func (s Step) Text() string {
	if f := texts[s.Form]; f != nil {
		return f(&s)
	}
	return ""
}

// Skipped returns the days of the step that the rule's table skips, in order.
func (s Step) Skipped() []civil.Date {
	if s.set == nil {
		return nil
	}
	var days []civil.Date
	for d := s.From; !d.After(s.To); d = d.AddDays(1) {
		if !s.set.counts(d) {
			days = append(days, d)
		}
	}
	return days
}

// Table returns the version of the table by which days were skipped, or "".
func (s Step) Table() string {
	if s.set == nil {
		return ""
	}
	return s.set.version
}

// MarshalJSON writes the step as {"date", "step", "law"}.
func (s Step) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Date civil.Date `json:"date"`
		Step string     `json:"step"`
		Law  string     `json:"law"`
	}{s.Date, s.Text(), s.Law})
}
