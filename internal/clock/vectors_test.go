package clock_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"casebook/internal/civil"
	"casebook/internal/clock"
)

// vector is a row of testdata/vectors.csv, by column.
type vector map[string]string

func vectors(t testing.TB) []vector {
	t.Helper()
	f, err := os.Open("testdata/vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []vector
	for _, row := range rows[1:] {
		v := vector{}
		for i, name := range rows[0] {
			v[name] = row[i]
		}
		out = append(out, v)
	}
	return out
}

// vectorRules are the rule and the kind of case of each kind of row.
var vectorRules = map[string]struct {
	rule clock.RuleID
	kind string
}{
	"sar":           {clock.Rights, "access"},
	"erasure":       {clock.Rights, "erasure"},
	"rectification": {clock.Rights, "rectification"},
	"complaint_ack": {clock.ComplaintAck, "complaint"},

	"sar_exam_marks":            {clock.ExamMarks, "access"},
	"education_record":          {clock.EducationRecord, "education-record"},
	"foi":                       {clock.FOI, "information-request"},
	"foi_school":                {clock.FOISchool, "information-request"},
	"foi_scotland":              {clock.FOIScotland, "information-request"},
	"eir":                       {clock.EIR, "information-request"},
	"breach":                    {clock.Breach, "breach"},
	"principal_reporter_notice": {clock.PrincipalReporter, "access"},
	"health_opinion_window":     {clock.HealthOpinion, "access"},
}

var vectorNations = map[string]clock.Nation{
	"ENG": clock.England, "WLS": clock.Wales, "SCT": clock.Scotland, "NIR": clock.NorthernIreland,
}

func day(s string) civil.Date {
	if s == "" || s == "OPEN" {
		return civil.Date{}
	}
	return civil.MustParse(s)
}

// facts reads the facts of a row.
func (v vector) facts(t testing.TB) clock.Facts {
	t.Helper()
	f := clock.Facts{
		Kind:           vectorRules[v["kind"]].kind,
		Nation:         vectorNations[v["nation"]],
		Received:       moment(t, v["received"]),
		Identity:       clock.Wait{Received: day(v["id_received"])},
		Fee:            clock.Fee{Wait: clock.Wait{Received: day(v["fee_paid"])}},
		ExtendedInTime: v["extension"] == "yes",
		School:         v["calendar"],
	}
	if rest, ok := strings.CutPrefix(v["other"], "results announced "); ok {
		f.Results = day(rest)
	}
	if rest, ok := strings.CutPrefix(v["other"], "opinion dated "); ok {
		opinion, relied, _ := strings.Cut(rest, " relied on ")
		f.Opinion, f.Relied = wordy(t, opinion), wordy(t, relied)
	}
	for _, p := range strings.FieldsFunc(v["pauses"], func(r rune) bool { return r == ';' }) {
		asked, answered, _ := strings.Cut(p, "/")
		f.Pauses = append(f.Pauses, clock.Pause{Asked: day(asked), Answered: day(answered)})
	}
	return f
}

// wordy reads a day written "22 May 2026".
func wordy(t testing.TB, s string) civil.Date {
	t.Helper()
	at, err := time.Parse("2 Jan 2006", s)
	if err != nil {
		t.Fatal(err)
	}
	return civil.Of(at)
}

// moment reads a time of receipt: a day, an hour in UTC, or one in London.
func moment(t testing.TB, s string) civil.Moment {
	t.Helper()
	if d, err := civil.Parse(s); err == nil {
		return civil.On(d)
	}
	local, zoned := strings.CutSuffix(s, "Z")
	zone := civil.London()
	if zoned {
		zone = time.UTC
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", local, zone)
	if err != nil {
		t.Fatal(err)
	}
	return civil.At(at)
}

// schools reads the invented school calendars.
func schools(t testing.TB) map[string]*clock.School {
	t.Helper()
	b, err := os.ReadFile("testdata/school_calendars.json")
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]struct {
		Sessions [][2]civil.Date `json:"sessions"`
		Closed   []civil.Date    `json:"non_session_days"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	out := map[string]*clock.School{}
	for name, c := range file {
		cal := clock.Calendar{Name: name, Closed: c.Closed}
		for _, s := range c.Sessions {
			cal.Sessions = append(cal.Sessions, civil.Range{From: s[0], To: s[1]})
		}
		if out[name], err = clock.NewSchool(cal, clock.Except{}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// answer writes an obligation's date as the columns do.
func answer(o clock.Obligation) (due, workTo string) {
	switch {
	case o.State == clock.Paused:
		return "PAUSED", "PAUSED"
	case o.Valid != nil && *o.Valid:
		return "VALID", "VALID"
	case o.Valid != nil:
		return "INVALID", "INVALID"
	case !o.DueAt.IsZero():
		s := o.DueAt.In(civil.London()).Format("2006-01-02T15:04:05-07:00")
		return s, s
	}
	return o.Due.String(), o.WorkTo.String()
}

func TestVectors(t *testing.T) {
	law := shipped(t)
	law.Schools = schools(t)
	for _, v := range vectors(t) {
		t.Run(v["id"], func(t *testing.T) {
			which, ok := vectorRules[v["kind"]]
			if !ok {
				t.Fatalf("no rule for %q", v["kind"])
			}
			o, err := clock.One(which.rule, v.facts(t), law)
			if err != nil {
				t.Fatal(err)
			}
			if due, workTo := answer(o); due != v["due"] || workTo != v["due_cautious"] {
				t.Errorf("due %s, work to %s; want %s, %s: %s", due, workTo, v["due"], v["due_cautious"], v["why"])
			}
			if v["notice_by"] != "" && o.NoticeBy.String() != v["notice_by"] {
				t.Errorf("notice by %s, want %s", o.NoticeBy, v["notice_by"])
			}
			for _, s := range o.Working {
				t.Logf("%s  %s  [%s]", s.Date, s.Text(), s.Law)
			}
		})
	}
}
