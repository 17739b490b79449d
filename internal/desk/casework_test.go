package desk_test

import (
	"bytes"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// open opens a case, with what the opening leaves out filled in.
func open(t *testing.T, d *desk.Desk, o desk.Opening) casefile.Reference {
	t.Helper()
	if len(o.Kinds) == 0 {
		o.Kinds = []casefile.Kind{casefile.Access}
	}
	if o.Received.IsZero() {
		o.Received = civil.On(today.AddDays(-5))
	}
	if o.Client == "" {
		o.Client = "nunthorpe"
	}
	if o.Person.Name == "" {
		o.Person.Name = "Łucja Wright"
	}
	refs, err := d.Intake.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return refs[0]
}

func TestOpenRefused(t *testing.T) {
	d, _ := newDesk(t)
	good := func() desk.Opening {
		return desk.Opening{
			Kinds: []casefile.Kind{casefile.Erasure}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
			Received: civil.On(today),
		}
	}
	for field, spoil := range map[string]func(o *desk.Opening){
		"kind":     func(o *desk.Opening) { o.Kinds = nil },
		"client":   func(o *desk.Opening) { o.Client = "" },
		"received": func(o *desk.Opening) { o.Received = civil.Moment{} },
		"person":   func(o *desk.Opening) { o.Person.Name = "" },
		"address":  func(o *desk.Opening) { o.Person.Address = []string{"1", "2", "3", "4", "5"} },
	} {
		o := good()
		spoil(&o)
		_, err := d.Intake.Open(t.Context(), o)
		if e := casefile.AsError(err); e == nil || e.Field != field || e.Do == "" {
			t.Errorf("%s: got %v", field, err)
		}
	}
	o := good()
	o.Received = civil.On(today.AddDays(1))
	_, err := d.Intake.Open(t.Context(), o)
	wantKind(t, err, casefile.Invalid)
	o = good()
	o.Client = "nobody"
	_, err = d.Intake.Open(t.Context(), o)
	wantKind(t, err, casefile.NotFound)
	if cases, err := d.Cases(t.Context(), desk.CaseQuery{}); err != nil || len(cases) != 0 {
		t.Errorf("%d cases were opened all the same, %v", len(cases), err)
	}
}

// What would leave a case without dates is refused, and nothing is recorded.
func TestMistypedDayIsRefused(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	before, err := d.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	for action, v := range map[string]casefile.Values{
		"received":    {"by": "controller", "on": "1926-10-05"},
		"clarify-ask": {"on": "2026-01-02", "reason": "x", "volume": "y"},
	} {
		err := d.Do(t.Context(), ref, action, v)
		wantKind(t, err, casefile.Invalid)
		if e := casefile.AsError(err); !strings.Contains(e.Do, "Nothing was recorded") {
			t.Errorf("%s: %v", action, err)
		}
	}
	after, err := d.Case(t.Context(), ref)
	if err != nil || after.Undated != nil || len(after.Timeline) != len(before.Timeline) || after.Due != before.Due {
		t.Errorf("the case is due on %v with %d entries, %v", after.Due, len(after.Timeline), err)
	}
	_, err = d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
		Received: civil.On(civil.MustParse("1926-10-05")),
	})
	wantKind(t, err, casefile.Invalid)
}

// A case whose dates cannot be worked out, here because its client moved to a
// nation without a table, is shown, exported, and says what is wrong.
func TestUndatedCaseIsShown(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	f, err := d.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	f.Client.Nation = "atlantis"
	if err := d.RecordClient(t.Context(), f.Client); err != nil {
		t.Fatal(err)
	}
	f, err = d.Case(t.Context(), ref)
	if err != nil || f.Undated == nil || f.Next != casefile.Undated.Next || len(f.Timeline) == 0 || !f.Due.IsZero() {
		t.Errorf("the case is due on %v, next %q, undated %v, %v", f.Due, f.Next, f.Undated, err)
	}
	if b, err := d.Export(t.Context(), "register", "r.csv"); err != nil || !strings.Contains(string(b), string(ref)) {
		t.Errorf("the register is %s, %v", b, err)
	}
	_, err = d.Letter(t.Context(), ref, casefile.Acknowledgement, nil)
	wantKind(t, err, casefile.Invalid)
	if err := d.Do(t.Context(), ref, "note", casefile.Values{"text": "The client's nation is wrong."}); err != nil {
		t.Errorf("nothing can be done on it: %v", err)
	}
}

// An issued letter is these bytes for good, also when the case has moved on.
func TestIssuedLetterIsFrozen(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	issued, err := d.Issue(t.Context(), ref, casefile.Acknowledgement, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), ref, "person", casefile.Values{"name": "Łucja Green"}); err != nil {
		t.Fatal(err)
	}
	again, err := d.Issued(t.Context(), ref, issued.Letter)
	if err != nil || !bytes.Equal(issued.PDF, again) {
		t.Errorf("the letter changed, %v", err)
	}
	draft, err := d.Letter(t.Context(), ref, casefile.Acknowledgement, nil)
	if err != nil || bytes.Equal(draft.PDF, again) {
		t.Errorf("a new draft does not know the new name, %v", err)
	}
	_, err = d.Issued(t.Context(), ref, "nothing")
	wantKind(t, err, casefile.NotFound)
}

func TestLetterRefusedWhileFactsAreMissing(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	_, err := d.Issue(t.Context(), ref, casefile.Reply, nil)
	if e := casefile.AsError(err); e == nil || e.Law == "" {
		t.Errorf("got %v", err)
	}
	letters, err := d.Letters(t.Context(), ref)
	if err != nil || len(letters) < 2 {
		t.Fatalf("%v, %v", letters, err)
	}
	for _, l := range letters {
		if l.Ready != (len(l.Missing) == 0) {
			t.Errorf("%s: ready %v, lacks %v", l.Kind, l.Ready, l.Missing)
		}
	}
}

