package clock_test

import (
	"os"
	"os/exec"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"

	"pgregory.net/rapid"
)

// byRule keeps the first obligation of each rule.
func byRule(all []clock.Obligation) map[clock.RuleID]clock.Obligation {
	out := map[clock.RuleID]clock.Obligation{}
	for _, o := range all {
		if _, there := out[o.Rule]; !there {
			out[o.Rule] = o
		}
	}
	return out
}

// neverEarlier checks that no date of b is earlier than in a.
func neverEarlier(t *rapid.T, a, b []clock.Obligation) {
	then := byRule(b)
	for _, o := range a {
		n, ok := then[o.Rule]
		if !ok || o.Due.IsZero() || n.Due.IsZero() {
			continue
		}
		if n.Due.Before(o.Due) {
			t.Errorf("%s moved back from %s to %s:\n%s\n--\n%s", o.Rule, o.Due, n.Due, text(o), text(n))
		}
		if n.WorkTo.Before(o.WorkTo) {
			t.Errorf("%s: work to moved back from %s to %s:\n%s\n--\n%s", o.Rule, o.WorkTo, n.WorkTo, text(o), text(n))
		}
		if !o.NoticeBy.IsZero() && !n.NoticeBy.IsZero() && n.NoticeBy.Before(o.NoticeBy) {
			t.Errorf("%s: notice by moved back from %s to %s", o.Rule, o.NoticeBy, n.NoticeBy)
		}
	}
}

// A question that is asked and answered never makes a date earlier.
func TestPauseNeverMakesEarlier(t *testing.T) {
	law := fullLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		f := randomFacts(t)
		before, err := clock.Due(f, law)
		if err != nil {
			return
		}
		at := rapid.IntRange(0, len(f.Pauses)).Draw(t, "place")
		p := randomPause(t, f.Received.Date())
		f.Pauses = append(append(f.Pauses[:at:at], p), f.Pauses[at:]...)
		after, err := clock.Due(f, law)
		if err != nil {
			return
		}
		neverEarlier(t, before, after)
	})
}

// A bank holiday more never makes a date earlier.
func TestHolidayNeverMakesEarlier(t *testing.T) {
	law := fullLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		f := randomFacts(t)
		before, err := clock.Due(f, law)
		if err != nil {
			return
		}
		file := generated()
		n := rapid.SampledFrom(clock.Nations).Draw(t, "where")
		part := file.Nations[n]
		day := dayIn(t, "2026-06-08", 300, "holiday")
		for _, d := range part.Days {
			if d.Date == day {
				return
			}
		}
		part.Days = append(part.Days, clock.HolidayDay{Date: day, Name: "Jubilee"})
		file.Nations[n] = part
		changed := law
		if changed.Holidays, err = clock.NewHolidays(file); err != nil {
			t.Fatal(err)
		}
		after, err := clock.Due(f, changed)
		if err != nil {
			return
		}
		neverEarlier(t, before, after)
	})
}

// No due date falls on a day that its rule's table skips, and the cautious date
// is never the later one.
func TestDueCountsAndCautionIsEarlier(t *testing.T) {
	law := fullLaw(t)
	h := law.Holidays
	rapid.Check(t, func(t *rapid.T) {
		f := randomFacts(t)
		all, err := clock.Due(f, law)
		if err != nil {
			return
		}
		for _, o := range all {
			if o.Due.Before(o.WorkTo) && !o.Due.IsZero() {
				t.Errorf("%s: work to %s is after due %s", o.Rule, o.WorkTo, o.Due)
			}
			if o.Due.IsZero() {
				continue
			}
			for _, n := range holidaysOf(o.Rule, f.Nation) {
				if w := o.Due.Weekday(); w == 0 || w == 6 || h.Holiday(n, o.Due) != "" {
					t.Errorf("%s is due on %s, a day that does not count in %s", o.Rule, o.Due.Long(), n)
				}
			}
			if o.Rule == clock.EducationRecord && !law.Schools[f.School].Open(o.Due) {
				t.Errorf("the record is due on %s, no school day", o.Due)
			}
		}
	})
}

// holidaysOf returns the nations whose bank holidays a rule's last day avoids.
func holidaysOf(id clock.RuleID, n clock.Nation) []clock.Nation {
	switch id {
	case clock.FOI, clock.FOISchool, clock.EIR:
		return clock.Nations
	case clock.FOIScotland, clock.PrincipalReporter:
		return []clock.Nation{clock.Scotland}
	case clock.Breach, clock.EducationRecord, clock.HealthOpinion, clock.Disposal:
		return nil
	}
	return []clock.Nation{n}
}

// The order in which questions were entered changes nothing, and asking twice
// gives the same answer.
func TestOrderOfQuestions(t *testing.T) {
	law := fullLaw(t)
	rapid.Check(t, func(t *rapid.T) {
		f := randomFacts(t)
		a, err := clock.Due(f, law)
		if err != nil {
			return
		}
		f.Pauses = rapid.Permutation(f.Pauses).Draw(t, "order")
		b, err := clock.Due(f, law)
		if err != nil {
			t.Fatal(err)
		}
		for i := range a {
			if text(a[i]) != text(b[i]) || a[i].Due != b[i].Due || a[i].WorkTo != b[i].WorkTo {
				t.Errorf("%s differs:\n%s\n--\n%s", a[i].Rule, text(a[i]), text(b[i]))
			}
		}
	})
}

// The machine's zone changes nothing: the dates and the workings are the same
// in every one.
func TestZones(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, zone := range []string{"UTC", "Pacific/Kiritimati", "America/St_Johns"} {
		cmd := exec.Command(self, "-test.run=^(TestVectors|TestWorkings|TestOneDayIsTheSame)$")
		cmd.Env = append(os.Environ(), "TZ="+zone)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("in %s: %v\n%s", zone, err, out)
		}
	}
}

// A late evening in London is that day in London, wherever the machine is.
func TestOneDayIsTheSame(t *testing.T) {
	f := clock.Facts{Kind: "access", Nation: clock.England, Received: civil.At(civil.MustParse("2026-07-01").Midnight())}
	if o := due(t, f, shipped(t))[clock.Rights]; o.Due.String() != "2026-08-03" {
		t.Errorf("due %s", o.Due)
	}
}
