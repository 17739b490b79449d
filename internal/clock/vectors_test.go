package clock_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

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
	for _, p := range strings.FieldsFunc(v["pauses"], func(r rune) bool { return r == ';' }) {
		asked, answered, _ := strings.Cut(p, "/")
		f.Pauses = append(f.Pauses, clock.Pause{Asked: day(asked), Answered: day(answered)})
	}
	return f
}

// moment reads a time of receipt: a day, or an hour in UTC.
func moment(t testing.TB, s string) civil.Moment {
	t.Helper()
	s = strings.Replace(s, "Z", ":00Z", 1)
	m, err := civil.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestVectors(t *testing.T) {
	law := shipped(t)
	for _, v := range vectors(t) {
		which, ok := vectorRules[v["kind"]]
		if !ok {
			continue
		}
		t.Run(v["id"], func(t *testing.T) {
			o, err := clock.One(which.rule, v.facts(t), law)
			if err != nil {
				t.Fatal(err)
			}
			due, workTo := o.Due.String(), o.WorkTo.String()
			if o.State == clock.Paused {
				due, workTo = "PAUSED", "PAUSED"
			}
			if due != v["due"] || workTo != v["due_cautious"] {
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
