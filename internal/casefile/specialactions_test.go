package casefile_test

import (
	"maps"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

func init() { maps.Copy(deeds, specialDeeds) }

// specialDeeds are the rows of actions that only some kinds of case have.
var specialDeeds = map[string]deed{
	"school": {
		kind:   casefile.EducationRecord,
		values: casefile.Values{"school": "Hill School", "type": "maintained"},
		then:   func(c casefile.Case) any { return c.About },
		want:   casefile.About{School: "Hill School", SchoolType: clock.Maintained},
	},
	"environment": {
		kind:   casefile.InformationRequest,
		values: casefile.Values{"is": "yes", "why": "The playing field"},
		then:   func(c casefile.Case) any { return c.About.Environment }, want: true,
	},
	"marks": {then: func(c casefile.Case) any { return c.Exam }, want: casefile.Exam{Marks: true}},
	"results": {
		values: casefile.Values{"on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Exam.Announced }, want: septemberTenth,
	},
	"particulars-ask": {
		kind:   casefile.InformationRequest,
		values: casefile.Values{"reason": "Which year?", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Pauses, c.State()} },
		want:   []any{[]casefile.Pause{{Asked: septemberTenth, Reason: "Which year?"}}, casefile.StatePaused},
	},
	"fees-notice": {
		kind:   casefile.InformationRequest,
		values: casefile.Values{"amount": "3.50", "reason": "Copying", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Fee, c.State()} },
		want:   []any{casefile.Awaited{Asked: septemberTenth, Reason: "Copying", Pence: 350}, casefile.StateFee},
	},
	"extend-eir": {
		kind:   casefile.InformationRequest,
		before: func(h *history) { h.must("environment", casefile.Values{"is": "yes"}) },
		values: casefile.Values{"reasons": "Forty folders", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return *c.Extension },
		want:   casefile.Extension{Noticed: septemberTenth, Ground: "complexity-and-volume", Reasons: "Forty folders"},
	},
	"holder-ask": {
		values: casefile.Values{"holder": "IT", "what": "Mailboxes", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Holders },
		want:   []casefile.Holder{{ID: "event-3", Who: "IT", What: "Mailboxes", Asked: septemberTenth}},
	},
	"holder-answer": {
		before: func(h *history) {
			h.must("holder-ask", casefile.Values{"holder": "IT", "on": "2026-09-08"})
			h.must("holder-ask", casefile.Values{"holder": "Kitchen", "on": "2026-09-08"})
		},
		values: casefile.Values{"holder": "kitchen", "found": "Nothing", "on": "2026-09-10"},
		then: func(c casefile.Case) any {
			return []any{c.Holders[0].Answered, c.Holders[1].Answered, c.Holders[1].Found}
		},
		want: []any{civil.Date{}, septemberTenth, "Nothing"},
	},
	"reporter-ask": {
		values: casefile.Values{"what": "A report of 2024", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Reporter },
		want:   casefile.Arisen{On: septemberTenth, What: "A report of 2024"},
	},
	"reporter-told": {
		before: func(h *history) { h.must("reporter-ask", casefile.Values{"what": "x", "on": "2026-09-08"}) },
		values: casefile.Values{"on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Reporter.Told }, want: septemberTenth,
	},
	"opinion": {
		values: casefile.Values{"by": "Dr Moss", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Opinion }, want: casefile.Opinion{Given: septemberTenth, By: "Dr Moss"},
	},
	"opinion-relied": {
		before: func(h *history) { h.must("opinion", casefile.Values{"by": "Dr Moss", "on": "2026-09-08"}) },
		values: casefile.Values{"on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Opinion.Relied }, want: septemberTenth,
	},
	"aware": {
		kind:   casefile.Breach,
		values: casefile.Values{"time": "14:05", "who": "The office", "how": "A call", "on": "2026-09-10"},
		then: func(c casefile.Case) any {
			return []any{c.Incident.Aware.String(), c.Incident.Who, c.Incident.How}
		},
		want: []any{"2026-09-10T13:05:00Z", "The office", "A call"}, // summer time
	},
	"assess": {
		kind: casefile.Breach,
		values: casefile.Values{
			"risk": "high", "reasons": "Health data", "consequences": "Distress", "measures": "Called back", "people": "12", "on": "2026-09-10",
		},
		then: func(c casefile.Case) any { return c.Incident },
		want: casefile.Incident{
			Assessed: septemberTenth, Risk: casefile.HighRisk, Reasons: "Health data", Consequences: "Distress", Measures: "Called back", People: 12,
		},
	},
	"notify": {
		kind:   casefile.Breach,
		before: becameAware,
		values: casefile.Values{"reference": "IC-1", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Incident.Notified, c.Incident.Number} }, want: []any{septemberTenth, "IC-1"},
	},
	"review-ask": {
		kind:   casefile.InformationRequest,
		values: casefile.Values{"why": "Too little", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Review }, want: casefile.Review{Asked: septemberTenth, Why: "Too little"},
	},
	"review-decide": {
		before: func(h *history) { h.must("review-ask", casefile.Values{"on": "2026-09-08"}) },
		values: casefile.Values{"by": "The governors", "result": "Upheld", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Review.Decided, c.Review.By, c.Review.Result} },
		want:   []any{septemberTenth, "The governors", "Upheld"},
	},
	"regulator-open": {
		values: casefile.Values{"reference": "IC-1", "about": "The delay", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Regulator, c.Regulator.Open()} },
		want:   []any{casefile.Regulator{Opened: septemberTenth, Reference: "IC-1", About: "The delay"}, true},
	},
	"regulator-close": {
		before: func(h *history) {
			h.must("regulator-open", casefile.Values{"reference": "IC-1", "on": "2026-09-08"})
		},
		values: casefile.Values{"result": "No action", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Regulator.Closed, c.Regulator.Result, c.Regulator.Open()} },
		want:   []any{septemberTenth, "No action", false},
	},
	"hold": {
		values: casefile.Values{"reason": "A court", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return *c.Hold }, want: casefile.Hold{On: septemberTenth, Reason: "A court"},
	},
	"hold-lift": {
		before: func(h *history) { h.must("hold", casefile.Values{"reason": "A court"}) },
		values: casefile.Values{"reason": "It is over"},
		then:   func(c casefile.Case) any { return c.Hold == nil }, want: true,
	},
}

