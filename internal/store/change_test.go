package store_test

import (
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
)

// A client that turns out to be in another nation, or that promises something
// else, moves dates of its cases, and of no others: that is on record.
func TestClientChangesAreOnRecord(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.client("ashfield", "england")
	_, ref := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-10-30") // due Mon 30 Nov: St Andrew's Day
	b.openCase(casefile.Access, "ashfield", "Bo Reed", "2026-10-30")
	stream := streamOf(casefile.ClientStream, "oakfield")
	b.client("oakfield", "england")
	if events, err := b.Events(t.Context(), stream); err != nil || len(events) != 2 {
		t.Fatalf("a change that moves nothing made %d events, %v", len(events), err)
	}
	b.client("oakfield", "scotland")
	events, err := b.Events(t.Context(), stream)
	if err != nil || len(events) != 4 || events[3].Type != "client.redated" || events[3].Actor != "Priya" {
		t.Fatalf("%d events, %v", len(events), err)
	}
	p, err := events[3].Payload()
	if err != nil {
		t.Fatal(err)
	}
	want := casefile.MovedDate{
		Case: ref, Rule: clock.Rights, Name: "Send the reply", Date: casefile.DueDate,
		From: civil.MustParse("2026-11-30"), To: civil.MustParse("2026-12-01"),
	}
	if got := p.(*casefile.ClientRedated); len(got.Moved) != 1 || got.Moved[0] != want {
		t.Errorf("moved %+v", got.Moved)
	}
	lines, err := casefile.ClientMoves(events, ref)
	if err != nil || len(lines) != 1 || lines[0].Words != "Date moved. Send the reply: Mon 30 Nov 2026 -> Tue 1 Dec 2026" {
		t.Errorf("the case's lines: %+v, %v", lines, err)
	}
	if lines, err := casefile.ClientMoves(events, "26-000000"); err != nil || lines != nil {
		t.Errorf("another case's lines: %+v, %v", lines, err)
	}
	b.keep(store.Act{Events: []casefile.Event{
		b.event(casefile.ClientStream, "oakfield", "2026-10-12", &casefile.EventWithdrawn{Event: events[2].ID, Reason: "a slip"}),
	}})
	if events, _ := b.Events(t.Context(), stream); len(events) != 6 || events[5].Type != "client.redated" {
		t.Errorf("taking it back made %d events", len(events))
	}
	b.sound()
}
