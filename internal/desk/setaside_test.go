package desk_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/desk"
)

func stateOf(t *testing.T, d *desk.Desk, id string) casefile.MessageState {
	t.Helper()
	v, err := d.Message(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v.Row.State
}

func TestSendersAndIDsAreSetAsideAtOnce(t *testing.T) {
	d, _ := withMail(t)
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	sender := rows[0].From.Email
	var from []string
	for _, r := range rows {
		if r.From.Email == sender {
			from = append(from, r.ID)
		}
	}
	slices.Sort(from)
	for _, which := range []desk.Which{{Sender: " " + sender}, {IDs: []string{rows[1].ID, rows[2].ID, rows[1].ID}}, {Thread: rows[3].ID}} {
		ids, err := d.SetAsideAll(t.Context(), which, "No request.")
		if err != nil {
			t.Fatalf("%+v: %v", which, err)
		}
		switch sorted := slices.Sorted(slices.Values(ids)); {
		case which.Sender != "" && !slices.Equal(sorted, from):
			t.Errorf("set aside %v, from that sender are %v", sorted, from)
		case which.Thread != "" && !slices.Contains(ids, which.Thread):
			t.Error("the message of the thread is not among them")
		case which.IDs != nil && len(ids) != 2:
			t.Errorf("%d messages, want 2", len(ids))
		}
		for _, id := range ids {
			if s := stateOf(t, d, id); s != casefile.MessageSetAside {
				t.Errorf("%s after it was set aside", s)
			}
		}
		if _, err := d.SetAsideAll(t.Context(), desk.Which{IDs: ids}, ""); !casefile.IsKind(err, casefile.Conflict) {
			t.Errorf("set aside twice: %v", err)
		}
		if err := d.PutBackAll(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if s := stateOf(t, d, id); s != casefile.MessageNew {
				t.Errorf("%s after it was put back", s)
			}
		}
		if err := d.PutBackAll(t.Context(), ids); !casefile.IsKind(err, casefile.Conflict) {
			t.Errorf("put back twice: %v", err)
		}
	}
	if _, err := d.SetAsideAll(t.Context(), desk.Which{Sender: "nobody@nowhere.example"}, ""); !casefile.IsKind(err, casefile.NotFound) {
		t.Errorf("nothing from that sender: %v", err)
	}
}

// One message that cannot be set aside keeps all from it.
func TestSetAsideAllIsWholeOrNothing(t *testing.T) {
	d, _ := withMail(t)
	id, _ := asking(t, d)
	if _, err := d.File(t.Context(), id, desk.Filing{}); err != nil {
		t.Fatal(err)
	}
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetAsideAll(t.Context(), desk.Which{IDs: []string{rows[0].ID, id}}, ""); !casefile.IsKind(err, casefile.Conflict) {
		t.Fatalf("a filed message: %v", err)
	}
	if s := stateOf(t, d, rows[0].ID); s != casefile.MessageNew {
		t.Errorf("the other is %s", s)
	}
}

func TestQueueIsInTheOrderOfUrgency(t *testing.T) {
	d, mails := withMail(t)
	queue, err := d.Queue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(queue) != len(mails) {
		t.Errorf("%d of %d messages wait", len(queue), len(mails))
	}
	for i := 1; i < len(queue); i++ {
		if queue[i].Urgency.Compare(queue[i-1].Urgency) < 0 {
			t.Errorf("message %d is more urgent than the one before it", i)
		}
	}
}

// What a reply brings is recorded on its case with the message, and both are
// taken back together.
func TestAnswer(t *testing.T) {
	d, _ := withMail(t)
	ref := open(t, d, desk.Opening{Kinds: []casefile.Kind{casefile.Access}})
	if err := d.Do(t.Context(), ref, "identity-ask", casefile.Values{"reason": "The address is new to us."}); err != nil {
		t.Fatal(err)
	}
	rows, err := d.Messages(t.Context(), casefile.MessageNew)
	if err != nil {
		t.Fatal(err)
	}
	id := rows[0].ID
	brings := casefile.ActionGuess{Case: ref, Action: "identity-receive", Values: casefile.Values{"on": today.String(), "seen": "passport"}}
	entries, err := d.Answer(t.Context(), id, brings)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%v, %v", entries, err)
	}
	if s := stateOf(t, d, id); s != casefile.MessageFiled {
		t.Errorf("the message is %s", s)
	}
	if f, err := d.Case(t.Context(), ref); err != nil || f.Case.Identity.Received.IsZero() || len(f.Messages) != 1 {
		t.Errorf("the case has %d messages and identity %+v, %v", len(f.Messages), f.Case.Identity, err)
	}
	if err := d.TakeBackAnswer(t.Context(), id, ref, entries); err != nil {
		t.Fatal(err)
	}
	if s := stateOf(t, d, id); s != casefile.MessageNew {
		t.Errorf("the message is %s after it was taken back", s)
	}
	if f, err := d.Case(t.Context(), ref); err != nil || !f.Case.Identity.Received.IsZero() || len(f.Messages) != 0 {
		t.Errorf("the case has %d messages and identity %+v, %v", len(f.Messages), f.Case.Identity, err)
	}
	brings.Action = "identity-recieve"
	if _, err := d.Answer(t.Context(), id, brings); err == nil {
		t.Error("an action that is none is taken")
	}
}
