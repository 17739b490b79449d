package desk

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"casebook/assets"
	"casebook/internal/casefile"
	"casebook/internal/civil"
	"casebook/internal/clock"
	"casebook/internal/store"
)

// LawOption says how a file of law is loaded.
type LawOption int

// The ways to load a file of law.
const (
	ForceLaw LawOption = iota + 1 // although it is older, has ended, or leaves cases without dates
	TryLaw                        // only to see what it would move: nothing is kept
)

// LawChange is what loading a file of law did.
type LawChange struct {
	Kind    casefile.LawKind
	Version string
	Changed bool // it was not in force already
	Forced  bool // it had to be forced
	casefile.Redated
}

// LoadLaw puts a table of bank holidays or a file of school calendars in force
// and dates every case anew. The dates that moved are recorded and returned.
// The name of the file is for messages only.
func (k *Keeping) LoadLaw(ctx context.Context, name string, file []byte, how ...LawOption) (LawChange, error) {
	p, err := casefile.ReadLawFile(file, k.env.Today())
	if err != nil {
		return LawChange{}, inLawFile(name, err)
	}
	changed, err := k.store.LoadLaw(ctx, p, store.LoadOptions{
		Actor: k.actor, Force: slices.Contains(how, ForceLaw), Try: slices.Contains(how, TryLaw),
	})
	if err != nil {
		return LawChange{}, inLawFile(name, err)
	}
	return LawChange{Kind: p.Kind, Version: p.Version, Changed: changed, Forced: p.Forced, Redated: p.Redated}, nil
}

// calendarTemplate is a whole file of school calendars.
const calendarTemplate = `{
  "version": "2026-07-01",
  "source": "where the days come from, such as the council's page",
  "calendars": {
    "anyshire": {
      "name": "Anyshire schools",
      "sessions": [["2026-09-02", "2026-10-23"], ["2026-11-02", "2026-12-18"]],
      "closed": ["2026-11-27"]
    }
  }
}
`

// LawTemplates returns a whole file of each kind of law to begin with: the
// bank holidays that ship with Casebook, and an invented school calendar.
func LawTemplates() map[string]string {
	return map[string]string{
		string(casefile.BankHolidays):    string(assets.Holidays),
		string(casefile.SchoolCalendars): calendarTemplate,
	}
}

// inLawFile names the file in what is wrong with it.
func inLawFile(name string, err error) error {
	if !casefile.IsKind(err, casefile.Invalid) {
		return err
	}
	e := *casefile.AsError(err)
	e.What = path.Base(strings.ReplaceAll(name, `\`, "/")) + ": " + e.What
	return &e
}

// LawInForce is the law by which dates are worked out in this vault.
type LawInForce struct {
	Rules      string // their version
	RulesSince civil.Date
	Holidays   string // the version of the table
	Since      civil.Date
	Loaded     bool // from a file; else it came with the program
	Covers     map[clock.Nation]civil.Range
	Calendars  []CalendarInForce
	History    []casefile.LawEntry // the oldest first
}

// CalendarInForce is a school calendar that is loaded.
type CalendarInForce struct {
	ID, Name, Version string
	Since             civil.Date
	Covers            civil.Range
}

// Law returns the law in force.
func (r *Records) Law(ctx context.Context) (LawInForce, error) {
	s, law, err := r.store.LawState(ctx)
	if err != nil {
		return LawInForce{}, err
	}
	out := LawInForce{
		Rules: law.Version, RulesSince: s.RulesSince, Holidays: law.Holidays.Version(), Since: s.HolidaysSince,
		Loaded: s.Loaded(r.shipped), Covers: map[clock.Nation]civil.Range{}, History: s.History,
	}
	if out.Loaded {
		out.Since = s.TableSince
	}
	for _, n := range clock.Nations {
		out.Covers[n] = law.Holidays.Covers(n)
	}
	for _, id := range slices.Sorted(maps.Keys(law.Calendars)) {
		c := law.Calendars[id]
		days, err := clock.NewSchool(c, clock.Except{})
		if err != nil {
			return out, casefile.AsError(err)
		}
		out.Calendars = append(out.Calendars, CalendarInForce{id, c.Name, c.Version, s.CalendarsSince[id], days.Covers()})
	}
	return out, nil
}

// How long before their end tables are asked for.
const (
	holidayNotice  = 12 // months
	calendarNotice = 2
)

// Notices returns what should be seen to before dates can no longer be worked
// out: tables that end soon, and calendars that a client names and nobody has
// loaded.
func (r *Records) Notices(ctx context.Context) ([]string, error) {
	law, err := r.Law(ctx)
	if err != nil {
		return nil, err
	}
	today := r.env.Today()
	out := endingHolidays(law, today.AddMonths(holidayNotice))
	known := map[string]bool{"": true}
	for _, c := range law.Calendars {
		known[c.ID], known[c.Name] = true, true
		if c.Covers.To.Before(today.AddMonths(calendarNotice)) {
			out = append(out, fmt.Sprintf("The calendar of %s ends on %s: add the next year.", c.Name, c.Covers.To.Letter()))
		}
	}
	clients, err := r.Clients(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range clients {
		for _, s := range c.School {
			if !known[s.Calendar] {
				out = append(out, fmt.Sprintf("%s keeps the calendar %q, which is not loaded: load it with casebook law load.", s.Name, s.Calendar))
			}
		}
	}
	return out, nil
}

// endingHolidays names the nations whose bank holidays are not known up to a
// day, those with the same end together.
func endingHolidays(law LawInForce, by civil.Date) []string {
	var out []string
	told := map[civil.Date]bool{}
	for _, n := range clock.Nations {
		last := law.Covers[n].To
		if !last.Before(by) || told[last] {
			continue
		}
		told[last] = true
		var names []string
		for _, other := range clock.Nations {
			if law.Covers[other].To == last {
				names = append(names, other.Name())
			}
		}
		out = append(out, fmt.Sprintf("The bank holidays of %s are known until %s: load a newer table with casebook law load.", listed(names), last.Letter()))
	}
	return out
}

// listed joins names as a sentence does.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
