package clock_test

import (
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// The named other of `make bench`: a plain loop over time.Time, day by day, as
// one would write it in an afternoon. It gives the last day of a rights request
// with one pause and of a count of working days, and nothing else: no working,
// no cautious reading, no other duty, no check of what it is given.

// plainHolidays are the bank holidays of nations as a loop would look them up.
func plainHolidays(h *clock.Holidays, nations ...clock.Nation) map[time.Time]bool {
	days := map[time.Time]bool{}
	for _, n := range nations {
		covers := h.Covers(n)
		for d := covers.From; !d.After(covers.To); d = d.AddDays(1) {
			if h.Holiday(n, d) != "" {
				days[plainDay(d)] = true
			}
		}
	}
	return days
}

func plainDay(d civil.Date) time.Time {
	y, m, day := d.Split()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

func plainOff(d time.Time, holidays map[time.Time]bool) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || holidays[d]
}

// plainRights is the last day of a request: a month, its pause, the roll.
func plainRights(received, asked, answered time.Time, holidays map[time.Time]bool) time.Time {
	month := time.Date(received.Year(), received.Month()+1, received.Day(), 0, 0, 0, 0, time.UTC)
	if month.Day() != received.Day() { // the month has no such day
		month = month.AddDate(0, 0, -month.Day())
	}
	left := 0
	for d := received; d.Before(month); d = d.AddDate(0, 0, 1) {
		left++
	}
	due := received
	for left > 0 {
		due = due.AddDate(0, 0, 1)
		if !due.Before(asked) && !due.After(answered) {
			continue // the clock stands still
		}
		left--
	}
	for plainOff(due, holidays) {
		due = due.AddDate(0, 0, 1)
	}
	return due
}

// plainWorkingDays is the nth working day after a day.
func plainWorkingDays(after time.Time, n int, holidays map[time.Time]bool) time.Time {
	for n > 0 {
		after = after.AddDate(0, 0, 1)
		if !plainOff(after, holidays) {
			n--
		}
	}
	return after
}

// beside runs ours and the other one after the other, as often as the benchmark
// says, and reports the time of each and their ratio. Each must give the date
// of the other.
func beside(b *testing.B, ours func(i int) (civil.Date, error), other func(i int) time.Time) {
	const batch = 1000
	for i := range batch {
		d, err := ours(i)
		if err != nil || plainDay(d) != other(i) {
			b.Fatalf("case %d: ours is %s (%v), the plain loop's %s", i, d, err, other(i))
		}
	}
	var mine, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		for i := range batch {
			if _, err := ours(i); err != nil {
				b.Fatal(err)
			}
		}
		middle := time.Now()
		for i := range batch {
			_ = other(i)
		}
		mine, theirs = mine+middle.Sub(start), theirs+time.Since(middle)
	}
	per := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N*batch) }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(per(mine), "µs/ours")
	b.ReportMetric(per(theirs), "µs/plain-loop")
	b.ReportMetric(per(mine)/10, "s/100,000-ours")
	b.ReportMetric(float64(mine)/float64(theirs), "ours/plain-loop")
}

func BenchmarkBesidePlainLoop(b *testing.B) {
	law := shipped(b)
	england, anywhere := plainHolidays(law.Holidays, clock.England), plainHolidays(law.Holidays, clock.Nations...)
	rights := func(i int) clock.Facts {
		f := threeEvents()
		f.Received = civil.On(civil.MustParse("2026-08-20").AddDays(i % 14))
		return f
	}
	loop := func(i int) time.Time {
		f := rights(i)
		return plainRights(plainDay(f.Received.Date()), plainDay(f.Pauses[0].Asked), plainDay(f.Pauses[0].Answered), england)
	}
	b.Run("one-rights-date", func(b *testing.B) {
		beside(b, func(i int) (civil.Date, error) {
			o, err := clock.One(clock.Rights, rights(i), law)
			return o.Due, err
		}, loop)
	})
	b.Run("every-duty-of-a-case", func(b *testing.B) {
		beside(b, func(i int) (civil.Date, error) {
			all, err := clock.Due(rights(i), law)
			for _, o := range all {
				if o.Rule == clock.Rights {
					return o.Due, err
				}
			}
			return civil.Date{}, err
		}, loop)
	})
	b.Run("twenty-working-days", func(b *testing.B) {
		beside(b, func(i int) (civil.Date, error) {
			received := civil.MustParse("2026-11-02").AddDays(i % 60)
			o, err := clock.One(clock.FOI, clock.Facts{Kind: "information-request", Nation: clock.England, Received: civil.On(received)}, law)
			return o.Due, err
		}, func(i int) time.Time {
			return plainWorkingDays(plainDay(civil.MustParse("2026-11-02").AddDays(i%60)), 20, anywhere)
		})
	})
}