func becameAware(h *history) {
	h.must("aware", casefile.Values{"time": "9:30", "who": "The office", "on": "2026-09-07"})
}

// What is refused of them, with what a person is told.
func TestSpecialRefused(t *testing.T) {
	type values = casefile.Values
	for _, test := range []struct {
		kind   casefile.Kind
		before func(h *history)
		action string
		values values
		says   string
	}{
		{casefile.Access, nil, "school", values{"school": "x"}, "school days count"},
		{casefile.Access, nil, "environment", values{"is": "yes"}, "information requests"},
		{casefile.Erasure, nil, "marks", nil, "access requests"},
		{casefile.Access, nil, "particulars-ask", values{"reason": "x"}, "information requests"},
		{casefile.InformationRequest, func(h *history) { h.must("particulars-ask", values{"reason": "x"}) }, "particulars-ask", values{"reason": "x"}, "open already"},
		{casefile.InformationRequest, nil, "extend-eir", values{"reasons": "x"}, "environment"},
		{casefile.InformationRequest, func(h *history) {
			h.must("environment", values{"is": "yes"})
			h.must("extend-eir", values{"reasons": "x"})
		}, "extend-eir", values{"reasons": "x"}, "once"},
		{casefile.InformationRequest, nil, "fee-receive", nil, "not being waited for"},
		{casefile.Access, nil, "holder-answer", values{"found": "x"}, "Nobody is being waited for"},
		{casefile.Access, func(h *history) { h.must("holder-ask", values{"holder": "IT"}) }, "holder-answer", values{"found": "x", "holder": "HR"}, "of that name"},
		{casefile.Access, nil, "reporter-told", nil, "No question"},
		{casefile.Access, nil, "opinion-relied", nil, "No health opinion"},
		{casefile.Access, nil, "aware", values{"time": "9:00", "who": "x"}, "for breaches"},
		{casefile.Breach, nil, "aware", values{"time": "noon", "who": "x"}, "time of day"},
		{casefile.Breach, nil, "aware", values{"time": "13:00", "who": "x"}, "still to come"},
		{casefile.Breach, nil, "aware", values{"time": "1:30", "who": "x", "on": "2026-03-29"}, "no such hour"},
		{casefile.Breach, becameAware, "notify", values{"on": "2026-09-11"}, "more than 72 hours"},
		{casefile.Breach, becameAware, "notify", values{"on": "2026-09-06"}, "before the client became aware"},
		{casefile.Enquiry, nil, "review-ask", nil, "no internal review"},
		{casefile.Access, func(h *history) { h.must("review-ask", nil) }, "review-ask", nil, "open already"},
		{casefile.Access, nil, "review-decide", values{"by": "x", "result": "y"}, "No review is open"},
		{casefile.Access, func(h *history) {
			h.must("decide", values{"outcome": "granted", "what": "x"})
			h.must("review-ask", nil)
		}, "review-decide", values{"by": "a. caseworker", "result": "y"}, "somebody else"},
		{casefile.Access, nil, "regulator-close", values{"result": "x"}, "no case open"},
		{casefile.Access, nil, "hold-lift", values{"reason": "x"}, "not held"},
	} {
		t.Run(test.action+" "+test.says, func(t *testing.T) {
			h := openCase(t, test.kind, "2026-09-03")
			if test.before != nil {
				test.before(h)
			}
			n := len(h.events)
			if err := h.do(test.action, test.values); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
			if len(h.events) != n {
				t.Error("something was recorded all the same")
			}
		})
	}
}

