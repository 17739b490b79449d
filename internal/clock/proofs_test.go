package clock_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// proof is a case whose duties, dates and workings are kept as text in
// testdata/workings.txt, checked by hand against law/rules.md.
type proof struct {
	id, title string
	set       map[clock.RuleID]clock.Period // what the client has set
	facts     clock.Facts
	rule      clock.RuleID // where one rule alone is asked
	brief     bool         // dates without workings: one of many kinds that are alike
}

// of begins a case of a kind in a nation.
func of(kind string, nation clock.Nation, received string) clock.Facts {
	return clock.Facts{Kind: kind, Nation: nation, Received: civil.On(civil.MustParse(received))}
}

// with changes a case.
func with(f clock.Facts, change func(*clock.Facts)) clock.Facts {
	change(&f)
	return f
}

// Mon 30 Nov 2026 is a holiday in Scotland alone: a date there tells the sets
// of days apart.
func proofs() []proof {
	d := civil.MustParse
	var all []proof
	add := func(title string, f clock.Facts) {
		all = append(all, proof{id: fmt.Sprintf("P%03d", len(all)+1), title: title, facts: f})
	}
	rightsProofs(add, d)
	chaseProofs(add, d)
	complaintProofs(add, d)
	publicProofs(add, d)
	otherProofs(add, d)
	disposalProofs(add, d)
	targets := map[clock.RuleID]clock.Period{clock.ReplyTarget: {N: 28, Unit: clock.Days}}
	add = func(title string, f clock.Facts) {
		all = append(all, proof{id: fmt.Sprintf("K%03d", len(all)+1), title: title, set: targets, facts: f, brief: true})
	}
	kindProofs(add, d)
	all = append(all,
		proof{
			id: "P901", title: "exam marks after the results, asked by rule", rule: clock.ExamMarks,
			facts: with(of("", clock.England, "2026-08-20"), func(f *clock.Facts) { f.Results = d("2026-08-13") }),
		},
		proof{id: "P903", title: "a breach that is no risk to anybody, closed", facts: with(of("breach", clock.England, "2026-11-05"), func(f *clock.Facts) {
			f.NoRisk, f.Closed = true, d("2026-11-09")
		})},
		proof{id: "P902", title: "FOISA without a nation", rule: clock.FOIScotland, facts: of("", "", "2026-11-05")})
	all = append(all, proof{id: "P900", title: "a client's own targets", set: map[clock.RuleID]clock.Period{
		clock.ReplyTarget:       {N: 28, Unit: clock.Days},
		clock.ReplyProgress:     {N: 14, Unit: clock.Days},
		clock.ComplaintProgress: {N: 14, Unit: clock.Days},
	}, facts: with(of("access", clock.England, "2026-11-02"), func(f *clock.Facts) { f.Sent = d("2026-11-20") })})
	return all
}

func rightsProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	for _, kind := range []string{"access", "erasure", "consent-withdrawal"} {
		f := of(kind, clock.England, "2026-10-30")
		add(kind+", due on a Scottish holiday in England", f)
		f.Pauses = []clock.Pause{{Asked: d("2026-11-04"), Answered: d("2026-11-06")}}
		f.Sent = d("2026-11-26")
		add(kind+", with a question in between", f)
		early := of(kind, clock.England, "2026-02-04")
		early.Extensions = []clock.Extension{{Noticed: d("2026-03-04"), Ground: clock.Number}}
		add(kind+", before Art 12A and extended", early)
		late := of(kind, clock.Scotland, "2026-02-05")
		late.Extensions = []clock.Extension{{Noticed: d("2026-03-06"), Ground: clock.Complexity}}
		add(kind+", the day Art 12A came, extended too late", late)
		add(kind+", extended for complexity", with(of(kind, clock.England, "2026-08-31"), func(f *clock.Facts) {
			f.Extensions = []clock.Extension{{Noticed: d("2026-09-30"), Ground: clock.Complexity}}
		}))
		add(kind+", identity, authority and fee", with(of(kind, clock.Wales, "2026-09-01"), func(f *clock.Facts) {
			f.Identity = clock.Wait{Asked: d("2026-09-02"), Received: d("2026-09-04")}
			f.Authority = clock.Wait{Asked: d("2026-09-02"), Received: d("2026-09-08")}
			f.Fee.Wait = clock.Wait{Asked: d("2026-09-02"), Received: d("2026-09-10")}
		}))
		for i, x := range []func(*clock.Facts) *clock.Wait{
			func(f *clock.Facts) *clock.Wait { return &f.Identity },
			func(f *clock.Facts) *clock.Wait { return &f.Authority },
			func(f *clock.Facts) *clock.Wait { return &f.Fee.Wait },
		} {
			name := []string{"identity", "authority", "a fee"}[i]
			add(kind+", waiting for "+name, with(of(kind, clock.England, "2026-10-26"), func(f *clock.Facts) {
				*x(f) = clock.Wait{Asked: d("2026-10-30")}
			}))
			add(kind+", after "+name, with(of(kind, clock.England, "2026-10-26"), func(f *clock.Facts) {
				*x(f) = clock.Wait{Asked: d("2026-10-27"), Received: d("2026-10-30")}
			}))
		}
		add(kind+", a fee for copies", with(of(kind, clock.England, "2026-10-20"), func(f *clock.Facts) {
			f.Fee = clock.Fee{Wait: clock.Wait{Asked: d("2026-10-27"), Received: d("2026-10-30")}, Copies: true}
		}))
		add(kind+", extended, told how it goes", with(of(kind, clock.England, "2026-09-07"), func(f *clock.Facts) {
			f.ExtendedInTime, f.Progress, f.Sent = true, []civil.Date{d("2026-10-05"), d("2026-10-30")}, d("2026-12-01")
		}))
		add(kind+", an internal review", with(of(kind, clock.England, "2026-07-07"), func(f *clock.Facts) {
			f.Review = clock.Wait{Asked: d("2026-10-30"), Received: d("2026-11-17")}
		}))
	}
}

func chaseProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	f := of("access", clock.England, "2026-10-05")
	f.School = "ENG-SAMPLE"
	f.Identity, f.Authority = clock.Wait{Asked: d("2026-11-16")}, clock.Wait{Asked: d("2026-11-13")}
	add("access, chasing identity and authority", f)
	f = of("access", clock.England, "2026-11-12")
	f.School = "ENG-SAMPLE"
	f.Fee.Wait = clock.Wait{Asked: d("2026-11-16")}
	f.Pauses = []clock.Pause{{Asked: d("2026-11-13")}, {Asked: d("2026-11-16")}}
	f.Holders = []clock.Wait{{Asked: d("2026-11-23")}, {Asked: d("2026-11-16"), Received: d("2026-11-20")}, {Asked: d("2026-11-24")}}
	add("access, chasing a fee, an answer and a search", f)
	add("access, first asked on 30 October", with(of("access", clock.England, "2026-10-26"), func(f *clock.Facts) {
		f.School = "ENG-SAMPLE"
		f.Identity.Asked, f.Authority.Asked = d("2026-10-30"), d("2026-11-02")
	}))
}

func complaintProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	add("a complaint before s.164A", of("complaint", clock.Wales, "2026-06-18"))
	add("a complaint on the day of s.164A", of("complaint", clock.NorthernIreland, "2026-06-19"))
	add("a complaint whose acknowledgement falls on a Scottish holiday", of("complaint", clock.England, "2026-10-31"))
	add("a complaint acknowledged", with(of("complaint", clock.England, "2026-10-30"), func(f *clock.Facts) {
		f.Acknowledged, f.Progress = d("2026-11-03"), []civil.Date{d("2026-11-16")}
	}))
	add("a complaint answered at once", with(of("complaint", clock.Scotland, "2026-10-30"), func(f *clock.Facts) {
		f.Outcome = d("2026-11-03")
	}))
	add("a complaint that takes three months", of("complaint", clock.England, "2026-08-30"))
	add("a complaint with a review", with(of("complaint", clock.England, "2026-08-03"), func(f *clock.Facts) {
		f.Outcome, f.Review = d("2026-10-20"), clock.Wait{Asked: d("2026-10-30"), Received: d("2026-11-17")}
	}))
}

func publicProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	info := func(nation clock.Nation, received string, change func(*clock.Facts)) clock.Facts {
		return with(of("information-request", nation, received), change)
	}
	regimes := map[string]func(*clock.Facts){
		"FOI":        func(*clock.Facts) {},
		"school FOI": func(f *clock.Facts) { f.School = "ENG-SAMPLE" },
		"EIR":        func(f *clock.Facts) { f.Environment = true },
	}
	for _, name := range []string{"FOI", "school FOI", "EIR"} {
		for _, nation := range []clock.Nation{clock.England, clock.Wales, clock.NorthernIreland} {
			add(name+" in "+nation.Name(), info(nation, "2026-11-05", regimes[name]))
		}
		add(name+", clarified and charged", info(clock.England, "2026-11-02", func(f *clock.Facts) {
			regimes[name](f)
			f.Pauses = []clock.Pause{{Asked: d("2026-11-03"), Answered: d("2026-11-04")}}
			f.Fee.Wait = clock.Wait{Asked: d("2026-11-11"), Received: d("2026-11-13")}
			f.Sent = d("2026-11-30")
		}))
		add(name+", withdrawn", info(clock.England, "2026-11-02", func(f *clock.Facts) {
			regimes[name](f)
			f.Review.Asked, f.Closed, f.Withdrawn = d("2026-11-05"), d("2026-11-13"), true
		}))
		add(name+", not clarified", info(clock.England, "2026-11-02", func(f *clock.Facts) {
			regimes[name](f)
			f.Pauses = []clock.Pause{{Asked: d("2026-11-03")}}
		}))
		add(name+", an internal review", info(clock.England, "2026-11-02", func(f *clock.Facts) {
			regimes[name](f)
			f.Review = clock.Wait{Asked: d("2026-11-05"), Received: d("2026-12-01")}
		}))
	}
	for _, e := range []clock.Extension{
		{Noticed: d("2026-12-03"), Ground: clock.ComplexityAndVolume},
		{Noticed: d("2026-12-04"), Ground: clock.ComplexityAndVolume},
		{Noticed: d("2026-12-01"), Ground: clock.Complexity},
	} {
		add("EIR, told on "+e.Noticed.Letter()+" of an extension for "+string(e.Ground), info(clock.England, "2026-11-04", func(f *clock.Facts) {
			f.Environment, f.Extensions = true, []clock.Extension{e}
		}))
	}
	add("FOISA", info(clock.Scotland, "2026-11-05", func(f *clock.Facts) { f.Sent = d("2026-12-01") }))
	add("FOISA, withdrawn", info(clock.Scotland, "2026-11-05", func(f *clock.Facts) {
		f.Review.Asked, f.Closed, f.Withdrawn = d("2026-11-06"), d("2026-11-13"), true
	}))
	add("FOISA, an internal review", info(clock.Scotland, "2026-11-05", func(f *clock.Facts) {
		f.Review = clock.Wait{Asked: d("2026-12-07"), Received: d("2026-12-10")}
	}))
	add("school FOI in a long closure", info(clock.England, "2026-07-06", func(f *clock.Facts) { f.School = "CLOSED-SAMPLE" }))
	add("the education record by promise, withdrawn", with(of("education-record", clock.England, "2026-11-20"), func(f *clock.Facts) {
		f.School, f.SchoolType, f.Closed, f.Withdrawn = "ENG-SAMPLE", clock.Academy, d("2026-12-01"), true
	}))
	for _, nation := range clock.Nations {
		add("the education record in "+nation.Name()+", withdrawn", with(of("education-record", nation, "2026-11-20"), func(f *clock.Facts) {
			f.School, f.Closed, f.Withdrawn = "ENG-SAMPLE", d("2026-12-01"), true
		}))
		for _, school := range []clock.SchoolType{"", clock.Maintained, clock.Special, clock.Academy, clock.Independent} {
			add(strings.TrimSpace(fmt.Sprintf("the education record in %s %s", nation.Name(), school)),
				with(of("education-record", nation, "2026-11-20"), func(f *clock.Facts) {
					f.School, f.SchoolType, f.Sent = "ENG-SAMPLE", school, d("2026-12-01")
				}))
		}
	}
}

func otherProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	add("a breach over the end of summer time", clock.Facts{
		Kind: "breach", Nation: clock.England, Sent: d("2026-10-26"),
		Received: civil.At(time.Date(2026, time.October, 24, 9, 0, 0, 0, time.UTC)),
	})
	add("exam marks before any results", with(of("access", clock.England, "2026-06-30"), func(f *clock.Facts) { f.Marks = true }))
	add("exam marks, results soon", with(of("access", clock.England, "2026-10-01"), func(f *clock.Facts) {
		f.Marks, f.Results, f.Sent = true, d("2026-10-21"), d("2026-11-30")
	}))
	add("exam marks, results late", with(of("access", clock.England, "2026-06-30"), func(f *clock.Facts) {
		f.Marks, f.Results = true, d("2026-11-20")
	}))
	add("exam marks on the day of the results", with(of("access", clock.England, "2026-10-30"), func(f *clock.Facts) {
		f.Marks, f.Results = true, d("2026-10-30")
	}))
	add("no exam marks", with(of("access", clock.England, "2026-10-30"), func(f *clock.Facts) { f.Results = d("2026-11-20") }))
	add("the Principal Reporter", with(of("access", clock.England, "2026-10-30"), func(f *clock.Facts) {
		f.Reporter, f.ReporterTold = d("2026-11-16"), d("2026-11-18")
	}))
	add("a health opinion in date", with(of("access", clock.Scotland, "2026-10-30"), func(f *clock.Facts) {
		f.Opinion, f.Relied = d("2026-05-22"), d("2026-11-21")
	}))
	add("a health opinion a day too old", with(of("access", clock.Scotland, "2026-10-30"), func(f *clock.Facts) {
		f.Opinion, f.Relied = d("2026-05-21"), d("2026-11-21")
	}))
	add("a health opinion of the end of August", with(of("access", clock.Scotland, "2026-10-30"), func(f *clock.Facts) {
		f.Opinion = d("2026-08-31")
	}))
	add("an enquiry", of("enquiry", clock.England, "2026-10-30"))
}

func disposalProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	f := of("enquiry", clock.England, "2026-10-30")
	f.Closed = d("2026-11-21") // a Saturday
	add("an enquiry closed", f)
	add("an enquiry closed and held", with(f, func(f *clock.Facts) { f.Hold = true }))
	f.Withdrawn = true
	add("an enquiry withdrawn", f)
	add("an enquiry withdrawn and held", with(f, func(f *clock.Facts) { f.Hold = true }))
	f.RegulatorClosed = d("2027-02-20") // the day six years later is a Sunday
	add("an enquiry after the regulator", f)
	add("an enquiry after the regulator and held", with(f, func(f *clock.Facts) { f.Hold = true }))
	b := of("breach", clock.England, "2026-10-30")
	b.Received = civil.At(time.Date(2026, time.October, 30, 9, 0, 0, 0, time.UTC))
	b.Closed = d("2026-11-21") // the day six years later is a Sunday
	add("a breach closed", b)
	add("a breach closed and held", with(b, func(f *clock.Facts) { f.Hold = true }))
	c := of("complaint", clock.England, "2026-10-30")
	c.Closed = d("2026-11-21")
	add("a complaint closed", c)
	add("a complaint closed and held", with(c, func(f *clock.Facts) { f.Hold = true }))
}

