package casefile_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"

	"github.com/google/go-cmp/cmp"
)

// deed is one action done on a case, and what is then true of it.
type deed struct {
	kind   casefile.Kind
	before func(h *history)
	values casefile.Values
	then   func(c casefile.Case) any
	want   any
}

var septemberTenth = civil.MustParse("2026-09-10")

// deeds has a row for every action.
var deeds = map[string]deed{
	"assign": {
		values: casefile.Values{"handler": " Priya "},
		then:   func(c casefile.Case) any { return c.Handler }, want: "Priya",
	},
	"note": {
		values: casefile.Values{"text": "She rang.", "minutes": "10"},
		then:   func(c casefile.Case) any { return c.State() }, want: casefile.StateOpen,
	},
	"received": {
		values: casefile.Values{"by": "dpo", "on": "2026-09-01"},
		then:   func(c casefile.Case) any { return c.ReceivedOn() }, want: civil.MustParse("2026-09-01"),
	},
	"person": {
		values: casefile.Values{"name": "Ann Lee", "address": "1 High Street\n\nAnytown", "subject": "Jo Lee", "relation": "parent", "child": "yes"},
		then:   func(c casefile.Case) any { return []any{c.Person, c.Subject} },
		want: []any{
			casefile.Person{Name: "Ann Lee", Address: []string{"1 High Street", "Anytown"}},
			casefile.Subject{Name: "Jo Lee", Relation: casefile.Parent, Child: true},
		},
	},
	"identity-ask": {
		values: casefile.Values{"reason": "Unknown address", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Identity, c.State()} },
		want:   []any{casefile.Awaited{Asked: septemberTenth, Reason: "Unknown address"}, casefile.StateIdentity},
	},
	"identity-receive": {
		before: func(h *history) { h.must("identity-ask", casefile.Values{"reason": "x", "on": "2026-09-08"}) },
		values: casefile.Values{"seen": "passport", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Identity.Received, c.State()} },
		want:   []any{septemberTenth, casefile.StateOpen},
	},
	"authority-ask": {
		values: casefile.Values{"reason": "A solicitor asks", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Authority, c.State()} },
		want:   []any{casefile.Awaited{Asked: septemberTenth, Reason: "A solicitor asks"}, casefile.StateAuthority},
	},
	"authority-receive": {
		before: func(h *history) { h.must("authority-ask", casefile.Values{"reason": "x", "on": "2026-09-08"}) },
		values: casefile.Values{"on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Authority.Received, c.State()} },
		want:   []any{septemberTenth, casefile.StateOpen},
	},
	"fee-ask": {
		values: casefile.Values{"amount": "£12.50", "reason": "The fourth time this month", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Fee, c.State()} },
		want:   []any{casefile.Awaited{Asked: septemberTenth, Reason: "The fourth time this month", Pence: 1250}, casefile.StateFee},
	},
	"fee-receive": {
		before: func(h *history) {
			h.must("fee-ask", casefile.Values{"amount": "10", "reason": "x", "on": "2026-09-08"})
		},
		values: casefile.Values{"on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Fee.Pence, c.Fee.Received, c.State()} },
		want:   []any{int64(1000), septemberTenth, casefile.StateOpen},
	},
	"clarify-ask": {
		values: casefile.Values{"reason": "Which years?", "volume": "12,000 e-mails", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Pauses, c.State()} },
		want:   []any{[]casefile.Pause{{Asked: septemberTenth, Reason: "Which years?", Volume: "12,000 e-mails"}}, casefile.StatePaused},
	},
	"clarify-answer": {
		before: func(h *history) {
			h.must("clarify-ask", casefile.Values{"reason": "x", "volume": "y", "on": "2026-09-10"})
		},
		values: casefile.Values{"on": "2026-09-10"}, // asked and answered on one day
		then:   func(c casefile.Case) any { return []any{c.Pauses[0].Answered, c.State()} },
		want:   []any{septemberTenth, casefile.StateOpen},
	},
	"extend": {
		values: casefile.Values{"ground": "number", "reasons": "Six requests", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return *c.Extension },
		want:   casefile.Extension{Noticed: septemberTenth, Ground: casefile.Number, Reasons: "Six requests"},
	},
	"search": {
		values: casefile.Values{"system": "Pupil records", "found": "One file", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Searches },
		want:   []casefile.Search{{On: septemberTenth, System: "Pupil records", Found: "One file"}},
	},
	"issue": {
		kind:   casefile.Complaint,
		values: casefile.Values{"what": "It was late."},
		then:   func(c casefile.Case) any { return []any{c.Issues[0].Number, c.Issues[0].What, c.Issues[0].Raised} },
		want:   []any{1, "It was late.", today},
	},
	"enquiry": {
		kind:   casefile.Complaint,
		values: casefile.Values{"of": "The office", "found": "It lay in a tray.", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return c.Enquiries },
		want:   []casefile.Asking{{On: septemberTenth, Of: "The office", Found: "It lay in a tray."}},
	},
	"finding": {
		kind:   casefile.Complaint,
		before: func(h *history) { h.must("issue", casefile.Values{"what": "It was late."}) },
		values: casefile.Values{"issue": "1", "finding": "By two days.", "upheld": "partly", "changed": "Reminders", "on": "2026-09-10"},
		then: func(c casefile.Case) any {
			i := c.Issues[0]
			return []any{i.Finding, i.Upheld, i.Changed, i.Found}
		},
		want: []any{"By two days.", casefile.IsPartly, "Reminders", septemberTenth},
	},
	"decide": {
		values: casefile.Values{"outcome": "partly", "what": "A copy.", "reasons": "Others’ data.", "exemptions": "TP", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return *c.Decision },
		want: casefile.Decision{
			On: septemberTenth, Outcome: casefile.Partly, What: "A copy.", Reasons: "Others’ data.", Exemptions: []string{"TP"}, By: "A. Caseworker",
		},
	},
	"letter-sent": {
		before: func(h *history) {
			h.add("2026-09-08", &casefile.LetterIssued{Letter: casefile.Reply, SHA256: "ab"})
			h.add("2026-09-09", &casefile.LetterIssued{Letter: casefile.Progress, SHA256: "cd"})
		},
		values: casefile.Values{"letter": "reply", "how": "post", "to": "1 High Street", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{c.Letters[0].Sent, c.Letters[1].Sent} },
		want:   []any{&casefile.Sending{On: septemberTenth, How: casefile.ByPost, To: "1 High Street"}, (*casefile.Sending)(nil)},
	},
	"link": {
		values: casefile.Values{"relation": "the parent's own request"},
		then:   func(c casefile.Case) any { return len(c.Linked) }, want: 1,
	},
	"close": {
		values: casefile.Values{"reason": "Answered", "on": "2026-09-10"},
		then:   func(c casefile.Case) any { return []any{*c.Closed, c.State()} },
		want:   []any{casefile.Closing{On: septemberTenth, Reason: "Answered"}, casefile.StateClosed},
	},
	"reopen": {
		before: func(h *history) { h.must("close", casefile.Values{"reason": "x"}) },
		values: casefile.Values{"reason": "She wrote again"},
		then:   func(c casefile.Case) any { return c.State() }, want: casefile.StateOpen,
	},
	"withdraw": {
		before: func(h *history) { h.must("close", casefile.Values{"reason": "x"}) },
		values: casefile.Values{"event": "event-3", "reason": "The wrong case"},
		then:   func(c casefile.Case) any { return c.State() }, want: casefile.StateOpen,
	},
}

// Every action changes the case as its row says, and only through events of
// the case's own stream on the day it was said to happen.
func TestEveryAction(t *testing.T) {
	other, err := casefile.NewReference(today, strings.NewReader("other"))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range casefile.Actions() {
		t.Run(a.ID, func(t *testing.T) {
			d, ok := deeds[a.ID]
			if !ok {
				t.Fatal("the action has no row here")
			}
			if d.kind == "" {
				d.kind = casefile.Access
			}
			h := openCase(t, d.kind, "2026-09-03")
			if d.before != nil {
				d.before(h)
			}
			if a.ID == "link" {
				d.values["case"] = string(other)
			}
			n := len(h.events)
			h.must(a.ID, d.values)
			if diff := cmp.Diff(d.want, d.then(h.fold()), cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
				t.Error(diff)
			}
			for _, e := range h.events[n:] {
				if e.Stream != h.events[0].Stream || (d.values["on"] != "" && e.On.String() != d.values["on"]) {
					t.Errorf("it wrote %s on %v at %v", e.Type, e.Stream, e.On)
				}
			}
		})
	}
}
