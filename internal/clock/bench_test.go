package clock_test

import (
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// threeEvents is a case of three events: received, asked, answered.
func threeEvents() clock.Facts {
	return clock.Facts{
		Kind: "access", Nation: clock.England,
		Received: civil.On(civil.MustParse("2026-09-03")),
		Pauses:   []clock.Pause{{Asked: civil.MustParse("2026-09-10"), Answered: civil.MustParse("2026-09-15")}},
	}
}

// One date: the target is under 5 microseconds.
func BenchmarkOne(b *testing.B) {
	law, f := shipped(b), threeEvents()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := clock.One(clock.Rights, f, law); err != nil {
			b.Fatal(err)
		}
	}
}

// Every open case of a large vault: the target is under a second.
func BenchmarkRedate100000(b *testing.B) {
	law, f := shipped(b), threeEvents()
	for b.Loop() {
		for i := range 100_000 {
			f.Received = civil.On(civil.MustParse("2026-08-20").AddDays(i % 14))
			if _, err := clock.Due(f, law); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// The dearest dates: school days against sixty working days.
func BenchmarkSchoolFOI(b *testing.B) {
	law := fullLaw(b)
	f := clock.Facts{
		Kind: "information-request", Nation: clock.England, School: "CLOSED-SAMPLE",
		Received: civil.On(civil.MustParse("2026-07-06")),
	}
	for b.Loop() {
		if _, err := clock.One(clock.FOISchool, f, law); err != nil {
			b.Fatal(err)
		}
	}
}

// The working written out: what `show --why` and a record cost.
func BenchmarkText(b *testing.B) {
	o, err := clock.One(clock.Rights, threeEvents(), shipped(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, s := range o.Working {
			_ = s.Text()
		}
	}
}
