package clock_test

import (
	"errors"
	"strings"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

func on(s string) civil.Moment { return civil.On(civil.MustParse(s)) }

// request is a request received on Thu 3 Sep 2026 in England: one month ends on
// Sat 3 Oct, so it is due on Mon 5 Oct.
func request(kind string) clock.Facts {
	return clock.Facts{Kind: kind, Nation: clock.England, Received: on("2026-09-03")}
}

func due(t *testing.T, f clock.Facts, law clock.Law) map[clock.RuleID]clock.Obligation {
	t.Helper()
	all, err := clock.Due(f, law)
	if err != nil {
		t.Fatal(err)
	}
	out := map[clock.RuleID]clock.Obligation{}
	for _, o := range all {
		out[o.Rule] = o
	}
	return out
}

// text joins a working's sentences.
func text(o clock.Obligation) string {
	var lines []string
	for _, s := range o.Working {
		lines = append(lines, s.Text()+" ["+s.Law+"]")
	}
	return strings.Join(lines, "\n")
}

func TestEveryRightHasItsMonth(t *testing.T) {
	law := shipped(t)
	for _, kind := range []string{
		"access", "rectification", "erasure", "restriction", "portability",
		"objection", "automated-decision", "consent-withdrawal", "marketing-opt-out",
	} {
		o := due(t, request(kind), law)[clock.Rights]
		if o.Due.String() != "2026-10-05" || o.WorkTo != o.Due || o.NoticeBy != o.Due || o.State != clock.Running {
			t.Errorf("%s: %s, work to %s, notice by %s, %s", kind, o.Due, o.WorkTo, o.NoticeBy, o.State)
		}
		want := clock.Statute
		if kind == "consent-withdrawal" {
			want = clock.Policy
		}
		if o.Basis != want {
			t.Errorf("%s rests on %s, want %s", kind, o.Basis, want)
		}
	}
	if o := due(t, request("enquiry"), law); len(o) != 0 {
		t.Errorf("an enquiry has the duties %v", o)
	}
}

func TestTheEarlierReceiptCounts(t *testing.T) {
	f := request("access")
	f.ReceivedByDPO = on("2026-09-01")
	o := due(t, f, shipped(t))[clock.Rights]
	if o.Due.String() != "2026-10-01" || !strings.Contains(text(o), "by the controller on Thu 3 Sep 2026: the earlier counts") {
		t.Errorf("due %s\n%s", o.Due, text(o))
	}
	f.ReceivedByDPO = on("2026-09-04")
	if o := due(t, f, shipped(t))[clock.Rights]; o.Due.String() != "2026-10-05" || strings.Contains(text(o), "officer") {
		t.Errorf("due %s\n%s", o.Due, text(o))
	}
	f.Received = civil.Moment{}
	if o := due(t, f, shipped(t))[clock.Rights]; !strings.HasPrefix(text(o), "Received by the data protection officer on Fri 4 Sep 2026 [") {
		t.Error(text(o))
	}
}

func TestWaiting(t *testing.T) {
	law := shipped(t)
	asked := clock.Wait{Asked: civil.MustParse("2026-09-07")}
	for name, set := range map[string]func(*clock.Facts){
		"Proof of identity, asked for on Mon 7 Sep 2026, has not come": func(f *clock.Facts) { f.Identity = asked },
		"Proof of identity has not come":                               func(f *clock.Facts) { f.Identity.Open = true },
		"Authority to act, asked":                                      func(f *clock.Facts) { f.Authority = asked },
		"Fee, asked":                                                   func(f *clock.Facts) { f.Fee.Wait = asked },
	} {
		f := request("erasure")
		set(&f)
		o := due(t, f, law)[clock.Rights]
		if _, ok := clock.DaysLeft(o, asked.Asked); ok || o.State != clock.Waiting || !o.Due.IsZero() || !o.WorkTo.IsZero() || !strings.Contains(text(o), name) {
			t.Errorf("%s: %s, due %s, work to %s\n%s", name, o.State, o.Due, o.WorkTo, text(o))
		}
	}
}

// A fee for further copies starts the time by guidance alone: the cautious date
// does not wait for it (A33).
func TestFeeForCopies(t *testing.T) {
	law, f := shipped(t), request("access")
	f.Fee = clock.Fee{Wait: clock.Wait{Asked: civil.MustParse("2026-09-07")}, Copies: true}
	if o := due(t, f, law)[clock.Rights]; o.State != clock.Waiting || !o.Due.IsZero() || o.WorkTo.String() != "2026-10-05" {
		t.Errorf("unpaid: %s, due %s, work to %s", o.State, o.Due, o.WorkTo)
	}
	f.Fee.Received = civil.MustParse("2026-09-14")
	if o := due(t, f, law)[clock.Rights]; o.Due.String() != "2026-10-14" || o.WorkTo.String() != "2026-10-05" {
		t.Errorf("paid: due %s, work to %s", o.Due, o.WorkTo)
	}
}

func TestExtension(t *testing.T) {
	law := shipped(t)
	test := func(noticed string, ground clock.Ground, want clock.Answer, last, sentence string) {
		t.Helper()
		f := request("erasure")
		f.Extensions = []clock.Extension{{Noticed: civil.MustParse(noticed), Ground: ground}}
		o := due(t, f, law)[clock.Rights]
		if o.Extension != want || o.Due.String() != last || !strings.Contains(text(o), sentence) {
			t.Errorf("%s %q: %s, due %s\n%s", noticed, ground, o.Extension, o.Due, text(o))
		}
	}
	test("2026-10-05", clock.Number, clock.Granted, "2026-12-03", "for the number of requests: in time, the last day was Mon 5 Oct 2026")
	test("2026-09-03", clock.Complexity, clock.Granted, "2026-12-03", "for the complexity: in time")
	test("2026-10-06", clock.Complexity, clock.Refused, "2026-10-05", "after the last day for it, Mon 5 Oct 2026: no extension")
	test("2026-09-10", "", clock.Refused, "2026-10-05", "without a reason the law accepts")
	test("2026-09-10", "busy", clock.Refused, "2026-10-05", "without a reason the law accepts")
}

// A question stops an extension's notice date too; while it is open the notice
// is in time whenever it comes.
func TestExtensionWhilePaused(t *testing.T) {
	law, f := shipped(t), request("access")
	f.Pauses = []clock.Pause{{Asked: civil.MustParse("2026-09-10")}}
	f.Extensions = []clock.Extension{{Noticed: civil.MustParse("2026-10-20"), Ground: clock.Complexity}}
	o := due(t, f, law)[clock.Rights]
	if o.State != clock.Paused || o.Extension != clock.Granted || !o.NoticeBy.IsZero() || o.Left != 91-6 {
		t.Errorf("%s, %s, notice by %s, %d left", o.State, o.Extension, o.NoticeBy, o.Left)
	}
	f.Pauses[0].Answered = civil.MustParse("2026-10-15")
	o = due(t, f, law)[clock.Rights]
	if o.NoticeBy.String() != "2026-11-09" || o.Extension != clock.Granted || o.Due.String() != "2027-01-08" {
		t.Errorf("notice by %s, %s, due %s", o.NoticeBy, o.Extension, o.Due)
	}
}

// The last day of the month is Sat 3 Oct: a question on Mon 5 Oct, still in
// time, finds every day counted and stops nothing.
func TestQuestionAfterTheLastCountedDay(t *testing.T) {
	f := request("access")
	f.Pauses = []clock.Pause{{Asked: civil.MustParse("2026-10-05")}}
	o := due(t, f, shipped(t))[clock.Rights]
	if o.State != clock.Running || o.Due.String() != "2026-10-05" || !strings.Contains(text(o), "no counted day falls in it") {
		t.Errorf("%s, due %s\n%s", o.State, o.Due, text(o))
	}
}

func TestComplaint(t *testing.T) {
	law, f := shipped(t), request("complaint")
	f.Received = on("2026-11-02")
	all := due(t, f, law)
	for id, want := range map[clock.RuleID]string{
		clock.ComplaintAck: "2026-12-02", clock.ComplaintProgress: "2026-12-02", clock.ComplaintOutcome: "2026-12-02",
	} {
		if all[id].Due.String() != want {
			t.Errorf("%s is due %s, want %s", id, all[id].Due, want)
		}
	}
	if all[clock.ComplaintAck].Basis != clock.Statute || all[clock.ComplaintOutcome].Basis != clock.Policy {
		t.Error("only the acknowledgement's date is law")
	}
	f.Progress = []civil.Date{civil.MustParse("2026-11-20")}
	f.Outcome = civil.MustParse("2026-11-30")
	all = due(t, f, law)
	if o := all[clock.ComplaintProgress]; o.Due.String() != "2026-12-21" || o.MetOn != f.Outcome {
		t.Errorf("progress is due %s, met %s", o.Due, o.MetOn)
	}
	if o := all[clock.ComplaintAck]; o.MetOn != f.Outcome {
		t.Error("an outcome in time is acknowledgement enough (A85)")
	}
	f.Received = on("2026-06-18")
	if o := due(t, f, law)[clock.ComplaintAck]; o.Basis != clock.Policy || !strings.Contains(text(o), "before Fri 19 Jun 2026") {
		t.Errorf("before s.164A the date rests on %s\n%s", o.Basis, text(o))
	}
}

func TestClientsTargets(t *testing.T) {
	law, f := shipped(t), request("complaint")
	f.Received = on("2026-11-02")
	law.Settings.Periods = map[clock.RuleID]clock.Period{
		clock.ComplaintOutcome:  {N: 10, Unit: clock.Days},
		clock.ComplaintProgress: {},
		clock.ComplaintAck:      {N: 5, Unit: clock.Days},
	}
	all := due(t, f, law)
	if o := all[clock.ComplaintOutcome]; o.Due.String() != "2026-11-12" {
		t.Errorf("the outcome is due %s", o.Due)
	}
	if _, there := all[clock.ComplaintProgress]; there {
		t.Error("a rule that is switched off gives a date")
	}
	if o := all[clock.ComplaintAck]; o.Due.String() != "2026-12-02" {
		t.Errorf("a setting moved a date of law to %s", o.Due)
	}
	// Twenty working days from Mon 30 Nov: a holiday in Scotland, and Christmas.
	f.Received = on("2026-11-27")
	law.Settings.Periods[clock.ComplaintOutcome] = clock.Period{N: 20, Unit: clock.WorkingDays}
	for nation, want := range map[clock.Nation]string{clock.England: "2026-12-29", clock.Scotland: "2026-12-30"} {
		f.Nation = nation
		if o := due(t, f, law)[clock.ComplaintOutcome]; o.Due.String() != want {
			t.Errorf("%s: twenty working days end on %s, not %s", nation, o.Due, want)
		}
	}
}

func TestDaysLeft(t *testing.T) {
	law, f := shipped(t), request("access")
	today := civil.MustParse("2026-10-08")
	o := due(t, f, law)[clock.Rights]
	if n, ok := clock.DaysLeft(o, today); n != -3 || !ok || !clock.Overdue(o, today) || clock.Overdue(o, o.Due) {
		t.Errorf("%d days left, overdue %v", n, clock.Overdue(o, today))
	}
	f.Sent = today
	if o := due(t, f, law)[clock.Rights]; clock.Overdue(o, today) || !clock.MetLate(o) || o.MetOn != today {
		t.Error("a reply sent is late, not overdue")
	}
	f.Pauses = []clock.Pause{{Asked: civil.MustParse("2026-09-10")}}
	if n, ok := clock.DaysLeft(due(t, f, law)[clock.Rights], today); n != 24 || !ok {
		t.Errorf("%d days left while paused", n)
	}
}

func TestRefusesContradictions(t *testing.T) {
	d := civil.MustParse
	test := func(field, words string, change func(*clock.Facts)) {
		t.Helper()
		f := request("access")
		change(&f)
		_, err := clock.Due(f, shipped(t))
		var e *clock.Error
		if !errors.As(err, &e) || e.Field != field || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, want an error at %s with %q", err, field, words)
		}
	}
	test("nation", "france", func(f *clock.Facts) { f.Nation = "france" })
	test("nation", "say which", func(f *clock.Facts) { f.Nation = "" })
	test("received", "needed", func(f *clock.Facts) { f.Received = civil.Moment{} })
	test("identity_received", "before its question (7 September 2026)", func(f *clock.Facts) {
		f.Identity = clock.Wait{Asked: d("2026-09-07"), Received: d("2026-09-06")}
	})
	test("authority_received", "before its question", func(f *clock.Facts) {
		f.Authority = clock.Wait{Asked: d("2026-09-07"), Received: d("2026-09-06")}
	})
	test("fee_paid", "before its question", func(f *clock.Facts) {
		f.Fee.Wait = clock.Wait{Asked: d("2026-09-07"), Received: d("2026-09-06")}
	})
	test("pauses[1].answered", "before its question (14 September 2026)", func(f *clock.Facts) {
		f.Pauses = []clock.Pause{{Asked: d("2026-09-10"), Answered: d("2026-09-11")}, {Asked: d("2026-09-14"), Answered: d("2026-09-13")}}
	})
	test("pauses[0].asked", "before the receipt", func(f *clock.Facts) { f.Pauses = []clock.Pause{{Asked: d("2026-09-02")}} })
	test("pauses[0].asked", "needed", func(f *clock.Facts) { f.Pauses = []clock.Pause{{Answered: d("2026-09-02")}} })
	test("pauses[0].asked", "the day on which the reply was due (5 October 2026)", func(f *clock.Facts) {
		f.Pauses = []clock.Pause{{Asked: d("2026-10-06")}}
	})
	test("extension", "only once", func(f *clock.Facts) {
		f.Extensions = []clock.Extension{{Noticed: d("2026-09-10"), Ground: clock.Number}, {Noticed: d("2026-09-11"), Ground: clock.Number}}
	})
	test("extension", "only once", func(f *clock.Facts) {
		f.ExtendedInTime, f.Extensions = true, []clock.Extension{{Noticed: d("2026-09-10"), Ground: clock.Number}}
	})
	test("extension.noticed", "needed", func(f *clock.Facts) { f.Extensions = []clock.Extension{{}} })
	test("extension.noticed", "before the receipt", func(f *clock.Facts) { f.Extensions = []clock.Extension{{Noticed: d("2026-09-02")}} })
	test("holidays", "bank holidays of England ends on 31 December 2029: load", func(f *clock.Facts) { f.Received = on("2029-12-05") })
	test("holidays", "begins on 1 January 2024", func(f *clock.Facts) { f.Received = on("2023-09-05") })
}
