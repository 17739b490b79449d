package casefile_test

import (
	"strings"
	"testing"

	"casebook/internal/casefile"

	"github.com/google/go-cmp/cmp"
)

// A subject access request from the question to the answer.
func TestAccessRequestThroughActions(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.must("assign", casefile.Values{"handler": "Priya"})
	h.must("clarify-ask", casefile.Values{"on": "2026-09-10", "reason": "Which years?", "volume": "12,000 e-mails"})
	if s := h.fold().State(); s != casefile.StatePaused {
		t.Errorf("after the question the case is %s", s)
	}
	h.must("clarify-answer", casefile.Values{"on": "2026-09-15"})
	h.must("search", casefile.Values{"system": "Pupil records", "found": "One file"})
	h.must("extend", casefile.Values{"on": "2026-09-30", "ground": "complexity", "reasons": "Many e-mails to read"})
	h.must("decide", casefile.Values{"outcome": "partly", "what": "A copy is enclosed.", "reasons": "Some is about others.", "exemptions": "TP\n\n REF "})
	issued := h.add("2026-10-12", &casefile.LetterIssued{Letter: casefile.Reply, SHA256: "ab", Pages: 2})
	h.must("letter-sent", casefile.Values{"how": "post", "to": "1 High Street"})
	h.must("close", casefile.Values{"reason": "Answered"})

	c := h.fold()
	if c.State() != casefile.StateClosed || c.Handler != "Priya" || len(c.Pauses) != 1 || c.Pauses[0].Open() {
		t.Errorf("the case is %+v", c)
	}
	if diff := cmp.Diff([]string{"TP", "REF"}, c.Decision.Exemptions); diff != "" {
		t.Error(diff)
	}
	if l, err := c.Letter(issued); err != nil || l.Sent == nil || l.Sent.To != "1 High Street" || c.FirstSent(casefile.Reply) != today {
		t.Errorf("the letter is %+v, %v", l, err)
	}
}

func TestComplaintThroughActions(t *testing.T) {
	h := openCase(t, casefile.Complaint, "2026-09-03")
	h.must("issue", casefile.Values{"what": "The reply was late."})
	h.must("issue", casefile.Values{"what": "My address was shown to others."})
	h.must("enquiry", casefile.Values{"of": "The school office", "found": "Sent on 9 October."})
	h.must("finding", casefile.Values{"issue": "1", "finding": "It was two days late.", "upheld": "upheld", "changed": "Reminders are set."})
	c := h.fold()
	if len(c.Issues) != 2 || c.Issues[0].Upheld != casefile.IsUpheld || c.Issues[1].Finding != "" || len(c.Enquiries) != 1 {
		t.Errorf("the complaint is %+v", c.Issues)
	}
}

// A finding stays with its issue when another one is taken back and the rest
// are numbered anew.
func TestFindingStaysWithItsIssue(t *testing.T) {
	h := openCase(t, casefile.Complaint, "2026-09-03")
	h.must("issue", casefile.Values{"what": "Raised by mistake."})
	mistaken := h.events[len(h.events)-1].ID
	h.must("issue", casefile.Values{"what": "The reply was late."})
	h.must("issue", casefile.Values{"what": "My address was shown to others."})
	h.must("finding", casefile.Values{"issue": "1", "finding": "Nothing.", "upheld": "not-upheld"})
	h.must("finding", casefile.Values{"issue": "2", "finding": "It was two days late.", "upheld": "upheld"})
	h.must("withdraw", casefile.Values{"event": mistaken, "reason": "It is about somebody else"})
	c := h.fold()
	if len(c.Issues) != 2 || c.Issues[0].Number != 1 || c.Issues[0].What != "The reply was late." ||
		c.Issues[0].Finding != "It was two days late." || c.Issues[1].Finding != "" {
		t.Errorf("the issues are %+v", c.Issues)
	}
}

