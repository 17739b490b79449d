package present_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebook/internal/casefile"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
)

func TestDoAndUndo(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	done, err := present.Do(t.Context(), o.Desk, ref, "clarify-ask", map[string]string{"reason": "Which child?", "volume": "Three children"})
	if err != nil || done.Words != "Clarification asked, clock paused." {
		t.Fatalf("%q, %v", done.Words, err)
	}
	if s := load(t, o, ref).File.Case.State(); s != casefile.StatePaused {
		t.Fatalf("the case is %s", s)
	}
	if err := done.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := load(t, o, ref)
	if s := p.File.Case.State(); s != casefile.StateOpen {
		t.Errorf("undone, the case is %s", s)
	}
	struck := slices.IndexFunc(p.Events, func(r present.Row) bool { return r.Struck })
	if struck < 0 || p.Events[struck].Title != "Clarification asked, clock paused" {
		t.Errorf("the timeline says %v", lines(p.Events))
	}
}

// What left the house and what was taken back cannot be undone.
func TestSomeActsStay(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	drawn, _, err := present.Issue(t.Context(), o.Desk, ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	done, err := present.Do(t.Context(), o.Desk, ref, "letter-sent", map[string]string{"letter": drawn.Letter, "how": "email", "to": "x"})
	if err != nil || done.Undo != nil {
		t.Errorf("a letter that was sent can be undone: %v", err)
	}
	for _, e := range load(t, o, ref).File.Timeline {
		if e.Type == "letter.sent" && present.CanTakeBack(e) {
			t.Error("a letter that was sent can be taken back")
		}
	}
}

func TestIssueCanBeUndone(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	_, done, err := present.Issue(t.Context(), o.Desk, ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := done.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(load(t, o, ref).File.Case.Letters); n != 0 {
		t.Errorf("%d letters remain", n)
	}
}

// Every action of the table has a form whose required fields say what is
// missing, and stands in the list of actions once.
func TestEveryActionHasAForm(t *testing.T) {
	o := casetest.New(t)
	p := load(t, o, o.Case(casefile.Complaint, "Osric Thrale", "2026-09-24"))
	rows := p.Offers()
	for _, a := range p.File.Offers {
		n := 0
		for _, r := range rows {
			if r.ID == a.ID {
				n++
				if a.Refusal != nil && !strings.Contains(r.Sub, a.Refusal.Why) {
					t.Errorf("%s does not say why not: %q", a.ID, r.Sub)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s stands %d times", a.ID, n)
		}
		for _, f := range p.Form(a, nil) {
			if f.Required && f.Missing == "" {
				t.Errorf("%s.%s does not say what is missing", a.ID, f.Name)
			}
			for _, c := range f.Choices {
				if c.Label == "" || c.Label == c.Value {
					t.Errorf("%s.%s: the choice %q has no words", a.ID, f.Name, c.Value)
				}
			}
		}
	}
}

func TestFormsAreFilledIn(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	drawn, _, err := present.Issue(t.Context(), o.Desk, ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := load(t, o, ref)
	for action, want := range map[string]map[string]string{
		"letter-sent": {"letter": drawn.Letter, "how": "email", "to": "person@example.org", "on": ""},
		"assign":      {"handler": "Rowan Ash", "on": ""},
		"person": {
			"name": "Petra Lindqvist", "email": "person@example.org", "phone": "", "address": "4 Mill Row\nEastby\nZZ9 4TT",
			"subject": "", "relation": "", "child": "", "on": "",
		},
	} {
		offer, _ := p.Offer(action)
		got := map[string]string{}
		for _, f := range p.Form(offer, nil) {
			got[f.Name] = f.Value
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", action, diff)
		}
	}
	offer, _ := p.Offer("letter-sent")
	for _, f := range p.Form(offer, map[string]string{"letter": drawn.Letter}) {
		if f.Name == "letter" {
			t.Error("what is given is asked for")
		}
	}
}

func TestProblemStandsAtItsField(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	p := load(t, o, ref)
	offer, _ := p.Offer("decide")
	_, err := present.Do(t.Context(), o.Desk, ref, "decide", map[string]string{"outcome": "refused", "what": "Nothing was sent."})
	got := present.ProblemOf(err, p.Form(offer, nil))
	want := present.Problem{Field: "reasons", What: "Reasons is missing.", Do: "Say why not everything asked for was done. (UK GDPR Art 12(4))"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLetterThatLacks(t *testing.T) {
	o := casetest.New(t)
	p := load(t, o, o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01"))
	reply := p.Lacks(casefile.Reply)
	if len(reply) == 0 || reply[0].Fact != casefile.FactOutcome || reply[0].Action != "decide" {
		t.Errorf("the reply lacks %+v", reply)
	}
	progress := p.Lacks(casefile.Progress)
	fields := present.AskFor(progress, map[string]string{"progress": "We are searching."})
	if len(fields) != 1 || fields[0].Name != "progress" || fields[0].Value != "We are searching." || fields[0].Missing != "Say what is being done" {
		t.Errorf("asks for %+v", fields)
	}
	ref := p.Reference()
	if _, err := present.Draw(t.Context(), o.Desk, ref, casefile.Progress, map[string]string{"progress": "We are searching."}); err != nil {
		t.Errorf("with what was asked for: %v", err)
	}
	for _, f := range casefile.Facts() {
		if strings.Contains(present.AskWords(f), "=...") {
			t.Errorf("%s speaks of the command line", f.Fact)
		}
	}
}

func TestLetterRows(t *testing.T) {
	o := casetest.New(t)
	p := load(t, o, o.Case(casefile.Complaint, "Osric Thrale", "2026-09-24"))
	last := p.Letters[len(p.Letters)-1]
	if last.ID != present.RecordRow {
		t.Errorf("the last row is %+v", last)
	}
	kind, id := present.LetterOf(p.Letters[1].ID)
	if kind != casefile.Acknowledgement || id != "" || p.Letters[1].Right != "ready" {
		t.Errorf("the first letter is %+v", p.Letters[1])
	}
	if got := present.FileName("26-AAAAAA", "Request for clarification draft"); got != "26-AAAAAA-request-for-clarification-draft.pdf" {
		t.Error(got)
	}
}