func TestOffersSayWhyNot(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Erasure}})
	offers, err := d.Offers(t.Context(), ref)
	if err != nil || len(offers) != len(casefile.Actions()) {
		t.Fatalf("%d offers, %v", len(offers), err)
	}
	for _, o := range offers {
		err := d.Do(t.Context(), ref, o.ID, casefile.Values{})
		if o.Refusal != nil && !casefile.IsKind(err, casefile.Refused) && !casefile.IsKind(err, casefile.Invalid) {
			t.Errorf("%s is refused in the list and gives %v", o.ID, err)
		}
		if o.ID == "clarify-ask" && (o.Refusal == nil || o.Refusal.Law != "UK GDPR Art 12A(5)") {
			t.Errorf("clarification of an erasure: %+v", o.Refusal)
		}
	}
}

// A complaint's letter is issued and its record drawn, with the messages filed to
// the case.
func TestComplaintOnPaper(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	refs, err := d.File(t.Context(), id, desk.Filing{Kinds: []casefile.Kind{casefile.Complaint}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Issue(t.Context(), refs[0], casefile.Acknowledgement, nil); err != nil {
		t.Fatal(err)
	}
	f, err := d.Case(t.Context(), refs[0])
	if err != nil || len(f.Messages) != 1 || f.Messages[0].ID != id {
		t.Fatalf("the case has %d messages, %v", len(f.Messages), err)
	}
	record, err := d.Record(t.Context(), refs[0])
	if err != nil || !bytes.HasPrefix(record.PDF, []byte("%PDF")) || len(record.Page.Pages) == 0 {
		t.Errorf("the record has %d bytes, %v", len(record.PDF), err)
	}
	_, err = d.Record(t.Context(), "26-000000")
	wantKind(t, err, casefile.NotFound)
}

// What a client does not take is refused by hand, and an enquiry from mail.
func TestKindsOfClients(t *testing.T) {
	d, _ := newDesk(t)
	clients, err := d.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clients {
		_, err := d.Intake.Open(t.Context(), desk.Opening{
			Kinds: []casefile.Kind{casefile.InformationRequest}, Client: c.ID, Person: casefile.Person{Name: "A. Reader"},
			Received: civil.On(today.AddDays(-3)), Channel: casefile.ByPost,
		})
		if refused := casefile.IsKind(err, casefile.Refused); refused != (c.Kind == "company") || (err != nil && !refused) {
			t.Errorf("%s: %v", c.Kind, err)
		}
		p := casefile.Proposal{Kinds: []casefile.KindGuess{{Kind: casefile.InformationRequest}, {Kind: casefile.EducationRecord}, {Kind: casefile.NoKind}}}
		if got := c.KindsFor(p); (len(got) == 1 && got[0] == casefile.Enquiry) != (c.Kind == "company") {
			t.Errorf("%s: %v", c.Kind, got)
		}
	}
}

func TestWhatIfOfADesk(t *testing.T) {
	d, _ := newDesk(t)
	clients, err := d.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	refs, err := d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: clients[0].ID, Person: casefile.Person{Name: "A. Reader"},
		Received: civil.On(today.AddDays(-3)), Channel: casefile.ByPost,
	})
	if err != nil {
		t.Fatal(err)
	}
	answers, err := d.WhatIf(t.Context(), refs[0])
	if err != nil || len(answers) != 4 {
		t.Errorf("%d answers, %v", len(answers), err)
	}
	if _, err := d.WhatIf(t.Context(), "26-AAAAAA"); !casefile.IsKind(err, casefile.NotFound) {
		t.Errorf("of no case: %v", err)
	}
}

func TestLinkLeadsToACase(t *testing.T) {
	d, _ := newDesk(t)
	one, other := open(t, d, desk.Opening{}), open(t, d, desk.Opening{})
	nowhere, err := casefile.NewReference(today, strings.NewReader("where"))
	if err != nil {
		t.Fatal(err)
	}
	link := func(to casefile.Reference) error {
		return d.Do(t.Context(), one, "link", casefile.Values{"case": string(to), "relation": "the same family"})
	}
	wantKind(t, link(nowhere), casefile.NotFound)
	if err := link(other); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Case(t.Context(), one); err != nil || len(f.Case.Linked) != 1 || f.Case.Linked[0].Case != other {
		t.Errorf("the links are %+v, %v", f.Case.Linked, err)
	}
	if f, err := d.Case(t.Context(), other); err != nil || len(f.Case.Linked) != 1 || f.Case.Linked[0].Case != one {
		t.Errorf("the other case has the links %+v, %v", f.Case.Linked, err)
	}
}

// A notice that comes too late extends nothing and is not recorded as one.
func TestLateExtensionIsRefused(t *testing.T) {
	d, _ := newDesk(t)
	late := open(t, d, desk.Opening{Received: civil.On(today.AddDays(-40))})
	notice := casefile.Values{"ground": "complexity", "reasons": "Many e-mails to read"}
	err := d.Do(t.Context(), late, "extend", notice)
	if e := casefile.AsError(err); e == nil || e.Kind != casefile.Refused || e.Law != "UK GDPR Art 12A(4)" || !strings.Contains(e.Do, "The date stays") {
		t.Fatalf("got %v", err)
	}
	if f, err := d.Case(t.Context(), late); err != nil || f.Case.Extension != nil {
		t.Errorf("it was recorded all the same: %+v, %v", f.Case.Extension, err)
	}
	inTime := open(t, d, desk.Opening{Received: civil.On(today.AddDays(-10))})
	if err := d.Do(t.Context(), inTime, "extend", notice); err != nil {
		t.Error(err)
	}
}
