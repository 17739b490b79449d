package casefile_test

import (
	"os"
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
)

func baseLaw(t *testing.T) clock.Law {
	t.Helper()
	holidays, err := os.ReadFile("../../assets/law/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	law, err := clock.DefaultLaw(holidays)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// What a list says as a case goes on. Events and dates are those of the worked
// cases V067 and V089 of law/vectors.csv.
func TestHeadline(t *testing.T) {
	law := baseLaw(t)
	england := casefile.Client{ID: "oakfield", Nation: "england"}
	check := func(t *testing.T, h *history, due, workTo, next, nextDue string) {
		t.Helper()
		c := h.fold()
		obligations, err := c.Obligations(england, law)
		if err != nil {
			t.Fatal(err)
		}
		got := casefile.HeadlineOf(c, obligations)
		if got.Due.String() != due || got.WorkTo.String() != workTo || got.Next != next || got.NextDue.String() != nextDue {
			t.Errorf("got %v, %v, %q, %v\nwant %s, %s, %q, %s", got.Due, got.WorkTo, got.Next, got.NextDue, due, workTo, next, nextDue)
		}
	}
	send := func(h *history, on string, kind casefile.LetterKind) {
		id := h.add(on, &casefile.LetterIssued{Letter: kind, SHA256: "ab"})
		h.add(on, &casefile.LetterSent{Letter: id, How: casefile.ByPost, To: "x"})
	}
	t.Run("access", func(t *testing.T) {
		h := openCase(t, casefile.Access, "2026-09-03")
		check(t, h, "2026-10-05", "2026-10-05", "Send the reply", "2026-10-05")
		h.must("clarify-ask", casefile.Values{"on": "2026-09-10", "reason": "x", "volume": "y"})
		check(t, h, "", "", "Ask again for clarification", "2026-09-24")
		h.must("clarify-answer", casefile.Values{"on": "2026-09-15"})
		check(t, h, "2026-10-09", "2026-10-08", "Send the reply", "2026-10-09")
		send(h, "2026-10-07", casefile.Reply)
		check(t, h, "2026-10-09", "2026-10-08", "Close the case", "")
	})
	t.Run("received by the DPO first", func(t *testing.T) {
		h := openCase(t, casefile.Erasure, "2026-09-03")
		h.add("2026-09-01", &casefile.RequestReceived{By: casefile.ByDPO})
		check(t, h, "2026-10-01", "2026-10-01", "Send the reply", "2026-10-01")
	})
	t.Run("identity", func(t *testing.T) {
		h := openCase(t, casefile.Erasure, "2026-09-10")
		h.must("identity-ask", casefile.Values{"on": "2026-09-11", "reason": "x"})
		check(t, h, "", "", "Ask again for proof of identity", "2026-09-25")
		h.must("identity-receive", casefile.Values{"on": "2026-09-21"})
		check(t, h, "2026-10-21", "2026-10-21", "Send the reply", "2026-10-21")
	})
	t.Run("complaint", func(t *testing.T) {
		h := openCase(t, casefile.Complaint, "2026-09-03")
		check(t, h, "2026-10-05", "2026-10-05", "Acknowledge the complaint", "2026-10-05")
		send(h, "2026-09-10", casefile.Acknowledgement)
		check(t, h, "2026-10-05", "2026-10-05", "Tell the outcome of the complaint", "2026-10-05")
		send(h, "2026-10-01", casefile.Reply)
		check(t, h, "2026-10-05", "2026-10-05", "Close the case", "")
	})
	t.Run("enquiry", func(t *testing.T) {
		h := openCase(t, casefile.Enquiry, "2026-09-03")
		check(t, h, "", "", "Send the reply", "")
		send(h, "2026-09-10", casefile.Reply)
		check(t, h, "", "", "Close the case", "")
	})
	t.Run("closed", func(t *testing.T) {
		h := openCase(t, casefile.Portability, "2026-09-03")
		h.must("close", casefile.Values{"reason": "withdrawn"})
		check(t, h, "2026-10-05", "2026-10-05", "", "")
	})
}

// A client that promises to write at an interval does so on requests too.
func TestPromisedProgress(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	client := casefile.Client{ID: "oakfield", Nation: "england", Policy: casefile.Policy{ProgressDays: 14}}
	obligations, err := h.fold().Obligations(client, baseLaw(t))
	if err != nil || len(obligations) != 2 || obligations[1].Rule != clock.ReplyProgress || obligations[1].Due.String() != "2026-09-17" {
		t.Errorf("%v, %v", obligations, err)
	}
}

// What a client promises moves policy dates and never those of the law.
func TestPolicyOfClient(t *testing.T) {
	law := baseLaw(t)
	h := openCase(t, casefile.Complaint, "2026-09-03")
	client := casefile.Client{ID: "oakfield", Nation: "england", Policy: casefile.Policy{OutcomeDays: 20}}
	obligations, err := h.fold().Obligations(client, law)
	if err != nil {
		t.Fatal(err)
	}
	want := map[clock.RuleID]civil.Date{
		clock.ComplaintAck:     civil.MustParse("2026-10-05"),
		clock.ComplaintOutcome: civil.MustParse("2026-09-23"),
	}
	for _, o := range obligations {
		if due, ok := want[o.Rule]; ok && o.Due != due {
			t.Errorf("%s is due %v, want %v", o.Rule, o.Due, due)
		}
	}
}

func TestDateThatCannotBeWorkedOut(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	_, err := h.fold().Obligations(casefile.Client{ID: "x", Nation: "france"}, baseLaw(t))
	if casefile.AsError(err).Kind != casefile.Invalid || casefile.AsError(err).Field == "" {
		t.Errorf("got %v", err)
	}
}

// A client sets the period of any duty that rests on policy, and of no other.
func TestPeriodsOfClient(t *testing.T) {
	client := goodClient()
	h := openCase(t, casefile.Access, "2026-09-10")
	h.must("identity-ask", casefile.Values{"on": "2026-09-11", "reason": "x"}) // a Friday
	for words, want := range map[string]string{"5 days": "2026-09-16", "5 working days": "2026-09-18", "1 month": "2026-10-12"} {
		client.Policy.Periods = map[string]string{"identity-chase": words}
		if err := casefile.CheckClient(client); err != nil {
			t.Fatal(err)
		}
		obligations, err := h.fold().Obligations(client, baseLaw(t))
		i := slices.IndexFunc(obligations, func(o clock.Obligation) bool { return o.Rule == clock.IdentityChase })
		if err != nil || i < 0 || obligations[i].Due != civil.MustParse(want) {
			t.Errorf("after %s the chase is not due on %s: %+v, %v", words, want, obligations, err)
		}
	}
	for rule, words := range map[string]string{"rights": "2 months", "disposal": "1 month", "identity-chase": "soon", "fee-chase": "0 days", "question-chase": "5 weeks"} {
		client.Policy.Periods = map[string]string{rule: words}
		if err := casefile.CheckClient(client); casefile.AsError(err) == nil || casefile.AsError(err).Field != "policy.periods."+rule {
			t.Errorf("%s = %q: %v", rule, words, err)
		}
	}
}
