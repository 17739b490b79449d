package report_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/report"
)

// said draws a record and sees that it says this, and not that.
func said(t *testing.T, c casefile.Case, want, not []string) {
	t.Helper()
	doc, err := report.ComplaintRecord(fonts(t), report.Input{Case: c, Client: client(), On: day("2026-10-09")})
	if err != nil {
		t.Fatal(err)
	}
	got := flow(doc)
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%q is not in\n%s", w, got)
		}
	}
	for _, w := range not {
		if strings.Contains(got, w) {
			t.Errorf("%q is in\n%s", w, got)
		}
	}
}

// law: UK GDPR Art 33(5): the facts, the effects and what was done.
func TestRecordOfABreach(t *testing.T) {
	c := casefile.Case{Reference: "26-0HQ7RA", Kind: casefile.Breach, Received: civil.On(day("2026-10-01"))}
	said(t, c, []string{"Record of a breach", "When the controller became aware is not recorded.", "That the regulator was told is not recorded."}, nil)
	c.Incident = casefile.Incident{
		Aware: civil.At(time.Date(2026, 10, 1, 15, 30, 0, 0, time.UTC)), Who: "the head teacher", How: "By a call.",
		Assessed: day("2026-10-02"), Risk: casefile.Unlikely, Reasons: "Encrypted.", People: 28, Consequences: "None.", Measures: "Locked.",
	}
	said(t, c, []string{
		"became aware on Thu 1 Oct 2026 at 16:30, through the head teacher. By a call.", "Encrypted.", "About 28 people", "Likely consequences: None.",
		"Measures: Locked.", "The regulator was not told: a risk to people is unlikely",
	}, nil)
	c.Incident.How = ""
	said(t, c, []string{"through the head teacher."}, []string{"head teacher. ."})
	c.Incident.Risk, c.Incident.Notified, c.Incident.Number, c.Incident.Late = casefile.HighRisk, day("2026-10-06"), "IC-1", "It was a weekend."
	said(t, c, []string{"The regulator was told on Tue 6 Oct 2026. Its reference is IC-1. Why it took longer than 72 hours: It was a weekend."}, []string{"was not told"})
}

func TestRecordOfStages(t *testing.T) {
	c := casefile.Case{Reference: "26-0HQ7RA", Kind: casefile.InformationRequest, Received: civil.On(day("2026-09-01"))}
	said(t, c, nil, []string{"Review and regulator"})
	c.Holders = []casefile.Holder{{Who: "IT", Asked: day("2026-09-02")}, {Who: "HR", Asked: day("2026-09-02"), Answered: day("2026-09-04"), Found: "Nothing."}}
	c.Review = casefile.Review{Asked: day("2026-09-10")}
	said(t, c, []string{"IT was asked, no answer yet", "HR was asked, answered on Fri 4 Sep 2026: Nothing.", "asked for on Thu 10 Sep 2026 and is not decided", "No case with the regulator is recorded."}, nil)
	c.Review.Decided, c.Review.By, c.Review.Result = day("2026-09-20"), "the governors", "Upheld."
	c.Regulator = casefile.Regulator{Opened: day("2026-09-21"), Reference: "IC-1"}
	said(t, c, []string{"decided on Sun 20 Sep 2026 by the governors: Upheld.", "opened case IC-1 on Mon 21 Sep 2026; it is not closed."}, nil)
	c.Regulator.Closed, c.Regulator.Result = day("2026-10-01"), "No action."
	said(t, c, []string{"closed it on Thu 1 Oct 2026: No action."}, nil)
}
