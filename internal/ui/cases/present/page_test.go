package present_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
)

func load(t *testing.T, o *casetest.Office, ref casefile.Reference) present.Page {
	t.Helper()
	p, err := present.Load(t.Context(), o.Desk, ref)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// card is what the page says comes next.
func card(p present.Page) string {
	n := p.Next
	return strings.Join([]string{n.What, n.Days, strings.Join(n.When, ", "), n.Button, string(n.Letter) + n.Action}, " | ")
}

func TestNext(t *testing.T) {
	o, refs := office(t)
	for who, want := range map[string]string{
		"late":      "Send the reply | 4 days late | due Thu 8 Oct 2026 | Draw letter | reply",
		"today":     "Send the reply | due today | due Mon 12 Oct 2026 | Draw letter | reply",
		"paused":    "Wait for their answer | 14 days left | asked Thu 8 Oct 2026, the clock stands still | They answered | clarify-answer",
		"complaint": "Acknowledge the complaint | 14 days | due Mon 26 Oct 2026 | Draw letter | acknowledgement",
		"closed":    "Closed | Mon 12 Oct 2026 | Answered by telephone. | Reopen | reopen",
	} {
		if got := card(load(t, o, refs[who])); got != want {
			t.Errorf("%s:\n got %s\nwant %s", who, got, want)
		}
	}
}

func TestNextWhileWaiting(t *testing.T) {
	for action, want := range map[string]string{
		"identity-ask":  "Wait for proof of identity | waiting | asked Mon 12 Oct 2026, the clock has not started | Proof has come | identity-receive",
		"authority-ask": "Wait for proof of authority | waiting | asked Mon 12 Oct 2026, the clock has not started | Proof has come | authority-receive",
		"fee-ask":       "Wait for the fee | waiting | asked Mon 12 Oct 2026, the clock has not started | It was paid | fee-receive",
	} {
		o := casetest.New(t)
		ref := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
		pairs := []string{"reason", "There is a doubt."}
		if action == "fee-ask" {
			pairs = append(pairs, "amount", "10.00")
		}
		o.Act(ref, action, pairs...)
		if got := card(load(t, o, ref)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", action, got, want)
		}
	}
}

// The page walks with the letter: draw it, record that it was sent, close.
func TestNextFollowsTheLetter(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Objection, "Ingrid Sallow", "2026-10-01")
	o.Act(ref, "decide", "outcome", "granted", "what", "The newsletter was stopped.")
	p := load(t, o, ref)
	if lacks := p.Lacks(casefile.Reply); len(lacks) > 0 {
		t.Fatalf("the reply lacks %v", lacks)
	}
	drawn, done, err := present.Issue(t.Context(), o.Desk, ref, casefile.Reply, nil)
	if err != nil || len(drawn.PDF) == 0 || done.Words != "Reply issued. It has not been sent yet." {
		t.Fatalf("%v, %v", done, err)
	}
	p = load(t, o, ref)
	want := "Send the reply | 21 days | the reply is issued, not sent, due Mon 2 Nov 2026 | It was sent | letter-sent"
	if got := card(p); got != want {
		t.Errorf("got %s", got)
	}
	if diff := cmp.Diff(map[string]string{"letter": drawn.Letter}, p.Next.Given); diff != "" {
		t.Error(diff)
	}
	o.Act(ref, "letter-sent", "letter", drawn.Letter, "how", "email", "to", "person@example.org")
	p = load(t, o, ref)
	if p.Next.What != "Nothing more is due" || p.Next.Action != "close" {
		t.Errorf("got %s", card(p))
	}
	if got := lines(p.Letters)[1]; !strings.Contains(got, "Reply | sent 12 Oct 2026 | issued Mon 12 Oct 2026") {
		t.Errorf("got %s", got)
	}
}

func TestDutiesAndTheirWorking(t *testing.T) {
	o, refs := office(t)
	p := load(t, o, refs["complaint"])
	var got []string
	for _, d := range p.Duties {
		got = append(got, strings.Join([]string{d.Name, d.Date, d.Days, d.Basis}, " | "))
		if len(d.Steps) == 0 {
			t.Errorf("%s does not say why", d.Name)
		}
		for _, s := range d.Steps {
			if !strings.HasSuffix(s.Text, ".") || s.Date == "" {
				t.Errorf("%s: step %+v", d.Name, s)
			}
		}
	}
	if len(got) == 0 || got[0] != "Acknowledge the complaint | Mon 26 Oct 2026 | 14 days | " {
		t.Errorf("got %q", got)
	}
	if p.Next.Duty != 0 {
		t.Errorf("the next duty is %d", p.Next.Duty)
	}
	closed := load(t, o, refs["closed"])
	if d := closed.Duties[0]; d.Days != "not met" {
		t.Errorf("a reply that was never sent is %q", d.Days)
	}
}