// kindProofs run through every kind of case.
func kindProofs(add func(string, clock.Facts), d func(string) civil.Date) {
	for _, kind := range []string{
		"access", "rectification", "erasure", "restriction", "portability", "objection", "automated-decision",
		"consent-withdrawal", "marketing-opt-out", "complaint", "information-request", "education-record",
		"breach", "enquiry",
	} {
		f := of(kind, clock.England, "2026-10-30")
		f.Received = civil.At(time.Date(2026, time.October, 30, 9, 0, 0, 0, time.UTC))
		f.School = "ENG-SAMPLE"
		add(kind, with(f, func(f *clock.Facts) { f.ExtendedInTime = true }))
		add(kind+", everything asked for", with(f, func(f *clock.Facts) {
			f.Identity.Asked, f.Authority.Asked, f.Fee.Asked = d("2026-11-02"), d("2026-11-03"), d("2026-11-04")
			f.Pauses = []clock.Pause{{Asked: d("2026-11-05")}}
			f.Holders = []clock.Wait{{Asked: d("2026-11-06")}}
			f.Review.Asked = d("2026-11-09")
		}))
		busy := with(f, func(f *clock.Facts) {
			f.Identity.Asked, f.Authority.Asked, f.Fee.Asked = d("2026-11-02"), d("2026-11-03"), d("2026-11-04")
			f.Holders, f.Review.Asked = []clock.Wait{{Asked: d("2026-11-06")}}, d("2026-11-09")
			f.Pauses = []clock.Pause{{Asked: d("2026-11-05")}}
			f.Marks, f.ExtendedInTime = true, true
		})
		add(kind+", answered all the same", with(busy, func(f *clock.Facts) { f.Sent = d("2026-11-10") }))
		add(kind+", outcome all the same", with(busy, func(f *clock.Facts) { f.Outcome = d("2026-11-11") }))
		add(kind+", closed all the same", with(busy, func(f *clock.Facts) { f.Closed = d("2026-11-12") }))
		add(kind+", withdrawn all the same", with(busy, func(f *clock.Facts) { f.Closed, f.Withdrawn = d("2026-11-13"), true }))
		f.Closed = d("2026-11-20")
		add(kind+", closed", f)
		f.Withdrawn = true
		add(kind+", withdrawn", f)
		f.RegulatorClosed = d("2027-02-21")
		add(kind+", after the regulator", f)
	}
}

// show writes an obligation and its working.
func show(b *strings.Builder, o clock.Obligation, brief bool) {
	fmt.Fprintf(b, "%s (%s): %s, %s", o.Rule, o.Basis, o.Name, o.State)
	due, workTo := answer(o)
	for _, p := range []struct{ name, value string }{
		{"due", due},
		{"work to", workTo},
		{"notice by", o.NoticeBy.String()},
		{"extension", string(o.Extension)},
		{"met", o.MetOn.String()},
	} {
		if p.value != "" {
			fmt.Fprintf(b, ", %s %s", p.name, p.value)
		}
	}
	if o.State == clock.Paused {
		fmt.Fprintf(b, ", %d left", o.Left)
	}
	b.WriteByte('\n')
	if brief {
		return
	}
	for _, s := range o.Working {
		fmt.Fprintf(b, "\t%s  %s  [%s]\n", s.Date, s.Text(), s.Law)
	}
}

// obligations asks the law.
func (p proof) obligations(law clock.Law) ([]clock.Obligation, error) {
	if p.rule == "" {
		return clock.Due(p.facts, law)
	}
	o, err := clock.One(p.rule, p.facts, law)
	return []clock.Obligation{o}, err
}

// workings writes what the law makes of a proof.
func (p proof) workings(law clock.Law) string {
	law.Settings.Periods = p.set
	var b strings.Builder
	all, err := p.obligations(law)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	for _, o := range all {
		show(&b, o, p.brief)
	}
	return b.String()
}

// workings writes what the law makes of a row of the vectors.
func (v vector) workings(t testing.TB, law clock.Law) string {
	o, err := clock.One(vectorRules[v["kind"]].rule, v.facts(t), law)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	show(&b, o, false)
	return b.String()
}

// fullLaw is the law as it ships with the invented school calendars.
func fullLaw(t testing.TB) clock.Law {
	law := shipped(t)
	law.Schools = schools(t)
	return law
}

const workingsFile = "testdata/workings.txt"

// Every proof's duties and workings are those that were checked by hand.
func TestWorkings(t *testing.T) {
	law := fullLaw(t)
	var b strings.Builder
	for _, v := range vectors(t) {
		fmt.Fprintf(&b, "== %s %s\n%s\n", v["id"], v["why"], v.workings(t, law))
	}
	for _, p := range proofs() {
		fmt.Fprintf(&b, "== %s %s\n%s\n", p.id, p.title, p.workings(law))
	}
	if *update {
		if err := os.WriteFile(workingsFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(workingsFile)
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(b.String(), "\n== "), strings.Split(string(want), "\n== ")
	for i := range max(len(got), len(kept)) {
		if i >= len(got) || i >= len(kept) || got[i] != kept[i] {
			t.Fatalf("the workings differ from %s, which was checked by hand; after a wanted change run with -update and check it again:\n%s",
				workingsFile, got[min(i, len(got)-1)])
		}
	}
}
