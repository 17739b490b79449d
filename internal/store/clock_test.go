package store_test

import (
	"strings"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// An act on a day before the last entry is refused in one sentence, with nothing
// written; what is there can be read. A person who says that the clock is right
// goes on, and the order of entries stays.
func TestClockSetBack(t *testing.T) {
	b := newBench(t)
	now := noon
	b.opt.Env.Now = func() time.Time { return now }
	b.reopen()
	b.client("oakfield", "england")
	id, _ := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-10")
	note := func(text string) store.Act {
		return store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, id, "2026-10-12", &casefile.NoteAdded{Text: text})}}
	}
	now = noon.Add(-23 * time.Hour)
	b.keep(note("within a day"))
	before := b.number("SELECT count(*) FROM event")

	now = noon.AddDate(-1, 0, 0)
	_, err := b.Append(t.Context(), note("a year back"))
	wantKind(t, err, casefile.Refused)
	if err == nil || !strings.Contains(err.Error(), "12 Oct 2025") || !strings.Contains(err.Error(), "12 Oct 2026") {
		t.Errorf("the refusal reads %v", err)
	}
	file := table(t, "2027-01-01", "2026-10-05")
	_, _, err = b.tryLoad(file, store.LoadOptions{})
	wantKind(t, err, casefile.Refused)
	b.reopen()
	if after := b.number("SELECT count(*) FROM event"); after != before {
		t.Errorf("%d events became %d", before, after)
	}
	if rows, err := b.Cases(t.Context(), store.CaseQuery{}); err != nil || len(rows) != 1 {
		t.Errorf("read were %v, %v", rows, err)
	}

	if err := b.ConfirmClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	sealed := b.keep(note("the clock was wrong before"))
	events, err := b.Events(t.Context(), streamOf(casefile.CaseStream, id))
	if err != nil || events[len(events)-1].ID != sealed[0].ID || !sealed[0].At.Equal(now) {
		t.Errorf("the last entry is %+v, %v", events[len(events)-1], err)
	}
	b.sound()

	// A later wrong clock is noticed again.
	now = noon.AddDate(3, 0, 0)
	b.keep(note("in three years"))
	now = noon
	_, err = b.Append(t.Context(), note("back again"))
	wantKind(t, err, casefile.Refused)
}