func TestStrip(t *testing.T) {
	o, refs := office(t)
	words := func(p present.Page) []string {
		var out []string
		for _, x := range p.Strip.Points {
			out = append(out, x.Date+" "+x.Word)
			if x.At < 0 || x.At > 1 {
				t.Errorf("%s lies at %v", x.Date, x.At)
			}
		}
		return out
	}
	for who, want := range map[string][]string{
		"late":   {"8 Sep received", "8 Oct due", "12 Oct today"},
		"today":  {"12 Sep received", "12 Oct due today"},
		"paused": {"21 Sep received", "8 Oct asked", "12 Oct today"},
		"closed": {"2 Sep received", "2 Oct due", "12 Oct closed"},
	} {
		if diff := cmp.Diff(want, words(load(t, o, refs[who]))); diff != "" {
			t.Errorf("%s: %s", who, diff)
		}
	}
	spans := load(t, o, refs["paused"]).Strip.Spans
	if len(spans) != 1 || !spans[0].Open || spans[0].To != 1 {
		t.Errorf("the pause is drawn as %+v", spans)
	}
}

func TestHeader(t *testing.T) {
	o := casetest.New(t)
	ref := o.Opened(desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: o.Client(0), Channel: casefile.ByPost,
		Person: casefile.Person{Name: "Łucja Marlowe"}, Subject: casefile.Subject{Name: "Jan Marlowe", Relation: casefile.Parent, Child: true},
		Received: civil.On(civil.MustParse("2026-10-01")),
	})
	p := load(t, o, ref)
	if p.Kicker != string(ref)+" · Access · Thrive" || p.Title != "Łucja Marlowe" || p.About != "as parent of Jan Marlowe, a child" {
		t.Errorf("%q, %q, %q", p.Kicker, p.Title, p.About)
	}
	var labels []string
	for _, f := range p.Facts {
		labels = append(labels, f.Label)
	}
	want := []string{"Reference", "Person", "Whose data", "Client", "Received by the client", "Came by"}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Error(diff)
	}
}

func TestNoSuchCase(t *testing.T) {
	o := casetest.New(t)
	_, err := present.Load(t.Context(), o.Desk, "26-AAAAAA")
	if !casefile.IsKind(err, casefile.NotFound) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := present.List(ctx, o.Desk, present.OpenView); err == nil {
		t.Error("a list that was cancelled came all the same")
	}
}

// A duty that was met says when, and how late.
func TestMetDuty(t *testing.T) {
	for received, want := range map[string]string{"2026-10-01": "done 12 Oct", "2026-09-08": "done 4 d late"} {
		o := casetest.New(t)
		ref := o.Case(casefile.Objection, "Ingrid Sallow", received)
		o.Act(ref, "decide", "outcome", "granted", "what", "The newsletter was stopped.")
		drawn, _, err := present.Issue(t.Context(), o.Desk, ref, casefile.Reply, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.Act(ref, "letter-sent", "letter", drawn.Letter, "how", "email", "to", "person@example.org")
		if got := load(t, o, ref).Duties[0].Days; got != want {
			t.Errorf("received %s: %q, want %q", received, got, want)
		}
	}
}

func TestWhatIf(t *testing.T) {
	o, refs := office(t)
	got := load(t, o, refs["complaint"]).WhatIf
	want := []present.WhatIf{{
		Question: "If the letter goes by second-class post", Day: "Wed 21 Oct 2026",
		Answer: "Post it by Wed 21 Oct 2026, to arrive by Mon 26 Oct 2026, with 3 working days on the way.",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := len(load(t, o, refs["closed"]).WhatIf); n != 0 {
		t.Errorf("a closed case answers %d questions", n)
	}
}

// What the page says of kinds that are under laws of their own.
func TestNextOfOtherKinds(t *testing.T) {
	o := casetest.New(t)
	open := func(kind casefile.Kind, who string) casefile.Reference {
		refs, err := o.Intake.Open(t.Context(), desk.Opening{
			Kinds: []casefile.Kind{kind}, Client: o.Client(0), Person: casefile.Person{Name: who}, Channel: casefile.ByPost,
			Received: civil.On(civil.MustParse("2026-10-09")),
		})
		if err != nil {
			t.Fatal(err)
		}
		return refs[0]
	}
	check := func(ref casefile.Reference, want string) {
		t.Helper()
		if got := card(load(t, o, ref)); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	breach := open(casefile.Breach, "School office")
	check(breach, "Notify the regulator | due today | due Mon 12 Oct 2026, 00:00, the earliest it can be: see below what is missing | Record the hour | aware")
	o.Act(breach, "aware", "on", "2026-10-09", "time", "16:30", "who", "The head")
	check(breach, "Notify the regulator | due today | due Mon 12 Oct 2026, 16:30 | They were told | notify")
	o.Act(breach, "notify")
	check(breach, "Nothing more is due |  | close the case when the work is finished | Close the case | close")

	access := o.Case(casefile.Access, "Petra Lindqvist", "2026-10-01")
	o.Act(access, "holder-ask", "holder", "IT", "on", "2026-10-05")
	check(access, "Chase whoever holds the data | due today | due Mon 12 Oct 2026 | They answered | holder-answer")
}
