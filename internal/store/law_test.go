package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
	"casebook/internal/vault"

	"pgregory.net/rapid"
)

// table is the shipped table of holidays as a file of that version, with one
// more day in every nation.
func table(t interface{ Fatal(...any) }, version, extra string) []byte {
	b, err := os.ReadFile("../../assets/law/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	var f clock.HolidayFile
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	f.Version = version
	for n, part := range f.Nations {
		day := civil.MustParse(extra)
		if !slices.ContainsFunc(part.Days, func(d clock.HolidayDay) bool { return d.Date == day }) {
			part.Days = append(part.Days, clock.HolidayDay{Date: day, Name: "Jubilee"})
		}
		f.Nations[n] = part
	}
	out, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// calendars is a file of one school calendar.
func calendars(version, last string) []byte {
	return fmt.Appendf(nil, `{"version": %q, "calendars": {"hill": {"name": "Hill", "sessions": [["2026-09-02", %q]]}}}`, version, last)
}

// load loads a file that must be taken, and returns what it moved.
func (b *bench) load(file []byte) casefile.Redated {
	b.Helper()
	p, changed, err := b.tryLoad(file, store.LoadOptions{})
	if err != nil || !changed {
		b.Fatalf("the file is not taken: %v, %v", changed, err)
	}
	return p.Redated
}

func (b *bench) tryLoad(file []byte, o store.LoadOptions) (*casefile.LawLoaded, bool, error) {
	b.Helper()
	p, err := casefile.ReadLawFile(file, b.opt.Env.Today())
	if err != nil {
		b.Fatal(err)
	}
	changed, err := b.LoadLaw(b.Context(), p, o)
	return p, changed, err
}

// lastLaw is the last change of law on record.
func (b *bench) lastLaw() casefile.LawEntry {
	b.Helper()
	s, _, err := b.LawState(b.Context())
	if err != nil || len(s.History) == 0 {
		b.Fatalf("no law is on record: %v", err)
	}
	return s.History[len(s.History)-1]
}

// days is every date in the rows, by case, duty and date.
func (b *bench) days() map[string]string {
	b.Helper()
	out := map[string]string{}
	err := b.v.Read(b.Context(), func(r vault.Reader) error {
		return r.Each(b.Context(), func(row vault.Rows) error {
			var ref, rule, due, workTo, noticeBy string
			err := row.Scan(&ref, &rule, &due, &workTo, &noticeBy)
			out[ref+" "+rule+" due"], out[ref+" "+rule+" work_to"], out[ref+" "+rule+" notice_by"] = due, workTo, noticeBy
			return err
		}, "SELECT reference, rule, o.due, o.work_to, notice_by FROM obligation_row o JOIN case_row c ON c.id = o.case_id")
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// moving runs an act on a stream and compares what that stream says it moved
// with the rows before and after: no date is another one that is not on record,
// unless the act is one on a case itself.
func (w *world) moving(stream casefile.Stream, act func() error) {
	own := stream.Kind == casefile.CaseStream || stream.Kind == casefile.MessageStream
	if own {
		stream = casefile.TheLaw // which has nothing to say to it
	}
	before, at := w.days(), len(w.of(stream))
	if err := act(); err != nil {
		w.r.Fatal(err)
	}
	after, moved := w.days(), map[string]bool{}
	for _, m := range movedBy(w.r, w.of(stream)[at:]) {
		key := fmt.Sprintf("%s %s %s", m.Case, m.Rule, m.Date)
		if before[key] != m.From.String() || after[key] != m.To.String() {
			w.r.Fatalf("%s is said to have moved from %s to %s, and did from %q to %q", key, m.From, m.To, before[key], after[key])
		}
		moved[fmt.Sprintf("%s %s %s %s", m.Case, m.Rule, m.From, m.To)] = true
	}
	if own {
		return
	}
	for key, was := range before {
		place := key[:strings.LastIndex(key, " ")]
		if now := after[key]; now != was && !moved[place+" "+was+" "+now] {
			w.r.Fatalf("%s moved from %q to %q in silence", key, was, now)
		}
	}
}

// movedBy returns what the events say they moved.
func movedBy(r *rapid.T, events []casefile.Event) []casefile.MovedDate {
	var out []casefile.MovedDate
	for _, e := range events {
		p, err := e.Payload()
		if err != nil {
			r.Fatal(err)
		}
		switch p := p.(type) {
		case *casefile.LawLoaded:
			out = append(out, p.Moved...)
		case *casefile.LawChanged:
			out = append(out, p.Moved...)
		case *casefile.ClientRedated:
			out = append(out, p.Moved...)
		}
	}
	return out
}

func (w *world) of(stream casefile.Stream) []casefile.Event {
	events, err := w.Events(w.Context(), stream)
	if err != nil {
		w.r.Fatal(err)
	}
	return events
}

// loadLaw loads a file of law, whatever it may be.
func (w *world) loadLaw() {
	file := table(w.r, pick(w.r, "version", "2026-12-01", "2027-01-01", "2025-01-01"), w.day())
	if rapid.Bool().Draw(w.r, "calendars") {
		file = calendars(pick(w.r, "version", "2026-07-01", "2026-08-01"), pick(w.r, "last", "2026-10-23", "2027-07-21"))
	}
	w.moving(casefile.TheLaw, func() error {
		_, changed, err := w.tryLoad(file, store.LoadOptions{Force: true})
		if changed {
			all := w.of(casefile.TheLaw)
			w.history = append(w.history, all[len(all)-1])
		}
		return err
	})
}

// A holiday that is proclaimed moves the dates it concerns, in the rows and on
// record, and no others.
func TestLoadLaw(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	id, ref := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-03") // due Mon 5 Oct
	b.openCase(casefile.Access, "oakfield", "Bo Reed", "2026-09-10")
	redated := b.load(table(t, "2026-12-01", "2026-10-05"))
	d := civil.MustParse
	want := []casefile.MovedDate{{
		Case: ref, Rule: clock.Rights, Name: "Send the reply", Date: casefile.DueDate, From: d("2026-10-05"), To: d("2026-10-06"),
	}}
	if !slices.Equal(redated.Moved, want) || redated.Undated != nil {
		t.Errorf("moved %v, want %v", redated, want)
	}
	if got := want[0].Words(); got != "Send the reply: Mon 5 Oct 2026 -> Tue 6 Oct 2026" {
		t.Errorf("in words: %s", got)
	}
	rows, err := b.Cases(t.Context(), store.CaseQuery{})
	if err != nil || len(rows) != 2 || rows[0].ID != id || rows[0].Due != d("2026-10-06") {
		t.Errorf("the list says %+v, %v", rows, err)
	}
	state, law, err := b.LawState(t.Context())
	if err != nil || law.Holidays.Version() != "2026-12-01" || law.Version != clock.RulesVersion || !slices.Equal(b.lastLaw().Moved, want) {
		t.Errorf("in force: %s, %s, %v", law.Version, law.Holidays.Version(), err)
	}
	if moves := state.MovesOf(ref); len(moves) != 1 || moves[0].Words != "Date moved. "+want[0].Words() || moves[0].Detail != "The bank holidays of 2026-12-01 were loaded" {
		t.Errorf("the case's own moves: %+v", moves)
	}
	b.sound()
	b.reopen()
	if rows, err := b.Cases(t.Context(), store.CaseQuery{}); err != nil || rows[0].Due != d("2026-10-06") {
		t.Errorf("opened again the list says %+v, %v", rows, err)
	}
	b.sound()
}

// What should not take the place of the law in force is refused, unless a
// person insists; what says the same changes nothing.
func TestLoadLawRefuses(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-03")
	shortened := strings.NewReplacer("2029-12-31", "2026-10-04").Replace(string(table(t, "2027-01-01", "2026-10-05")))
	var f clock.HolidayFile
	if err := json.Unmarshal([]byte(shortened), &f); err != nil {
		t.Fatal(err)
	}
	for n, part := range f.Nations {
		part.Days = slices.DeleteFunc(part.Days, func(d clock.HolidayDay) bool { return d.Date.After(part.To) })
		f.Nations[n] = part
	}
	ended, _ := json.Marshal(f)
	covered := strings.ReplaceAll(string(ended), `"to":"2026-10-04"`, `"to":"2026-10-12"`)
	cut := strings.ReplaceAll(covered, `"from":"2024-01-01"`, `"from":"2026-10-06"`)
	if err := json.Unmarshal([]byte(cut), &f); err != nil {
		t.Fatal(err)
	}
	for n, part := range f.Nations {
		part.Days = nil
		f.Nations[n] = part
	}
	late, _ := json.Marshal(f)
	if err := json.Unmarshal(table(t, "2027-01-01", "2026-10-05"), &f); err != nil {
		t.Fatal(err)
	}
	f.Nations["wales"] = clock.NationHoliday{From: f.Nations["wales"].From, To: f.Nations["wales"].To}
	bare, _ := json.Marshal(f)
	b.load(calendars("2026-07-01", "2027-07-21"))
	for _, test := range []struct {
		name, file, field, want string
	}{
		{"older", string(table(t, "2026-01-01", "2026-10-05")), "version", "is of 2026-01-01, older than the one in force, of 2026-11-21"},
		{"same version", string(table(t, "2026-11-21", "2026-10-05")), "version", "Another table of the version 2026-11-21"},
		{"ended", string(ended), "nations.england.to", "ends on 4 October 2026, which has passed"},
		{"no holidays", string(bare), "nations.wales.days", "The table of Wales has not one bank holiday"},
		{"dates lost", string(late), "file", "no dates can be worked out for 26-"},
		{"older calendar", string(calendars("2026-06-01", "2027-07-20")), "version", "The calendar hill is of 2026-06-01"},
		{"ended calendar", string(calendars("2026-08-01", "2026-10-01")), "calendars.hill", "ends on 1 October 2026"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, at := b.dump(), b.number("SELECT count(*) FROM event")
			_, changed, err := b.tryLoad([]byte(test.file), store.LoadOptions{})
			e, _ := errors.AsType[*casefile.Error](err)
			if changed || e == nil || e.Kind != casefile.Refused || e.Field != test.field || !strings.Contains(e.Error(), test.want) {
				t.Errorf("got %v, %v", changed, err)
			}
			if b.number("SELECT count(*) FROM event") != at || !slices.Equal(before, b.dump()) {
				t.Error("something was changed")
			}
			p, changed, err := b.tryLoad([]byte(test.file), store.LoadOptions{Force: true, Try: true})
			if err != nil || !changed || !p.Forced {
				t.Errorf("forced: %v, %v, %v", p.Forced, changed, err)
			}
			if b.number("SELECT count(*) FROM event") != at || !slices.Equal(before, b.dump()) {
				t.Error("a trial changed something")
			}
		})
	}
	for _, same := range [][]byte{calendars("2026-07-01", "2027-07-21")} {
		if _, changed, err := b.tryLoad(same, store.LoadOptions{}); changed || err != nil {
			t.Errorf("the same again: %v, %v", changed, err)
		}
	}
	p, _, err := b.tryLoad(late, store.LoadOptions{Force: true})
	if err != nil || len(p.Undated) != 1 || !p.Moved[0].To.IsZero() {
		t.Errorf("forced: %+v, %v", p.Redated, err)
	}
	b.sound()
}

// A program with other rules says so when it opens the vault, with what moved;
// a newer table inside it takes the place of the one that was loaded.
func TestNewProgram(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	_, ref := b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-03")
	if first := b.lastLaw(); first.Type != "law.changed" || len(first.Moved) != 0 {
		t.Errorf("the vault began with %+v", first)
	}
	b.reopen()
	if n := len(b.history()); n != 1 {
		t.Errorf("opening again made %d entries", n)
	}
	b.load(table(t, "2026-12-01", "2026-10-05"))

	b.opt.Law.Version = "2027-02-01"
	b.opt.Law.Rules = slices.Clone(b.opt.Law.Rules)
	for i, r := range b.opt.Law.Rules {
		if r.ID == clock.Rights {
			b.opt.Law.Rules[i].Limits = []clock.Limit{{Period: clock.Period{N: 2, Unit: clock.Months}, Law: r.Limits[0].Law}}
		}
	}
	b.reopen()
	d := civil.MustParse
	e := b.lastLaw()
	if len(e.Moved) == 0 || e.Actor != "Casebook" || e.Words != "The rules of 2027-02-01 came with this version of Casebook" {
		t.Fatalf("the new rules are on record as %+v", e)
	}
	if m := e.Moved[0]; m.Case != ref || m.From != d("2026-10-06") || m.To != d("2026-11-03") {
		t.Errorf("moved %+v", m)
	}
	if _, law, err := b.LawState(t.Context()); err != nil || law.Holidays.Version() != "2026-12-01" {
		t.Errorf("the older table in the program took the place of the loaded one: %v", err)
	}
	shipped, err := clock.ParseHolidays(table(t, "2027-03-01", "2026-11-03"))
	if err != nil {
		t.Fatal(err)
	}
	b.opt.Law.Holidays = shipped
	b.reopen()
	if _, law, err := b.LawState(t.Context()); err != nil || law.Holidays.Version() != "2027-03-01" {
		t.Errorf("the newer table in the program is not in force: %v", err)
	}
	if e := b.lastLaw(); len(e.Moved) == 0 || e.Moved[0].To != d("2026-11-04") || e.Words != "The bank holidays of 2027-03-01 came with this version of Casebook" {
		t.Errorf("the new table is on record as %+v", e)
	}
	b.sound()
}

func (b *bench) history() []casefile.LawEntry {
	b.Helper()
	s, _, err := b.LawState(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return s.History
}

// A law that cannot be read keeps nothing from being seen, and verify says so;
// an entry of a newer version keeps another from being loaded.
func TestLawThatCannotBeRead(t *testing.T) {
	b := newBench(t)
	b.client("oakfield", "england")
	b.openCase(casefile.Access, "oakfield", "Ann Teal", "2026-09-03")
	b.load(table(t, "2026-12-01", "2026-10-05"))
	b.sql("UPDATE event SET data = ? WHERE type = 'law.loaded'", []byte(`{"kind":`))
	b.reopen()
	if rows, err := b.Cases(t.Context(), store.CaseQuery{}); err != nil || len(rows) != 1 {
		t.Errorf("%d cases, %v", len(rows), err)
	}
	if !slices.Contains(b.failed(), "events") {
		t.Error("verify does not say so")
	}

	b = newBench(t)
	e := b.event(casefile.LawStream, casefile.LawID, "2026-10-12", &casefile.LawChanged{})
	e.V = 99
	b.keep(store.Act{Events: []casefile.Event{e}})
	_, _, err := b.tryLoad(table(t, "2026-12-01", "2026-10-05"), store.LoadOptions{})
	wantKind(t, err, casefile.Refused)
	b.sound()
}
