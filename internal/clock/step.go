package clock

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"casebook/internal/civil"
)

// Form says which sentence a step makes.
type Form uint8

// The forms of a step. Facts come first; the rest is what the rule makes of them.
const (
	FormReceived    Form = iota + 1 // received on Date
	FormReceivedDPO                 // ... by the data protection officer, before the controller on From
	FormArrived                     // Word arrived on Date
	FormWaiting                     // Word, asked for on Date, has not come
	FormProgress                    // the person was last told how it goes on Date
	FormBefore                      // received before Date, when the rule came into force
	FormStart                       // the time runs from Date
	FormEnds                        // the period from From ends on Date
	FormPause                       // asked on From, answered on To: N days do not count
	FormPaused                      // asked on From, not answered, N days left
	FormUnstopped                   // asked on From: that stops nothing
	FormStretched                   // with N days that do not count the period ends on Date
	FormRoll                        // the days From to To do not count, Date does
	FormCautious                    // in the cautious reading Date
	FormExtended                    // extended in time, until Date
	FormGranted                     // noticed on Date for Word, in time: until To
	FormTooLate                     // noticed on Date, after To
	FormGroundless                  // noticed on Date without a ground
)

// Step is one fact or one conclusion of a working. The sentence is made when it
// is asked for ([Step.Text]): most dates are never explained.
type Step struct {
	Form     Form
	Date     civil.Date // the day of the fact, or the day the step leads to
	From, To civil.Date // the days it speaks of; To before From: none
	N        int        // a number of days
	Word     string     // what arrived, or a ground
	Law      string     // the clause

	moment civil.Moment // of a receipt
	period Period       // of FormEnds
	set    *daySet      // of FormRoll
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
		Date civil.Date `json:"date,omitzero"`
		Step string     `json:"step"`
		Law  string     `json:"law"`
	}{s.Date, s.Text(), s.Law})
}

// texts makes each form's sentence.
var texts = [...]func(*Step) string{
	FormReceived: func(s *Step) string { return "Received on " + s.when() },
	FormReceivedDPO: func(s *Step) string {
		t := "Received by the data protection officer on " + s.when()
		if s.From.IsZero() {
			return t
		}
		return t + ", by the controller on " + s.From.Long() + ": the earlier counts"
	},
	FormArrived: func(s *Step) string { return upper(s.Word) + " received on " + s.Date.Long() },
	FormWaiting: func(s *Step) string {
		t := upper(s.Word)
		if !s.Date.IsZero() {
			t += ", asked for on " + s.Date.Long() + ","
		}
		return t + " has not come: no time runs until it does"
	},
	FormProgress: func(s *Step) string { return "Last told how it goes on " + s.Date.Long() },
	FormBefore: func(s *Step) string {
		return "Received before " + s.Date.Long() + ", when the rule came into force: counted alike, as " + s.Word
	},
	FormStart: func(s *Step) string { return "The time runs from " + s.Date.Long() + ", the latest of these" },
	FormEnds:  ends,
	FormPause: pauseText,
	FormPaused: func(s *Step) string {
		return asked(s) + ", not answered yet: the time stands still, " + days(s.N) + " left"
	},
	FormUnstopped: func(s *Step) string { return asked(s) + ": this does not stop the time for this kind of request" },
	FormStretched: func(s *Step) string {
		return "With " + days(s.N) + " that " + verb(s.N) + " not count the period ends on " + s.Date.Long()
	},
	FormRoll: roll,
	FormCautious: func(s *Step) string {
		return "Counted with caution, work to " + s.Date.Long()
	},
	FormExtended: func(s *Step) string { return "Extended: the person was told in time, with the reasons" },
	FormGranted:  granted,
	FormTooLate: func(s *Step) string {
		return "Told of an extension on " + s.Date.Long() + ", after the last day for it, " + s.To.Long() + ": no extension"
	},
	FormGroundless: func(s *Step) string {
		return "Told of an extension on " + s.Date.Long() + " without a reason the law accepts: no extension"
	},
}

// when writes the day of a receipt, and the hour in London where it is known.
func (s *Step) when() string {
	if t, ok := s.moment.Time(); ok {
		return s.Date.Long() + t.In(civil.London()).Format(" at 15:04 in London")
	}
	return s.Date.Long()
}

func ends(s *Step) string {
	p := s.period
	if p.Unit != Months {
		return fmt.Sprintf("Day 1 is %s; day %d is %s", s.From.AddDays(1).Long(), p.N, s.Date.Long())
	}
	end := " end on "
	if p.N == 1 {
		end = " ends on "
	}
	return upper(p.String()) + end + s.Date.Long()
}

func asked(s *Step) string { return "Clarification asked on " + s.From.Long() }

func pauseText(s *Step) string {
	t := asked(s)
	if s.To.IsZero() {
		t += ", not answered yet"
	} else {
		t += ", answered on " + s.To.Long()
	}
	if s.N == 0 {
		return t + ": no counted day falls in it"
	}
	return t + ": " + days(s.N) + " " + verb(s.N) + " not count"
}

func granted(s *Step) string {
	t := "Told of an extension on " + s.Date.Long() + ", for the " + s.Word
	if s.Word == string(Number) {
		t += " of requests"
	}
	if s.To.IsZero() {
		return t + ": in time"
	}
	return t + ": in time, the last day was " + s.To.Long()
}

// roll writes "Sat 3 Oct and Sun 4 Oct do not count; the next working day is
// Mon 5 Oct 2026 (England, bank holidays of 2026-11-21)".
func roll(s *Step) string {
	skipped := s.Skipped()
	if len(skipped) == 0 {
		return fmt.Sprintf("%s is a %s (%s)", s.Date.Long(), s.set.kind, s.set.label())
	}
	return fmt.Sprintf("%s %s not count; the next %s is %s (%s)",
		and(s.set.named(skipped)), verb(len(skipped)), s.set.kind, s.Date.Long(), s.set.label())
}

// label names the table and its version.
func (s *daySet) label() string {
	if s.version == "" {
		return s.place
	}
	return s.place + ", bank holidays of " + s.version
}

// named writes days with the names of the holidays they are.
func (s *daySet) named(days []civil.Date) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = d.Format("Mon 2 Jan")
		if name := s.names[d]; name != "" {
			out[i] += " (" + name + ")"
		}
	}
	return out
}

// String returns the period in words: "one month", "30 days".
func (p Period) String() string {
	unit := [...]string{"", "month", "day", "working day", "hour"}[p.Unit]
	if p.N != 1 {
		unit += "s"
	}
	return number(p.N) + " " + unit
}

func number(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

func verb(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// and joins names: "a, b and c".
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
