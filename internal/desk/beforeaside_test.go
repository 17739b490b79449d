package desk_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// What is meant is counted before it is set aside: of those of a sender, how
// many seem to ask for something; and only what was looked at goes.
func TestWhatIsMeantIsLookedAtFirst(t *testing.T) {
	d, _ := withMail(t)
	queue, err := d.Queue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	asking, all := map[string]int{}, map[string]int{}
	for _, m := range queue {
		all[m.From.Email]++
		if m.Urgency.Asks() {
			asking[m.From.Email]++
		}
	}
	for sender, n := range all {
		meant, err := d.Meant(t.Context(), desk.Which{Sender: sender})
		if err != nil || len(meant.IDs) != n || meant.Asking != asking[sender] {
			t.Errorf("%s: %+v, want %d and %d of them; %v", sender, meant, n, asking[sender], err)
		}
	}
	first := queue[0]
	ids, err := d.SetAsideAll(t.Context(), desk.Which{Sender: first.From.Email, IDs: []string{first.ID}}, "No request.")
	if err != nil || len(ids) != 1 {
		t.Fatalf("%v, %v", ids, err)
	}
	asides, err := d.Asides(t.Context(), 0)
	if err != nil || len(asides) != 1 || asides[0].With != casefile.AsideSender {
		t.Errorf("%+v, %v", asides, err)
	}
}

// A message is older than a case where its clock would count from an earlier
// day by it; one that is not changes nothing.
func TestOlderMessageCorrectsTheReceipt(t *testing.T) {
	d, _ := withMail(t)
	queue, err := d.Queue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := queue[0]
	came := m.Received.Date()
	for _, c := range []struct {
		received civil.Date
		older    bool
	}{{came.AddDays(1), true}, {came.AddDays(-40), false}} {
		if c.received.After(d.Today()) {
			t.Fatalf("the message of %v came today", came)
		}
		refs, err := d.Open(t.Context(), desk.Opening{
			Kinds: []casefile.Kind{casefile.Erasure}, Client: clientOf(t, d), Person: casefile.Person{Name: "Ada Brook"},
			Channel: casefile.ByEmail, Received: civil.On(c.received),
		})
		if err != nil {
			t.Fatal(err)
		}
		older, err := d.Older(t.Context(), m.ID, refs[0])
		if err != nil || older.Any() != c.older {
			t.Fatalf("%+v, %v", older, err)
		}
		entries, err := d.FileToAndCorrect(t.Context(), m.ID, refs[0])
		if err != nil {
			t.Fatal(err)
		}
		f, err := d.Case(t.Context(), refs[0])
		if err != nil || len(f.Messages) != 1 || c.older != f.Case.ReceivedOn().Before(c.received) {
			t.Errorf("received on %v, %v", f.Case.ReceivedOn(), err)
		}
		if err := d.TakeBackAnswer(t.Context(), m.ID, refs[0], entries); err != nil {
			t.Fatal(err)
		}
		if f, err = d.Case(t.Context(), refs[0]); err != nil || len(f.Messages) != 0 || f.Case.ReceivedOn() != c.received {
			t.Errorf("received on %v after the undo, %v", f.Case.ReceivedOn(), err)
		}
	}
}

func clientOf(t *testing.T, d *desk.Desk) string {
	t.Helper()
	clients, err := d.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return clients[0].ID
}
