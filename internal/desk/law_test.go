package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/desk"
)

// jubilee is the shipped table with one more day in every nation, known up to a
// day.
func jubilee(t *testing.T, version, day, until string) []byte {
	t.Helper()
	var f clock.HolidayFile
	if err := json.Unmarshal(assets.Holidays, &f); err != nil {
		t.Fatal(err)
	}
	f.Version = version
	for n, part := range f.Nations {
		part.To = civil.MustParse(until)
		part.Days = slices.DeleteFunc(part.Days, func(d clock.HolidayDay) bool { return d.Date.After(part.To) })
		part.Days = append(part.Days, clock.HolidayDay{Date: civil.MustParse(day), Name: "Jubilee"})
		f.Nations[n] = part
	}
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// postCase opens an access request that came by post on that day.
func postCase(t *testing.T, d *desk.Desk, received string) casefile.Reference {
	t.Helper()
	refs, err := d.Intake.Open(t.Context(), desk.Opening{
		Kinds: []casefile.Kind{casefile.Access}, Client: "thrive", Person: casefile.Person{Name: "Ann Teal"},
		Channel: casefile.ByPost, Received: civil.On(civil.MustParse(received)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return refs[0]
}

// What a new table moves is returned, stands in the list, in the case and its
// timeline, and is there when the vault is opened again.
func TestLoadLaw(t *testing.T) {
	d, dir := newDesk(t)
	ref := postCase(t, d, "2026-09-03")
	file := jubilee(t, "2026-12-01", "2026-10-05", "2029-12-31")
	if tried, err := d.LoadLaw(t.Context(), "table.json", file, desk.TryLaw); err != nil || !tried.Changed || len(tried.Moved) != 1 {
		t.Fatalf("tried: %+v, %v", tried, err)
	}
	did, err := d.LoadLaw(t.Context(), "table.json", file)
	if err != nil || !did.Changed || did.Forced || did.Kind != casefile.BankHolidays || did.Version != "2026-12-01" || did.Undated != nil {
		t.Fatalf("loaded: %+v, %v", did, err)
	}
	if len(did.Moved) != 1 || did.Moved[0].Case != ref || did.Moved[0].Words() != "Send the reply: Mon 5 Oct 2026 -> Tue 6 Oct 2026" {
		t.Errorf("moved: %+v", did.Moved)
	}
	for range 2 {
		f, err := d.Case(t.Context(), ref)
		if err != nil || f.Due != civil.MustParse("2026-10-06") {
			t.Errorf("the case is due on %s, %v", f.Due, err)
		}
		last := f.Timeline[len(f.Timeline)-1]
		if last.Type != "law.loaded" || last.Actor != "Priya" || last.Words != "Date moved. "+did.Moved[0].Words() {
			t.Errorf("the timeline ends with %+v", last)
		}
		rows, err := d.Cases(t.Context(), desk.CaseQuery{})
		if err != nil || rows[0].Due != f.Due {
			t.Errorf("the list says %+v, %v", rows, err)
		}
		if again, err := d.LoadLaw(t.Context(), "table.json", file); err != nil || again.Changed {
			t.Errorf("loaded again: %+v, %v", again, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		d = openDesk(t, dir)
	}
}

func TestLoadLawNamesTheFile(t *testing.T) {
	d, _ := newDesk(t)
	_, err := d.LoadLaw(t.Context(), `C:\tables\new.json`, []byte(`{"version": "2026-12-01", "nations": {}}`))
	e, ok := errors.AsType[*casefile.Error](err)
	if !ok || e.Field != "nations" || !strings.HasPrefix(e.What, "new.json: The file cannot be used: the holidays of England are missing") {
		t.Errorf("got %v", err)
	}
	_, err = d.LoadLaw(t.Context(), "old.json", jubilee(t, "2020-01-01", "2026-10-05", "2029-12-31"))
	wantKind(t, err, casefile.Refused)
}

// What is in force is told with the days it covers, and what ends soon in good
// time.
func TestLawInForceAndNotices(t *testing.T) {
	d, _ := newDesk(t)
	law, err := d.Law(t.Context())
	if err != nil || law.Rules != clock.RulesVersion || law.RulesSince != today || law.Loaded || law.Since != today || len(law.History) != 1 {
		t.Fatalf("in force: %+v, %v", law, err)
	}
	if c := law.Covers[clock.Wales]; c.To.String() != "2029-12-31" {
		t.Errorf("Wales is covered %v", c)
	}
	wantNotices(t, d)

	client, err := desk.ShippedClients()
	if err != nil {
		t.Fatal(err)
	}
	client[0].School = []casefile.School{{Name: "High School", Calendar: "anyshire"}, {Name: "Low School"}}
	if err := d.RecordClient(t.Context(), client[0]); err != nil {
		t.Fatal(err)
	}
	wantNotices(t, d, `High School keeps the calendar "anyshire", which is not loaded: load it with casebook law load.`)

	for _, file := range [][]byte{[]byte(desk.LawTemplates()["calendars"]), jubilee(t, "2026-12-01", "2026-10-05", "2027-10-11")} {
		if _, err := d.LoadLaw(t.Context(), "file", file); err != nil {
			t.Fatal(err)
		}
	}
	law, err = d.Law(t.Context())
	if err != nil || !law.Loaded || law.Holidays != "2026-12-01" || len(law.Calendars) != 1 || len(law.History) != 3 {
		t.Fatalf("in force: %+v, %v", law, err)
	}
	want := desk.CalendarInForce{
		ID: "anyshire", Name: "Anyshire schools", Version: "2026-07-01", Since: today,
		Covers: civil.Range{From: civil.MustParse("2026-09-02"), To: civil.MustParse("2026-12-18")},
	}
	if law.Calendars[0] != want {
		t.Errorf("the calendar: %+v", law.Calendars[0])
	}
	wantNotices(t, d, "The bank holidays of England, Wales, Scotland and Northern Ireland are known until 11 October 2027: load a newer table with casebook law load.")
	ending := fmt.Sprintf(`{"calendars": {"anyshire": {"name": "Anyshire", "sessions": [["2026-09-02", %q]]}}}`, "2026-12-11")
	if _, err := d.LoadLaw(t.Context(), "file", []byte(ending)); err != nil {
		t.Fatal(err)
	}
	wantNotices(t, d, "The bank holidays of England", "The calendar of Anyshire ends on 11 December 2026: add the next year.")
}

// wantNotices fails the test unless there are just those notices, or begin so.
func wantNotices(t *testing.T, d *desk.Desk, want ...string) {
	t.Helper()
	got, err := d.Notices(t.Context())
	if err != nil || !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("notices %q, %v; want %q", got, err, want)
	}
}

// The law that ships can be loaded as it is given out: it says nothing new.
func TestTemplatesLoad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	if err := desk.CreateQuick(dir, passphrase); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	for kind, file := range desk.LawTemplates() {
		did, err := d.LoadLaw(t.Context(), kind, []byte(file))
		if err != nil || string(did.Kind) != kind || did.Changed != (did.Kind == casefile.SchoolCalendars) {
			t.Errorf("%s: %+v, %v", kind, did, err)
		}
	}
}
