package casefile_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

// Two laptops that knew nothing of one another took back a letter and sent it.
// Joined in either order, the letter stands, and was sent.
func TestSentWins(t *testing.T) {
	stream := casefile.Stream{Kind: casefile.CaseStream, ID: "c"}
	event := func(id string, p casefile.Payload) casefile.Event {
		e, err := casefile.NewEvent(stream, civil.On(civil.MustParse("2026-10-12")), p)
		if err != nil {
			t.Fatal(err)
		}
		e.ID = id
		return e
	}
	opened := event("1", &casefile.CaseOpened{Reference: "26-7KQ4MX", Kind: casefile.Access, Client: "oakfield"})
	issued := event("2", &casefile.LetterIssued{Letter: casefile.Reply, Subject: "Your request"})
	back := event("3", &casefile.EventWithdrawn{Event: "2", Reason: "a wrong name"})
	sent := event("4", &casefile.LetterSent{Letter: "2", How: casefile.ByPost, To: "Ann Teal"})
	undone := event("5", &casefile.EventWithdrawn{Event: "4", Reason: "it never left"})
	for _, c := range []struct {
		name    string
		events  []casefile.Event
		letters int
		sent    bool
	}{
		{"sent last", []casefile.Event{opened, issued, back, sent}, 1, true},
		{"taken back last", []casefile.Event{opened, issued, sent, back}, 1, true},
		{"only taken back", []casefile.Event{opened, issued, back}, 0, false},
		{"the sending taken back as well", []casefile.Event{opened, issued, sent, back, undone}, 0, false},
	} {
		got, err := casefile.Fold(c.events)
		if err != nil || len(got.Letters) != c.letters || c.sent != (len(got.Letters) == 1 && got.Letters[0].Sent != nil) {
			t.Errorf("%s: letters are %+v, %v", c.name, got.Letters, err)
		}
		entries, err := casefile.Timeline(c.events)
		if err != nil || entries[1].Withdrawn != (c.letters == 0) {
			t.Errorf("%s: the timeline shows %+v, %v", c.name, entries, err)
		}
	}
}
