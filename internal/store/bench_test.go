package store_test

import (
	"fmt"
	"testing"
	"time"

	"casebook/internal/casefile"
	"casebook/internal/store"
)

// fill opens n cases, a thousand an act.
func fill(b *bench, n int) {
	b.client("oakfield", "england")
	for n > 0 {
		var act store.Act
		for range min(n, 1000) {
			n--
			id := b.id()
			ref, err := casefile.NewReference(b.opt.Env.Today(), b.opt.Env.Random)
			if err != nil {
				b.Fatal(err)
			}
			day := fmt.Sprintf("2026-%02d-%02d", 7+n%3, 1+n%28)
			act.Events = append(act.Events,
				b.event(casefile.CaseStream, id, day, &casefile.CaseOpened{
					// numbers in place of the five random characters: no two alike
					Reference: casefile.Reference(fmt.Sprintf("%s%06d", ref[:3], n)), Kind: casefile.Access, Client: "oakfield",
					Person: casefile.Person{Name: fmt.Sprintf("Person %d", n)},
				}),
				b.event(casefile.CaseStream, id, day, &casefile.RequestReceived{By: casefile.ByController}))
		}
		b.keep(act)
	}
}

func BenchmarkAppend(tb *testing.B) {
	b := newBench(tb)
	b.client("oakfield", "england")
	for tb.Loop() {
		ref, err := casefile.NewReference(b.opt.Env.Today(), b.opt.Env.Random)
		if err != nil {
			b.Fatal(err)
		}
		b.keep(store.Act{Events: []casefile.Event{b.event(casefile.CaseStream, b.id(), "2026-10-12", &casefile.CaseOpened{
			Reference: ref, Kind: casefile.Access, Client: "oakfield", Person: casefile.Person{Name: "Ann Teal"},
		})}})
	}
}

func BenchmarkCases100k(tb *testing.B) {
	b := newBench(tb)
	fill(b, 100_000)
	for name, q := range map[string]store.CaseQuery{
		"first": {Limit: 200}, "middle": {Limit: 200, After: b.behind(store.CaseQuery{}, 50_000)},
		"due":  {Limit: 200, DueBy: b.opt.Env.Today()},
		"text": {Limit: 200, Text: "person 777"},
	} {
		tb.Run(name, func(tb *testing.B) {
			for tb.Loop() {
				if rows, err := b.Cases(tb.Context(), q); err != nil || len(rows) == 0 {
					tb.Fatal(len(rows), err)
				}
			}
		})
	}
}

func BenchmarkRebuild10k(tb *testing.B) {
	b := newBench(tb)
	fill(b, 10_000)
	for tb.Loop() {
		if err := b.Rebuild(tb.Context()); err != nil {
			tb.Fatal(err)
		}
	}
}

// A table with one more holiday is loaded over ten thousand open cases, next to
// making the rows of all of them again.
func BenchmarkLoadLaw10k(tb *testing.B) {
	b := newBench(tb)
	fill(b, 10_000)
	file := table(tb, "2027-01-01", "2026-10-05")
	var loading, rebuilding time.Duration
	for tb.Loop() {
		start := time.Now()
		p, changed, err := b.tryLoad(file, store.LoadOptions{Try: true})
		if err != nil || !changed || len(p.Moved) == 0 {
			tb.Fatal(changed, err)
		}
		middle := time.Now()
		if err := b.Rebuild(tb.Context()); err != nil {
			tb.Fatal(err)
		}
		loading, rebuilding = loading+middle.Sub(start), rebuilding+time.Since(middle)
		tb.ReportMetric(float64(len(p.Moved)), "dates-moved")
	}
	tb.ReportMetric(rebuilding.Seconds()/loading.Seconds(), "times-faster-than-rebuild")
	tb.ReportMetric(loading.Seconds()/float64(tb.N), "s/load")
}
