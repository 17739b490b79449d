package desk_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// An entry that would leave a case without dates is refused, and the case
// stays as it was.
func TestEntriesKeepTheDates(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	before, err := d.Case(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Do(t.Context(), ref, "clarify-ask", casefile.Values{
		"reason": "Which years?", "volume": "12,000 e-mails", "on": today.AddDays(-40).String(),
	})
	wantKind(t, err, casefile.Invalid)
	after, err := d.Case(t.Context(), ref)
	if err != nil || len(after.Timeline) != len(before.Timeline) || after.Due != before.Due {
		t.Errorf("the refused entry changed the case: %v, %v", after.Timeline, err)
	}
	_, err = d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
		Received: civil.On(civil.MustParse("1899-11-02")),
	})
	wantKind(t, err, casefile.Invalid)
	_, err = d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access, casefile.Access}, Client: "thrive", Person: casefile.Person{Name: "A. Okafor"},
		Received: civil.On(today),
	})
	wantKind(t, err, casefile.Invalid)
}

// A case whose dates cannot be worked out is still shown, with the reason, and
// is no reason to refuse the register of the others.
func TestUndatedCaseIsShown(t *testing.T) {
	d, _ := newDesk(t)
	ref := open(t, d, desk.Opening{})
	client := casefile.Client{ID: "nunthorpe", Name: "Nunthorpe", Nation: "atlantis"}
	if err := d.RecordClient(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	f, err := d.Case(t.Context(), ref)
	if err != nil || f.Undated == nil || f.Next != casefile.Undated || len(f.Timeline) == 0 {
		t.Fatalf("the case shows %v, %v, %v", f.Undated, f.Timeline, err)
	}
	_, err = d.Issue(t.Context(), ref, casefile.Acknowledgement, nil)
	wantKind(t, err, casefile.Invalid)
	_, err = d.Record(t.Context(), ref)
	wantKind(t, err, casefile.Invalid)
	if err := d.Do(t.Context(), ref, "note", casefile.Values{"text": "Their nation is wrong."}); err != nil {
		t.Errorf("nothing can be done on it: %v", err)
	}
	for what, file := range map[string]string{"register": "r.csv", "deadlines": "d.ics"} {
		if _, err := d.Export(t.Context(), what, file); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
