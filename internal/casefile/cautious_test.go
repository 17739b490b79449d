package casefile_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/clock"
)

// A case is never without a date because an hour or a calendar is not known:
// the earliest that can be meant is given, and it is said what to record.
func TestCautiousDates(t *testing.T) {
	law := baseLaw(t)
	trust := casefile.Client{ID: "oakfield", Nation: "england", Kind: "academy-trust", Name: "Oakfield"}
	for _, test := range []struct {
		kind  casefile.Kind
		rule  clock.RuleID
		due   string
		field string
	}{
		{casefile.Breach, clock.Breach, "2026-09-06", "received"}, // 72 hours from the first of Thu 3 Sep
		{casefile.EducationRecord, clock.EducationRecord, "2026-09-24", "school"},
		{casefile.InformationRequest, clock.FOISchool, "2026-10-01", "school"},
		{casefile.Access, clock.Rights, "2026-10-05", ""},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			h := openCase(t, test.kind, "2026-09-03")
			duties, lacks, err := h.fold().Dated(trust, law)
			if err != nil || len(duties) == 0 || duties[0].Rule != test.rule || duties[0].Due.String() != test.due {
				t.Fatalf("%v, %v", duties, err)
			}
			said := strings.Contains(duties[0].Working[0].Text(), "not known")
			if (lacks != nil) != (test.field != "") || said != (lacks != nil) || lacks != nil && lacks.Field != test.field {
				t.Errorf("lacks %v; the working begins %q", lacks, duties[0].Working[0].Text())
			}
			h.must("close", casefile.Values{"reason": "x"})
			if _, lacks, err := h.fold().Dated(trust, law); lacks != nil || err != nil {
				t.Errorf("closed, it lacks %v, %v", lacks, err)
			}
		})
	}
	h := openCase(t, casefile.Breach, "2026-09-03")
	becameAware(h)
	if duties, lacks, err := h.fold().Dated(trust, law); lacks != nil || err != nil || duties[0].Due.String() == "2026-09-06" {
		t.Errorf("with the hour: %v, %v, %v", duties, lacks, err)
	}
}

// A year mistyped is not hidden by a cautious date.
func TestCautiousOnlyWhereDaysAreKnown(t *testing.T) {
	trust := casefile.Client{ID: "oakfield", Nation: "england", Kind: "academy-trust", Name: "Oakfield"}
	for _, kind := range []casefile.Kind{casefile.Breach, casefile.EducationRecord, casefile.InformationRequest} {
		h := openCase(t, kind, "1026-09-03")
		if _, _, err := h.fold().Dated(trust, baseLaw(t)); !casefile.IsKind(err, casefile.Invalid) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What was late before something was asked for stays in sight; what was asked
// in time does not look late.
func TestAskedAfterTheDueDay(t *testing.T) {
	law, england := baseLaw(t), casefile.Client{Nation: "england"}
	for _, test := range []struct {
		action, on, next, nextDue string
	}{
		{"identity-ask", "2026-10-06", "Answer at once: late already when more was asked for", "2026-10-05"},
		{"identity-ask", "2026-10-05", "Ask again for proof of identity", "2026-10-19"},
		{"authority-ask", "2026-10-12", "Answer at once: late already when more was asked for", "2026-10-05"},
		{"authority-ask", "2026-09-10", "Ask again for the authority to act", "2026-09-24"},
	} {
		h := openCase(t, casefile.Access, "2026-09-03")
		h.must(test.action, casefile.Values{"on": test.on, "reason": "x"})
		duties, err := h.fold().Obligations(england, law)
		if err != nil {
			t.Fatal(err)
		}
		if got := casefile.HeadlineOf(h.fold(), duties); got.Next != test.next || got.NextDue.String() != test.nextDue || !got.Due.IsZero() {
			t.Errorf("%s on %s: %+v", test.action, test.on, got)
		}
	}
	h := openCase(t, casefile.Access, "2026-09-03")
	h.must("authority-ask", casefile.Values{"on": "2026-09-10", "reason": "x"})
	h.must("identity-ask", casefile.Values{"on": "2026-10-12", "reason": "x"})
	duties, err := h.fold().Obligations(england, law)
	if got := casefile.HeadlineOf(h.fold(), duties); err != nil || got.Next != "Ask again for the authority to act" {
		t.Errorf("with one asked in time: %+v, %v", got, err)
	}
}
