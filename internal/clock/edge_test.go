package clock_test

import (
	"strings"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// A question on the very last day still stops the time: that day and the days
// to the answer do not count, and one is left. With caution the day is used.
func TestQuestionOnTheLastDay(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	f := of("access", clock.England, "2026-11-02")
	f.Pauses = []clock.Pause{{Asked: d("2026-12-02"), Answered: d("2026-12-04")}}
	o := due(t, f, law)[clock.Rights]
	if o.Due.String() != "2026-12-07" || o.WorkTo.String() != "2026-12-02" || o.NoticeBy != o.Due {
		t.Errorf("due %s, work to %s, notice by %s", o.Due, o.WorkTo, o.NoticeBy)
	}
	f.Pauses[0].Answered = civil.Date{}
	if o := due(t, f, law)[clock.Rights]; o.State != clock.Paused || o.Left != 1 {
		t.Errorf("%s, %d left", o.State, o.Left)
	}
}

// Days that another question has taken out already are not used, nor left twice.
func TestOpenQuestionInsideAnAnsweredOne(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	f := of("access", clock.England, "2026-11-02")
	f.Pauses = []clock.Pause{{Asked: d("2026-11-10")}, {Asked: d("2026-11-08"), Answered: d("2026-11-12")}}
	if o := due(t, f, law)[clock.Rights]; o.State != clock.Paused || o.Left != 25 {
		t.Errorf("%s, %d left: five days of thirty were used", o.State, o.Left)
	}
	f.Identity.Received = d("2026-11-16")
	if o := due(t, f, law)[clock.Rights]; o.Left != 30 {
		t.Errorf("%d left: none was used before the time ran", o.Left)
	}
}

// Two questions inside each other: the days of the outer one count once.
func TestQuestionInsideAnother(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	f := of("access", clock.England, "2026-11-02")
	f.Pauses = []clock.Pause{{Asked: d("2026-11-09"), Answered: d("2026-11-20")}, {Asked: d("2026-11-11"), Answered: d("2026-11-12")}}
	o := due(t, f, law)[clock.Rights]
	if o.Due.String() != "2026-12-14" || o.WorkTo.String() != "2026-12-14" {
		t.Errorf("due %s, work to %s", o.Due, o.WorkTo)
	}
	if !strings.Contains(text(o), "answered on Thu 12 Nov 2026: no counted day falls in it") {
		t.Error(text(o))
	}
}

func TestBothReceivedItOnOneDay(t *testing.T) {
	f := request("access")
	f.ReceivedByDPO = f.Received
	if o := due(t, f, shipped(t))[clock.Rights]; o.Due.String() != "2026-10-05" || strings.Contains(text(o), "officer") {
		t.Errorf("due %s\n%s", o.Due, text(o))
	}
}

// Telling how it goes falls away when the reply is due by then.
func TestProgressEndsWithTheReply(t *testing.T) {
	law, f := shipped(t), request("erasure")
	f.ExtendedInTime = true
	for last, there := range map[string]bool{"2026-11-02": true, "2026-11-03": false, "2026-11-04": false} {
		f.Progress = []civil.Date{civil.MustParse(last)}
		if _, ok := due(t, f, law)[clock.ReplyProgress]; ok != there {
			t.Errorf("told on %s: due again %v, want %v", last, ok, there)
		}
	}
}

// What came first discharged the duty.
func TestFirstFactDischarges(t *testing.T) {
	law, d := shipped(t), civil.MustParse
	for _, days := range [][2]string{{"2026-11-03", "2026-11-20"}, {"2026-11-20", "2026-11-03"}} {
		f := of("complaint", clock.England, "2026-11-02")
		f.Acknowledged, f.Outcome = d(days[0]), d(days[1])
		if o := due(t, f, law)[clock.ComplaintAck]; o.MetOn != d("2026-11-03") {
			t.Errorf("%v: met on %s", days, o.MetOn)
		}
	}
}

// The days of the whole UK are known only where all four nations' are.
func TestUKCoverage(t *testing.T) {
	law := shipped(t)
	f := of("information-request", clock.England, "2026-11-30")
	test := func(from, to, want string) {
		t.Helper()
		file := generated()
		part := file.Nations[clock.Wales]
		part.From, part.To, part.Days = civil.MustParse(from), civil.MustParse(to), nil
		file.Nations[clock.Wales] = part
		var err error
		if law.Holidays, err = clock.NewHolidays(file); err != nil {
			t.Fatal(err)
		}
		if _, err := clock.Due(f, law); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Wales from %s to %s: got %v, want %q", from, to, err, want)
		}
	}
	test("2026-01-01", "2026-12-20", "ends on 20 December 2026: load a newer one")
	test("2026-12-20", "2027-12-31", "begins on 20 December 2026")
	test("2030-01-01", "2030-12-31", "begins on")
}

// A whole working of the case that the brief of every screen shows.
func TestWorkingReads(t *testing.T) {
	f := request("access")
	f.Pauses = []clock.Pause{{Asked: civil.MustParse("2026-09-10"), Answered: civil.MustParse("2026-09-15")}}
	const want = `Received on Thu 3 Sep 2026 [UK GDPR Art 12A(2)(a)]
One month ends on Sat 3 Oct 2026 [UK GDPR Art 12(3), Art 12A(1)]
Clarification asked on Thu 10 Sep 2026, answered on Tue 15 Sep 2026: 6 days do not count [UK GDPR Art 12A(5)]
With 6 days that do not count the period ends on Fri 9 Oct 2026 [UK GDPR Art 12A(5)]
Fri 9 Oct 2026 is a working day (England, bank holidays of 2026-11-21) [UK GDPR Art 4A; Reg 1182/71 Art 3(4)]
If the day of the question counts, the last day is Thu 8 Oct 2026: work to that day [ICO guidance of 2020, cautious reading]`
	if got := text(due(t, f, shipped(t))[clock.Rights]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
