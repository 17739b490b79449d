package deadline_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/clock/deadline"
)

var today = civil.MustParse("2026-11-21")

func shipped(t testing.TB) clock.Law {
	t.Helper()
	b, err := os.ReadFile("../../../assets/law/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	law, err := clock.DefaultLaw(b)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// answer is an answer read back.
type answer struct {
	ID        any
	State     string
	Due       string
	WorkTo    string `json:"work_to"`
	NoticeBy  string `json:"notice_by"`
	DaysLeft  *int   `json:"days_left"`
	Extension string
	Valid     *bool
	Basis     string
	Working   []struct{ Date, Step, Law string }
	Error     *struct{ Field, Message string }
}

func ask(t testing.TB, line string) answer {
	t.Helper()
	b := deadline.Answer([]byte(line), shipped(t), today)
	var a answer
	if err := json.Unmarshal(b, &a); err != nil || strings.ContainsRune(string(b), '\n') {
		t.Fatalf("%q is no line of JSON: %v", b, err)
	}
	return a
}

var rules = map[string][2]string{
	"sar": {"rights", "access"}, "erasure": {"rights", "erasure"}, "rectification": {"rights", "rectification"},
	"complaint_ack": {"complaint-acknowledgement"}, "sar_exam_marks": {"exam-marks"},
	"education_record": {"education-record"}, "foi": {"foi"}, "foi_school": {"foi-school"},
	"foi_scotland": {"foi-scotland"}, "eir": {"eir"}, "breach": {"breach"},
	"principal_reporter_notice": {"principal-reporter"}, "health_opinion_window": {"health-opinion"},
}

var nations = map[string]string{"ENG": "england", "WLS": "wales", "SCT": "scotland", "NIR": "northern-ireland"}

// question writes a row of vectors.csv as a question.
func question(t testing.TB, row map[string]string, calendars map[string]json.RawMessage) string {
	t.Helper()
	rule := rules[row["kind"]]
	q := map[string]any{"id": row["id"], "rule": rule[0], "nation": nations[row["nation"]], "received": row["received"]}
	put := func(field string, v any) {
		if v != "" {
			q[field] = v
		}
	}
	put("kind", rule[1])
	put("identity_received", row["id_received"])
	put("fee_paid", row["fee_paid"])
	if c := row["calendar"]; c != "" {
		q["school"] = calendars[c]
	}
	if row["extension"] == "yes" {
		q["extended"] = true
	}
	if rest, ok := strings.CutPrefix(row["other"], "results announced "); ok {
		q["results_announced"] = rest
	}
	if row["kind"] == "health_opinion_window" {
		q["opinion"], q["relied"] = "2026-05-22", "2026-11-21"
	}
	var pauses []map[string]any
	for _, p := range strings.FieldsFunc(row["pauses"], func(r rune) bool { return r == ';' }) {
		asked, answered, _ := strings.Cut(p, "/")
		pause := map[string]any{"asked": asked, "answered": nil}
		if answered != "OPEN" {
			pause["answered"] = answered
		}
		pauses = append(pauses, pause)
	}
	if pauses != nil {
		q["pauses"] = pauses
	}
	b, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// calendars writes the invented school calendars in the form of a question.
func calendars(t testing.TB) map[string]json.RawMessage {
	t.Helper()
	b, err := os.ReadFile("../testdata/school_calendars.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(b), "non_session_days", "closed")), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Every row of the vectors comes out right through the JSON entry too.
func TestVectors(t *testing.T) {
	f, err := os.Open("../testdata/vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cals := calendars(t)
	for _, line := range table[1:] {
		row := map[string]string{}
		for i, name := range table[0] {
			row[name] = line[i]
		}
		a := ask(t, question(t, row, cals))
		if a.Error != nil {
			t.Errorf("%s: %s: %s", row["id"], a.Error.Field, a.Error.Message)
			continue
		}
		due, workTo := a.Due, a.WorkTo
		switch {
		case a.State == "paused":
			due, workTo = "PAUSED", "PAUSED"
		case a.Valid != nil && *a.Valid:
			due, workTo = "VALID", "VALID"
		}
		if a.ID != row["id"] || due != row["due"] || workTo != row["due_cautious"] {
			t.Errorf("%v: due %s, work to %s; want %s, %s", a.ID, due, workTo, row["due"], row["due_cautious"])
		}
		if row["notice_by"] != "" && a.NoticeBy != row["notice_by"] {
			t.Errorf("%s: notice by %s, want %s", row["id"], a.NoticeBy, row["notice_by"])
		}
		for _, s := range a.Working {
			if s.Step == "" || s.Law == "" || civil.MustParse(s.Date).IsZero() {
				t.Errorf("%s: the step %+v lacks something", row["id"], s)
			}
		}
	}
}

const access = `{"id": 7, "rule": "rights", "kind": "access", "nation": "england", "received": "2026-11-02"`

func TestAnswers(t *testing.T) {
	left := func(a answer) int {
		if a.DaysLeft == nil {
			return -999
		}
		return *a.DaysLeft
	}
	test := func(rest, state, due, workTo, extension string, days int) {
		t.Helper()
		a := ask(t, access+rest+"}")
		if a.Error != nil || a.ID != 7.0 {
			t.Errorf("%s: %+v, id %v", rest, a.Error, a.ID)
			return
		}
		if a.State != state || a.Due != due || a.WorkTo != workTo || a.Extension != extension || left(a) != days {
			t.Errorf("%s: %s, due %s, work to %s, extension %q, %d left", rest, a.State, a.Due, a.WorkTo, a.Extension, left(a))
		}
	}
	test(``, "running", "2026-12-02", "2026-12-02", "", 11)
	test(`, "as_of": "2026-12-05"`, "running", "2026-12-02", "2026-12-02", "", -3)
	test(`, "received_by_dpo": "2026-10-30"`, "running", "2026-11-30", "2026-11-30", "", 9)
	test(`, "pauses": [{"asked": "2026-11-10"}]`, "paused", "", "", "", 23)
	test(`, "pauses": [{"asked": "2026-11-10", "answered": null}], "as_of": "2026-12-25"`, "paused", "", "", "", 23)
	test(`, "pauses": [{"asked": "2026-11-10", "answered": "2026-11-12"}]`, "running", "2026-12-07", "2026-12-04", "", 16)
	test(`, "identity_received": null`, "waiting", "", "", "", -999)
	test(`, "authority_received": null`, "waiting", "", "", "", -999)
	test(`, "fee_paid": null`, "waiting", "", "", "", -999)
	test(`, "fee_paid": null, "fee_for_copies": true`, "waiting", "", "2026-12-02", "", -999)
	test(`, "identity_received": "2026-11-05"`, "running", "2026-12-07", "2026-12-07", "", 16)
	test(`, "extension": {"noticed": "2026-12-02", "ground": "complexity"}`, "running", "2027-02-02", "2027-02-02", "granted", 73)
	test(`, "extension": {"noticed": "2026-12-03", "ground": "number"}`, "running", "2026-12-02", "2026-12-02", "refused", 11)
	test(`, "extension": {"noticed": "2026-11-20"}`, "running", "2026-12-02", "2026-12-02", "refused", 11)
	test(`, "extension": {"noticed": "2026-11-20", "ground": null}`, "running", "2026-12-02", "2026-12-02", "refused", 11)
	test(`, "extension": null, "pauses": null, "extended": false, "school": null`, "running", "2026-12-02", "2026-12-02", "", 11)
}

func TestOtherAnswers(t *testing.T) {
	test := func(line, due string) {
		t.Helper()
		if a := ask(t, line); a.Error != nil || a.Due != due {
			t.Errorf("%s: due %q, want %q (%+v)", line, a.Due, due, a.Error)
		}
	}
	const breach = `{"rule": "breach", "received": `
	test(breach+`"2026-06-01T10:00+01:00"}`, "2026-06-04T10:00:00+01:00")
	test(breach+`"2026-06-01T10:00:00"}`, "2026-06-04T10:00:00+01:00")
	// The hour from one to two came twice on 25 October 2026: the first counts.
	test(breach+`"2026-10-25T01:30"}`, "2026-10-28T00:30:00+00:00")
	// Marks asked for when the results are out: the ordinary month, with or without a kind.
	test(`{"rule": "exam-marks", "nation": "england", "received": "2026-08-20", "results_announced": "2026-08-13"}`, "2026-09-21")
	test(`{"rule": "exam-marks", "kind": "access", "nation": "england", "received": "2026-08-20", "results_announced": "2026-08-13"}`, "2026-09-21")
	test(`{"rule": "complaint-acknowledgement", "nation": "wales", "received": "2026-11-02", "extended": true}`, "2026-12-02")
	test(`{"rule": "education-record", "nation": "england", "school_type": "academy", "received": "2026-09-14",
		"school": {"name": "Hill School", "sessions": [["2026-09-02", "2026-10-23"]], "closed": ["2026-09-18"], "open": ["2026-09-19"]}}`, "2026-10-05")
	if a := ask(t, `{"rule": "complaint-acknowledgement", "nation": "wales", "received": "2026-11-02", "extended": true}`); a.Extension != "refused" {
		t.Error("an acknowledgement cannot be extended")
	}
	if a := ask(t, `{"rule": "health-opinion", "opinion": "2026-05-21", "relied": "2026-11-21"}`); a.Valid == nil || *a.Valid || a.DaysLeft != nil {
		t.Errorf("an opinion a day too old: %+v", a)
	}
	if a := ask(t, `{"rule": "foi-school", "nation": "wales", "received": "2026-09-01", "fee_asked": "2026-09-04", "fee_paid": null,
		"school": {"sessions": [["2026-09-01", "2026-12-18"]]}}`); a.State != "paused" || *a.DaysLeft != 18 {
		t.Errorf("a fee that is not paid: %+v", a)
	}
}

func TestErrors(t *testing.T) {
	test := func(line, field, words string) {
		t.Helper()
		a := ask(t, line)
		if a.Error == nil || a.Error.Field != field || !strings.Contains(a.Error.Message, words) {
			t.Errorf("%s: got %+v, want %s: %s", line, a.Error, field, words)
		}
		if a.State != "" || a.Due != "" || a.Working != nil {
			t.Errorf("%s: an error comes with a date", line)
		}
	}
	for _, line := range []string{``, `null`, `[]`, `7`, `{"id": 1`, `{} {}`, `"x"`, `{"id"}`, `{"id":}`, `{"id":1,}`, `{"id":1]`, `{"id":1} x`} {
		test(line, "", "one JSON object")
	}
	test(`{}`, "rule", "say which")
	test(`{"rule": "sar"}`, "rule", "not a rule")
	test(access+`, "received": "2026-11-03"}`, "received", "there twice")
	test(access+`, "answerd": 1}`, "answerd", "no such field")
	test(strings.Replace(access, "7", "{}", 1)+`}`, "id", "text or a number")
	test(strings.Replace(access, "access", "enquiry", 1)+`}`, "kind", "not a kind")
	test(strings.Replace(access, "england", "ruritania", 1)+`}`, "nation", "ruritania")
	test(strings.Replace(access, "2026-11-02", "2026-02-30", 1)+`}`, "received", "no day 2026-02-30")
	test(strings.Replace(access, "2026-11-02", "2 November", 1)+`}`, "received", "written like")
	test(strings.Replace(access, "2026-11-02", "2026-13-02T10:00:00Z", 1)+`}`, "received", "written like")
	test(strings.Replace(access, `"2026-11-02"`, "null", 1)+`}`, "received", "needed")
	test(strings.Replace(access, `"2026-11-02"`, "20261102", 1)+`}`, "received", "text")
	test(strings.Replace(access, "2026-11-02", "2031-11-02", 1)+`}`, "holidays", "ends on 31 December 2029")
	test(access+`, "pauses": [{"asked": "2026-11-10", "answered": "2026-11-09"}]}`, "pauses[0].answered", "before its question")
	test(access+`, "pauses": [{"asked": "2026-12-03"}]}`, "pauses[0].asked", "due (2 December 2026)")
	test(access+`, "pauses": [{"asked": "2026-11-31"}]}`, "pauses[0].asked", "no day")
	test(access+`, "pauses": [{"asked": "2026-11-10", "answered": 3}]}`, "pauses[0].answered", "text")
	test(access+`, "pauses": [{"begun": "2026-11-10"}]}`, "pauses", "begun")
	test(access+`, "pauses": {}}`, "pauses", "list")
	test(access+`, "pauses": [{"asked": "2026-11-10", "answered": null, "Asked": "2026-11-11"}]}`, "pauses", `"Asked" is there twice`)
	test(access+`, "extension": {"noticed": "2026-11-10", "ground": "number", "ground": "complexity"}}`, "extension", `"ground" is there twice`)
	test(access+`, "school": {"sessions": [], "sessions": [["2026-09-01", "2026-12-18"]]}}`, "school", `"sessions" is there twice`)
	if a := ask(t, access+`, "extension": []}`); a.Error == nil || a.Error.Message != "this is {noticed, ground}" {
		t.Errorf("a list for an extension: %+v", a.Error)
	}
	test(access+`, "extended": "yes"}`, "extended", "true or false")
	test(access+`, "extended": true, "extension": {"noticed": "2026-11-10", "ground": "number"}}`, "extension", "only once")
	test(access+`, "extension": {"noticed": "2026-11-10", "why": "number"}}`, "extension", "why")
	test(access+`, "extension": {"noticed": "soon"}}`, "extension.noticed", "written like")
	test(access+`, "extension": {"noticed": "2026-11-10", "ground": 1}}`, "extension.ground", "text")
	test(access+`, "school_type": "barn"}`, "school_type", "academy")
	test(strings.Replace(access, "2026-11-02", "0026-11-02", 1)+`}`, "received", "year 26 cannot")
	test(access+`, "as_of": "today"}`, "as_of", "written like")
	test(`{"rule": "breach", "received": "2026-11-20"}`, "received", "hour is needed")
	test(`{"rule": "breach", "received": "2026-03-29T01:30"}`, "received", "no such hour")
	test(`{"rule": "health-opinion", "relied": "2026-11-20"}`, "opinion", "needed")
	test(`{"rule": "health-opinion", "opinion": "2026-11-20"}`, "relied", "needed")
	test(`{"rule": "health-opinion", "opinion": "2026-11-20", "relied": "2026-11-19"}`, "relied", "before the opinion")
	test(`{"rule": "foi-school", "nation": "scotland", "received": "2026-09-01"}`, "nation", "does not hold in Scotland")
	test(`{"rule": "education-record", "received": "2026-09-01"}`, "nation", "say which")
	test(`{"rule": "foi", "received": "2026-09-01", "fee_paid": "2026-09-05"}`, "fee_asked", "needed")
}

func TestSchoolErrors(t *testing.T) {
	test := func(school, field, words string) {
		t.Helper()
		a := ask(t, `{"rule": "education-record", "nation": "england", "received": "2027-07-07"`+school+`}`)
		if a.Error == nil || a.Error.Field != field || !strings.Contains(a.Error.Message, words) {
			t.Errorf("%s: got %+v, want %s: %s", school, a.Error, field, words)
		}
	}
	test(``, "school", "add the school's calendar")
	test(`, "school": {"name": "Hill School", "sessions": [["2027-06-07", "2027-07-21"]]}`, "school",
		"the calendar of Hill School ends on 21 July 2027: add the next year")
	test(`, "school": {"sessions": [["2027-09-01", "2027-10-21"]]}`, "school", "begins on 1 September 2027")
	test(`, "school": {}`, "school.sessions", "no sessions")
	test(`, "school": []`, "school", "sessions, closed")
	test(`, "school": {"sessions": [["2027-06-07"]]}`, "school.sessions[0]", "first and its last day")
	test(`, "school": {"sessions": [["2027-06-07", "2027-06-31"]]}`, "school.sessions[0]", "no day")
	test(`, "school": {"sessions": [["2027-07-21", "2027-06-07"]]}`, "school.sessions", "before it ends")
	test(`, "school": {"sessions": [["1027-06-07", "2027-07-21"]]}`, "school.sessions", "20 years")
	test(`, "school": {"sessions": [["2027-06-07", "2027-07-21"]], "closed": [null]}`, "school.closed[0]", "needed")
	test(`, "school": {"sessions": [["2027-06-07", "2027-07-21"]], "open": ["2026-01-01"]}`, "school.open", "outside")
}

// The entry answers whatever it is given, in JSON, and never with both a date
// and an error.
func FuzzAnswer(f *testing.F) {
	f.Add(access + `, "pauses": [{"asked": "2026-11-10", "answered": "2026-11-12"}], "extended": true}`)
	f.Add(access + `, "extension": {"noticed": "2026-12-02", "ground": "complexity"}, "fee_paid": null}`)
	f.Add(`{"rule": "foi-school", "nation": "wales", "received": "2026-09-01", "school": {"sessions": [["2026-09-01", "2026-12-18"]]}}`)
	f.Add(`{"rule": "breach", "received": "9999-12-31T23:59:59Z"}`)
	f.Add(`{"rule": "health-opinion", "opinion": "0001-01-01", "relied": "9999-12-31"}`)
	f.Add(`{"rule": "exam-marks", "nation": "england", "received": "9999-12-31", "results_announced": "0001-01-01"}`)
	law := shipped(f)
	f.Fuzz(func(t *testing.T, line string) {
		b := deadline.Answer([]byte(line), law, today)
		var a answer
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("%q answers %q: %v", line, b, err)
		}
		if (a.Error == nil) == (a.State == "") {
			t.Errorf("%q answers %s", line, b)
		}
	})
}
