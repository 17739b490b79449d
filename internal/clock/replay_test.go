package clock_test

import (
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"

	"pgregory.net/rapid"
)

func timeOf(seconds int) time.Duration { return time.Duration(seconds) * time.Second }

// A replayer recounts a date by its own loop from what the working tells as
// fact (receipts, arrivals, questions, fees, the extension) and which days it
// says were skipped. It never looks at a due date, and shares no counting with
// the clock.

// replayed are the periods as law/rules.md has them, written down once more.
var replayed = map[clock.RuleID]struct{ months, extended, days int }{
	clock.Rights:            {months: 1, extended: 3},
	clock.ComplaintAck:      {days: 30},
	clock.ComplaintProgress: {months: 1},
	clock.ComplaintOutcome:  {months: 1},
	clock.ComplaintDelay:    {months: 3},
	clock.PrincipalReporter: {days: 14},
}

// counts are the days that are counted one by one, and once extended.
var counts = map[clock.RuleID]struct {
	limits   []int
	extended int
}{
	clock.EducationRecord: {limits: []int{15}},
	clock.FOI:             {limits: []int{20}},
	clock.FOISchool:       {limits: []int{20, 60}},
	clock.FOIScotland:     {limits: []int{20}},
	clock.EIR:             {limits: []int{20}, extended: 40},
}

// told is what a working tells.
type told struct {
	from     civil.Date          // the latest fact from which the time runs
	lost     map[civil.Date]bool // days of questions and fees
	skipped  map[civil.Date]bool // days the table skips
	extended bool
}

func listen(steps []clock.Step) told {
	x := told{lost: map[civil.Date]bool{}, skipped: map[civil.Date]bool{}}
	for _, s := range steps {
		switch s.Form {
		case clock.FormReceived, clock.FormReceivedDPO, clock.FormArrived, clock.FormProgress, clock.FormRestart, clock.FormAware, clock.FormFact:
			if s.Date.After(x.from) {
				x.from = s.Date
			}
		case clock.FormPause, clock.FormFeeDays:
			for d := s.From; !d.After(s.To); d = d.AddDays(1) {
				x.lost[d] = true
			}
		case clock.FormGranted, clock.FormExtended:
			x.extended = true
		}
		for _, d := range s.Skipped() {
			x.skipped[d] = true
		}
	}
	return x
}

// months counts calendar months with package time.
func months(from civil.Date, n int) civil.Date {
	y, m, d := from.Split()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	if d < last.Day() {
		last = time.Date(y, m+time.Month(n), d, 0, 0, 0, 0, time.UTC)
	}
	ly, lm, ld := last.Date()
	return civil.Must(ly, lm, ld)
}

// recount returns the date that follows from the working, or no day where the
// replayer has no say.
func recount(o clock.Obligation) civil.Date {
	x := listen(o.Working)
	if p, ok := replayed[o.Rule]; ok {
		n := p.days
		if p.months > 0 {
			m := p.months
			if x.extended && p.extended > 0 {
				m = p.extended
			}
			n = months(x.from, m).Sub(x.from)
		}
		return walk(x, n, false)
	}
	c, ok := counts[o.Rule]
	if !ok {
		return civil.Date{}
	}
	if x.extended && c.extended > 0 {
		return walk(x, c.extended, true)
	}
	var due civil.Date
	i := 0
	for _, s := range o.Working {
		if s.Form != clock.FormCount || i >= len(c.limits) {
			continue
		}
		one := x
		one.skipped = map[civil.Date]bool{}
		for _, d := range s.Skipped() {
			one.skipped[d] = true
		}
		due = civil.Earlier(due, walk(one, c.limits[i], true))
		i++
	}
	return due
}

// walk goes forward day by day until n days have counted: lost days never
// count, skipped ones only cannot be the last, or do not count either.
func walk(x told, n int, skippedToo bool) civil.Date {
	d := x.from
	for n > 0 {
		d = d.AddDays(1)
		if !x.lost[d] && (!skippedToo || !x.skipped[d]) {
			n--
		}
	}
	for x.skipped[d] {
		d = d.AddDays(1)
	}
	return d
}

func checkReplay(t interface{ Errorf(string, ...any) }, name string, o clock.Obligation) {
	if o.Due.IsZero() {
		return
	}
	if again := recount(o); !again.IsZero() && again != o.Due {
		t.Errorf("%s: %s is due %s, recounted from its working %s:\n%s", name, o.Rule, o.Due, again, text(o))
	}
}

// Every date of the vectors and the proofs follows from its own working.
func TestReplayKnownCases(t *testing.T) {
	law := fullLaw(t)
	for _, v := range vectors(t) {
		o, err := clock.One(vectorRules[v["kind"]].rule, v.facts(t), law)
		if err != nil {
			t.Fatal(err)
		}
		checkReplay(t, v["id"], o)
	}
	for _, p := range proofs() {
		l := law
		l.Settings.Periods = nil
		all, err := p.obligations(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all {
			checkReplay(t, p.id, o)
		}
	}
}

func TestReplayRandomCases(t *testing.T) {
	law := fullLaw(t)
	dated, tried := map[clock.RuleID]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		tried++
		all, err := clock.Due(randomFacts(t), law)
		if err != nil {
			return // not every case can be dated; the count below sees that enough can
		}
		for _, o := range all {
			checkReplay(t, "random case", o)
			if !o.Due.IsZero() {
				dated[o.Rule]++
			}
		}
	})
	if dated[clock.Rights] == 0 {
		t.Errorf("of %d cases no request was dated: %v", tried, dated)
	}
	t.Logf("of %d cases: %v", tried, dated)
}