// What is refused, with the field or the reason a person is told.
func TestRefused(t *testing.T) {
	type values = casefile.Values
	tests := []struct {
		name   string
		kind   casefile.Kind
		before func(h *history)
		action string
		values values
		want   casefile.ErrorKind
		says   string
	}{
		{"unknown field", casefile.Access, nil, "note", values{"text": "x", "colour": "red"}, casefile.Invalid, "no field"},
		{"missing field", casefile.Access, nil, "note", values{"text": "  "}, casefile.Invalid, "missing"},
		{"no such day", casefile.Access, nil, "note", values{"text": "x", "on": "2026-02-30"}, casefile.Invalid, "not a day"},
		{"tomorrow", casefile.Access, nil, "note", values{"text": "x", "on": "2026-10-13"}, casefile.Invalid, "still to come"},
		{"not a choice", casefile.Access, nil, "extend", values{"ground": "holidays", "reasons": "x"}, casefile.Invalid, "choices"},
		{"not money", casefile.Access, nil, "fee-ask", values{"amount": "ten", "reason": "x"}, casefile.Invalid, "money"},
		{"not a number", casefile.Complaint, nil, "finding", values{"issue": "one", "finding": "x", "upheld": "partly"}, casefile.Invalid, "whole number"},
		{"no such issue", casefile.Complaint, nil, "finding", values{"issue": "1", "finding": "x", "upheld": "partly"}, casefile.Invalid, "no issue"},
		{"clarification of an erasure", casefile.Erasure, nil, "clarify-ask", values{"reason": "x", "volume": "y"}, casefile.Refused, "Art 12A(5)"},
		{"answer without a question", casefile.Access, nil, "clarify-answer", nil, casefile.Refused, "No question"},
		{"answer before its question", casefile.Access, func(h *history) {
			h.must("clarify-ask", values{"on": "2026-09-10", "reason": "x", "volume": "y"})
		}, "clarify-answer", values{"on": "2026-09-09"}, casefile.Invalid, "before it was asked"},
		{"two questions at once", casefile.Access, func(h *history) {
			h.must("clarify-ask", values{"on": "2026-09-10", "reason": "x", "volume": "y"})
		}, "clarify-ask", values{"reason": "x", "volume": "y"}, casefile.Refused, "open already"},
		{"second extension", casefile.Access, func(h *history) {
			h.must("extend", values{"ground": "number", "reasons": "x"})
		}, "extend", values{"ground": "number", "reasons": "x"}, casefile.Refused, "once"},
		{"identity of a complaint", casefile.Complaint, nil, "identity-ask", values{"reason": "x"}, casefile.Refused, "clock"},
		{"identity not asked for", casefile.Access, nil, "identity-receive", nil, casefile.Refused, "not being waited for"},
		{"identity asked twice", casefile.Access, func(h *history) {
			h.must("identity-ask", values{"reason": "x"})
		}, "identity-ask", values{"reason": "x"}, casefile.Refused, "has not come"},
		{"refusal without reasons", casefile.Erasure, nil, "decide", values{"outcome": "refused", "what": "Nothing"}, casefile.Invalid, "Art 12(4)"},
		{"outcome against the findings", casefile.Complaint, func(h *history) {
			h.must("issue", values{"what": "x"})
			h.must("finding", values{"issue": "1", "finding": "x", "upheld": "not-upheld"})
		}, "decide", values{"outcome": "granted", "what": "x"}, casefile.Invalid, "Decide refused"},
		{"sending what was not issued", casefile.Access, nil, "letter-sent", values{"how": "post", "to": "x"}, casefile.Refused, "No letter"},
		{"issue in a request", casefile.Access, nil, "issue", values{"what": "x"}, casefile.Refused, "complaints"},
		{"person without a name", casefile.Access, nil, "person", values{"name": " "}, casefile.Invalid, "missing"},
		{"address too long", casefile.Access, nil, "person", values{"name": "A", "address": "1\n2\n3\n4\n5"}, casefile.Invalid, "envelope"},
		{"closed case", casefile.Access, func(h *history) { h.must("close", values{"reason": "x"}) }, "decide", values{"outcome": "granted", "what": "x"}, casefile.Refused, "closed"},
		{"reopening an open case", casefile.Access, nil, "reopen", values{"reason": "x"}, casefile.Refused, "not closed"},
		{"link to nothing", casefile.Access, nil, "link", values{"case": "26-QQQQQQ", "relation": "x"}, casefile.Invalid, "reference"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := openCase(t, test.kind, "2026-09-03")
			if test.before != nil {
				test.before(h)
			}
			n := len(h.events)
			err := h.do(test.action, test.values)
			if err == nil || casefile.AsError(err).Kind != test.want || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %s saying %q", err, test.want, test.says)
			}
			if len(h.events) != n {
				t.Error("something was recorded all the same")
			}
		})
	}
}

