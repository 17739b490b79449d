package casefile_test

import (
	"slices"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
)

func TestTheMostUrgentFirst(t *testing.T) {
	on := func(s string) civil.Moment { return civil.On(civil.MustParse(s)) }
	asks := func(kinds ...casefile.Kind) casefile.Proposal {
		var p casefile.Proposal
		for _, k := range kinds {
			p.Kinds = append(p.Kinds, casefile.KindGuess{Kind: k})
		}
		return p
	}
	type waits struct {
		name       string
		p          casefile.Proposal
		came       civil.Moment
		unreadable bool
	}
	answer := asks(casefile.NoKind)
	answer.Actions = []casefile.ActionGuess{{Action: "clarify-answer"}}
	away := asks(casefile.NoKind)
	away.Automatic = casefile.OutOfOffice
	forwarded := asks(casefile.Erasure)
	forwarded.Received = on("2026-09-01")
	want := []waits{
		{"breach", asks(casefile.Access, casefile.Breach), on("2026-10-09"), false},
		{"breach, newer", asks(casefile.Breach), on("2026-10-10"), false},
		{"forwarded late", forwarded, on("2026-10-08"), false},
		{"answer", answer, on("2026-10-08"), false},
		{"old request", asks(casefile.Access), on("2026-10-01"), false},
		{"school days", asks(casefile.EducationRecord), on("2026-10-12"), false},
		{"working days", asks(casefile.Access, casefile.InformationRequest), on("2026-10-08"), false},
		{"request", asks(casefile.Access), on("2026-10-08"), false},
		{"question", asks(casefile.Enquiry), on("2026-09-01"), false},
		{"unreadable", asks(casefile.NoKind), on("2026-09-01"), true},
		{"nothing", asks(casefile.NoKind), on("2026-09-01"), false},
		{"machine", away, on("2026-09-01"), false},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b waits) int {
		return a.p.Urgency(a.came, a.unreadable).Compare(b.p.Urgency(b.came, b.unreadable))
	})
	for i := range want {
		if got[i].name != want[i].name {
			t.Errorf("%d: %s, want %s", i, got[i].name, want[i].name)
		}
	}
}
