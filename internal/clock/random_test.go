package clock_test

import (
	"casebook/internal/civil"
	"casebook/internal/clock"

	"pgregory.net/rapid"
)

// allKinds are the kinds of case that have a duty.
var allKinds = []string{
	"access", "rectification", "erasure", "restriction", "portability", "objection", "automated-decision",
	"consent-withdrawal", "marketing-opt-out", "complaint", "information-request", "education-record", "breach",
}

func dayIn(t *rapid.T, from string, days int, label string) civil.Date {
	return civil.MustParse(from).AddDays(rapid.IntRange(0, days).Draw(t, label))
}

// randomFacts draws a case as it may come: not every one can be dated.
func randomFacts(t *rapid.T) clock.Facts {
	maybe := func(label string) bool { return rapid.IntRange(0, 3).Draw(t, label) == 0 }
	received := dayIn(t, "2026-06-08", 120, "received")
	after := func(label string, most int) civil.Date {
		return received.AddDays(rapid.IntRange(0, most).Draw(t, label))
	}
	hour := rapid.IntRange(0, 86_399).Draw(t, "second")
	f := clock.Facts{
		Kind:        rapid.SampledFrom(allKinds).Draw(t, "kind"),
		Nation:      rapid.SampledFrom(clock.Nations).Draw(t, "nation"),
		Received:    civil.At(received.Midnight().Add(timeOf(hour))),
		School:      rapid.SampledFrom([]string{"ENG-SAMPLE", "CLOSED-SAMPLE"}).Draw(t, "school"),
		Environment: rapid.Bool().Draw(t, "environment"),
		Marks:       maybe("marks"),
	}
	if f.Kind == "information-request" && rapid.Bool().Draw(t, "no school") {
		f.School = ""
	}
	for _, w := range []*clock.Wait{&f.Authority, &f.Fee.Wait, &f.Identity} {
		if maybe("something asked for") {
			w.Asked = after("wanted", 6)
			w.Received = w.Asked.AddDays(rapid.IntRange(0, 20).Draw(t, "got"))
		}
	}
	f.Fee.Copies = maybe("copies")
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		f.Pauses = append(f.Pauses, randomPause(t, received))
	}
	switch rapid.IntRange(0, 4).Draw(t, "extension") {
	case 0:
		f.ExtendedInTime = true
	case 1:
		ground := rapid.SampledFrom([]clock.Ground{clock.Complexity, clock.Number, clock.ComplexityAndVolume, ""}).Draw(t, "ground")
		f.Extensions = []clock.Extension{{Noticed: after("noticed", 50), Ground: ground}}
	}
	if maybe("results") {
		f.Results = after("results", 90)
	}
	if maybe("reporter") {
		f.Reporter = after("reporter", 20)
	}
	return f
}

func randomPause(t *rapid.T, received civil.Date) clock.Pause {
	p := clock.Pause{Asked: received.AddDays(rapid.IntRange(0, 35).Draw(t, "asked"))}
	p.Answered = p.Asked.AddDays(rapid.IntRange(0, 15).Draw(t, "answered"))
	return p
}