// Taking an entry back undoes what it did and leaves it to be seen.
func TestWithdraw(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.must("identity-ask", casefile.Values{"reason": "Unknown address"})
	asked := h.events[len(h.events)-1].ID
	h.must("withdraw", casefile.Values{"event": asked, "reason": "She is known to the school"})
	if s := h.fold().State(); s != casefile.StateOpen {
		t.Errorf("the case is %s", s)
	}
	lines, err := casefile.Timeline(h.events)
	if err != nil || !lines[2].Withdrawn || lines[3].Withdrawn {
		t.Errorf("the timeline is %+v, %v", lines, err)
	}
}

// Taking a withdrawal back makes the entry count again.
func TestWithdrawalTakenBack(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	h.must("close", casefile.Values{"reason": "Answered"})
	closed := h.events[len(h.events)-1].ID
	withdrawal := h.add("2026-10-12", &casefile.EventWithdrawn{Event: closed, Reason: "x"})
	if h.fold().Closed != nil {
		t.Error("the case is closed by an entry that was taken back")
	}
	h.add("2026-10-12", &casefile.EventWithdrawn{Event: withdrawal, Reason: "y"})
	if h.fold().Closed == nil {
		t.Error("a withdrawal that was taken back still counts")
	}
}

// A case is untouched until somebody does more than opening it does.
func TestUntouched(t *testing.T) {
	opened := func() *history {
		h := openCase(t, casefile.Complaint, "2026-09-03")
		h.add("2026-09-03", &casefile.MessageAttached{Message: "m1"})
		h.add("2026-09-03", &casefile.IssueRaised{What: "You were late."})
		h.add("2026-09-03", &casefile.HandlerAssigned{Handler: "Priya"})
		return h
	}
	if !opened().fold().Untouched() {
		t.Error("a case that was only opened counts as worked on")
	}
	for _, p := range []casefile.Payload{
		&casefile.NoteAdded{Text: "She rang."}, &casefile.MessageAttached{Message: "m2"}, &casefile.IssueRaised{What: "And rude."},
		&casefile.PersonRecorded{}, &casefile.LetterIssued{}, &casefile.SearchRecorded{}, &casefile.DecisionMade{},
	} {
		h := opened()
		h.add("2026-09-04", p)
		if name, _ := p.EventType(); h.fold().Untouched() {
			t.Errorf("a case with %s counts as untouched", name)
		}
	}
}

// A letter that was sent cannot be taken back, nor can what does not exist.
func TestWithdrawRefused(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	issued := h.add("2026-10-12", &casefile.LetterIssued{Letter: casefile.Reply, SHA256: "ab"})
	h.must("letter-sent", casefile.Values{"how": "post", "to": "x"})
	sent := h.events[len(h.events)-1].ID
	filed := h.add("2026-10-12", &casefile.MessageAttached{Message: "m1"})
	for name, id := range map[string]string{"sent": sent, "issued and sent": issued, "opening": h.events[0].ID, "unknown": "nothing", "message": filed} {
		err := h.do("withdraw", casefile.Values{"event": id, "reason": "x"})
		if e := casefile.AsError(err); e == nil || e.Field != "event" || e.Do == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinkToItself(t *testing.T) {
	h := openCase(t, casefile.Access, "2026-09-03")
	err := h.do("link", casefile.Values{"case": string(h.fold().Reference), "relation": "x"})
	if casefile.AsError(err).Field != "case" {
		t.Errorf("got %v", err)
	}
}

// Every action of the table says what it is, and does what its row says.
func TestActionTable(t *testing.T) {
	seen, keys := map[string]bool{}, map[string]string{}
	for _, a := range casefile.Actions() {
		if a.Label == "" || a.Help == "" || !strings.HasSuffix(a.Help, ".") || a.Allowed == nil || a.Make == nil {
			t.Errorf("%s lacks a label, a sentence of help or a function", a.ID)
		}
		if seen[a.ID] {
			t.Errorf("%s stands twice", a.ID)
		}
		seen[a.ID] = true
		if other := keys[a.Key]; a.Key != "" && other != "" {
			t.Errorf("%s and %s share the key %s", a.ID, other, a.Key)
		}
		keys[a.Key] = a.ID
		for _, f := range a.AllFields() {
			if f.Label == "" || (f.Type == casefile.ChoiceField) != (len(f.Choices) > 0) {
				t.Errorf("%s: the field %s lacks a label or choices", a.ID, f.Name)
			}
		}
	}
}
