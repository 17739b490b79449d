package desk_test

import (
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/desk"
)

// With the clock set back nothing is recorded that would bear a wrong day: no
// case, no letter, no act on one. What is there can be read, and once somebody
// says that the clock is right, work goes on.
func TestClockSetBack(t *testing.T) {
	d, dir := newDesk(t)
	ref := open(t, d, desk.Opening{Channel: casefile.ByPost})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), dir, passphrase, desk.Options{Now: func() time.Time { return noon.AddDate(0, -1, 0) }, Actor: "Priya"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	note := func() error {
		return d.Do(t.Context(), ref, "note", casefile.Values{"text": "She rang.", "on": noon.AddDate(0, -1, 0).Format(time.DateOnly)})
	}
	refused := func(err error) {
		t.Helper()
		if e := casefile.AsError(err); e == nil || e.Kind != casefile.Refused || e.Field != "clock" {
			t.Errorf("got %v", err)
		}
	}
	refused(note())
	_, err = d.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "nunthorpe", Person: casefile.Person{Name: "Ann Teal"}, Received: civil.On(today.AddDays(-60)),
	})
	refused(err)
	if rows, err := d.Cases(t.Context(), desk.CaseQuery{}); err != nil || len(rows) != 1 {
		t.Errorf("there are %d cases, %v", len(rows), err)
	}
	if err := d.ConfirmClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := note(); err != nil {
		t.Error(err)
	}
}
