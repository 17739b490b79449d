package casefile_test

import (
	"os"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

func TestKeepRule(t *testing.T) {
	closed := &casefile.Closing{On: civil.MustParse("2026-10-01")}
	withdrawn := &casefile.Closing{On: civil.MustParse("2026-10-01"), Withdrawn: true}
	regulator := casefile.Regulator{Opened: civil.MustParse("2026-10-01"), Closed: civil.MustParse("2026-11-01")}
	own := casefile.Client{Policy: casefile.Policy{Keep: []casefile.Keep{
		{What: "complaint", Period: "7 years", Reason: "Schedule 4"},
		{What: "access", Period: "18 months", Reason: "Schedule 5"},
		{What: "withdrawn", Period: "1 day", Reason: "Schedule 6"},
	}}}
	for _, test := range []struct {
		c          casefile.Case
		client     casefile.Client
		words, why string
	}{
		{casefile.Case{Kind: casefile.Access, Closed: closed}, casefile.Client{}, "Requests: 3 years after the case was closed", "no statute fixes a period"},
		{casefile.Case{Kind: casefile.Complaint, Closed: closed}, casefile.Client{}, "Complaints: 6 years after the case was closed", "cautious"},
		{casefile.Case{Kind: casefile.Breach, Closed: closed}, casefile.Client{}, "Breaches: 6 years after the case was closed", "cautious"},
		{casefile.Case{Kind: casefile.Complaint, Closed: withdrawn}, casefile.Client{}, "Withdrawn or abandoned cases: 6 months after the case was closed", "cautious"},
		{casefile.Case{Kind: casefile.Access, Closed: closed, Regulator: regulator}, casefile.Client{}, "Cases that went to the regulator: 6 years after the regulator closed its case", "cautious"},
		{casefile.Case{Kind: casefile.Complaint, Closed: closed}, own, "Complaints: 7 years after the case was closed", "Schedule 4"},
		{casefile.Case{Kind: casefile.Access, Closed: closed}, own, "Access: 18 months after the case was closed", "Schedule 5"},
		{casefile.Case{Kind: casefile.Access, Closed: withdrawn}, own, "Withdrawn or abandoned cases: 1 day after the case was closed", "Schedule 6"},
		{casefile.Case{Kind: casefile.Erasure, Closed: closed}, own, "Requests: 3 years after the case was closed", "cautious"},
	} {
		got := test.c.KeepRule(test.client)
		if got.Words != test.words || !strings.Contains(got.Why, test.why) {
			t.Errorf("%s: kept by %+v, want %q, %q", test.c.Kind, got, test.words, test.why)
		}
	}
}

// A period that cannot be right is refused with the field at fault; the
// client's own moves the day.
func TestKeepOfAClient(t *testing.T) {
	c := goodClient()
	for _, test := range []struct {
		keep  casefile.Keep
		field string
	}{
		{casefile.Keep{What: "complaint", Period: "7 years", Reason: "x"}, ""},
		{casefile.Keep{What: "complaint", Period: "7 years"}, "policy.keep 1 reason"},
		{casefile.Keep{What: "complaint", Period: "long", Reason: "x"}, "policy.keep 1 period"},
		{casefile.Keep{What: "complaint", Period: "20 working days", Reason: "x"}, "policy.keep 1 period"},
		{casefile.Keep{What: "complaint", Period: "0 years", Reason: "x"}, "policy.keep 1 period"},
		{casefile.Keep{What: "gossip", Period: "7 years", Reason: "x"}, "policy.keep 1 what"},
	} {
		c.Policy.Keep = []casefile.Keep{test.keep}
		err := casefile.CheckClient(c)
		if e := casefile.AsError(err); (e == nil) != (test.field == "") || e != nil && e.Field != test.field {
			t.Errorf("%+v: %v, want a fault in %q", test.keep, err, test.field)
		}
	}
}

// docs/RETENTION.md states the periods that the program keeps by.
func TestRetentionPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/RETENTION.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := []string{"| `request` ", "| `complaint` ", "| `breach` ", "| `withdrawn` ", "| `regulator` "}
	for i, sentence := range casefile.KeepDefaults() {
		_, rest, _ := strings.Cut(sentence, ": ")
		period, _, _ := strings.Cut(rest, " after")
		if _, row, found := strings.Cut(string(page), rows[i]); !found || !strings.Contains(row[:strings.IndexByte(row, '\n')], "| "+period+" |") {
			t.Errorf("the page does not say %q", sentence)
		}
	}
}
