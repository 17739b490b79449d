package clock

import (
	"fmt"

	"casebook/internal/civil"
)

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
		if !s.From.IsZero() {
			t += ", asked for on " + s.From.Long() + ","
		}
		return t + " has not come: no time runs until it does"
	},
	FormProgress: func(s *Step) string { return "Last told how it goes on " + s.Date.Long() },
	FormBefore: func(s *Step) string {
		return "That is before " + s.From.Long() + ", when the rule came into force: counted alike, as " + s.Word
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
		return upper(s.Word) + ", the last day is " + s.Date.Long() + ": work to that day"
	},
	FormExtended: func(s *Step) string { return "Extended: the person was told in time, with the reasons" },
	FormGranted:  granted,
	FormTooLate: func(s *Step) string {
		return "Told of an extension on " + s.Date.Long() + ", after the last day for it, " + s.To.Long() + ": no extension"
	},
	FormNoExtension: func(*Step) string { return "This time cannot be extended" },
	FormAssumed:     func(s *Step) string { return s.Word },
	FormFact:        func(s *Step) string { return s.Word + " on " + s.Date.Long() },
	FormPromise:     func(*Step) string { return "No law sets this time for this school: it is what the client promises" },
	FormOtherwise: func(s *Step) string {
		return "The results were out, on " + s.Date.Long() + ", when the marks were asked for: the ordinary time holds"
	},
	FormHeld: func(*Step) string { return "Something forbids disposal for now: there is no date" },
	FormDischarged: func(s *Step) string {
		return "The outcome, sent on " + s.Date.Long() + ", needs no acknowledgement before it"
	},
	FormCount:   countText,
	FormEarlier: func(s *Step) string { return "The earliest of these counts: " + s.Date.Long() },
	FormRestart: func(s *Step) string {
		return asked(s) + ", answered on " + s.Date.Long() + ": the time runs anew from the answer"
	},
	FormFeeDays: func(s *Step) string {
		return "The fee asked for on " + s.From.Long() + " was paid on " + s.To.Long() + ": the days between, both included, do not count"
	},
	FormFeeOpen: func(s *Step) string {
		return "The fee asked for on " + s.Date.Long() + " is not paid yet: the time stands still, " + days(s.N) + " left"
	},
	FormAware: func(s *Step) string { return "Became aware on " + s.when() },
	FormHours: hoursText,
	FormWindow: func(s *Step) string {
		return upper(s.period.String()) + " that end with " + s.To.Long() + " begin on " + s.From.Long()
	},
	FormLastReliance: func(s *Step) string { return "The opinion can be relied on until " + s.Date.Long() },
	FormGroundless: func(s *Step) string {
		return "Told of an extension on " + s.Date.Long() + " without a reason the law accepts: no extension"
	},
}

// when writes the day of a receipt, and the hour in London where it is known.
func (s *Step) when() string {
	if t, ok := s.Moment.Time(); ok {
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
	if p.N == 1 || p.N == 12 {
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

// groundWords say why a period was extended.
var groundWords = map[Ground]string{
	Complexity: "the complexity", Number: "the number of requests", ComplexityAndVolume: "complexity and volume",
}

func granted(s *Step) string {
	t := "Told of an extension on " + s.Date.Long() + ", for " + groundWords[Ground(s.Word)]
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

// countText: "Day 1 is Tue 10 Mar 2026, day 20 is Thu 9 Apr 2026; weekends,
// Tue 17 Mar (St Patrick's Day in Northern Ireland) and Fri 3 Apr to Mon
// 6 Apr do not count (every part of the UK, ...)".
func countText(s *Step) string {
	first := s.From
	for !s.set.counts(first) {
		first = first.AddDays(1)
	}
	kind := s.set.kind
	if s.N != 1 {
		kind += "s"
	}
	return fmt.Sprintf("%d %s: day 1 is %s, day %d is %s; %s do not count (%s)",
		s.N, kind, first.Long(), s.N, s.Date.Long(), and(s.set.grouped(s.Skipped())), s.set.label())
}

func hoursText(s *Step) string {
	t, _ := s.Moment.Time()
	return fmt.Sprintf("%s after that end on %s%s", upper(s.period.String()), s.Date.Long(),
		t.In(civil.London()).Format(" at 15:04 in London"))
}

// label names the table and its version.
func (s *daySet) label() string {
	if s.version == "" {
		return s.place
	}
	return s.place + ", " + tableWords[s.kind] + s.version
}

// tableWords lead to the version of a table, by what its days are called.
var tableWords = map[string]string{
	"working day": "bank holidays of ",
	"school day":  "calendar of ",
}

// named writes days with the names of the holidays they are.
func (s *daySet) named(days []civil.Date) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = d.Format("Mon 2 Jan")
		if name := s.name(d); name != "" {
			out[i] += " (" + name + ")"
		}
	}
	return out
}

// grouped writes days, weekends and runs of days in short.
func (s *daySet) grouped(days []civil.Date) []string {
	out := []string{"weekends"}
	for i := 0; i < len(days); {
		j, plain := i, true
		for ; j < len(days) && days[j].Sub(days[i]) == j-i; j++ {
			plain = plain && weekend(days[j])
		}
		run := trim(days[i:j])
		switch {
		case plain:
		case len(run) > 3:
			out = append(out, run[0].Format("Mon 2 Jan")+" to "+run[len(run)-1].Format("Mon 2 Jan"))
		default:
			out = append(out, s.named(run)...)
		}
		i = j
	}
	return out
}

// trim drops the weekend days at both ends of a run.
func trim(run []civil.Date) []civil.Date {
	for len(run) > 0 && weekend(run[0]) {
		run = run[1:]
	}
	for len(run) > 0 && weekend(run[len(run)-1]) {
		run = run[:len(run)-1]
	}
	return run
}
