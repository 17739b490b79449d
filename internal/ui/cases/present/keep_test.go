package present_test

import (
	"fmt"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/clock"
	"casebook/internal/ui/cases/casetest"
	"casebook/internal/ui/cases/present"
)

// A closed case says until when it is kept and what holds it; to dispose of it
// is never late.
func TestKeptUntil(t *testing.T) {
	o := casetest.New(t)
	ref := o.Case(casefile.Erasure, "Petra Lindqvist", "2026-10-01")
	check := func(want string) {
		t.Helper()
		p := load(t, o, ref)
		got := ""
		for _, f := range p.Facts {
			if f.Label == "Kept until" || f.Label == "Held" {
				got += f.Value + "|"
			}
		}
		for _, d := range p.Duties {
			if d.Rule == clock.Disposal {
				got += fmt.Sprint(d.Date, " ", d.Days, " ", d.State)
			}
		}
		if got != want {
			t.Errorf("got %q\nwant %q", got, want)
		}
		if last := p.Facts[len(p.Facts)-1]; last.Label != "In their words" {
			t.Errorf("the last fact is %q", last.Label)
		}
	}
	const rule = "\nRequests: 3 years after the case was closed|"
	check("")
	o.Act(ref, "close", "reason", "Done")
	check("Fri 12 Oct 2029" + rule + "Fri 12 Oct 2029 36 months " + fmt.Sprint(present.Plain))
	o.On("2029-10-20")
	check("Fri 12 Oct 2029" + rule + "Fri 12 Oct 2029 may go now " + fmt.Sprint(present.Today))
	other := o.Case(casefile.Access, "Petra Lindqvist", "2029-10-18")
	check("Fri 12 Oct 2029" + rule + "The same person's access case " + string(other) +
		" is open. Wait until it is answered and closed. (DPA 2018 s.173)|Fri 12 Oct 2029 held " + fmt.Sprint(present.Waiting))
	o.Act(other, "close", "reason", "Done")
	o.Act(ref, "hold", "reason", "A claim")
	check("Fri 12 Oct 2029" + rule + "The case has been held since Sat 20 Oct 2029. Lift the hold first: casebook hold CASE --lift, or Lift the hold in the window. (DPA 2018 s.173)|")
}
