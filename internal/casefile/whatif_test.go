package casefile_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

func TestWhatIf(t *testing.T) {
	law := baseLaw(t)
	england := casefile.Client{ID: "oakfield", Nation: "england"}
	check := func(name, day string, h *history, want ...string) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			answers, err := h.fold().WhatIf(england, law, civil.MustParse(day))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range answers {
				got = append(got, a.ID+": "+a.Answer())
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q\nwant %q", got, want)
			}
		})
	}
	const posted = "post-by: Post it by Wed 30 Sep 2026, to arrive by Mon 5 Oct 2026, with 3 working days on the way."
	access := openCase(t, casefile.Access, "2026-09-03")
	check("access", "2026-09-10", access,
		"clarification-asked: The clock stands still, with 24 days left when the answer comes; until then there is no due date.",
		"identity-asked: The clock does not start until it arrives; until then there is no due date.",
		"extended: Due Thu 3 Dec 2026, in place of Mon 5 Oct 2026. The person has to be told why, by Mon 5 Oct 2026.", posted)
	check("too late", "2026-10-06", access,
		"clarification-asked: This cannot be done: the question (6 October 2026) came after the day on which the reply was due (5 October 2026).",
		"identity-asked: The clock does not start until it arrives; until then there is no due date.",
		"extended: Too late: the person had to be told by Mon 5 Oct 2026. The date stays Mon 5 Oct 2026.",
		"post-by: Too late for it: the last safe day was Wed 30 Sep 2026, to arrive by Mon 5 Oct 2026, with 3 working days on the way.")
	erasure := openCase(t, casefile.Erasure, "2026-09-03")
	erasure.must("identity-ask", casefile.Values{"on": "2026-09-04", "reason": "x"})
	check("while waiting", "2026-09-10", erasure,
		"identity-received: Due Mon 12 Oct 2026.",
		"extended: The clock does not start until it arrives; until then there is no due date.")
	paused := openCase(t, casefile.Access, "2026-09-03")
	paused.must("clarify-ask", casefile.Values{"on": "2026-09-10", "reason": "x", "volume": "y"})
	check("while paused", "2026-09-15", paused,
		"clarification-answered: Due Fri 9 Oct 2026, work to Thu 8 Oct 2026.",
		"identity-asked: The clock does not start until it arrives; until then there is no due date.",
		"extended: The clock stands still, with 85 days left when the answer comes; until then there is no due date.")
	complaint := openCase(t, casefile.Complaint, "2026-09-03")
	check("complaint", "2026-09-10", complaint, posted)
	complaint.must("close", casefile.Values{"reason": "x"})
	check("closed", "2026-10-12", complaint)
	check("enquiry", "2026-09-10", openCase(t, casefile.Enquiry, "2026-09-03"))
}

func TestWhatIfOfACaseWithoutDates(t *testing.T) {
	c := openCase(t, casefile.Access, "2026-09-03").fold()
	if _, err := c.WhatIf(casefile.Client{Nation: "france"}, baseLaw(t), today); !casefile.IsKind(err, casefile.Invalid) {
		t.Errorf("got %v", err)
	}
}