// The clause that asks for reasons is that of the kind, and none where no
// statute asks for them.
func TestReasonsLaw(t *testing.T) {
	for kind, law := range map[casefile.Kind]string{
		casefile.Access: "UK GDPR Art 12(4)", casefile.InformationRequest: "FOIA s.17", casefile.EducationRecord: "SI 2005/1437 reg 5(4)",
		casefile.Breach: casefile.PolicyLaw, casefile.Enquiry: casefile.PolicyLaw,
	} {
		err := openCase(t, kind, "2026-09-03").do("decide", casefile.Values{"outcome": "refused", "what": "x"})
		if e := casefile.AsError(err); e == nil || e.Field != "reasons" || e.Law != law {
			t.Errorf("%s: got %v by %q, want %q", kind, err, e.Law, law)
		}
	}
}

// What the clock makes of them. Dates by hand: 2026-09-03 is a Thursday.
func TestDatesOfSpecialFacts(t *testing.T) {
	type values = casefile.Values
	law := baseLaw(t)
	for _, test := range []struct {
		name   string
		kind   casefile.Kind
		client casefile.Client
		before func(h *history)
		rule   clock.RuleID
		due    string
		met    string
	}{
		{"marks before the results", casefile.Access, casefile.Client{}, func(h *history) { h.must("marks", nil) }, clock.ExamMarks, "2027-02-03", ""},
		{"marks, the results are out", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("marks", nil)
			h.must("results", values{"on": "2026-09-10"})
		}, clock.ExamMarks, "2026-10-20", ""},
		{"the Reporter", casefile.Access, casefile.Client{Nation: "scotland"}, func(h *history) {
			h.must("reporter-ask", values{"what": "x", "on": "2026-09-10"})
			h.must("reporter-told", values{"on": "2026-09-14"})
		}, clock.PrincipalReporter, "2026-09-24", "2026-09-14"},
		{"an opinion", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("opinion", values{"by": "x", "on": "2026-09-10"})
			h.must("opinion-relied", values{"on": "2026-10-01"})
		}, clock.HealthOpinion, "2027-03-09", ""},
		{"a fee for copies", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("fee-ask", values{"amount": "5", "reason": "x", "copies": "yes", "on": "2026-09-10"})
			h.must("fee-receive", values{"on": "2026-09-14"})
		}, clock.Rights, "2026-10-14", ""},
		{"a holder", casefile.Access, casefile.Client{}, func(h *history) { h.must("holder-ask", values{"holder": "IT", "on": "2026-09-10"}) }, clock.HolderChase, "2026-09-17", ""},
		{"identity", casefile.Access, casefile.Client{}, func(h *history) { h.must("identity-ask", values{"reason": "x", "on": "2026-09-10"}) }, clock.IdentityChase, "2026-09-24", ""},
		{"progress after an extension", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("extend", values{"ground": "number", "reasons": "x", "on": "2026-09-14"})
		}, clock.ReplyProgress, "2026-10-14", ""},
		{"the regulator", casefile.Breach, casefile.Client{}, func(h *history) {
			becameAware(h)
			h.must("notify", values{"on": "2026-09-09"})
		}, clock.Breach, "2026-09-10", "2026-09-09"},
		{"foi", casefile.InformationRequest, casefile.Client{}, nil, clock.FOI, "2026-10-01", ""},
		{"foi, clarified", casefile.InformationRequest, casefile.Client{}, func(h *history) {
			h.must("particulars-ask", values{"reason": "x", "on": "2026-09-10"})
			h.must("clarify-answer", values{"on": "2026-09-14"})
		}, clock.FOI, "2026-10-12", ""},
		{"foi, a fee", casefile.InformationRequest, casefile.Client{}, func(h *history) {
			h.must("fees-notice", values{"amount": "3", "reason": "x", "on": "2026-09-10"})
			h.must("fee-receive", values{"on": "2026-09-14"})
		}, clock.FOI, "2026-10-06", ""},
		{"foisa", casefile.InformationRequest, casefile.Client{Nation: "scotland"}, nil, clock.FOIScotland, "2026-10-01", ""},
		{"eir, extended", casefile.InformationRequest, casefile.Client{Kind: "academy-trust"}, func(h *history) {
			h.must("environment", values{"is": "yes"})
			h.must("extend-eir", values{"reasons": "x", "on": "2026-09-30"})
		}, clock.EIR, "2026-10-29", ""},
		{"a review", casefile.InformationRequest, casefile.Client{}, func(h *history) { h.must("review-ask", values{"on": "2026-10-01"}) }, clock.InternalReview, "2026-10-29", ""},
		{"withdrawn", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("close", values{"reason": "x", "withdrawn": "yes", "on": "2026-09-10"})
		}, clock.Rights, "2026-10-05", "2026-09-10"},
		{"the regulator's case is over", casefile.Complaint, casefile.Client{}, func(h *history) {
			h.must("regulator-open", values{"reference": "x", "on": "2026-09-10"})
			h.must("regulator-close", values{"result": "x", "on": "2026-09-30"})
			h.must("close", values{"reason": "x"})
		}, clock.Disposal, "2032-09-30", ""},
		{"held", casefile.Access, casefile.Client{}, func(h *history) {
			h.must("hold", values{"reason": "x"})
			h.must("close", values{"reason": "x"})
		}, clock.Disposal, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := openCase(t, test.kind, "2026-09-03")
			if test.before != nil {
				test.before(h)
			}
			if test.client.Nation == "" {
				test.client.Nation = "england"
			}
			obligations, err := h.fold().Obligations(test.client, law)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range obligations {
				if o.Rule == test.rule {
					if o.Due.String() != test.due || o.MetOn.String() != test.met {
						t.Errorf("due %v, met %v; want %s, %s", o.Due, o.MetOn, test.due, test.met)
					}
					return
				}
			}
			t.Errorf("there is no duty %s in %v", test.rule, obligations)
		})
	}
}

// A breach that is no risk need not be told, and lacks nothing then.
func TestBreachWithoutDuty(t *testing.T) {
	h := openCase(t, casefile.Breach, "2026-09-03")
	england := casefile.Client{Nation: "england"}
	h.must("assess", casefile.Values{"risk": "unlikely", "reasons": "It was encrypted."})
	obligations, lacks, err := h.fold().Dated(england, baseLaw(t))
	if err != nil || len(obligations) != 0 || lacks != nil {
		t.Errorf("%v, %v, %v", obligations, lacks, err)
	}
}

// Of the hour that came twice when the clocks went back the first counts, so
// that the regulator is never told too late.
func TestAwareInTheHourThatCameTwice(t *testing.T) {
	h := openCase(t, casefile.Breach, "2025-10-26")
	h.must("aware", casefile.Values{"time": "1:30", "who": "The office", "on": "2025-10-26"})
	if got := h.fold().Incident.Aware.String(); got != "2025-10-26T00:30:00Z" {
		t.Errorf("aware at %s", got)
	}
}

// The timeline says for how long each kind of extension is.
func TestExtensionInWords(t *testing.T) {
	for want, h := range map[string]*history{
		"up to three months":    openCase(t, casefile.Access, "2026-09-03"),
		"up to 40 working days": openCase(t, casefile.InformationRequest, "2026-09-03"),
	} {
		if strings.Contains(want, "40") {
			h.must("environment", casefile.Values{"is": "yes"})
			h.must("extend-eir", casefile.Values{"reasons": "Forty folders"})
		} else {
			h.must("extend", casefile.Values{"ground": "number", "reasons": "Six requests"})
		}
		lines, err := casefile.Timeline(h.events)
		if err != nil || !strings.HasSuffix(lines[0].Words, want) && !strings.HasSuffix(lines[len(lines)-1].Words, want) {
			t.Errorf("want %s: %+v, %v", want, lines, err)
		}
	}
}
